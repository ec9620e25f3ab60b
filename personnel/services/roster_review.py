"""司法局 reviews a roster: returns it with remarks, or passes it, which publishes it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from core import access, audit, notices
from core.errors import RuleViolation
from core.models import User
from personnel import policy
from personnel.models import Roster, RosterMember
from personnel.rules import roster as rule
from personnel.selectors import rosters as selectors
from personnel.services import _roster_members
from personnel.services import roster as making

Status = Roster.Status


@transaction.atomic
def give_back(*, roster_id: int, revision: int, remarks: str, by: User) -> Roster:
    """Returned to the zone, which has the units concerned mend their lists."""
    roster = _under_review(roster_id, revision, by)
    if not remarks:
        raise RuleViolation("no_remarks", "退回须写明理由", rule.REVIEW, field="remarks")
    roster.status, roster.review_note, roster.reviewed_by = Status.RETURNED, remarks, by
    roster.save(update_fields=["status", "review_note", "reviewed_by"])
    making.touch(roster)
    audit.record(by=by, verb="return_roster", subject=roster, payload={"remarks": remarks})
    notices.send(
        access.users_with("compose_roster", roster.zone),
        key=f"roster:{roster.pk}:returned:{roster.revision}",
        text=f"{roster}被区司法局退回：{remarks}",
        url=roster.get_absolute_url(),
        urgent=True,
    )
    return roster


@transaction.atomic
def publish(*, roster_id: int, revision: int, remarks: str, by: User) -> Roster:
    """Passed: names, units and certificate numbers are frozen, the public sees this version, the
    one before is superseded. The certificates are checked once more, as of today."""
    roster = _under_review(roster_id, revision, by)
    if roster.composed_by_id == by.pk:
        raise RuleViolation("same_person", "编制人不能审核自己编制的名单", rule.REVIEW)
    rule.require(selectors.conditions_of(roster, timezone.localdate()))
    rows = _freeze(roster)
    Roster.objects.filter(zone=roster.zone, status=Status.PUBLISHED).update(
        status=Status.SUPERSEDED
    )
    roster.status, roster.review_note, roster.reviewed_by = Status.PUBLISHED, remarks, by
    roster.published_at = timezone.now()
    roster.save(update_fields=["status", "review_note", "reviewed_by", "published_at"])
    making.touch(roster)
    payload = {
        "version": roster.version,
        "remarks": remarks,
        "members": [[row.name, row.unit_name, row.kind, row.certificate_number] for row in rows],
    }
    audit.record(by=by, verb="publish_roster", subject=roster, payload=payload)
    _tell(roster)
    return roster


def _under_review(roster_id: int, revision: int, by: User) -> Roster:
    policy.require_reviewing_roster(by)
    roster = making.locked(roster_id, revision)
    if roster.status != Status.REVIEW:
        message = f"{roster}{roster.get_status_display()}，不在审核中"
        raise RuleViolation("not_under_review", message, rule.REVIEW)
    return roster


def _freeze(roster: Roster) -> list[RosterMember]:
    towns = selectors.town_keys(roster.zone_id)
    found = selectors.listed(selectors.members_of(roster), timezone.localdate())
    for row, member in found:
        _roster_members.describe(row, member.person, towns)
        row.save()
    return [row for row, _ in found]


def _tell(roster: Roster) -> None:
    people = list(access.users_with("compose_roster", roster.zone))
    for unit in selectors.units_of(roster):
        people += access.users_with("submit_roster", selectors.unit_of(unit))
    notices.send(
        people,
        key=f"roster:{roster.pk}:published",
        text=f"{roster}已经区司法局审核公布",
        url=roster.get_absolute_url(),
    )
