"""Keeping the catalogue: a change is a new version from a day; nothing is overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from core import audit
from core.errors import RuleViolation
from core.models import User
from zones import policy
from zones.models import EnforcementItem, ItemVersion, PolicyDocument
from zones.selectors.catalogue import WORDING_LABELS, Difference, differences, shown


@transaction.atomic
def revise(
    *,
    item: EnforcementItem,
    wording: Mapping[str, Any],
    domain: str,
    note: str,
    valid_from: date,
    document: PolicyDocument | None,
    source: str,
    seen: int,
    by: User,
) -> EnforcementItem:
    """Give the item a new wording from `valid_from`; the present one ends the day before.

    `wording` has the fields of WORDING_LABELS. Domain and note belong to no version: if only they
    differ, none is made. `seen` is the version the person started from. Raises RuleViolation:
    someone was faster, nothing differs, or the day is not later.
    """
    policy.require_catalogue(by)
    item, latest = _locked(item)
    if latest is None or latest.pk != seen:
        raise RuleViolation("item_moved", "该事项刚被他人修订，请按最新版本重新填写")
    made = ItemVersion(item=item, document=document, source=source, valid_from=valid_from)
    for name in WORDING_LABELS:
        setattr(made, name, wording[name])
    changed = differences(latest, made)
    aside = _aside(item, domain, note)
    if not changed and not aside:
        raise RuleViolation("nothing_changed", "内容与最近版本相同，没有需要修订的地方")
    if changed:
        close(latest, valid_from)
        made.save()
        reflect(item, made)
    item.domain, item.note = domain, note
    item.save()
    told = "；".join(f"{row.label}由“{row.old}”改为“{row.new}”" for row in (*changed, *aside))
    audit.record(
        by=by,
        verb="revise_item" if changed else "amend_item",
        subject=item,
        payload={"version": made.pk, "text": f"自 {valid_from} 起：{told}" if changed else told},
    )
    return item


def _aside(item: EnforcementItem, domain: str, note: str) -> list[Difference]:
    pairs = (("领域", item.domain, domain), ("备注", item.note, note))
    return [Difference(label, shown(a), shown(b)) for label, a, b in pairs if a != b]


@transaction.atomic
def withdraw(*, item: EnforcementItem, on: date, reason: str, by: User) -> EnforcementItem:
    """Take the item out of the catalogue from `on`; its last wording ends the day before."""
    policy.require_catalogue(by)
    item, latest = _locked(item)
    close_for_good(item, latest, on)
    item.save()
    audit.record(
        by=by,
        verb="withdraw_item",
        subject=item,
        payload={"on": on.isoformat(), "text": f"自 {on} 起退出目录：{reason}"},
    )
    return item


def _locked(item: EnforcementItem) -> tuple[EnforcementItem, ItemVersion | None]:
    found = EnforcementItem.objects.select_for_update().get(pk=item.pk)
    if found.withdrawn_on is not None:
        raise RuleViolation("item_withdrawn", f"该事项已于 {found.withdrawn_on} 退出目录")
    return found, found.versions.select_related("agency").order_by("valid_from").last()


def close(version: ItemVersion, successor_from: date) -> None:
    """End a version the day before its successor begins."""
    if successor_from <= version.valid_from:
        raise RuleViolation(
            "version_not_later",
            f"生效日期须晚于最近一个版本的生效日（{version.valid_from}）；版本只接续，不改写",
            field="valid_from",
        )
    _end(version, successor_from - timedelta(days=1))


def _end(version: ItemVersion, last: date) -> None:
    """A version that ended before keeps its end."""
    version.valid_until = min(last, version.valid_until or last)
    version.save(update_fields=["valid_until"])


def close_for_good(item: EnforcementItem, latest: ItemVersion | None, on: date) -> None:
    """Mark the item withdrawn (not saved) and end its last version."""
    if latest is not None:
        if on <= latest.valid_from:
            raise RuleViolation(
                "version_not_later",
                f"{item.code} 的退出日期须晚于其最近版本的生效日（{latest.valid_from}）",
                field="on",
            )
        _end(latest, on - timedelta(days=1))
    item.withdrawn_on = on


def reflect(item: EnforcementItem, version: ItemVersion) -> None:
    """Bring the item's own fields (not saved) in line with a version just added.

    They hold the wording in force. Of a version yet to come they name only the basis and until
    when the present one holds; `catch_up` does the rest on the day.
    """
    if version.valid_from > timezone.localdate():
        if version.legal_basis != item.legal_basis:
            item.basis_valid_until = version.valid_from - timedelta(days=1)
            item.successor_basis = version.legal_basis
        return
    item.name = version.name
    item.legal_basis = version.legal_basis
    item.penalty_summary = version.penalty_summary
    item.agency = version.agency
    item.basis_valid_until = None
    item.successor_basis = ""


MISSED = timedelta(days=30)


@transaction.atomic
def catch_up(*, day: date) -> int:
    """Make the items' own fields say what wordings begun lately say; how many were given.

    Meant for every day; days on which nothing ran are made up for.
    """
    begun = ItemVersion.objects.filter(valid_from__lte=day, valid_from__gt=day - MISSED)
    found = list(
        begun.select_related("item", "agency")
        .select_for_update(of=("item",))
        .order_by("valid_from")
    )
    for version in found:
        reflect(version.item, version)
        version.item.save()
    return len(found)
