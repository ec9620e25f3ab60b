"""Who and what could be called up for a dispatch, with everything the rule asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from personnel.models import (
    Appointment,
    DispatchOfficer,
    DispatchOrder,
    Engagement,
    Equipment,
    EquipmentLoan,
    Leave,
)
from personnel.roles import HANDLING_ROLES
from personnel.rules import dispatch as rule
from personnel.rules.dispatch import Candidate, Nearness, Need, Piece
from personnel.selectors import engagements
from personnel.selectors.officers import officer_facts, unit_key
from personnel.selectors.offices import live_appointments
from zones.models import Agency, Township

LOOK_BACK = timedelta(days=28)
LOOK_AHEAD = timedelta(days=7)
SPARE = 8


@dataclass(frozen=True)
class Side:
    """One column of the proposals: people, vehicles or cameras."""

    name: str
    label: str
    wanted: int
    proposal: rule.Proposal

    @property
    def shown(self) -> int:
        """How many are shown at once: what is asked for and some to choose from."""
        return max(self.wanted + SPARE, len(self.proposal.team))

    @property
    def first(self) -> tuple[rule.Ranked, ...]:
        return self.proposal.ranked[: self.shown]

    @property
    def rest(self) -> tuple[rule.Ranked, ...]:
        return self.proposal.ranked[self.shown :]


def days_of(order: DispatchOrder) -> tuple[date, ...]:
    """The days it touches; one that ends at midnight does not touch the next."""
    last = timezone.localdate(order.ends_at - timedelta(microseconds=1))
    return rule.days_between(timezone.localdate(order.starts_at), last)


def need_of(order: DispatchOrder) -> Need:
    return Need(
        days=days_of(order),
        domain=order.domain,
        unit=unit_key(order.unit),
        place=unit_key(order.township),
        officers=order.officers_needed,
        party=order.party,
    )


def candidates(order: DispatchOrder, only: Iterable[int] | None = None) -> list[Candidate]:
    """Everybody with a handling office that day, or those of the ids; a few queries for all."""
    days = days_of(order)
    offices = _handling(days[0], only)
    officers = [held[0].officer for held in offices.values()]
    first = officer_facts(officers, days[0])
    last = officer_facts(officers, days[-1]) if len(days) > 1 else first
    busy = _busy("officer_id", offices, order)
    away = _away(offices, days)
    asked = _asked(order)
    return [
        Candidate(
            first=facts,
            last=later,
            home=str(officer.home),
            nearness=_nearness(offices[officer.pk], order.township),
            hours=_hours(busy.get(officer.pk, []), order),
            taken=_taken(busy.get(officer.pk, []), order),
            away=away.get(officer.pk, ""),
            asked=asked.get(officer.pk, ""),
        )
        for officer, facts, later in zip(officers, first, last, strict=True)
    ]


def _handling(day: date, only: Iterable[int] | None) -> dict[int, list[Appointment]]:
    rows = live_appointments(day).filter(role__in=HANDLING_ROLES, officer__user__is_active=True)
    if only is not None:
        rows = rows.filter(officer__in=list(only))
    found: dict[int, list[Appointment]] = {}
    rows = rows.select_related(
        "officer__user", "officer__home_township", "officer__home_agency", "township", "agency"
    )
    for row in rows.order_by("officer_id", "pk"):
        found.setdefault(row.officer_id, []).append(row)
    return found


def _nearness(offices: Iterable[Appointment], town: Township) -> Nearness:
    """A bureau's officer who is posted to a town belongs to that town's zone meanwhile."""
    posted = [office.township for office in offices if office.township is not None]
    if any(place.pk == town.pk for place in posted):
        return Nearness.TOWN
    if any(place.zone_id == town.zone_id for place in posted):
        return Nearness.ZONE
    return Nearness.ELSEWHERE if posted else Nearness.BUREAU


def _busy(field: str, ids: Iterable[int], order: DispatchOrder) -> dict[int, list[Engagement]]:
    rows = engagements.live(order.starts_at - LOOK_BACK, order.ends_at + LOOK_AHEAD)
    found: dict[int, list[Engagement]] = {}
    for row in rows.filter(**{f"{field}__in": list(ids)}):
        found.setdefault(getattr(row, field), []).append(row)
    return found


def _own(row: Engagement, order: DispatchOrder) -> bool:
    """Whether the reservation is this very order's: it does not stand in its own way."""
    held = getattr(row, "dispatched", None) or getattr(row, "carried", None)
    return held is not None and held.order_id == order.pk


def _taken(rows: Iterable[Engagement], order: DispatchOrder) -> str:
    for row in rows:
        overlaps = row.during.lower < order.ends_at and order.starts_at < row.during.upper
        if overlaps and not _own(row, order):
            return engagements.words(row)
    return ""


def _hours(rows: Iterable[Engagement], order: DispatchOrder) -> float:
    spans = [row.during.upper - row.during.lower for row in rows if not _own(row, order)]
    seconds: float = sum(span.total_seconds() for span in spans)
    return round(seconds / 3600, 1)


def _away(ids: Iterable[int], days: tuple[date, ...]) -> dict[int, str]:
    """Leave in words, without its kind: why somebody is on leave is not everybody's business."""
    rows = Leave.objects.filter(
        officer__in=list(ids), cancelled_at=None, starts_on__lte=days[-1], ends_on__gte=days[0]
    )
    return {row.officer_id: f"请假 {row.starts_on} 至 {row.ends_on}" for row in rows}


_ASKED = {
    DispatchOfficer.Answer.DECLINED: "已谢绝本次调度",
    DispatchOfficer.Answer.RELEASED: "已从本次调度中解除",
}


def _asked(order: DispatchOrder) -> dict[int, str]:
    rows = DispatchOfficer.objects.filter(order=order.pk, answer__in=list(_ASKED))
    return {row.officer_id: _ASKED[DispatchOfficer.Answer(row.answer)] for row in rows}


def pieces(order: DispatchOrder, kind: str, only: Iterable[int] | None = None) -> list[Piece]:
    """Vehicles or cameras of the district, as the rule sees them."""
    rows = Equipment.objects.filter(kind=kind).exclude(state=Equipment.State.RETIRED)
    if only is not None:
        rows = rows.filter(pk__in=list(only))
    found = list(rows.select_related("township", "agency").order_by("pk"))
    ids = [row.pk for row in found]
    busy = _busy("equipment_id", ids, order)
    lent = _lent(ids, order.starts_at)
    return [
        Piece(
            id=row.pk,
            name=str(row),
            home=str(row.unit),
            nearness=_of_unit(row.unit, order.township),
            fault="" if row.state == Equipment.State.IN_USE else row.get_state_display(),
            inspect_due_on=row.inspect_due_on,
            hours=_hours(busy.get(row.pk, []), order),
            taken=_taken(busy.get(row.pk, []), order) or lent.get(row.pk, ""),
        )
        for row in found
    ]


def _of_unit(unit: Township | Agency, town: Township) -> Nearness:
    if isinstance(unit, Agency):
        return Nearness.BUREAU
    if unit.pk == town.pk:
        return Nearness.TOWN
    return Nearness.ZONE if unit.zone_id == town.zone_id else Nearness.ELSEWHERE


def _lent(ids: Iterable[int], starts_at: datetime) -> dict[int, str]:
    rows = EquipmentLoan.objects.filter(
        equipment__in=list(ids), returned_at=None, due_at__gt=starts_at
    ).select_related("officer__user")
    found = {}
    for row in rows:
        due = timezone.localtime(row.due_at)
        found[row.equipment_id] = f"{row.officer}领用中，应还 {due:%Y-%m-%d %H:%M}"
    return found


def propose(order: DispatchOrder) -> list[Side]:
    """People, vehicles and cameras side by side; the order need not be saved yet."""
    last = days_of(order)[-1]
    kinds = (
        ("vehicles", Equipment.Kind.VEHICLE, "车辆", order.vehicles_needed),
        ("cameras", Equipment.Kind.CAMERA, "执法记录仪", order.cameras_needed),
    )
    people = rule.propose(candidates(order), need_of(order))
    return [
        Side("officers", "执法人员", order.officers_needed, people),
        *(
            Side(name, label, wanted, rule.propose_pieces(pieces(order, kind), wanted, last))
            for name, kind, label, wanted in kinds
            if wanted
        ),
    ]


def replacements(order: DispatchOrder) -> tuple[rule.Ranked, ...]:
    """Who could take an open seat of an issued order, best first."""
    team = set(
        order.officers.filter(
            answer__in=[DispatchOfficer.Answer.CALLED, DispatchOfficer.Answer.ACCEPTED]
        ).values_list("officer_id", flat=True)
    )
    known = candidates(order)
    return rule.substitutes(
        [c for c in known if c.id in team], [c for c in known if c.id not in team], need_of(order)
    )
