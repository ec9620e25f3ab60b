"""Conditions of filing a case, limitation, limits of the simple procedure, who the party is.

《行政处罚法》第二十二条（地域）、第三十六条（追究时效）、第五十一条（简易程序）、第五十四条（立案）.
Every violation names the form field that its message belongs to.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cases.rules.deadlines import add_months
from cases.rules.gravity import PenaltyKind
from cases.rules.terms import TERM_RULES, Term
from core.errors import RuleViolation
from core.rules.identifiers import check_credit_code, check_phone, check_resident_id

FILING_BASIS = "《行政处罚法》第五十四条"
LIMITATION_BASIS = "《行政处罚法》第三十六条"
SIMPLE_BASIS = "《行政处罚法》第五十一条"
SIMPLE_CITIZEN_LIMIT = Decimal(200)
SIMPLE_ORGANISATION_LIMIT = Decimal(3_000)


class PartyKind(StrEnum):
    """Kinds of party; a sole trader (个体工商户) is counted as a citizen for amounts of fines."""

    CITIZEN = "citizen"
    SOLE_TRADER = "sole_trader"
    ORGANISATION = "organisation"

    @property
    def label(self) -> str:
        return _PARTY_LABELS[self]

    @property
    def is_organisation(self) -> bool:
        """Whether the figures for 法人或者其他组织 apply."""
        return self is PartyKind.ORGANISATION


_PARTY_LABELS = {
    PartyKind.CITIZEN: "公民",
    PartyKind.SOLE_TRADER: "个体工商户",
    PartyKind.ORGANISATION: "法人或者其他组织",
}


@dataclass(frozen=True)
class FilingFacts:
    """What a filing rests on. ``ended_on`` is the day the act was done, or ended if it went on.

    ``continuing``: the act still goes on (连续或者继续状态), time does not run. ``grave_harm``:
    life, health or financial safety with harm done (five years instead of two). ``found_on`` is
    the day an authority discovered it.
    """

    item: str
    towns: tuple[str, ...]
    party: str
    found_on: date | None
    ended_on: date | None
    continuing: bool = False
    grave_harm: bool = False


def filing_violations(facts: FilingFacts, *, on: date) -> tuple[RuleViolation, ...]:
    """Everything that stands against filing on ``on``, each with its form field; empty: file it."""
    found = [
        None if facts.item else _missing("no_item", "须选择执法事项", "item"),
        None
        if facts.towns
        else RuleViolation(
            "no_place", "须先明确违法行为发生地", "《行政处罚法》第二十二条", "towns"
        ),
        None
        if facts.party.strip()
        else _missing("no_party", "须填写当事人姓名或者名称；尚未查明的先登记线索", "party"),
        _date_violation(facts, on),
        _limitation_violation(facts, on),
    ]
    return tuple(violation for violation in found if violation)


def check_filing(facts: FilingFacts, *, on: date) -> None:
    """Raise the first of ``filing_violations``."""
    for violation in filing_violations(facts, on=on):
        raise violation


def limitation_ends(ended_on: date, *, grave_harm: bool) -> date:
    """The last day on which a discovery still counts (第三十六条: two years, or five)."""
    term = Term.LIMITATION_GRAVE if grave_harm else Term.LIMITATION
    return add_months(ended_on, 12 * TERM_RULES[term].length)


def check_simple_procedure(
    kinds: frozenset[PenaltyKind], fine: Decimal | None, party: PartyKind
) -> None:
    """Raise unless the penalty may be imposed on the spot (第五十一条).

    A warning, or a fine of at most 200 yuan on a citizen, 3000 on an organisation; 通报批评 and
    every other kind need the ordinary procedure.
    """
    excluded = sorted(kinds - {PenaltyKind.WARNING, PenaltyKind.FINE})
    if excluded:
        names = "、".join(kind.label for kind in excluded)
        message = f"{names}不适用简易程序，须按普通程序办理"
        raise RuleViolation("not_simple_kind", message, SIMPLE_BASIS, "kinds")
    if not kinds:
        raise RuleViolation("no_kind", "须选择警告或者罚款", SIMPLE_BASIS, "kinds")
    if PenaltyKind.FINE in kinds:
        _check_simple_fine(fine, party)


def check_party(
    kind: PartyKind, *, id_number: str, phone: str, on: date, proves_identity: bool = True
) -> tuple[str, str]:
    """The party's number and phone in normal form; raises at the field that is wrong.

    Citizens give a resident identity number, sole traders and organisations a unified social
    credit code. ``proves_identity`` False (another document is named) lets the number be empty.
    """
    number = id_number.strip()
    if number or proves_identity:
        if kind is PartyKind.CITIZEN:
            number = check_resident_id(number, on=on, field="id_number")
        else:
            number = check_credit_code(number, field="id_number")
    return number, check_phone(phone, field="phone") if phone.strip() else ""


def _missing(code: str, message: str, field: str) -> RuleViolation:
    return RuleViolation(code, message, FILING_BASIS, field)


def _date_violation(facts: FilingFacts, on: date) -> RuleViolation | None:
    if facts.found_on is None:
        return _missing("no_discovery", "须填写发现日期", "found_on")
    if facts.found_on > on:
        return _missing("found_later", "发现日期不能晚于立案日期", "found_on")
    if facts.ended_on is None:
        if facts.continuing:
            return None
        return RuleViolation(
            "no_act_date", "须填写违法行为发生或者终了的日期", LIMITATION_BASIS, "ended_on"
        )
    if facts.ended_on > on:
        return RuleViolation(
            "act_later", "违法行为日期不能晚于立案日期", LIMITATION_BASIS, "ended_on"
        )
    return None


def _limitation_violation(facts: FilingFacts, on: date) -> RuleViolation | None:
    if facts.continuing or facts.ended_on is None:
        return None
    last = limitation_ends(facts.ended_on, grave_harm=facts.grave_harm)
    found = facts.found_on or on
    if found <= last:
        return None
    years = "五" if facts.grave_harm else "二"
    message = f"违法行为终了于 {facts.ended_on}，{years}年内（至 {last}）未被发现，不再给予行政处罚"
    return RuleViolation("time_barred", message, LIMITATION_BASIS, "ended_on")


def _check_simple_fine(fine: Decimal | None, party: PartyKind) -> None:
    if fine is None or fine <= 0:
        raise RuleViolation("no_fine", "须填写罚款金额", SIMPLE_BASIS, "fine")
    limit = SIMPLE_ORGANISATION_LIMIT if party.is_organisation else SIMPLE_CITIZEN_LIMIT
    if fine > limit:
        message = f"当场处罚对{party.label}罚款不得超过 {limit:.2f} 元，拟罚款 {fine:.2f} 元"
        raise RuleViolation("over_simple_limit", message, SIMPLE_BASIS, "fine")
