"""From the report to the end of the investigation."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cases.actions._spec import Action, label, simple
from cases.forms import actions as forms
from cases.forms import investigation as investigation_forms
from cases.services import (
    filing,
    handling,
    intake,
    investigation,
)

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
            above="cases/_before_filing.html",
        ),
        "propose_filing": Action(
            label("propose_filing"),
            "folder-plus",
            forms.ProposeFilingForm,
            simple(filing.propose, "lead", "others", "opinion"),
            "已申请立案，等待负责人审批",
            above="cases/_before_filing.html",
        ),
        "decline_filing": Action(
            label("decline_filing"),
            "folder-x",
            forms.ReasonForm,
            simple(filing.decline_filing, "reason"),
            "已作不予立案处理",
        ),
        "plan": Action(
            label("plan"),
            "list-check",
            investigation_forms.PlanForm,
            simple(investigation.make_plan, "plan"),
            "调查方案已制定",
        ),
        "record": Action(
            label("record"),
            "journal-plus",
            investigation_forms.RecordForm,
            simple(investigation.add_record, "record"),
            "调查记录已登记",
        ),
        "conclude": Action(
            label("conclude"),
            "clipboard-check",
            investigation_forms.ConcludeForm,
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
