"""挂钩指导: who answers a town's legal question, by when, and who is reminded.

《片区联合执法工作方案》二（二）3（3） (区司法局 sets up direct contact: a reviewer for each zone,
who guides) and 附件（六） (a reviewer for each town). The plan names no term for an answer: both
terms are parameters, 待确认. Guidance is no review: it binds nobody and passes nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cases.rules.workflow import FINAL, CaseState
from core.errors import RuleViolation
from core.rules.workdays import WorkCalendar

BASIS = "《漳州市芗城区乡镇（街道）片区联合执法工作方案》二（二）3（3）、附件（六）"
_SEPARATE = "国办发〔2018〕118号（审核与办案分离）"
ESCALATED_AFTER = 1  # working days overdue from which 区司法局 is told as well


class Topic(StrEnum):
    """What a question is about; the points of a review, evidence and transfer told apart."""

    SUBJECT = "subject"
    AUTHORITY = "authority"
    PROCEDURE = "procedure"
    FACTS = "facts"
    LAW = "law"
    DISCRETION = "discretion"
    PAPERS = "papers"
    TRANSFER = "transfer"
    OTHER = "other"

    @property
    def label(self) -> str:
        return _TOPICS[self]


_TOPICS = {
    Topic.SUBJECT: "主体",
    Topic.AUTHORITY: "权限",
    Topic.PROCEDURE: "程序",
    Topic.FACTS: "证据",
    Topic.LAW: "依据",
    Topic.DISCRETION: "裁量",
    Topic.PAPERS: "文书",
    Topic.TRANSFER: "移送",
    Topic.OTHER: "其他",
}
TOPIC_CHOICES = [(topic.value, topic.label) for topic in Topic]


class Urgency(StrEnum):
    """How soon an answer is needed; each has a term of its own."""

    NORMAL = "normal"
    URGENT = "urgent"

    @property
    def parameter(self) -> str:
        """The code of the parameter that holds its term, in working days."""
        return "GUIDANCE_ANSWER" if self is Urgency.NORMAL else "GUIDANCE_ANSWER_URGENT"

    @property
    def workdays(self) -> int:
        """The term where the parameter is not loaded."""
        return 2 if self is Urgency.NORMAL else 1


URGENCY_CHOICES = [
    (Urgency.NORMAL.value, "一般"),
    (Urgency.URGENT.value, "紧急（正在现场、期限将至）"),
]


class State(StrEnum):
    """Where a question stands."""

    OPEN = "open"
    ANSWERED = "answered"
    SOLVED = "solved"
    WITHDRAWN = "withdrawn"


STATE_CHOICES = [
    (State.OPEN.value, "待答复"),
    (State.ANSWERED.value, "已答复"),
    (State.SOLVED.value, "已解决"),
    (State.WITHDRAWN.value, "已撤回"),
]

# How a state is coloured.
TONES = {
    State.OPEN.value: "warning",
    State.ANSWERED.value: "info",
    State.SOLVED.value: "success",
    State.WITHDRAWN.value: "neutral",
}


@dataclass(frozen=True)
class Guide:
    """A reviewer in office that day: towns and zones guided, whether away, what waits with them.

    `acting`: holds the office in place of somebody on leave. `town` and `zone` are ids.
    """

    id: int
    name: str
    towns: frozenset[int] = frozenset()
    zones: frozenset[int] = frozenset()
    away: bool = False
    acting: bool = False
    waiting: int = 0
    recused_from: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Asked:
    """Whose question it is: the town and zone it concerns, who may not answer it."""

    asker: int
    town: int | None = None
    zone: int | None = None
    handlers: frozenset[int] = frozenset()
    parties: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Routed:
    """Who is to answer and why; None: nobody may, it lies with 区司法局."""

    guide: Guide | None
    reason: str


def bar(guide: Guide, asked: Asked) -> RuleViolation | None:
    """Why this reviewer may not answer the question; None: nothing stands against it."""
    if guide.id == asked.asker:
        return _no("guide_asks", f"{guide.name}是提问人，不能答复自己", BASIS)
    if guide.id in asked.handlers:
        return _no("guide_handles", f"{guide.name}是本案办案人员，不能指导本案", _SEPARATE)
    if guide.recused_from & asked.parties:
        why = f"{guide.name}与当事人有利害关系，应当回避"
        return _no("guide_recused", why, "《行政处罚法》第四十三条")
    if guide.away:
        return _no("guide_away", f"{guide.name}当日请假", "")
    return None


def route(guides: Iterable[Guide], asked: Asked) -> Routed:
    """The town's own reviewer first, then the zone's; of several the one with least waiting.

    Whoever is on leave is passed over; who acts for them holds the office that day.
    """
    able = [guide for guide in guides if bar(guide, asked) is None]
    layers = (
        ("镇街", [g for g in able if asked.town in g.towns]),
        ("片区", [g for g in able if asked.zone in g.zones]),
    )
    for name, people in layers:
        if people:
            first = min(people, key=lambda guide: (guide.waiting, guide.id))
            office = f"{name}法制审核员{'（代理）' if first.acting else ''}"
            return Routed(first, f"{first.name}是{office}，待答复 {first.waiting} 件")
    return Routed(None, "所在镇街、片区没有可以答复的法制审核员，由区司法局答复或者指定人员")


def check_case(state: CaseState) -> None:
    """A case is asked about while there is something to do and no review is under way."""
    if state is CaseState.UNDER_REVIEW:
        message = "本案正在法制审核，请等待审核意见；审核退回以后可以再咨询"
        raise RuleViolation("under_review", message, BASIS)
    if state in FINAL:
        message = "本案已经办结，请改用不涉及具体案件的一般咨询"
        raise RuleViolation("case_over", message, BASIS)


def check_step(step: str, state: State) -> None:
    """Whether `step` (answer, follow, forward, solve, withdraw) fits where the question stands."""
    if state in _STEPS[step]:
        return
    label = dict(STATE_CHOICES)[state.value]
    raise RuleViolation(
        "question_state", f"该咨询{label}，不能再{_VERBS[step]}，请刷新页面查看", BASIS
    )


_STEPS = {
    "answer": (State.OPEN, State.ANSWERED),
    "follow": (State.OPEN, State.ANSWERED),
    "forward": (State.OPEN,),
    "solve": (State.ANSWERED,),
    "withdraw": (State.OPEN,),
}
_VERBS = {
    "answer": "答复",
    "follow": "追问",
    "forward": "转请他人答复",
    "solve": "标为已解决",
    "withdraw": "撤回",
}


class Stage(StrEnum):
    """Who hears that an answer is owed: the reviewer on the last day and after it, then 司法局."""

    DUE = "due"
    LATE = "late"
    ESCALATED = "escalated"


def stage_on(due_on: date, today: date, calendar: WorkCalendar) -> Stage | None:
    """What is said on that day of a question still open; None: nothing yet."""
    if today < due_on:
        return None
    if today == due_on:
        return Stage.DUE
    late = calendar.workdays_between(due_on, today)
    return Stage.ESCALATED if late > ESCALATED_AFTER else Stage.LATE


def _no(code: str, message: str, basis: str) -> RuleViolation:
    return RuleViolation(code, message, basis, "officer")
