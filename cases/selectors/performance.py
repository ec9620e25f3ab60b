"""What became of the fine: paid, owed, and the surcharge up to a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from django.utils import timezone

from cases.models import Case
from cases.rules.surcharge import (
    Outlook,
    Owed,
    PartPaid,
    Schedule,
    Surcharge,
    outlook,
    surcharge_over,
)
from cases.rules.terms import TERM_RULES, Term
from cases.selectors.standing import draft_of, fine_of, paid_of_fine
from core.rules.periods import Period


@dataclass(frozen=True)
class PartDue:
    """One instalment and how much of it is paid, earlier ones first; sums in yuan."""

    due_on: date
    amount: Decimal
    paid: Decimal
    late: bool

    @property
    def is_paid(self) -> bool:
        return self.paid >= self.amount


@dataclass(frozen=True)
class Performance:
    """Sums in yuan. `due_on`: the last day to pay, None before service or without a fine.

    `decided`: the fine of the decision where a remedy changed it. `plan`: what was put off.
    `due_now`: of the fine, what is not put off to a later day.
    """

    decided: Decimal
    fine: Decimal
    paid: Decimal
    owed: Decimal
    due_on: date | None
    added: Surcharge
    added_paid: Decimal
    outlook: Outlook
    plan: list[PartDue]
    due_now: Decimal

    @property
    def added_owed(self) -> Decimal:
        return max(self.added.amount - self.added_paid, Decimal(0))

    @property
    def surcharge_enforceable(self) -> bool:
        """More than thirty days of it, unpaid: a demand, then force (强制法 第四十六条)."""
        return self.added_owed > 0 and self.added.days > TERM_RULES[Term.SURCHARGE_DEMAND].length

    @property
    def overpaid(self) -> Decimal:
        """What must be given back after the decision was changed or taken away."""
        return max(self.paid + self.added_paid - self.fine - self.added.amount, Decimal(0))


def performance_of(case: Case, today: date) -> Performance | None:
    """None without a decision that imposes a fine; no query on a case from get_visible_case."""
    draft = draft_of(case)
    if case.decided_on is None or draft is None or not draft.amount:
        return None
    rows, fine = case.payments.all(), fine_of(case)
    paid = [PartPaid(row.paid_on, row.amount - row.of_surcharge) for row in rows]
    total = paid_of_fine(case)
    schedules = schedules_of(case, fine)
    parts = schedules[-1].parts if schedules else ()
    remedies = [Period(row.filed_on, row.result_on) for row in case.remedies.all()]
    until = case.closed_on or today
    plan = _plan(parts, total, today) if len(schedules) > 1 else []
    later = sum((p.amount - p.paid for p in plan if p.due_on > today), Decimal(0))
    owed = max(fine - total, Decimal(0))
    return Performance(
        decided=draft.amount,
        fine=fine,
        paid=total,
        owed=owed,
        due_on=max((part.due_on for part in parts), default=None),
        added=surcharge_over(schedules, paid, until=until, remedies=remedies),
        added_paid=sum((row.of_surcharge for row in rows), Decimal(0)),
        outlook=Outlook(Decimal(0), None)
        if case.closed_on
        else outlook(schedules, paid, today=today, remedies=remedies),
        plan=plan,
        due_now=max(owed - later, Decimal(0)),
    )


def schedules_of(case: Case, fine: Decimal) -> list[Schedule]:
    """The whole fine at the end of the term for paying, then each plan as it was approved."""
    ends = [row.due_on for row in case.terms.all() if row.term == Term.FINE_PAYMENT.value]
    if not ends:
        return []
    first = max(ends)
    found = [Schedule(date.min, (Owed(first, fine),))]
    decided = {row.pk: row.decided_at for row in case.approvals.all()}
    by_plan = sorted(case.instalments.all(), key=lambda row: (row.approval_id, row.due_on))
    for approval, rows in groupby(by_plan, key=lambda row: row.approval_id):
        plan = [Owed(row.due_on, row.amount) for row in rows]
        before = fine - sum((part.amount for part in plan), Decimal(0))
        since = decided.get(approval)
        paid_before = (Owed(min(first, plan[0].due_on), before),) if before > 0 else ()
        day = timezone.localdate(since) if since else plan[0].due_on
        found.append(Schedule(day, (*paid_before, *plan)))
    return found


def _plan(parts: Sequence[Owed], paid: Decimal, today: date) -> list[PartDue]:
    """Payments fill the instalments in the order of their days."""
    left, found = paid, []
    for part in sorted(parts, key=lambda one: one.due_on):
        used = min(left, part.amount)
        left -= used
        late = used < part.amount and part.due_on < today
        found.append(PartDue(part.due_on, part.amount, used, late))
    return found
