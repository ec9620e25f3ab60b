"""Money received on the decisions a person may see, as it is compared with the bank's statement."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db import models

from cases.models import Payment
from cases.selectors.visibility import visible_cases
from core.models import User


def payments_for(user: User) -> models.QuerySet[Payment]:
    """Latest first, with what the list shows of the case."""
    mine = visible_cases(user=user).order_by().values("pk")
    return (
        Payment.objects.filter(case__in=mine)
        .select_related("case__decision", "case__authority_township", "case__authority_agency")
        .order_by("-paid_on", "-pk")
    )


@dataclass(frozen=True)
class Total:
    """Of the rows asked for; sums in yuan."""

    count: int
    amount: Decimal
    of_surcharge: Decimal


def total_of(rows: models.QuerySet[Payment]) -> Total:
    found = rows.order_by().aggregate(
        count=models.Count("pk"), amount=models.Sum("amount"), added=models.Sum("of_surcharge")
    )
    nothing = Decimal(0)
    return Total(found["count"], found["amount"] or nothing, found["added"] or nothing)
