"""Figures of the law that are no terms: sums in yuan and the rate of the surcharge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType


@dataclass(frozen=True)
class Figure:
    """A statutory figure; `cap` names what bounds it."""

    label: str
    value: Decimal
    unit: str
    basis: str
    cap: str = ""


SIMPLE_MAX_PERSON = Decimal(200)
SIMPLE_MAX_ORGANISATION = Decimal(3000)
CASH_MAX = Decimal(100)
SURCHARGE_RATE = Decimal("0.03")
SURCHARGE_BASIS = "《行政处罚法》第七十二条第一款第一项、第七十三条第三款"

FIGURES: Mapping[str, Figure] = MappingProxyType(
    {
        "SIMPLE_MAX_PERSON_YUAN": Figure(
            "当场处罚罚款上限（公民）", SIMPLE_MAX_PERSON, "元", "《行政处罚法》第五十一条"
        ),
        "SIMPLE_MAX_ORG_YUAN": Figure(
            "当场处罚罚款上限（法人或者其他组织）",
            SIMPLE_MAX_ORGANISATION,
            "元",
            "《行政处罚法》第五十一条",
        ),
        "ONSITE_COLLECT_MAX_YUAN": Figure(
            "当场收缴罚款上限", CASH_MAX, "元", "《行政处罚法》第六十八条第一项"
        ),
        "LATE_FEE_DAILY_RATE": Figure(
            "每日加处罚款比例", SURCHARGE_RATE, "每日", SURCHARGE_BASIS, cap="fine_amount"
        ),
    }
)
