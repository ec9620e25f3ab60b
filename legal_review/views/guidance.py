"""挂钩指导: my questions and what waits for my answer, asking, the thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from cases.models import Case
from cases.selectors import visible_cases
from core import calendars, uploads
from core.http import UserRequest, attempt, render_page
from core.paging import ListPage, page_number
from legal_review.forms.guidance import (
    AnswerForm,
    AskForm,
    FollowForm,
    ForwardForm,
    QuestionFilter,
)
from legal_review.models import Question, QuestionFile
from legal_review.policy import guidance as policy
from legal_review.rules import guidance as rule
from legal_review.rules.guidance import TONES, State
from legal_review.selectors import guidance as selectors
from legal_review.selectors import knowledge
from legal_review.services import guidance as service
from legal_review.services.guidance import Asking

BOXES = {"todo": "待我答复", "mine": "我的提问", "all": "全部"}


def questions(request: UserRequest) -> HttpResponse:
    """Reviewers see first what waits for them, by term; others what they asked."""
    if not policy.uses_guidance(request.user):
        raise PermissionDenied("法制咨询供执法人员和法制审核人员使用")
    form = QuestionFilter(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    first = "todo" if policy.guides(request.user) else "mine"
    box = chosen.get("box") if chosen.get("box") in BOXES else first
    rows = _narrowed(_box(request, str(box)), chosen)
    rows = rows.select_related("case", "township", "asker", "guide__user")
    page = ListPage(rows, page_number(request.GET.get("page")))
    today, calendar = timezone.localdate(), calendars.work_calendar()
    boxes = [key for key in BOXES if key != "todo" or policy.guides(request.user)]
    context = {
        "form": form,
        "page": page,
        "box": box,
        "boxes": [(key, BOXES[key]) for key in boxes],
        "lines": [
            (row, selectors.due_of(row, today, calendar), TONES[row.status]) for row in page.rows
        ],
        "may_ask": policy.asks(request.user),
        "sees_figures": policy.sees_figures(request.user),
        "filtered": any(chosen.get(name) for name in ("q", "status", "topic", "town")),
    }
    return render_page(
        request, "legal_review/guidance/list.html", "legal_review/guidance/_list.html", context
    )


def _box(request: UserRequest, box: str) -> models.QuerySet[Question]:
    if box == "todo":
        return selectors.waiting_for(request.user)
    rows = selectors.visible_questions(user=request.user)
    return rows.filter(asker=request.user) if box == "mine" else rows


def _narrowed(rows: models.QuerySet[Question], chosen: dict[str, Any]) -> models.QuerySet[Question]:
    if chosen.get("q"):
        rows = rows.filter(title__icontains=chosen["q"])
    if chosen.get("status") == "late":
        rows = rows.filter(status=State.OPEN.value, due_on__lt=timezone.localdate())
    elif chosen.get("status"):
        rows = rows.filter(status=chosen["status"])
    if chosen.get("topic"):
        rows = rows.filter(topic=chosen["topic"])
    return rows.filter(township=chosen["town"]) if chosen.get("town") else rows


def ask(request: UserRequest) -> HttpResponse:
    """A new question, about a case (`?case=`) or in general; similar answers are shown first."""
    policy.require_asking(request.user)
    case = _case(request)
    form = AskForm(
        request.POST or None, request.FILES or None, user=request.user, with_case=case is not None
    )
    previewing = "preview" in request.POST
    if request.method == "POST" and not previewing and form.is_valid():
        made = attempt(request, lambda: _ask(request, case, form), success=_asked, form=form)
        if made is not None:
            return redirect(made)
    typed = request.POST.get("title", "")
    shown = AskForm(initial=request.POST.dict(), user=request.user, with_case=case is not None)
    context = {
        "form": shown if previewing else form,
        "case": case,
        "previewed": previewing,
        "draft": f"question-{case.pk if case else 'new'}",
        "similar": knowledge.similar(typed) if typed else [],
    }
    return render(request, "legal_review/guidance/ask.html", context)


def _case(request: UserRequest) -> Case | None:
    raw = request.GET.get("case", "")
    if not raw:
        return None
    rows = visible_cases(user=request.user).select_related("item", "township__zone")
    case = rows.filter(pk=int(raw)).first() if raw.isdecimal() else None
    if case is None:
        raise Http404("没有这个案件，或者它不在您的职责范围内")
    policy.require_asking_about(request.user, case)
    rule.check_case(case.stage)
    return case


def _ask(request: UserRequest, case: Case | None, form: AskForm) -> Question:
    data = form.cleaned_data
    names = ("title", "text", "topic", "urgency", "township", "item")
    asking = Asking(case=case, **{name: data[name] for name in names if name in data})
    return service.ask(
        asking=asking, key=data["submission_key"], files=data["attachments"], by=request.user
    )


def _asked(question: Question) -> str:
    name = question.guide or "区司法局"
    return f"已向{name}提出咨询，{question.due_on} 前答复"


def similar(request: UserRequest) -> HttpResponse:
    """Answered questions like the title being typed."""
    found = knowledge.similar(request.GET.get("title", "")[:80])
    return render(request, "legal_review/guidance/_similar.html", {"similar": found})


def question(request: UserRequest, pk: int) -> HttpResponse:
    """The thread."""
    return _page(request, selectors.get_visible_question(user=request.user, pk=pk))


def _page(
    request: UserRequest, row: Question, bound: dict[str, forms.Form] | None = None
) -> HttpResponse:
    answers = policy.may_answer(request.user, row)
    asker = policy.is_asker(request.user, row)
    state, user = row.state, request.user
    live = state in (State.OPEN, State.ANSWERED)
    offered: dict[str, forms.Form] = {}
    if answers and live:
        offered["answer_form"] = AnswerForm()
    if answers and state is State.OPEN:
        offered["forward_form"] = ForwardForm(question=row)
    if asker and live:
        offered["follow_form"] = FollowForm()
    context: dict[str, Any] = {
        "question": row,
        "tone": TONES[row.status],
        "due": selectors.due_of(row, timezone.localdate(), calendars.work_calendar()),
        "thread": selectors.thread_of(row),
        "sees_case": selectors.sees_case(user, row),
        "answer_form": None,
        "forward_form": None,
        "follow_form": None,
        "may_solve": asker and state is State.ANSWERED,
        "may_withdraw": asker and state is State.OPEN,
        "curates": policy.curates(user) and row.answered_at is not None,
        "entry": getattr(row, "entry", None),
        **offered,
        **(bound or {}),
    }
    return render(request, "legal_review/guidance/page.html", context)


@require_POST
def step(request: UserRequest, pk: int, name: str) -> HttpResponse:
    """What the asker or the reviewer does on the thread; a refused form is shown again."""
    row = selectors.get_visible_question(user=request.user, pk=pk)
    form = _form(request, row, name)
    if form is not None and not form.is_valid():
        return _page(request, row, {f"{name}_form": form})
    act, said = _ACTS[name]
    data = form.cleaned_data if form is not None else {}
    words = {("files" if key == "attachments" else key): value for key, value in data.items()}
    done = attempt(
        request,
        lambda: act(question_id=row.pk, by=request.user, **words),
        success=said,
        form=form,
    )
    if done is None and form is not None:
        return _page(request, row, {f"{name}_form": form})
    return redirect(row)


_ACTS: dict[str, tuple[Callable[..., Question], str]] = {
    "answer": (service.answer, "已答复，提问人会收到通知"),
    "follow": (service.follow, "已补充，答复人会收到通知"),
    "forward": (service.forward, "已转请他人答复"),
    "solve": (service.solve, "已标为解决"),
    "withdraw": (service.withdraw, "已撤回咨询"),
}
_FORMS: dict[str, type[forms.Form]] = {"answer": AnswerForm, "follow": FollowForm}


def _form(request: UserRequest, row: Question, name: str) -> forms.Form | None:
    if name not in _ACTS:
        raise Http404("没有这个操作")
    if name == "forward":
        return ForwardForm(request.POST, question=row)
    return _FORMS[name](request.POST, request.FILES) if name in _FORMS else None


def file(request: UserRequest, pk: int, file_pk: int) -> HttpResponseBase:
    """A file sent with the question or an answer."""
    row = selectors.get_visible_question(user=request.user, pk=pk)
    kept = get_object_or_404(QuestionFile, entry__question=row, pk=file_pk)
    known = request.headers.get("if-none-match", "")
    return uploads.served(kept.file, kept.name.rsplit(".", 1)[0], unchanged_since=known)
