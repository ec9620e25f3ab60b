"""A zone's roster until it is sent to 司法局: opened, filled by its units (方案附件（六）)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from core import access, audit, notices
from core.errors import RuleViolation
from core.models import User
from personnel import policy
from personnel.models import Roster, RosterMember, RosterUnit
from personnel.rules import roster as rule
from personnel.rules.roster import Kind
from personnel.selectors import rosters as selectors
from personnel.selectors.officers import unit_key
from personnel.services import _roster_members as members
from personnel.services._withdrawal import recheck, recheck_all
from zones.models import Agency, Zone
from zones.selectors.changes import the_district

Status = Roster.Status
__all__ = [
    "Opened",
    "drop_unit",
    "open_version",
    "recheck",
    "recheck_all",
    "reopen_unit",
    "save_unit",
    "send",
    "touch",
]


@dataclass(frozen=True)
class Opened:
    """The new version, how many members the last one lent it, and who was left out and why."""

    roster: Roster
    copied: int
    left_out: list[str]


@transaction.atomic
def open_version(*, zone: Zone, agencies: Collection[Agency], note: str, by: User) -> Opened:
    """Begin the next version: its towns and the bureaus are asked, the last members copied.

    Raises RuleViolation while another version of the zone is in the making.
    """
    policy.require_composing_roster(by, zone)
    making = Roster.objects.filter(zone=zone, status__in=selectors.MAKING).first()
    if making is not None:
        raise _in_the_making(making)
    last = Roster.objects.filter(zone=zone).aggregate(last=Max("version"))["last"] or 0
    roster = Roster(zone=zone, version=last + 1, note=note, composed_by=by)
    try:
        with transaction.atomic():
            roster.save()
    except IntegrityError as error:  # the second of two clicks at once
        made = Roster.objects.filter(zone=zone, status__in=selectors.MAKING).first()
        if made is None:
            raise
        raise _in_the_making(made) from error
    units = [
        *(RosterUnit(roster=roster, township=town) for town in selectors.towns_of(zone.pk)),
        *(RosterUnit(roster=roster, agency=agency) for agency in agencies),
    ]
    RosterUnit.objects.bulk_create(units)
    copied, left_out = members.copy_last(roster, units)
    payload = {
        "version": roster.version,
        "units": [str(unit) for unit in units],
        "copied": copied,
        "left_out": left_out,
        "note": note,
    }
    audit.record(by=by, verb="open_roster", subject=roster, payload=payload)
    for unit in units:
        tell_unit(unit, "opened", f"{zone}编制联合执法人员名单，请提交{unit}的人员")
    return Opened(roster, copied, left_out)


def _in_the_making(roster: Roster) -> RuleViolation:
    message = (
        f"{roster.zone}第 {roster.version} 版{roster.get_status_display()}，完成后才能编制新版"
    )
    return RuleViolation("roster_in_the_making", message, rule.REVIEW)


@transaction.atomic
def save_unit(
    *, unit_id: int, chosen: Mapping[int, Kind], seen: int, by: User, submit: bool
) -> RosterUnit:
    """The people a unit names, saved, or saved and submitted. An empty list may be submitted by a
    bureau: it has nobody in this zone.

    `seen` is `selectors.rosters.mark_of` as shown in the form. Raises RuleViolation when the
    unit's list changed meanwhile, or somebody does not fit.
    """
    unit = _locked(unit_id)
    policy.require_submitting_roster(by, selectors.unit_of(unit))
    _check_open(unit.roster)
    if unit.submitted_at is not None:
        raise RuleViolation("already_submitted", f"{unit}的名单已提交，须先退回修改", rule.REVIEW)
    if seen != selectors.mark_of(unit):
        message = f"他人刚刚修改了{unit}的名单，请核对后再保存"
        raise RuleViolation("stale", message)
    _check_chosen(unit, chosen)
    if submit and not chosen and unit.township_id:
        raise RuleViolation("nobody_named", f"{unit}须提交两名以上持证执法人员", rule.TWO)
    rows = members.write(unit, chosen)
    if submit:
        unit.submitted_by, unit.submitted_at = by, timezone.now()
        unit.save(update_fields=["submitted_by", "submitted_at"])
    touch(unit.roster)
    payload = {
        "unit": str(unit),
        "members": [[row.name, row.kind, row.certificate_number] for row in rows],
    }
    verb = "submit_roster_unit" if submit else "save_roster_unit"
    audit.record(by=by, verb=verb, subject=unit.roster, payload=payload)
    if submit and not unit.roster.units.filter(submitted_at=None).exists():
        _tell_zone(unit.roster, f"各单位已提交{unit.roster}的人员，请核对后送区司法局审核")
    return unit


def _check_chosen(unit: RosterUnit, chosen: Mapping[int, Kind]) -> None:
    today, towns = timezone.localdate(), selectors.town_keys(unit.roster.zone_id)
    key = unit_key(selectors.unit_of(unit))
    facts = selectors.facts_of(chosen, today)
    for pk, kind in chosen.items():
        fault = "没有这个人员"
        if pk in facts:
            fault = rule.fault_of(rule.Listed(facts[pk], key, kind), towns, today)
        if fault:
            name = facts[pk].name if pk in facts else str(pk)
            message = f"{name}不能作为{kind.label}列入：{fault}"
            raise RuleViolation("does_not_fit", message, rule.CERTIFIED, f"member_{pk}")
    twice = (
        RosterMember.objects.filter(roster=unit.roster, officer__in=chosen)
        .exclude(unit=unit)
        .select_related("unit__township", "unit__agency")
        .first()
    )
    if twice is not None:
        message = f"{twice.name}已由{twice.unit}列入"
        raise RuleViolation("listed_twice", message, rule.TEAM, f"member_{twice.officer_id}")


@transaction.atomic
def reopen_unit(*, unit_id: int, reason: str, by: User) -> RosterUnit:
    """A submitted list goes back to its unit: asked by the zone (with why) or by the unit."""
    unit = _locked(unit_id)
    zone_asks = policy.may_compose_roster(by, unit.roster.zone_id)
    if not zone_asks:
        policy.require_submitting_roster(by, selectors.unit_of(unit))
    _check_open(unit.roster)
    if unit.submitted_at is None:
        raise RuleViolation("not_submitted", f"{unit}的名单尚未提交，可以直接修改")
    if zone_asks and not reason:
        raise RuleViolation("no_reason", "请写明须修改什么，该单位据此修改", field="reason")
    unit.submitted_by = unit.submitted_at = None
    unit.save(update_fields=["submitted_by", "submitted_at"])
    touch(unit.roster)
    payload = {"unit": str(unit), "reason": reason}
    audit.record(by=by, verb="reopen_roster_unit", subject=unit.roster, payload=payload)
    if zone_asks:
        mark = unit.roster.revision
        tell_unit(unit, f"reopened:{mark}", f"{unit.roster.zone}请{unit}修改名单：{reason}")
    return unit


@transaction.atomic
def drop_unit(*, unit_id: int, by: User) -> str:
    """The zone no longer waits for a bureau that has named nobody; towns always belong to it."""
    unit = _locked(unit_id)
    policy.require_composing_roster(by, unit.roster.zone)
    _check_open(unit.roster)
    if unit.township_id:
        raise RuleViolation("town_belongs", "片区的镇街都须提交人员", rule.TEAM)
    if unit.members.exists():
        raise RuleViolation("has_members", f"{unit}已列入人员，不能取消")
    name = str(unit)
    audit.record(by=by, verb="drop_roster_unit", subject=unit.roster, payload={"unit": name})
    touch(unit.roster)
    unit.delete()
    return name


@transaction.atomic
def send(*, roster_id: int, revision: int, by: User) -> Roster:
    """To 司法局, once every condition is met; from now on it can't be changed."""
    roster = locked(roster_id, revision)
    policy.require_composing_roster(by, roster.zone)
    _check_open(roster)
    rule.require(selectors.conditions_of(roster, timezone.localdate()))
    roster.status, roster.sent_at = Status.REVIEW, timezone.now()
    roster.save(update_fields=["status", "sent_at"])
    touch(roster)
    payload = {"version": roster.version, "members": roster.members.count()}
    audit.record(by=by, verb="send_roster", subject=roster, payload=payload)
    notices.send(
        [user for user in access.users_with("review_roster", the_district()) if user != by],
        key=f"roster:{roster.pk}:sent:{roster.revision}",
        text=f"{roster}已送审，请审核公布",
        url=roster.get_absolute_url(),
    )
    return roster


def locked(roster_id: int, revision: int) -> Roster:
    """The roster, locked; refused when it changed since it was shown."""
    rows = Roster.objects.select_for_update(of=("self",)).select_related("zone")
    roster = rows.get(pk=roster_id)
    if roster.revision != revision:
        raise RuleViolation("stale", "名单在您查看之后有变动，请核对后再办理")
    return roster


def touch(roster: Roster) -> None:
    """Every change counts: whoever looked before it is told."""
    roster.revision += 1
    roster.save(update_fields=["revision"])


def tell_unit(unit: RosterUnit, mark: str, text: str) -> None:
    notices.send(
        access.users_with("submit_roster", selectors.unit_of(unit)),
        key=f"roster:{unit.roster_id}:unit:{unit.pk}:{mark}",
        text=text,
        url=unit.roster.get_absolute_url(),
    )


def _tell_zone(roster: Roster, text: str) -> None:
    notices.send(
        access.users_with("compose_roster", roster.zone),
        key=f"roster:{roster.pk}:zone:{roster.revision}",
        text=text,
        url=roster.get_absolute_url(),
    )


def _locked(unit_id: int) -> RosterUnit:
    """The unit with its roster, locked: units of one roster queue here."""
    unit = RosterUnit.objects.select_related("township", "agency").get(pk=unit_id)
    rows = Roster.objects.select_for_update(of=("self",)).select_related("zone")
    unit.roster = rows.get(pk=unit.roster_id)
    unit.refresh_from_db(fields=["submitted_at", "submitted_by"])
    return unit


def _check_open(roster: Roster) -> None:
    if roster.status not in selectors.EDITABLE:
        message = f"{roster}{roster.get_status_display()}，不能再修改"
        raise RuleViolation("not_open", message, rule.REVIEW)
