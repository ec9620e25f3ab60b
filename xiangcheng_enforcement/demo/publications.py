"""Published power lists of the demo: a few towns, each by its own deputy chief."""

from __future__ import annotations

from datetime import date

from core import access
from core.errors import RuleViolation
from xiangcheng_enforcement.loading.records import Tally
from zones.models import Publication
from zones.selectors import town_named
from zones.services import publication

# Town → the days as of which its versions were published; None is the day of loading. The
# first of several lies before delegations that have ended since, so that versions differ.
_VERSIONS: dict[str, tuple[date | None, ...]] = {
    "石亭街道": (date(2024, 7, 1), None),
    "天宝镇": (date(2025, 1, 1),),
    "芝山街道": (None,),
    "巷口街道": (None,),
}


def ensure_publications(today: date) -> Tally:
    """Publish the lists of some towns unless any is published; the rest wait for their chiefs."""
    tally = Tally("权责清单公布")
    tally.unchanged = Publication.objects.count()
    if tally.unchanged:
        return tally
    for name, days in _VERSIONS.items():
        town = town_named(name)
        deputy = access.users_with("publish_power_list", town).first()
        if deputy is None:
            continue
        for day in days:
            try:
                publication.publish(town=town, by=deputy, as_of=day or today)
            except RuleViolation as violation:
                # Loaded as of a day on which nothing had changed yet: there is no second version.
                if violation.code != "nothing_to_publish":
                    raise
            else:
                tally.created += 1
    return tally
