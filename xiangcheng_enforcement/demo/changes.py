"""Adjustments of the demo: one in effect since the day of loading, one that waits for review."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.utils import timezone

from core import access
from core.models import User
from xiangcheng_enforcement.loading.records import Tally
from zones.models import ChangeSet, EnforcementItem, Township
from zones.selectors import town_named
from zones.selectors.changes import the_district, version_of
from zones.services import changes

_IN_EFFECT = ("XC032", "XC033")
_WAITING = ("XC034", "XC040")


def ensure_changes(today: date) -> Tally:
    """Carry both through the real services unless any adjustment is there."""
    tally = Tally("赋权调整")
    tally.unchanged = ChangeSet.objects.count()
    district = the_district()
    staffing = access.users_with("review_changes_staffing", district).first()
    justice = access.users_with("review_changes_justice", district).first()
    if tally.unchanged or staffing is None or justice is None:
        return tally
    done = _proposed(
        changes.Proposal(
            title="天宝镇、浦南镇承接排水许可事项",
            reason="两镇工业集中区排水违法较多，镇级就近处理；承接力量已经评估。",
            document="演示赋权（动态调整样例一）",
            effective_on=timezone.localdate(),
        ),
        _IN_EFFECT,
        ("天宝镇", "浦南镇"),
        by=staffing,
    )
    for organ, by in (("staffing", staffing), ("justice", justice)):
        changes.give_word(change_id=done.pk, organ=organ, agrees=True, opinion="", by=by)
    tally.created += 1
    town = town_named("石亭街道")
    deputy = access.users_with("propose_changes", town).first()
    if deputy is not None:
        waiting = changes.Proposal(
            title="石亭街道承接排水设施保护、专项维修资金事项",
            reason="辖区在建项目和物业小区集中，群众投诉多，拟由街道就近处理。",
            document="演示赋权（动态调整样例二）",
            effective_on=max(today, timezone.localdate()) + timedelta(days=14),
        )
        _proposed(waiting, _WAITING, (town.name,), by=deputy, unit=town)
        tally.created += 1
    return tally


def _proposed(
    proposal: changes.Proposal,
    codes: tuple[str, ...],
    towns: tuple[str, ...],
    *,
    by: User,
    unit: Township | None = None,
) -> ChangeSet:
    change = changes.draft(proposal=proposal, unit=unit, key=uuid.uuid4(), by=by, is_demo=True)
    changes.add_lines(
        change_id=change.pk,
        kind="delegate",
        items=EnforcementItem.objects.filter(code__in=codes).values_list("pk", flat=True),
        towns=Township.objects.filter(name__in=towns).values_list("pk", flat=True),
        by=by,
    )
    return changes.propose(change_id=change.pk, version=version_of(change), by=by)
