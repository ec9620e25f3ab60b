"""The numbers above the board, and the cheap answer to “has anything changed?”."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from cases.models import Arrangement, ArrangementUnit, EscalationRecipient
from cases.selectors.board import Sight
from cases.selectors.visibility import visible_cases
from core.counting import count_each
from core.models import AuditEntry, User

_RECENT = 200


def counted(user: User, sight: Sight) -> dict[str, int]:
    """One query. `new`: since yesterday; `unseen`: reports a chief has neither looked at nor signed
    for; `silent`: units asked to take part that have not answered."""
    today = timezone.localdate()
    yesterday = timezone.make_aware(datetime.combine(today - timedelta(days=1), time.min))
    towns = [town.pk for town in sight.towns]
    chiefs = EscalationRecipient.objects.filter(
        Q(escalation__lead_zone__in=sight.whole) | Q(escalation__case__township__in=towns),
        seen_at=None,
        part__in=["lead", "chief"],
        escalation__status="routed",
    )
    silent = ArrangementUnit.objects.filter(
        Q(arrangement__escalation__lead_zone__in=sight.whole)
        | Q(arrangement__case__township__in=towns),
        state=ArrangementUnit.State.ASKED,
        arrangement__state=Arrangement.State.RUNNING,
    )
    visible = visible_cases(user=user)
    return count_each(
        {
            "new": visible.filter(township__in=towns, reported_at__gte=yesterday),
            "unseen": chiefs,
            "silent": silent,
        }
    )


def stamp() -> str:
    """Changes whenever anything leaves a trace anywhere; one query on the newest entries.

    The sum, not the newest number: an entry may become visible after one with a higher number.
    """
    table = AuditEntry._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT coalesce(sum(id), 0) FROM (SELECT id FROM {table}"  # noqa: S608 - our own name
            f" ORDER BY id DESC LIMIT {_RECENT}) AS newest"
        )
        [(total,)] = cursor.fetchall()
    return str(total)
