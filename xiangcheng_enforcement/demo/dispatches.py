"""Dispatch orders of the demo: finished ones, one today, one unanswered, one declined, a draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from core import access, audit, numbering
from core.models import User
from personnel import selectors as people
from personnel.models import DispatchOfficer, DispatchOrder, Engagement, Officer
from personnel.rules.dispatch import Nearness
from personnel.rules.eligibility import certificate_bar
from personnel.selectors import candidates
from personnel.services import dispatch
from personnel.services import dispatch_course as course
from xiangcheng_enforcement.loading.records import Tally
from zones.models import Township
from zones.selectors import items_held_by, town_named


@dataclass(frozen=True)
class Past:
    """A finished dispatch: how many days ago, where, for what, and what came of it."""

    days_ago: int
    town: str
    place: str
    purpose: str
    note: str
    hour: int = 9


PAST = (
    Past(41, "石亭街道", "石亭街道办事处", "沿街占道经营联合检查", "检查 12 户，当场改正 9 户。"),
    Past(
        33, "新桥街道", "新桥街道办事处", "工地扬尘联合检查", "检查工地 3 处，责令改正 1 处。", 14
    ),
    Past(26, "天宝镇", "天宝镇政府", "违法建设巡查", "巡查 2 个村，移交线索 2 条。"),
    Past(19, "芝山街道", "芝山街道办事处", "餐饮油烟联合检查", "检查 8 户，责令改正 2 户。", 18),
    Past(12, "浦南镇", "浦南镇政府", "河道采砂夜间巡查", "未发现违法采砂。", 19),
    Past(5, "石亭街道", "石亭工业园", "渣土运输联合检查", "检查车辆 15 辆，立案 1 件。", 20),
)


def ensure_dispatches(today: date) -> Tally:
    """Make them through the real services unless any order is there; the past, which no service
    can issue any more, as rows. What is "today" begins an hour after loading."""
    tally = Tally("调度单")
    tally.unchanged = DispatchOrder.objects.count()
    towns = [past.town for past in PAST]
    if tally.unchanged or not all(_ready(town_named(name), today) for name in towns):
        return tally
    for past in PAST:
        _finished(past, today)
    now = timezone.localtime().replace(minute=0, second=0, microsecond=0)
    morning = timezone.make_aware(datetime.combine(timezone.localdate(), time(9)))
    made = [
        _today(now + timedelta(hours=1)),
        _waiting(morning + timedelta(days=1)),
        _declined(morning + timedelta(days=3)),
    ]
    _draft(morning + timedelta(days=6))
    tally.created = len(PAST) + sum(made) + 1
    return tally


def _ready(town: Township, day: date) -> bool:
    return _chief(town) is not None and len(_team(town, day)) == 2 and bool(_domain(town))


def _chief(town: Township) -> User | None:
    assert town.zone is not None
    return access.users_with("dispatch", town.zone).first()


def _team(town: Township, day: date) -> list[Officer]:
    """Two of the town with papers good for its domain, in the order of their ids."""
    officers = list(people.handlers_of_unit(town, day).order_by("pk"))
    facts = people.officer_facts(officers, day)
    able = [
        officer
        for officer, known in zip(officers, facts, strict=True)
        if certificate_bar(known, on=day, domain=_domain(town)) is None
    ]
    return able[:2]


def _domain(town: Township) -> str:
    """A domain of which the town holds an item, so that it acts in its own name."""
    held = items_held_by(town, timezone.localdate()).filter(city_since=None).order_by("code")
    first = held.first()
    return first.domain if first else ""


def _finished(past: Past, today: date) -> None:
    town = town_named(past.town)
    chief = _chief(town)
    assert chief is not None
    assert town.zone is not None
    day = today - timedelta(days=past.days_ago)
    start = timezone.make_aware(datetime.combine(day, time(past.hour)))
    end = start + timedelta(hours=3)
    order = DispatchOrder.objects.create(
        number=f"芗片调〔{day.year}〕{numbering.take('dispatch', day.year)}号",
        zone=town.zone,
        township=town,
        place=past.place,
        purpose=past.purpose,
        starts_at=start,
        ends_at=end,
        domain=_domain(town),
        status=DispatchOrder.Status.DONE,
        created_by=chief,
        created_at=start - timedelta(days=1),
        issued_by=chief,
        issued_at=start - timedelta(days=1),
        closed_at=end,
        close_note=past.note,
    )
    team = _team(town, today)
    for officer in team:
        engagement = Engagement.objects.create(
            officer=officer,
            during=DateTimeTZRange(start, end),
            label=past.purpose,
            place=order.where,
            url=order.get_absolute_url(),
            held_by=town.zone.name,
            created_by=chief,
            created_at=start - timedelta(days=1),
        )
        DispatchOfficer.objects.create(
            order=order,
            officer=officer,
            engagement=engagement,
            why="执法主体人员，在执法地",
            answer=DispatchOfficer.Answer.ACCEPTED,
            answered_at=start - timedelta(hours=20),
        )
    names: Sequence[str] = [str(officer) for officer in team]
    audit.record(
        by=chief, verb="issue", subject=order, payload={"officers": names, "equipment": []}
    )
    audit.record(by=chief, verb="finish", subject=order, payload={"note": past.note})


def _call(
    town: Township, start: datetime, place: str, purpose: str, helper: Officer | None = None
) -> dispatch.Called | None:
    """Call the proposed team, and a vehicle of the town if one can be had. None: nobody can."""
    chief = _chief(town)
    assert chief is not None
    task = dispatch.Task(
        township=town,
        place=place,
        purpose=purpose,
        starts_at=start,
        ends_at=start + timedelta(hours=3),
        domain=_domain(town),
        officers_needed=3 if helper else 2,
        vehicles_needed=1,
    )
    crew, cars = candidates.propose(task.order())
    team = list(crew.proposal.team[:2])
    if helper and helper.pk in [row.id for row in crew.proposal.ranked]:
        team = [*(pk for pk in team if pk != helper.pk), helper.pk]
    car = [row.id for row in cars.proposal.ranked if row.nearness is Nearness.TOWN][:1]
    if len(team) < 2:
        return None
    wanted = replace(task, officers_needed=len(team), vehicles_needed=len(car))
    return dispatch.call(task=wanted, picks=dispatch.Picks(team, car), by=chief)


def _today(start: datetime) -> bool:
    called = _call(town_named("芝山街道"), start, "芝山街道办事处", "商圈占道经营联合检查")
    for officer in called.team if called else []:
        assert called is not None
        course.answer(order_id=called.order.pk, accept=True, by=officer.user)
    return called is not None


def _waiting(start: datetime) -> bool:
    helper = _team(town_named("石亭街道"), timezone.localdate())[:1]
    called = _call(
        town_named("天宝镇"), start, "天宝镇政府", "违法建设联合检查", next(iter(helper), None)
    )
    return called is not None


def _declined(start: datetime) -> bool:
    called = _call(town_named("浦南镇"), start, "浦南镇政府", "河道采砂联合巡查")
    if called is None:
        return False
    first, second = called.team
    course.answer(order_id=called.order.pk, accept=True, by=first.user)
    course.answer(order_id=called.order.pk, accept=False, reason="当天参加资格考试", by=second.user)
    return True


def _draft(start: datetime) -> None:
    town = town_named("石亭街道")
    chief = _chief(town)
    assert town.zone is not None
    coordinator = access.users_with("assist_arranging", town.zone).first() or chief
    assert coordinator is not None
    dispatch.prepare(
        task=dispatch.Task(
            township=town,
            place="石亭街道办事处",
            purpose="建筑垃圾清运联合检查",
            starts_at=start,
            ends_at=start + timedelta(hours=3),
            domain=_domain(town),
        ),
        picks=dispatch.Picks([officer.pk for officer in _team(town, timezone.localdate())]),
        by=coordinator,
    )
