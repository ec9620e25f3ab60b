"""Trail entries for bulk loading: what `core.evidence_chain` hashes, written out directly.

Building a `Link` and dumping it costs four times as much; the test holds both against each other.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache

from core.audit import SYSTEM
from core.evidence_chain import GENESIS
from xiangcheng_enforcement.demo.world import Person

SUBJECT_TYPE = "cases.case"


@lru_cache(maxsize=8192)
def quoted(text: str) -> str:
    """The text as canonical JSON."""
    return json.dumps(text, ensure_ascii=False)


# As core.evidence_chain.canonical dumps it, with the encoder made once.
canonical_json = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


@lru_cache(maxsize=8192)
def _in_csv(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


class Chain:
    """The trail of one case while it is written; `lines` are rows of core_auditentry as CSV."""

    __slots__ = ("_case_id", "_previous", "_subject", "lines")

    def __init__(self, case_id: int) -> None:
        self._case_id = case_id
        self._subject = f"{SUBJECT_TYPE}:{case_id}"
        self._previous = GENESIS
        self.lines: list[str] = []

    def add(self, verb: str, at: str, by: Person | None, payload: str) -> None:
        """Append one entry. `payload` is canonical JSON: keys sorted, no spaces."""
        seq = len(self.lines) + 1
        actor, name = (str(by.user_id), by.name) if by else ("", SYSTEM)
        content = (
            f'{{"actor_id":{actor or "null"},'
            f'"actor_name":{quoted(name)},"at":"{at}","payload":{payload},'
            f'"previous_hash":"{self._previous}","seq":{seq},'
            f'"subject":"{self._subject}","verb":"{verb}"}}'
        )
        digest = hashlib.sha256(content.encode()).hexdigest()
        doubled = payload.replace('"', '""')
        self.lines.append(
            f"{SUBJECT_TYPE},{self._case_id},{seq},{at},{actor},{_in_csv(name)},{verb},"
            f'"{doubled}",{self._previous},{digest}'
        )
        self._previous = digest
