"""Whether the trails hold: every chain by itself, and every case against its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform

from cases.models import Case
from cases.rules.workflow import LABELS, CaseState
from core import audit
from core.models import AuditEntry


@dataclass(frozen=True)
class TrailFault:
    """One thing wrong with one subject's trail."""

    subject: str
    text: str


def faults_everywhere() -> Iterator[TrailFault]:
    """Every fault of every chain, then every case whose trail does not end where the case is."""
    for subject_type, subject_id, fault in audit.verify_all():
        yield TrailFault(f"{subject_type}:{subject_id}", fault.text)
    yield from _cases_apart_from_their_trail(Case.objects.all())


def faults_of(case: Case) -> Iterator[TrailFault]:
    """The same for one case."""
    for fault in audit.verify_trail(case, expected_length=case.version):
        yield TrailFault(case.number, fault.text)
    yield from _cases_apart_from_their_trail(Case.objects.filter(pk=case.pk))


def _cases_apart_from_their_trail(cases: QuerySet[Case]) -> Iterator[TrailFault]:
    """`version` counts the entries and the last entry's `after` is the state (cases.services)."""
    last = AuditEntry.objects.filter(
        subject_type=Case._meta.label_lower, subject_id=OuterRef("pk")
    ).order_by("-seq")
    apart = (
        cases.annotate(
            entries=Subquery(last.values("seq")[:1]),
            after=Subquery(last.annotate(to=KeyTextTransform("after", "payload")).values("to")[:1]),
        )
        .filter(Q(entries=None) | ~Q(entries=F("version")) | ~Q(after=F("state")))
        .order_by("pk")
        .values_list("number", "version", "state", "entries", "after")
    )
    for number, version, state, entries, after in apart.iterator(2000):
        if entries != version:
            yield TrailFault(number, f"应有 {version} 条留痕，现有 {entries or 0} 条")
        if after != state:
            ends = LABELS[CaseState(after)] if after else "（无）"
            yield TrailFault(number, f"案件现为“{LABELS[CaseState(state)]}”，留痕止于“{ends}”")
