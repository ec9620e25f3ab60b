"""Texts made comparable by trigrams whatever the locale of the database.

pg_trgm takes letters for letters only where the database's locale knows them; under the locale C
it drops every Chinese character. So a text is kept a second time as a print: each letter or digit
becomes two of 36 signs, punctuation parts words, spaces are dropped (Chinese has none). A trigram
of prints covers one character and half of its neighbour, which suits Chinese words of two
characters; 1296 codes make chance meetings rare.
"""

from __future__ import annotations

import unicodedata

_SIGNS = "0123456789abcdefghijklmnopqrstuvwxyz"
_CODES = len(_SIGNS) ** 2
_SPREAD = 7919  # prime: neighbours in the code table get unlike codes
LONGEST = 2000  # characters of a text that are compared


def print_of(text: str) -> str:
    """The print of a text: full-width and capital forms count as plain ones."""
    plain = "".join(unicodedata.normalize("NFKC", text[:LONGEST]).lower().split())
    return " ".join("".join(_code(sign) if sign.isalnum() else " " for sign in plain).split())


def _code(sign: str) -> str:
    number = ord(sign) * _SPREAD % _CODES
    return _SIGNS[number // len(_SIGNS)] + _SIGNS[number % len(_SIGNS)]


def alike(first: str, second: str) -> float:
    """How alike two prints are, 0 to 1: the measure of pg_trgm, for rows already at hand."""
    one, two = _trigrams(first), _trigrams(second)
    together = len(one | two)
    return len(one & two) / together if together else 0.0


def _trigrams(text: str) -> set[str]:
    found: set[str] = set()
    for word in text.split():
        padded = f"  {word} "
        found.update(padded[place : place + 3] for place in range(len(padded) - 2))
    return found
