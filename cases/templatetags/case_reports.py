"""How far a report to the chief is, and why there should be one."""

from __future__ import annotations

from datetime import timedelta

from django import template

from cases.models import Case, Escalation
from cases.selectors import reports

register = template.Library()


@register.simple_tag
def stand(report: Escalation) -> reports.Stand:
    """`{% stand escalation as at %}`: the steps with their moments, and whom it waits for."""
    return reports.stand_of(report)


@register.simple_tag
def grounds(case: Case) -> reports.Grounds:
    """`{% grounds case as why %}`: why the chief must or may be told, by when."""
    return reports.grounds_of(case)


@register.filter
def span_words(passed: timedelta) -> str:
    """A span of time in two units at most."""
    return reports.span_words(passed)
