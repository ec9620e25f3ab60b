"""The organ stands by its text: discussed by its heads, both views recorded, then a new round."""

from __future__ import annotations

from django.db import transaction

from cases.models import Discussion
from cases.selectors.facts import draft_of
from core.errors import RuleViolation
from core.models import User
from legal_review import selectors
from legal_review.models import Dissent, Review
from legal_review.policy import reviews as policy
from legal_review.rules import rounds
from legal_review.rules.checklist import OpinionKind
from legal_review.services import _round

_58 = "《行政处罚法》第五十八条"


@transaction.atomic
def record(*, review_id: int, view: str, by: User) -> Dissent:
    """Enter the organ's view beside the reviewer's. It opens the way to a new round, no more."""
    review = _round.lock(review_id)
    policy.require(policy.may_dissent(by, review), review, "登记异议")
    last = selectors.last_concluded(review.case)
    if last is None or last.pk != review.pk:
        raise RuleViolation("not_the_last_round", "只能对最近一轮审核意见登记异议", _58)
    if Dissent.objects.filter(review=review).exists():
        raise RuleViolation("dissented_already", "本轮意见已登记过异议，请再报审核", _58)
    if not view.strip():
        raise RuleViolation("no_view", "请写明机关的意见和理由", _58, field="view")
    discussed = _discussion(review)
    row = Dissent.objects.create(
        review=review,
        reviewer_view=f"{OpinionKind(review.opinion.kind).label}：{review.opinion.text}",
        view=view,
        discussion=discussed,
        by=by,
    )
    _round.note(
        review, "dissent", by=by, reviewer_view=row.reviewer_view, view=view, on=str(discussed)
    )
    told = "机关对您的审核意见有异议，经集体讨论后将再报审核"
    people = [review.reviewer.user] if review.reviewer else selectors.queue_keepers()
    _round.tell(review, people, told, key=f"review-dissent:{review.pk}")
    return row


def _discussion(review: Review) -> Discussion:
    """The latest collective discussion, if it bears the dissent; raises RuleViolation else."""
    case = review.case
    draft = draft_of(case)
    latest = case.discussions.order_by("held_at", "id").last()
    rounds.check_dissent(
        OpinionKind(review.opinion.kind),
        discussed=latest is not None,
        after_opinion=latest is not None and latest.recorded_at >= review.opinion.at,
        agreed=latest is not None and latest.agreed,
        same_text=latest is not None
        and draft is not None
        and latest.text_hash == draft.text_hash == review.draft_hash,
    )
    assert latest is not None  # check_dissent
    return latest
