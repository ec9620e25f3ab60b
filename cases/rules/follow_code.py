"""The code by which a reporter follows a complaint without a login."""

from __future__ import annotations

import hashlib
import unicodedata

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no 0 O 1 I L: they are taken for one another
LENGTH = 10  # 31^10: about 8 * 10^14 codes
_GROUP = 5


def code_of(digest: bytes) -> str:
    """Ten signs from a digest of at least 16 bytes."""
    number, signs = int.from_bytes(digest[:16], "big"), []
    for _ in range(LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[rest])
    return "".join(signs)


def shown(code: str) -> str:
    """ABCDE-FGHJK: in two groups, to be written down."""
    return f"{code[:_GROUP]}-{code[_GROUP:]}"


def normal(typed: str) -> str:
    """What was typed, as the code is kept: capitals, no spaces or dashes, half-width."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    return "".join(sign for sign in plain if sign.isalnum())


def kept(code: str) -> str:
    """SHA-256 of a code, the only thing stored of it."""
    return hashlib.sha256(code.encode()).hexdigest()
