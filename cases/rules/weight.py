"""Which of two penalties is the heavier: a defence must not make it so.

《行政处罚法》第四十五条第二款：不得因当事人陈述、申辩而给予更重的处罚. Kinds in the order of
第九条, each heavier than the one before.
"""

from dataclasses import dataclass
from decimal import Decimal

from cases.rules.gravity import PenaltyKind as K

_ORDER = (
    K.WARNING,
    K.CRITICISM,
    K.FINE,
    K.CONFISCATE_INCOME,
    K.CONFISCATE_PROPERTY,
    K.SUSPEND_PERMIT,
    K.DOWNGRADE,
    K.RESTRICT_OPERATION,
    K.STOP_OPERATION,
    K.REVOKE_PERMIT,
    K.CLOSE,
    K.BAR_FROM_OCCUPATION,
    K.DETENTION,
    K.OTHER,
)


@dataclass(frozen=True)
class Penalty:
    """Kinds and sums in yuan; no kinds: none is given."""

    kinds: frozenset[K]
    fine: Decimal = Decimal(0)
    confiscation: Decimal = Decimal(0)


def heavier(told: Penalty, intended: Penalty) -> bool:
    """Whether ``intended`` weighs more than what the party was told."""
    if intended.fine > told.fine or intended.confiscation > told.confiscation:
        return True
    return _gravest(intended) > _gravest(told) or len(intended.kinds) > len(told.kinds)


def _gravest(penalty: Penalty) -> int:
    return max((_ORDER.index(kind) for kind in penalty.kinds), default=-1)
