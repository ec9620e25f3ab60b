"""What must be present before a step: facts in, blockers out, each with its article."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from core.errors import RuleViolation


@dataclass(frozen=True)
class CaseFacts:
    """What the guards look at. Dates are days in the district's time zone."""

    reporting: str = ""  # "", pending, routed, arranged
    must_report: tuple[str, ...] = ()  # why the chief must be told
    authority_kind: str = "undetermined"
    handlers: int = 0
    records: int = 0
    has_draft: bool = False
    notice_served_on: date | None = None
    window_ends_on: date | None = None
    statement_heard: bool = False
    waived: bool = False
    review_reasons: tuple[str, ...] = ()
    review_passed_hash: str = ""
    draft_hash: str = ""
    decided_on: date | None = None


@dataclass(frozen=True)
class Blocker:
    code: str
    text: str
    basis: str


Guard = Callable[[CaseFacts, date], Blocker | None]


def _chief_has_arranged(facts: CaseFacts, today: date) -> Blocker | None:
    basis = "方案二（二）3（3）"
    if facts.must_report and not facts.reporting:
        return Blocker("not_reported", f"须先上报片长：{'；'.join(facts.must_report)}", basis)
    if facts.reporting == "pending":
        return Blocker("report_pending", "已上报，待转送片长，转送后由片长安排", basis)
    if facts.reporting == "routed":
        return Blocker("not_arranged", "已上报片长，等待片长安排后方可继续", basis)
    return None


def _unit_may_decide(facts: CaseFacts, today: date) -> Blocker | None:
    if facts.authority_kind in ("town", "bureau"):
        return None
    text = (
        "该领域执法权已上收市级，应移送市级执法机关"
        if facts.authority_kind == "city"
        else "执法主体尚未判定，请补充案发地或执法事项"
    )
    return Blocker("no_authority", text, "《行政处罚法》第二十二条、第三十八条")


def _two_handlers(facts: CaseFacts, today: date) -> Blocker | None:
    if facts.handlers >= 2:
        return None
    return Blocker("too_few_handlers", "办案人不足两名，请先补足", "《行政处罚法》第四十二条")


def _investigated(facts: CaseFacts, today: date) -> Blocker | None:
    if facts.records:
        return None
    return Blocker("no_record", "尚无调查记录，不能终结调查", "《行政处罚法》第五十四条")


def _draft_present(facts: CaseFacts, today: date) -> Blocker | None:
    if facts.has_draft:
        return None
    return Blocker("no_draft", "尚未拟定处罚内容", "《行政处罚法》第四十四条")


def _party_heard(facts: CaseFacts, today: date) -> Blocker | None:
    if facts.notice_served_on is None:
        return Blocker("not_notified", "尚未告知当事人", "《行政处罚法》第四十四条、第六十二条")
    if facts.waived or facts.statement_heard:
        return None
    if facts.window_ends_on is not None and today > facts.window_ends_on:
        return None
    return Blocker(
        "window_open",
        f"陈述申辩期至 {facts.window_ends_on}，期满、当事人陈述申辩或书面放弃后方可继续",
        "《行政处罚法》第四十五条、第六十二条",
    )


def _review_passed(facts: CaseFacts, today: date) -> Blocker | None:
    if not facts.review_reasons:
        return None
    basis = "《行政处罚法》第五十八条"
    if not facts.review_passed_hash:
        return Blocker(
            "no_review", f"未经法制审核通过，不得作出决定：{'；'.join(facts.review_reasons)}", basis
        )
    if facts.review_passed_hash != facts.draft_hash:
        return Blocker("text_changed", "审核通过后文本已改动，原审核结论失效，须重新送审", basis)
    return None


GUARDS: Mapping[str, tuple[Guard, ...]] = MappingProxyType(
    {
        "file": (_unit_may_decide,),
        "record": (_two_handlers,),
        "conclude": (_two_handlers, _investigated),
        "notify": (_chief_has_arranged, _unit_may_decide, _two_handlers),
        "submit_for_review": (_chief_has_arranged, _draft_present, _party_heard),
        "decide": (
            _unit_may_decide,
            _chief_has_arranged,
            _draft_present,
            _party_heard,
            _review_passed,
        ),
    }
)


def blockers(action: str, facts: CaseFacts, today: date) -> list[Blocker]:
    """Everything that still stands in the way of `action`, in the order of the procedure."""
    found = (guard(facts, today) for guard in GUARDS.get(action, ()))
    return [blocker for blocker in found if blocker is not None]


def check(action: str, facts: CaseFacts, today: date) -> None:
    found = blockers(action, facts, today)
    if found:
        first = found[0]
        raise RuleViolation(first.code, first.text, basis=first.basis)
