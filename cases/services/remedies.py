"""Reconsideration and litigation (复议、诉讼): entered when asked for, and when they end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from cases import events
from cases.models import Case, Remedy
from cases.rules import remedies as rule
from cases.rules.deadlines import Term
from cases.selectors.standing import contests_of, draft_of
from cases.services import _progress, _terms, disclosure
from core import notices
from core.errors import RuleViolation
from core.models import User

_73 = "《行政处罚法》第七十三条"


@dataclass(frozen=True)
class Filed:
    """What was asked for, where and when; `stays_execution`: the organ or court stopped it."""

    kind: str
    organ: str
    filed_on: date
    number: str = ""
    stays_execution: bool = False


@dataclass(frozen=True)
class Ended:
    """How it ended; `new_amount`: the fine in yuan where the decision was changed to another."""

    result: str
    result_on: date
    note: str
    new_amount: Decimal | None = None


@transaction.atomic
def file(*, case_id: int, filed: Filed, by: User, version: int | None = None) -> Remedy:
    """Enter that the decision is contested. Surcharge and application to the court rest."""
    case = _progress.begin(case_id=case_id, action="remedy", by=by, version=version)
    if filed.kind not in Remedy.Kind.values:
        raise RuleViolation("no_kind", "请选择复议或者诉讼", _73, "kind")
    if not (case.served_on and case.served_on <= filed.filed_on <= timezone.localdate()):
        message = f"申请（起诉）日期须在送达（{case.served_on}）以后、今天以前"
        raise RuleViolation("filed_out_of_order", message, _73, "filed_on")
    simple = case.procedure == Case.Procedure.SIMPLE
    rule.check_filing(filed.kind, contests_of(case), simple=simple)
    row = Remedy.objects.create(case=case, recorded_by=by, **vars(filed))
    if filed.kind == rule.RECONSIDERATION:
        _terms.close_term(case, Term.RECONSIDERATION, filed.filed_on)
    else:
        for term in (Term.LITIGATION, Term.LITIGATION_LAND, Term.LITIGATION_AFTER_RECONSIDERATION):
            _terms.close_term(case, term, filed.filed_on)
    _terms.close_term(case, Term.COURT_APPLICATION, filed.filed_on)
    payload = {
        "remedy": row.get_kind_display(),
        "organ": row.organ,
        "requested_on": row.filed_on.isoformat(),
        "stays_execution": "是" if row.stays_execution else "",
    }
    _progress.finish(case, "remedy", by=by, payload=payload)
    return row


@transaction.atomic
def end(
    *, case_id: int, remedy: Remedy, ended: Ended, by: User, version: int | None = None
) -> Remedy:
    """Enter the result with what it brings: terms, withdrawal of what was made public, news."""
    case = _progress.begin(case_id=case_id, action="remedy_result", by=by, version=version)
    row = Remedy.objects.select_for_update().get(pk=remedy.pk, case=case)
    _check(case, row, ended)
    row.result, row.result_on = ended.result, ended.result_on
    row.result_note, row.new_amount = ended.note.strip()[:300], ended.new_amount
    row.save()
    after_reconsideration = row.kind == rule.RECONSIDERATION and row.result != rule.WITHDRAWN
    if after_reconsideration and row.result not in rule.ANNULLED:
        _terms.close_term(case, Term.LITIGATION, ended.result_on)
        _terms.open_term(case, Term.LITIGATION_AFTER_RECONSIDERATION, ended.result_on, binds=False)
    if row.result in rule.FAULTED:
        _undone(case, row)
    payload = {
        "remedy": row.get_kind_display(),
        "result": row.get_result_display(),
        "result_on": ended.result_on.isoformat(),
        "note": row.result_note,
    }
    if row.new_amount is not None:
        payload["amount"] = f"{row.new_amount:.2f}"
    _progress.finish(case, "remedy_result", by=by, payload=payload)
    _tell(case, row, by)
    events.remedy_ended.send(sender=Remedy, case=case, remedy=row, by=by)
    return row


def _check(case: Case, row: Remedy, ended: Ended) -> None:
    if row.result:
        raise RuleViolation("ended_already", "该件已登记结果", _73, "remedy")
    if ended.result not in Remedy.Result.values:
        raise RuleViolation("no_result", "请选择结果", _73, "result")
    if not row.filed_on <= ended.result_on <= timezone.localdate():
        message = f"结果送达日期须在申请（{row.filed_on}）以后、今天以前"
        raise RuleViolation("result_out_of_order", message, _73, "result_on")
    draft = draft_of(case)
    if ended.new_amount is None:
        return
    if ended.result != Remedy.Result.CHANGED:
        message = "只有变更决定的才填写变更后的罚款"
        raise RuleViolation("amount_unchanged", message, _73, "new_amount")
    if draft is not None and ended.new_amount > draft.amount:
        heavier = "行政复议不得作出对申请人更为不利的变更；行政诉讼变更判决不得加重"
        basis = "《行政复议法》第六十三条、《行政诉讼法》第七十七条"
        raise RuleViolation("heavier", heavier, basis, "new_amount")


def _undone(case: Case, row: Remedy) -> None:
    """What was made public is withdrawn in three working days (第四十八条第二款)."""
    assert row.result_on is not None  # just set
    if row.result in rule.ANNULLED:
        for term in (Term.FINE_PAYMENT, Term.COURT_DEMAND, Term.COURT_APPLICATION):
            _terms.close_term(case, term, row.result_on)
    disclosure.decision_undone(case, on=row.result_on, how=row.get_result_display())


def _tell(case: Case, row: Remedy, by: User) -> None:
    people = [one.officer.user for one in case.handlers.filter(removed_at=None)]
    said = f"{row.get_kind_display()}结果为{row.get_result_display()}"
    notices.send(
        [person for person in people if person != by],
        key=f"remedy:{row.pk}",
        text=f"{case.number} {case.title}：{said}",
        url=f"{case.get_absolute_url()}?tab=performance",
        urgent=row.result in rule.FAULTED,
    )
