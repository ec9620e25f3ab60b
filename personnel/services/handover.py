"""Passing on the work of an office that ends (工作交接).

Higher apps register what they know of a person's open work and how it is passed on; personnel
knows only pieces with a title and an address.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from core import access, audit, notices, worklist
from core.errors import RuleViolation
from core.models import User
from personnel import selectors
from personnel.models import Appointment, Handover, Officer
from personnel.roles import ROLES, Role
from personnel.services import _offices, rights

OFFICE_ITEMS = 50


@dataclass(frozen=True)
class Piece:
    """One thing to be passed on; `why` is what keeps it with the leaving person."""

    kind: str
    title: str
    url: str
    why: str = ""


@dataclass(frozen=True)
class Passing:
    """Who takes over. `document`: the successor is appointed to the same office by it, today.

    `vacant`: work is open, but there is nobody yet.
    """

    successor: Officer | None = None
    document: str = ""
    note: str = ""
    vacant: bool = False


Collect = Callable[[Appointment], Sequence[Piece]]
PassOn = Callable[[Appointment, Officer, User], Sequence[Piece]]
_sources: dict[str, tuple[Collect, PassOn]] = {}


def register_source(name: str, collect: Collect, pass_on: PassOn) -> None:
    """`collect(office)`: the person's own open work that hangs on the office.

    `pass_on(office, successor, by)`: give it to the successor, and tell of each piece whether it
    went over. It is called again until all went over, so it must leave alone what is done.
    """
    _sources[name] = (collect, pass_on)


@dataclass(frozen=True)
class OpenWork:
    """The person's own pieces, and to-dos that go with the office to its next holder."""

    own: Sequence[Piece]
    office: Sequence[Piece]
    sole_holder: bool

    @property
    def needs_successor(self) -> bool:
        return bool(self.own) or (self.sole_holder and bool(self.office))


def open_work(appointment: Appointment) -> OpenWork:
    """What lies open with this office today."""
    today = timezone.localdate()
    own = [piece for collect, _ in _sources.values() for piece in collect(appointment)]
    office = _office_todos(appointment) if appointment.live_on(today) else []
    known = {piece.url for piece in own}
    return OpenWork(
        own=own,
        office=[piece for piece in office if piece.url not in known],
        sole_holder=not selectors.others_in_office(appointment, today).exists(),
    )


def _office_todos(appointment: Appointment) -> list[Piece]:
    """To-dos the person has by this office alone: those that vanish with its rights."""
    officer, today = appointment.officer, timezone.localdate()
    others = [
        row
        for row in officer.appointments.exclude(pk=appointment.pk).select_related("zone")
        if row.live_on(today)
    ]
    kept = {right for row in others for right in rights.rights_of(row)}
    with_office = _todos(officer.user, kept | rights.rights_of(appointment))
    without = set(_todos(officer.user, kept))
    return [piece for piece in with_office if piece not in without]


def _todos(user: User, held: set[rights.Due]) -> list[Piece]:
    supposed = access.as_if(user, [(r.kind, r.object_id, r.permission) for r in held])
    return [
        Piece(group.label, item.title, item.url)
        for group in worklist.groups_for(supposed, limit=OFFICE_ITEMS)
        for item in group.items
    ]


def end_and_pass_on(
    appointment: Appointment, *, by: User, reason: str, passing: Passing | None
) -> Handover | None:
    """End the office and hand its work over, in the caller's transaction (which authorised)."""
    passing = passing or Passing()
    work = open_work(appointment)
    if work.needs_successor and passing.successor is None and not passing.vacant:
        count = len(work.own) + len(work.office)
        raise RuleViolation(
            "no_successor",
            f"{appointment.officer}尚有 {count} 项工作未办结，请指定接任人；确无接任人的请勾选说明",
            field="successor",
        )
    if passing.successor == appointment.officer:
        raise RuleViolation("same_person", "接任人不能是本人，请选择他人", field="successor")
    _offices.finish(appointment, by=by, reason=reason)
    if passing.successor is None:
        return None
    if passing.document.strip():
        _succeed(appointment, passing.successor, passing.document, by)
    return _hand_over(appointment, work, passing.successor, passing.note, by)


def _succeed(appointment: Appointment, successor: Officer, document: str, by: User) -> None:
    _offices.begin(
        officer=successor,
        role=Role(appointment.role),
        scope=appointment.scope,
        starts_on=timezone.localdate(),
        ends_on=None,
        document=document,
        by=by,
    )


def _hand_over(
    appointment: Appointment, work: OpenWork, successor: Officer, note: str, by: User
) -> Handover:
    row = Handover.objects.create(
        appointment=appointment,
        successor=successor,
        inherited=[
            asdict(piece) for piece in [*_pass_on(appointment, successor, by), *work.office]
        ],
        note=note,
        made_by=by,
    )
    audit.record(by=by, verb="hand_over", subject=row, payload=_told(row))
    notices.send(
        [successor.user],
        key=f"handover:{row.pk}",
        text=f"{appointment.officer}的{ROLES[Role(appointment.role)].label}（{appointment.scope}）"
        f"工作移交给您，共 {len(row.inherited)} 项，请核对接收",
        url=row.get_absolute_url(),
        urgent=True,
    )
    return row


def _pass_on(appointment: Appointment, successor: Officer, by: User) -> list[Piece]:
    return [
        piece for _, pass_on in _sources.values() for piece in pass_on(appointment, successor, by)
    ]


@transaction.atomic
def accept(*, handover_id: int, by: User) -> Handover:
    """The successor has taken over; what could not go over before is tried once more."""
    row = _mine(handover_id, by)
    if row.accepted_at is None:
        row.accepted_at = timezone.now()
        row.save(update_fields=["accepted_at"])
        audit.record(by=by, verb="accept", subject=row, payload=_told(row))
        notices.send(
            [row.made_by],
            key=f"handover:{row.pk}:accepted",
            text=f"{row.successor}已接收{row.appointment.officer}移交的工作",
            url=row.get_absolute_url(),
        )
    return retry(handover_id=handover_id, by=by) if left_behind(row) else row


@transaction.atomic
def retry(*, handover_id: int, by: User) -> Handover:
    """Pass on again what stayed behind, after its obstacle was put right."""
    row = _mine(handover_id, by)
    again = {p.url: p for p in _pass_on(row.appointment, row.successor, by)}
    row.inherited = [
        asdict(again[entry["url"]]) if entry["url"] in again else entry for entry in row.inherited
    ]
    row.save(update_fields=["inherited"])
    audit.record(by=by, verb="retry", subject=row, payload=_told(row))
    return row


def _mine(handover_id: int, by: User) -> Handover:
    row = (
        Handover.objects.select_for_update(of=("self",))
        .select_related("appointment__officer__user", "successor__user", "made_by")
        .get(pk=handover_id)
    )
    if by.pk not in (row.successor.user_id, row.made_by_id):
        raise PermissionDenied("工作交接由接任人或者移交经办人办理")
    return row


def left_behind(row: Handover) -> list[dict[str, str]]:
    """Entries that stayed with the leaving person."""
    return [entry for entry in row.inherited if entry.get("why")]


def _told(row: Handover) -> dict[str, object]:
    return {
        "from": str(row.appointment.officer),
        "to": str(row.successor),
        "note": row.note,
        "items": len(row.inherited),
        "left": [entry["title"] for entry in left_behind(row)],
    }
