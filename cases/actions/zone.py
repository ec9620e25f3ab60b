"""What goes to, and comes from, the zone chief."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cases.actions._spec import Action, label, simple
from cases.forms import actions as forms
from cases.services import (
    escalation,
    intake,
)

ZONE: Mapping[str, Action] = MappingProxyType(
    {
        "escalate": Action(
            label("escalate"),
            "megaphone",
            forms.EscalateForm,
            simple(escalation.escalate, "reasons", "note"),
            "已上报，正在转送片长",
        ),
        "acknowledge": Action(
            "签收上报",
            "check2-square",
            forms.PlainStep,
            simple(escalation.acknowledge),
            "已签收",
            hint="签收表示已经知悉本案的上报；牵头片长签收后仍须作出安排",
        ),
        "name_lead_zone": Action(
            "指定牵头片区",
            "signpost",
            forms.LeadZoneForm,
            lambda case, data, by, version: escalation.name_lead_zone(
                case_id=case.pk, zone=data["zone"], by=by
            ),
            "已指定牵头片区",
        ),
        "change_places": Action(
            "更正案发地",
            "geo-alt",
            forms.PlacesForm,
            lambda case, data, by, version: intake.change_places(
                case_id=case.pk, towns=list(data["towns"]), by=by
            ),
            "案发地已更正",
        ),
    }
)
