"""What the services of dispatch share: lock, reserve, tell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils import timezone

from core import access, audit, notices
from core.errors import RuleViolation
from core.models import User
from personnel import selectors
from personnel.models import (
    DispatchEquipment,
    DispatchOfficer,
    DispatchOrder,
    Engagement,
    Equipment,
    Officer,
)
from personnel.roles import Role
from personnel.rules import dispatch as rule
from personnel.selectors import candidates, engagements
from personnel.services import engagements as reserving

Status, Answer = DispatchOrder.Status, DispatchOfficer.Answer
HELD = (Answer.CALLED, Answer.ACCEPTED)


def lock(order_id: int, revision: int | None = None) -> DispatchOrder:
    """The order, locked. Refused when the person saw an older one."""
    order = (
        DispatchOrder.objects.select_for_update(of=("self",))
        .select_related("zone", "township__zone", "agency", "issued_by", "created_by")
        .get(pk=order_id)
    )
    if revision is not None and revision != order.revision:
        raise RuleViolation("stale", "他人刚刚修改了这张调度单，请刷新核对后再办理")
    return order


def require_status(order: DispatchOrder, status: str) -> None:
    if order.status != status:
        text = f"该调度单{order.get_status_display()}，不能再这样办理"
        raise RuleViolation("wrong_status", text)


def lock_officers(ids: Iterable[int]) -> list[Officer]:
    """Their rows in the order of their ids: two chiefs who want the same people wait in turn."""
    rows = Officer.objects.select_for_update(of=("self",)).filter(pk__in=list(ids))
    return list(rows.select_related("user", "home_township", "home_agency").order_by("pk"))


def lock_equipment(ids: Iterable[int]) -> list[Equipment]:
    rows = Equipment.objects.select_for_update(of=("self",)).filter(pk__in=list(ids))
    return list(rows.order_by("pk"))


def use_of(order: DispatchOrder) -> reserving.Use:
    return reserving.Use(
        label=order.purpose,
        place=order.where,
        url=order.get_absolute_url(),
        held_by=order.zone.name,
    )


def reserve(order: DispatchOrder, rows: Sequence[DispatchOfficer], by: User) -> None:
    """Take the time of these people, whose rows are locked; `Taken` names who has them."""
    for row in rows:
        row.engagement = reserving.take(
            subject=row.officer,
            starts_at=order.starts_at,
            ends_at=order.ends_at,
            use=use_of(order),
            by=by,
        )
        row.save(update_fields=["engagement"])


def reserve_equipment(order: DispatchOrder, rows: Sequence[DispatchEquipment], by: User) -> None:
    for row in rows:
        row.engagement = reserving.take(
            subject=row.equipment,
            starts_at=order.starts_at,
            ends_at=order.ends_at,
            use=use_of(order),
            by=by,
        )
        row.save(update_fields=["engagement"])


def time_of(
    rows: Iterable[DispatchOfficer], things: Iterable[DispatchEquipment]
) -> list[Engagement]:
    """The reservations behind them."""
    found = [row.engagement for row in rows] + [thing.engagement for thing in things]
    return [engagement for engagement in found if engagement is not None]


def check_people(order: DispatchOrder, ids: Sequence[int]) -> None:
    """Raise unless exactly these people may be called now; who is engaged is named."""
    known = {c.id: c for c in candidates.candidates(order, only=ids)}
    lost = [pk for pk in ids if pk not in known]
    if lost:
        name = Officer.objects.select_related("user").get(pk=lost[0])
        raise RuleViolation(
            "not_available", f"{name}当日没有执法岗位，不能调度", rule.BASIS, "officers"
        )
    rule.check_team([known[pk] for pk in ids], candidates.need_of(order))


def check_pieces(order: DispatchOrder, ids: Sequence[int]) -> None:
    last = candidates.days_of(order)[-1]
    kinds = Equipment.objects.filter(pk__in=list(ids)).values_list("kind", flat=True).distinct()
    for kind in list(kinds):
        for piece in candidates.pieces(order, kind, only=ids):
            why = rule.piece_why_not(piece, last)
            if why:
                message = f"{piece.name}不能调用：{why}"
                raise RuleViolation("not_available", message, rule.BASIS, "equipment")


def chiefs(order: DispatchOrder) -> list[User]:
    """Whoever dispatches the zone today, and who issued this order; not a chief on leave for whom
    somebody acts."""
    today = timezone.localdate()
    chiefs_there = selectors.holders(Role.ZONE_CHIEF, today, zone=order.zone)
    told = {user.pk for user in selectors.to_tell(Role.ZONE_CHIEF, today, zone=order.zone)}
    away = {user.pk for user in chiefs_there} - told
    found = {u.pk: u for u in access.users_with("dispatch", order.zone) if u.pk not in away}
    if order.issued_by is not None:
        found.setdefault(order.issued_by.pk, order.issued_by)
    return list(found.values())


def home_leaders(officers: Iterable[Officer]) -> list[User]:
    """The liaison of their bureau, the deputy chief of their town and of where they are posted."""
    today, officers = timezone.localdate(), list(officers)
    agencies = {o.home_agency_id for o in officers if o.home_agency_id}
    towns = {o.home_township_id for o in officers if o.home_township_id}
    posted = selectors.live_appointments(today).filter(
        officer__in=officers, role=Role.SECONDED_OFFICER.value
    )
    towns |= set(posted.values_list("township_id", flat=True))
    return [
        *selectors.to_tell(Role.LIAISON, today, agency__in=agencies),
        *selectors.to_tell(Role.DEPUTY_CHIEF, today, township__in=towns),
    ]


def tell(
    order: DispatchOrder, people: Iterable[User], what: str, text: str, *, urgent: bool = False
) -> None:
    """One notice to each; `what` with the order's revision makes it once."""
    notices.send(
        people,
        key=f"dispatch:{order.pk}:{order.revision}:{what}",
        text=text,
        url=order.get_absolute_url(),
        urgent=urgent,
    )


def tell_once(order: DispatchOrder, people: Iterable[User], what: str, text: str) -> None:
    """Urgent, and once for this order whatever happens to it meanwhile."""
    key = f"dispatch:{order.pk}:{what}"
    notices.send(people, key=key, text=text, url=order.get_absolute_url(), urgent=True)


def span(order: DispatchOrder) -> str:
    return engagements.span_words(order.starts_at, order.ends_at)


def finish_step(
    order: DispatchOrder, verb: str, by: User | None, payload: dict[str, object] | None = None
) -> None:
    """Count the revision up and leave the trace."""
    order.revision += 1
    order.save()
    audit.record(by=by, verb=verb, subject=order, payload=payload)
