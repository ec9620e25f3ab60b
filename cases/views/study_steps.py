"""The steps of a study meeting: call, agenda, answer, hold, minutes, signing, calling off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from cases.forms.study_steps import AgendaForm, AnswerForm, CancelForm, HoldForm, MinutesForm
from cases.models import StudyMeeting
from cases.policy import study as policy
from cases.rules.study import STEPS
from cases.selectors import study as selectors
from cases.services import study as service
from cases.services import study_agenda, study_course, study_outcome
from cases.views.study import page_of
from core.http import UserRequest, attempt


def _organised(request: UserRequest, pk: int) -> StudyMeeting:
    meeting = selectors.get_visible_meeting(user=request.user, pk=pk)
    policy.require_organising(request.user, meeting)
    return meeting


def _seen(request: UserRequest) -> int:
    value = request.POST.get("revision", "")
    return int(value) if value.isdecimal() and len(value) < 10 else -1


def _step(
    request: UserRequest,
    meeting: StudyMeeting,
    step: str,
    form: Any,
    run: Callable[[dict[str, Any]], object],
    success: str,
) -> HttpResponse:
    """The page of one step with its form; carried out, back to the meeting."""
    if request.method == "POST" and form.is_valid():
        done = attempt(request, lambda: run(form.cleaned_data), success=success, form=form)
        if done is not None:
            return redirect(meeting)
    context = {"meeting": meeting, "form": form, "step": step, "label": STEPS[step].label}
    return render(request, "cases/study/step.html", context)


@require_POST
def call(request: UserRequest, pk: int) -> HttpResponse:
    meeting = _organised(request, pk)
    attempt(
        request,
        lambda: service.call(meeting_id=pk, by=request.user, revision=_seen(request)),
        success=lambda made: f"已召集，已通知 {made.participants.count() - 1} 人",
    )
    return redirect(meeting)


def agenda(request: UserRequest, pk: int) -> HttpResponse:
    """Put a further case on."""
    meeting = _organised(request, pk)
    form = AgendaForm(request.POST or None)
    return _step(
        request,
        meeting,
        "agenda",
        form,
        lambda data: study_agenda.put_on(meeting_id=pk, by=request.user, **data),
        "已列入议程",
    )


@require_POST
def answer(request: UserRequest, pk: int) -> HttpResponse:
    """My own word: I come, or not."""
    meeting = selectors.get_visible_meeting(user=request.user, pk=pk)
    accept = request.POST.get("word") == "accept"
    form = AnswerForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        done = attempt(
            request,
            lambda: study_course.answer(
                meeting_id=pk, accept=accept, reason=reason, by=request.user
            ),
            success="已确认参加，会议已列入您的日程" if accept else "已答复，已告知召集人",
            form=form,
        )
        if done is not None:
            return redirect(meeting)
    return page_of(request, selectors.get_visible_meeting(user=request.user, pk=pk), form)


def hold(request: UserRequest, pk: int) -> HttpResponse:
    """Enter that it took place, and who was there."""
    meeting = _organised(request, pk)
    form = HoldForm(request.POST or None, meeting=meeting)
    return _step(
        request,
        meeting,
        "hold",
        form,
        lambda data: study_course.hold(
            meeting_id=pk,
            held_at=data["held_at"],
            present=[int(one) for one in data["present"]],
            by=request.user,
            revision=data["revision"],
        ),
        "已登记召开情况，请主持人逐案作出结论",
    )


def cancel(request: UserRequest, pk: int) -> HttpResponse:
    meeting = _organised(request, pk)
    form = CancelForm(request.POST or None, initial={"revision": meeting.revision})
    return _step(
        request,
        meeting,
        "cancel",
        form,
        lambda data: service.cancel(meeting_id=pk, by=request.user, **data),
        "会议已取消，已通知参会人员",
    )


def minutes(request: UserRequest, pk: int) -> HttpResponse:
    """Edit what was drafted from the data."""
    meeting = _organised(request, pk)
    form = MinutesForm(request.POST or None, meeting=meeting)
    return _step(
        request,
        meeting,
        "minute",
        form,
        lambda data: study_outcome.minute(
            meeting_id=pk,
            general=data["general"],
            parts=form.parts(),
            by=request.user,
            revision=data["revision"],
        ),
        "纪要已保存",
    )


@require_POST
def redraft(request: UserRequest, pk: int) -> HttpResponse:
    """Draft the minutes anew."""
    meeting = _organised(request, pk)
    attempt(
        request,
        lambda: study_outcome.redraft(meeting_id=pk, by=request.user),
        success="已按最新的意见和结论重新起草",
    )
    return redirect("study_minutes", pk=meeting.pk)


@require_POST
def sign(request: UserRequest, pk: int) -> HttpResponse:
    """The chair signs."""
    meeting = selectors.get_visible_meeting(user=request.user, pk=pk)
    policy.require_chair(request.user, meeting)
    attempt(
        request,
        lambda: study_outcome.sign(meeting_id=pk, by=request.user, revision=_seen(request)),
        success="纪要已签发，各案部分已归入各案文书",
    )
    return redirect(meeting)
