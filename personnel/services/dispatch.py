"""From a chief's wish to an issued dispatch order (统一调度): prepare, issue, call.

《片区联合执法工作方案》二（二）、附件（四）: the chief dispatches a zone's people and equipment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit, numbering
from core.errors import RuleViolation
from core.models import User
from personnel import events, policy
from personnel.models import (
    DispatchEquipment,
    DispatchOfficer,
    DispatchOrder,
    Officer,
)
from personnel.rules import dispatch as rule
from personnel.selectors import candidates
from personnel.selectors import dispatch as selectors
from personnel.services import _dispatch
from personnel.services._task import Picks, Task, told, zone_of

__all__ = ["Called", "Picks", "Task", "call", "issue", "prepare", "proposed", "revise"]

Status = DispatchOrder.Status
OTHERS_NAMED = 3


@dataclass(frozen=True)
class Called:
    """An issued order and the people called for it."""

    order: DispatchOrder
    team: list[Officer]


@transaction.atomic
def prepare(
    *,
    task: Task,
    picks: Picks,
    by: User,
    key: UUID | None = None,
    source: str = "",
    source_url: str = "",
) -> DispatchOrder:
    """A draft (拟制中). The same key makes one, however often it is sent."""
    policy.require_preparing(by, zone_of(task.township))
    known = _known(key, by)
    if known is not None:
        return known
    rule.check_times(task.starts_at, task.ends_at, timezone.now())
    order = task.order()
    order.created_by, order.submission_key = by, key
    order.source, order.source_url = source, source_url
    try:
        with transaction.atomic():
            order.save()
    except IntegrityError:  # the second of two clicks at once
        again = _known(key, by)
        if again is None:
            raise
        return again
    _pick(order, picks)
    audit.record(by=by, verb="draft", subject=order, payload=told(order))
    return order


def _known(key: UUID | None, by: User) -> DispatchOrder | None:
    return DispatchOrder.objects.filter(submission_key=key, created_by=by).first() if key else None


@transaction.atomic
def revise(
    *, order_id: int, task: Task, picks: Picks, by: User, revision: int | None = None
) -> DispatchOrder:
    """Write a draft anew. Refused when somebody changed it meanwhile."""
    order = _dispatch.lock(order_id, revision)
    policy.require_preparing(by, order.zone)
    policy.require_preparing(by, zone_of(task.township))
    _dispatch.require_status(order, Status.DRAFT)
    rule.check_times(task.starts_at, task.ends_at, timezone.now())
    order.agency = None
    task.write(order)
    order.officers.all().delete()  # of a draft: nobody has been called yet
    order.equipment.all().delete()
    _pick(order, picks)
    _dispatch.finish_step(order, "edit", by, told(order))
    return order


def _pick(order: DispatchOrder, picks: Picks) -> None:
    ranked = {row.id: row for row in rule.propose(
        candidates.candidates(order, only=picks.officers), candidates.need_of(order)
    ).ranked}  # fmt: skip
    DispatchOfficer.objects.bulk_create(
        DispatchOfficer(
            order=order,
            officer_id=pk,
            why="，".join(ranked[pk].reasons) if pk in ranked else "",
        )
        for pk in sorted(set(picks.officers))
    )
    DispatchEquipment.objects.bulk_create(
        DispatchEquipment(order=order, equipment_id=pk) for pk in sorted(set(picks.equipment))
    )


def issue(*, order_id: int, by: User, revision: int | None = None) -> DispatchOrder:
    """Issue the draft (下达): everybody is reserved and told, or nothing is done at all.

    Raises RuleViolation naming who has the person until when, and who else is free.
    """
    try:
        return _issue(order_id, by, revision)
    except RuleViolation as violation:
        order = DispatchOrder.objects.select_related("zone", "township", "agency").get(pk=order_id)
        picked = set(order.officers.values_list("officer_id", flat=True))
        raise _helped(violation, order, picked) from violation


def revise_and_issue(
    *, order_id: int, task: Task, picks: Picks, by: User, revision: int
) -> DispatchOrder:
    """Both or neither: a refused issue leaves the draft as it was."""
    try:
        with transaction.atomic():
            revise(order_id=order_id, task=task, picks=picks, by=by, revision=revision)
            return _issue(order_id, by, None)
    except RuleViolation as violation:
        raise _helped(violation, task.order(), set(picks.officers)) from violation


def _helped(violation: RuleViolation, order: DispatchOrder, picked: set[int]) -> RuleViolation:
    if violation.field == "officers" and violation.code in ("taken", "not_available"):
        return with_others(violation, order, picked)
    return violation


def with_others(violation: RuleViolation, order: DispatchOrder, picked: set[int]) -> RuleViolation:
    """The refusal, with the names of those who are free instead."""
    ranked = rule.propose(candidates.candidates(order), candidates.need_of(order)).ranked
    names = [f"{row.name}（{row.home}）" for row in ranked if row.id not in picked]
    others = f"。可改派：{'、'.join(names[:OTHERS_NAMED])}" if names else "。没有其他空闲人员"
    message = f"{violation.message}{others}"
    return RuleViolation(violation.code, message, violation.basis, violation.field)


@transaction.atomic
def _issue(order_id: int, by: User, revision: int | None) -> DispatchOrder:
    order = _dispatch.lock(order_id, revision)
    policy.require_dispatching(by, order.zone)
    _dispatch.require_status(order, Status.DRAFT)
    now = timezone.now()
    rule.check_times(order.starts_at, order.ends_at, now)
    rows = list(order.officers.order_by("officer_id"))
    things = list(order.equipment.order_by("equipment_id"))
    people = {o.pk: o for o in _dispatch.lock_officers([row.officer_id for row in rows])}
    pieces = {e.pk: e for e in _dispatch.lock_equipment([row.equipment_id for row in things])}
    _dispatch.check_people(order, [row.officer_id for row in rows])
    _dispatch.check_pieces(order, [row.equipment_id for row in things])
    for row in rows:
        row.officer = people[row.officer_id]
    for thing in things:
        thing.equipment = pieces[thing.equipment_id]
    year = timezone.localdate(now).year
    order.number = f"芗片调〔{year}〕{numbering.take('dispatch', year)}号"
    order.status, order.issued_by, order.issued_at = Status.ISSUED, by, now
    order.officers_needed = max(order.officers_needed, len(rows))
    _dispatch.reserve(order, rows, by)
    _dispatch.reserve_equipment(order, things, by)
    _dispatch.finish_step(order, "issue", by, {**told(order), **_team(rows, things)})
    tell_called(order, list(people.values()), by)
    events.dispatch_issued.send(sender=DispatchOrder, order=order, by=by)
    return order


def _team(
    rows: Sequence[DispatchOfficer], things: Sequence[DispatchEquipment]
) -> dict[str, object]:
    return {
        "officers": [str(row.officer) for row in rows],
        "equipment": [str(row.equipment) for row in things],
    }


def tell_called(order: DispatchOrder, people: Sequence[Officer], by: User) -> None:
    """The called and their home units."""
    span = _dispatch.span(order)
    _dispatch.tell(
        order,
        [officer.user for officer in people],
        "called",
        f"{order.number}：{order.zone}调度您 {span} 到{order.where}，{order.purpose}，请答复",
        urgent=True,
    )
    names = "、".join(str(officer) for officer in people)
    _dispatch.tell(
        order,
        [user for user in _dispatch.home_leaders(people) if user != by],
        "homes",
        f"{order.number}：{order.zone}调度{names} {span} 到{order.where}，{order.purpose}",
    )


def call(
    *,
    task: Task,
    by: User,
    picks: Picks | None = None,
    key: UUID | None = None,
    source: str = "",
    source_url: str = "",
) -> Called:
    """Prepare and issue in one go; all or nothing. For the page and for higher apps.

    Without ``picks`` the proposed team and pieces are called. ``source`` and ``source_url`` name
    what it is for (a case number and its page). Raises PermissionDenied unless ``by`` is the
    chief of the town's zone; RuleViolation as `issue` does.
    """
    policy.require_dispatching(by, zone_of(task.township))
    order = task.order()
    chosen = proposed(order) if picks is None else picks
    try:
        with transaction.atomic():
            made = prepare(
                task=task, picks=chosen, by=by, key=key, source=source, source_url=source_url
            )
            if made.status == Status.DRAFT:
                made = _issue(made.pk, by, None)
    except RuleViolation as violation:
        raise _helped(violation, order, set(chosen.officers)) from violation
    return Called(made, [row.officer for row in selectors.team_of(made)])


def proposed(order: DispatchOrder) -> Picks:
    """The team and pieces the rule proposes. Raises when two of the acting unit are not free."""
    people, *others = candidates.propose(order)
    if not people.proposal.team:
        raise RuleViolation("no_team", people.proposal.lacking, rule.BASIS, "officers")
    pieces = [pk for side in others for pk in side.proposal.team]
    return Picks(people.proposal.team, pieces)
