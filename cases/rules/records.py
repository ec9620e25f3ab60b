"""What a record of the investigation must show (笔录), and how an interview reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from core.errors import RuleViolation

INTERVIEW = "interview"
_55 = "《行政处罚法》第五十五条"
_RIGHTS = "《行政处罚法》第四十三条、第五十五条"
# How an interview opens: identity shown, rights and the right to ask for recusal told.
OPENING = (
    "我们是执法人员，这是我们的执法证件，请看清楚。你看清了吗？",
    "你有如实回答询问、协助调查的义务，有陈述、申辩的权利；认为执法人员与本案有直接利害关系或者"
    "有其他关系可能影响公正执法的，有权申请回避。你听清了吗？是否申请回避？",
    "请说明你的姓名、身份证号、住址、工作单位和联系电话。",
)


@dataclass(frozen=True)
class RecordFacts:
    """A record as written down; moments carry their time zone."""

    kind: str
    held_at: datetime
    ended_at: datetime | None
    subject: str
    content: str
    certificates_shown: bool
    rights_told: bool


@dataclass(frozen=True)
class Exchange:
    """A question and its answer."""

    question: str
    answer: str


def check_record(facts: RecordFacts, now: datetime) -> None:
    """Raise with the field that is wrong; certificates are always shown (第五十五条)."""
    if facts.held_at > now:
        raise RuleViolation("future_record", "笔录时间晚于现在，请核对", field="held_at")
    if facts.ended_at is not None and not facts.held_at <= facts.ended_at <= now:
        message = "结束时间须在开始时间之后、现在以前"
        raise RuleViolation("ended_before_begun", message, field="ended_at")
    if not facts.certificates_shown:
        raise RuleViolation(
            "papers_not_shown",
            "未出示执法证件的，当事人有权拒绝，笔录不能采用",
            f"{_55}第一款",
            field="certificates_shown",
        )
    if facts.kind == INTERVIEW:
        _check_interview(facts)
    if not facts.content.strip():
        raise RuleViolation("empty_record", "请填写记录内容", _55, field="content")


def _check_interview(facts: RecordFacts) -> None:
    if not facts.subject.strip():
        message = "询问笔录须写明被询问人，询问应当个别进行"
        raise RuleViolation("no_subject", message, _55, field="subject")
    if not facts.rights_told:
        message = "询问前须告知被询问人的权利义务和申请回避的权利"
        raise RuleViolation("rights_not_told", message, _RIGHTS, field="rights_told")


def dialogue_text(exchanges: Iterable[Exchange], more: str = "") -> str:
    """Questions and answers as the record reads; `more` follows them."""
    lines = [
        f"问：{one.question.strip()}\n答：{one.answer.strip() or '（未作回答）'}"
        for one in exchanges
        if one.question.strip()
    ]
    return "\n".join([*lines, *filter(None, [more.strip()])])
