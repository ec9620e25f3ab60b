"""What of the decision stands after reconsideration and litigation, and when the court may act."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from cases.models import Case, Draft, Remedy
from cases.rules.court import Window, is_land_demolition
from cases.rules.remedies import ANNULLED, Contest, Served, court_window, remedies_end
from core.rules.workdays import WorkCalendar


def draft_of(case: Case) -> Draft | None:
    return getattr(case, "draft", None)


def orders_land_demolition(case: Case) -> bool:
    """Whether suit must be brought in the fifteen days of 《土地管理法》第八十三条."""
    draft = draft_of(case)
    if draft is None:
        return False
    ordered = f"{draft.correction}{draft.penalty_words}{draft.performance}"
    return is_land_demolition(draft.basis, ordered)


def annulled_by(case: Case) -> Remedy | None:
    """The reconsideration or judgment that took the decision away."""
    return next((row for row in case.remedies.all() if row.result in ANNULLED), None)


def fine_of(case: Case) -> Decimal:
    """The fine as it stands: of the decision, changed or taken away by a remedy; in yuan."""
    draft = draft_of(case)
    if draft is None or annulled_by(case) is not None:
        return Decimal(0)
    changed = [row.new_amount for row in case.remedies.all() if row.new_amount is not None]
    return changed[-1] if changed else draft.amount


def paid_of_fine(case: Case) -> Decimal:
    return sum((row.amount - row.of_surcharge for row in case.payments.all()), Decimal(0))


def contests_of(case: Case) -> list[Contest]:
    return [
        Contest(row.kind, row.filed_on, row.result, row.result_on) for row in case.remedies.all()
    ]


def served_of(case: Case) -> Served | None:
    """The decision as served; None before."""
    if case.served_on is None:
        return None
    latest = max(
        case.instalments.all(), key=lambda row: (row.approval_id, row.due_on), default=None
    )
    return Served(
        on=case.served_on,
        land=orders_land_demolition(case),
        simple=case.procedure == Case.Procedure.SIMPLE,
        deferred_until=latest.due_on if latest else None,
    )


def window_of(case: Case, calendar: WorkCalendar) -> Window | None:
    """When the court may be asked to enforce; None before service or while a remedy runs."""
    served = served_of(case)
    return court_window(served, contests_of(case), calendar) if served else None


def remedies_end_of(case: Case, calendar: WorkCalendar) -> date | None:
    served = served_of(case)
    return remedies_end(served, contests_of(case), calendar) if served else None


def owes_acts(case: Case) -> bool:
    """Besides money the decision orders something (改正、拆除), and nobody has said it is done."""
    draft = draft_of(case)
    if draft is None or annulled_by(case) is not None:
        return False
    done = any(row.result in ("done", "settled") for row in case.enforcements.all())
    seen = any(row.settles for row in case.reinspections.all())
    return not (done or seen) and bool(draft.correction or draft.penalty == "other")


def owes(case: Case) -> bool:
    """Something of the decision is left that can be enforced."""
    return fine_of(case) > paid_of_fine(case) or owes_acts(case)


def performs_money(case: Case) -> bool:
    """The decision imposes a fine; whether it still stands is the guards' business."""
    draft = draft_of(case)
    return bool(draft and draft.amount)
