"""How often a target may and must be inspected (检查频次).

国办发〔2024〕54号: inspections by grade, a published yearly cap for each enterprise, what can be
merged is not repeated. 《方案》二（二）3（1）: “合理确定执法检查频次”.

No national figure for grades is published: the default table is the platform's own (待确认), and
FrequencyRule rows change it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

BASIS = "国办发〔2024〕54号"

# Credit grade (企业信用风险分类) → visits a year; A at most once in two years, by draw.
DEFAULT_TIMES: Mapping[str, int] = MappingProxyType({"A": 1, "B": 1, "C": 2, "D": 4})
DEFAULT_SHARE: Mapping[str, int] = MappingProxyType({"A": 50, "B": 100, "C": 100, "D": 100})
# All authorities together, all topics: the most visits a year by grade (待确认).
DEFAULT_CAP: Mapping[str, int] = MappingProxyType({"A": 1, "B": 2, "C": 3, "D": 4})


@dataclass(frozen=True)
class Frequency:
    """Times a year, and per cent of the targets drawn that year."""

    times: int
    share: int


def frequency(
    *, credit: str, high_risk: bool, own: Mapping[tuple[str, bool], Frequency]
) -> Frequency:
    """The topic's own rule for the grade; else the default table, one more where risk is high."""
    found = own.get((credit, high_risk))
    if found is not None:
        return found
    times = DEFAULT_TIMES[credit] + (1 if high_risk else 0)
    return Frequency(times, 100 if high_risk else DEFAULT_SHARE[credit])


def cap(*, credit: str, own: int | None) -> int:
    """Most visits a year to the target: its own figure, else the grade's."""
    return own if own is not None else DEFAULT_CAP[credit]
