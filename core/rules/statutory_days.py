"""Statutory days off for years whose State Council notice is not loaded.

《全国年节及纪念日放假办法》（2024 年修订）第二条: 元旦 1 day, 春节 4 (除夕 to 初三), 清明节 1,
劳动节 2, 端午节 1, 中秋节 1, 国庆节 3 — 13 days; before 2025 the older text gave 11. Where 中秋节
falls on a day of 国庆节 (2028, 2031) the dates coincide and fewer than 13 remain.

A day off that falls on a weekend is to be made up on a workday (应当在工作日补假), but which one,
and which weekends are worked in exchange, only the yearly notice says. Nothing of that is guessed
here: no day is moved and no make-up day invented, hence dates built on this are provisional.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

import holidays

# The library also knows the exchanged days of published notices (休息日（由 … 调休）) and guesses
# substitutes (补假); only the names of the decree itself are kept.
_DECREE_NAMES = {
    "元旦": "元旦",
    "农历除夕": "春节",
    "春节": "春节",
    "清明节": "清明节",
    "劳动节": "劳动节",
    "端午节": "端午节",
    "中秋节": "中秋节",
    "国庆节": "国庆节",
}
_ESTIMATED = "（推定）"


@lru_cache(maxsize=64)
def statutory_days(year: int) -> Mapping[date, str]:
    """Days off for all citizens in ``year`` by the decree alone, each with its Chinese name."""
    listed = holidays.country_holidays("CN", years=year, observed=False, language="zh_CN")
    days: dict[date, str] = {}
    for day in sorted(listed):
        names = [
            _DECREE_NAMES[plain]
            for name in listed.get_list(day)
            if (plain := name.removesuffix(_ESTIMATED)) in _DECREE_NAMES
        ]
        if day.year == year and names:
            days[day] = "、".join(dict.fromkeys(names))
    return MappingProxyType(days)
