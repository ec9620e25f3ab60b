"""Submitting to legal review, and deciding."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from cases import events
from cases.models import Case, Decision
from cases.models.decision import NO_PENALTY
from cases.rules.guards import check
from cases.selectors.facts import (
    draft_of,
    facts_of,
    orders_land_demolition,
    review_reasons,
)
from cases.services import _jurisdiction, _progress, papers
from core.errors import RuleViolation
from core.models import User


@transaction.atomic
def submit_for_review(
    *, case_id: int, note: str = "", by: User, version: int | None = None
) -> Case:
    """Freeze the draft and hand it to the zone's reviewer (第五十八条)."""
    case = _progress.begin(case_id=case_id, action="submit_for_review", by=by, version=version)
    draft = draft_of(case)
    assert draft is not None  # guard no_draft
    reasons = [reason.text for reason in review_reasons(case)] or ["承办单位申请审核"]
    _progress.finish(
        case,
        "submit_for_review",
        by=by,
        payload={"text_hash": draft.text_hash, "reasons": reasons, "note": note},
    )
    events.submitted_for_review.send(sender=Case, case=case, by=by, reasons=reasons)
    return case


@transaction.atomic
def decide(*, case_id: int, by: User, version: int | None = None) -> Decision:
    """Issue the decision in the name the rule gives. The text is the very text reviewed."""
    case = _progress.begin(case_id=case_id, action="decide", by=by, version=version)
    today = timezone.localdate()
    _jurisdiction.decide(case, today)
    check("decide", facts_of(case), today)
    draft = draft_of(case)
    assert draft is not None  # guard no_draft
    if case.authority is None:
        raise RuleViolation("no_authority", "执法主体尚未判定", "《行政处罚法》第三十八条")
    decision = Decision.objects.create(
        case=case,
        number=papers.number_of(case, "罚决"),
        township=case.authority_township,
        agency=case.authority_agency,
        authority_name=case.authority_name,
        text=draft.text,
        remedies=_remedies(land=orders_land_demolition(case)),
        text_hash=draft.text_hash,
        decided_on=today,
        decided_by=by,
    )
    case.decided_on = today
    _progress.finish(
        case,
        "decide",
        by=by,
        payload={
            "number": decision.number,
            "authority": decision.authority_name,
            "text_hash": decision.text_hash,
        },
    )
    kind = "no_penalty_decision" if draft.penalty == NO_PENALTY else "decision"
    papers.produce(case, kind, by=by, number=decision.number)
    return decision


def _remedies(*, land: bool = False) -> str:
    """Where and until when the party may turn (《行政处罚法》第五十九条第五项).

    `land`: an order to demolish under 《土地管理法》第八十三条 leaves fifteen days for suit.
    """
    suit = "十五日内" if land else "六个月内"
    basis = "《土地管理法》第八十三条" if land else "《行政诉讼法》第四十六条"
    return (
        "如不服本决定，可以自收到本决定书之日起六十日内向漳州市芗城区人民政府申请行政复议"
        f"（《行政复议法》第二十条、第二十四条），或者自收到本决定书之日起{suit}依法"
        f"向人民法院提起行政诉讼（{basis}）。"
        "复议、诉讼期间，除法律另有规定外，本决定不停止执行（《行政处罚法》第七十三条）。"
    )
