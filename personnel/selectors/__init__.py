"""Questions about people, offices and equipment; one module a subject."""

from personnel.selectors.appointments import history_of_office, visible_appointments
from personnel.selectors.officers import (
    Paper,
    certified_counts,
    handlers_of_unit,
    maintained_officers,
    officer_facts,
    paper_of,
    place_key,
    unit_key,
    visible_officers,
)
from personnel.selectors.offices import (
    Leaders,
    acting_or_holder,
    appointments_of,
    chiefs_by_zone,
    holder,
    holders,
    in_posts,
    leaders,
    live_appointments,
    offices_of,
    others_in_office,
    to_tell,
)
from personnel.selectors.secondments import ratios, spokespeople

__all__ = [
    "Leaders",
    "Paper",
    "acting_or_holder",
    "appointments_of",
    "certified_counts",
    "chiefs_by_zone",
    "handlers_of_unit",
    "history_of_office",
    "holder",
    "holders",
    "in_posts",
    "leaders",
    "live_appointments",
    "maintained_officers",
    "officer_facts",
    "offices_of",
    "others_in_office",
    "paper_of",
    "place_key",
    "ratios",
    "spokespeople",
    "to_tell",
    "unit_key",
    "visible_appointments",
    "visible_officers",
]
