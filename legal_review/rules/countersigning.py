"""When a second reviewer must agree before a review passes (复核).

No article asks for it: the district's own safeguard for the gravest decisions, with figures that
stand until 区司法局 confirms them (待确认). A pass that waits for its countersignature is no pass.
"""

from dataclasses import dataclass
from decimal import Decimal

from cases.rules.gravity import GravityFacts, PenaltyKind

BASIS = "国办发〔2018〕118号；区司法局复核标准（待确认）"
_GRAVEST = (
    PenaltyKind.REVOKE_PERMIT,
    PenaltyKind.CLOSE,
    PenaltyKind.BAR_FROM_OCCUPATION,
)


@dataclass(frozen=True)
class Thresholds:
    """Fine or confiscation, in yuan and the figure included, from which two must sign."""

    citizen: Decimal = Decimal(50_000)
    organisation: Decimal = Decimal(500_000)


def countersign_reasons(
    facts: GravityFacts, thresholds: Thresholds, *, disputed: bool = False
) -> tuple[str, ...]:
    """Why a second reviewer signs; empty: one is enough.

    ``disputed``: the organ stood by its text against an earlier opinion.
    """
    limit = thresholds.organisation if facts.is_organisation else thresholds.citizen
    sums = (("罚款", facts.fine), ("没收", facts.confiscation))
    found = [
        f"拟{what} {amount:.2f} 元，达到复核标准（{limit:.2f} 元以上）"
        for what, amount in sums
        if amount is not None and amount >= limit
    ]
    found += [f"拟{kind.label}" for kind in _GRAVEST if kind in facts.kinds]
    if disputed:
        found.append("机关对上一轮审核意见有异议")
    return tuple(found)
