"""重大执法决定法制审核目录: which line of the list a case falls under.

国办发〔2018〕118号: each organ draws up a list of its major decisions by domain, kind of penalty
and sum. A condition left open holds for every case; what is not proposed yet meets no condition.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cases.rules.gravity import GravityFacts, PenaltyKind, Reason


@dataclass(frozen=True)
class Listed:
    """A line of the list. `party`: "" any, citizen, organisation; sums in yuan, included."""

    title: str
    basis: str
    document: str
    starts_on: date
    ends_on: date | None = None
    domain: str = ""
    item: int | None = None
    party: str = ""
    kinds: frozenset[PenaltyKind] = frozenset()
    amount_from: Decimal | None = None

    def covers(self, facts: GravityFacts, *, domain: str, item: int, on: date) -> bool:
        """Whether the case falls under this line on that day."""
        party = "organisation" if facts.is_organisation else "citizen"
        return (
            self.starts_on <= on <= (self.ends_on or on)
            and self.domain in ("", domain)
            and self.item in (None, item)
            and self.party in ("", party)
            and (not self.kinds or bool(self.kinds & facts.kinds))
            and self._reached(facts)
        )

    def _reached(self, facts: GravityFacts) -> bool:
        if self.amount_from is None:
            return True
        return max(facts.fine or 0, facts.confiscation or 0) >= self.amount_from


def listed_reasons(
    lines: Iterable[Listed], facts: GravityFacts, *, domain: str, item: int, on: date
) -> tuple[Reason, ...]:
    """Why the list asks for review of this case; empty: it does not."""
    return tuple(
        Reason(
            "LISTED",
            f"列入重大执法决定法制审核目录（{line.document}）：{line.title}",
            f"《行政处罚法》第五十八条第一款第四项；{line.basis}",
        )
        for line in lines
        if line.covers(facts, domain=domain, item=item, on=on)
    )
