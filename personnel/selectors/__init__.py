"""Questions about people, offices and equipment; one module a subject."""

from personnel.selectors.officers import (
    Paper,
    certified_counts,
    handlers_of_unit,
    maintained_officers,
    officer_facts,
    paper_of,
    place_key,
    unit_key,
    visible_appointments,
    visible_officers,
)
from personnel.selectors.offices import (
    Leaders,
    appointments_of,
    chiefs_by_zone,
    holder,
    holders,
    leaders,
    live_appointments,
    offices_of,
)

__all__ = [
    "Leaders",
    "Paper",
    "appointments_of",
    "certified_counts",
    "chiefs_by_zone",
    "handlers_of_unit",
    "holder",
    "holders",
    "leaders",
    "live_appointments",
    "maintained_officers",
    "officer_facts",
    "offices_of",
    "paper_of",
    "place_key",
    "unit_key",
    "visible_appointments",
    "visible_officers",
]
