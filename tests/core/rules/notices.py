"""The State Council's notices for 2024, 2025 and 2026, copied out by hand for the rule tests.

Weekends inside a holiday are left out: they are days off anyway.
"""

from datetime import date

from core.rules.workdays import DayException, WorkCalendar

_OFF = {
    "元旦": "2024-01-01 2025-01-01 2026-01-01 2026-01-02",
    "春节": "2024-02-12 2024-02-13 2024-02-14 2024-02-15 2024-02-16 "
    "2025-01-28 2025-01-29 2025-01-30 2025-01-31 2025-02-03 2025-02-04 "
    "2026-02-16 2026-02-17 2026-02-18 2026-02-19 2026-02-20 2026-02-23",
    "清明节": "2024-04-04 2024-04-05 2025-04-04 2026-04-06",
    "劳动节": "2024-05-01 2024-05-02 2024-05-03 2025-05-01 2025-05-02 2025-05-05 "
    "2026-05-01 2026-05-04 2026-05-05",
    "端午节": "2024-06-10 2025-06-02 2026-06-19",
    "中秋节": "2024-09-16 2024-09-17 2025-10-06 2026-09-25",
    "国庆节": "2024-10-01 2024-10-02 2024-10-03 2024-10-04 2024-10-07 "
    "2025-10-01 2025-10-02 2025-10-03 2025-10-07 2025-10-08 "
    "2026-10-01 2026-10-02 2026-10-05 2026-10-06 2026-10-07",
}
_WORKED = {
    "元旦": "2026-01-04",
    "春节": "2024-02-04 2024-02-18 2025-01-26 2025-02-08 2026-02-14 2026-02-28",
    "清明节": "2024-04-07",
    "劳动节": "2024-04-28 2024-05-11 2025-04-27 2026-05-09",
    "中秋节": "2024-09-14",
    "国庆节": "2024-09-29 2024-10-12 2025-09-28 2025-10-11 2026-09-20 2026-10-10",
}


def exceptions() -> dict[date, DayException]:
    """Every exception of the three notices."""
    found = {}
    for table, is_workday in ((_OFF, False), (_WORKED, True)):
        for name, days in table.items():
            for day in days.split():
                found[date.fromisoformat(day)] = DayException(is_workday, name)
    return found


CALENDAR = WorkCalendar(exceptions(), frozenset({2024, 2025, 2026}))
