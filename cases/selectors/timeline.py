"""The trail as a person reads it: who did what, when, with what content, by which article.

Only what has words here is shown; keys of the program never reach the reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from cases.models import Case
from cases.rules.groups import GROUPS, group_of
from cases.rules.terms import TERM_RULES, Term
from cases.rules.workflow import LABELS, TABLES, CaseState, label_of
from cases.selectors import trail_words as words
from core import audit
from core.models import AuditEntry

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


@dataclass(frozen=True)
class Entry:
    """One line of the timeline; `group` is the subject its act belongs to."""

    at: datetime
    actor_name: str
    title: str
    content: str
    basis: str
    tone: str
    hash_short: str
    group: str

    @property
    def text(self) -> str:
        """Content and article in one line."""
        article = f"依据：{self.basis}" if self.basis else ""
        return "；".join(part for part in (self.content, article) if part)


def title_of(verb: str) -> str:
    return label_of(verb) or words.EXTRA.get(verb, verb)


def word_of(verb: str, key: str) -> str:
    """What a piece of content is called; "" for what only the program needs."""
    return words.WORDS_OF.get((verb, key)) or words.WORDS.get(key, "")


def said(verb: str, key: str, value: object) -> str:
    """A value in words; "" for nothing said."""
    if isinstance(value, bool):
        return "是" if value else ""
    if isinstance(value, list):
        between = "；" if key in words.LONG else "、"
        return between.join(said(verb, key, item) for item in value)
    text = "" if value is None else str(value).rstrip("。；")
    if _MOMENT.match(text):
        return f"{timezone.localtime(datetime.fromisoformat(text)):%Y-%m-%d %H:%M}"
    choices = words.CHOICES_OF.get((verb, key)) or words.CHOICES.get(key, {})
    return choices.get(text, text)


def content_of(row: AuditEntry) -> list[tuple[str, str]]:
    """What an entry says, as word and value; what has no word is the program's own."""
    payload: Mapping[str, object] = row.payload
    pairs = [
        (word_of(row.verb, key), text)
        for key in words.WORDS
        if (text := said(row.verb, key, payload.get(key)))
    ]
    pairs += [
        (TERM_RULES[Term(key)].label, f"{value[0]} 改为 {value[1]}")
        for key, value in payload.items()
        if key in set(Term) and isinstance(value, list)
    ]
    before, after = payload.get("before"), payload.get("after")
    if before != after and isinstance(after, str) and after in set(CaseState):
        pairs.append(("案件状态变为", LABELS[CaseState(after)]))
    return pairs


def _basis(verb: str, version: int) -> str:
    row = TABLES[version].get(verb)
    return row.basis if row is not None else words.BASES.get(verb, "")


def _entry(row: AuditEntry, version: int) -> Entry:
    return Entry(
        at=row.at,
        actor_name=row.actor_name,
        title=title_of(row.verb),
        content="；".join(f"{word}：{text}" for word, text in content_of(row)),
        basis=_basis(row.verb, version),
        tone=words.TONES.get(row.verb, "neutral"),
        hash_short=row.entry_hash[:12],
        group=group_of(row.verb),
    )


def timeline_of(case: Case) -> list[Entry]:
    """Latest first."""
    version = case.workflow_version
    return [_entry(row, version) for row in audit.trail_of(case).reverse()]


@dataclass(frozen=True)
class Chosen:
    """The entries of one subject, or all: `group` "" then. `groups` are those there are."""

    entries: list[Entry]
    groups: list[str]
    group: str


def of_group(entries: Iterable[Entry], wanted: str) -> Chosen:
    """Keep one subject; a subject nobody knows keeps everything."""
    found = list(entries)
    groups = [group for group in GROUPS if any(entry.group == group for entry in found)]
    group = wanted if wanted in groups else ""
    return Chosen([e for e in found if not group or e.group == group], groups, group)


def last_said(case: Case, verb: str, key: str) -> str:
    """What the latest entry of `verb` says under `key`; "" when there is none. One query."""
    entry = audit.trail_of(case).filter(verb=verb).last()
    return str(entry.payload.get(key, "")) if entry else ""
