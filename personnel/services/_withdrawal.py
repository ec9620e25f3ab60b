"""Members come off a published roster by themselves when what let them stand on it ends."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from core import access, audit, notices
from core.models import User
from personnel.models import Officer, Roster, RosterMember
from personnel.selectors import rosters as selectors


def recheck(officer: Officer) -> int:
    """Withdraw the person from published rosters where they may no longer stand; how many."""
    rosters = Roster.objects.filter(
        status=Roster.Status.PUBLISHED,
        members__officer=officer,
        members__withdrawn_at=None,
    )
    return sum(_recheck(pk, officer.pk) for pk in rosters.values_list("pk", flat=True))


def recheck_all() -> int:
    """Every published roster; may be run again at any time. Returns how many were withdrawn."""
    rosters = Roster.objects.filter(status=Roster.Status.PUBLISHED).order_by("pk")
    return sum(_recheck(pk) for pk in rosters.values_list("pk", flat=True))


@transaction.atomic
def _recheck(roster_id: int, officer_id: int | None = None) -> int:
    roster = Roster.objects.select_for_update(of=("self",)).select_related("zone").get(pk=roster_id)
    if roster.status != Roster.Status.PUBLISHED:  # superseded while we waited for the lock
        return 0
    rows = [
        row
        for row in selectors.members_of(roster)
        if row.withdrawn_at is None and officer_id in (None, row.officer_id)
    ]
    faults = selectors.faults_of(roster, rows, timezone.localdate())
    gone = [row for row in rows if row.pk in faults]
    for row in gone:
        row.withdrawn_at, row.withdrawn_why = timezone.now(), faults[row.pk][:200]
        row.save(update_fields=["withdrawn_at", "withdrawn_why"])
        payload = {"name": row.name, "unit": row.unit_name, "why": row.withdrawn_why}
        audit.record(by=None, verb="withdraw_member", subject=roster, payload=payload)
    _tell(roster, gone)
    return len(gone)


def _tell(roster: Roster, gone: Sequence[RosterMember]) -> None:
    zone = list(access.users_with("compose_roster", roster.zone)) if gone else []
    for row in gone:
        unit: list[User] = list(access.users_with("submit_roster", selectors.unit_of(row.unit)))
        notices.send(
            [*zone, *unit],
            key=f"roster:{roster.pk}:withdrawn:{row.pk}",
            text=f"{row.name}已从{roster}撤下：{row.withdrawn_why}；须由新版名单重新列入",
            url=roster.get_absolute_url(),
            urgent=True,
        )
