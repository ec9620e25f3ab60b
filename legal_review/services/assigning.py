"""Who has the round: assigned by hand, taken from the pool, given up, passed on in an absence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from core.errors import RuleViolation
from core.models import User
from legal_review import selectors
from legal_review.models import Countersignature, FirstLook, Review, ReviewRecusal
from legal_review.policy import reviews as policy
from legal_review.services import _round
from legal_review.services._round import Stage
from personnel.models import Officer

_43 = "《行政处罚法》第四十三条"
_AT_DESKS = (Stage.FIRST_LOOK, Stage.ZONE, Stage.COUNTERSIGN)


def _give(review: Review, officer: Officer | None, because: str) -> None:
    """To this person at the present stage, whose own row is kept in step. Saves."""
    if officer is None and review.stage == Stage.FIRST_LOOK:
        FirstLook.objects.filter(review=review).update(
            officer=None, because=because[:200], outcome=FirstLook.Outcome.SKIPPED
        )
        _round.to_zone(review)
        return
    _round.put_on_desk(review, officer, because)
    review.save()
    row = {Stage.FIRST_LOOK: FirstLook, Stage.COUNTERSIGN: Countersignature}.get(
        Stage(review.stage)
    )
    if row is not None:
        row._default_manager.filter(review=review).update(officer=officer, because=because[:200])
    _round.tell_desk(review)


@transaction.atomic
def assign(*, review_id: int, officer: Officer, by: User) -> Review:
    """The justice admin gives the review to another who may have it."""
    review = _round.lock(review_id)
    policy.require_assigning(by)
    _round.require_stage(review, *_AT_DESKS)
    bar = selectors.bar_to_review(officer, review)
    if bar is not None:
        raise bar
    before = str(review.holder) if review.holder else ""
    _give(review, officer, f"{by}指定")
    _round.note(review, "assign_review", by=by, reviewer=str(officer), before=before)
    return review


@transaction.atomic
def take(*, review_id: int, by: User) -> Review:
    """A reviewer of the zone takes what nobody has (从待分派中认领)."""
    review = _round.lock(review_id)
    _round.require_stage(review, Stage.ZONE)
    if review.holder_id is not None:
        raise RuleViolation("taken_already", f"本件已由{review.holder}办理，请刷新页面查看")
    policy.require(policy.may_take(by, review), review, "认领审核件")
    officer = Officer.objects.select_related("user").get(user=by)
    bar = selectors.bar_to_review(officer, review)
    if bar is not None:
        raise bar
    _give(review, officer, f"{by}认领")
    _round.note(review, "take_review", by=by)
    return review


@transaction.atomic
def step_back(*, review_id: int, reason: str, by: User) -> Review:
    """The reviewer must not review this case, and says why; another is chosen at once."""
    review = _round.lock(review_id)
    _round.require_stage(review, *_AT_DESKS)
    policy.require(policy.may_step_back(by, review), review, "审核回避")
    if not reason.strip():
        raise RuleViolation("no_reason", "请写明回避的理由", _43, field="reason")
    officer = review.holder
    assert officer is not None  # may_step_back
    ReviewRecusal.objects.get_or_create(
        case=review.case, officer=officer, defaults={"reason": reason[:300]}
    )
    _round.note(review, "step_back", by=by, reviewer=str(officer), reason=reason)
    _pass_on(review)
    return review


def _pass_on(review: Review) -> None:
    """To whoever the rule names now; to the pool, and 区司法局, when it names nobody."""
    if review.stage == Stage.FIRST_LOOK:
        officer, because = selectors.choose_first_looker(review.case)
    elif review.stage == Stage.COUNTERSIGN:
        officer, because = selectors.choose_countersigner(review)
    else:
        officer, because = selectors.choose_reviewer(review.case)
    _give(review, officer, because)


def pass_on_absent(today: date) -> int:
    """Each morning: what lies with somebody on leave, or out of office, goes to another.

    Returns how many went; with nobody to take it, it waits in the pool for 区司法局.
    """
    desks = Review.objects.filter(status=Review.Status.OPEN, holder__isnull=False)
    holders = desks.order_by().values_list("holder_id", flat=True).distinct()
    away = selectors.off_duty(holders, today)
    waiting = desks.filter(holder__in=list(away)).order_by("pk").values_list("pk", flat=True)
    return sum(_pass_on_absent(pk, away) for pk in list(waiting))


@transaction.atomic
def _pass_on_absent(review_id: int, away: Mapping[int, str]) -> int:
    review = _round.lock(review_id)
    why = away.get(review.holder_id or 0)
    if not review.is_open or why is None:
        return 0
    before = str(review.holder)
    _pass_on(review)
    now = str(review.holder) if review.holder else ""
    _round.note(review, "assign_review", by=None, reviewer=now, before=before, why=why)
    return 1
