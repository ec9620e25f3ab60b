"""Resting, going on, more time, giving up."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from cases.actions._spec import Action, label, simple
from cases.forms import interruption as forms
from cases.models import Case
from cases.services import interruption
from core.models import User


def _suspend(case: Case, data: Any, by: User, version: int | None) -> object:
    rest = interruption.Rest(data["ground"], data["reason"], data["basis"])
    return interruption.suspend(case_id=case.pk, rest=rest, by=by, version=version)


INTERRUPTION: Mapping[str, Action] = MappingProxyType(
    {
        "suspend": Action(
            label("suspend"),
            "pause-circle",
            forms.SuspendForm,
            _suspend,
            "已申请中止，等待负责人审批",
            hint="批准后办案期限停止计算；当事人陈述申辩、复议、起诉等期限照常进行",
        ),
        "resume": Action(
            label("resume"),
            "play-circle",
            forms.ResumeForm,
            simple(interruption.resume, "reason"),
            "已恢复办理，办案期限继续计算",
        ),
        "extend": Action(
            label("extend"),
            "calendar-plus",
            forms.ExtendForm,
            simple(interruption.extend, "days", "basis", "reason"),
            "已申请延长，等待负责人审批",
        ),
        "propose_termination": Action(
            label("propose_termination"),
            "slash-circle",
            forms.TerminateForm,
            simple(interruption.propose_termination, "reason"),
            "已申请终止，等待负责人审批",
        ),
    }
)
