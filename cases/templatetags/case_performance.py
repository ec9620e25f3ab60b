"""How a case stands towards the court and execution, for its page."""

from __future__ import annotations

from django import template
from django.utils import timezone

from cases.models import Case
from cases.selectors.execution import CourtWindow, Running, court_window_of, executions_of
from cases.selectors.standing import annulled_by
from core import calendars

register = template.Library()


@register.simple_tag
def court_window(case: Case) -> CourtWindow | None:
    """`{% court_window case as court %}`: when the court may be asked; None before service."""
    return court_window_of(case, timezone.localdate(), calendars.work_calendar())


@register.simple_tag
def executions(case: Case) -> list[Running]:
    """`{% executions case as rows %}`: each execution with the days by which the court answers."""
    return executions_of(case, calendars.work_calendar())


@register.filter
def is_annulled(case: Case) -> bool:
    """The decision was revoked or declared void."""
    return annulled_by(case) is not None
