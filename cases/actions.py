"""Every action of a case: its words, its form, the service it calls. Pages and API share it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from cases import policy
from cases.forms import actions as forms
from cases.models import Case
from cases.rules.workflow import label_of
from cases.services import closing, decision, delivery, escalation, filing, handling, intake
from core.models import User

Run = Callable[[Case, Any, User, int | None], object]


@dataclass(frozen=True)
class Action:
    """How an action is shown and which service it calls."""

    label: str
    icon: str
    form: type[forms.CaseForm]
    run: Run
    success: str
    hint: str = ""
    confirm: str = ""


def _record(case: Case, data: Any, by: User, version: int | None) -> object:
    fields = ("kind", "held_at", "place", "subject", "content", "certificates_shown", "officers")
    record = handling.Record(**{name: data[name] for name in fields})
    return handling.add_record(case_id=case.pk, record=record, by=by, version=version)


def _arrange(case: Case, data: Any, by: User, version: int | None) -> object:
    fields = ("mode", "lead_town", "towns", "agencies", "instruction", "finish_by")
    orders = escalation.Orders(**{name: data[name] for name in fields})
    return escalation.arrange(case_id=case.pk, orders=orders, by=by, version=version)


def _serve(case: Case, data: Any, by: User, version: int | None) -> object:
    fields = ("method", "served_on", "receiver", "proof")
    service = delivery.Service(**{name: data[name] for name in fields})
    return delivery.serve(case_id=case.pk, service=service, by=by, version=version)


def _simple(service: Callable[..., object], *names: str) -> Run:
    """A service whose keyword arguments are the form's fields of the same names."""

    def run(case: Case, data: Any, by: User, version: int | None) -> object:
        chosen = {name: data[name] for name in names}
        return service(case_id=case.pk, by=by, version=version, **chosen)

    return run


def _label(action: str) -> str:
    return label_of(action)


ACTIONS: Mapping[str, Action] = MappingProxyType(
    {
        "accept": Action(
            _label("accept"), "check-circle", forms.PlainStep, _simple(intake.accept), "已受理"
        ),
        "refuse": Action(
            _label("refuse"),
            "x-circle",
            forms.ReasonForm,
            _simple(intake.refuse, "reason"),
            "已作不予受理处理",
        ),
        "file": Action(
            _label("file"),
            "folder-plus",
            forms.FileForm,
            _simple(filing.file, "lead", "others"),
            "已立案",
        ),
        "propose_filing": Action(
            _label("propose_filing"),
            "folder-plus",
            forms.ProposeFilingForm,
            _simple(filing.propose, "lead", "others", "opinion"),
            "已申请立案，等待负责人审批",
        ),
        "decline_filing": Action(
            _label("decline_filing"),
            "folder-x",
            forms.ReasonForm,
            _simple(filing.decline_filing, "reason"),
            "已作不予立案处理",
        ),
        "transfer": Action(
            _label("transfer"),
            "box-arrow-right",
            forms.TransferForm,
            _simple(filing.transfer, "receiver", "reason"),
            "已移送",
        ),
        "escalate": Action(
            _label("escalate"),
            "megaphone",
            forms.EscalateForm,
            _simple(escalation.escalate, "reasons", "note"),
            "已上报，正在转送片长",
        ),
        "record": Action(
            _label("record"), "journal-plus", forms.RecordForm, _record, "调查记录已登记"
        ),
        "conclude": Action(
            _label("conclude"),
            "clipboard-check",
            forms.ConcludeForm,
            _simple(handling.conclude, "findings"),
            "调查已终结",
        ),
        "notify": Action(
            _label("notify"),
            "envelope-paper",
            forms.NotifyForm,
            lambda case, data, by, version: handling.notify(
                case_id=case.pk,
                intended=data["intended"],
                served_on=data["served_on"],
                by=by,
                version=version,
            ),
            "已登记处罚告知",
        ),
        "hear_statement": Action(
            _label("hear_statement"),
            "chat-left-text",
            forms.StatementForm,
            _simple(handling.hear_statement, "statement", "answer", "waived"),
            "陈述申辩已登记",
        ),
        "redraft": Action(
            _label("redraft"),
            "pencil-square",
            forms.IntendedForm,
            lambda case, data, by, version: handling.redraft(
                case_id=case.pk, intended=data["intended"], by=by, version=version
            ),
            "拟作决定已修改；此前的审核结论如有，已失效",
        ),
        "reinvestigate": Action(
            _label("reinvestigate"),
            "arrow-counterclockwise",
            forms.ReasonForm,
            _simple(handling.reinvestigate, "reason"),
            "已退回补充调查",
        ),
        "submit_for_review": Action(
            _label("submit_for_review"),
            "shield-check",
            forms.NoteForm,
            _simple(decision.submit_for_review, "note"),
            "已提请法制审核",
        ),
        "decide": Action(
            _label("decide"),
            "award",
            forms.PlainStep,
            _simple(decision.decide),
            "已作出处罚决定",
            confirm="决定作出后正文不能再改，确定作出吗？",
        ),
        "serve": Action(_label("serve"), "send", forms.ServeForm, _serve, "送达已登记"),
        "close": Action(
            _label("close"),
            "archive",
            forms.CloseForm,
            _simple(delivery.close, "outcome"),
            "已结案",
        ),
        "propose_closing": Action(
            _label("propose_closing"),
            "archive",
            forms.CloseForm,
            _simple(closing.propose, "outcome"),
            "已申请结案，等待负责人审批",
        ),
        "arrange": Action(
            "安排办理",
            "diagram-3",
            forms.ArrangeForm,
            _arrange,
            "安排已下达",
            hint="片长安排组织办理，不改变执法主体；管辖争议由区政府指定（《行政处罚法》第二十五条）",
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


def available(user: User, case: Case) -> list[str]:
    """Everything this person may do with the case now, the table's actions first."""
    found = [a for a in policy.allowed_actions(user, case) if a in ACTIONS]
    if case.reporting in (Case.Reporting.PENDING, Case.Reporting.ROUTED) and "escalate" in found:
        found.remove("escalate")
    if case.is_final:
        return found
    waiting = next((row for row in case.escalations.all() if row.status == "routed"), None)
    if waiting and policy.may_arrange(user, waiting.lead_zone_id):
        found.insert(0, "arrange")
    if waiting and policy.may_name_lead(user) and _crosses_zones(case):
        found.append("name_lead_zone")
    if policy.may(user, "escalate", case) and not case.decided_on:
        found.append("change_places")
    return found


def _crosses_zones(case: Case) -> bool:
    return len({place.township.zone_id for place in case.places.all()}) > 1


def carry_out(action: str, case: Case, form: forms.CaseForm, by: User) -> object:
    """Call the action's service with the valid form's data; refusals are raised."""
    data: dict[str, Any] = dict(form.cleaned_data)
    if isinstance(form, forms.IntendedForm):
        data["intended"] = form.intended()
    version = data.pop("version")
    return ACTIONS[action].run(case, data, by, version)
