"""问答库: the list with its search, an entry, writing, publishing, ending, export."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import models
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from core import sheets
from core.http import UserRequest, attempt, render_page
from core.paging import ListPage, page_number
from legal_review.forms.knowledge import EndEntryForm, EntryForm, KnowledgeFilter
from legal_review.models import KnowledgeEntry, KnowledgeUse, Question
from legal_review.policy import guidance as policy
from legal_review.rules.knowledge import Standing
from legal_review.selectors import knowledge as selectors
from legal_review.selectors import suggestions
from legal_review.selectors.guidance import get_visible_question
from legal_review.services import knowledge as service

EXPORT_LIMIT = 5000
TONES = {"draft": "neutral", "valid": "success", "superseded": "warning", "withdrawn": "neutral"}
_HEAD = [
    "标题",
    "要点",
    "领域",
    "问题",
    "答复",
    "法律条文",
    "关键词",
    "效力",
    "发布日期",
    "核对日期",
    "有用",
]
_WIDTHS = (30, 8, 14, 50, 60, 30, 20, 10, 12, 12, 8)


def _found(request: UserRequest) -> tuple[models.QuerySet[KnowledgeEntry], KnowledgeFilter]:
    form = KnowledgeFilter(request.GET, curates=policy.curates(request.user))
    form.is_valid()
    chosen = form.cleaned_data
    today = timezone.localdate()
    rows = selectors.with_doubt(selectors.entries_for(request.user), today)
    rows = rows.order_by("-published_at", "-pk")
    standing = chosen.get("standing") or Standing.VALID.value
    if standing != "all":
        rows = rows.filter(standing=standing)
    for name in ("topic", "domain"):
        if chosen.get(name):
            rows = rows.filter(**{name: chosen[name]})
    if chosen.get("doubt"):
        rows = rows.filter(selectors.in_doubt(today))
    return selectors.search(rows, chosen.get("q") or ""), form


def knowledge(request: UserRequest) -> HttpResponse:
    """What has been answered, for all staff; searched by its words."""
    rows, form = _found(request)
    page = ListPage(rows.defer("grams", "question_text"), page_number(request.GET.get("page")))
    context = {
        "form": form,
        "page": page,
        "lines": [(row, TONES[row.standing]) for row in page.rows],
        "filtered": any(form.cleaned_data.values()),
        "curates": policy.curates(request.user),
        "may_ask": policy.asks(request.user),
    }
    return render_page(
        request, "legal_review/knowledge/list.html", "legal_review/knowledge/_list.html", context
    )


def export(request: UserRequest) -> HttpResponse:
    """What the list shows, as a workbook."""
    rows, _ = _found(request)
    lines = (
        (
            row.title,
            row.get_topic_display(),
            row.domain,
            row.question_text,
            row.answer_text,
            row.articles,
            row.keywords,
            row.get_standing_display(),
            f"{timezone.localtime(row.published_at):%Y-%m-%d}" if row.published_at else "",
            row.checked_on,
            row.useful_count,
        )
        for row in rows[:EXPORT_LIMIT]
    )
    data = sheets.workbook(_HEAD, lines, title="问答库", widths=_WIDTHS)
    return sheets.download(data, f"问答库-{timezone.localdate():%Y%m%d}.xlsx")


def entry(request: UserRequest, pk: int) -> HttpResponse:
    """One entry, and what may be done with it."""
    row = selectors.get_entry(user=request.user, pk=pk)
    return _page(request, row, EndEntryForm(entry=row) if row.holds else None)


def _page(request: UserRequest, row: KnowledgeEntry, form: forms.Form | None) -> HttpResponse:
    curates = policy.curates(request.user)
    context = {
        "entry": row,
        "tone": TONES[row.standing],
        "items": row.items.all(),
        "curates": curates,
        "end_form": form if curates else None,
        "found_useful": KnowledgeUse.objects.filter(entry=row, user=request.user).exists(),
    }
    return render(request, "legal_review/knowledge/entry.html", context)


def write(request: UserRequest, pk: int | None = None) -> HttpResponse:
    """A new entry, of an answered question (`?question=`) or from nothing; or a change of one."""
    policy.require_curating(request.user)
    row = selectors.get_entry(user=request.user, pk=pk) if pk else None
    question = _question(request) if row is None else row.question
    form = EntryForm(request.POST or None, initial=_initial(row, question))
    if request.method == "POST" and form.is_valid():
        made = attempt(
            request,
            lambda: service.write(
                words=form.words(),
                by=request.user,
                entry_id=pk,
                question=question,
                seen=form.cleaned_data["revision"] if row else None,
            ),
            success="已保存" if row else "已存为草稿，核对后发布",
            form=form,
        )
        if made is not None:
            return redirect(made)
    of = f"question-{question.pk}" if question else "new"
    draft = f"knowledge-{row.pk}" if row else f"knowledge-{of}"
    context = {"form": form, "entry": row, "question": question, "draft": draft}
    return render(request, "legal_review/knowledge/edit.html", context)


def _question(request: UserRequest) -> Question | None:
    raw = request.GET.get("question", "")
    if not raw:
        return None
    if not raw.isdecimal():
        raise Http404("没有这件咨询")
    return get_visible_question(user=request.user, pk=int(raw))


def _initial(row: KnowledgeEntry | None, question: Question | None) -> dict[str, Any]:
    if row is None:
        return suggestions.entry_of(question) if question is not None else {}
    names = ("title", "topic", "domain", "question_text", "answer_text", "articles", "keywords")
    kept = {name: getattr(row, name) for name in names}
    return {**kept, "items": [item.pk for item in row.items.all()], "revision": row.revision}


@require_POST
def step(request: UserRequest, pk: int, name: str) -> HttpResponse:
    """Publish, confirm after a change of law, find useful."""
    row = selectors.get_entry(user=request.user, pk=pk)
    if name not in _STEPS:
        raise Http404("没有这个操作")
    act, said = _STEPS[name]
    attempt(request, lambda: act(entry_id=row.pk, by=request.user), success=said)
    return redirect(row)


_STEPS: dict[str, tuple[Callable[..., Any], str | Callable[[Any], str]]] = {
    "publish": (service.publish, "已发布，全体人员可以查到"),
    "confirm": (service.confirm, "已复核，仍然有效"),
    "useful": (service.mark_useful, lambda counts: "已记为有用" if counts else "已取消有用"),
}


@require_POST
def end(request: UserRequest, pk: int) -> HttpResponse:
    """It no longer holds: replaced or taken back."""
    row = selectors.get_entry(user=request.user, pk=pk)
    policy.require_curating(request.user)
    form = EndEntryForm(request.POST, entry=row)
    if form.is_valid():
        done = attempt(
            request,
            lambda: service.end(entry_id=row.pk, by=request.user, **form.cleaned_data),
            success=lambda ended: f"本条已改为“{ended.get_standing_display()}”",
            form=form,
        )
        if done is not None:
            return redirect(row)
    return _page(request, row, form)
