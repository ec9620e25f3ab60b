"""Adjustments of delegations, and what a town held on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.http import Http404

from core import access, audit
from core.models import User
from zones.models import (
    ChangeLine,
    ChangeSet,
    District,
    Empowerment,
    EnforcementItem,
    Township,
)
from zones.rules.changes import Kind, Line, Proposer
from zones.rules.facts import Delegation, ItemFacts
from zones.selectors.district import zones_with_towns

State = ChangeSet.State


def visible_changes(user: User) -> models.QuerySet[ChangeSet]:
    """What is in effect is open to all; a proposal to its proposer, those it touches, and the
    reviewing organs; a draft to its proposer alone."""
    grants = access.grants_of(user)
    towns = grants.ids("propose_changes", "township")
    agencies = grants.ids("propose_changes", "agency")
    mine = models.Q(proposing_township__in=towns) | models.Q(proposing_agency__in=agencies)
    if grants.ids("propose_changes", "district"):
        mine |= models.Q(proposing_township=None, proposing_agency=None)
    if grants.any("review_changes_staffing") or grants.any("review_changes_justice"):
        proposed = models.Q()
    else:
        lines = ChangeLine.objects.filter(
            models.Q(township__in=towns) | models.Q(item__agency__in=agencies),
            change_set=models.OuterRef("pk"),
        )
        proposed = models.Q(models.Exists(lines))
    return ChangeSet.objects.select_related(
        "proposing_township", "proposing_agency", "created_by"
    ).filter(mine | models.Q(state=State.EFFECTIVE) | (~models.Q(state=State.DRAFT) & proposed))


def get_visible_change(*, user: User, pk: int) -> ChangeSet:
    found = visible_changes(user).filter(pk=pk).first()
    if found is None:
        raise Http404("没有这项调整，或者它不在您的职责范围内")
    return found


def version_of(change: ChangeSet) -> int:
    """Counts every action on it: whoever saw an older one is told."""
    return audit.trail_of(change).count()


def facts_of_items(items: Iterable[EnforcementItem]) -> dict[int, ItemFacts]:
    """Item id → what the rules need, with every delegation it ever had; one query for all."""
    rows = {item.pk: item for item in items}
    held: dict[int, list[Delegation]] = {pk: [] for pk in rows}
    grants = Empowerment.objects.filter(item__in=rows).order_by("pk")
    for item_id, town, first, last in grants.values_list(
        "item_id", "township__name", "starts_on", "ends_on"
    ):
        held[item_id].append(Delegation(town, first, last))
    return {
        pk: ItemFacts(
            code=item.code,
            name=item.name,
            bureau=item.agency.name,
            domain=item.domain,
            statutory_town=item.statutory_town,
            delegations=tuple(held[pk]),
            city_since=item.city_since,
        )
        for pk, item in rows.items()
    }


def rule_lines(lines: Iterable[ChangeLine]) -> list[Line]:
    """The lines as the rule takes them; give them with item, bureau and town."""
    rows = list(lines)
    facts = facts_of_items({row.item_id: row.item for row in rows}.values())
    return [
        Line(
            kind=Kind(row.kind),
            item=facts[row.item_id],
            town=row.township.name if row.township else "",
            withdrawn_on=row.item.withdrawn_on,
        )
        for row in rows
    ]


def lines_of(change: ChangeSet) -> models.QuerySet[ChangeLine]:
    return change.lines.select_related("item__agency", "township").order_by(
        "item__code", "township__order"
    )


def proposer_of(change: ChangeSet) -> Proposer:
    town, agency = change.proposing_township, change.proposing_agency
    return Proposer(town=town.name if town else "", bureau=agency.name if agency else "")


def names_of_towns() -> list[str]:
    """Towns that lie in a zone: only they can hold a delegation."""
    return [town.name for zone in zones_with_towns() for town in zone.townships.all()]


def the_district() -> District:
    return District.objects.order_by("pk")[0]


def held_on(town: Township, day: date) -> models.QuerySet[Empowerment]:
    """The delegations the town exercised on that day; what the city had taken is not among them."""
    return (
        Empowerment.objects.filter(
            models.Q(ends_on=None) | models.Q(ends_on__gte=day),
            models.Q(item__city_since=None) | models.Q(item__city_since__gt=day),
            township=town,
            starts_on__lte=day,
        )
        .select_related("item__agency")
        .order_by("item__code")
    )


@dataclass(frozen=True)
class Difference:
    """What a town held on the later of two days and not on the earlier, and the reverse."""

    earlier: date
    later: date
    added: list[Empowerment]
    removed: list[Empowerment]


def difference(town: Township, one: date, other: date) -> Difference:
    earlier, later = sorted((one, other))
    before = {row.item_id: row for row in held_on(town, earlier)}
    after = {row.item_id: row for row in held_on(town, later)}
    return Difference(
        earlier,
        later,
        added=[row for pk, row in after.items() if pk not in before],
        removed=[row for pk, row in before.items() if pk not in after],
    )
