"""From the report to the end of the investigation."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from cases.actions._spec import Action, label, simple
from cases.forms import actions as forms
from cases.models import Case
from cases.services import (
    filing,
    handling,
    intake,
)
from core.models import User


def _record(case: Case, data: Any, by: User, version: int | None) -> object:
    fields = ("kind", "held_at", "place", "subject", "content", "certificates_shown", "officers")
    record = handling.Record(**{name: data[name] for name in fields})
    return handling.add_record(case_id=case.pk, record=record, by=by, version=version)


INQUIRY: Mapping[str, Action] = MappingProxyType(
    {
        "accept": Action(
            label("accept"), "check-circle", forms.PlainStep, simple(intake.accept), "已受理"
        ),
        "refuse": Action(
            label("refuse"),
            "x-circle",
            forms.ReasonForm,
            simple(intake.refuse, "reason"),
            "已作不予受理处理",
        ),
        "file": Action(
            label("file"),
            "folder-plus",
            forms.FileForm,
            simple(filing.file, "lead", "others"),
            "已立案",
        ),
        "propose_filing": Action(
            label("propose_filing"),
            "folder-plus",
            forms.ProposeFilingForm,
            simple(filing.propose, "lead", "others", "opinion"),
            "已申请立案，等待负责人审批",
        ),
        "decline_filing": Action(
            label("decline_filing"),
            "folder-x",
            forms.ReasonForm,
            simple(filing.decline_filing, "reason"),
            "已作不予立案处理",
        ),
        "transfer": Action(
            label("transfer"),
            "box-arrow-right",
            forms.TransferForm,
            simple(filing.transfer, "receiver", "reason"),
            "已移送",
        ),
        "record": Action(
            label("record"), "journal-plus", forms.RecordForm, _record, "调查记录已登记"
        ),
        "conclude": Action(
            label("conclude"),
            "clipboard-check",
            forms.ConcludeForm,
            simple(handling.conclude, "findings"),
            "调查已终结",
        ),
        "reinvestigate": Action(
            label("reinvestigate"),
            "arrow-counterclockwise",
            forms.ReasonForm,
            simple(handling.reinvestigate, "reason"),
            "已退回补充调查",
        ),
    }
)
