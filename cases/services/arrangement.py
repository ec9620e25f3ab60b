"""What is ordered after a report: how, who leads, who takes part, until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from cases import events, policy
from cases.models import Arrangement, ArrangementUnit, Case, Escalation
from cases.rules import arranging as rules
from cases.rules.arranging import Mode
from cases.selectors.facts import report_reasons
from cases.services import _asking, _jurisdiction, _progress
from cases.services.escalation import BASIS, mark_seen, open_escalation
from core import notices
from core.errors import RuleViolation
from core.models import User
from personnel import selectors as people
from zones.models import Agency, Township

Unit = Township | Agency


@dataclass(frozen=True)
class Orders:
    """What is wanted: how, who leads, what is asked of whom (codes of `rules.ASKS`), until when."""

    mode: str
    lead: Unit
    instruction: str
    asks: Mapping[Unit, tuple[str, ...]] = field(default_factory=dict)
    finish_by: date | None = None

    @property
    def others(self) -> dict[Unit, tuple[str, ...]]:
        """Who is asked besides the unit that leads; nobody where the mode asks nobody."""
        if Mode(self.mode) not in rules.WITH_UNITS:
            return {}
        return {unit: asks for unit, asks in self.asks.items() if unit != self.lead}


@transaction.atomic
def arrange(*, case_id: int, orders: Orders, by: User, version: int | None = None) -> Arrangement:
    """The leading chief arranges the work, or arranges it anew. Jurisdiction stays where it is."""
    case = _progress.lock(case_id)
    before = case.arrangements.filter(state=Arrangement.State.RUNNING).first()
    escalation = _report_to_arrange(case, before)
    if case.is_final:
        raise RuleViolation("closed", "案件已办结，无须再安排", BASIS)
    if not policy.may_arrange(by, escalation.lead_zone_id):
        lead = escalation.lead_zone or "指导单位"
        raise PermissionDenied(f"本案由{lead}片长安排")
    _check_version(case, version)
    rules.check(_wanted(case, orders))
    if before is not None:
        _replace(case, before)
    arrangement = _write(case, orders, by=by, escalation=escalation)
    escalation.status = Escalation.Status.ARRANGED
    escalation.save()
    mark_seen(case=case, by=by)
    case.reporting = Case.Reporting.ARRANGED
    _told(case, arrangement, "arrange", by)
    return arrangement


@transaction.atomic
def order_simple(
    *, case_id: int, orders: Orders, by: User, version: int | None = None
) -> Arrangement:
    """The 副片长 orders simple joint work inside the zone alone; the chief is informed."""
    case = _progress.lock(case_id)
    if not policy.may_order_simple(by, case):
        raise PermissionDenied(f"简单联合执法由{case.township}的副片长组织")
    if case.is_final:
        raise RuleViolation("closed", "案件已办结，不能再组织联合执法", rules.DEPUTY_BASIS)
    if case.arrangements.filter(state=Arrangement.State.RUNNING).exists():
        raise RuleViolation(
            "arranged_already", "本案已有安排在进行，请在原安排中改派", rules.DEPUTY_BASIS
        )
    _check_version(case, version)
    towns = [unit for unit in orders.others if isinstance(unit, Township)]
    rules.check_simple(
        must_report=[reason.text for reason in report_reasons(case)],
        zones=[str(town.zone_id) for town in (case.township, *towns)],
        others=len(orders.others),
    )
    rules.check(_wanted(case, orders))
    arrangement = _write(case, orders, by=by, escalation=None)
    _told(case, arrangement, "order_simple", by)
    _inform_chief(case, arrangement)
    return arrangement


def _report_to_arrange(case: Case, before: Arrangement | None) -> Escalation:
    """The report that waits; where none does, that of the arrangement which is changed."""
    if case.reporting == Case.Reporting.ARRANGED and before is not None and before.escalation:
        return before.escalation
    return open_escalation(case)


def _check_version(case: Case, version: int | None) -> None:
    if version is not None and version != case.version:
        raise RuleViolation("stale", "案件已被他人更新，请核对最新情况后再提交")


def _wanted(case: Case, orders: Orders) -> rules.Wanted:
    places = {place.township_id for place in case.places.all()}
    bureau = isinstance(orders.lead, Agency)
    return rules.Wanted(
        mode=Mode(orders.mode),
        lead_is_place=not bureau and orders.lead.pk in places,
        has_bureau=bureau,
        others=len(orders.others),
        finish_by_past=bool(orders.finish_by and orders.finish_by < timezone.localdate()),
    )


def _write(case: Case, orders: Orders, *, by: User, escalation: Escalation | None) -> Arrangement:
    lead = orders.lead
    arrangement = Arrangement.objects.create(
        case=case,
        escalation=escalation,
        mode=orders.mode,
        lead_township=lead if isinstance(lead, Township) else None,
        lead_agency=lead if isinstance(lead, Agency) else None,
        instruction=orders.instruction,
        finish_by=orders.finish_by,
        arranged_by=by,
    )
    _jurisdiction.show_to(case, orders.lead, "片长安排")
    if orders.mode == Mode.COORDINATION:
        _asking.ask(case, arrangement, None, asks=("opinion",))
    elif orders.mode != Mode.STUDY:
        _asking.lead(case, arrangement, orders.lead, by=by)
    for unit, asks in orders.others.items():
        _asking.ask(case, arrangement, unit, asks=asks)
    return arrangement


def _told(case: Case, arrangement: Arrangement, verb: str, by: User) -> None:
    """Leave the trace, tell the handlers, raise the event."""
    units = list(arrangement.units.all())
    payload: dict[str, object] = {
        "mode": arrangement.mode,
        "lead_town": str(arrangement.lead),
        "units": [str(unit) for unit in units],
        "instruction": arrangement.instruction,
    }
    _progress.note(case, verb, by=by, payload=payload)
    notices.send(
        _asking.handlers_of(case),
        key=f"arranged:{arrangement.pk}",
        text=f"{case.number} {case.title}：{arrangement.get_mode_display()}（{arrangement.lead}）",
        url=f"{case.get_absolute_url()}?tab=reporting",
    )
    events.arranged.send(sender=Case, case=case, arrangement=arrangement, by=by)


def _inform_chief(case: Case, arrangement: Arrangement) -> None:
    zone = case.township.zone
    chief = people.chiefs_by_zone(timezone.localdate()).get(zone.pk) if zone else None
    if chief is None or zone is None:
        return
    _jurisdiction.add_keys(case, [f"Z{zone.pk}"], "简单联合执法")
    notices.send(
        [chief],
        key=f"simple:{arrangement.pk}",
        text=f"{case.number} {case.title}：{case.township}副片长组织简单联合执法，请知悉",
        url=f"{case.get_absolute_url()}?tab=reporting",
    )


def _replace(case: Case, before: Arrangement) -> None:
    """The earlier arrangement gives way; who was asked is told that nothing is expected."""
    before.state, before.finished_at = Arrangement.State.REPLACED, timezone.now()
    before.save(update_fields=["state", "finished_at"])
    for part in before.units.all():
        if part.is_open:
            _asking.release(case, part)


def finish_with_case(case: Case) -> None:
    """The case has ended, and with it what was arranged for it."""
    before = case.arrangements.filter(state=Arrangement.State.RUNNING).first()
    if before is None:
        return
    for part in before.units.all():
        if part.state == ArrangementUnit.State.ASKED:
            _asking.release(case, part)
        elif part.state == ArrangementUnit.State.ACCEPTED:
            part.state, part.done_at = ArrangementUnit.State.DONE, timezone.now()
            part.result = part.result or f"随案办结（{case.get_state_display()}）"
            part.save(update_fields=["state", "done_at", "result"])
    before.state, before.finished_at = Arrangement.State.FINISHED, timezone.now()
    before.save(update_fields=["state", "finished_at"])
