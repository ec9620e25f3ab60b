"""Cases brought to a stage through the services, as people would."""

from __future__ import annotations

import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from cases.models import Case, PriorNotice
from cases.services import (
    approvals,
    arrangement,
    decision,
    delivery,
    escalation,
    filing,
    handling,
    intake,
    investigation,
)
from core.models import User
from tests.people import People
from zones.models import Empowerment, EnforcementItem, Township

DELEGATED_SINCE = "2024-07-01"


def town(name: str) -> Township:
    return Township.objects.get(name=name)


def delegated_item(*towns: str) -> EnforcementItem:
    """An item of 区城管执法局, delegated to the towns since 2024-07-01."""
    item = EnforcementItem.objects.filter(domain="城管-市容环卫").order_by("code")[0]
    for name in towns:
        Empowerment.objects.get_or_create(
            item=item,
            township=town(name),
            starts_on=DELEGATED_SINCE,
            defaults={"document": "测试承接确认书"},
        )
    return item


def undelegated_item() -> EnforcementItem:
    return EnforcementItem.objects.filter(domain="农业农村").order_by("code")[0]


def report(where: str, *others: str, item: EnforcementItem, **changes: Any) -> intake.Report:
    values: dict[str, Any] = {
        "source": "inspection",
        "title": "占用城市道路堆放物料",
        "description": "巡查发现沿街商户占用人行道堆放建材。",
        "item": item,
        "township": town(where),
        "other_towns": [town(name) for name in others],
        "place": "丹霞路北段",
        "occurred_on": timezone.localdate() - timedelta(days=2),
        "party_kind": "organisation",
        "party_name": "芗城某建材经营部（测试）",
    }
    return intake.Report(**{**values, **changes})


def registered(by: User, where: str, *others: str, accept: bool = True, **changes: Any) -> Case:
    item = changes.pop("item", None) or delegated_item(where, *others)
    made = report(where, *others, item=item, **changes)
    return intake.register(report=made, key=uuid.uuid4(), by=by, accept=accept)


def filed(people: People, *others: str, **changes: Any) -> Case:
    """Filed in 石亭街道 by its two officers."""
    case = registered(people.shiting, "石亭街道", *others, **changes)
    lead, second = people.shiting.officer, people.shiting_second.officer
    filing.propose(case_id=case.pk, lead=lead, others=[second], by=people.shiting)
    return approved(case, people.shiting_deputy)


def approved(case: Case, by: User, opinion: str = "同意") -> Case:
    """The head of the organ approves what was asked last."""
    row = case.approvals.get(status="open")
    approvals.answer(approval_id=row.pk, approved=True, opinion=opinion, by=by)
    case.refresh_from_db()
    return case


def routed(case: Case) -> Case:
    """What the worker does with the report."""
    row = case.escalations.get(status="pending")
    escalation.route({"escalation": row.pk})
    case.refresh_from_db()
    return case


def orders(lead: str, *towns: str, mode: str = "joint") -> arrangement.Orders:
    return arrangement.Orders(
        mode=mode,
        lead=town(lead),
        asks={town(name): ("inspection",) for name in towns},
        instruction="两镇街联合取证，石亭街道牵头。",
    )


def arranged(people: People, *others: str) -> Case:
    """Cross-town, told to the western chief, arranged as joint work."""
    chief = people.chief_west
    case = routed(filed(people, *(others or ("天宝镇",))))
    arrangement.arrange(case_id=case.pk, orders=orders("石亭街道", "天宝镇"), by=chief)
    case.refresh_from_db()
    return case


def intended(**changes: Any) -> handling.Intended:
    values: dict[str, Any] = {
        "facts": "当事人占用人行道堆放建材约十平方米，有现场笔录、照片为证。",
        "basis": "《城市市容和环境卫生管理条例》第三十六条",
        "discretion": "初次违法，及时清理，从轻处罚。",
        "penalty": "fine",
        "amount": Decimal("500.00"),
        "performance": "自收到决定书之日起十五日内缴纳。",
    }
    return handling.Intended(**{**values, **changes})


def investigated(people: People, case: Case) -> Case:
    officers = [handler.officer for handler in case.handlers.all()]
    record = investigation.Record(
        kind="site",
        held_at=timezone.now(),
        place=case.place,
        subject=case.party_name,
        content="现场见建材堆放于人行道。",
        certificates_shown=True,
        officers=officers,
    )
    lead = officers[0].user
    investigation.add_record(case_id=case.pk, record=record, by=lead)
    return handling.conclude(case_id=case.pk, findings="违法事实清楚。", by=lead)


def notified(people: People, case: Case, *, heard: bool = True, **changes: Any) -> Case:
    lead = case.handlers.all()[0].officer.user
    investigated(people, case)
    handling.notify(
        case_id=case.pk,
        intended=intended(**changes),
        served_on=timezone.localdate(),
        by=lead,
    )
    if heard:
        told = PriorNotice.objects.get(case=case).hearing_told
        handling.hear_statement(
            case_id=case.pk, statement="", answer="", waived=True, hearing_waived=told, by=lead
        )
    case.refresh_from_db()
    return case


def under_review(people: People) -> Case:
    """A cross-town case handed to the western reviewer."""
    _ = people.reviewer_west
    case = notified(people, arranged(people))
    decision.submit_for_review(case_id=case.pk, confirmed=["true"], by=people.shiting)
    case.refresh_from_db()
    return case


def decided(people: People, case: Case | None = None, **changes: Any) -> Case:
    """In 石亭街道, notified and heard, decided by its head; `changes` are those of the draft."""
    case = notified(people, case or filed(people), **changes)
    decision.decide(case_id=case.pk, by=people.shiting_deputy)
    case.refresh_from_db()
    return case


def served(people: People, case: Case | None = None, **changes: Any) -> Case:
    """Decided and handed to the party today."""
    return handed_over(decided(people, case, **changes), people)


def issued(case: Case, people: People) -> Case:
    """Decided by the head of 石亭街道 and handed to the party today."""
    decision.decide(case_id=case.pk, by=people.shiting_deputy)
    return handed_over(case, people)


def handed_over(case: Case, people: People) -> Case:
    handed = delivery.Service("direct", timezone.localdate(), "当事人", "当事人签收")
    delivery.serve(case_id=case.pk, service=handed, by=people.shiting)
    return Case.objects.get(pk=case.pk)
