"""What the chief orders after a report: how, who leads, who takes part, until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from cases import events, policy
from cases.models import Arrangement, ArrangementUnit, Case, Escalation
from cases.services import _jurisdiction, _progress
from cases.services.escalation import BASIS, mark_seen, open_escalation
from core.errors import RuleViolation
from core.models import User
from zones.models import Agency, Township


@dataclass(frozen=True)
class Orders:
    """What the chief wants: how, who leads, who takes part, what to do, until when."""

    mode: str
    lead_town: Township
    towns: Sequence[Township]
    agencies: Sequence[Agency]
    instruction: str
    finish_by: date | None = None


@transaction.atomic
def arrange(*, case_id: int, orders: Orders, by: User, version: int | None = None) -> Arrangement:
    """The leading chief arranges the work. Jurisdiction stays where the rule put it."""
    case = _progress.lock(case_id)
    escalation = open_escalation(case)
    if case.is_final:
        raise RuleViolation("closed", "案件已办结，无须再安排", BASIS)
    if not policy.may_arrange(by, escalation.lead_zone_id):
        lead = escalation.lead_zone or "指导单位"
        raise PermissionDenied(f"本案由{lead}片长安排")
    if version is not None and version != case.version:
        raise RuleViolation("stale", "案件已被他人更新，请核对最新情况后再提交")
    _check_orders(case, orders)
    arrangement = Arrangement.objects.create(
        escalation=escalation,
        mode=orders.mode,
        lead_township=orders.lead_town,
        instruction=orders.instruction,
        finish_by=orders.finish_by,
        arranged_by=by,
    )
    _add_units(case, arrangement, orders)
    escalation.status = Escalation.Status.ARRANGED
    escalation.save()
    mark_seen(case=case, by=by)
    case.reporting = Case.Reporting.ARRANGED
    _progress.note(
        case,
        "arrange",
        by=by,
        payload={
            "mode": orders.mode,
            "lead_town": orders.lead_town.name,
            "units": [str(unit) for unit in arrangement.units.all()],
            "instruction": orders.instruction,
        },
    )
    events.arranged.send(sender=Case, case=case, arrangement=arrangement, by=by)
    return arrangement


def _check_orders(case: Case, orders: Orders) -> None:
    today = timezone.localdate()
    if orders.finish_by and orders.finish_by < today:
        raise RuleViolation("finish_by_past", "完成时限早于今天，请核对", field="finish_by")
    if orders.lead_town.pk not in {place.township_id for place in case.places.all()}:
        raise RuleViolation(
            "lead_elsewhere",
            "牵头镇街须为案发地之一",
            "《行政处罚法》第二十二条",
            field="lead_town",
        )
    units = {*orders.towns, *orders.agencies} - {orders.lead_town}
    if orders.mode == Arrangement.Mode.JOINT and not units:
        raise RuleViolation("joint_alone", "联合执法至少还须一个参与单位", BASIS, field="towns")


def _add_units(case: Case, arrangement: Arrangement, orders: Orders) -> None:
    for town in dict.fromkeys([orders.lead_town, *orders.towns]):
        ArrangementUnit.objects.create(arrangement=arrangement, township=town)
        _jurisdiction.show_to(case, town, "片长安排")
    for agency in dict.fromkeys(orders.agencies):
        ArrangementUnit.objects.create(arrangement=arrangement, agency=agency)
        _jurisdiction.show_to(case, agency, "片长安排")
