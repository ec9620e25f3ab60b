"""Making a decision public (公示): whether, until when, and when it must be taken back.

《行政处罚法》第四十八条; 国办发〔2018〕118号 (penalties within 7, other decisions within 20 working
days); 第五十条 (secrets, privacy). How long it is shown: the figures of
《市场监督管理行政处罚信息公示规定》 as the district's default, to be confirmed by 司法局.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from cases.rules.deadlines import add_months
from cases.rules.gravity import PenaltyKind as K
from cases.rules.terms import Term

BASIS = "《行政处罚法》第四十八条第一款；国办发〔2018〕118号"
WITHDRAWAL_BASIS = "《行政处罚法》第四十八条第二款"
ADULT = 18
_SHORT_KINDS = frozenset({K.WARNING, K.CRITICISM, K.FINE})


class Exclusion(StrEnum):
    """Why a decision is not made public."""

    MINOR = "minor"
    STATE = "state"
    TRADE = "trade"
    PRIVACY = "privacy"
    SAFETY = "safety"
    WARNING_ONLY = "warning_only"
    NO_PENALTY = "no_penalty"
    NO_INFLUENCE = "no_influence"

    @property
    def label(self) -> str:
        return EXCLUSIONS[self][0]

    @property
    def basis(self) -> str:
        return EXCLUSIONS[self][1]


EXCLUSIONS: Mapping[Exclusion, tuple[str, str]] = MappingProxyType(
    {
        Exclusion.MINOR: ("当事人是未成年人", "《未成年人保护法》第一百零三条"),
        Exclusion.STATE: (
            "主要事实涉及国家秘密",
            "《行政处罚法》第五十条；《政府信息公开条例》第十四条",
        ),
        Exclusion.TRADE: (
            "主要事实涉及商业秘密，公开会造成损害",
            "《行政处罚法》第五十条；《政府信息公开条例》第十五条",
        ),
        Exclusion.PRIVACY: (
            "主要事实涉及个人隐私，去除个人信息后仍会造成损害",
            "《行政处罚法》第五十条；《政府信息公开条例》第十五条",
        ),
        Exclusion.SAFETY: (
            "公开可能危及国家安全、公共安全、经济安全、社会稳定",
            "《政府信息公开条例》第十四条",
        ),
        Exclusion.WARNING_ONLY: (
            "仅给予警告，没有一定社会影响",
            "《行政处罚法》第四十八条第一款",
        ),
        Exclusion.NO_PENALTY: ("不予行政处罚，没有处罚内容", "《行政处罚法》第四十八条第一款"),
        Exclusion.NO_INFLUENCE: (
            "没有一定社会影响，且未列入应当公开的事项",
            "《行政处罚法》第四十八条第一款",
        ),
    }
)


@dataclass(frozen=True)
class Matter:
    """What the proposal rests on. `fine` in yuan; `age` of a citizen in years, None unknown."""

    kinds: frozenset[K]
    fine: Decimal = Decimal(0)
    is_organisation: bool = False
    age: int | None = None
    influence: tuple[str, ...] = ()  # what speaks for a certain social influence, in words


@dataclass(frozen=True)
class Proposal:
    """What the rule proposes; a person decides. `term`: by when."""

    publish: bool
    reason: str
    basis: str
    term: Term
    exclusion: Exclusion | None = None


def propose(matter: Matter) -> Proposal:
    """Whether the decision is to be made public."""
    term = Term.PUBLICATION if matter.kinds else Term.PUBLICATION_OTHER
    found = _excluded(matter)
    if found is not None:
        return Proposal(False, found.label, found.basis, term, found)
    if matter.influence:
        reason = f"具有一定社会影响：{'、'.join(matter.influence)}"
    else:
        reason = "行政处罚决定信息，自作出决定之日起七个工作日内公开"
    return Proposal(True, reason, BASIS, term)


def _excluded(matter: Matter) -> Exclusion | None:
    if matter.age is not None and matter.age < ADULT:
        return Exclusion.MINOR
    if not matter.kinds:
        return Exclusion.NO_PENALTY
    if matter.kinds == {K.WARNING} and not matter.influence:
        return Exclusion.WARNING_ONLY
    return None


@dataclass(frozen=True)
class Periods:
    """How long a decision is shown, in months: light penalties; others; natural persons at most."""

    short: int = 3
    long: int = 36
    person: int = 24


def shown_until(
    matter: Matter, published_on: date, *, large_fine: Decimal, periods: Periods
) -> date:
    """The last day on which it is shown. `large_fine`: from which sum (yuan) a fine isn't light."""
    if matter.kinds <= _SHORT_KINDS and matter.fine < large_fine:
        return add_months(published_on, periods.short)
    return longest(matter, published_on, periods)


def longest(matter: Matter, published_on: date, periods: Periods) -> date:
    """The last day a person may choose for it."""
    months = periods.long if matter.is_organisation else min(periods.long, periods.person)
    return add_months(published_on, months)
