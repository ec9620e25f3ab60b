"""After the opinion: the text changes and the pass is void; a court undoes what was passed."""

from __future__ import annotations

from cases.models import Case, Remedy
from core import notices
from core.models import User
from legal_review.models import Review
from legal_review.services import _round


def void_passes(*, case: Case, by: User) -> int:
    """The reviewed text was changed: earlier passes no longer cover anything (第五十八条)."""
    passed = case.reviews.filter(status=Review.Status.PASSED).select_related("reviewer__user")
    count = 0
    for review in passed.select_related("case"):
        review.status = Review.Status.VOIDED
        review.save(update_fields=["status"])
        _round.note(review, "void_review", by=by, why="送审文本已改动")
        told = f"第 {review.round} 次审核通过后文本已改动，原审核结论失效，须重新送审"
        key = f"review-void:{review.pk}"
        _round.tell_handlers(review, told, key=key, urgent=True)
        if review.reviewer is not None:
            _round.tell(review, [review.reviewer.user], told, key=key)
        count += 1
    return count


def tell_of_remedy(*, case: Case, remedy: Remedy) -> int:
    """Whoever passed the text learns what reconsideration or the court made of it."""
    rows = case.reviews.filter(status=Review.Status.PASSED, reviewer__isnull=False)
    told = {row.reviewer.user for row in rows.select_related("reviewer__user") if row.reviewer}
    said = f"{remedy.get_kind_display()}结果为{remedy.get_result_display()}"
    note = f"：{remedy.result_note}" if remedy.result_note else ""
    return notices.send(
        told,
        key=f"remedy:{remedy.pk}",
        text=f"您审核过的 {case.number} {case.title}，{said}{note}",
        url=case.get_absolute_url(),
    )
