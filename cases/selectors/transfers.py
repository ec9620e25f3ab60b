"""Transfers as questions: where a case is on its way to, what waits for whom, the register."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.http import Http404

from cases.models import Case, CaseScope, Transfer
from cases.rules.deadlines import TERM_RULES, Term, remaining
from cases.rules.transfer import TransferKind
from cases.selectors.due import Due
from cases.selectors.visibility import scope_keys, sees_everything
from core import access
from core.models import User
from core.rules.workdays import WorkCalendar

Status = Transfer.Status
_UNITS = ("from_township", "from_agency", "to_township", "to_agency")


def holding(case: Case) -> Transfer | None:
    """The transfer that holds the case up; a lead to 纪委监委 holds up nothing."""
    rows = (row for row in case.transfers.all() if row.of_kind is not TransferKind.DISCIPLINE)
    return next((row for row in rows if row.is_open or row.rests_case), None)


def where_to(case: Case) -> str:
    """What holds the case up while it is handed on, in words; "" when nothing does."""
    row = holding(case)
    if row is None:
        return ""
    if row.is_open:
        state = f"{row.receiver}，{row.get_status_display()}"
        return f"案件正在移送（{state}），接收、退回或者撤回后方可继续"
    return (
        f"案件已移送{row.receiver}并中止，"
        "收到不予立案通知或者司法机关移回后恢复办理，不得以行政处罚代替移送"
    )


def waiting_of(case: Case) -> Transfer | None:
    """The transfer inside the platform that waits to be taken over."""
    found = (row for row in case.transfers.all() if row.status == Status.SENT and row.unit)
    return next(found, None)


def open_of(case: Case, *statuses: str) -> list[Transfer]:
    """Transfers of the case in one of these states; all open ones where none is named."""
    wanted = statuses or Transfer.OPEN
    return [row for row in case.transfers.all() if row.status in wanted]


def crime_of(case: Case) -> Transfer | None:
    """The transfer the police have taken over."""
    found = (row for row in case.transfers.all() if row.is_crime)
    return next((row for row in found if row.status == Status.ACCEPTED), None)


def due_of(row: Transfer, today: date, calendar: WorkCalendar) -> Due | None:
    """The badge of the day by which an answer is owed; None where none is."""
    if row.due_on is None or not (row.status == Status.SENT or row.awaits):
        return None
    rule = TERM_RULES[Term.POLICE_REVIEW if row.awaits else row.of_kind.rule.answer]
    left = remaining(row.due_on, today, calendar, rule.unit)
    why = calendar.why_provisional(today, row.due_on)
    return Due(left.text, left.level.value, rule.label, row.due_on, bool(why), why)


def was_handed_over(case: Case) -> bool:
    """The unit that has the case got it by a transfer."""
    return any(row.unit == case.unit for row in case.transfers.all()
               if row.status == Status.ACCEPTED and row.unit)  # fmt: skip


def _at_mine(user: User, side: str, *permissions: str) -> models.Q | None:
    """Rows whose `side` (from, to) is a unit where the user holds one of the permissions."""
    grants = access.grants_of(user)
    towns = {pk for name in permissions for pk in grants.ids(name, "township")}
    agencies = {pk for name in permissions for pk in grants.ids(name, "agency")}
    if not towns and not agencies:
        return None
    return models.Q(**{f"{side}_township_id__in": towns}) | models.Q(
        **{f"{side}_agency_id__in": agencies}
    )


def _cases_with(
    user: User, side: str, rows: models.QuerySet[Transfer], *permissions: str
) -> models.QuerySet[Case]:
    mine = _at_mine(user, side, *(permissions or ("handle_cases",)))
    if mine is None:
        return Case.objects.none()
    return Case.objects.filter(pk__in=rows.filter(mine).values("case_id"))


def to_take_over(user: User) -> models.QuerySet[Case]:
    """待接收移送: sent to a unit of mine."""
    rows = Transfer.objects.filter(status=Status.SENT)
    return _cases_with(user, "to", rows, "handle_cases", "approve_cases")


def to_send(user: User) -> models.QuerySet[Case]:
    """待送出移送: approved, to be with the police in twenty-four hours."""
    return _cases_with(user, "from", Transfer.objects.filter(status=Status.APPROVED))


def to_be_answered(user: User) -> models.QuerySet[Case]:
    """已移送待回执: sent from a unit of mine, and an answer is still to come."""
    waiting = models.Q(status=Status.SENT) | models.Q(awaits=True)
    return _cases_with(user, "from", Transfer.objects.filter(waiting))


def sent_back(user: User) -> models.QuerySet[Case]:
    """移送被退回: returned to a unit of mine, and nothing was done about it since."""
    rows = Transfer.objects.filter(
        status=Status.RETURNED, answer_version=models.F("case__version"), case__closed_on=None
    )
    return _cases_with(user, "from", rows)


def transfers_for(user: User) -> models.QuerySet[Transfer]:
    """The register (移送台账): transfers of every case the person may see, latest first."""
    rows = Transfer.objects.order_by("-proposed_at", "-id").select_related("case", *_UNITS)
    if sees_everything(user):
        return rows
    seen = CaseScope.objects.filter(case=models.OuterRef("case"), key__in=scope_keys(user))
    return rows.filter(models.Exists(seen))


def find_transfers(user: User, wanted: dict[str, Any], today: date) -> models.QuerySet[Transfer]:
    """The register narrowed: words, kind, state, direction, lateness, days."""
    rows = transfers_for(user)
    for word in wanted.get("q", "").split()[:5]:
        rows = rows.filter(
            models.Q(case__number__contains=word)
            | models.Q(case__title__contains=word)
            | models.Q(case__party_name__contains=word)
            | models.Q(to_organ__contains=word)
        )
    for name in ("kind", "status"):
        if wanted.get(name):
            rows = rows.filter(**{name: wanted[name]})
    if wanted.get("way"):
        side = "to" if wanted["way"] == "in" else "from"
        mine = _at_mine(user, side, "view_cases")
        rows = rows.filter(mine) if mine is not None else rows.none()
    if wanted.get("late"):
        rows = rows.filter(late_on(today))
    if wanted.get("since"):
        rows = rows.filter(proposed_at__date__gte=wanted["since"])
    if wanted.get("until"):
        rows = rows.filter(proposed_at__date__lte=wanted["until"])
    return rows


def late_on(today: date) -> models.Q:
    """An answer is owed and its day has passed."""
    return (models.Q(status=Status.SENT) | models.Q(awaits=True)) & models.Q(due_on__lt=today)


def get_visible_transfer(*, user: User, pk: int) -> Transfer:
    """One transfer of a case the person may see; 404 otherwise."""
    row = transfers_for(user).filter(pk=pk).first()
    if row is None:
        raise Http404("没有这件移送，或者它不在您的职责范围内")
    return row
