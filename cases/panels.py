"""What cases adds to the frame: its navigation entries, the trial run of an adjustment."""

from __future__ import annotations

from django.db import models
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from cases import policy as policies
from cases.models import Case
from cases.policy import study as studying
from cases.rules.study import NOT_INSTEAD
from cases.selectors import board, scope_keys, sees_everything, study
from cases.selectors.simulation import runs_of
from cases.services import simulation
from core import access, navigation, panels
from core.models import User
from personnel.selectors import certified_counts, staffing
from zones import policy
from zones.models import ChangeSet
from zones.selectors import zones_with_towns


def everybody(user: User) -> bool:
    return True


def sees_cases(user: User) -> bool:
    return sees_everything(user) or bool(scope_keys(user))


def registers_cases(user: User) -> bool:
    return access.grants_of(user).any("register_cases")


def sees_board(user: User) -> bool:
    return access.grants_of(user).any("view_board")


def simulation_panel(request: HttpRequest, subject: models.Model) -> str:
    """On an adjustment's page: try it against last year's cases, and the latest results."""
    assert isinstance(subject, ChangeSet)
    assert isinstance(request.user, User)
    if not (policy.proposes_changes(request.user) or policy.reviews_for(request.user)):
        return ""
    context = {
        "change": subject,
        "runs": list(runs_of(subject.pk, simulation.KIND)[:3]),
        "may_start": subject.state != ChangeSet.State.REJECTED,
        "user_id": request.user.pk,
    }
    return render_to_string("cases/simulation/_panel.html", context, request=request)


def approves(user: User) -> bool:
    return access.grants_of(user).any("approve_cases")


def load_panel(request: HttpRequest, subject: models.Model) -> str:
    """On the figures of staffing: open cases for each officer who may handle them (人案比)."""
    assert isinstance(request.user, User)
    today, seen = timezone.localdate(), staffing.scopes_seen(request.user)
    zones = zones_with_towns()
    loads = board.loads(zones, today)
    towns = [town for zone in zones for town in zone.townships.all()]
    people = certified_counts(towns, today)
    rows: list[tuple[str, int, int, str, bool]] = []
    for zone in zones:
        here = [t for t in zone.townships.all() if seen is None or f"T{t.pk}" in seen]
        figures = [(str(t), loads[t.pk].load, people.get(t.pk, 0)) for t in here]
        rows += [(*figure, _ratio(*figure[1:]), False) for figure in figures]
        if len(here) > 1:
            sums = (sum(f[1] for f in figures), sum(f[2] for f in figures))
            rows.append((f"{zone}合计", *sums, _ratio(*sums), True))
    if not rows:
        return ""
    return render_to_string("cases/_load_panel.html", {"rows": rows}, request)


def _ratio(load: int, people: int) -> str:
    return f"{load / people:.1f}" if people else "无人"


def study_panel(request: HttpRequest, subject: models.Model) -> str:
    """On the case's tab 上报与安排: the meetings that studied it, and the way to a new one."""
    assert isinstance(subject, Case)
    assert isinstance(request.user, User)
    user, items = request.user, [row for row in subject.studies.all() if row.meeting.called_at]
    zones = {place.township.zone_id for place in subject.places.all()}
    may_convene = not subject.is_final and studying.concerns(user, zones)
    if not items and not may_convene:
        return ""
    open_to = study.visible_ids(user, [item.meeting_id for item in items])
    rows = []
    for item in items:
        item.case = subject
        may_report = item.done_at is None and studying.may_carry_out(user, item)
        rows.append((item, item.meeting_id in open_to, may_report))
    context = {
        "case": subject,
        "rows": rows,
        "may_convene": may_convene,
        "reads_inner": policies.reads_inner_volume(user, subject),
        "not_instead": NOT_INSTEAD,
    }
    return render_to_string("cases/study/_case_panel.html", context, request)


def sees_studies(user: User) -> bool:
    return studying.convenes(user) or sees_cases(user)


def register() -> None:
    panels.register("staffing_figures", load_panel)
    panels.register("change_set", simulation_panel)
    panels.register("case:reporting", study_panel)
    navigation.register(
        navigation.Entry("片区", 10, "片区看板", "hexagon", "board", sees_board),
        navigation.Entry("片区", 13, "案件研讨会", "people", "studies", sees_studies),
        navigation.Entry("片区", 14, "片区协作统计", "diagram-3", "cooperation", sees_board),
        navigation.Entry("片区", 15, "执法主体判定", "signpost-split", "jurisdiction", everybody),
        navigation.Entry("案件", 10, "案件", "folder2-open", "cases", sees_cases),
        navigation.Entry("案件", 20, "登记案件", "plus-square", "report", registers_cases),
        navigation.Entry("案件", 5, "投诉举报", "megaphone", "complaints", sees_cases),
        navigation.Entry("案件", 15, "审批", "patch-check", "approvals", approves),
        navigation.Entry(
            "案件",
            40,
            "文书模板",
            "file-earmark-text",
            "paper_templates",
            policies.manages_templates,
        ),
        navigation.Entry("案件", 29, "移送台账", "box-arrow-right", "transfers", sees_cases),
        navigation.Entry("案件", 31, "罚款缴纳", "cash-coin", "payments", sees_cases),
        navigation.Entry("案件", 34, "案卷归档", "archive", "archive", sees_cases),
        navigation.Entry("案件", 32, "决定公示", "broadcast", "disclosures", sees_cases),
        navigation.Entry("案件", 25, "当场处罚", "lightning-charge", "spot", registers_cases),
        navigation.Entry("案件", 28, "涉案物品", "box-seam", "exhibits", sees_cases),
        navigation.Entry("案件", 40, "期限表", "hourglass-split", "terms", everybody),
        navigation.Entry("案件", 50, "工作日历", "calendar3", "workdays", everybody),
        navigation.Entry("法制审核", 15, "重大决定目录", "list-check", "major_list", sees_cases),
        navigation.Entry("案件", 30, "办案程序", "diagram-2", "procedure", sees_cases),
    )
