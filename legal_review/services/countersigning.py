"""The second signature, and the ruling of 区司法局 where two reviewers differ."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from core.errors import RuleViolation
from core.models import User
from legal_review.models import Countersignature, Review
from legal_review.policy import reviews as policy
from legal_review.rules.checklist import OpinionKind
from legal_review.rules.countersigning import BASIS
from legal_review.services import _paper, _round
from legal_review.services._round import Stage


@transaction.atomic
def countersign(*, review_id: int, agrees: bool, text: str, by: User) -> Review:
    """Agree, and the review has passed; differ, and 区司法局 rules."""
    review = _round.lock(review_id)
    _round.require_stage(review, Stage.COUNTERSIGN)
    policy.require(policy.may_countersign(by, review), review, "复核")
    if not agrees and not text.strip():
        raise RuleViolation("no_text", "复核不同意的，请写明理由", BASIS, field="text")
    row = Countersignature.objects.select_for_update().get(review=review)
    outcome = Countersignature.Outcome.AGREED if agrees else Countersignature.Outcome.DISAGREED
    row.outcome, row.text, row.at = outcome, text, timezone.now()
    row.save()
    _round.note(review, "countersign", by=by, agrees=agrees, text=text)
    if agrees:
        said = f"{review.opinion.text} 复核同意 {text}".strip()
        _round.finish(review, kind=OpinionKind.AGREE, passed=True, said=said, by=by)
        _paper.write(review, by=by)
        return review
    review.stage = Stage.RULING
    _round.put_on_desk(review, None, "审核员与复核人意见不一致，由区司法局裁定")
    review.save()
    _round.tell_desk(review, "审核员与复核人意见不一致，请裁定")
    return review


@transaction.atomic
def rule_on(*, review_id: int, passes: bool, text: str, by: User) -> Review:
    """区司法局 decides between the two; both opinions stay on record."""
    review = _round.lock(review_id)
    _round.require_stage(review, Stage.RULING)
    policy.require(policy.may_rule(by, review), review, "裁定")
    if not text.strip():
        raise RuleViolation("no_text", "请写明裁定的理由", BASIS, field="text")
    row = Countersignature.objects.select_for_update().get(review=review)
    ruling = Countersignature.Ruling.PASSED if passes else Countersignature.Ruling.RETURNED
    row.ruling, row.ruling_text, row.ruled_by, row.ruled_at = ruling, text, by, timezone.now()
    row.save()
    _round.note(review, "rule_on_review", by=by, passes=passes, text=text)
    kind = OpinionKind.AGREE if passes else OpinionKind.CORRECT
    said = f"区司法局裁定：{text}（复核意见：{row.text}）"
    _round.finish(review, kind=kind, passed=passes, said=said, by=by)
    people = {officer.user for officer in (review.reviewer, row.officer) if officer}
    _round.tell(
        review,
        people,
        f"区司法局裁定{'通过' if passes else '退回'}：{text}",
        key=f"review-ruling:{review.pk}",
    )
    _paper.write(review, by=by)
    return review
