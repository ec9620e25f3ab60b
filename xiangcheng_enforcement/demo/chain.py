"""Trail entries for bulk loading: what `core.audit` would append, as lines of CSV."""

from __future__ import annotations

from functools import lru_cache

from core.audit import SYSTEM
from core.evidence_chain import GENESIS, content_of, digest
from xiangcheng_enforcement.demo.world import Person

SUBJECT_TYPE = "cases.case"


@lru_cache(maxsize=8192)
def _in_csv(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


class Chain:
    """The trail of one subject while it is written; `lines` are rows of core_auditentry as CSV."""

    __slots__ = ("_id", "_previous", "_subject", "_type", "lines")

    def __init__(self, subject_id: int, subject_type: str = SUBJECT_TYPE) -> None:
        self._id, self._type = subject_id, subject_type
        self._subject = f"{subject_type}:{subject_id}"
        self._previous = GENESIS
        self.lines: list[str] = []

    def add(self, verb: str, at: str, by: Person | None, payload: str) -> None:
        """Append one entry. `payload` is canonical JSON: keys sorted, no spaces."""
        seq = len(self.lines) + 1
        actor, name = (by.user_id, by.name) if by else (None, SYSTEM)
        content = content_of(self._subject, seq, at, actor, name, verb, payload, self._previous)
        entry_hash = digest(content)
        doubled = payload.replace('"', '""')
        self.lines.append(
            f"{self._type},{self._id},{seq},{at},{actor or ''},{_in_csv(name)},{verb},"
            f'"{doubled}",{self._previous},{entry_hash}'
        )
        self._previous = entry_hash
