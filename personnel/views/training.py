"""Exams and courses: lists, one sitting or course, who took part."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from core.http import UserRequest, attempt, render_page
from core.paging import ListPage, page_number
from personnel import policy
from personnel.forms.training import (
    ExamFilter,
    ExamForm,
    HoursForm,
    PeopleForm,
    ScoresForm,
    TrainingFilter,
    TrainingForm,
)
from personnel.models import Exam, Training
from personnel.selectors import papers
from personnel.selectors import training as selectors
from personnel.services import exams, training
from personnel.views._form import FormPage, of_list


def _require_sight(request: UserRequest) -> None:
    user = request.user
    if not (policy.sees_people(user) or policy.manages_training(user)):
        raise PermissionDenied("您的职务不含查看人员")


def exam_list(request: UserRequest) -> HttpResponse:
    """Sittings, latest first."""
    _require_sight(request)
    form = ExamFilter(request.GET)
    form.is_valid()
    chosen, rows = form.cleaned_data, selectors.exams()
    if chosen.get("q"):
        rows = rows.filter(name__icontains=chosen["q"])
    if chosen.get("year"):
        rows = rows.filter(held_on__year=chosen["year"])
    context = {
        "form": form,
        "page": ListPage(rows.order_by("-held_on", "-pk"), page_number(request.GET.get("page"))),
        "may_add": policy.manages_certificates(request.user),
        "filtered": any(chosen.values()),
    }
    return render_page(request, "personnel/exams/list.html", "personnel/exams/_list.html", context)


def new_exam(request: UserRequest) -> HttpResponse:
    """Announce a sitting."""
    policy.require_certificates(request.user)
    form = ExamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            request,
            lambda: exams.create(sitting=form.sitting(), by=request.user),
            success="考试已建立，请报名",
            form=form,
        )
        if made is not None:
            return redirect("exam", pk=made.pk)
    return FormPage(
        title="建立考试",
        submit="建立",
        icon="pencil-square",
        back=of_list("资格考试", "exams"),
        draft="exam-new",
    ).render(request, form)


def exam_page(request: UserRequest, pk: int) -> HttpResponse:
    """One sitting: who is entered, and their marks as far as I may see the people."""
    _require_sight(request)
    exam = selectors.get_exam(pk)
    return render(request, "personnel/exams/page.html", _exam_context(request, exam))


def _exam_context(request: UserRequest, exam: Exam, **forms: Any) -> dict[str, Any]:
    results = list(selectors.results_seen(request.user, exam))
    runs = policy.manages_certificates(request.user)
    missing: set[int] = set()
    if runs:
        missing = papers.without_certificate(row.officer_id for row in results if row.passed)
        forms.setdefault("scores", _scores(exam, results))
        forms.setdefault("people", _entrants(exam))
    scores = forms.get("scores")
    return {
        "exam": exam,
        "runs": runs,
        "held": exam.held_on <= timezone.localdate(),
        "lines": [
            {
                "row": row,
                "field": scores[f"row-{row.officer_id}"] if scores else None,
                "to_certify": row.officer_id in missing,
            }
            for row in results
        ],
        "scores": scores,
        "people": forms.get("people"),
    }


def _scores(exam: Exam, results: Any, data: Any = None) -> ScoresForm:
    initial = {"version": exams.version_of(exam)}
    return ScoresForm(data, results=results, initial=initial)


def _entrants(exam: Exam, data: Any = None) -> PeopleForm:
    rows = selectors.trainable(None, timezone.localdate())
    rows = rows.exclude(pk__in=exam.results.values("officer_id"))
    return PeopleForm(data, rows=rows)


def enter(request: UserRequest, pk: int) -> HttpResponse:
    """Enter people for the sitting."""
    policy.require_certificates(request.user)
    exam = selectors.get_exam(pk)
    form = _entrants(exam, request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            request,
            lambda: exams.enter(exam_id=pk, officers=form.officer_ids(), by=request.user),
            success=lambda count: f"已报名 {count} 人",
            form=form,
        )
        if done is not None:
            return redirect("exam", pk=pk)
    context = _exam_context(request, exam, people=form)
    return render(request, "personnel/exams/page.html", context)


def record_scores(request: UserRequest, pk: int) -> HttpResponse:
    """Write the marks."""
    policy.require_certificates(request.user)
    exam = selectors.get_exam(pk)
    results = list(selectors.results_seen(request.user, exam))
    form = _scores(exam, results, request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            request,
            lambda: exams.record_scores(
                exam_id=pk,
                scores=form.values(),
                version=form.cleaned_data["version"],
                by=request.user,
            ),
            success=lambda count: f"已登记 {count} 人的成绩" if count else "成绩没有变化",
            form=form,
        )
        if done is not None:
            return redirect("exam", pk=pk)
    context = _exam_context(request, exam, scores=form)
    return render(request, "personnel/exams/page.html", context)


def training_list(request: UserRequest) -> HttpResponse:
    """Courses, latest first."""
    _require_sight(request)
    form = TrainingFilter(request.GET)
    form.is_valid()
    chosen, rows = form.cleaned_data, selectors.trainings()
    if chosen.get("q"):
        rows = rows.filter(title__icontains=chosen["q"])
    if chosen.get("kind"):
        rows = rows.filter(kind=chosen["kind"])
    if chosen.get("year"):
        rows = rows.filter(held_on__year=chosen["year"])
    if chosen.get("zone"):
        rows = rows.filter(models.Q(zone=chosen["zone"]) | models.Q(zone=None))
    context = {
        "form": form,
        "page": ListPage(rows.order_by("-held_on", "-pk"), page_number(request.GET.get("page"))),
        "may_add": policy.manages_training(request.user),
        "filtered": any(chosen.values()),
    }
    page, part = "personnel/trainings/list.html", "personnel/trainings/_list.html"
    return render_page(request, page, part, context)


def new_training(request: UserRequest) -> HttpResponse:
    """Announce a course."""
    if not policy.manages_training(request.user):
        raise PermissionDenied("培训由区司法局、区人社局和片区协作组长组织")
    form = TrainingForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            request,
            lambda: training.create(course=form.course(), by=request.user),
            success="培训已建立，举行后请登记签到",
            form=form,
        )
        if made is not None:
            return redirect("training", pk=made.pk)
    return FormPage(
        title="建立培训",
        submit="建立",
        icon="mortarboard",
        back=of_list("培训", "trainings"),
        draft="training-new",
    ).render(request, form)


def training_page(request: UserRequest, pk: int) -> HttpResponse:
    """One course and who attended, as far as I may see the people."""
    _require_sight(request)
    row = selectors.get_training(pk)
    return render(request, "personnel/trainings/page.html", _training_context(request, row))


def _training_context(request: UserRequest, row: Training, **forms: Any) -> dict[str, Any]:
    keeps = policy.trains(request.user, row.zone_id)
    attended = list(selectors.attendances_seen(request.user, row, organises=keeps))
    if keeps:
        forms.setdefault("hours", _hours(row, attended))
        forms.setdefault("people", _attendees(row))
    hours = forms.get("hours")
    return {
        "training": row,
        "keeps": keeps,
        "held": row.held_on <= timezone.localdate(),
        "lines": [
            {"row": a, "field": hours[f"row-{a.officer_id}"] if hours else None} for a in attended
        ],
        "hours": hours,
        "people": forms.get("people"),
    }


def _hours(row: Training, attended: Any, data: Any = None) -> HoursForm:
    initial = {"version": training.version_of(row)}
    return HoursForm(data, attendances=attended, most=row.hours, initial=initial)


def _attendees(row: Training, data: Any = None) -> PeopleForm:
    rows = selectors.trainable(row.zone_id, timezone.localdate())
    return PeopleForm(data, rows=rows.exclude(pk__in=row.attendances.values("officer_id")))


def sign_in(request: UserRequest, pk: int) -> HttpResponse:
    """Put people on the list."""
    row = selectors.get_training(pk)
    policy.require_training(request.user, row.zone_id)
    form = _attendees(row, request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            request,
            lambda: training.sign_in(training_id=pk, officers=form.officer_ids(), by=request.user),
            success=lambda count: f"已签到 {count} 人",
            form=form,
        )
        if done is not None:
            return redirect("training", pk=pk)
    context = _training_context(request, row, people=form)
    return render(request, "personnel/trainings/page.html", context)


def correct_hours(request: UserRequest, pk: int) -> HttpResponse:
    """Who got how many hours."""
    row = selectors.get_training(pk)
    policy.require_training(request.user, row.zone_id)
    attended = list(selectors.attendances_seen(request.user, row, organises=True))
    form = _hours(row, attended, request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            request,
            lambda: training.correct_hours(
                training_id=pk,
                hours=form.values(),
                version=form.cleaned_data["version"],
                by=request.user,
            ),
            success=lambda count: f"已更正 {count} 人的学时" if count else "学时没有变化",
            form=form,
        )
        if done is not None:
            return redirect("training", pk=pk)
    context = _training_context(request, row, hours=form)
    return render(request, "personnel/trainings/page.html", context)
