"""The answer to a transfer: taken over or returned inside, the receipt of an organ outside, what
became of it there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from cases.models import Case, Transfer
from cases.rules import transfer as rules
from cases.rules.deadlines import Term
from cases.rules.transfer import Course
from cases.selectors.transfers import waiting_of
from cases.services import _progress, _transfer, _transfer_course, papers
from core import uploads
from core.errors import RuleViolation
from core.models import User

Status, Ground = Transfer.Status, Transfer.Ground
_22 = "《行政处罚法》第二十二条"
_7 = "《行政执法机关移送涉嫌犯罪案件的规定》第七条"
LARGEST_RECEIPT = 20 * uploads.MEGABYTE


@dataclass(frozen=True)
class Taking:
    """Who takes the file and the things over, and where they are kept."""

    receiver_name: str
    place: str = ""
    note: str = ""


@transaction.atomic
def receive(*, case_id: int, taking: Taking, by: User, version: int | None = None) -> Case:
    """Take the case over: it goes on here under its number, to be filed by this unit.

    Competence is asked once more; the team of the sender leaves the case, originals change hands.
    """
    case = _progress.begin(case_id=case_id, action="receive_transfer", by=by, version=version)
    row = _waiting(case)
    unit = row.unit
    assert unit is not None  # waits inside the platform
    found = _transfer.competence(case, unit, row.item)
    if not found.fits(unit):
        who = found.usual.authority or "有权机关"
        text = f"依照现行赋权，本案由{who}执法，不能接收；请退回并写明理由"
        raise RuleViolation("not_competent", text, _22)
    team = [one.officer.user for one in case.handlers.filter(removed_at=None)]
    things = _transfer_course.hand_things(
        case, row, to_whom=taking.receiver_name, place=taking.place, by=by
    )
    _transfer_course.move(case, row, unit, found.with_receiver)
    _answer(row, Status.ACCEPTED, by, timezone.localdate())
    row.receiver_name, row.answer = taking.receiver_name[:60], taking.note[:300]
    payload = {
        "from": str(row.sender),
        "receiver": row.receiver,
        "goods": things,
        "note": taking.note,
    }
    _progress.finish(case, "receive_transfer", by=by, payload=payload)
    _save(row, case)
    told = [*team, row.proposed_by]
    _transfer.tell(case, row, told, f"{row.receiver}已接收，由其继续办理", "accepted")
    papers.produce(case, "transfer_receipt", by=by, about=row)
    return case


@transaction.atomic
def send_back(
    *, case_id: int, ground: str, reason: str, by: User, version: int | None = None
) -> Case:
    """Return it with the reason; the sender has it as before and its terms have run on."""
    case = _progress.begin(case_id=case_id, action="return_transfer", by=by, version=version)
    row = _waiting(case)
    if ground not in Ground.values:
        raise RuleViolation("no_ground", "请选择退回情形", _22, field="ground")
    if not reason.strip():
        raise RuleViolation("no_reason", "请写明退回理由，移送单位据此补正", _22, field="reason")
    _answer(row, Status.RETURNED, by, timezone.localdate())
    row.ground, row.answer = ground, reason[:300]
    payload = {"receiver": row.receiver, "ground": row.get_ground_display(), "reason": reason}
    _progress.finish(case, "return_transfer", by=by, payload=payload)
    _save(row, case)
    words = f"{row.receiver}退回移送（{row.get_ground_display()}）：{reason}"
    told = [*_transfer.people_of(row.sender), row.proposed_by]
    _transfer.tell(case, row, told, words, "returned")
    return case


@dataclass(frozen=True)
class Receipt:
    """The receipt of an organ outside, as the sender enters it."""

    accepted: bool
    on: date
    receiver_name: str = ""
    number: str = ""
    reason: str = ""
    file: UploadedFile[Any] | None = None


@transaction.atomic
def record_receipt(
    *, case_id: int, transfer: Transfer, receipt: Receipt, by: User, version: int | None = None
) -> Case:
    """Enter the receipt (回执) or the return of an organ outside; what follows is the kind's."""
    case = _progress.begin(case_id=case_id, action="record_receipt", by=by, version=version)
    row = _transfer.locked(case, transfer.pk)
    _check_receipt(row, receipt)
    _answer(row, Status.ACCEPTED if receipt.accepted else Status.RETURNED, by, receipt.on)
    row.receiver_name, row.receipt = receipt.receiver_name[:60], receipt.number[:80]
    row.answer = receipt.reason[:300]
    if not receipt.accepted:
        row.ground = Ground.OTHER
    if receipt.file is not None:
        checked = uploads.check(receipt.file, uploads.PAPER, LARGEST_RECEIPT)
        row.receipt_name, row.receipt_sha256 = checked.name, checked.digests().sha256
        row.receipt_file.save(checked.stored_name, checked.file, save=False)
    payload = {
        "receiver": row.receiver,
        "outcome": row.get_status_display(),
        "receipt": row.receipt,
        "reason": receipt.reason,
    }
    if receipt.accepted:
        _taken_outside(case, row, by, receipt)
    _progress.finish(case, "record_receipt", by=by, payload=payload)
    if receipt.accepted and rules.course_of(row.of_kind, case.workflow_version) is Course.ENDS:
        _transfer_course.end(case, row, by)
    _save(row, case)
    return case


def _taken_outside(case: Case, row: Transfer, by: User, receipt: Receipt) -> None:
    course = row.of_kind.rule.course
    if course is Course.ENDS:
        given = row.pieces.filter(original=True, exhibit__isnull=False)
        _transfer.require_things_along(case, set(given.values_list("exhibit_id", flat=True)))
    if course is Course.RESTS:
        row.awaits = True
        row.due_on = _transfer.answer_due(Term.POLICE_REVIEW, receipt.on)
    _transfer_course.hand_things(
        case, row, to_whom=receipt.receiver_name or row.receiver, place="", by=by
    )


def _check_receipt(row: Transfer, receipt: Receipt) -> None:
    basis = _7 if row.is_crime else _22
    if row.status != Status.SENT or row.unit is not None:
        raise RuleViolation("no_receipt_due", "这件移送没有在等待回执", basis, field="transfer")
    assert row.sent_at is not None  # sent
    if not timezone.localdate(row.sent_at) <= receipt.on <= timezone.localdate():
        text = f"回执日期应在送出之日（{timezone.localdate(row.sent_at)}）至今天之间，请核对"
        raise RuleViolation("receipt_day", text, basis, field="on")
    if receipt.accepted and not (receipt.number.strip() or receipt.file):
        text = "请填写回执文号，或者上传签收的回执扫描件"
        raise RuleViolation("no_receipt", text, basis, field="number")
    if not receipt.accepted and row.is_crime:
        text = "公安机关应当接受移送并在回执上签字，不属于其管辖的由其转送；不予立案的登记其决定"
        raise RuleViolation("police_take_it", text, _7, field="accepted")
    if not receipt.accepted and not receipt.reason.strip():
        raise RuleViolation("no_reason", "请写明退回理由", basis, field="reason")


@transaction.atomic
def record_result(
    *,
    case_id: int,
    transfer: Transfer,
    result: str,
    on: date,
    by: User,
    version: int | None = None,
) -> Case:
    """What the organ outside made of it, told to the sender."""
    case = _progress.begin(case_id=case_id, action="transfer_result", by=by, version=version)
    row = _transfer.locked(case, transfer.pk)
    if row.status != Status.ACCEPTED or row.unit is not None:
        raise RuleViolation("not_taken", "接收机关接收后方可登记处理结果", _22, field="transfer")
    if row.answered_on and not row.answered_on <= on <= timezone.localdate():
        text = f"日期应在接收之日（{row.answered_on}）至今天之间，请核对"
        raise RuleViolation("result_day", text, field="on")
    row.result, row.result_on = result[:300], on
    row.save(update_fields=["result", "result_on"])
    payload = {"receiver": row.receiver, "result": result}
    return _progress.finish(case, "transfer_result", by=by, payload=payload)


def _waiting(case: Case) -> Transfer:
    waiting = waiting_of(case)
    if waiting is None:
        raise RuleViolation("nothing_waits", "本案没有等待接收的移送，可能已撤回", _22)
    return _transfer.locked(case, waiting.pk)


def _answer(row: Transfer, status: str, by: User, on: date) -> None:
    row.status, row.answered_by, row.answered_on = status, by, on


def _save(row: Transfer, case: Case) -> None:
    row.answer_version = case.version
    row.save()
