"""A concluded round as the variables of its paper (法制审核意见书)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils import timezone

from cases.selectors.paper_subjects import chinese_day
from legal_review.models import Countersignature, FirstLook, Review
from legal_review.rules.checklist import OpinionKind, Point
from personnel.models import Officer

_JUDGED = {True: "合格", False: "不合格", None: "未判定"}


def read_review(review: Review) -> dict[str, Any]:
    """What the paper says of the round."""
    opinion = review.opinion
    kind = OpinionKind(opinion.kind)
    passed = review.status == Review.Status.PASSED
    officer = Officer.objects.filter(user=opinion.by).first()
    return {
        "审核": {
            "轮次": f"第 {review.round} 次",
            "收件日期": chinese_day(review.started_on),
            "事由": "；".join(review.reasons),
            "材料": "\n".join(row["label"] for row in review.materials),
            "要点": "\n".join(_points(opinion.points, opinion.point_notes)),
            "批注": "\n".join(
                f"“{row.quote}”：{row.text}" for row in review.remarks.filter(removed_at=None)
            ),
            "种类": kind.label if passed or not kind.passes else "经复核、裁定退回",
            "意见": opinion.text,
            "初审": _first_look(review),
            "复核": _second(review),
            "审核人": str(opinion.by),
            "资格": officer.legal_qualification if officer else "",
            "出具日期": chinese_day(timezone.localdate(review.concluded_at)),
            "去向": "" if passed else kind.follow_up or "请按意见修改、补充后再报",
        }
    }


def _points(judged: Mapping[str, bool], notes: Mapping[str, str]) -> Iterator[str]:
    for point in Point:
        said = notes.get(point.value, "")
        yield f"{point.label}：{_JUDGED[judged.get(point.value)]}{f'。{said}' if said else ''}"


def _first_look(review: Review) -> str:
    row: FirstLook | None = getattr(review, "first_look", None)
    if row is None or row.outcome != FirstLook.Outcome.FORWARDED:
        return ""
    return f"{row.officer}，{row.note or '无意见'}"


def _second(review: Review) -> str:
    row: Countersignature | None = getattr(review, "countersignature", None)
    if row is None:
        return ""
    said = f"{row.officer}{row.get_outcome_display()}{f'，{row.text}' if row.text else ''}"
    if row.ruling:
        said += f"；区司法局{row.get_ruling_display()}：{row.ruling_text}"
    return said
