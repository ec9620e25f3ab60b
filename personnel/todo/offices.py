"""To-dos that offices and postings give to people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone

from core import access, worklist
from core.models import User
from core.worklist import TodoItem
from personnel.models import Handover, ReplacementProposal
from personnel.rules.secondment import SecondmentLevel
from personnel.selectors import secondments as selectors
from personnel.services.secondment_ratio import DAYS_AHEAD
from zones.models import Agency


def _bureaus(user: User) -> set[int]:
    """Bureaus whose postings the person keeps."""
    return access.grants_of(user).ids("manage_secondments", "agency")


def handovers(user: User) -> models.QuerySet[Handover]:
    """Work handed to me that I have not accepted."""
    return Handover.objects.filter(successor__user=user, accepted_at=None)


def replacements(user: User) -> models.QuerySet[ReplacementProposal]:
    """Proposals my bureau has to answer."""
    return ReplacementProposal.objects.filter(
        status=ReplacementProposal.Status.OPEN, secondment__agency__in=_bureaus(user)
    )


def _threatened(user: User) -> list[selectors.Ratio]:
    """My bureaus that are short today or fall under half within sixty days."""
    known: list[selectors.Ratio] | None = getattr(user, "_threatened", None)
    if known is None:
        agencies = Agency.objects.filter(pk__in=_bureaus(user), secondment_exempt=False)
        known = [
            ratio
            for ratio in selectors.ratios(agencies, timezone.localdate(), DAYS_AHEAD)
            if ratio.status.level is SecondmentLevel.SHORT or ratio.next_fall
        ]
        user._threatened = known  # type: ignore[attr-defined]
    return known


def short_bureaus(user: User) -> models.QuerySet[Agency]:
    if not _bureaus(user):
        return Agency.objects.none()
    return Agency.objects.filter(pk__in=[ratio.agency.pk for ratio in _threatened(user)])


def _handover_items(user: User, limit: int) -> Iterable[TodoItem]:
    rows = handovers(user).select_related(
        "appointment__officer__user",
        *(f"appointment__{scope}" for scope in ("zone", "township", "agency", "district")),
    )
    for row in rows.order_by("made_at")[:limit]:
        yield TodoItem(
            kind="待接收的工作交接",
            title=f"{row.appointment.officer}移交的工作",
            url=row.get_absolute_url(),
            hint=f"{row.appointment.role_label} · {len(row.inherited)} 项",
            since=row.made_at,
        )


def _replacement_items(user: User, limit: int) -> Iterable[TodoItem]:
    today = timezone.localdate()
    rows = replacements(user).select_related("secondment__officer__user", "secondment__township")
    for row in rows.order_by("answer_due_on", "pk")[:limit]:
        late = "（逾期）" if row.overdue_on(today) else ""
        yield TodoItem(
            kind="待答复的调换建议",
            title=f"{row.secondment.township}建议调换{row.secondment.officer}",
            url=row.get_absolute_url(),
            hint=f"答复期限 {row.answer_due_on}{late}",
            due_on=row.answer_due_on,
            urgent=bool(late),
            since=row.raised_at,
        )


def _ratio_items(user: User, limit: int) -> Iterable[TodoItem]:
    for ratio in _threatened(user)[:limit]:
        fall = ratio.next_fall
        yield TodoItem(
            kind="下沉比例不足",
            title=f"{ratio.agency}：{fall.text}" if fall else f"{ratio.agency}下沉不足 50%",
            url=reverse("secondment_ratio"),
            hint=ratio.status.text,
            due_on=fall.day if fall else None,
            urgent=ratio.status.level is SecondmentLevel.SHORT,
        )


@dataclass(frozen=True)
class _Desk:
    label: str
    icon: str
    url: str
    rows: Callable[[User], models.QuerySet[Any]]
    items: Callable[[User, int], Iterable[TodoItem]]


_DESKS = {
    "handovers": _Desk(
        "待接收的工作交接", "box-arrow-in-down", "handovers", handovers, _handover_items
    ),
    "replacements": _Desk(
        "待答复的调换建议", "arrow-repeat", "replacements", replacements, _replacement_items
    ),
    "ratio": _Desk(
        "下沉比例不足", "exclamation-triangle", "secondment_ratio", short_bureaus, _ratio_items
    ),
}


def desks(user: User) -> dict[str, models.QuerySet[Any]]:
    return {key: desk.rows(user) for key, desk in _DESKS.items()}


def groups(user: User, counts: Mapping[str, int], limit: int) -> Sequence[worklist.TodoGroup]:
    return [
        worklist.TodoGroup(
            desk.label, desk.icon, counts[key], reverse(desk.url), list(desk.items(user, limit))
        )
        for key, desk in _DESKS.items()
        if key in counts
    ]


def register() -> None:
    worklist.register("offices", desks, groups)
