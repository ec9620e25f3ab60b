"""Courses and exams: who took part, for how many hours, with which mark."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models.functions import Coalesce
from django.http import Http404

from core import parameters
from core.models import User
from personnel.models import Attendance, Certificate, Exam, ExamResult, Officer, Training
from personnel.roles import HANDLING_ROLES
from personnel.rules.training import YEARLY_HOURS
from personnel.selectors.officers import visible_officers
from personnel.selectors.offices import live_appointments

_HOURS = models.DecimalField(max_digits=7, decimal_places=1)
_NONE = models.Value(Decimal(0), output_field=_HOURS)


def yearly_goal() -> int:
    """Hours everybody must attend each year (parameter TRAINING_HOURS)."""
    return parameters.values().get("TRAINING_HOURS", YEARLY_HOURS)


def bound(day: date) -> models.Q:
    """People of whom the hours are wanted: they hold a certificate, or an office that needs one.

    国办发〔2023〕27号 speaks of 行政执法人员; a deputy chief or reviewer may attend but need not.
    """
    held = Certificate.objects.filter(officer=models.OuterRef("pk")).exclude(
        status=Certificate.Status.REVOKED
    )
    handling = live_appointments(day).filter(role__in=HANDLING_ROLES)
    return models.Q(models.Exists(held)) | models.Q(pk__in=handling.order_by().values("officer_id"))


def with_hours(rows: models.QuerySet[Officer], day: date) -> models.QuerySet[Officer]:
    """The people with `training_hours`, attended in the day's calendar year, and whether they are
    `hours_wanted` of them."""
    attended = (
        Attendance.objects.filter(officer=models.OuterRef("pk"), training__held_on__year=day.year)
        .order_by()
        .values("officer")
        .annotate(total=models.Sum("hours"))
        .values("total")
    )
    return rows.annotate(
        training_hours=Coalesce(models.Subquery(attended, output_field=_HOURS), _NONE),
        hours_wanted=bound(day),
    )


def hours_of(officers: Iterable[int], year: int) -> dict[int, Decimal]:
    """Officer id → hours attended in that calendar year; those without any are missing."""
    rows = (
        Attendance.objects.filter(officer__in=list(officers), training__held_on__year=year)
        .order_by()
        .values_list("officer_id")
        .annotate(models.Sum("hours"))
    )
    return dict(rows)


def trainings() -> models.QuerySet[Training]:
    """Courses with `people` and `total_hours`; that one was held is nobody's secret."""
    return Training.objects.select_related("zone", "created_by").annotate(
        people=models.Count("attendances"),
        total_hours=Coalesce(models.Sum("attendances__hours", output_field=_HOURS), _NONE),
    )


def get_training(pk: int) -> Training:
    found = trainings().filter(pk=pk).first()
    if found is None:
        raise Http404("没有这次培训")
    return found


def attendances_seen(
    user: User, training: Training, *, organises: bool
) -> models.QuerySet[Attendance]:
    """Who attended, as far as the user may look at people; an organiser sees all of them."""
    rows = training.attendances.select_related(
        "officer__user", "officer__home_township", "officer__home_agency"
    ).order_by("officer__home_township__order", "officer__home_agency_id", "officer_id")
    return rows if organises else rows.filter(officer__in=visible_officers(user))


def exams() -> models.QuerySet[Exam]:
    """Sittings with `entered`, `marked` and `passed` people."""
    marked = models.Q(results__score__isnull=False)
    passed = models.Q(results__score__gte=models.F("pass_mark"))
    return Exam.objects.select_related("created_by").annotate(
        entered=models.Count("results"),
        marked=models.Count("results", filter=marked),
        passed=models.Count("results", filter=passed),
    )


def get_exam(pk: int) -> Exam:
    found = exams().filter(pk=pk).first()
    if found is None:
        raise Http404("没有这次考试")
    return found


def results_seen(user: User, exam: Exam) -> models.QuerySet[ExamResult]:
    """Marks of the people the user may look at."""
    return (
        exam.results.filter(officer__in=visible_officers(user))
        .select_related("exam", "officer__user", "officer__home_township", "officer__home_agency")
        .order_by("officer__home_township__order", "officer__home_agency_id", "officer_id")
    )


def trainable(zone_id: int | None, day: date) -> models.QuerySet[Officer]:
    """Whom an organiser may put on the list: everybody, or the people who serve in the zone."""
    rows = Officer.objects.select_related("user", "home_township", "home_agency").filter(
        user__is_active=True
    )
    if zone_id is not None:
        serving = live_appointments(day).filter(
            models.Q(zone=zone_id) | models.Q(township__zone=zone_id)
        )
        rows = rows.filter(
            models.Q(home_township__zone=zone_id)
            | models.Q(pk__in=serving.order_by().values("officer_id"))
        )
    return rows.order_by("home_township__order", "home_agency_id", "pk")
