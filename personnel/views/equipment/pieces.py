"""The list of equipment, the page of a piece, and its record."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from core import audit, sheets
from core.http import UserRequest, attempt, render_page
from core.paging import ListPage, page_number
from personnel import policy
from personnel.forms.equipment import (
    EditPieceForm,
    EquipmentFilter,
    MoveForm,
    NewPieceForm,
    ReasonForm,
    key_of,
    units_for,
)
from personnel.models import Engagement, Equipment
from personnel.rules.equipment import series
from personnel.selectors import equipment as selectors
from personnel.services import equipment as service
from personnel.views.equipment._acting import Act, perform

State = Equipment.State
EXPORT_LIMIT = 5000
PAST_LOANS, PAST_CARE, TRAIL = 10, 8, 30
DAYS_AHEAD = 14
_HEAD = (
    "编号",
    "种类",
    "品牌型号",
    "车牌号",
    "单位",
    "状态",
    "保管人",
    "领用人",
    "应还时间",
    "配备日期",
    "下次检验",
    "经费来源",
    "备注",
)
_WIDTHS = (16, 12, 22, 12, 16, 10, 10, 10, 18, 12, 12, 26, 30)
MOVE = Act(
    "move",
    "调拨到其他单位",
    "调拨",
    "调入单位的管理人会收到提醒。领用未还、已有预约的装备不能调拨；临时使用请改用预约。",
    "已调拨",
)
RETIRE = Act(
    "retire",
    "报废",
    "报废",
    "报废后不能再领用、预约，记录保留，不能撤销。",
    "已报废",
    tone="danger",
)


def equipment_list(request: UserRequest) -> HttpResponse:
    """Equipment of my units, and what I have on loan."""
    form = EquipmentFilter(request.GET, user=request.user)
    rows = form.rows()
    if not rows.exists():
        policy.require_seeing_equipment(request.user)
    context = {
        "form": form,
        "page": ListPage(rows, page_number(request.GET.get("page"))),
        "manages": policy.manages_equipment(request.user),
        "now": timezone.now(),
        "sees_budget": policy.sees_budget(request.user),
        "filtered": any(form.cleaned_data.values()),
    }
    return render_page(
        request, "personnel/equipment/list.html", "personnel/equipment/_list.html", context
    )


def export(request: UserRequest) -> HttpResponse:
    """What the list shows, as a workbook."""
    rows = EquipmentFilter(request.GET, user=request.user).rows()
    rows = rows.select_related(
        "township", "agency", "custodian__user", "budget_line__township", "budget_line__agency"
    )
    lines = [_line(row) for row in rows[:EXPORT_LIMIT]]
    data = sheets.workbook(_HEAD, lines, title="执法装备", widths=_WIDTHS)
    return sheets.download(data, "执法装备.xlsx")


def _line(row: Equipment) -> tuple[str, ...]:
    loan = selectors.loan_of(row)
    due = timezone.localtime(loan.due_at).strftime("%Y-%m-%d %H:%M") if loan else ""
    return (
        row.code,
        row.get_kind_display(),
        row.model,
        row.plate,
        str(row.unit),
        row.get_state_display(),
        str(row.custodian or ""),
        str(loan.officer) if loan else "",
        due,
        row.acquired_on.isoformat(),
        row.inspect_due_on.isoformat() if row.inspect_due_on else "",
        str(row.budget_line or ""),
        row.note,
    )


def piece_page(request: UserRequest, pk: int) -> HttpResponse:
    """One piece: where it is, what is due, who had it, what was wrong with it, who booked it."""
    piece = selectors.get_visible_piece(user=request.user, pk=pk)
    now, loan = timezone.now(), selectors.loan_of(piece)
    manages = policy.manages_equipment_of(request.user, piece.unit)
    uses = policy.uses_equipment_of(request.user, piece.unit)
    holds = loan is not None and loan.officer.user_id == request.user.pk
    booked = selectors.bookings([piece], now, now + timedelta(days=DAYS_AHEAD)).get(pk, [])
    loans = piece.loans.select_related("officer__user", "lent_by", "returned_to")
    context = {
        "piece": piece,
        "loan": loan,
        "holds": holds,
        "manages": manages,
        "sees_budget": piece.budget_line is not None and policy.sees_budget(request.user),
        "retired": piece.state == State.RETIRED,
        "may_lend": uses and piece.state == State.IN_USE and loan is None,
        "may_take_back": loan is not None and (manages or (uses and not holds)),
        "may_report": (uses or holds) and piece.state != State.RETIRED,
        "may_book": _bookable(piece)
        and not (loan and loan.due_at < now)
        and policy.may_book(request.user, piece.unit),
        "open_fault": piece.faults.filter(resolved_at=None).select_related("reported_by").first(),
        "bookings": [(row, _may_release(request, row, manages)) for row in booked],
        "loans": list(loans[:PAST_LOANS]),
        "inspections": list(piece.inspections.select_related("recorded_by")[:PAST_CARE]),
        "faults": list(
            piece.faults.exclude(resolved_at=None).select_related("reported_by", "resolved_by")[
                :PAST_CARE
            ]
        ),
        "trail": list(audit.trail_of(piece).order_by("-seq")[:TRAIL]),
    }
    return render(request, "personnel/equipment/piece.html", context)


def _bookable(piece: Equipment) -> bool:
    return piece.state == State.IN_USE and piece.kind != Equipment.Kind.UNIFORM


def _may_release(request: UserRequest, row: Engagement, manages: bool) -> bool:
    mine = row.created_by_id == request.user.pk
    return (mine or manages) and not hasattr(row, "carried")


def new(request: UserRequest) -> HttpResponse:
    """Record one piece, or several of a kind."""
    units = units_for(request.user, "manage_equipment")
    unit = units.get(request.GET.get("unit", "")) or next(iter(units.values()), None)
    if unit is None:
        raise PermissionDenied("装备由本单位联络人、副片长登记")
    form = NewPieceForm(request.POST or None, unit=unit)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def record() -> list[Equipment]:
            codes = [data["code"]] if data["count"] == 1 else series(data["code"], data["count"])
            return service.register(codes=codes, unit=unit, words=form.words(), by=request.user)

        made = attempt(request, record, success=lambda rows: f"已登记 {len(rows)} 件", form=form)
        if made is not None:
            return redirect(made[0]) if len(made) == 1 else redirect("equipment")
    others = [(key, str(one), key == key_of(unit)) for key, one in units.items()]
    context: dict[str, object] = {"form": form, "unit": unit, "units": others, "piece": None}
    return render(request, "personnel/equipment/edit.html", context)


def edit(request: UserRequest, pk: int) -> HttpResponse:
    """Correct the record of a piece."""
    piece = selectors.get_visible_piece(user=request.user, pk=pk)
    policy.require_managing(request.user, piece.unit)
    names = [field.name for field in Equipment._meta.fields]
    initial = {name: getattr(piece, name) for name in names}
    initial["version"] = selectors.version_of(piece)
    form = EditPieceForm(request.POST or None, unit=piece.unit, initial=initial)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            request,
            lambda: service.edit(
                piece_id=pk,
                code=form.cleaned_data["code"],
                words=form.words(),
                version=form.cleaned_data["version"],
                by=request.user,
            ),
            success="已保存",
            form=form,
        )
        if done is not None:
            return redirect(piece)
    context: dict[str, object] = {"form": form, "unit": piece.unit, "units": [], "piece": piece}
    return render(request, "personnel/equipment/edit.html", context)


def move(request: UserRequest, pk: int) -> HttpResponse:
    """To another unit for good."""
    piece = selectors.get_visible_piece(user=request.user, pk=pk)
    policy.require_managing(request.user, piece.unit)
    form = MoveForm(request.POST or None, old=piece.unit)
    if request.method == "POST" and form.is_valid():
        unit, reason = form.unit_chosen(), form.cleaned_data["reason"]
        made = attempt(
            request,
            lambda: service.move(piece_id=pk, unit=unit, reason=reason, by=request.user),
            success=f"{piece}已调拨到{unit}",
            form=form,
        )
        if made is not None:  # it may no longer be mine to see
            return redirect("equipment")
    context: dict[str, object] = {"piece": piece, "act": MOVE, "form": form}
    context |= {"signs": False, "searches": False}
    return render(request, "personnel/equipment/act.html", context)


def retire(request: UserRequest, pk: int) -> HttpResponse:
    piece = selectors.get_visible_piece(user=request.user, pk=pk)
    policy.require_managing(request.user, piece.unit)
    form = ReasonForm(request.POST or None, label="报废原因", hint="如：达到报废年限，文号")
    return perform(
        request,
        piece,
        RETIRE,
        form,
        lambda: service.retire(piece_id=pk, reason=form.cleaned_data["reason"], by=request.user),
    )
