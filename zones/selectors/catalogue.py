"""Questions about the catalogue: what an item says on a day, and who has held it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models

from core import audit, timelines
from zones.models import Empowerment, EnforcementItem, ItemVersion
from zones.rules import discretion
from zones.rules.applicable import Wording
from zones.selectors.district import items_held_by

# Field of a version → what a person calls it; the order in which differences are told.
WORDING_LABELS = {
    "name": "名称",
    "legal_basis": "法律依据",
    "penalty_summary": "处罚种类与幅度",
    "agency": "实施部门",
    "hearing_citizen": "听证标准（公民）",
    "hearing_organisation": "听证标准（单位）",
    "limitation_years": "追究时效（年）",
    "discretion": "裁量档次",
}


def listed_items(chosen: Mapping[str, Any], day: date) -> models.QuerySet[EnforcementItem]:
    """Items that meet the filter: q, domain, agency, town (holding on the day), state."""
    rows = EnforcementItem.objects.select_related("agency").order_by("code")
    in_catalogue = models.Q(withdrawn_on=None) | models.Q(withdrawn_on__gt=day)
    if chosen.get("state") == "withdrawn":
        rows = rows.exclude(in_catalogue)
    elif chosen.get("state") != "all":
        rows = rows.filter(in_catalogue)
    if words := chosen.get("q"):
        wording = models.Q(name__icontains=words) | models.Q(legal_basis__icontains=words)
        said = ItemVersion.objects.filter(wording).values("item_id")
        rows = rows.filter(wording | models.Q(code__icontains=words) | models.Q(pk__in=said))
    if chosen.get("domain"):
        rows = rows.filter(domain=chosen["domain"])
    if chosen.get("agency"):
        rows = rows.filter(agency=chosen["agency"])
    if chosen.get("town"):
        rows = rows.filter(pk__in=items_held_by(chosen["town"], day).values("pk"))
    return rows


def domains() -> list[str]:
    names = EnforcementItem.objects.order_by("domain").values_list("domain", flat=True)
    return list(names.distinct())


def versions_on(items: Iterable[EnforcementItem], day: date) -> dict[int, ItemVersion]:
    """Item id → the wording in force on the day; items that had none then are left out."""
    rows = ItemVersion.objects.filter(
        models.Q(valid_until=None) | models.Q(valid_until__gte=day),
        item__in=[item.pk for item in items],
        valid_from__lte=day,
    ).select_related("agency")
    return {row.item_id: row for row in rows}


def versions_to_export(
    items: models.QuerySet[EnforcementItem], day: date
) -> models.QuerySet[ItemVersion]:
    """For every item the wording of the day; of one not in force then, the nearest wording."""
    in_force = models.Q(valid_from__lte=day) & (
        models.Q(valid_until=None) | models.Q(valid_until__gte=day)
    )
    nearest = (
        ItemVersion.objects.filter(item=models.OuterRef("pk"))
        .annotate(there=models.Case(models.When(in_force, then=0), default=1))
        .order_by("there", "-valid_from")
        .values("pk")[:1]
    )
    chosen = items.order_by().annotate(version=models.Subquery(nearest)).values("version")
    return (
        ItemVersion.objects.filter(pk__in=chosen)
        .select_related("item", "agency")
        .order_by("item__code")
    )


@dataclass(frozen=True)
class Difference:
    """One cell that differs from the version before."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class VersionLine:
    """One version with what it changed (empty for the first)."""

    version: ItemVersion
    differences: list[Difference]
    state: str
    tone: str


def version_lines(item: EnforcementItem, day: date) -> list[VersionLine]:
    """All versions, the newest first."""
    versions = list(item.versions.select_related("agency", "document").order_by("valid_from"))
    lines = []
    before: ItemVersion | None = None
    for version in versions:
        changed = differences(before, version) if before else []
        lines.append(VersionLine(version, changed, *_standing(version, day)))
        before = version
    return lines[::-1]


def _standing(version: ItemVersion, day: date) -> tuple[str, str]:
    if version.valid_from > day:
        return "尚未生效", "info"
    if version.valid_until is not None and version.valid_until < day:
        return "已失效", "neutral"
    return "现行", "success"


def differences(old: ItemVersion, new: ItemVersion) -> list[Difference]:
    return [
        Difference(label, shown(getattr(old, name)), shown(getattr(new, name)))
        for name, label in WORDING_LABELS.items()
        if getattr(old, name) != getattr(new, name)
    ]


def shown(value: Any) -> str:
    """A field's value in words."""
    if isinstance(value, list):
        return discretion.write(value).replace("\n", "；") or "（空）"
    return "（空）" if value in (None, "") else str(value)


def wordings_of(lines: Iterable[VersionLine]) -> list[Wording]:
    """Versions as the rule of 从旧兼从轻 takes them."""
    return [
        Wording(
            key=line.version.pk,
            valid_from=line.version.valid_from,
            valid_until=line.version.valid_until,
            legal_basis=line.version.legal_basis,
            penalty=line.version.penalty_summary,
        )
        for line in lines
    ]


@dataclass(frozen=True)
class DelegationLine:
    """One delegation of the item with how it stands on the day."""

    row: Empowerment
    state: str
    tone: str


def delegation_lines(item: EnforcementItem, day: date) -> list[DelegationLine]:
    """Every delegation the item ever had, by town; the latest of a town first."""
    rows = item.empowerments.select_related("township").order_by("township__order", "-starts_on")
    return [DelegationLine(row, *_delegation_standing(row, item, day)) for row in rows]


def _delegation_standing(row: Empowerment, item: EnforcementItem, day: date) -> tuple[str, str]:
    if row.ends_on is not None and row.ends_on < day:
        return "已终止", "neutral"
    if row.starts_on > day:
        return "尚未开始", "info"
    if item.city_since is not None and item.city_since <= day:
        return "已上收", "warning"
    return "承接中", "success"


def held_now(item: EnforcementItem, day: date) -> int:
    """In how many towns the item is delegated on the day."""
    last = models.Q(ends_on=None) | models.Q(ends_on__gte=day)
    return item.empowerments.filter(last, starts_on__lte=day).count()


def item_trail(item: EnforcementItem) -> list[dict[str, Any]]:
    """What was done to the item, the newest first, as the timeline shows it."""
    return timelines.told(
        audit.trail_of(item).order_by("-seq"),
        verbs=TRAIL_WORDS,
        text=lambda _verb, payload: str(payload.get("text", "")),
        tones={"withdraw_item": "warning"},
    )


TRAIL_WORDS = {
    "revise_item": "修订事项",
    "withdraw_item": "退出目录",
    "amend_item": "更正领域或者说明",
}


def wordings(item: EnforcementItem) -> list[Wording]:
    """Every wording of the item, oldest first, as the rule takes them."""
    return [
        Wording(
            key=version.pk,
            valid_from=version.valid_from,
            valid_until=version.valid_until,
            legal_basis=version.legal_basis,
            penalty=version.penalty_summary,
        )
        for version in item.versions.order_by("valid_from")
    ]
