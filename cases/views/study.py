"""Study meetings (疑难案件研讨会): the list, one meeting, drawing it up, its downloads."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header

from cases.documents import study as documents
from cases.forms.study import StudyFilter, StudyForm
from cases.forms.study_steps import AnswerForm
from cases.models import StudyMeeting
from cases.policy import study as policy
from cases.rules.study import STEPS, allows, require_step
from cases.selectors import get_visible_case
from cases.selectors import study as selectors
from cases.services import study as service
from cases.services import study_agenda
from core import audit
from core.http import UserRequest, attempt, render_page
from core.paging import ListPage, page_number


def study_list(request: UserRequest) -> HttpResponse:
    """Meetings I may see, latest first."""
    form = StudyFilter(request.GET)
    if not form.is_valid():
        form = StudyFilter({})
        form.is_valid()
    chosen = {**form.cleaned_data, "mine": bool(form.cleaned_data["mine"])}
    rows = selectors.meetings_for(request.user, **chosen)
    context = {
        "form": form,
        "page": ListPage(rows, page_number(request.GET.get("page"))),
        "filtered": any(chosen.values()),
        "may_convene": policy.convenes(request.user),
    }
    return render_page(request, "cases/study/list.html", "cases/study/_list.html", context)


def study_page(request: UserRequest, pk: int) -> HttpResponse:
    """One meeting: when and where, who comes, the agenda, what each case came to."""
    meeting = selectors.get_visible_meeting(user=request.user, pk=pk)
    return page_of(request, meeting, AnswerForm())


def page_of(request: UserRequest, meeting: StudyMeeting, form: AnswerForm) -> HttpResponse:
    part = policy.part_of(request.user, meeting)
    may = steps_of(request, meeting)
    owed = {row.pk for row in selectors.opinions_owed(meeting.items.all(), part)}
    context = {
        "meeting": meeting,
        "items": meeting.items.all(),
        "owed": owed if "opine" in may else set(),
        "participants": meeting.participants.all(),
        "part": part,
        "may": may,
        "form": form,
        "over": meeting.starts_at <= timezone.now(),
        "unresolved": [item for item in meeting.items.all() if not item.effect],
        "trail": list(audit.trail_of(meeting).select_related("actor"))[::-1],
    }
    return render(request, "cases/study/page.html", context)


def steps_of(request: UserRequest, meeting: StudyMeeting) -> set[str]:
    """What this person may do with the meeting now."""
    user = request.user
    wanted: set[str] = set()
    if policy.organises(user, meeting):
        wanted |= {"revise", "agenda", "hold", "minute", "cancel"}
        if policy.may_convene(user, {zone.pk for zone in meeting.zones.all()}):
            wanted |= {"call"}
    if policy.is_chair(user, meeting):
        wanted |= {"resolve", "sign"}
    if policy.part_of(user, meeting) is not None:
        wanted |= {"opine"} | ({"answer"} if not policy.is_chair(user, meeting) else set())
    return {step for step in wanted if step in STEPS and allows(step, meeting.stage)}


def new_study(request: UserRequest) -> HttpResponse:
    """Draw a meeting up; `?case=` its first case."""
    if not policy.convenes(request.user):
        policy.require_convening(request.user, set())
    initial: dict[str, Any] = {}
    chosen = request.GET.get("case", "")
    if chosen.isdecimal() and len(chosen) < 18:
        case = get_visible_case(user=request.user, pk=int(chosen))
        waiting = selectors.waiting_arrangement(case)
        initial = {
            "case_number": case.number,
            "question": waiting.instruction if waiting else "",
            "participants": [row.officer_id for row in case.handlers.all() if not row.removed_at],
        }
    form = StudyForm(request.POST or None, user=request.user, meeting=None, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            request, lambda: _make(form, request), success="已保存，核对议程后召集", form=form
        )
        if made is not None:
            return redirect(made)
    return render(request, "cases/study/form.html", {"form": form, "meeting": None})


def _make(form: StudyForm, request: UserRequest) -> StudyMeeting:
    data = form.cleaned_data
    number = data["case_number"]
    first = (number, data["question"]) if number else None
    return study_agenda.begin(
        plan=form.plan(), key=data["submission_key"], first=first, by=request.user
    )


def edit_study(request: UserRequest, pk: int) -> HttpResponse:
    """Change the plan; after the call only additions to the people."""
    meeting = selectors.get_visible_meeting(user=request.user, pk=pk)
    policy.require_organising(request.user, meeting)
    if not allows("revise", meeting.stage):
        raise PermissionDenied(f"会议现为“{meeting.stage.label}”，不能再修改")
    form = StudyForm(request.POST or None, user=request.user, meeting=meeting)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            request,
            lambda: service.revise(
                meeting_id=pk,
                plan=form.plan(),
                by=request.user,
                revision=form.cleaned_data["revision"],
            ),
            success="会议已修改",
            form=form,
        )
        if done is not None:
            return redirect(meeting)
    return render(request, "cases/study/form.html", {"form": form, "meeting": meeting})


def ics(request: UserRequest, pk: int) -> HttpResponse:
    """The meeting for another calendar."""
    meeting = selectors.get_visible_meeting(user=request.user, pk=pk)
    host = request.build_absolute_uri("/").rstrip("/")
    return _file(documents.as_ics(meeting, host), "text/calendar; charset=utf-8",
                 f"{meeting.title}.ics", inline=False)  # fmt: skip


def minutes_pdf(request: UserRequest, pk: int) -> HttpResponse:
    """The minutes as they stand: for those invited and those who organise."""
    meeting = selectors.get_visible_meeting(user=request.user, pk=pk)
    policy.require_materials(request.user, meeting)
    if meeting.held_at is None:
        require_step("minute", meeting.stage)
    return _file(
        documents.minutes_pdf(meeting), "application/pdf", f"{meeting.title}纪要.pdf", inline=True
    )


def _file(content: bytes, media: str, name: str, *, inline: bool) -> HttpResponse:
    response = HttpResponse(content, content_type=media)
    response["Content-Disposition"] = content_disposition_header(not inline, name) or ""
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    return response
