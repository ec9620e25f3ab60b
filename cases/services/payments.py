"""Money paid on a decision (罚缴分离, 第六十七条): entered from the bank's receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.models import Payment
from cases.rules.deadlines import Term
from cases.selectors.facts import facts_of
from cases.services import _progress, _terms
from core.errors import RuleViolation
from core.models import User

_BASIS = "《行政处罚法》第六十七条"


@dataclass(frozen=True)
class Paid:
    """What the receipt says; sums in yuan."""

    amount: Decimal
    paid_on: date
    channel: str
    receipt: str
    of_surcharge: Decimal = Decimal(0)


@transaction.atomic
def record(*, case_id: int, paid: Paid, by: User, version: int | None = None) -> Payment:
    """Enter a payment; the term for paying ends when nothing is owed any more."""
    case = _progress.begin(case_id=case_id, action="pay", by=by, version=version)
    if paid.paid_on > timezone.localdate():
        raise RuleViolation("future_payment", "缴款日期晚于今天，请核对", field="paid_on")
    if case.decided_on and paid.paid_on < case.decided_on:
        raise RuleViolation("paid_before_decided", "缴款不能早于决定", field="paid_on")
    try:
        with transaction.atomic():
            row = Payment.objects.create(case=case, recorded_by=by, **vars(paid))
    except IntegrityError as error:
        raise RuleViolation(
            "receipt_twice", "该票据号已登记过，请核对票据", _BASIS, field="receipt"
        ) from error
    if facts_of(case).fine_owed == 0:
        _terms.close_term(case, Term.FINE_PAYMENT, paid.paid_on)
    _progress.finish(
        case,
        "pay",
        by=by,
        payload={"amount": str(paid.amount), "channel": paid.channel, "receipt": paid.receipt},
    )
    return row
