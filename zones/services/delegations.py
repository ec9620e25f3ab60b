"""An agreed adjustment takes effect: delegations begin, end, or go to the city, all or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from core import access, audit, notices
from core.errors import RuleViolation
from core.models import User
from zones import events
from zones.models import ChangeLine, ChangeSet, Empowerment, EnforcementItem, Township
from zones.rules import changes as rule
from zones.selectors import changes as selectors

State, Kind = ChangeSet.State, ChangeLine.Kind


@transaction.atomic
def put_into_effect(*, change_id: int, today: date) -> bool:
    """Carry out the adjustment if its day has come; False when there is nothing (more) to do.

    Raises RuleViolation when something has come to stand against it since it was agreed.
    """
    change = ChangeSet.objects.select_for_update().get(pk=change_id)
    if change.state != State.APPROVED or change.effective_on > today:
        return False
    lines = list(selectors.lines_of(change))
    ids = {line.item_id for line in lines}
    # Two adjustments of one item queue here.
    list(EnforcementItem.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    _check(change, lines)
    towns = _write(change, lines)
    change.state = State.EFFECTIVE
    change.applied_at = timezone.now()
    change.save(update_fields=["state", "applied_at"])
    counts = Counter(line.kind for line in lines)
    audit.record(
        by=None,
        verb="apply",
        subject=change,
        payload={
            "effective_on": change.effective_on.isoformat(),
            "document": change.document,
            **{kind.value: counts[kind.value] for kind in Kind},
        },
    )
    events.empowerment_changed.send(
        sender=ChangeSet, change_set=change, item_ids=sorted(ids), town_ids=sorted(towns)
    )
    _tell(change, lines, towns)
    return True


def apply_due(today: date) -> int:
    """Everything agreed whose day has come. What can't take effect is told and tried again."""
    due = ChangeSet.objects.filter(state=State.APPROVED, effective_on__lte=today).order_by("pk")
    done = 0
    for change in due:
        try:
            done += put_into_effect(change_id=change.pk, today=today)
        except RuleViolation as violation:
            notices.send(
                [change.created_by, *reviewers()],
                key=f"change:{change.pk}:stuck:{change.effective_on}",
                text=f"赋权调整“{change.title}”未能生效：{violation.message}",
                url=change.get_absolute_url(),
                urgent=True,
            )
    return done


def reviewers() -> list[User]:
    """The people of 编办 and 司法局 who give their organ's word."""
    district = selectors.the_district()
    found: dict[int, User] = {}
    for organ in ("staffing", "justice"):
        for user in access.users_with(f"review_changes_{organ}", district):
            found[user.pk] = user
    return list(found.values())


def _check(change: ChangeSet, lines: Sequence[ChangeLine]) -> None:
    rule.check_set(
        selectors.rule_lines(lines),
        change.effective_on,
        selectors.names_of_towns(),
        selectors.proposer_of(change),
    )


def _write(change: ChangeSet, lines: Sequence[ChangeLine]) -> set[int]:
    """Write delegations and ends; returns the towns concerned."""
    on = change.effective_on
    running = Empowerment.objects.select_for_update().filter(
        models.Q(ends_on=None) | models.Q(ends_on__gte=on), starts_on__lt=on
    )
    to_city = [line.item_id for line in lines if line.kind == Kind.CITY]
    ending = {(line.item_id, line.township_id) for line in lines if line.kind == Kind.END}
    towns = {line.township_id for line in lines if line.township_id}
    chosen = running.filter(item__in={item_id for item_id, _ in ending} | set(to_city))
    cut = [r for r in chosen if r.item_id in to_city or (r.item_id, r.township_id) in ending]
    for row in cut:
        row.ends_on = on - timedelta(days=1)
        kind = Kind.CITY if row.item_id in to_city else Kind.END
        row.end_reason, row.end_document = kind.label, change.document
    Empowerment.objects.bulk_update(cut, ["ends_on", "end_reason", "end_document"], batch_size=500)
    EnforcementItem.objects.filter(pk__in=to_city).update(city_since=on)
    _begin(change, [line for line in lines if line.kind == Kind.DELEGATE])
    return towns | {row.township_id for row in cut}


def _begin(change: ChangeSet, lines: Sequence[ChangeLine]) -> None:
    rows = [
        Empowerment(
            item=line.item,
            township=line.township,
            starts_on=change.effective_on,
            document=change.document,
            is_demo=change.is_demo,
        )
        for line in lines
    ]
    try:
        with transaction.atomic():
            Empowerment.objects.bulk_create(rows, batch_size=500)
    except IntegrityError as error:
        if "no_overlapping_empowerment" not in str(error):
            raise
        _check(change, lines)  # names the item, the town and the period
        raise RuleViolation("overlap", "与已有赋权的期间重叠", rule.BASIS) from error


def _tell(change: ChangeSet, lines: Sequence[ChangeLine], town_ids: set[int]) -> None:
    """The proposer, both organs, the towns concerned and the bureaus that hold the items."""
    people = {user.pk: user for user in (change.created_by, *reviewers())}
    towns = {line.township for line in lines if line.township}
    missing = town_ids - {town.pk for town in towns}
    towns |= set(Township.objects.filter(pk__in=missing))
    for town in towns:
        people |= {user.pk: user for user in access.users_with("publish_power_list", town)}
    for agency in {line.item.agency for line in lines}:
        people |= {user.pk: user for user in access.users_with("propose_changes", agency)}
    notices.send(
        people.values(),
        key=f"change:{change.pk}:effective",
        text=f"赋权调整“{change.title}”自 {change.effective_on} 起生效（{change.document}）",
        url=change.get_absolute_url(),
    )
