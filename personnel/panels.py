"""What personnel adds to every page: the role and scope in the header, and its navigation;
and what it adds to the page of a person: where they are or were posted."""

from __future__ import annotations

from django.db import models
from django.http import HttpRequest
from django.template.loader import render_to_string

from core import navigation, panels
from core.models import User
from personnel import policy, selectors
from personnel.models import Officer
from personnel.selectors import equipment, rosters
from personnel.selectors.secondments import visible_secondments
from zones.models import Zone


def identity(user: User) -> tuple[str, str]:
    """Role label and scope label for the header; the first office, and how many more."""
    held = selectors.appointments_of(user)
    if not held:
        return ("未任职", "无管理范围")
    first = held[0]
    more = f" 等 {len(held)} 项任职" if len(held) > 1 else ""
    return (first.role_label, f"{first.scope}{more}")


def posting_panel(request: HttpRequest, subject: models.Model) -> str:
    """On a person's page: postings to towns, latest first."""
    assert isinstance(subject, Officer)
    assert isinstance(request.user, User)
    rows = list(visible_secondments(request.user).filter(officer=subject)[:20])
    if not rows:
        return ""
    context = {"rows": rows}
    return render_to_string("personnel/secondments/_panel.html", context, request=request)


def loans_panel(request: HttpRequest, subject: models.Model) -> str:
    """What this person has on loan, to those who may see the pieces (领用装备)."""
    assert isinstance(subject, Officer)
    assert isinstance(request.user, User)
    visible = equipment.visible_equipment(request.user).order_by().values("pk")
    loans = equipment.open_loans().filter(officer=subject, equipment__in=visible)
    rows = list(loans.select_related("equipment").order_by("due_at"))
    if not rows and not policy.sees_equipment(request.user):
        return ""
    return render_to_string("personnel/equipment/_officer_panel.html", {"loans": rows}, request)


def has_calendar(user: User) -> bool:
    """Whoever holds an office has a file, and so a calendar."""
    return bool(selectors.appointments_of(user))


def free_today(request: HttpRequest, subject: models.Model) -> str:
    """On a zone's board: who is free today. Fetched after the board, which stays as quick."""
    assert isinstance(subject, Zone)
    assert isinstance(request.user, User)
    if not policy.sees_zone_week(request.user):
        return ""
    return render_to_string("personnel/calendar/_board.html", {"zone": subject})


def has_record(user: User) -> bool:
    """Whether there is a record of this account; whoever holds an office has one."""
    if selectors.appointments_of(user):
        return True
    return Officer.objects.filter(user=user).exists()


def sees_training(user: User) -> bool:
    return policy.sees_people(user) or policy.manages_training(user)


def register() -> None:
    panels.register("board", free_today)
    panels.register("officer", posting_panel)
    panels.register("officer", loans_panel)
    navigation.register_identity(identity)
    navigation.register(
        navigation.Entry("工作", 30, "我的日程", "calendar3", "calendar", has_calendar),
        navigation.Entry("片区", 12, "统一调度", "signpost-2", "dispatches", policy.sees_dispatch),
        navigation.Entry(
            "片区", 13, "谁有空", "calendar3-week", "zone_week", policy.sees_zone_week
        ),
        navigation.Entry("工作", 90, "我的档案", "person-vcard", "my_record", has_record),
        navigation.Entry("人员与权限", 10, "人员", "people", "officers", policy.sees_people),
        navigation.Entry(
            "人员与权限", 12, "行政执法证", "patch-check", "certificates", policy.sees_people
        ),
        navigation.Entry("人员与权限", 14, "资格考试", "pencil-square", "exams", sees_training),
        navigation.Entry("人员与权限", 15, "培训", "mortarboard", "trainings", sees_training),
        navigation.Entry("人员与权限", 16, "请假", "calendar3", "leave", policy.sees_people),
        navigation.Entry(
            "人员与权限", 20, "任职", "person-badge", "appointments", policy.sees_people
        ),
        navigation.Entry(
            "人员与权限", 30, "下沉", "person-walking", "secondments", policy.sees_staffing
        ),
        navigation.Entry(
            "人员与权限", 40, "联合执法名单", "file-earmark-person", "rosters", rosters.sees_rosters
        ),
        navigation.Entry(
            "人员与权限", 50, "队伍检查", "clipboard-check", "staffing", policy.sees_staffing
        ),
        navigation.Entry(
            "人员与权限", 60, "执法装备", "box-seam", "equipment", policy.sees_equipment
        ),
    )
