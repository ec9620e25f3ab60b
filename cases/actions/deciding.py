"""Notice, hearing, review, discussion, decision."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from cases.actions._spec import Action, label, simple
from cases.forms import actions as forms
from cases.forms import hearing as hearing_forms
from cases.forms import intended as intended_forms
from cases.forms.review import MarkForm, ReviewRequestForm
from cases.models import Case
from cases.services import (
    decision,
    discussion,
    gravity,
    handling,
    hearing,
)
from core.models import User


def _hear_statement(case: Case, data: Any, by: User, version: int | None) -> object:
    return handling.hear_statement(
        case_id=case.pk,
        statement=data["statement"],
        answer=data["answer"],
        waived=data["waived"],
        hearing_waived=data.get("hearing_waived", False),
        by=by,
        version=version,
    )


DECIDING: Mapping[str, Action] = MappingProxyType(
    {
        "notify": Action(
            label("notify"),
            "envelope-paper",
            intended_forms.NotifyForm,
            lambda case, data, by, version: handling.notify(
                case_id=case.pk,
                intended=data["intended"],
                served_on=data["served_on"],
                by=by,
                version=version,
            ),
            "已登记处罚告知",
            beside="cases/_action_grades.html",
        ),
        "exempt": Action(
            label("exempt"),
            "hand-thumbs-up",
            intended_forms.ExemptForm,
            simple(handling.exempt, "intended"),
            "已拟不予处罚，等待负责人决定",
        ),
        "hear_statement": Action(
            label("hear_statement"),
            "chat-left-text",
            forms.StatementForm,
            _hear_statement,
            "陈述申辩已登记",
        ),
        "request_hearing": Action(
            label("request_hearing"),
            "mic",
            hearing_forms.HearingRequestForm,
            simple(hearing.request, "requested_on", "request_text"),
            "听证申请已登记",
        ),
        "notice_hearing": Action(
            label("notice_hearing"),
            "calendar-event",
            hearing_forms.HearingNoticeForm,
            simple(hearing.give_notice, "appointed"),
            "听证通知已登记",
        ),
        "hold_hearing": Action(
            label("hold_hearing"),
            "journal-text",
            hearing_forms.HearingRecordForm,
            simple(hearing.hold, "attendees", "record"),
            "听证笔录已登记",
        ),
        "report_hearing": Action(
            label("report_hearing"),
            "file-earmark-check",
            hearing_forms.HearingReportForm,
            simple(hearing.report, "report", "conclusion"),
            "听证报告已提交",
        ),
        "drop_hearing": Action(
            label("drop_hearing"),
            "mic-mute",
            hearing_forms.HearingDropForm,
            simple(hearing.drop, "on", "why"),
            "已登记撤回或放弃听证",
        ),
        "redraft": Action(
            label("redraft"),
            "pencil-square",
            intended_forms.IntendedForm,
            lambda case, data, by, version: handling.redraft(
                case_id=case.pk, intended=data["intended"], by=by, version=version
            ),
            "拟作决定已修改；此前的审核结论如有，已失效",
            beside="cases/_action_grades.html",
        ),
        "mark_gravity": Action(
            label("mark_gravity"),
            "exclamation-diamond",
            MarkForm,
            simple(gravity.mark, "kinds", "reason"),
            "已认定，须法制审核的理由已更新",
        ),
        "submit_for_review": Action(
            label("submit_for_review"),
            "shield-check",
            ReviewRequestForm,
            simple(decision.submit_for_review, "note", "confirmed"),
            "已提请法制审核",
            above="cases/_action_materials.html",
        ),
        "discuss": Action(
            label("discuss"),
            "people",
            hearing_forms.DiscussionForm,
            simple(discussion.record, "minutes"),
            "集体讨论已登记",
        ),
        "decide": Action(
            label("decide"),
            "award",
            forms.PlainStep,
            simple(decision.decide),
            "已作出处罚决定",
            confirm="决定作出后正文不能再改，确定作出吗？",
        ),
    }
)
