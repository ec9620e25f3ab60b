"""What is arranged for a case, what units answer and do, and disputes over jurisdiction."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from cases import policy
from cases.actions._spec import Action, Run, simple
from cases.forms import arranging as forms
from cases.models import ArrangementUnit, Case, Dispute
from cases.selectors import arranging as selectors
from cases.services import arrangement, designation, dispute, participation
from core.models import User

State = ArrangementUnit.State
_NOT_DESIGNATION = "安排组织办理，不改变执法主体；管辖争议由区政府指定（《行政处罚法》第二十五条）"


def _order(service: Any) -> Run:
    def run(case: Case, data: Any, by: User, version: int | None) -> object:
        names = ("mode", "lead", "asks", "instruction", "finish_by")
        orders = arrangement.Orders(**{name: data[name] for name in names})
        return service(case_id=case.pk, orders=orders, by=by, version=version)

    return run


def _designate(case: Case, data: Any, by: User, version: int | None) -> object:
    names = ("unit", "document", "issued_on", "reason")
    order = designation.Order(**{name: data[name] for name in names})
    return designation.designate(case_id=case.pk, order=order, by=by, version=version)


ARRANGING: Mapping[str, Action] = MappingProxyType(
    {
        "arrange": Action(
            "安排办理",
            "diagram-3",
            forms.ArrangeForm,
            _order(arrangement.arrange),
            "安排已下达",
            hint=_NOT_DESIGNATION,
            template="cases/arranging/page.html",
        ),
        "rearrange": Action(
            "调整安排",
            "diagram-3",
            forms.ArrangeForm,
            _order(arrangement.arrange),
            "安排已调整",
            hint="原安排作废，未完成的单位得到通知；" + _NOT_DESIGNATION,
            template="cases/arranging/page.html",
        ),
        "order_simple": Action(
            "组织简单联合执法",
            "people",
            forms.SimpleJointForm,
            _order(arrangement.order_simple),
            "联合执法已安排，片长已得到通知",
            hint="本片区内简单的联合执法由副片长组织，无需片长批准（方案二（二）3（2））",
        ),
        "accept_part": Action(
            "接受安排",
            "check2-circle",
            forms.AcceptForm,
            simple(participation.accept, "note"),
            "已接受安排",
            above="cases/arranging/_asked.html",
        ),
        "decline_part": Action(
            "不能参加",
            "x-circle",
            forms.DeclineForm,
            simple(participation.decline, "reason"),
            "已答复不能参加，作出安排的人已得到通知",
            above="cases/arranging/_asked.html",
        ),
        "finish_part": Action(
            "登记完成情况",
            "clipboard-check",
            forms.DoneForm,
            simple(participation.report_done, "result"),
            "完成情况已登记",
            above="cases/arranging/_asked.html",
        ),
        "ask_second": Action(
            "改请其他单位",
            "arrow-repeat",
            forms.SecondForm,
            simple(participation.ask_second, "part", "unit"),
            "已改派",
            above="cases/arranging/_asked.html",
        ),
        "raise_dispute": Action(
            "提出管辖争议",
            "signpost-split",
            forms.DisputeForm,
            simple(dispute.raise_dispute, "kind", "text"),
            "管辖争议已提出，各方和片长已得到通知",
            hint="七个工作日内协商并制作记录；协商不成的报请区政府指定（《行政处罚法》第二十五条）",
        ),
        "state_view": Action(
            "填写争议意见",
            "chat-left-text",
            forms.ViewForm,
            simple(dispute.state_view, "text"),
            "意见已提交",
            above="cases/arranging/_dispute.html",
        ),
        "settle_dispute": Action(
            "登记协商一致",
            "check2-all",
            forms.SettleForm,
            simple(dispute.settle, "unit", "record"),
            "协商结果已登记",
            above="cases/arranging/_dispute.html",
        ),
        "ask_designation": Action(
            "报请指定管辖",
            "bank",
            forms.ReferForm,
            simple(dispute.refer, "record", "reason"),
            "已报请区政府指定管辖，请示已生成",
            above="cases/arranging/_dispute.html",
        ),
        "designate": Action(
            "登记指定管辖",
            "bank",
            forms.DesignateForm,
            _designate,
            "指定管辖已登记，执法主体已变更",
            hint="按区政府文书登记；登记以后执法主体即改为被指定的单位，原办案人退出",
            above="cases/arranging/_dispute.html",
        ),
    }
)


def offered(user: User, case: Case) -> list[str]:
    """Which of these the person may take now; for a case that has not ended."""
    return [*_parts(user, case), *_disputes(user, case)]


def _parts(user: User, case: Case) -> list[str]:
    running = selectors.running_of(case)
    if running is None:
        owed = case.reporting != Case.Reporting.NONE
        simple_work = not owed and policy.may_order_simple(user, case)
        return ["order_simple"] if simple_work else []
    mine = {row.state for row in running.units.all() if policy.may_answer_for(user, row)}
    found = ["accept_part"] if State.ASKED in mine else []
    found += ["finish_part"] if State.ACCEPTED in mine else []
    found += ["decline_part"] if mine & {State.ASKED, State.ACCEPTED} else []
    if policy.may_direct(user, running, case):
        found += ["ask_second"] if selectors.free_parts(case) else []
        waits = case.reporting == Case.Reporting.ROUTED
        found += [] if running.is_simple or waits else ["rearrange"]
    return found


def _disputes(user: User, case: Case) -> list[str]:
    if case.decided_on:
        return []
    asked = selectors.dispute_of(case)
    concerned = dispute.concerned(case)
    speaks = any(policy.speaks_for(user, unit) for unit in concerned)
    if asked is None:
        return ["raise_dispute"] if speaks and len(concerned) > 1 else []
    if asked.status == Dispute.Status.REFERRED:
        return ["designate"] if policy.may_designate(user) else []
    found = ["state_view"] if speaks else []
    if policy.may_settle_dispute(user, case):
        found += ["settle_dispute", "ask_designation"]
    return found
