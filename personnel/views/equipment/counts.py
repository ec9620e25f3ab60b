"""What units have and lack; the money asked for and granted."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from core import audit, sheets
from core.http import UserRequest, attempt, render_page
from core.models import Parameter
from personnel import policy
from personnel.forms.budget import AmendForm, GrantForm, RequestForm, YearFilter
from personnel.models import BudgetLine, Equipment
from personnel.rules.equipment import Need
from personnel.selectors import equipment_counts as selectors
from personnel.services import equipment as service

_NORMS = ("OFFICERS_PER_TERMINAL", "OFFICERS_PER_CAMERA", "VEHICLES_PER_UNIT")
_KINDS = ("terminal", "camera", "vehicle")


def coverage(request: UserRequest) -> HttpResponse:
    """Officers against terminals, cameras and vehicles, unit by unit (方案三（三）)."""
    policy.require_seeing_equipment(request.user)
    rows = selectors.coverage(request.user, timezone.localdate())
    totals = [_total(kind, [row.needs[n] for row in rows]) for n, kind in enumerate(_KINDS)]
    norms = "；".join(
        f"{row.label} {row.value} {row.unit}{'' if row.confirmed_on else '（待确认）'}"
        for row in Parameter.objects.filter(code__in=_NORMS)
    )
    context: dict[str, object] = {"rows": rows, "totals": totals, "norms": norms}
    context["sees_budget"] = policy.sees_budget(request.user)
    return render(request, "personnel/equipment/coverage.html", context)


def _total(kind: str, found: list[Need]) -> dict[str, object]:
    short, wanted = sum(need.short for need in found), sum(need.wanted for need in found)
    return {
        "label": Equipment.Kind(kind).label,
        "had": sum(need.had for need in found),
        "tone": "warning" if short else "success",
        "hint": f"应配 {wanted}，各单位共缺 {short}" if short else f"应配 {wanted}，已配齐",
    }


def export_coverage(request: UserRequest) -> HttpResponse:
    policy.require_seeing_equipment(request.user)
    labels = [Equipment.Kind(kind).label for kind in _KINDS]
    head = ["单位", "执法人员"]
    for label in labels:
        head += [f"{label}应配", f"{label}现有", f"{label}可用", f"{label}缺口"]
    lines = []
    for row in selectors.coverage(request.user, timezone.localdate()):
        figures = [(need.wanted, need.had, need.usable, need.short) for need in row.needs]
        lines.append([str(row.unit), row.officers, *(n for four in figures for n in four)])
    data = sheets.workbook(head, lines, title="执法装备配备情况", widths=(18, 10))
    return sheets.download(data, "执法装备配备情况.xlsx")


def _require_seeing_budget(request: UserRequest) -> None:
    if not policy.sees_budget(request.user):
        raise PermissionDenied("经费预算由区财政局和各单位装备管理人查看")


def budget(request: UserRequest) -> HttpResponse:
    """A year's requests and grants: units by kinds, with totals (方案附件（七）)."""
    _require_seeing_budget(request)
    form = YearFilter(request.GET)
    year = form.chosen()
    lines = selectors.visible_budget(request.user).filter(year=year)
    context = {
        "form": form,
        "year": year,
        "table": selectors.budget_table(lines),
        "kinds": BudgetLine.Kind.choices,
        "may_request": policy.manages_equipment(request.user),
        "sees_budget": True,
    }
    return render_page(
        request, "personnel/equipment/budget.html", "personnel/equipment/_budget.html", context
    )


def export_budget(request: UserRequest) -> HttpResponse:
    """The year's lines, one a row, and the district's total."""
    _require_seeing_budget(request)
    year = YearFilter(request.GET).chosen()
    lines = list(selectors.visible_budget(request.user).filter(year=year))
    table = selectors.budget_table(lines)
    rows: list[list[object]] = [
        [
            unit.unit,
            line.get_kind_display(),
            line.requested,
            "未安排" if line.granted is None else line.granted,
            line.note,
        ]
        for unit in table.units
        for line in unit.cells
        if line is not None
    ]
    rows += [
        [f"{label}小计", "", table.kinds[kind].requested, table.kinds[kind].granted, ""]
        for kind, label in BudgetLine.Kind.choices
    ]
    rows.append(["合计", "", table.total.requested, table.total.granted, ""])
    head = ("单位", "科目", "申请金额（元）", "安排金额（元）", "用途说明")
    title = f"{year} 年执法经费预算"
    data = sheets.workbook(head, rows, title=title, widths=(20, 14, 18, 18, 44))
    return sheets.download(data, f"{title}.xlsx")


def request_money(request: UserRequest) -> HttpResponse:
    """Ask for money for one of my units."""
    if not policy.manages_equipment(request.user):
        raise PermissionDenied("经费由本单位联络人、副片长申请")
    form = RequestForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            request,
            lambda: service.request_money(
                unit=form.unit_chosen(), words=form.words(), by=request.user
            ),
            success="已提交经费申请，区财政局会收到提醒",
            form=form,
        )
        if made is not None:
            return redirect(made)
    return render(request, "personnel/equipment/budget_new.html", {"form": form})


def line_page(request: UserRequest, pk: int) -> HttpResponse:
    """One line: what was asked, granted and bought; the unit amends, 财政局 grants."""
    line = selectors.get_visible_line(user=request.user, pk=pk)
    version = selectors.version_of_line(line)
    grants = policy.grants_budget(request.user)
    amends = line.granted is None and policy.manages_equipment_of(request.user, line.unit)
    form: GrantForm | AmendForm | None = None
    if grants:
        first = line.requested if line.granted is None else line.granted
        form = GrantForm(request.POST or None, initial={"granted": first, "version": version})
    elif amends:
        initial = {"requested": line.requested, "note": line.note, "version": version}
        form = AmendForm(request.POST or None, initial=initial)
    elif request.method == "POST":
        policy.require_granting(request.user)
    if form is not None and request.method == "POST" and form.is_valid():
        save = service.grant if grants else service.amend
        data = form.cleaned_data
        if attempt(
            request,
            lambda: save(line_id=pk, by=request.user, **data),
            success="已安排" if grants else "已修改申请",
            form=form,
        ):
            return redirect(line)
    bought = Equipment.objects.filter(budget_line=line).order_by("kind", "code")
    context = {
        "line": line,
        "form": form,
        "grants": grants,
        "bought": list(bought[:50]),
        "bought_count": bought.count(),
        "trail": list(audit.trail_of(line).order_by("-seq")),
    }
    return render(request, "personnel/equipment/budget_line.html", context)
