"""What may be done with a complaint: its words, its form, the service it calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from cases import policy
from cases.forms import complaints as forms
from cases.models import Complaint
from cases.rules import complaints as rule
from cases.services import complaint_handling as handling
from core.models import User
from zones.models import Township

Run = Callable[[Complaint, Any, User], object]


@dataclass(frozen=True)
class Step:
    """How an action on a complaint is shown and which service it calls."""

    icon: str
    form: type[forms.ComplaintStep]
    run: Run
    success: str
    hint: str = ""


def _simple(service: Callable[..., object], **names: str) -> Run:
    """`names`: argument of the service → field of the form."""

    def run(complaint: Complaint, data: Any, by: User) -> object:
        chosen = {argument: data[field] for argument, field in names.items()}
        return service(complaint_id=complaint.pk, by=by, revision=data["revision"], **chosen)

    return run


def _link(complaint: Complaint, data: Any, by: User) -> object:
    return handling.link(
        complaint_id=complaint.pk, case_id=data["case"].pk, by=by, revision=data["revision"]
    )


def _merge(complaint: Complaint, data: Any, by: User) -> object:
    return handling.merge(
        complaint_id=complaint.pk, into_id=data["into"].pk, by=by, revision=data["revision"]
    )


def _answer(complaint: Complaint, data: Any, by: User) -> object:
    return handling.answer(
        complaint_id=complaint.pk,
        text=data["text"],
        method=data["method"],
        repeats=data.get("repeats", False),
        by=by,
        revision=data["revision"],
    )


STEPS: Mapping[str, Step] = MappingProxyType(
    {
        "link": Step("link-45deg", forms.LinkForm, _link, "已受理，归入已有案件"),
        "accept": Step(
            "check-circle",
            forms.AcceptForm,
            _simple(handling.accept, note="note"),
            "已受理",
            "先到现场核查，发现违法行为的再登记案件；没有的直接答复投诉举报人。",
        ),
        "answer": Step("reply", forms.AnswerComplaintForm, _answer, "已答复"),
        "transfer": Step(
            "box-arrow-right",
            forms.TransferComplaintForm,
            _simple(handling.transfer, to="unit", note="note"),
            "已转办",
            "转给平台内的单位后，由该单位决定是否受理并答复；本单位仍可查看进展，不再查看投诉举报人。",
        ),
        "send_back": Step(
            "arrow-return-left",
            forms.SendBackForm,
            _simple(handling.send_back, reason="reason"),
            "已退回",
        ),
        "merge": Step("union", forms.MergeForm, _merge, "已并入"),
        "refuse": Step(
            "x-circle",
            forms.RefuseForm,
            _simple(handling.refuse, ground="ground", note="note"),
            "已作不予受理处理，请答复投诉举报人",
            "属于其他机关职责的，请用“转办”。",
        ),
    }
)
LABELS = rule.LABELS


def available(user: User, complaint: Complaint) -> list[str]:
    """What this person may do with it now; a case is registered by a town's officers."""
    if not policy.handles_complaint(user, complaint):
        return []
    by_town = isinstance(complaint.holder, Township)
    return [
        action for action in rule.actions_at(complaint.standing) if action != "register" or by_town
    ]
