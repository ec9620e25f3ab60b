"""Transfers brought to a stage through the services."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from cases.models import Case, Transfer
from cases.rules.transfer import TransferKind
from cases.services import approvals, transfer, transfer_answers, transfer_crime
from core.models import User
from tests import stories
from tests.people import People
from zones.models import Agency, Township


def bureau(name: str = "区农业农村局") -> Agency:
    return Agency.objects.get(short_name=name)


def wanted(kind: str, **changes: Any) -> transfer.Wanted:
    rule = TransferKind(kind).rule
    values: dict[str, Any] = {
        "kind": kind,
        "reason": "经核查，违法行为发生地在天宝镇辖区。",
        "materials": ["案件登记材料（复印件）"],
        "organ": "" if rule.inside else rule.organ or "漳州市龙文区综合行政执法局",
    }
    return transfer.Wanted(**{**values, **changes})


def both_towns(people: People) -> Case:
    """Accepted in 石亭街道, touching 天宝镇; either may file it."""
    return stories.registered(people.shiting, "石亭街道", "天宝镇")


def ready(people: People, kind: TransferKind) -> tuple[Case, dict[str, Any]]:
    """A case that may be handed on so, and to whom."""
    if kind is TransferKind.TOWN:
        return both_towns(people), {"unit": stories.town("天宝镇")}
    case = stories.registered(people.shiting, "石亭街道")
    if kind is TransferKind.BUREAU:
        return case, {"unit": bureau(), "item": stories.undelegated_item()}
    if kind is TransferKind.CITY:
        stories.delegated_item("石亭街道")
        case.item.city_since = timezone.localdate() - timedelta(days=30)
        case.item.save(update_fields=["city_since"])
    return case, {}


def receiver_of(people: People, unit: Township | Agency | None) -> User:
    return people.bureau if isinstance(unit, Agency) else people.tianbao


def proposed(people: People, kind: TransferKind, **changes: Any) -> Transfer:
    case, to = ready(people, kind)
    return handed_on(case, people, kind, **{**to, **changes})


def handed_on(case: Case, people: People, kind: TransferKind, **changes: Any) -> Transfer:
    asked = wanted(kind.value, **changes)
    return transfer.propose(case_id=case.pk, wanted=asked, by=people.shiting)


def approved(row: Transfer, people: People) -> Transfer:
    approvals.answer(
        approval_id=row.approval.pk, approved=True, opinion="同意移送", by=people.shiting_deputy
    )
    row.refresh_from_db()
    return row


def sent(people: People, kind: TransferKind, **changes: Any) -> Transfer:
    """On its way, with every approval it needs."""
    _ = people.shiting_deputy
    row = proposed(people, kind, **changes)
    if row.status == Transfer.Status.ASKED:
        row = approved(row, people)
    if row.status == Transfer.Status.APPROVED:
        send_to_police(row, people)
    row.refresh_from_db()
    return row


def send_to_police(row: Transfer, people: People) -> None:
    sending = transfer.Sending(timezone.now(), "漳州市芗城区人民检察院", timezone.localdate())
    transfer.send(case_id=row.case_id, sending=sending, by=people.shiting)


def taken(row: Transfer, people: People) -> Transfer:
    """Taken over, by the receiver inside or by the receipt of an organ outside."""
    if row.unit is not None:
        transfer_answers.receive(
            case_id=row.case_id,
            taking=transfer_answers.Taking("接收人甲", "天宝镇物证室"),
            by=receiver_of(people, row.unit),
        )
    else:
        receipt = transfer_answers.Receipt(True, timezone.localdate(), "签收人", "收字1号")
        transfer_answers.record_receipt(
            case_id=row.case_id, transfer=row, receipt=receipt, by=people.shiting
        )
    row.refresh_from_db()
    row.case.refresh_from_db()
    return row


def returned(row: Transfer, people: People, ground: str = "materials") -> Transfer:
    transfer_answers.send_back(
        case_id=row.case_id,
        ground=ground,
        reason="清单所列现场照片未移交，请补齐。",
        by=receiver_of(people, row.unit),
    )
    row.refresh_from_db()
    row.case.refresh_from_db()
    return row


def crime(row: Transfer, people: People, step: str) -> Case:
    told = transfer_crime.Told(step, timezone.localdate(), "芗公（刑）字1号", "说明")
    case = transfer_crime.record(case_id=row.case_id, told=told, by=people.shiting)
    case.refresh_from_db()
    row.refresh_from_db()
    return case
