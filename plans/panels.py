"""What joint operations add to other pages: the case page, the zone's board, the navigation."""

from __future__ import annotations

from django.db import models
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from cases.models import Case
from core import navigation, panels
from core.models import User
from plans.policy import operation as policies
from plans.selectors import gantt
from plans.selectors import operations as selectors
from zones.models import Zone


def case_panel(request: HttpRequest, subject: models.Model) -> str:
    """Under 上报与安排: operations for this case, and the one in which it was found."""
    assert isinstance(subject, Case)
    assert isinstance(request.user, User)
    if not policies.sees_operations(request.user):
        return ""
    rows = selectors.of_case(request.user, subject)
    if not rows:
        return ""
    context = {"rows": rows, "case": subject}
    return render_to_string("plans/operations/_case_panel.html", context, request)


def evidence_panel(request: HttpRequest, subject: models.Model) -> str:
    """Under 证据: the photos of the finding from which the case was opened."""
    assert isinstance(subject, Case)
    assert isinstance(request.user, User)
    finding = selectors.finding_of(request.user, subject)
    if finding is None or not finding.photos.all():
        return ""
    return render_to_string("plans/operations/_case_photos.html", {"finding": finding}, request)


def board_panel(request: HttpRequest, subject: models.Model) -> str:
    """On a zone's board: this week's operations."""
    assert isinstance(subject, Zone)
    assert isinstance(request.user, User)
    if not policies.sees_operations(request.user):
        return ""
    week = gantt.week_of(timezone.localdate())
    context = {
        "zone": subject,
        "rows": [bar.operation for bar in gantt.shown(request.user, subject, week)],
        "prepares": policies.prepares(request.user),
    }
    return render_to_string("plans/operations/_board.html", context, request)


def register() -> None:
    panels.register("case:reporting", case_panel)
    panels.register("case:evidence", evidence_panel)
    panels.register("board", board_panel)
    navigation.register(
        navigation.Entry("片区", 14, "联合行动", "people", "operations", policies.sees_operations),
    )
