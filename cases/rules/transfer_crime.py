"""After the police have a case: their decision, its review, and how the criminal case ends.

《行政执法机关移送涉嫌犯罪案件的规定》（国务院令第310号）第八条 to 第十二条;
《行政处罚法》第二十七条.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from cases.rules.terms import Term
from core.errors import RuleViolation

_310 = "《行政执法机关移送涉嫌犯罪案件的规定》"
_27 = "《行政处罚法》第二十七条"


class CrimeStep(StrEnum):
    """What is told by the police, the procurators or the court, or asked of them."""

    FILED = "filed"
    REFUSED = "refused"
    RECONSIDERATION = "reconsideration"
    SUPERVISION = "supervision"
    UPHELD = "upheld"
    PROSECUTED = "prosecuted"
    SENT_BACK = "sent_back"

    @property
    def label(self) -> str:
        return STEPS[self].label


@dataclass(frozen=True)
class StepRule:
    """`after`: the steps it may follow (None: the receipt of the police)."""

    label: str
    basis: str
    after: tuple[CrimeStep | None, ...]


S = CrimeStep
STEPS: Mapping[CrimeStep, StepRule] = MappingProxyType(
    {
        S.FILED: StepRule(
            "公安机关立案", f"{_310}第八条", (None, S.RECONSIDERATION, S.SUPERVISION)
        ),
        S.REFUSED: StepRule("公安机关不予立案", f"{_310}第八条", (None,)),
        S.RECONSIDERATION: StepRule("提请公安机关复议", f"{_310}第九条第一款", (S.REFUSED,)),
        S.SUPERVISION: StepRule("建议检察院立案监督", f"{_310}第九条", (S.REFUSED, S.UPHELD)),
        S.UPHELD: StepRule(
            "维持不予立案", f"{_310}第九条第二款", (S.RECONSIDERATION, S.SUPERVISION)
        ),
        S.PROSECUTED: StepRule("已依法追究刑事责任", _27, (S.FILED,)),
        S.SENT_BACK: StepRule("司法机关移回，依法给予行政处罚", _27, (S.FILED,)),
    }
)
STEP_CHOICES = [(step.value, rule.label) for step, rule in STEPS.items()]
# What lets the case go on, what lets it rest again, what ends it.
RESUMES = frozenset({S.REFUSED, S.SENT_BACK})
RESTS = frozenset({S.FILED})
ENDS = frozenset({S.PROSECUTED})
# Challenges the sender may bring or leave; the other steps are told by somebody else.
OWN = frozenset({S.RECONSIDERATION, S.SUPERVISION})


def possible_after(taken: Sequence[CrimeStep]) -> list[CrimeStep]:
    """The steps that may come next, in the order of the table; a supervision ends the dispute."""
    last = taken[-1] if taken else None
    found = [step for step, rule in STEPS.items() if last in rule.after]
    return [step for step in found if step not in OWN or step not in taken]


def awaited(taken: Sequence[CrimeStep]) -> bool:
    """Whether an answer of the police, the procurators or the court is still to come."""
    return any(step not in OWN for step in possible_after(taken))


def answer_term(taken: Sequence[CrimeStep]) -> Term | None:
    """The term in which the next answer is due, or the sender may challenge; None: no term."""
    last = taken[-1] if taken else None
    if last is S.UPHELD and S.SUPERVISION in taken:
        return None  # the procurators have spoken; nothing is left to ask
    return {
        None: Term.POLICE_REVIEW,
        S.RECONSIDERATION: Term.POLICE_REVIEW,
        S.REFUSED: Term.POLICE_CHALLENGE,
        S.UPHELD: Term.POLICE_SUPERVISION,
        S.FILED: Term.POLICE_GOODS,
    }.get(last)


def check_step(step: CrimeStep, taken: Sequence[CrimeStep], on: date, since: date) -> None:
    """Refuse a step out of turn, or dated before what it follows (`since`)."""
    if step not in possible_after(taken):
        may = "、".join(one.label for one in possible_after(taken)) or "没有待登记的事项"
        text = f"现在不能登记“{step.label}”；可以登记：{may}"
        raise RuleViolation("crime_step", text, STEPS[step].basis, field="step")
    if on < since:
        text = f"日期不能早于上一环节（{since}），请核对"
        raise RuleViolation("crime_step_early", text, STEPS[step].basis, field="on")
