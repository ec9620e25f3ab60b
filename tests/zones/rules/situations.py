"""The district of the plan and short ways to describe a legal situation."""

from datetime import date

from zones.rules.jurisdiction import Act, Delegation, DistrictFacts, ItemFacts, Matter, ZoneFacts

EAST = ZoneFacts("东部片区", ("新桥街道", "巷口街道", "南坑街道"))
CENTRAL = ZoneFacts("中部片区", ("东铺头街道", "西桥街道", "通北街道", "芝山街道"))
WEST = ZoneFacts("西部片区", ("石亭街道", "天宝镇", "浦南镇"))
DISTRICT = DistrictFacts((EAST, CENTRAL, WEST), outside=("芗城区奶牛场", "天宝林场"))
ON = date(2025, 6, 15)
URBAN = "区城管执法局"
LAND = "区自然资源局"
FIRE = "区消防救援大队"


def given(town, start="2024-07-01", end=None):
    """A delegation to a town, by default in force since mid 2024."""
    return Delegation(town, date.fromisoformat(start), date.fromisoformat(end) if end else None)


def item(*delegations, bureau=URBAN, **facts):
    """An item; a town's name alone stands for a delegation in force."""
    held = tuple(given(d) if isinstance(d, str) else d for d in delegations)
    return ItemFacts(
        code="X1",
        name=facts.pop("name", "占道经营"),
        bureau=bureau,
        domain=facts.pop("domain", "城管"),
        delegations=held,
        **facts,
    )


def matter(subject, *towns, **facts):
    """One act at these places, filed on ON unless told otherwise."""
    return Matter(on=facts.pop("on", ON), acts=(Act(subject, towns),), **facts)


def acts(*pairs, **facts):
    """Several acts, each (item, place, …)."""
    made = tuple(Act(subject, tuple(towns)) for subject, *towns in pairs)
    return Matter(on=facts.pop("on", ON), acts=made, **facts)
