"""Inspection targets, topics and plans of a zone, made small for tests."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from core.rules.identifiers import credit_code_check_digit
from plans.models import (
    AnnualPlan,
    ChecklistItem,
    FrequencyRule,
    InspectionTarget,
    InspectionTopic,
    PlannedVisit,
    VisitOfficer,
    VisitTopic,
)
from tests import stories
from tests.people import People
from zones.models import Agency, EnforcementItem, Zone

_numbers = count(1)


def credit_code(number: int) -> str:
    """A well-formed 统一社会信用代码 of a business in 芗城区."""
    stem = f"91350602MA{number:07d}"
    return stem + credit_code_check_digit(stem)


def target(where: str = "石亭街道", **changes: Any) -> InspectionTarget:
    """A business of that town, credit B, risk middle."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "name": f"测试商行{number}",
        "credit_code": credit_code(number),
        "township": stories.town(where),
        "address": f"丹霞路{number}号",
        "industry": "餐饮服务",
        "scan_code": uuid.uuid4().hex,
    }
    return InspectionTarget.objects.create(**{**values, **changes})


def topic(
    name: str = "占道经营检查",
    *,
    item: EnforcementItem | None = None,
    times: int = 1,
    share: int = 100,
    **changes: Any,
) -> InspectionTopic:
    """A topic with two questions, so many times a year at each grade of credit."""
    item = item or stories.delegated_item("石亭街道", "天宝镇")
    number = next(_numbers)
    values: dict[str, Any] = {
        "code": f"JC-{number:04d}",
        "name": name,
        "agency": item.agency,
        "domain": item.domain,
        "basis": "《城市市容和环境卫生管理条例》第十四条",
        "minutes": 30,
    }
    made = InspectionTopic.objects.create(**{**values, **changes})
    made.items.add(item)
    for order, text in enumerate(("门前是否占道堆放物料", "是否保持立面整洁"), start=1):
        ChecklistItem.objects.create(topic=made, order=order, text=text, item=item)
    for grade in "ABCD":
        FrequencyRule.objects.create(topic=made, credit=grade, times=times, share=share)
    return made


def plan(zone: str = "西部片区", **changes: Any) -> AnnualPlan:
    """A plan of this year without visits, in force unless another state is given."""
    place = Zone.objects.get(name=zone)
    values: dict[str, Any] = {
        "zone": place,
        "year": timezone.localdate().year,
        "version": AnnualPlan.objects.filter(zone=place).count() + 1,
        "state": AnnualPlan.State.PUBLISHED,
        "title": f"{place.name}年度联合检查计划",
        "seed": 7,
        "instance_hash": "0" * 64,
        "created_by": None,
    }
    values |= changes
    if values["state"] == AnnualPlan.State.PUBLISHED:
        values.setdefault("published_at", timezone.now() - timedelta(days=1))
    return AnnualPlan.objects.create(**values)


def visit(
    of: AnnualPlan,
    at: InspectionTarget | None = None,
    *,
    people: People,
    on: date | None = None,
    **changes: Any,
) -> PlannedVisit:
    """A visit of two officers of 石亭街道, today in the morning, for one topic of the town."""
    at = at or target()
    made = PlannedVisit.objects.create(
        plan=of,
        target=at,
        township=at.township,
        **{"day": on or timezone.localdate(), "slot": 0, **changes},
    )
    VisitTopic.objects.create(visit=made, topic=_a_topic(), township=at.township)
    for user in (people.shiting, people.shiting_second):
        VisitOfficer.objects.create(visit=made, officer=user.officer)
    return made


def bureau_topic(made: PlannedVisit, agency: str, of: InspectionTopic) -> VisitTopic:
    """Another topic of the visit, a bureau's own."""
    bureau = Agency.objects.get(short_name=agency)
    return VisitTopic.objects.create(visit=made, topic=of, agency=bureau)


def _a_topic() -> InspectionTopic:
    return InspectionTopic.objects.order_by("id").first() or topic()
