"""Every action of a case, one module a stage. Pages and API share them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from cases import policy
from cases.actions import arranging
from cases.actions._spec import Action
from cases.actions.deciding import DECIDING
from cases.actions.ending import ENDING
from cases.actions.evidence import EVIDENCE
from cases.actions.handlers import HANDLERS
from cases.actions.inquiry import INQUIRY
from cases.actions.interruption import INTERRUPTION
from cases.actions.performance import PERFORMANCE
from cases.actions.publicity import PUBLICITY
from cases.actions.transfer import TRANSFERRING
from cases.actions.transfer import pointless as pointless_transfers
from cases.actions.zone import ZONE
from cases.forms import actions as forms
from cases.models import Case, Escalation
from cases.rules.terms import Term
from cases.selectors.service import to_serve
from cases.selectors.standing import performs_money
from cases.services.demand import unanswered
from core.models import User

__all__ = ["ACTIONS", "Action", "available", "carry_out"]

ACTIONS: Mapping[str, Action] = MappingProxyType(
    {
        **INQUIRY,
        **HANDLERS,
        **EVIDENCE,
        **DECIDING,
        **ENDING,
        **PERFORMANCE,
        **INTERRUPTION,
        **PUBLICITY,
        **TRANSFERRING,
        **ZONE,
        **arranging.ARRANGING,
    }
)


def available(user: User, case: Case) -> list[str]:
    """Everything this person may do with the case now, the table's actions first."""
    found = [a for a in policy.allowed_actions(user, case) if a in ACTIONS]
    if case.reporting in (Case.Reporting.PENDING, Case.Reporting.ROUTED) and "escalate" in found:
        found.remove("escalate")
    found = [action for action in found if not _pointless(action, case)]
    idle = "suspend" if case.suspended_on else "resume"
    if idle in found:
        found.remove(idle)
    if case.is_final:
        return found
    found += _aside(user, case)
    waiting = next((row for row in case.escalations.all() if row.status == "routed"), None)
    if waiting and policy.may_arrange(user, waiting.lead_zone_id):
        found.insert(0, "arrange")
    if waiting and _signs(user, waiting):
        found.append("acknowledge")
    if waiting and policy.may_name_lead(user) and _crosses_zones(case):
        found.append("name_lead_zone")
    found += arranging.offered(user, case)
    if policy.may(user, "escalate", case) and not case.decided_on:
        found.append("change_places")
    return found


def _aside(user: User, case: Case) -> list[str]:
    """Acts the table has no row for: cash taken on the spot goes on, its record is received."""
    found = ["answer_demand"] if unanswered(case) and policy.is_handler(user, case) else []
    cash = [row for row in case.payments.all() if row.channel == "on_spot" and not row.banked_on]
    if cash and policy.is_handler(user, case):
        found.append("hand_in")
    running = {row.term for row in case.terms.all() if row.closed_on is None}
    if Term.SPOT_RECORD.value in running and policy.may_receive(user, case):
        found.append("receive_record")
    return found


def _pointless(action: str, case: Case) -> bool:
    """Allowed by the table, but done already or without an object in this case."""
    disclosure = getattr(case, "disclosure", None)
    state = disclosure.state.value if disclosure else ""
    draft = getattr(case, "draft", None)
    no_measure = not any(row.carried_out_at and not row.outcome for row in case.measures.all())
    return {
        **pointless_transfers(case),
        "settle_preservation": not any(
            row.preserved_on and not row.outcome for row in case.preservations.all()
        ),
        "extend_measure": no_measure,
        "lift_measure": no_measure,
        "publish": state in ("shown", "withheld"),
        "withdraw_publication": state != "shown",
        "archive": getattr(case, "archive", None) is not None,
        "recheck": not (draft and draft.correction),
        "serve_paper": not to_serve(case),
        "pay": not performs_money(case),
        "ask_instalment": not performs_money(case),
        "remedy_result": all(row.result for row in case.remedies.all()),
        "enforce_result": all(row.result for row in case.enforcements.all()),
    }.get(action, False)


def _signs(user: User, report: Escalation) -> bool:
    """Told of the report, and it is not signed for yet."""
    return any(row.user_id == user.pk and not row.signed_at for row in report.recipients.all())


def _crosses_zones(case: Case) -> bool:
    return len({place.township.zone_id for place in case.places.all()}) > 1


def carry_out(action: str, case: Case, form: forms.CaseForm, by: User) -> object:
    """Call the action's service with the valid form's data; refusals are raised."""
    data: dict[str, Any] = dict(form.cleaned_data)
    data |= form.extra()
    version = data.pop("version")
    return ACTIONS[action].run(case, data, by, version)
