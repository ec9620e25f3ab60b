"""A town's power list (权责清单) on a day, its published versions, and what differs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.db import models

from zones.models import Empowerment, EnforcementItem, ItemVersion, Publication, Township
from zones.rules.facts import Delegation, ItemFacts, is_town_government

COMPARED = {
    "name": "事项名称",
    "basis": "法律依据",
    "penalty": "处罚种类与幅度",
    "bureau": "原实施部门",
    "since": "承接之日",
    "until": "终止之日",
    "document": "承接文件",
    "demo": "演示赋权",
}
STATUTE = "法律直接规定"


@dataclass(frozen=True)
class PowerRow:
    """One line of a power list, also as frozen in a publication. Dates are ISO text or empty."""

    code: str
    name: str
    domain: str
    basis: str
    penalty: str
    bureau: str
    since: str
    until: str
    document: str
    statutory: bool
    demo: bool

    @property
    def held_how(self) -> str:
        return "法定职权" if self.statutory else "赋权"


@dataclass(frozen=True)
class Difference:
    """What a list has more and less than another, and which lines read otherwise."""

    added: tuple[PowerRow, ...] = ()
    removed: tuple[PowerRow, ...] = ()
    changed: tuple[tuple[PowerRow, str], ...] = ()

    @property
    def count(self) -> int:
        return len(self.added) + len(self.removed) + len(self.changed)


@dataclass(frozen=True)
class Standing:
    """Where a town's list stands: what it holds, what is published, what is not yet."""

    town: Township
    count: int
    last: Publication | None
    unpublished: int


def in_force(day: date) -> models.Q:
    """Delegations in force on `day`."""
    return models.Q(starts_on__lte=day) & (models.Q(ends_on=None) | models.Q(ends_on__gte=day))


def in_catalogue(day: date) -> models.Q:
    """Items that had not left the catalogue on `day`."""
    return models.Q(withdrawn_on=None) | models.Q(withdrawn_on__gt=day)


def power_list(town: Township, day: date) -> list[PowerRow]:
    """What the town may enforce on `day` in its own name, domain by domain.

    Delegated items and, for a 镇, those that statute gives it; without what the city took back.
    """
    return power_lists([town], day)[town.pk]


def power_lists(towns: Sequence[Township], day: date) -> dict[int, list[PowerRow]]:
    """Town id → its list on `day`, in three queries for any number of towns."""
    items = {
        item.pk: item
        for item in EnforcementItem.objects.filter(in_catalogue(day))
        .exclude(city_since__lte=day)
        .select_related("agency")
        .order_by("code")
    }
    wording = _wording(day)
    held = Empowerment.objects.filter(in_force(day), township__in=towns)
    by_town: dict[int, dict[int, Empowerment]] = {town.pk: {} for town in towns}
    for row in held:
        by_town[row.township_id][row.item_id] = row
    return {
        town.pk: _by_domain(
            _row(
                item,
                wording.get(pk),
                # what statute gives needs no delegation, whatever was delegated besides
                None if _by_statute(item, town) else by_town[town.pk].get(pk),
            )
            for pk, item in items.items()
            if pk in by_town[town.pk] or _by_statute(item, town)
        )
        for town in towns
    }


def _by_statute(item: EnforcementItem, town: Township) -> bool:
    return item.statutory_town and town.kind == Township.Kind.TOWN


def _wording(day: date) -> dict[int, ItemVersion]:
    """Item id → how it read on `day`; an item without versions reads as it does now."""
    rows = ItemVersion.objects.filter(
        models.Q(valid_until=None) | models.Q(valid_until__gte=day), valid_from__lte=day
    ).select_related("agency")
    return {row.item_id: row for row in rows}


def _row(item: EnforcementItem, version: ItemVersion | None, held: Empowerment | None) -> PowerRow:
    text = version or item
    return PowerRow(
        code=item.code,
        name=text.name,
        domain=item.domain,
        basis=text.legal_basis,
        penalty=text.penalty_summary,
        bureau=text.agency.name,
        since=held.starts_on.isoformat() if held else "",
        until=held.ends_on.isoformat() if held and held.ends_on else "",
        document=held.document if held else STATUTE,
        statutory=held is None,
        demo=held.is_demo if held else False,
    )


def _by_domain(rows: Iterable[PowerRow]) -> list[PowerRow]:
    """Domains in the order of their first code, items by code."""
    listed = list(rows)
    order = {row.domain: n for n, row in reversed(list(enumerate(listed)))}
    return sorted(listed, key=lambda row: (order[row.domain], row.code))


def frozen(rows: Iterable[PowerRow]) -> list[dict[str, object]]:
    """The rows as a publication keeps them."""
    return [asdict(row) for row in rows]


def rows_of(publication: Publication) -> list[PowerRow]:
    return [PowerRow(**row) for row in publication.rows]


def difference(before: Iterable[PowerRow], after: Iterable[PowerRow]) -> Difference:
    """From one list to another, in the order of the lists."""
    old = {row.code: row for row in before}
    new = {row.code: row for row in after}
    changed = []
    for code, row in new.items():
        if code in old and row != old[code]:
            named = [
                label
                for field, label in COMPARED.items()
                if getattr(row, field) != getattr(old[code], field)
            ]
            changed.append((row, "、".join(named) or "领域或者取得方式"))
    return Difference(
        added=tuple(row for code, row in new.items() if code not in old),
        removed=tuple(row for code, row in old.items() if code not in new),
        changed=tuple(changed),
    )


def publications_of(town: Township) -> models.QuerySet[Publication]:
    """Every version of the town's list, the newest first."""
    return town.publications.select_related("published_by").order_by("-version")


def latest_publication(town: Township) -> Publication | None:
    return publications_of(town).first()


def latest_publications() -> dict[int, Publication]:
    """Town id → its latest published version, in one query."""
    rows = (
        Publication.objects.select_related("township")
        .order_by("township_id", "-version")
        .distinct("township_id")
    )
    return {row.township_id: row for row in rows}


def standings(towns: Sequence[Township], day: date) -> list[Standing]:
    """For each town how many items it holds on `day` and what is not yet published."""
    lists, latest = power_lists(towns, day), latest_publications()
    return [
        Standing(
            town=town,
            count=len(lists[town.pk]),
            last=latest.get(town.pk),
            unpublished=unpublished(latest.get(town.pk), lists[town.pk]).count,
        )
        for town in towns
    ]


def unpublished(last: Publication | None, rows: Sequence[PowerRow]) -> Difference:
    """What changed since the last publication; with none, the whole list is new."""
    return difference(rows_of(last) if last else (), rows)


@dataclass(frozen=True)
class ItemsRead:
    """Items as the rule takes them, by id, and which towns' powers are only for the demo."""

    facts: dict[int, ItemFacts]
    _demo: frozenset[tuple[str, Delegation]]
    _of_statute: frozenset[str]

    def rests_on_demo(self, code: str, town: str | None, day: date) -> bool:
        """Whether the town's power over the item on `day` is one invented for the demo.

        A 镇 that has the power by statute does not rest on any delegation.
        """
        if town is None or (is_town_government(town) and code in self._of_statute):
            return False
        return any(
            code == item and found.town == town and found.period.covers(day)
            for item, found in self._demo
        )


def read_items(items: Sequence[EnforcementItem]) -> ItemsRead:
    """The items with every delegation they ever had, in one query for all."""
    delegations: dict[int, list[Delegation]] = {item.pk: [] for item in items}
    codes = {item.pk: item.code for item in items}
    demo = set()
    rows = Empowerment.objects.filter(item__in=items).select_related("township").order_by("pk")
    for row in rows:
        found = Delegation(town=row.township.name, starts_on=row.starts_on, ends_on=row.ends_on)
        delegations[row.item_id].append(found)
        if row.is_demo:
            demo.add((codes[row.item_id], found))
    facts = {
        item.pk: ItemFacts(
            code=item.code,
            name=item.name,
            bureau=item.agency.name,
            domain=item.domain,
            statutory_town=item.statutory_town,
            delegations=tuple(delegations[item.pk]),
            city_since=item.city_since,
        )
        for item in items
    }
    of_statute = frozenset(item.code for item in items if item.statutory_town)
    return ItemsRead(facts, frozenset(demo), of_statute)
