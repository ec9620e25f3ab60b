"""To-dos that cases give to people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.urls import reverse
from django.utils import timezone

from cases.models import ArrangementUnit, Case, Complaint, Dispute, StudyItem
from cases.selectors import complaints, participation
from cases.selectors import study_desks as studies
from cases.selectors.desks import DESKS
from cases.selectors.due import due_of
from cases.services.holiday_notices import may_load
from cases.services.missing_notice import DAYS_BEFORE_YEAR_ENDS
from core import calendars, worklist
from core.models import CalendarYear, User


def desks(user: User) -> dict[str, models.QuerySet[Case]]:
    return {desk.key: desk.cases(user) for desk in DESKS}


def groups(user: User, counts: Mapping[str, int], limit: int) -> Sequence[worklist.TodoGroup]:
    today, calendar = timezone.localdate(), calendars.work_calendar()
    found = []
    for desk in DESKS:
        if desk.key not in counts:
            continue
        shown = desk.cases(user).select_related("township").order_by(*desk.order)[:limit]
        items = [
            worklist.TodoItem(
                kind=desk.label,
                title=f"{case.number} {case.title}",
                url=case.get_absolute_url(),
                hint=f"{case.township} · {case.party_name} · {case.get_state_display()}",
                due_on=case.next_due_on,
                due=due_of(case, today, calendar),
                urgent=desk.urgent,
                since=getattr(case, "waiting_since", None),
            )
            for case in shown
        ]
        url = f"{reverse('cases')}?{urlencode({'desk': desk.key})}"
        found.append(worklist.TodoGroup(desk.label, desk.icon, counts[desk.key], url, items))
    return found


def missing_notice(user: User) -> dict[str, models.QuerySet[CalendarYear]]:
    """This year's row stands for the to-do: next year's notice is not loaded and it ends soon."""
    today = timezone.localdate()
    soon = date(today.year, 12, 31) - today <= timedelta(days=DAYS_BEFORE_YEAR_ENDS)
    if not soon or not may_load(user):
        return {}
    next_year = CalendarYear.objects.filter(year=today.year + 1)
    return {"calendar": CalendarYear.objects.filter(~models.Exists(next_year), year=today.year)}


def missing_group(
    user: User, counts: Mapping[str, int], limit: int
) -> Sequence[worklist.TodoGroup]:
    year = timezone.localdate().year + 1
    item = worklist.TodoItem(
        kind="待载入放假通知",
        title=f"载入 {year} 年放假通知",
        url=f"{reverse('workdays_new')}?year={year}",
        hint="国务院办公厅公布后载入；载入前，跨年的期限都是暂定",
        due_on=date(year - 1, 12, 31),
    )
    return [worklist.TodoGroup("待载入放假通知", "calendar3", 1, reverse("workdays"), [item])]


_COMPLAINTS = {
    "ack": ("待受理的投诉举报", "megaphone", complaints.to_take_up, "ack_due_on"),
    "answer": ("待答复的投诉举报", "reply", complaints.to_answer, "answer_due_on"),
}


def complaint_desks(user: User) -> dict[str, models.QuerySet[Complaint]]:
    return {key: waiting(user) for key, (_, _, waiting, _) in _COMPLAINTS.items()}


def complaint_groups(
    user: User, counts: Mapping[str, int], limit: int
) -> Sequence[worklist.TodoGroup]:
    today, calendar = timezone.localdate(), calendars.work_calendar()
    found = []
    for key, (label, icon, waiting, due) in _COMPLAINTS.items():
        if key not in counts:
            continue
        rows = waiting(user).select_related(
            "township", "transferred_township", "transferred_agency"
        )
        items = [
            worklist.TodoItem(
                kind=label,
                title=f"{row.number} {row.place}",
                url=row.get_absolute_url(),
                hint=f"{row.township} · {row.get_channel_display()} · {row.content[:40]}",
                due_on=getattr(row, due),
                due=complaints.due_of(row, today, calendar),
            )
            for row in rows.order_by(due, "id")[:limit]
        ]
        url = f"{reverse('complaints')}?{urlencode({'waits': key})}"
        found.append(worklist.TodoGroup(label, icon, counts[key], url, items))
    return found


# Key → label, icon, what is asked.
_STUDIES = {
    "convene": ("待召集研讨会", "people", "片长安排研讨，尚未召集"),
    "confirm": ("研讨会待确认", "person-check", "请确认能否参加"),
    "opine": ("待发表意见", "chat-left-text", "研讨案件待您发表意见"),
    "carry_out": ("研讨意见待落实", "clipboard-check", "交办事项待报告落实情况"),
    "sign": ("纪要待签发", "pen", "逐案作出结论后签发纪要"),
    "enter": ("研讨会待登记召开", "clipboard", "会议时间已过，请登记召开情况"),
    "call": ("研讨会待召集", "megaphone", "已拟定，尚未召集"),
}


def study_groups(user: User, counts: Mapping[str, int], limit: int) -> Sequence[worklist.TodoGroup]:
    found = []
    for key, rows in studies.desks_of(user).items():
        if key not in counts:
            continue
        label, icon, hint = _STUDIES[key]
        shown = studies.with_words(key, rows)[:limit]
        items = [_study_item(key, label, hint, row) for row in shown]
        found.append(worklist.TodoGroup(label, icon, counts[key], reverse("studies"), items))
    return found


def _study_item(key: str, label: str, hint: str, row: Any) -> worklist.TodoItem:
    if isinstance(row, Case):
        url, title, due = f"{reverse('study_new')}?case={row.pk}", f"{row.number} {row.title}", None
    elif isinstance(row, StudyItem):
        title = f"{row.case.number} {row.case.title}"
        url = reverse("study_done" if key == "carry_out" else "study_item", args=[row.pk])
        hint, due = f"{row.meeting.title} · {hint}", row.finish_by
    else:
        url, title = row.get_absolute_url(), row.title
        hint = f"{timezone.localtime(row.starts_at):%m-%d %H:%M} {row.place} · {hint}"
        due = None
    return worklist.TodoItem(label, title, url, hint, due_on=due, urgent=key == "confirm")


_PARTS = {
    "asked": ("待答复的安排", "envelope-open", participation.to_answer, True),
    "doing": ("参加办理、待登记完成", "clipboard-check", participation.to_do, False),
    "replace": ("待改派的单位", "arrow-repeat", participation.to_replace, True),
}


def part_desks(user: User) -> dict[str, models.QuerySet[Any]]:
    found: dict[str, models.QuerySet[Any]] = {
        key: waiting(user) for key, (_, _, waiting, _) in _PARTS.items()
    }
    return {**found, "designate": participation.to_designate(user)}


def part_groups(user: User, counts: Mapping[str, int], limit: int) -> Sequence[worklist.TodoGroup]:
    listed, found = f"{reverse('cases')}?desk=", []
    for key, (label, icon, waiting, urgent) in _PARTS.items():
        if key not in counts:
            continue
        rows = waiting(user).select_related("township", "agency", "arrangement__case")
        items = [_part_item(row, label, urgent=urgent) for row in rows.order_by("pk")[:limit]]
        found.append(worklist.TodoGroup(label, icon, counts[key], listed + key, items))
    if "designate" in counts:
        asked = participation.to_designate(user).select_related("case").order_by("pk")
        items = [_dispute_item(row) for row in asked[:limit]]
        found.append(
            worklist.TodoGroup(
                "待指定管辖", "bank", counts["designate"], f"{listed}designate", items
            )
        )
    return found


def _part_item(row: ArrangementUnit, kind: str, *, urgent: bool) -> worklist.TodoItem:
    case = row.arrangement.case
    told = row.answer or row.arrangement.instruction
    asked = row.state == ArrangementUnit.State.ASKED
    return worklist.TodoItem(
        kind=kind,
        title=f"{case.number} {case.title}",
        url=f"{case.get_absolute_url()}?tab=reporting",
        hint=f"{row}：{row.asked_words} · {told[:40]}",
        due_on=row.answer_due_on if asked else row.arrangement.finish_by,
        urgent=urgent,
        since=row.asked_at,
    )


def _dispute_item(row: Dispute) -> worklist.TodoItem:
    return worklist.TodoItem(
        kind="待指定管辖",
        title=f"{row.case.number} {row.case.title}",
        url=f"{row.case.get_absolute_url()}?tab=reporting",
        hint=row.request[:60],
        urgent=True,
        since=row.requested_at,
    )


def register() -> None:
    worklist.register("cases", desks, groups)
    worklist.register("participation", part_desks, part_groups)
    worklist.register("complaints", complaint_desks, complaint_groups)
    worklist.register("studies", studies.desks_of, study_groups)
    worklist.register("calendar", missing_notice, missing_group)
