"""Handing a case on, and the answers to it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cases.actions._spec import Action, label, simple
from cases.forms import transfer_answers as forms
from cases.forms.transfer import TransferForm
from cases.models import Case, Transfer
from cases.rules.transfer_crime import CrimeStep, possible_after
from cases.selectors.transfers import crime_of, open_of
from cases.services import transfer, transfer_answers, transfer_crime

Status = Transfer.Status

TRANSFERRING: Mapping[str, Action] = MappingProxyType(
    {
        "transfer": Action(
            label("transfer"),
            "box-arrow-right",
            TransferForm,
            simple(transfer.propose, "wanted"),
            "移送已登记",
            beside="cases/transfers/_rules.html",
        ),
        "send_transfer": Action(
            label("send_transfer"),
            "send-check",
            forms.SendTransferForm,
            simple(transfer.send, "sending"),
            "已登记送出，案件中止，等待公安机关的决定",
            hint="批准后 24 小时内移送公安机关，移送书抄送人民检察院（国务院令第310号第五条）",
        ),
        "withdraw_transfer": Action(
            label("withdraw_transfer"),
            "arrow-counterclockwise",
            forms.WithdrawForm,
            simple(transfer.withdraw, "reason"),
            "移送已撤回，案件由本单位继续办理",
        ),
        "receive_transfer": Action(
            label("receive_transfer"),
            "box-arrow-in-right",
            forms.ReceiveForm,
            simple(transfer_answers.receive, "taking"),
            "已接收，请在立案期限内办理立案",
            hint="清点清单后接收：案件由本单位继续办理，立案期限自今天起算；移送单位仍可查看",
            above="cases/transfers/_waiting.html",
        ),
        "return_transfer": Action(
            label("return_transfer"),
            "arrow-return-left",
            forms.ReturnForm,
            simple(transfer_answers.send_back, "ground", "reason"),
            "已退回移送单位",
            hint="受移送单位不得再自行移送他人；对管辖有争议的，报请区政府指定管辖（第二十五条）",
            above="cases/transfers/_waiting.html",
        ),
        "record_receipt": Action(
            label("record_receipt"),
            "clipboard-check",
            forms.ReceiptForm,
            simple(transfer_answers.record_receipt, "transfer", "receipt"),
            "回执已登记",
        ),
        "crime_step": Action(
            label("crime_step"),
            "shield-exclamation",
            forms.CrimeStepForm,
            simple(transfer_crime.record, "told"),
            "刑事办理情况已登记",
            hint="不予立案、司法机关移回的，案件恢复办理；已追究刑事责任的，案件办结",
        ),
        "transfer_result": Action(
            label("transfer_result"),
            "reply",
            forms.ResultForm,
            simple(transfer_answers.record_result, "transfer", "result", "on"),
            "处理结果已登记",
        ),
    }
)


def pointless(case: Case) -> dict[str, bool]:
    """For each act of a transfer: whether there is nothing in this case to do it with."""
    sent, taken = open_of(case, Status.SENT), open_of(case, Status.ACCEPTED)
    crime = crime_of(case)
    steps = [CrimeStep(row.step) for row in crime.steps.all()] if crime else []
    return {
        "send_transfer": not open_of(case, Status.APPROVED),
        "withdraw_transfer": not any(row.withdrawable for row in open_of(case)),
        "receive_transfer": not any(row.unit for row in sent),
        "return_transfer": not any(row.unit for row in sent),
        "record_receipt": not any(row.unit is None for row in sent),
        "crime_step": crime is None or not possible_after(steps),
        "transfer_result": not any(row.unit is None and not row.result for row in taken),
    }
