"""The first look, remarks on the text, and the opinion."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from core.errors import RuleViolation
from core.models import User
from legal_review import selectors
from legal_review.models import Countersignature, FirstLook, Opinion, Remark, Review
from legal_review.policy import reviews as policy
from legal_review.rules import checklist, versions
from legal_review.rules.checklist import OpinionKind, Point
from legal_review.services import _paper, _round
from legal_review.services._round import Stage

_58 = "《行政处罚法》第五十八条"
# What the town may say to give a case back; it neither passes nor refuses a decision.
FIRST_LOOK_KINDS = (OpinionKind.SUPPLEMENT, OpinionKind.CORRECT)


@transaction.atomic
def forward(*, review_id: int, note: str, by: User) -> Review:
    """The town's reviewer found it fit for the zone's (初审转片区审核)."""
    review = _first_look(review_id, by)
    _close_first_look(review, FirstLook.Outcome.FORWARDED, note)
    _round.note(review, "forward_review", by=by, note=note)
    _round.to_zone(review)
    return review


@transaction.atomic
def give_back(*, review_id: int, kind: OpinionKind, text: str, by: User) -> Opinion:
    """The town's reviewer gives it back to the handlers, saying what is to be mended."""
    review = _first_look(review_id, by)
    if kind not in FIRST_LOOK_KINDS:
        raise RuleViolation(
            "first_look_decides", "初审只能退回补正，同意与否由片区审核员决定", _58, field="kind"
        )
    checklist.validate(kind, {}, text)
    _close_first_look(review, FirstLook.Outcome.RETURNED, text)
    opinion = Opinion.objects.create(review=review, kind=kind.value, text=text, by=by)
    _round.finish(review, kind=kind, passed=False, said=text, by=by)
    return opinion


def _first_look(review_id: int, by: User) -> Review:
    review = _round.lock(review_id)
    _round.require_stage(review, Stage.FIRST_LOOK)
    policy.require(policy.may_look_first(by, review), review, "镇街初审")
    return review


def _close_first_look(review: Review, outcome: FirstLook.Outcome, note: str) -> None:
    FirstLook.objects.filter(review=review).update(outcome=outcome, note=note, at=timezone.now())


@transaction.atomic
def remark(
    *, review_id: int, start: int, end: int, quote: str, text: str, point: str = "", by: User
) -> Remark:
    """Tie a remark to a place of the frozen text (characters `start` to `end`)."""
    review = _round.lock(review_id)
    _round.require_stage(review, Stage.FIRST_LOOK, Stage.ZONE, Stage.COUNTERSIGN)
    at_hand = (
        policy.may_review(by, review)
        or policy.may_look_first(by, review)
        or policy.may_countersign(by, review)
    )
    policy.require(at_hand, review, "批注")
    if not text.strip():
        raise RuleViolation("no_remark", "请填写批注", field="text")
    versions.check_anchor(review.draft_text, start, end, quote)
    return Remark.objects.create(
        review=review, point=point, start=start, end=end, quote=quote, text=text, by=by
    )


@transaction.atomic
def remove_remark(*, remark_id: int, by: User) -> Remark:
    """Take one's own remark away while the round is open; it stays in the database."""
    row = Remark.objects.select_for_update().select_related("review").get(pk=remark_id)
    _round.require_stage(row.review, Stage.FIRST_LOOK, Stage.ZONE, Stage.COUNTERSIGN)
    policy.require(row.by_id == by.pk, row.review, "撤去他人的批注")
    if row.removed_at is None:
        row.removed_at = timezone.now()
        row.save(update_fields=["removed_at"])
    return row


@transaction.atomic
def conclude(
    *,
    review_id: int,
    kind: OpinionKind,
    points: Mapping[Point, bool],
    text: str,
    by: User,
    point_notes: Mapping[Point, str] | None = None,
) -> Opinion:
    """Give the opinion. Only 同意 passes, and above the thresholds only when a second agrees."""
    review = _round.lock(review_id)
    _round.require_stage(review, Stage.ZONE)
    policy.require_reviewing(by, review)
    checklist.validate(kind, points, text)
    opinion = Opinion.objects.create(
        review=review,
        kind=kind.value,
        points={point.value: judged for point, judged in points.items()},
        point_notes={p.value: said for p, said in (point_notes or {}).items() if said.strip()},
        text=text,
        by=by,
    )
    reasons = selectors.countersign_reasons(review) if kind.passes else ()
    if reasons:
        _to_second(review, reasons)
        return opinion
    _round.finish(review, kind=kind, passed=kind.passes, said=text, by=by)
    _paper.write(review, by=by)
    return opinion


def _to_second(review: Review, reasons: tuple[str, ...]) -> None:
    """A second reviewer must agree; until then nothing has passed."""
    review.stage = Stage.COUNTERSIGN
    officer, because = selectors.choose_countersigner(review)
    Countersignature.objects.create(
        review=review, reasons=list(reasons), officer=officer, because=because[:200]
    )
    _round.put_on_desk(review, officer, because)
    review.save()
    _round.tell_desk(review, f"请复核（{'；'.join(reasons)}）")
