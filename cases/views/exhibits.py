"""Things held: the list of a unit, one thing with its chain of custody, what is done with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from cases import policy, selectors
from cases.forms import held as forms
from cases.models import Exhibit
from cases.rules.exhibits import DISPOSALS, IN_HAND
from cases.selectors import held as query
from cases.services import exhibits as service
from cases.services import measures
from core import calendars, sheets
from core.http import UserRequest, attempt, render_page
from core.paging import ListPage, page_number

EXPORT_LIMIT = 5_000
Do = Callable[[Exhibit, dict[str, Any], service.Handover, Any], object]


@dataclass(frozen=True)
class Act:
    """One thing that can be done with an exhibit."""

    label: str
    icon: str
    form: type[forms.HandoverForm]
    run: Do
    hint: str = ""


def _move(row: Exhibit, data: dict[str, Any], handover: service.Handover, by: Any) -> object:
    return service.hand_over(exhibit_id=row.pk, handover=handover, why=data["why"], by=by)


def _test(row: Exhibit, data: dict[str, Any], handover: service.Handover, by: Any) -> object:
    agency = data["agency"]
    return service.send_for_test(exhibit_id=row.pk, agency=agency, handover=handover, by=by)


def _result(row: Exhibit, data: dict[str, Any], handover: service.Handover, by: Any) -> object:
    result = data["result"]
    return service.enter_result(exhibit_id=row.pk, result=result, handover=handover, by=by)


def _dispose(row: Exhibit, data: dict[str, Any], handover: service.Handover, by: Any) -> object:
    return service.dispose(
        exhibit_id=row.pk,
        outcome=data["outcome"],
        document=data["document"],
        handover=handover,
        by=by,
    )


ACTS: Mapping[str, Act] = MappingProxyType(
    {
        "move": Act("交接保管", "arrow-left-right", forms.MoveForm, _move),
        "test": Act(
            "送检测鉴定", "eyedropper", forms.TestForm, _test, "送检人交付，检测机构接收人签名"
        ),
        "result": Act("登记检测鉴定结果", "clipboard-data", forms.ResultForm, _result),
        "dispose": Act(
            "处置",
            "check2-square",
            forms.DisposeForm,
            _dispose,
            "退还由当事人签名；没收、销毁、拍卖、移送写明所依据的文书（《行政处罚法》第七十四条）",
        ),
    }
)


def exhibit_list(request: UserRequest) -> HttpResponse:
    """What is in hand, the most pressing first."""
    form, rows = _found(request)
    page = ListPage(rows, page_number(request.GET.get("page")))
    today, calendar = timezone.localdate(), calendars.work_calendar()
    lines = []
    for row in page.rows:
        due = query.due_of_exhibit(row, today, calendar)
        lines.append((row, due, query.is_late(due)))
    context = {
        "form": form,
        "page": page,
        "lines": lines,
        "filtered": any(form.cleaned_data.values()),
    }
    return render_page(request, "cases/exhibits/list.html", "cases/exhibits/_list.html", context)


def _found(request: UserRequest) -> tuple[forms.ExhibitFilter, Any]:
    form = forms.ExhibitFilter(request.GET)
    if not form.is_valid():
        form = forms.ExhibitFilter({})
        form.is_valid()
    return form, query.exhibits_for(request.user, **form.cleaned_data)


def export(request: UserRequest) -> HttpResponse:
    """The filtered list as a workbook."""
    _, rows = _found(request)
    head = ["物品", "数量", "单位", "规格、特征", "状态", "案号", "当事人", "来源", "存放地点",
            "保管人", "处理期限", "送检机构", "检测结果", "处置文书", "处置日期"]  # fmt: skip
    lines = (
        [
            row.name,
            float(row.quantity),
            row.unit,
            row.description,
            row.get_state_display(),
            row.case.number,
            row.case.party_name,
            source_of(row),
            row.kept_at,
            row.keeper,
            row.last_day or "",
            row.sent_to,
            row.result,
            row.disposal_document,
            row.disposed_on or "",
        ]
        for row in rows[:EXPORT_LIMIT]
    )
    data = sheets.workbook(head, lines, sheet="涉案物品")
    return sheets.download(data, f"涉案物品{timezone.localdate():%Y%m%d}.xlsx")


def source_of(row: Exhibit) -> str:
    if row.measure is not None:
        return row.measure.get_kind_display()
    if row.preservation is not None:
        return "先行登记保存"
    return "抽样取证" if row.record is not None else "—"


def exhibit_page(request: UserRequest, pk: int) -> HttpResponse:
    """One thing: what it is, where it is, and who had it."""
    row = query.get_exhibit(user=request.user, pk=pk)
    today, calendar = timezone.localdate(), calendars.work_calendar()
    may = policy.keeps_exhibits(request.user, row.case)
    context = {
        "row": row,
        "case": row.case,
        "due": query.due_of_exhibit(row, today, calendar),
        "source": source_of(row),
        "acts": [(key, ACTS[key]) for key in acts_on(row)] if may else [],
        "custody": row.custody.all(),
    }
    return render(request, "cases/exhibits/page.html", context)


def acts_on(row: Exhibit) -> list[str]:
    """What may be done with it in its state."""
    if row.state == Exhibit.State.CONFISCATED:
        return ["dispose"]
    if row.state not in IN_HAND:
        return []
    back = ["result"] if row.sent_to and not row.result else []
    found = ["move", *(back or ["test"])]
    sources = [source for source in (row.preservation, row.measure) if source is not None]
    if all(source.outcome for source in sources) and row.state in DISPOSALS:
        found.insert(0, "dispose")
    return found


def act(request: UserRequest, pk: int, act: str) -> HttpResponse:
    """Something is done with one thing, and the receiver signs."""
    row = query.get_exhibit(user=request.user, pk=pk)
    policy.require_keeping(request.user, row.case)
    spec = ACTS.get(act)
    if spec is None or (request.method == "GET" and act not in acts_on(row)):
        raise Http404("这件物品现在没有这个操作")
    form = spec.form(request.POST or None, exhibit=row)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        handover = service.Handover(data["to_whom"], data["place"], data["signature"])
        done = attempt(
            request,
            lambda: spec.run(row, data, handover, request.user),
            success=f"已登记：{spec.label}",
            form=form,
        )
        if done is not None:
            return redirect(row)
    context = {"row": row, "case": row.case, "spec": spec, "key": act, "form": form}
    return render(request, "cases/exhibits/act.html", context)


def sampled(request: UserRequest, pk: int) -> HttpResponse:
    """Enter the things taken as samples, from the record of the sampling."""
    case = selectors.get_visible_case(user=request.user, pk=pk)
    policy.require_keeping(request.user, case)
    records = query.sampling_records(case)
    form = forms.SampledForm(request.POST or None, records=records)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = attempt(
            request,
            lambda: service.from_record(
                record_id=data["record"].pk,
                things=data["things"],
                place=data["place"],
                keeper=data["keeper"],
                by=request.user,
            ),
            success=lambda rows: f"已登记 {len(rows)} 件抽样物品",
            form=form,
        )
        if done is not None:
            return redirect(f"{case.get_absolute_url()}?tab=evidence")
    context = {"case": case, "form": form, "has_records": records.exists()}
    return render(request, "cases/exhibits/sampled.html", context)


def testing(request: UserRequest, pk: int) -> HttpResponse:
    """The days of testing that do not count for a measure."""
    row = query.get_measure(user=request.user, pk=pk)
    policy.require_keeping(request.user, row.case)
    form = forms.TestingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            request,
            lambda: measures.set_testing(measure_id=row.pk, by=request.user, **form.cleaned_data),
            success=lambda made: f"检测鉴定期间已登记，期限至 {made.last_day}",
            form=form,
        )
        if done is not None:
            return redirect(f"{row.case.get_absolute_url()}?tab=evidence")
    context = {"row": row, "case": row.case, "form": form}
    return render(request, "cases/exhibits/testing.html", context)
