"""To-dos that rosters give: a unit names its people, the zone sends, 司法局 reviews."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.http import urlencode

from core import access, worklist
from core.models import User
from core.worklist import TodoItem
from personnel import policy
from personnel.models import Roster, RosterUnit
from personnel.selectors import rosters as selectors

Status = Roster.Status


def to_submit(user: User) -> models.QuerySet[RosterUnit]:
    """My units that have not named their people yet."""
    grants = access.grants_of(user)
    return RosterUnit.objects.filter(
        models.Q(township__in=grants.ids("submit_roster", "township"))
        | models.Q(agency__in=grants.ids("submit_roster", "agency")),
        submitted_at=None,
        roster__status__in=selectors.EDITABLE,
    )


def to_send(user: User) -> models.QuerySet[Roster]:
    """Rosters of my zone that came back, or that every unit has submitted for."""
    waiting = RosterUnit.objects.filter(roster=models.OuterRef("pk"), submitted_at=None)
    return Roster.objects.filter(
        models.Q(status=Status.RETURNED)
        | (models.Q(status=Status.DRAFT) & ~models.Q(models.Exists(waiting))),
        zone__in=access.grants_of(user).ids("compose_roster", "zone"),
    )


def to_review(user: User) -> models.QuerySet[Roster]:
    """Rosters that 司法局 has to review."""
    if not policy.reviews_rosters(user):
        return Roster.objects.none()
    return Roster.objects.filter(status=Status.REVIEW)


def _unit_items(user: User, limit: int) -> Iterable[TodoItem]:
    rows = to_submit(user).select_related("roster__zone", "township", "agency")
    for row in rows.order_by("roster__composed_at", "pk")[:limit]:
        yield TodoItem(
            kind="待提交的名单人员",
            title=f"{row.roster.zone}联合执法人员名单：{row}",
            url=reverse("roster_unit", args=[row.roster_id, row.pk]),
            hint=f"第 {row.roster.version} 版",
            since=row.roster.composed_at,
        )


def _roster_items(rows: models.QuerySet[Roster], kind: str, limit: int) -> Iterable[TodoItem]:
    for row in rows.select_related("zone").order_by("composed_at")[:limit]:
        yield TodoItem(
            kind=kind,
            title=str(row),
            url=row.get_absolute_url(),
            hint=row.get_status_display(),
            urgent=row.status == Status.RETURNED,
            since=row.sent_at or row.composed_at,
        )


@dataclass(frozen=True)
class _Desk:
    label: str
    status: str
    rows: Callable[[User], models.QuerySet[Any]]


_DESKS = {
    "units": _Desk("待提交的名单人员", "", to_submit),
    "sending": _Desk("待送审的名单", "", to_send),
    "review": _Desk("待审核的名单", Status.REVIEW.value, to_review),
}


def desks(user: User) -> dict[str, models.QuerySet[Any]]:
    return {key: desk.rows(user) for key, desk in _DESKS.items()}


def groups(user: User, counts: Mapping[str, int], limit: int) -> Sequence[worklist.TodoGroup]:
    found = []
    for key, desk in _DESKS.items():
        if key not in counts:
            continue
        items = (
            _unit_items(user, limit)
            if key == "units"
            else _roster_items(desk.rows(user), desk.label, limit)
        )
        url = reverse("rosters")
        if desk.status:
            url = f"{url}?{urlencode({'status': desk.status})}"
        icon = "file-earmark-person"
        found.append(worklist.TodoGroup(desk.label, icon, counts[key], url, list(items)))
    return found


def register() -> None:
    worklist.register("rosters", desks, groups)
