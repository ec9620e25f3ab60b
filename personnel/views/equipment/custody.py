"""Handing a piece out, taking it back, reporting and mending faults, recording inspections."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from core.http import UserRequest
from personnel import policy
from personnel.forms.equipment import ReasonForm
from personnel.forms.equipment_use import InspectForm, LendForm, ReturnForm
from personnel.selectors import equipment as selectors
from personnel.services import equipment as service
from personnel.views.equipment._acting import Act, perform

LEND = Act("lend", "领用", "确认领用", "请领用人当面核对装备，并在下面签名。", "已登记领用")
RETURN = Act("return", "归还", "确认归还", "请接收人当面检查装备，并在下面签名。", "已登记归还")
FAULT = Act(
    "fault",
    "报告故障",
    "报告",
    "报告后该装备不能领用、预约，管理人会收到提醒；已预约的人会被告知改用其他装备。",
    "已报告，装备管理人会处理",
)
REPAIR = Act("repair", "送修", "登记送修", "送修期间不能领用、预约。", "已登记送修")
RESOLVE = Act("resolve", "登记修复", "登记修复", "登记后可以重新领用、预约。", "已恢复使用")
INSPECT = Act(
    "inspect",
    "登记检验（校准）",
    "登记",
    "合格的，按下次检验日期提醒；不合格的，转为故障待修。",
    "已登记检验",
)


def lend(request: UserRequest, pk: int) -> HttpResponse:
    piece = selectors.get_visible_piece(user=request.user, pk=pk)
    policy.require_using(request.user, piece.unit)
    manages = policy.manages_equipment_of(request.user, piece.unit)
    form = LendForm(request.POST or None, piece=piece, user=request.user, manages=manages)
    return perform(
        request,
        piece,
        LEND,
        form,
        lambda: service.lend(piece_id=pk, terms=form.terms(), by=request.user),
    )


def give_back(request: UserRequest, pk: int) -> HttpResponse:
    """Take the piece back from who has it."""
    piece = selectors.get_visible_piece(user=request.user, pk=pk)
    policy.require_using(request.user, piece.unit)
    loan = selectors.loan_of(piece)
    if loan is None:
        return redirect(piece)
    form = ReturnForm(request.POST or None)
    return perform(
        request,
        piece,
        RETURN,
        form,
        lambda: service.give_back(
            loan_id=loan.pk,
            faulty=form.cleaned_data["condition"] == "faulty",
            note=form.cleaned_data["note"],
            signature=form.cleaned_data["signature"],
            by=request.user,
        ),
    )


def report_fault(request: UserRequest, pk: int) -> HttpResponse:
    piece = selectors.get_visible_piece(user=request.user, pk=pk)
    loan = selectors.loan_of(piece)
    if loan is None or loan.officer.user != request.user:
        policy.require_using(request.user, piece.unit)
    form = ReasonForm(request.POST or None, label="故障情况", hint="现象、何时发生、能否使用")
    return perform(
        request,
        piece,
        FAULT,
        form,
        lambda: service.report_fault(
            piece_id=pk, description=form.cleaned_data["reason"], by=request.user
        ),
    )


def mend(request: UserRequest, pk: int, step: str) -> HttpResponse:
    """repair: it is at the workshop; resolve: it works again."""
    piece = selectors.get_visible_piece(user=request.user, pk=pk)
    policy.require_managing(request.user, piece.unit)
    if step == "repair":
        form = ReasonForm(request.POST or None, label="送修情况", hint="送修单位、预计修复时间")
        return perform(
            request,
            piece,
            REPAIR,
            form,
            lambda: service.send_to_repair(
                piece_id=pk, note=form.cleaned_data["reason"], by=request.user
            ),
        )
    if step != "resolve":
        raise Http404
    form = ReasonForm(request.POST or None, label="处理结果", hint="更换的部件、费用等")
    return perform(
        request,
        piece,
        RESOLVE,
        form,
        lambda: service.resolve(
            piece_id=pk, resolution=form.cleaned_data["reason"], by=request.user
        ),
    )


def inspect(request: UserRequest, pk: int) -> HttpResponse:
    piece = selectors.get_visible_piece(user=request.user, pk=pk)
    policy.require_managing(request.user, piece.unit)
    form = InspectForm(request.POST or None)
    return perform(
        request,
        piece,
        INSPECT,
        form,
        lambda: service.inspect(piece_id=pk, result=form.result(), by=request.user),
    )
