"""What became of the fine: paid, owed, and the surcharge up to a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cases.models import Case
from cases.rules.surcharge import Owed, PartPaid, Surcharge, surcharge
from cases.rules.terms import Term
from cases.selectors.facts import draft_of
from core.rules.periods import Period


@dataclass(frozen=True)
class Performance:
    """Sums in yuan. `due_on`: the last day to pay, None before service or without a fine."""

    fine: Decimal
    paid: Decimal
    owed: Decimal
    due_on: date | None
    added: Surcharge
    added_paid: Decimal

    @property
    def added_owed(self) -> Decimal:
        return max(self.added.amount - self.added_paid, Decimal(0))


def performance_of(case: Case, today: date) -> Performance | None:
    """None without a decision that imposes a fine; no query on a case from get_visible_case."""
    draft = draft_of(case)
    if case.decided_on is None or draft is None or not draft.amount:
        return None
    rows = case.payments.all()
    paid = [PartPaid(row.paid_on, row.amount - row.of_surcharge) for row in rows]
    total = sum((part.amount for part in paid), Decimal(0))
    parts = _parts(case, draft.amount)
    remedies = [Period(row.filed_on, row.result_on) for row in case.remedies.all()]
    return Performance(
        fine=draft.amount,
        paid=total,
        owed=max(draft.amount - total, Decimal(0)),
        due_on=max((part.due_on for part in parts), default=None),
        added=surcharge(parts, paid, until=case.closed_on or today, remedies=remedies),
        added_paid=sum((row.of_surcharge for row in rows), Decimal(0)),
    )


def _parts(case: Case, fine: Decimal) -> list[Owed]:
    """The instalments as approved; else the whole fine at the end of the term for paying."""
    approved = [Owed(row.due_on, row.amount) for row in case.instalments.all()]
    if approved:
        return approved
    ends = [row.due_on for row in case.terms.all() if row.term == Term.FINE_PAYMENT.value]
    return [Owed(max(ends), fine)] if ends else []
