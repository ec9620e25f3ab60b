"""常见错误: the list with its figures, what is proposed for it, and the statistics of returns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from core import sheets
from core.http import UserRequest, attempt, render_page
from core.paging import RowsPage, page_number
from legal_review.forms.knowledge import ErrorFilter, ErrorForm, PeriodFilter, ReasonForm
from legal_review.models import TypicalError
from legal_review.policy import guidance as policy
from legal_review.rules.checklist import Point
from legal_review.selectors import failings as selectors
from legal_review.selectors.failings import Span
from legal_review.services import knowledge as service
from legal_review.views.figures import read_span
from zones.models import EnforcementItem

TONES = {"draft": "neutral", "valid": "success", "superseded": "neutral", "withdrawn": "neutral"}
TREND_TONES = {"up": "danger", "down": "success", "same": "neutral", "new": "warning"}
_HEAD = [
    "标题",
    "审核要点",
    "执法事项",
    "错在哪里",
    "应当怎样",
    "法律条文",
    "示例",
    "本期次数",
    "上期次数",
]
_WIDTHS = (28, 12, 30, 50, 50, 30, 40, 10, 10)


def _found(request: UserRequest) -> tuple[list[dict[str, Any]], ErrorFilter]:
    """Entries with how often reviews found them, the most frequent first."""
    form = ErrorFilter(request.GET)
    span = Span(form.chosen, timezone.localdate())
    rows = selectors.errors_for(request.user)
    if form.cleaned_data.get("point"):
        rows = rows.filter(point=form.cleaned_data["point"])
    found = selectors.failings(span.earlier, span.until)
    lines = [_line(error, found, span) for error in rows]
    return sorted(lines, key=lambda line: -line["count"].now), form


def _line(error: TypicalError, found: list[selectors.Failing], span: Span) -> dict[str, Any]:
    count = selectors.count_of(error, found, span)
    return {
        "error": error,
        "count": count,
        "tone": TONES[error.standing],
        "trend_tone": TREND_TONES[count.trend.value],
    }


def typical_errors(request: UserRequest) -> HttpResponse:
    """What reviews keep finding, for training; open to all staff."""
    lines, form = _found(request)
    page = RowsPage(lines, page_number(request.GET.get("page")))
    context = {
        "form": form,
        "page": page,
        "curates": policy.curates(request.user),
        "sees_figures": policy.sees_figures(request.user),
    }
    return render_page(
        request, "legal_review/errors/list.html", "legal_review/errors/_list.html", context
    )


def export(request: UserRequest) -> HttpResponse:
    """The list as a workbook, to hand out at a training."""
    lines, _ = _found(request)
    rows = (
        (
            row.title,
            row.get_point_display(),
            str(row.item or "不限事项"),
            row.wrong,
            row.right,
            row.articles,
            row.example,
            line["count"].now,
            line["count"].before,
        )
        for line in lines
        for row in [line["error"]]
    )
    data = sheets.workbook(_HEAD, rows, title="常见错误清单", widths=_WIDTHS)
    return sheets.download(data, f"常见错误清单-{timezone.localdate():%Y%m%d}.xlsx")


def candidates(request: UserRequest) -> HttpResponse:
    """What opinions found wanting at least twice and nobody has written down."""
    policy.require_curating(request.user)
    form = PeriodFilter(request.GET)
    span = read_span(form)
    found = selectors.candidates(selectors.failings(span.earlier, span.until), span)
    page = RowsPage(found, page_number(request.GET.get("page")))
    context = {
        "form": form,
        "page": page,
        "lines": [(row, TREND_TONES[row.count.trend.value]) for row in page.rows],
        "least": selectors.AT_LEAST,
    }
    return render_page(
        request,
        "legal_review/errors/candidates.html",
        "legal_review/errors/_candidates.html",
        context,
    )


def typical_error(request: UserRequest, pk: int) -> HttpResponse:
    """One entry."""
    return _page(request, selectors.get_error(user=request.user, pk=pk), ReasonForm())


def _page(request: UserRequest, row: TypicalError, form: ReasonForm) -> HttpResponse:
    span = read_span(PeriodFilter({}))
    found = selectors.failings(span.earlier, span.until)
    context = {**_line(row, found, span), "curates": policy.curates(request.user), "form": form}
    return render(request, "legal_review/errors/page.html", context)


def write(request: UserRequest, pk: int | None = None) -> HttpResponse:
    """A new entry, of a proposal (`?point=&item=`) or from nothing; or a change of one."""
    policy.require_curating(request.user)
    row = selectors.get_error(user=request.user, pk=pk) if pk else None
    form = ErrorForm(request.POST or None, initial=_initial(request, row))
    if request.method == "POST" and form.is_valid():
        made = attempt(
            request,
            lambda: service.write_error(
                words=form.words(),
                by=request.user,
                error_id=pk,
                seen=form.cleaned_data["revision"] if row else None,
            ),
            success="已保存" if row else "已存为草稿，核对后发布",
            form=form,
        )
        if made is not None:
            return redirect(made)
    draft = f"error-{row.pk}" if row else "error-new"
    context = {"form": form, "error": row, "opinions": _opinions(request), "draft": draft}
    return render(request, "legal_review/errors/edit.html", context)


def _asked(request: UserRequest) -> tuple[Point, EnforcementItem] | None:
    point, raw = request.GET.get("point", ""), request.GET.get("item", "")
    if point not in set(Point) or not raw.isdecimal():
        return None
    item = EnforcementItem.objects.filter(pk=int(raw)).first()
    return (Point(point), item) if item is not None else None


def _initial(request: UserRequest, row: TypicalError | None) -> dict[str, Any]:
    if row is not None:
        names = ("title", "point", "item", "wrong", "right", "articles", "example", "revision")
        return {name: getattr(row, name) for name in names}
    asked = _asked(request)
    if asked is None:
        return {}
    point, item = asked
    title = f"{item.name[:50]}：{point.label}不合格"
    return {"title": title, "point": point.value, "item": item, "articles": item.legal_basis}


def _opinions(request: UserRequest) -> list[str]:
    """What reviewers wrote when they found it, freed of the cases; to write the entry from."""
    asked = _asked(request)
    return selectors.words_of(*asked) if asked else []


@require_POST
def step(request: UserRequest, pk: int, name: str) -> HttpResponse:
    """Publish it, or take it off the list with the reason."""
    row = selectors.get_error(user=request.user, pk=pk)
    policy.require_curating(request.user)
    form = ReasonForm(request.POST if name == "withdraw" else {"reason": "-"})
    if name not in _STEPS:
        raise Http404("没有这个操作")
    if not form.is_valid():
        return _page(request, row, form)
    words = form.cleaned_data if name == "withdraw" else {}
    act, said = _STEPS[name]
    attempt(request, lambda: act(error_id=row.pk, by=request.user, **words), success=said)
    return redirect(row)


_STEPS: dict[str, tuple[Callable[..., TypicalError], str]] = {
    "publish": (service.publish_error, "已发布，全体人员可以看到"),
    "withdraw": (service.withdraw_error, "已撤下"),
}
