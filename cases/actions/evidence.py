"""Evidence."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from cases.actions._spec import Action, label
from cases.forms.evidence import EvidenceForm
from cases.models import Case
from cases.services import evidence
from core.models import User


def _add(case: Case, data: Any, by: User, version: int | None) -> object:
    """By the API: without files, which come by the page. Others may add meanwhile."""
    fields = (
        "kind", "title", "proves", "collected_at", "place", "collectors", "provider", "witness",
        "recorder", "original_kept_at",
    )  # fmt: skip
    entry = evidence.Entry(**{name: data[name] for name in fields})
    key = data["submission_key"] or uuid.uuid4()
    return evidence.add(case_id=case.pk, entry=entry, key=key, by=by)


EVIDENCE: Mapping[str, Action] = MappingProxyType(
    {
        "add_evidence": Action(
            label("add_evidence"),
            "camera",
            EvidenceForm,
            _add,
            "证据已登记",
            page="evidence_new",
        ),
    }
)
