"""Asking a unit to take part: its row, its sight of the case, its notice."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from cases.models import Arrangement, ArrangementUnit, Case
from cases.rules import arranging as rules
from cases.services import _jurisdiction
from core import access, calendars, notices, parameters
from core.models import User
from personnel import selectors as people
from personnel.roles import Role
from zones.models import Agency, Township

State = ArrangementUnit.State


def lead(
    case: Case, arrangement: Arrangement, unit: Township | Agency, *, by: User
) -> ArrangementUnit:
    """The unit that leads. Where it has the case already there is nothing to accept."""
    has_it = unit in (case.unit, case.township)
    if not has_it:
        return ask(case, arrangement, unit, asks=(), part=ArrangementUnit.Part.LEAD)
    row = ArrangementUnit(arrangement=arrangement, part=ArrangementUnit.Part.LEAD)
    row.state, row.answered_by, row.answered_at = State.ACCEPTED, by, timezone.now()
    row.answer = "由本单位承办"
    return _save(case, row, unit)


def ask(
    case: Case,
    arrangement: Arrangement,
    unit: Township | Agency | None,
    *,
    asks: Iterable[str],
    part: str = ArrangementUnit.Part.SUPPORT,
    instead_of: ArrangementUnit | None = None,
) -> ArrangementUnit:
    """Ask the unit and tell it until when to answer; None: the coordination office."""
    days = parameters.values().get(rules.ANSWER_PARAMETER, rules.ANSWER_WORKDAYS)
    due = calendars.work_calendar().add_workdays(timezone.localdate(), days)
    row = ArrangementUnit(
        arrangement=arrangement,
        part=part,
        asks=list(asks),
        answer_due_on=due,
        instead_of=instead_of,
    )
    _save(case, row, unit)
    notices.send(
        spokespeople(row),
        key=f"part:{row.pk}",
        text=f"{case.number} {case.title}：请{row}{row.asked_words}，{due} 前答复",
        url=page_of(case),
        urgent=True,
    )
    return row


def _save(case: Case, row: ArrangementUnit, unit: Township | Agency | None) -> ArrangementUnit:
    row.township = unit if isinstance(unit, Township) else None
    row.agency = unit if isinstance(unit, Agency) else None
    row.save()
    if unit is not None:
        _jurisdiction.show_to(case, unit, "片长安排")
    return row


def release(case: Case, part: ArrangementUnit) -> None:
    """Nothing is expected of the unit any longer, and it is told."""
    part.state = State.RELEASED
    part.save(update_fields=["state"])
    notices.send(
        spokespeople(part),
        key=f"part:{part.pk}:released",
        text=f"{case.number} {case.title}：安排已调整，{part}无须再参加",
        url=page_of(case),
    )


def leaders_of(part: ArrangementUnit) -> list[User]:
    """Who heads the unit: 副片长 or 部门负责人; the coordination office itself."""
    if part.unit is None:
        return people.holders(Role.COORDINATION_OFFICE, timezone.localdate())
    return list(access.users_with("approve_cases", part.unit))


def spokespeople(part: ArrangementUnit) -> list[User]:
    """Who is told of what is asked: the head, a bureau's liaison; officers where there is none."""
    found = leaders_of(part)
    if part.agency is not None:
        found += access.users_with("manage_secondments", part.agency)
    return found or (list(access.users_with("handle_cases", part.unit)) if part.unit else [])


def handlers_of(case: Case) -> list[User]:
    """The handlers; before filing, who registered the case."""
    rows = case.handlers.filter(removed_at=None).select_related("officer__user")
    return [row.officer.user for row in rows] or [case.created_by]


def directors_of(arrangement: Arrangement, case: Case) -> list[User]:
    """Who ordered the work, by office: the leading chief, or the 副片长."""
    if arrangement.escalation is None:
        return list(access.users_with("approve_cases", case.township))
    zone = arrangement.escalation.lead_zone
    return list(access.users_with("arrange_cases", zone)) if zone else [arrangement.arranged_by]


def page_of(case: Case) -> str:
    return f"{case.get_absolute_url()}?tab=reporting"
