"""A round begins: the text is frozen, the first desk chosen; material asked for and brought."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from cases.models import Case
from cases.selectors.review_materials import materials_of, missing_in
from core import calendars
from core.errors import RuleViolation
from core.models import User
from legal_review import selectors
from legal_review.models import FirstLook, MaterialRequest, Review
from legal_review.policy import reviews as policy
from legal_review.rules import rounds
from legal_review.services import _round
from legal_review.services._round import Stage

_BASIS = "国办发〔2018〕118号"


def open_review(
    *,
    case: Case,
    by: User,
    reasons: Sequence[str],
    materials: Sequence[Mapping[str, str]] = (),
    note: str = "",
) -> Review:
    """Freeze the text; the town's reviewer looks first, else it goes to the zone's at once.

    Raises RuleViolation when a refused text comes back unchanged and undiscussed.
    """
    draft = case.draft
    rounds.check_resubmission(selectors.round_before(case), draft.text_hash)
    first, because = selectors.choose_first_looker(case)
    review = Review(
        case=case,
        round=case.reviews.count() + 1,
        zone=case.township.zone,
        township=None if case.authority_agency_id else (case.authority_township or case.township),
        stage=Stage.FIRST_LOOK if first else Stage.ZONE,
        reasons=list(reasons),
        materials=[dict(row) for row in materials],
        note=note[:300],
        draft_text=draft.text,
        draft_hash=draft.text_hash,
        requested_by=by,
    )
    _round.start_clock(review, timezone.localdate())
    if first is None:
        officer, why = selectors.choose_reviewer(case)
        _round.put_on_desk(review, officer, why)
    else:
        _round.put_on_desk(review, first, because)
    review.save()
    FirstLook.objects.create(
        review=review,
        officer=first,
        because=because,
        outcome=FirstLook.Outcome.WAITING if first else FirstLook.Outcome.SKIPPED,
    )
    _round.tell_desk(review)
    return review


@transaction.atomic
def ask_for_material(*, review_id: int, missing: Sequence[str], note: str, by: User) -> Review:
    """Give back for missing material, naming it: once, within the first working day.

    The term stops and runs anew from the day on which everything is there.
    """
    review = _round.lock(review_id)
    _round.require_stage(review, Stage.FIRST_LOOK, Stage.ZONE)
    at_hand = policy.may_review(by, review) or policy.may_look_first(by, review)
    policy.require(at_hand, review, "退补材料")
    named = [word.strip() for word in missing if word.strip()]
    if not named:
        raise RuleViolation("nothing_missing", "请写明缺少哪些材料", _BASIS, field="missing")
    if MaterialRequest.objects.filter(review=review).exists():
        message = "本轮已退补过一次材料；仍有欠缺的，请出具补正意见"
        raise RuleViolation("asked_already", message, _BASIS, field="missing")
    today = timezone.localdate()
    if not rounds.may_ask_for_material(review.started_on, today, calendars.work_calendar()):
        message = "退补材料应在收到后的第一个工作日内一次告知；请出具补正意见"
        raise RuleViolation("asked_late", message, _BASIS, field="missing")
    MaterialRequest.objects.create(
        review=review, missing=named, note=note, back_to=review.stage, asked_by=by
    )
    review.stage, review.holder = Stage.MATERIALS, None
    review.clock_from = review.due_on = None
    review.due_provisional = False
    review.save()
    _round.note(review, "ask_material", by=by, missing=named, note=note)
    told = f"法制审核退补材料：{'、'.join(named)}。补齐后审核期限才开始计算"
    _round.tell_handlers(review, told, key=f"review-material:{review.pk}", urgent=True)
    return review


@transaction.atomic
def supply_material(
    *, review_id: int, note: str, confirmed: Sequence[str] = (), by: User
) -> Review:
    """The handlers brought what lacked: checked again, the term begins today."""
    review = _round.lock(review_id)
    _round.require_stage(review, Stage.MATERIALS)
    policy.require(policy.may_supply(by, review), review, "补齐材料")
    if not note.strip():
        message = "请逐项说明补充了哪些材料、存放在哪里"
        raise RuleViolation("no_note", message, _BASIS, field="note")
    held = [row["code"] for row in review.materials if row.get("how") == "hand"]
    found = materials_of(review.case, confirmed=(*held, *confirmed))
    lacking = missing_in(found)
    if lacking:
        told = "；".join(lacking)
        raise RuleViolation("material_missing", f"材料仍不齐：{told}", _BASIS, field="note")
    request = review.material_request
    request.supplied_by, request.supplied_at, request.supplied_note = by, timezone.now(), note
    request.save()
    review.materials = [row.kept for row in found if row.there]
    _round.start_clock(review, timezone.localdate())
    _back_to(review, Stage(request.back_to))
    _round.note(review, "supply_material", by=by, note=note)
    return review


def _back_to(review: Review, stage: Review.Stage) -> None:
    """To the desk it came from, or whoever the rule names now."""
    if stage == Stage.FIRST_LOOK:
        officer, because = selectors.choose_first_looker(review.case)
        if officer is not None:
            review.stage = Stage.FIRST_LOOK
            FirstLook.objects.filter(review=review).update(officer=officer, because=because)
            _round.put_on_desk(review, officer, because)
            review.save()
            _round.tell_desk(review, "材料已补齐，请继续审核")
            return
        FirstLook.objects.filter(review=review).update(
            outcome=FirstLook.Outcome.SKIPPED, because=because
        )
    review.stage = Stage.ZONE
    officer, because = selectors.choose_reviewer(review.case)
    _round.put_on_desk(review, officer, because)
    review.save()
    _round.tell_desk(review, "材料已补齐，请继续审核")
