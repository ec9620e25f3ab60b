"""Whose time is taken, day by day: of a person, of a piece, of a zone's people and equipment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import models
from django.http import Http404
from django.utils import timezone

from core import access
from core.models import User
from personnel.models import DispatchEquipment, Engagement, Equipment, Leave, Officer
from personnel.roles import HANDLING_ROLES
from personnel.selectors import engagements
from personnel.selectors.dispatch import visible_dispatches
from personnel.selectors.officers import visible_officers
from personnel.selectors.offices import live_appointments
from zones.models import Township

AWAITING = "待答复"


@dataclass(frozen=True)
class Entry:
    """What takes a part of one day."""

    when: str
    title: str
    place: str = ""
    url: str = ""
    tone: str = "progress"


Days = dict[date, list[Entry]]


@dataclass
class Row:
    """A person or a piece in a table of days; `cells` in the order of the days."""

    subject: Officer | Equipment
    home: str
    cells: list[tuple[date, list[Entry]]] = field(default_factory=list)

    @property
    def free_today(self) -> bool:
        """Nothing on the first day shown."""
        return not self.cells[0][1]


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def week_of(day: date) -> list[date]:
    """Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=n) for n in range(7)]


def month_of(day: date) -> list[list[date]]:
    """The weeks that touch the month, each from Monday to Sunday."""
    first = day.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    weeks, at = [], week_of(first)
    while at[0] <= last:
        weeks.append(at)
        at = week_of(at[-1] + timedelta(days=1))
    return weeks


def get_calendar_officer(*, user: User, pk: int) -> Officer:
    """Oneself, or somebody of the units whose people and dispatches one sees."""
    rows = Officer.objects.select_related("user", "home_township", "home_agency")
    if access.grants_of(user).any("view_dispatch"):
        rows = rows.filter(models.Q(user=user) | models.Q(pk__in=visible_officers(user)))
    else:
        rows = rows.filter(user=user)
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404("没有这个人，或者其日程不在您的职责范围内")
    return found


def get_calendar_equipment(*, user: User, pk: int) -> Equipment:
    """A piece of the units whose equipment one sees, or one on a dispatch order one sees."""
    grants = access.grants_of(user)
    rows = Equipment.objects.select_related("township", "agency")
    if not grants.ids("view_equipment", "district"):
        carried = DispatchEquipment.objects.filter(order__in=visible_dispatches(user))
        rows = rows.filter(
            models.Q(township__in=grants.ids("view_equipment", "township"))
            | models.Q(agency__in=grants.ids("view_equipment", "agency"))
            | models.Q(pk__in=carried.values("equipment_id"))
        )
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404("没有这件装备，或者它不在您的职责范围内")
    return found


def days_of_officer(officer: Officer, first: date, last: date, *, own: bool) -> Days:
    """What takes the person's time; the kind of a leave is said only to the person."""
    found: Days = {}
    rows = engagements.live(midnight(first), midnight(last + timedelta(days=1)))
    _spread(found, rows.filter(officer=officer), first, last)
    for leave in leaves([officer.pk], first, last):
        _spread_leave(found, leave, first, last, own=own)
    return found


def days_of_equipment(equipment: Equipment, first: date, last: date) -> Days:
    found: Days = {}
    rows = engagements.live(midnight(first), midnight(last + timedelta(days=1)))
    _spread(found, rows.filter(equipment=equipment), first, last)
    return found


def leaves(ids: Iterable[int], first: date, last: date) -> models.QuerySet[Leave]:
    return Leave.objects.filter(
        officer__in=list(ids), cancelled_at=None, starts_on__lte=last, ends_on__gte=first
    ).order_by("starts_on", "pk")


def _spread(found: Days, rows: Iterable[Engagement], first: date, last: date) -> None:
    for row in rows:
        start = timezone.localtime(row.during.lower)
        end = timezone.localtime(row.during.upper)
        day = max(start.date(), first)
        while day <= last and midnight(day) < end:
            found.setdefault(day, []).append(_entry(row, day, start, end))
            day += timedelta(days=1)


def _entry(row: Engagement, day: date, start: datetime, end: datetime) -> Entry:
    from_here = start.date() == day
    to_here = end <= midnight(day + timedelta(days=1))
    opens = f"{start:%H:%M}" if from_here else "00:00"
    closes = f"{end:%H:%M}" if to_here and end.date() == day else "24:00"
    called = getattr(row, "dispatched", None)
    waits = called is not None and called.answer == called.Answer.CALLED
    return Entry(
        when="全天" if (opens, closes) == ("00:00", "24:00") else f"{opens}–{closes}",
        title=f"{row.label}（{AWAITING}）" if waits else row.label,
        place=row.place,
        url=row.url,
        tone="warning" if waits else "progress",
    )


def _spread_leave(found: Days, leave: Leave, first: date, last: date, *, own: bool) -> None:
    title = leave.get_kind_display() if own else "请假"
    day = max(leave.starts_on, first)
    while day <= min(leave.ends_on, last):
        found.setdefault(day, []).append(Entry("全天", title, tone="neutral"))
        day += timedelta(days=1)


def towns_of(user: User) -> list[Township]:
    """Towns whose dispatch this person looks at."""
    grants = access.grants_of(user)
    rows = Township.objects.exclude(zone=None).select_related("zone")
    if not grants.ids("view_dispatch", "district"):
        rows = rows.filter(pk__in=grants.ids("view_dispatch", "township"))
    return list(rows.order_by("order"))


def people_of(towns: Sequence[Township], days: Sequence[date]) -> list[Row]:
    """Everybody who handles cases in the towns on the first day, with their days; four queries."""
    home = _posted(towns, days[0])
    span = (midnight(days[0]), midnight(days[-1] + timedelta(days=1)))
    by_officer: dict[int, Days] = {officer.pk: {} for officer, _ in home}
    for row in engagements.of_officers(by_officer, *span):
        assert row.officer_id is not None
        _spread(by_officer[row.officer_id], [row], days[0], days[-1])
    for leave in leaves(by_officer, days[0], days[-1]):
        _spread_leave(by_officer[leave.officer_id], leave, days[0], days[-1], own=False)
    return [
        Row(officer, town, [(day, by_officer[officer.pk].get(day, [])) for day in days])
        for officer, town in home
    ]


def _posted(towns: Sequence[Township], day: date) -> list[tuple[Officer, str]]:
    order = {town.pk: place for place, town in enumerate(towns)}
    rows = live_appointments(day).filter(
        role__in=HANDLING_ROLES, township__in=list(order), officer__user__is_active=True
    )
    found: dict[int, tuple[int, Officer, str]] = {}
    for row in rows.order_by("officer_id", "pk"):
        assert row.township_id is not None
        found.setdefault(row.officer_id, (order[row.township_id], row.officer, str(row.township)))
    ordered = sorted(found.values(), key=lambda one: (one[0], one[1].pk))
    return [(officer, town) for _, officer, town in ordered]


def pieces_of(towns: Sequence[Township], days: Sequence[date]) -> list[Row]:
    """Vehicles and cameras of the towns, with their days; two queries."""
    kinds = [Equipment.Kind.VEHICLE, Equipment.Kind.CAMERA]
    rows = (
        Equipment.objects.filter(township__in=towns, kind__in=kinds)
        .exclude(state=Equipment.State.RETIRED)
        .select_related("township", "agency")
        .order_by("-kind", "township__order", "pk")
    )
    found = list(rows)
    by_piece: dict[int, Days] = {piece.pk: {} for piece in found}
    span = (midnight(days[0]), midnight(days[-1] + timedelta(days=1)))
    for row in engagements.of_equipment(by_piece, *span):
        assert row.equipment_id is not None
        _spread(by_piece[row.equipment_id], [row], days[0], days[-1])
    return [
        Row(
            piece, str(piece.unit), [(day, _of_day(piece, by_piece[piece.pk], day)) for day in days]
        )
        for piece in found
    ]


def _of_day(piece: Equipment, found: Days, day: date) -> list[Entry]:
    state = [] if piece.state == Equipment.State.IN_USE else [
        Entry("", piece.get_state_display(), tone="danger")
    ]  # fmt: skip
    return [*state, *found.get(day, [])]
