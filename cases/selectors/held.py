"""Things held: what of them is due, who must act, and the list of a unit's exhibits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone

from cases.models import Case, Exhibit, InvestigationRecord, Measure, Preservation
from cases.rules.exhibits import IN_HAND
from cases.rules.preservation import is_lapsed
from cases.rules.remaining import Level, Remaining, remaining, remaining_time
from cases.rules.terms import Unit
from cases.selectors.due import Due
from cases.selectors.visibility import get_visible_case, sees_everything
from core import access
from core.models import User
from core.rules.workdays import WorkCalendar


@dataclass(frozen=True)
class Kept:
    """A preservation or measure as the case page shows it; `warning` says who must do what."""

    row: Preservation | Measure
    status: str
    tone: str
    due: Due | None
    goods: str
    warning: str = ""


@dataclass(frozen=True)
class Held:
    """Everything held in a case."""

    preservations: list[Kept]
    measures: list[Kept]
    exhibits: list[Exhibit]
    sampling_open: bool  # there is a record of sampling to take things from


def held_of(case: Case, today: date, calendar: WorkCalendar) -> Held:
    """From the rows of a case read by `get_visible_case`: no query of its own."""
    things = list(case.exhibits.all())
    asked = {row.pk: row.status for row in case.approvals.all()}
    return Held(
        [_preserved(row, asked, things, today, calendar) for row in case.preservations.all()],
        [_measure(row, asked, things, today, calendar) for row in case.measures.all()],
        things,
        any(row.kind == InvestigationRecord.Kind.SAMPLING for row in case.records.all()),
    )


_OVER = (
    "期限届满应当及时解除：由本案主办、协办立即办理，退还财物"
    "（《行政强制法》第二十七条、第二十八条）"
)
_ASKED = {
    "open": ("等待负责人审批", "warning"),
    "returned": ("负责人未批准", "danger"),
    "withdrawn": ("申请已撤回", "neutral"),
}


def _preserved(
    row: Preservation,
    asked: dict[int, str],
    things: list[Exhibit],
    today: date,
    calendar: WorkCalendar,
) -> Kept:
    goods = "、".join(str(one) for one in things if one.preservation_id == row.pk)
    if row.outcome:
        return Kept(row, f"{row.get_outcome_display()}（{row.outcome_on}）", "neutral", None, goods)
    if row.due_on is None:
        status, tone = _ASKED.get(asked.get(row.approval_id or 0, ""), ("未实施", "neutral"))
        return Kept(row, status, tone, None, goods)
    left = remaining(row.due_on, today, calendar, Unit.WORKDAY)
    due = _due(left, "处理先行登记保存的证据", row.due_on)
    if is_lapsed(row.due_on, today):
        warning = "逾期未作处理决定，视为解除：由本案主办、协办立即退还并登记，副片长督促"
        return Kept(row, "视为解除", "danger", due, goods, warning)
    return Kept(row, "保存中", "progress", due, goods)


def _measure(
    row: Measure,
    asked: dict[int, str],
    things: list[Exhibit],
    today: date,
    calendar: WorkCalendar,
) -> Kept:
    goods = "、".join(str(one) for one in things if one.measure_id == row.pk)
    status = asked.get(row.approval_id or 0, "")
    if row.outcome:
        return Kept(row, f"{row.get_outcome_display()}（{row.outcome_on}）", "neutral", None, goods)
    if row.last_day is None:
        words, tone = _ASKED.get(status, ("未实施", "neutral"))
        return Kept(row, words, tone, None, goods)
    due = _due(remaining(row.last_day, today, calendar, Unit.DAY), "查封、扣押期限", row.last_day)
    if today > row.last_day:
        return Kept(row, "期限届满", "danger", due, goods, _OVER)
    if status == "open" and row.approval_due_at is not None:
        left = remaining_time(row.approval_due_at, timezone.now())
        moment = f"{timezone.localtime(row.approval_due_at):%m-%d %H:%M}"
        words = f"当场实施，负责人须在 {moment} 前补办批准（{left.text}）"
        return Kept(row, "待补办批准", "warning", due, goods, words)
    return Kept(row, "实施中", "progress", due, goods)


def _due(left: Remaining, label: str, day: date) -> Due:
    return Due(left.text, left.level.value, label, day, False, "")


# The last day of what a thing is held by, while no decision was made of it.
_LAST_DAY = Coalesce(
    models.Case(
        models.When(measure__outcome="", then=Coalesce("measure__extended_to", "measure__due_on"))
    ),
    models.Case(models.When(preservation__outcome="", then="preservation__due_on")),
)


def _of_own_unit(user: User) -> models.Q:
    """Seeing a case is not enough: a neighbour who once took part has none of its things."""
    grants = access.grants_of(user)
    if sees_everything(user):
        return models.Q()
    mine = models.Q(case__handlers__officer__user=user, case__handlers__removed_at=None)
    found = models.Q(pk__in=Exhibit.objects.filter(mine).values("pk"))
    for right in ("register_cases", "handle_cases", "approve_cases"):
        if towns := grants.ids(right, "township"):
            found |= models.Q(case__authority_township_id__in=towns)
            found |= models.Q(
                case__authority_township=None,
                case__authority_agency=None,
                case__township_id__in=towns,
            )
        if agencies := grants.ids(right, "agency"):
            found |= models.Q(case__authority_agency_id__in=agencies)
    return found


def exhibits_for(
    user: User, *, q: str = "", state: str = "", due: str = ""
) -> models.QuerySet[Exhibit]:
    """Things in the hands of my own unit or of cases I handle, those that must be dealt with
    soonest first; who supervises the whole district sees those of every unit."""
    rows = (
        Exhibit.objects.filter(_of_own_unit(user))
        .select_related("case", "preservation", "measure", "record")
        .annotate(last_day=_LAST_DAY)
    )
    if q:
        rows = rows.filter(
            models.Q(name__icontains=q)
            | models.Q(case__number__icontains=q)
            | models.Q(case__party_name__icontains=q)
            | models.Q(keeper__icontains=q)
        )
    if not state:
        rows = rows.filter(state__in=IN_HAND)
    elif state != "all":
        rows = rows.filter(state=state)
    today = timezone.localdate()
    if due == "late":
        rows = rows.filter(last_day__lt=today)
    elif due == "soon":
        rows = rows.filter(last_day__range=(today, today + timedelta(days=7)))
    return rows.order_by(models.F("last_day").asc(nulls_last=True), "-id")


def due_of_exhibit(row: Any, today: date, calendar: WorkCalendar) -> Due | None:
    """The badge of one row of `exhibits_for`."""
    if row.last_day is None:
        return None
    by_measure = row.measure is not None and not row.measure.outcome
    unit = Unit.DAY if by_measure else Unit.WORKDAY
    return _due(remaining(row.last_day, today, calendar, unit), "处理期限", row.last_day)


def is_late(due: Due | None) -> bool:
    return due is not None and due.level == Level.LATE.value


def get_exhibit(*, user: User, pk: int) -> Exhibit:
    """The thing with its chain and its case; 404 where the case is not visible."""
    row = (
        Exhibit.objects.select_related("preservation", "measure", "record", "added_by")
        .prefetch_related("custody__recorded_by")
        .annotate(last_day=_LAST_DAY)
        .filter(pk=pk)
        .first()
    )
    if row is None:
        raise Http404("没有这件物品")
    row.case = get_visible_case(user=user, pk=row.case_id)
    return row


def get_measure(*, user: User, pk: int) -> Measure:
    row = Measure.objects.filter(pk=pk).first()
    if row is None:
        raise Http404("没有这项措施")
    row.case = get_visible_case(user=user, pk=row.case_id)
    return row


def sampling_records(case: Case) -> models.QuerySet[InvestigationRecord]:
    return case.records.filter(kind=InvestigationRecord.Kind.SAMPLING)
