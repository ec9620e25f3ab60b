"""The day before: who goes is reminded, once for each time it was set to."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from core import notices
from personnel.selectors import engagements
from plans.models import Operation
from plans.rules.operation import S
from plans.selectors import operations, team


def remind_of_tomorrow() -> int:
    """Participants and the leaders of their units; may be run any number of times."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    ordered = Operation.objects.filter(state=S.ORDERED)
    rows = operations.whole(operations.between(ordered, tomorrow, tomorrow))
    return sum(_remind(row) for row in rows if timezone.localdate(row.starts_at) == tomorrow)


def _remind(operation: Operation) -> int:
    people = [row.officer.user for row in operation.members.all()]
    leaders = team.leaders(operation, timezone.localdate())
    span = engagements.span_words(operation.starts_at, operation.ends_at)
    return notices.send(
        [*people, *leaders],
        key=f"operation:{operation.pk}:tomorrow:{operation.starts_at.isoformat()}",
        text=f"明天联合行动“{operation.name}”：{span}，{operation.muster}集合",
        url=operation.get_absolute_url(),
        urgent=True,
    )
