"""Joint operations of the demo: one reported, one this week, one campaign as a draft."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from core import access, audit, numbering
from core.errors import RuleViolation
from core.models import User
from personnel import selectors as people
from personnel.models import Engagement, Officer
from personnel.rules.eligibility import certificate_bar
from plans.models import Finding, Operation, OperationMember
from plans.rules.operation import S
from plans.rules.report_text import TO_FILL
from plans.selectors import operations as selectors
from plans.selectors import team
from plans.services import booking, operations, ordering, reporting
from xiangcheng_enforcement.loading.records import Tally
from zones.models import Agency, Township, Zone
from zones.selectors import town_named

Unit = Township | Agency
SMOKE = "《中华人民共和国大气污染防治法》第八十一条、第一百一十八条"
STREETS = "《城市市容和环境卫生管理条例》第十四条、第三十六条"
WASTE = "《中华人民共和国固体废物污染环境防治法》第六十三条、第一百一十一条"
ADVICE = (
    "夜市两处交界路段反弹较快，建议两镇街每周联合巡查一次，油烟净化设施清洗台账由经营户留存备查。"
)
DAYS_AGO = 16


@dataclass(frozen=True)
class Seen:
    """A finding of the reported operation: which place, at whom, what came of it."""

    place: int
    subject: str
    outcome: str
    text: str


SEEN = (
    Seen(0, "石亭某烧烤店（演示）", "nothing", "油烟净化设施正常运行，清洗记录齐全。"),
    Seen(0, "石亭某大排档（演示）", "correct", "净化设施未及时清洗，当场责令改正。"),
    Seen(1, "天宝某小吃店（演示）", "nothing", "未见露天烧烤，设施正常。"),
    Seen(1, "天宝某烤鱼店（演示）", "correct", "占用人行道摆放桌椅，当场清理并限期规范。"),
)
RESULTS = (
    "出动 2 人，检查 2 户，责令改正 1 户。",
    "出动 2 人，检查 2 户，责令改正 1 户。",
    "出动 2 人，负责油烟检测和技术指导。",
)


def ensure_operations(today: date) -> Tally:
    """Make them unless any operation is there: what lies ahead through the services, the past,
    which no service orders any more, as rows with the same traces."""
    tally = Tally("联合行动")
    tally.unchanged = Operation.objects.count()
    zone = town_named("石亭街道").zone
    chief = access.users_with("arrange_cases", zone).first() if zone else None
    guide = Agency.objects.get(short_name="区城管执法局")
    units: list[Unit] = [town_named("石亭街道"), town_named("天宝镇"), guide]
    if tally.unchanged or zone is None or chief is None:
        return tally
    if not all(_crew(unit, today) for unit in units):
        return tally
    _reported(zone, chief, units, today)
    _ahead(zone, chief)
    _draft(zone, chief, units)
    tally.created = 3
    return tally


def _crew(unit: Unit, day: date, count: int = 2) -> list[Officer]:
    """Certified people of the unit; the last of them, so that the named logins stay free."""
    officers = list(people.handlers_of_unit(unit, day).order_by("-pk"))
    facts = people.officer_facts(officers, day)
    able = []
    for officer, known in zip(officers, facts, strict=True):
        fields = [d for c in known.certificates for d in sorted(c.domains)] or [""]
        if certificate_bar(known, on=day, domain=fields[0]) is None:
            able.append(officer)
    return able[:count]


def _plan(
    zone: Zone, name: str, basis: str, start: datetime, units: Sequence[Unit]
) -> operations.Plan:
    towns = [unit for unit in units if isinstance(unit, Township)]
    return operations.Plan(
        name=name,
        objective=f"对{'、'.join(str(town) for town in towns)}的重点路段开展联合检查，"
        "发现问题当场责令改正，违法的由有管辖权的单位依法查处。",
        basis=basis,
        zone=zone,
        muster=f"{towns[0].authority_name}门口",
        starts_at=start,
        ends_at=start + timedelta(hours=3),
        lead=units[0],
        units=units,
        places=[operations.Place(town, f"{town}主街沿线") for town in towns],
    )


def _reported(zone: Zone, chief: User, units: Sequence[Unit], today: date) -> None:
    day = today - timedelta(days=DAYS_AGO)
    start = timezone.make_aware(datetime.combine(day, time(18)))
    plan = _plan(zone, "夜间餐饮油烟联合整治", SMOKE, start, units)
    operation = Operation(
        origin=Operation.Origin.CAMPAIGN,
        number=f"芗片联〔{day.year}〕{numbering.take('operation', day.year)}号",
        created_by=chief,
        created_at=start - timedelta(days=3),
        ordered_by=chief,
        ordered_at=start - timedelta(days=2),
        began_at=start - timedelta(minutes=9),
        finished_at=plan.ends_at,
        state=S.FINISHED.value,
    )
    plan.write(operation)
    operation.save()
    operations.fill(operation, plan)
    _there(operation, start, chief)
    for row, result in zip(operation.units.all(), RESULTS, strict=True):
        row.result, row.result_by, row.result_at = result, chief, plan.ends_at
        row.save()
    _found(operation, start)
    whole = selectors.whole(Operation.objects.filter(pk=operation.pk)).get()
    audit.record(by=chief, verb="draft", subject=operation, payload=operations.told(plan))
    audit.record(by=chief, verb="order", subject=operation, payload=ordering.told(whole))
    arrived = len(whole.members.all())
    payload = {"arrived": arrived, "of": arrived}
    audit.record(by=chief, verb="finish", subject=operation, payload=payload)
    operation.version = 3
    operation.save()
    body = reporting.drafted(whole).replace(TO_FILL, ADVICE)
    reporting.submit(operation_id=operation.pk, body=body, by=chief)


def _there(operation: Operation, start: datetime, chief: User) -> None:
    """Everybody came; the last one eleven minutes late."""
    day = timezone.localdate(start)
    sent = [(row, officer) for row in operation.units.all() for officer in _crew(row.unit, day)]
    for place, (row, officer) in enumerate(sent):
        engagement = Engagement.objects.create(
            officer=officer,
            during=DateTimeTZRange(start, operation.ends_at),
            label=operation.name,
            place=operation.muster,
            url=operation.get_absolute_url(),
            held_by=operation.zone.name,
            towns=booking.towns_of(operation),
            bound=True,
            created_by=chief,
            created_at=start - timedelta(days=2),
        )
        minutes = 11 if place == len(sent) - 1 else place - 9
        OperationMember.objects.create(
            operation=operation,
            unit=row,
            officer=officer,
            engagement=engagement,
            arrived_at=start + timedelta(minutes=minutes),
            arrival_note="途中车辆故障" if minutes > 0 else "",
        )


def _found(operation: Operation, start: datetime) -> None:
    places = list(operation.places.all())
    finder = operation.members.all()[0].officer.user
    for number, seen in enumerate(SEEN):
        at = start + timedelta(minutes=25 * (number + 1))
        due = timezone.localdate(start) + timedelta(days=5) if seen.outcome == "correct" else None
        Finding.objects.create(
            operation=operation,
            place=places[seen.place],
            subject=seen.subject,
            outcome=seen.outcome,
            text=seen.text,
            correct_by=due,
            found_by=finder,
            found_at=at,
            submission_key=uuid.uuid4(),
        )


def _ahead(zone: Zone, chief: User) -> None:
    """Today, two hours after loading, in two towns; a draft where too few people are free."""
    start = timezone.localtime().replace(minute=0, second=0, microsecond=0) + timedelta(hours=2)
    units: list[Unit] = [town_named("浦南镇"), town_named("石亭街道")]
    plan = _plan(zone, "沿街占道经营联合整治", STREETS, start, units)
    operation = operations.create(plan=plan, key=uuid.uuid4(), by=chief)
    _send(operation, chief, count=2)
    with suppress(RuleViolation):
        ordering.order(operation_id=operation.pk, by=chief)


def _send(operation: Operation, chief: User, count: int) -> None:
    for row in operation.units.all():
        whole = selectors.whole(Operation.objects.filter(pk=operation.pk)).get()
        free = [one.id for one in team.people_for(whole, row) if not one.why_not]
        if free:
            chosen = sorted(free)[-count:]
            booking.send(operation_id=operation.pk, unit_id=row.pk, officers=chosen, by=chief)


def _draft(zone: Zone, chief: User, units: Sequence[Unit]) -> None:
    """Next week's campaign, written by the coordinator, people still wanting."""
    day = timezone.localdate() + timedelta(days=9)
    start = timezone.make_aware(datetime.combine(day, time(8, 30)))
    coordinator = access.users_with("assist_arranging", zone).first() or chief
    plan = _plan(zone, "建筑垃圾运输专项行动", WASTE, start, units)
    operations.create(plan=plan, key=uuid.uuid4(), by=coordinator)
