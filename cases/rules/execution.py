"""Compulsory execution (行政强制执行): who may, after what, when, and by which means.

《行政强制法》第十三条、第三十四条至第四十六条、第五十条至第五十八条; 《行政处罚法》第七十二条.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from types import MappingProxyType

from cases.rules.court import Window, demand_window
from cases.rules.deadlines import Term, due_on
from core.errors import RuleViolation
from core.rules.workdays import WorkCalendar, dated

_13 = "《行政强制法》第十三条"
_35 = "《行政强制法》第三十五条"
_43 = "《行政强制法》第四十三条"
_44 = "《行政强制法》第四十四条"
_50 = "《行政强制法》第五十条"
_51 = "《行政强制法》第五十一条"
_53 = "《行政强制法》第五十三条、第五十四条"
_NIGHT_BEGINS, _NIGHT_ENDS = time(22), time(6)  # 《噪声污染防治法》第八十八条
_LAW = re.compile(r"《[^》]*法》|《[^》]*法（[^》]*》")
_SUPPLY = re.compile(r"(停|断|切断|中断|限制)[止供输]*(自来)?(水|电|热|燃?气)")


class Kind(StrEnum):
    COURT = "court"
    OWN = "own"
    SUBSTITUTE = "substitute"


GROUNDS: Mapping[str, str] = MappingProxyType(
    {
        "traffic": "后果已经或者将危害交通安全",
        "pollution": "后果已经或者将造成环境污染",
        "resources": "后果已经或者将破坏自然资源",
    }
)


@dataclass(frozen=True)
class ExecutionFacts:
    """What is asked for, and how the case stands. `demanded_on`: service of the demand for it."""

    kind: Kind
    owes: bool
    content: str
    remedy_runs: bool = False
    remedies_end: date | None = None
    window: Window | None = None
    demanded_on: date | None = None
    legal_basis: str = ""
    court: str = ""
    announced_on: date | None = None
    comply_by: date | None = None
    ground: str = ""
    executor: str = ""


def check_demand(*, owes: bool, perform_by: date | None, today: date) -> None:
    """A demand (催告) presupposes that the time to perform is over and something is left."""
    if not owes:
        raise RuleViolation("nothing_owed", "当事人已经履行，无须催告", _35)
    if perform_by is not None and today <= perform_by:
        message = f"履行期限至 {perform_by}，逾期仍不履行的方可催告"
        raise RuleViolation("still_in_time", message, _35)


def demand_over_on(kind: Kind, served_on: date, calendar: WorkCalendar) -> date:
    """The first day after the demand's time: ten working days, three before a substitute."""
    if kind is Kind.SUBSTITUTE:
        return calendar.add_workdays(served_on, 4)  # three whole working days between
    return demand_window(served_on, calendar).opens_on


def check_execution(facts: ExecutionFacts, today: date, calendar: WorkCalendar) -> None:
    """Raise, at the form field, unless execution of this kind may be asked for today."""
    if not facts.owes:
        raise RuleViolation("nothing_owed", "当事人已经履行，无须强制执行", _35)
    check_means(facts.content)
    _check_power(facts)
    _check_demanded(facts, today, calendar)
    {Kind.COURT: _court, Kind.OWN: _own, Kind.SUBSTITUTE: _substitute}[facts.kind](facts, today)


def _check_power(facts: ExecutionFacts) -> None:
    if facts.kind is Kind.OWN and not _LAW.search(facts.legal_basis):
        message = (
            "只有法律规定有行政强制执行权的机关才能自行执行，请写明法律名称和条款；没有的，申请法院"
        )
        raise RuleViolation("no_power", message, _13, "legal_basis")


def _check_demanded(facts: ExecutionFacts, today: date, calendar: WorkCalendar) -> None:
    basis = {Kind.COURT: _53, Kind.OWN: _35, Kind.SUBSTITUTE: _51}[facts.kind]
    if facts.demanded_on is None:
        message = "须先就此作出催告并送达催告书"
        raise RuleViolation("no_demand", message, basis, "kind")
    first = demand_over_on(facts.kind, facts.demanded_on, calendar)
    if today < first:
        message = f"催告书 {facts.demanded_on} 送达，最早 {first} 方可强制执行"
        raise RuleViolation("demand_runs", message, basis, "kind")


def _court(facts: ExecutionFacts, today: date) -> None:
    if not facts.court.strip():
        raise RuleViolation("no_court", "请填写申请的人民法院", _53, "court")
    if facts.remedy_runs:
        message = "复议、诉讼尚未办结，法定期限内不申请复议、不起诉又不履行的，方可申请"
        raise RuleViolation("remedy_runs", message, _53, "kind")
    window = facts.window
    if window is None:
        raise RuleViolation("no_window", "决定已被撤销或者尚未送达，不能申请", _53, "kind")
    if today < window.opens_on:
        message = f"当事人复议、起诉的期限未满，{window.opens_on} 起方可申请"
        raise RuleViolation("too_early", message, _53, "kind")
    if window.closes_on is not None and today > window.closes_on:
        message = f"申请期限已于 {window.closes_on} 届满，丧失申请权，人民法院不予受理"
        raise RuleViolation("too_late", message, _53, "kind")


def _own(facts: ExecutionFacts, today: date) -> None:
    if "拆除" not in facts.content:
        return
    if facts.announced_on is None or facts.comply_by is None:
        message = "强制拆除违法建筑物须先公告，限期当事人自行拆除，请填写公告日期和限期"
        raise RuleViolation("not_announced", message, _44, "announced_on")
    if facts.comply_by < facts.announced_on:
        raise RuleViolation("comply_before", "限期不能早于公告", _44, "comply_by")
    if facts.announced_on > today or today <= facts.comply_by:
        message = f"公告限期至 {facts.comply_by}，期满不拆除的方可强制拆除"
        raise RuleViolation("announcement_runs", message, _44, "comply_by")
    if facts.remedy_runs or facts.remedies_end is None or today <= facts.remedies_end:
        until = f"（至 {facts.remedies_end}）" if facts.remedies_end else ""
        message = f"当事人复议、起诉的法定期限未满{until}或者尚未办结，不得强制拆除"
        raise RuleViolation("remedies_open", message, _44, "kind")


def _substitute(facts: ExecutionFacts, today: date) -> None:
    if facts.ground not in GROUNDS:
        message = "代履行只适用于排除妨碍、恢复原状等义务，且后果属于所列情形，请选择"
        raise RuleViolation("no_ground", message, _50, "ground")
    if not facts.executor.strip():
        message = "请填写代履行人：本机关，或者没有利害关系的第三人"
        raise RuleViolation("no_executor", message, _50, "executor")


def check_means(content: str) -> None:
    """《行政强制法》第四十三条第二款: no cutting off of a household's water, power, heat or gas."""
    if _SUPPLY.search(content):
        message = "不得对居民生活采取停止供水、供电、供热、供燃气等方式迫使当事人履行"
        raise RuleViolation("cuts_supply", message, f"{_43}第二款", "content")


def check_moment(at: datetime, calendar: WorkCalendar, *, urgent_why: str) -> None:
    """第四十三条第一款: not at night nor on days off, unless it is urgent. `at` is local time."""
    if urgent_why.strip():
        return
    if at.time() >= _NIGHT_BEGINS or at.time() < _NIGHT_ENDS:
        message = "不得在夜间（22 时至次日 6 时）实施行政强制执行；情况紧急的写明理由"
        raise RuleViolation("at_night", message, f"{_43}第一款", "carried_out_at")
    if not calendar.is_workday(at.date()):
        message = f"{dated(at.date())}{calendar.reason_of(at.date())}，不得实施；情况紧急的写明理由"
        raise RuleViolation("day_off", message, f"{_43}第一款", "carried_out_at")


def check_urged(on: date, demanded_on: date, calendar: WorkCalendar) -> None:
    """第五十一条: the substitute acts no sooner than three working days after the demand."""
    if demanded_on > due_on(Term.SUBSTITUTE_URGE, on, calendar):
        message = "代履行三日前须催告当事人履行，间隔不足三个工作日"
        raise RuleViolation("urged_too_late", message, _51, "carried_out_at")


@dataclass(frozen=True)
class CourtStep:
    label: str
    due_on: date
    basis: str


def court_steps(
    applied_on: date, accepted_on: date | None, calendar: WorkCalendar
) -> tuple[CourtStep, ...]:
    """By when the court answers: five working days, then seven or, on the three grounds, thirty."""
    steps = [
        CourtStep("法院受理", calendar.add_workdays(applied_on, 5), "《行政强制法》第五十六条")
    ]
    if accepted_on is not None:
        seven = calendar.add_workdays(accepted_on, 7)
        steps.append(CourtStep("书面审查并裁定", seven, "《行政强制法》第五十七条"))
        thirty = date.fromordinal(accepted_on.toordinal() + 30)
        steps.append(CourtStep("听取意见的，裁定", thirty, "《行政强制法》第五十八条"))
    return tuple(steps)
