"""What holds for every matter."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.zones.rules.situations import DISTRICT, FIRE, LAND, URBAN
from zones.rules.jurisdiction import (
    Act,
    AuthorityKind,
    Delegation,
    ItemFacts,
    Matter,
    decide_jurisdiction,
)
from zones.rules.scenario import to_json

TOWN, UNDETERMINED = AuthorityKind.TOWN, AuthorityKind.UNDETERMINED
PLACES = [*DISTRICT.towns, *DISTRICT.outside, "步文镇"]
DAYS = st.dates(date(2024, 6, 1), date(2026, 6, 1))
TOWNS = st.sampled_from(DISTRICT.towns)


@st.composite
def delegations(draw):
    start = draw(DAYS)
    end = draw(st.none() | st.dates(start, date(2026, 12, 31)))
    return Delegation(draw(TOWNS), start, end)


ITEMS = st.builds(
    ItemFacts,
    code=st.just(""),
    name=st.just(""),
    bureau=st.sampled_from([URBAN, LAND, FIRE, ""]),
    domain=st.sampled_from(["城管", "消防", ""]),
    statutory_town=st.booleans(),
    delegations=st.lists(delegations(), max_size=4).map(tuple),
    city_since=st.none() | DAYS,
    entrusted_by=st.none() | st.just("区水利局"),
)
ACTS = st.builds(Act, ITEMS, st.lists(st.sampled_from(PLACES), max_size=4).map(tuple))
MATTERS = st.builds(
    Matter,
    on=DAYS,
    acts=st.lists(ACTS, max_size=3).map(tuple),
    major=st.booleans(),
    complex=st.booleans(),
    first_filed_by=st.none() | st.sampled_from([*DISTRICT.towns, URBAN]),
    certified_officers=st.dictionaries(TOWNS, st.integers(0, 3), max_size=4),
    filed_under=st.none() | TOWNS,
    designated_to=st.none() | st.sampled_from([*DISTRICT.towns, URBAN]),
    designation_document=st.sampled_from(["", "芗政文〔2025〕8号"]),
    suspected_crime=st.booleans(),
)


@given(MATTERS)
def test_there_is_always_an_answer_or_a_named_gap(matter):
    answer = decide_jurisdiction(matter, DISTRICT)
    assert answer.reasons
    assert all(reason.rule and reason.text and reason.basis for reason in answer.reasons)
    named = answer.kind in (TOWN, AuthorityKind.BUREAU)
    assert bool(answer.authority) is named
    assert len(answer.parts) == len(matter.acts)


@given(MATTERS)
def test_a_zone_is_never_the_authority_and_a_town_answer_names_a_town(matter):
    answer = decide_jurisdiction(matter, DISTRICT)
    assert answer.authority not in {zone.name for zone in DISTRICT.zones}
    assert (answer.kind is TOWN) is (answer.authority in DISTRICT.towns)


@given(MATTERS, st.integers(0, 2), delegations())
def test_adding_a_delegation_never_moves_power_away_from_a_town(matter, which, delegation):
    if not matter.acts:
        return
    at = which % len(matter.acts)
    act = matter.acts[at]
    richer = replace(act.item, delegations=(*act.item.delegations, delegation))
    changed = (*matter.acts[:at], replace(act, item=richer), *matter.acts[at + 1 :])
    before = decide_jurisdiction(matter, DISTRICT)
    after = decide_jurisdiction(replace(matter, acts=changed), DISTRICT)
    if before.kind is TOWN:
        assert after.kind is TOWN
    if before.authority == delegation.town and len(matter.acts) == 1:
        assert after.authority == before.authority


@given(MATTERS, st.randoms(use_true_random=False))
def test_the_order_of_places_and_delegations_does_not_matter(matter, random):
    def shuffled(values):
        return tuple(random.sample(values, len(values)))

    changed = tuple(
        Act(replace(act.item, delegations=shuffled(act.item.delegations)), shuffled(act.towns))
        for act in matter.acts
    )
    before = decide_jurisdiction(matter, DISTRICT)
    after = decide_jurisdiction(replace(matter, acts=changed), DISTRICT)
    assert to_json(before) == to_json(after)


@given(MATTERS)
def test_cross_town_or_grave_matters_are_told_to_every_zone_concerned(matter):
    answer = decide_jurisdiction(matter, DISTRICT)
    concerned = {DISTRICT.zone_of(place) for place in matter.places} - {None}
    grave = matter.major or matter.complex or matter.suspected_crime
    if matter.acts and (grave or len(matter.places) > 1):
        assert set(answer.report_to) == concerned
    assert set(answer.report_to) <= concerned
    first = DISTRICT.zone_of(matter.first_filed_by) if matter.first_filed_by else None
    if first in answer.report_to:
        assert answer.report_to[0] == first


@given(MATTERS)
def test_a_town_that_leads_holds_the_item_or_filed_under_it(matter):
    answer = decide_jurisdiction(matter, DISTRICT)
    if answer.kind is not TOWN:
        return
    rules = {
        reason.rule
        for part in answer.parts
        if part.authority == answer.authority
        for reason in part.reasons
    }
    assert rules & {"delegated", "statutory_town", "filed_stays", "designated"}


@given(MATTERS)
def test_what_the_city_took_back_is_never_decided_here_unless_filed_before(matter):
    for part in decide_jurisdiction(matter, DISTRICT).parts:
        since = part.act.item.city_since
        taken = since is not None and since <= matter.on
        if taken and part.kind is not UNDETERMINED and matter.filed_under is None:
            assert part.kind is AuthorityKind.CITY


@given(MATTERS)
def test_streets_never_hold_a_power_by_statute(matter):
    for part in decide_jurisdiction(matter, DISTRICT).parts:
        if part.authority and part.authority.endswith("街道"):
            assert "statutory_town" not in {reason.rule for reason in part.reasons}
