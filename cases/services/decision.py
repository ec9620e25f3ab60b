"""Submitting to legal review, and deciding."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from cases import events
from cases.models import Case, Decision
from cases.models.decision import NO_PENALTY
from cases.rules.guards import check
from cases.rules.review_materials import BASIS
from cases.selectors.facts import (
    draft_of,
    facts_of,
    orders_land_demolition,
    review_reasons,
)
from cases.selectors.review_materials import materials_of, missing_in
from cases.services import _jurisdiction, _progress, papers
from core.errors import RuleViolation
from core.models import User


@transaction.atomic
def submit_for_review(
    *,
    case_id: int,
    note: str = "",
    confirmed: Sequence[str] = (),
    by: User,
    version: int | None = None,
) -> Case:
    """Freeze the draft and hand it to legal review with its material (第五十八条).

    `confirmed`: codes of material a person vouches for. Where no rule asks for review, the unit
    may ask itself and says why in `note`. Material that lacks is named, and nothing is sent.
    """
    case = _progress.begin(case_id=case_id, action="submit_for_review", by=by, version=version)
    draft = draft_of(case)
    assert draft is not None  # guard no_draft
    found = materials_of(case, confirmed=confirmed)
    lacking = missing_in(found)
    if lacking:
        told = "；".join(lacking)
        raise RuleViolation("material_missing", f"送审材料不齐：{told}", BASIS, field="confirmed")
    reasons = [reason.text for reason in review_reasons(case)]
    if not reasons:
        if not note.strip():
            message = "本案没有法定应当审核的情形；承办单位自行提请审核的，请写明理由"
            raise RuleViolation("why_review", message, BASIS, field="note")
        reasons = [f"承办单位申请审核：{note}"]
    materials = [row.kept for row in found]
    _progress.finish(
        case,
        "submit_for_review",
        by=by,
        payload={
            "text_hash": draft.text_hash,
            "reasons": reasons,
            "note": note,
            "materials": [row["label"] for row in materials],
        },
    )
    papers.produce(case, "review_request", by=by)
    events.submitted_for_review.send(
        sender=Case, case=case, by=by, reasons=reasons, materials=materials, note=note
    )
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
    _keep_need(case)
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


def _keep_need(case: Case) -> None:
    """The database asks `needs_review` before it takes a decision: let it be true today."""
    case.needs_review = bool(review_reasons(case))
    case.save(update_fields=["needs_review"])


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
