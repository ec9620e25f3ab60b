"""The step that comes next, from where the case stands, and what clears its way: two tables."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from types import MappingProxyType

from cases.rules.steps import S

_BY_STATE = MappingProxyType(
    {
        S.REPORTED: "accept",
        S.ACCEPTED: "propose_filing",
        S.FILING: "approve_filing",
        S.FILED: "conclude",
        S.INVESTIGATED: "notify",
        S.NOTIFIED: "decide",
        S.UNDER_REVIEW: "review_passed",
        S.CLEARED: "decide",
        S.DECIDED: "serve",
        S.SERVED: "propose_closing",
        S.ENFORCING: "enforce_result",
    }
)
_HEARING = MappingProxyType(
    {"requested": "notice_hearing", "noticed": "hold_hearing", "held": "report_hearing"}
)


@dataclass(frozen=True)
class TurnFacts:
    """What the next step hangs on.

    `discussion_owed`: and nothing but the head's own meeting stands before it;
    `owed`: and enforceable still; `late`: the fine is unpaid after its day; `urged`: a demand runs;
    `demanded`: a demand has matured.
    """

    state: S
    version: int = 2
    city: bool = False  # the power lies with the city
    suspended: bool = False
    records: int = 0
    spares: bool = False  # the draft gives no penalty
    needs_review: bool = False
    discussion_owed: bool = False
    hearing: str = ""
    closing_asked: bool = False
    instalment_asked: bool = False
    owed: bool = False
    late: bool = False
    contested: bool = False  # reconsideration or a suit runs
    urged: bool = False
    demand_unserved: bool = False
    demanded: bool = False
    enforcement_asked: bool = False
    enforcement_ended: bool = False
    cash_in_hand: bool = False


# What stands in the way → the act that clears it, in the order in which they are taken up.
_CLEARING = MappingProxyType(
    {
        "suspended": "resume",
        "not_reported": "escalate",
        "not_arranged": "arrange",
        "too_few_handlers": "replace_handler",
        "no_draft": "reinvestigate",
        "hearing_not_told": "reinvestigate",
        "no_exemption": "exempt",
        "window_open": "hear_statement",
        "hearing_window_open": "request_hearing",
        "heavier": "redraft",
        "unexplained_deviation": "redraft",
        "preservation_open": "settle_preservation",
        "measure_open": "lift_measure",
        "discussed_other_text": "discuss",
        "not_discussed": "discuss",
        "text_changed": "submit_for_review",
        "no_review": "submit_for_review",
        "correction_open": "recheck",
        "remedy_open": "remedy_result",
    }
)
# What only the party, or the day, can bring about.
PARTY_TURN = frozenset({"window_open", "hearing_window_open"})
# What somebody else must answer first.
AWAITED = frozenset({"report_pending", "approval_open", "recusal_open"})

_V1 = MappingProxyType({S.ACCEPTED: "file", S.SERVED: "close"})


def next_action(facts: TurnFacts) -> str:
    """The key of the action that comes next; for a case that has not ended."""
    if facts.version == 1:
        return _common(facts) or _V1.get(facts.state) or _BY_STATE[facts.state]
    asked = {S.SERVED: _after_service, S.ENFORCING: _after_service, S.NOTIFIED: _before_decision}
    special: Callable[[TurnFacts], str] = asked.get(facts.state, lambda _: "")
    if facts.suspended:
        return "resume"
    return special(facts) or _common(facts) or _BY_STATE[facts.state]


def _common(facts: TurnFacts) -> str:
    if facts.state is S.ACCEPTED and facts.city:
        return "transfer"
    if facts.state is S.FILED and not facts.records:
        return "record"
    told = facts.state is S.NOTIFIED or (facts.state is S.INVESTIGATED and facts.spares)
    if told and facts.needs_review:
        return "submit_for_review"
    if facts.version > 1 and facts.discussion_owed and (told or facts.state is S.CLEARED):
        return "discuss"
    return "decide" if told else ""


def _before_decision(facts: TurnFacts) -> str:
    return _HEARING.get(facts.hearing, "")


def _after_service(facts: TurnFacts) -> str:
    """Pay, demand, enforce, hand in the cash, close: in this order."""
    if facts.closing_asked:
        return "approve_closing"
    if facts.cash_in_hand:
        return "hand_in"
    if facts.state is S.ENFORCING:
        return "propose_closing" if facts.enforcement_ended or not facts.owed else ""
    if not facts.owed:
        return ""
    if not facts.late or facts.instalment_asked:
        return "pay"
    return _forcing(facts)


def _forcing(facts: TurnFacts) -> str:
    """What is late: the result of a remedy, the demand with its service and time, the court."""
    if facts.enforcement_asked:
        return "approve_enforcement"
    if facts.contested:
        return "remedy_result"
    if facts.demand_unserved and not facts.demanded:
        return "serve_paper"
    return "enforce" if facts.demanded else "pay" if facts.urged else "demand"


def clearing(codes: Collection[str]) -> str:
    """The blocker to take up first, by its code; "" where nothing within the case clears it."""
    return next((code for code in _CLEARING if code in codes), "")


def cleared_by(code: str) -> str:
    """The act that clears a blocker."""
    return _CLEARING[code]
