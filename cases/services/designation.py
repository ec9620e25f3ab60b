"""指定管辖: the district government's document, recorded by its office, moves the case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from cases import policy
from cases.models import Case, Designation, Dispute
from cases.rules import dispute as rules
from cases.rules.arranging import ARTICLE_25
from cases.services import _asking, _jurisdiction, _progress, dispute, papers
from core import notices
from core.errors import RuleViolation
from core.models import User
from zones.models import Agency, Township


@dataclass(frozen=True)
class Order:
    """Which unit, by which document of the district government, of which day, and why."""

    unit: Township | Agency
    document: str
    issued_on: date
    reason: str


@transaction.atomic
def designate(*, case_id: int, order: Order, by: User, version: int | None = None) -> Designation:
    """Record the designation: the unit named is competent from now on (第二十五条第二款)."""
    case = _progress.lock(case_id)
    if not policy.may_designate(by):
        raise PermissionDenied("指定管辖由区政府办公室登记")
    if version is not None and version != case.version:
        raise RuleViolation("stale", "案件已被他人更新，请核对最新情况后再提交")
    if case.is_final or case.decided_on:
        raise RuleViolation("too_late", "案件已作出决定或者办结，不能再指定管辖", ARTICLE_25)
    asked = case.disputes.filter(status=Dispute.Status.REFERRED).first()
    if asked is None:
        raise RuleViolation("not_asked", "本案没有报请指定管辖", ARTICLE_25)
    _check_document(order, asked)
    made = Designation.objects.create(
        case=case,
        dispute=asked,
        township=order.unit if isinstance(order.unit, Township) else None,
        agency=order.unit if isinstance(order.unit, Agency) else None,
        document=order.document.strip(),
        issued_on=order.issued_on,
        reason=order.reason,
        recorded_by=by,
    )
    asked.status, asked.ended_at = Dispute.Status.DESIGNATED, timezone.now()
    asked.save(update_fields=["status", "ended_at"])
    before = case.authority_name
    _move(case, made)
    payload = {
        "authority": case.authority_name,
        "from": before,
        "document": made.document,
        "reason": order.reason,
    }
    _progress.note(case, "designate", by=by, payload=payload)
    papers.produce(
        case, "designation_decision", by=by, about=made, number=made.document, on=made.issued_on
    )
    notices.send(
        dispute.people_of(case),
        key=f"designated:{made.pk}",
        text=f"{case.number} {case.title}：区政府以{made.document}指定{made.unit}管辖",
        url=_asking.page_of(case),
        urgent=True,
    )
    return made


def _check_document(order: Order, asked: Dispute) -> None:
    if not order.document.strip():
        raise RuleViolation("no_document", "请填写区政府文书的文号", ARTICLE_25, field="document")
    if order.issued_on > timezone.localdate():
        raise RuleViolation("future_document", "印发日期晚于今天，请核对", field="issued_on")
    opened = timezone.localdate(asked.opened_at)
    if order.issued_on < opened:
        text = f"印发日期早于争议提出之日（{opened}），请核对"
        raise RuleViolation("earlier_document", text, field="issued_on")


def _move(case: Case, made: Designation) -> None:
    """Ask the rule again, now with the document; handlers of another unit leave the case."""
    answer = _jurisdiction.decide(case, timezone.localdate())
    rules.check_designated(wanted=made.unit.name, answer=answer.authority)
    _jurisdiction.show_to(case, made.unit, "指定管辖")
    field = "home_township" if isinstance(made.unit, Township) else "home_agency"
    leaving = case.handlers.filter(removed_at=None).exclude(**{f"officer__{field}": made.unit})
    leaving.update(removed_at=timezone.now())
