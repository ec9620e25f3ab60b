"""Handed to the city: the letter, its receipt, and the end of the case with the sender."""

from __future__ import annotations

from cases.rules.deadlines import Term
from cases.rules.transfer import TransferKind
from xiangcheng_enforcement.demo.casefile import At, CaseFile, Step
from xiangcheng_enforcement.demo.clock import iso

_KIND = TransferKind.CITY
_REASON = "该事项已上收市级行使，案件材料一并移送"
_PIECE = "案件登记材料（复印件）"


def transfer(file: CaseFile, at: At) -> Step:
    file.show_to(file.life.fate.towns[0], "移送单位")
    due = file.office.rules.terms.due(Term.TRANSFER_ANSWER, at.day)
    file.handed = {
        "id": next(file.office.transfer_ids),
        "case_id": file.pk,
        "kind": _KIND.value,
        "status": "sent",
        "from_township_id": file.life.fate.towns[0].pk,
        "to_organ": _KIND.rule.organ,
        "reason": _REASON,
        "basis": _KIND.rule.basis,
        "proposed_by_id": file.registrar.user_id,
        "proposed_at": at.stamp,
        "sent_by_id": file.registrar.user_id,
        "sent_at": at.stamp,
        "due_on": iso(due.due_on),
        "awaits": False,
        "rests_case": False,
        "answered_by_id": None,
        "answered_on": None,
        "receiver_name": "",
        "receipt": "",
    }
    return file.registrar, {
        "transfer_kind": _KIND.rule.label,
        "receiver": _KIND.rule.organ,
        "reason": _REASON,
        "pieces": [f"{_PIECE}（复印件）"],
    }


def record_receipt(file: CaseFile, at: At) -> Step:
    number = f"漳市执收〔{at.date[:4]}〕{file.index % 900 + 1}号"
    file.handed |= {
        "status": "accepted",
        "answered_by_id": file.registrar.user_id,
        "answered_on": at.date,
        "receiver_name": "案件受理窗口",
        "receipt": number,
    }
    return file.registrar, {
        "receiver": _KIND.rule.organ,
        "outcome": "已接收",
        "receipt": number,
        "reason": "",
    }


def transfer_ended(file: CaseFile, at: At) -> Step:
    file.closing_note = f"移送{_KIND.rule.organ}：{_REASON}"
    file.dates["ended"] = at.date
    file.close_all(at.date)
    return file.registrar, {"receiver": _KIND.rule.organ}


def write(file: CaseFile) -> None:
    """The transfer and the one line of its list."""
    if not file.handed:
        return
    rows = file.office.rows
    rows.transfers.rows.append(tuple(file.handed[name] for name in rows.transfers.columns))
    rows.transfer_pieces.rows.append((file.handed["id"], "案件登记材料", False))
