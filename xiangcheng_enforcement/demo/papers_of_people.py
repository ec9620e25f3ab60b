"""Papers of the demo's people: exams, courses, leave, recusals, a suspended certificate.

Everything follows from the person's number and the day of loading, nothing from chance.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from cases.models import CaseOfficer
from cases.rules.workflow import FINAL
from core import access
from core.models import User
from personnel import selectors as people
from personnel.models import (
    Attendance,
    Certificate,
    Exam,
    ExamResult,
    Leave,
    Officer,
    Recusal,
    Training,
)
from personnel.roles import HANDLING_ROLES, Role
from xiangcheng_enforcement.loading.records import Tally
from zones.models import Zone
from zones.selectors.changes import the_district

# Days before the day of loading, title, kind, hours, organiser, zone (empty: the district).
_COURSES = (
    (322, "新行政处罚法与程序规定", "law", 16, "区司法局", ""),
    (287, "行政执法“三项制度”与执法文书", "skill", 12, "区司法局", ""),
    (238, "赋权事项执法要点（城市管理、自然资源）", "law", 12, "区城管执法局", ""),
    (190, "证据收集与现场执法记录", "skill", 8, "区司法局", ""),
    (141, "执法纪律与廉洁执法", "conduct", 6, "区人社局", ""),
    (96, "平台操作：立案、上报与法制审核", "platform", 4, "区司法局", ""),
    (54, "东部片区联合执法案例研讨", "skill", 6, "区住建局", "东部片区"),
    (47, "中部片区联合执法案例研讨", "skill", 6, "区城管执法局", "中部片区"),
    (40, "西部片区联合执法案例研讨", "skill", 6, "区自然资源局", "西部片区"),
    (19, "行政复议、诉讼败诉案例评析", "law", 8, "区司法局", ""),
    (-9, "冬季安全生产执法要点", "skill", 8, "区应急管理局", ""),
)
# Person, kind, first day and last day after the day of loading.
_LEAVES = (
    ("officer_shiting3", "annual", -1, 3),
    ("officer_tianbao3", "study", 0, 2),
    ("officer_zhishan3", "sick", -2, 1),
    ("officer_urban3", "business", 0, 0),
    ("officer_punan2", "annual", 7, 11),
    ("officer_nankeng3", "personal", 8, 8),
    ("officer_housing3", "annual", 14, 18),
    ("officer_water2", "study", 9, 13),
)
_RECUSALS = (
    ("officer_shiting1", "芗城石亭万顺建材商行（演示）", "经营者为本人近亲属"),
    ("officer_tianbao2", "漳州市天宝镇兴业果蔬合作社（演示）", "配偶持有股份"),
    ("officer_urban2", "芗城区东铺头老街餐饮店（演示）", "与经营者有债权债务关系"),
    ("seconded_resources4", "芗城金沙石材加工厂（演示）", "本人三年内曾在该厂任职"),
)
_FAILED = ("liaison_water", "liaison_culture")
_WITHOUT = "officer_shiting4"


def ensure_papers(today: date) -> Tally:
    """Write all of it, unless any exam is there."""
    tally = Tally("人员证件、考试、培训和请假")
    tally.unchanged = Exam.objects.count()
    justice = access.users_with("manage_certificates", the_district()).first()
    if tally.unchanged or justice is None:
        return tally
    officers = {
        officer.user.username: officer
        for officer in Officer.objects.select_related("user", "home_township").order_by("pk")
    }
    tally.created += _exams(officers, today, justice)
    tally.created += _courses(today, justice)
    tally.created += _leaves(officers, today, justice)
    tally.created += _recusals(officers, today)
    tally.created += _suspend()
    return tally


def _exams(officers: dict[str, Officer], today: date, by: User) -> int:
    """Holders passed before their certificate began; a few failed since, and sit again soon."""
    begun = Certificate.objects.order_by("valid_from").values_list("valid_from", flat=True).first()
    first = Exam.objects.create(
        name="行政执法资格考试（历史成绩补录）",
        held_on=(begun or today) - timedelta(days=45),
        note="省司法厅统一组织，成绩由区司法局补录",
        created_by=by,
    )
    recent = Exam.objects.create(
        name="行政执法资格考试",
        held_on=today - timedelta(days=170),
        note="区委党校机房，两个批次",
        created_by=by,
    )
    coming = Exam.objects.create(
        name="行政执法资格考试（补考）",
        held_on=today + timedelta(days=12),
        note="区委党校机房",
        created_by=by,
    )
    holders = sorted(set(Certificate.objects.values_list("officer_id", flat=True)))
    rows = [
        ExamResult(exam=first, officer_id=pk, score=68 + place * 7 % 29)
        for place, pk in enumerate(holders)
    ]
    chosen = [officers[name] for name in sorted(officers) if name.startswith("liaison_")]
    for place, officer in enumerate(chosen):
        failed = officer.user.username in _FAILED
        score = 48 + place if failed else 71 + place * 3 % 20
        rows.append(ExamResult(exam=recent, officer=officer, score=score))
    if _WITHOUT in officers:
        rows.append(ExamResult(exam=recent, officer=officers[_WITHOUT], score=54))
    again = [officers[name] for name in (*_FAILED, _WITHOUT) if name in officers]
    rows += [ExamResult(exam=coming, officer=officer) for officer in again]
    return len(ExamResult.objects.bulk_create(rows))


def _courses(today: date, by: User) -> int:
    """Most people reach the year's hours; every seventh missed some, every eleventh many."""
    handlers = people.live_appointments(today).filter(role__in=HANDLING_ROLES)
    zone_of = {
        office.officer_id: office.township.zone_id if office.township else None
        for office in handlers.order_by("pk")
    }
    zones = {zone.name: zone for zone in Zone.objects.all()}
    rows = []
    for number, (ago, title, kind, hours, organiser, zone) in enumerate(_COURSES):
        course = Training.objects.create(
            title=title,
            kind=kind,
            held_on=today - timedelta(days=ago),
            hours=Decimal(hours),
            organiser=organiser,
            zone=zones.get(zone),
            created_by=by,
        )
        if ago < 0:
            continue
        for place, (officer_id, zone_id) in enumerate(sorted(zone_of.items())):
            missed = (place % 7 == 3 and number % 4 == 1) or (place % 11 == 5 and number % 2 == 0)
            if not missed and course.zone_id in (None, zone_id):
                rows.append(Attendance(training=course, officer_id=officer_id, hours=course.hours))
    return len(Attendance.objects.bulk_create(rows, batch_size=1000))


def _leaves(officers: dict[str, Officer], today: date, by: User) -> int:
    rows = [
        Leave(
            officer=officers[name],
            kind=kind,
            starts_on=today + timedelta(days=first),
            ends_on=today + timedelta(days=last),
            recorded_by=by,
        )
        for name, kind, first, last in _LEAVES
        if name in officers
    ]
    return len(Leave.objects.bulk_create(rows))


def _recusals(officers: dict[str, Officer], today: date) -> int:
    rows = [
        Recusal(
            officer=officers[name],
            party=party,
            ground=ground,
            recorded_on=today - timedelta(days=60 + 20 * number),
        )
        for number, (name, party, ground) in enumerate(_RECUSALS)
        if name in officers
    ]
    return len(Recusal.objects.bulk_create(rows))


def _suspend() -> int:
    """The certificate of a bureau's officer who has no open case."""
    busy = CaseOfficer.objects.filter(removed_at=None).exclude(
        case__state__in=[state.value for state in FINAL]
    )
    free = Certificate.objects.exclude(officer__in=busy.values("officer_id"))
    of_bureaus = free.filter(officer__appointments__role=Role.AGENCY_OFFICER.value)
    row = of_bureaus.order_by("-number").first()
    if row is None:
        return 0
    row.status = Certificate.Status.SUSPENDED
    row.status_reason = "涉嫌违反执法纪律，调查期间暂扣（演示）"
    row.save(update_fields=["status", "status_reason"])
    return 1
