"""What becomes of a complaint: taken up, refused, passed on, merged, answered."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from cases import policy, selectors
from cases.models import Case, Complaint
from cases.rules import complaints as rule
from cases.services import intake
from cases.services.complaints import terms_from
from core import access, audit, calendars, notices
from core.errors import RuleViolation
from core.models import User
from zones.models import Agency, Township

Status = Complaint.Status
Unit = Township | Agency


def begin(*, complaint_id: int, action: str, by: User, revision: int | None = None) -> Complaint:
    """Lock the complaint and make sure `by` may take `action` on it now.

    Raises PermissionDenied, or RuleViolation when somebody changed it since `revision` was seen.
    """
    row = (
        Complaint.objects.select_for_update(of=("self",))
        .select_related("township", "transferred_township", "transferred_agency", "case")
        .get(pk=complaint_id)
    )
    policy.require_complaint(by, row)
    if revision is not None and revision != row.revision:
        text = "他人刚刚办理了这件投诉举报。您填写的内容已保留，请核对后再提交"
        raise RuleViolation("stale", text)
    rule.check(action, row.standing)
    return row


def _finish(row: Complaint, verb: str, by: User, payload: Mapping[str, object]) -> Complaint:
    row.revision += 1
    row.save()
    audit.record(by=by, verb=verb, subject=row, payload=payload)
    return row


def _handled(row: Complaint, status: str, by: User, note: str) -> None:
    row.status = status
    row.handled_by, row.handled_at, row.handling_note = by, timezone.now(), note


@transaction.atomic
def accept(*, complaint_id: int, note: str, by: User, revision: int | None = None) -> Complaint:
    """Take it up to be looked into; a case may follow."""
    row = begin(complaint_id=complaint_id, action="accept", by=by, revision=revision)
    _handled(row, Status.ACCEPTED, by, note)
    return _finish(row, "accept", by, {"note": note})


@transaction.atomic
def register(
    *,
    complaint_id: int,
    report: intake.Report,
    key: uuid.UUID,
    by: User,
    revision: int | None = None,
) -> Complaint:
    """Take it up with the case it leads to, registered. The same key makes one case."""
    made = Case.objects.filter(submission_key=key, created_by=by).first()
    if made is not None and made.complaints.filter(pk=complaint_id).exists():
        return made.complaints.get(pk=complaint_id)
    row = begin(complaint_id=complaint_id, action="register", by=by, revision=revision)
    case = intake.register(report=report, key=key, by=by, accept=True)
    _handled(row, Status.ACCEPTED, by, row.handling_note)
    row.case = case
    return _finish(row, "register", by, {"case": case.number})


@transaction.atomic
def link(*, complaint_id: int, case_id: int, by: User, revision: int | None = None) -> Complaint:
    """Take it up as part of a case that is there already; the person must see that case."""
    row = begin(complaint_id=complaint_id, action="link", by=by, revision=revision)
    case = selectors.visible_cases(user=by).filter(pk=case_id).first()
    if case is None:
        text = "没有这个案件，或者它不在您的职责范围内"
        raise RuleViolation("no_such_case", text, field="case")
    _handled(row, Status.ACCEPTED, by, row.handling_note)
    row.case = case
    _finish(row, "link", by, {"case": case.number})
    people = [h.officer.user for h in case.handlers.filter(removed_at=None)]
    notices.send(
        [user for user in people if user != by],
        key=f"complaint:{row.pk}:linked",
        text=f"投诉举报 {row.number} 归入您办理的 {case.number}：{row.place}",
        url=case.get_absolute_url(),
    )
    return row


@transaction.atomic
def refuse(
    *, complaint_id: int, ground: str, note: str, by: User, revision: int | None = None
) -> Complaint:
    """Do not take it up, with one of the standard grounds."""
    row = begin(complaint_id=complaint_id, action="refuse", by=by, revision=revision)
    if ground == "other" and not note.strip():
        raise RuleViolation("no_reason", "请写明不予受理的具体理由", rule.PLAN, field="note")
    _handled(row, Status.REFUSED, by, note)
    row.refusal = ground
    return _finish(row, "refuse", by, {"ground": rule.REFUSALS[ground], "note": note})


@transaction.atomic
def transfer(
    *,
    complaint_id: int,
    to: Unit | str,
    note: str,
    by: User,
    revision: int | None = None,
) -> Complaint:
    """Pass it to another town or bureau, which then has it, or to an organ outside (a name).

    A unit inside gets the term to take it up anew; the term of the answer runs on. The town it
    came to goes on seeing it.
    """
    row = begin(complaint_id=complaint_id, action="transfer", by=by, revision=revision)
    if to in (row.holder, row.township):
        text = "它来自这个单位，请用“退回转办”" if to == row.township else "它已在这个单位"
        raise RuleViolation("same_unit", f"{text}，请另选接收单位", field="to")
    _handled(row, Status.TRANSFERRED, by, note)
    row.transferred_to = str(to)
    row.transferred_township = to if isinstance(to, Township) else None
    row.transferred_agency = to if isinstance(to, Agency) else None
    if not isinstance(to, str):
        row.ack_due_on = _anew()
    _finish(row, "transfer", by, {"to": str(to), "note": note})
    if not isinstance(to, str):
        _tell_unit(row, to, "转来", by)
    return row


@transaction.atomic
def send_back(
    *, complaint_id: int, reason: str, by: User, revision: int | None = None
) -> Complaint:
    """The receiving unit is not the right one: back to the town it came from."""
    row = begin(complaint_id=complaint_id, action="send_back", by=by, revision=revision)
    sender = str(row.holder)
    _handled(row, Status.RECEIVED, by, f"{sender}退回：{reason}")
    row.transferred_to, row.transferred_township, row.transferred_agency = "", None, None
    row.ack_due_on = _anew()
    _finish(row, "send_back", by, {"from": sender, "reason": reason})
    _tell_unit(row, row.township, f"被{sender}退回", by)
    return row


def _anew() -> date:
    """The last day to take it up, for a unit that gets it today."""
    return terms_from(timezone.localdate(), calendars.work_calendar())[0]


def _tell_unit(row: Complaint, unit: Unit, how: str, by: User) -> None:
    notices.send(
        [user for user in access.users_with("register_cases", unit) if user != by],
        key=f"complaint:{row.pk}:unit:{row.revision}",
        text=f"投诉举报 {row.number}（{row.place}）{how}，{row.ack_due_on} 前决定是否受理",
        url=row.get_absolute_url(),
        urgent=True,
    )


@transaction.atomic
def merge(*, complaint_id: int, into_id: int, by: User, revision: int | None = None) -> Complaint:
    """It tells of the same thing as another complaint the unit has, and goes on with that one."""
    row = begin(complaint_id=complaint_id, action="merge", by=by, revision=revision)
    other = (
        Complaint.objects.select_related("township", "transferred_township", "transferred_agency")
        .filter(pk=into_id)
        .exclude(pk=row.pk)
        .first()
    )
    if other is None or other.holder != row.holder:
        raise RuleViolation("merge_elsewhere", "只能并入本单位承办的投诉举报", field="into")
    if other.status == Status.MERGED:
        text = f"{other.number} 已并入 {other.merged_into}，请并入后者"
        raise RuleViolation("merge_chain", text, field="into")
    if row.repeats.exists():
        text = "已有其他投诉举报并入这一件，请反过来把另一件并入本件"
        raise RuleViolation("merge_chain", text, field="into")
    _handled(row, Status.MERGED, by, f"与 {other.number} 反映同一事项")
    row.merged_into = other
    _finish(row, "merge", by, {"into": other.number})
    audit.record(by=by, verb="take_in", subject=other, payload={"from": row.number})
    return row


@transaction.atomic
def answer(
    *,
    complaint_id: int,
    text: str,
    method: str,
    repeats: bool,
    by: User,
    revision: int | None = None,
) -> Complaint:
    """Tell the reporter what came of it; `repeats`: those merged into it get the same answer."""
    row = begin(complaint_id=complaint_id, action="answer", by=by, revision=revision)
    _check_method(row, method)
    _answer(row, text, method, by)
    if repeats:
        waiting = row.repeats.select_for_update().filter(answered_at=None, wants_answer=True)
        for repeat in waiting:
            _answer(repeat, text, Complaint.AnswerMethod.WEB, by)
    return row


def _check_method(row: Complaint, method: str) -> None:
    if method == Complaint.AnswerMethod.PHONE and not row.reporter_phone:
        text = "投诉举报人没有留电话，请选择其他答复方式"
        raise RuleViolation("no_phone", text, field="method")


def _answer(row: Complaint, text: str, method: str, by: User) -> None:
    now = timezone.now()
    late = timezone.localdate(now) > row.answer_due_on
    row.status, row.answer, row.answer_method = Status.ANSWERED, text, method
    row.answered_by, row.answered_at = by, now
    label = Complaint.AnswerMethod(method).label
    _finish(row, "answer", by, {"answer": text, "method": label, "late": late})
