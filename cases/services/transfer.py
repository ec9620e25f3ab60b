"""Handing a case on: proposed, approved where the law asks for it, sent, taken back before it is
taken over (《行政处罚法》第二十二条、第二十七条；国务院令第310号第五条、第六条)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from cases import events
from cases.models import Approval, Case, Transfer
from cases.rules import transfer as rules
from cases.rules.approvals import ApprovalKind
from cases.rules.deadlines import Term
from cases.rules.papers import kind_of
from cases.rules.transfer import Course, TransferKind
from cases.selectors.transfers import open_of
from cases.services import (
    _jurisdiction,
    _progress,
    _terms,
    _transfer,
    _transfer_course,
    approvals,
    papers,
)
from cases.services._transfer import Piece, Wanted
from core import numbering
from core.errors import RuleViolation
from core.models import User
from personnel import selectors as people
from zones.models import Township

__all__ = ["Piece", "Sending", "Wanted", "propose", "send", "withdraw"]

Status = Transfer.Status
_310 = "《行政执法机关移送涉嫌犯罪案件的规定》第五条"
_COPY = "《关于在行政执法中及时移送涉嫌犯罪案件的意见》（高检会〔2006〕2号）第一条"


@transaction.atomic
def propose(*, case_id: int, wanted: Wanted, by: User, version: int | None = None) -> Transfer:
    """Propose the transfer; it is sent at once unless the head must approve it first.

    A crime is reported to the head in writing, who decides within three days. A case of the first
    version of the procedure ends with the transfer.
    """
    case = _progress.begin(case_id=case_id, action="transfer", by=by, version=version)
    if wanted.kind not in list(TransferKind):
        raise RuleViolation("no_kind", "请选择移送种类", field="kind")
    kind = TransferKind(wanted.kind)
    _transfer.check(case, kind, wanted)
    asked = rules.asks_head(kind, filed=case.filed_on is not None, version=case.workflow_version)
    row = _written(case, kind, wanted, by, asked=asked)
    payload = {
        "transfer_kind": kind.rule.label,
        "receiver": row.receiver,
        "reason": wanted.reason,
        "pieces": [str(piece) for piece in row.pieces.all()],
    }
    if asked:
        _ask(case, row, by)
    elif rules.course_of(kind, case.workflow_version) is Course.ENDS and case.workflow_version == 1:
        return _end_at_once(case, row, by, payload)
    _progress.finish(case, "transfer", by=by, payload=payload)
    if not asked:
        _send(case, row, by)
    return row


def _written(case: Case, kind: TransferKind, wanted: Wanted, by: User, *, asked: bool) -> Transfer:
    sender, unit = case.unit, wanted.unit if kind.rule.inside else None
    row = Transfer.objects.create(
        case=case,
        kind=kind.value,
        status=Status.ASKED if asked else Status.SENT,
        from_township=sender if isinstance(sender, Township) else None,
        from_agency=None if isinstance(sender, Township) else sender,
        to_township=unit if isinstance(unit, Township) else None,
        to_agency=unit if unit is not None and not isinstance(unit, Township) else None,
        to_organ="" if unit else wanted.organ.strip()[:60],
        item=wanted.item if kind.rule.inside else None,
        reason=wanted.reason,
        basis=kind.rule.basis,
        proposed_by=by,
    )
    _transfer.write_pieces(row, wanted.pieces, wanted.materials)
    return row


def _ask(case: Case, row: Transfer, by: User) -> None:
    payload = {
        "transfer_kind": row.get_kind_display(),
        "receiver": row.receiver,
        "basis": row.basis,
        "pieces": [str(piece) for piece in row.pieces.all()],
    }
    row.approval = approvals.ask(
        case, ApprovalKind.TRANSFER, reason=row.reason, payload=payload, by=by
    )
    row.save(update_fields=["approval"])
    if row.is_crime:
        _terms.open_term(case, Term.TRANSFER_APPROVAL, timezone.localdate())


def _end_at_once(case: Case, row: Transfer, by: User, payload: Mapping[str, object]) -> Transfer:
    """The first version of the procedure knows no receipt: the case ends as it is sent."""
    today = timezone.localdate()
    row.status, row.sent_by, row.sent_at = Status.ACCEPTED, by, timezone.now()
    row.answered_by, row.answered_on = by, today
    row.answer = "第 1 版程序：移送即办结"
    row.save()
    _jurisdiction.show_to(case, row.sender, "移送单位")
    _transfer_course.hand_things(case, row, to_whom=row.receiver, place="", by=by)
    case.closing_note = f"移送{row.receiver}：{row.reason}"[:300]
    _terms.close_all(case, today)
    _progress.finish(case, "transfer", by=by, payload=payload)
    events.closed.send(sender=Case, case=case, by=by)
    return row


def _send(case: Case, row: Transfer, by: User, at: datetime | None = None) -> None:
    """It is on its way: the receiver sees the case, and its time for an answer runs."""
    row.status, row.sent_by, row.sent_at = Status.SENT, by, at or timezone.now()
    row.due_on = _transfer.answer_due(row.of_kind.rule.answer, timezone.localdate(row.sent_at))
    row.save()
    _jurisdiction.show_to(case, row.sender, "移送单位")
    if row.unit is not None:
        _jurisdiction.show_to(case, row.unit, "移送接收")
        words = f"{row.sender}移送你单位，请在 {row.due_on} 前接收或者退回"
        _transfer.tell(case, row, _transfer.people_of(row.unit), words, "sent")
    letter = row.of_kind.rule.paper
    papers.produce(case, letter, by=by, about=row, number=_number(row, letter))
    papers.produce(case, "transfer_list", by=by, about=row)


def _number(row: Transfer, kind: str) -> str:
    """The sender's next number, also where nobody in the district is competent."""
    mark = kind_of(kind).mark
    year = timezone.localdate().year
    number = numbering.take(f"{mark}:{people.unit_key(row.sender)}", year)
    return f"{row.sender.document_prefix}{mark}〔{year}〕{number}号"


def _approved(approval: Approval, case: Case, by: User) -> None:
    """Approved: a crime is to be with the police in twenty-four hours, the rest goes at once."""
    row = _transfer.locked(case, approval.transfer.pk)
    row.approved_at = timezone.now()
    row.status = Status.APPROVED
    row.save()
    _terms.close_term(case, Term.TRANSFER_APPROVAL, timezone.localdate())
    words = {"approval": approval.get_kind_display(), "opinion": approval.opinion}
    _progress.note(case, "approve", by=by, payload={**words, "receiver": row.receiver})
    if not row.is_crime:
        _send(case, row, row.proposed_by)
        return
    limit = f"{timezone.localtime(row.send_by):%m-%d %H:%M}"
    told = f"移送{row.receiver}已批准，须在 {limit} 前送出并抄送检察院"
    _transfer.tell(case, row, [row.proposed_by], told, "approved")


def _refused(approval: Approval, case: Case, by: User) -> None:
    """Not approved: the reason is on record (第五条), and the case goes on."""
    row = _transfer.locked(case, approval.transfer.pk)
    row.status, row.answer = Status.REFUSED, approval.opinion[:300]
    row.save()
    _terms.close_term(case, Term.TRANSFER_APPROVAL, timezone.localdate())
    approvals.trace_only(approval, case, by)


approvals.register(ApprovalKind.TRANSFER, "", _approved, _refused)


@dataclass(frozen=True)
class Sending:
    """When the file went to the police, and its copy to the procurators."""

    sent_at: datetime
    copied_to: str
    copied_on: date


@transaction.atomic
def send(*, case_id: int, sending: Sending, by: User, version: int | None = None) -> Transfer:
    """The approved transfer has gone to the police, with a copy of its letter to the procurators.

    From now on the case rests: no penalty takes the place of the criminal case (第二十七条).
    """
    case = _progress.begin(case_id=case_id, action="send_transfer", by=by, version=version)
    waiting = open_of(case, Status.APPROVED)
    if not waiting:
        raise RuleViolation("nothing_to_send", "本案没有已批准待送出的移送", _310)
    row = _transfer.locked(case, waiting[0].pk)
    _check_sending(row, sending)
    row.copied_to, row.copied_on = sending.copied_to[:60], sending.copied_on
    _transfer_course.rest(case, row)
    payload = {"receiver": row.receiver, "copied_to": row.copied_to}
    _progress.finish(case, "send_transfer", by=by, payload=payload)
    _send(case, row, by, sending.sent_at)
    return row


def _check_sending(row: Transfer, sending: Sending) -> None:
    if sending.sent_at > timezone.now():
        raise RuleViolation("future_sending", "送出时间晚于现在，请核对", _310, field="sent_at")
    if row.approved_at and sending.sent_at < row.approved_at.replace(second=0, microsecond=0):
        raise RuleViolation(
            "sent_unapproved", "送出时间早于批准时间，请核对", _310, field="sent_at"
        )
    if not sending.copied_to.strip():
        raise RuleViolation("not_copied", "请写明抄送的人民检察院", _COPY, field="copied_to")
    if sending.copied_on > timezone.localdate():
        raise RuleViolation("future_copy", "抄送日期晚于今天，请核对", _COPY, field="copied_on")


@transaction.atomic
def withdraw(*, case_id: int, reason: str, by: User, version: int | None = None) -> Case:
    """Take it back before anybody took it over; what the police were sent is not taken back."""
    case = _progress.begin(case_id=case_id, action="withdraw_transfer", by=by, version=version)
    found = [row for row in open_of(case) if row.withdrawable]
    if not found:
        text = "没有可以撤回的移送：已接收的不能撤回，已送公安机关的不得撤回"
        raise RuleViolation("nothing_to_withdraw", text, "《行政处罚法》第二十二条、第二十七条")
    row = _transfer.locked(case, found[0].pk)
    row.status, row.answer = Status.WITHDRAWN, reason[:300]
    row.save()
    _terms.close_term(case, Term.TRANSFER_APPROVAL, timezone.localdate())
    if row.approval is not None and row.approval.status == Approval.Status.OPEN:
        row.approval.status = Approval.Status.WITHDRAWN
        row.approval.save(update_fields=["status"])
    payload = {"receiver": row.receiver, "reason": reason}
    _progress.finish(case, "withdraw_transfer", by=by, payload=payload)
    if row.unit is not None and row.sent_at:
        words = f"{row.sender}撤回了移送，无须再处理"
        _transfer.tell(case, row, _transfer.people_of(row.unit), words, "withdrawn")
    return case
