"""The material of one case for legal review, as the table of the rule sees it."""

from __future__ import annotations

from collections.abc import Collection

from django.utils import timezone

from cases.models import Case, Evidence, PriorNotice
from cases.models.decision import NO_PENALTY
from cases.rules import review_materials as rule
from cases.rules.review_materials import Checked, MaterialFacts
from cases.selectors.standing import draft_of

_SEEN = (Evidence.Kind.AUDIOVISUAL, Evidence.Kind.ELECTRONIC)


def _answered(notice: PriorNotice | None) -> bool:
    if notice is None:
        return False
    over = timezone.localdate() > notice.window_ends_on
    return bool(notice.heard_on) or notice.waived or over


def _facts(case: Case) -> MaterialFacts:
    draft, notice = draft_of(case), getattr(case, "prior_notice", None)
    hearing = getattr(case, "hearing", None)
    evidence = [row for row in case.evidence.all() if row.set_aside_at is None]
    taken = [row for row in case.exhibits.all() if row.record_id or row.sent_to]
    handlers = [row for row in case.handlers.all() if row.removed_at is None]
    kinds = {row.kind for row in evidence}
    return MaterialFacts(
        no_penalty=bool(draft and draft.penalty == NO_PENALTY),
        draft=draft is not None,
        grounds=bool(draft and draft.discretion.strip()),
        records=bool(case.records.all()),
        evidence=bool(evidence),
        report=case.stage not in (case.stage.FILED, case.stage.ACCEPTED),
        certified=bool(handlers) and all(row.certificate_number for row in handlers),
        notice=notice is not None,
        party_answered=_answered(notice),
        hearing_asked=bool(hearing and hearing.status != "withdrawn"),
        hearing_record=bool(hearing and hearing.record),
        hearing_report=bool(hearing and hearing.report),
        sampled=bool(taken),
        tested=Evidence.Kind.EXPERT in kinds or any(row.result for row in taken),
        measures=any(row.carried_out_at for row in case.measures.all()),
        recordings=bool(kinds & set(_SEEN)),
    )


def materials_of(case: Case, *, confirmed: Collection[str] = ()) -> tuple[Checked, ...]:
    """Every material this case needs, and what is there of it."""
    return rule.check(_facts(case), confirmed)


def missing_in(found: Collection[Checked]) -> list[str]:
    """What lacks, each with what to do about it."""
    return [f"{row.material.label}（{row.material.todo}）" for row in found if not row.there]
