"""Who is told of a report to the chief, who leads, and why."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.reporting import (
    Away,
    Held,
    Overdue,
    Part,
    Place,
    Post,
    Situation,
    Spans,
    decide,
    unanswered,
    unreported,
)
from core.rules.periods import Period

DAY = date(2026, 3, 2)
ALWAYS = Period(date(2024, 7, 1))
WEST, CENTRAL, EAST = "西部片区", "中部片区", "东部片区"
SHITING, TIANBAO = Place("石亭街道", WEST), Place("天宝镇", WEST)
ZHISHAN, XIANGKOU = Place("芝山街道", CENTRAL), Place("巷口街道", EAST)
FARM = Place("天宝林场", None)
CHIEFS = (
    Held(Post.CHIEF, WEST, 1, ALWAYS),
    Held(Post.CHIEF, CENTRAL, 2, ALWAYS),
    Held(Post.CHIEF, EAST, 3, ALWAYS),
)
OTHERS = (Held(Post.COORDINATOR, WEST, 11, ALWAYS), Held(Post.OFFICE, None, 20, ALWAYS))
ALL = (*CHIEFS, *OTHERS)


def told(*places, held=ALL, away=(), first="", named="", on=DAY):
    facts = Situation(on, places, filed_first=first, named=named, held=held, away=away)
    return {one.person: one.part.value for one in decide(facts).told}


def whys(*places, **facts):
    return {one.person: one.why for one in decide(Situation(DAY, places, **facts)).told}


def test_towns_of_one_zone_only_its_chief():
    assert told(SHITING, TIANBAO) == {1: "lead"}


def test_two_zones_both_chiefs_and_the_office_and_the_first_to_file_leads():
    assert told(SHITING, ZHISHAN) == {1: "lead", 2: "chief", 20: "office"}
    assert told(SHITING, ZHISHAN, first="芝山街道") == {2: "lead", 1: "chief", 20: "office"}


def test_the_zone_the_office_names_leads_if_it_is_concerned():
    assert told(SHITING, ZHISHAN, named=CENTRAL)[2] == "lead"
    assert told(SHITING, ZHISHAN, named=EAST)[1] == "lead"


def test_a_first_filer_outside_every_zone_leaves_the_lead_to_the_first_place():
    assert told(FARM, ZHISHAN, SHITING, first="天宝林场")[2] == "lead"


def test_outside_every_zone_the_office_leads():
    assert told(FARM) == {20: "lead"}


def test_a_chief_on_leave_with_a_replacement_is_not_told_and_the_replacement_leads():
    acting = Held(Post.CHIEF, WEST, 5, Period(DAY, DAY), acting=True)
    away = (Away(1, Period(DAY, DAY)),)
    assert told(SHITING, held=(*ALL, acting), away=away) == {5: "lead"}
    later = DAY + timedelta(days=1)
    assert told(SHITING, held=(*ALL, acting), away=away, on=later) == {1: "lead"}


def test_a_replacement_who_is_away_too_leaves_it_with_the_chief():
    acting = Held(Post.CHIEF, WEST, 5, ALWAYS, acting=True)
    assert told(SHITING, held=(*ALL, acting), away=(Away(5, ALWAYS),)) == {1: "lead"}


def test_a_chief_on_leave_without_a_replacement_is_told_with_the_coordinator():
    away = (Away(1, ALWAYS),)
    assert told(SHITING, away=away) == {1: "lead", 11: "coordinator"}
    assert "未设代理" in whys(SHITING, held=ALL, away=away)[11]


def test_a_vacant_chief_is_stood_in_for_by_the_coordinator_and_the_office_is_told():
    assert told(SHITING, held=(*CHIEFS[1:], *OTHERS)) == {11: "lead", 20: "office"}


def test_a_zone_with_nobody_leaves_the_lead_to_the_office():
    held = (*CHIEFS[:1], *OTHERS)
    assert told(ZHISHAN, held=held) == {20: "lead"}
    assert told(ZHISHAN, SHITING, held=held) == {20: "lead", 1: "chief"}


def test_one_person_who_is_chief_of_two_zones_is_told_once_and_leads():
    both = (CHIEFS[0], Held(Post.CHIEF, CENTRAL, 1, ALWAYS, acting=True), *OTHERS)
    assert told(ZHISHAN, SHITING, held=both) == {1: "lead", 20: "office"}


def test_each_is_told_why():
    said = whys(SHITING, ZHISHAN, held=ALL, filed_first="石亭街道")
    assert said[1] == "石亭街道最先办理，由其所属西部片区牵头"
    assert said[2] == "芝山街道属中部片区，片长一并知悉"
    assert "可以另行指定" in said[20]
    named = whys(SHITING, ZHISHAN, held=ALL, named=CENTRAL)
    assert named[2] == "指导单位指定中部片区牵头"


NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        pytest.param(23.9, Overdue.NOTHING, id="24小时内"),
        pytest.param(24, Overdue.REMIND, id="满24小时催报"),
        pytest.param(47.9, Overdue.REMIND, id="48小时前仍由人报"),
        pytest.param(48, Overdue.GO_ON, id="满48小时自动上报"),
    ],
)
def test_what_is_not_reported_in_time(hours, expected):
    assert unreported(NOW - timedelta(hours=hours), NOW, Spans()) is expected


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        pytest.param(3.9, Overdue.NOTHING, id="4小时内"),
        pytest.param(4, Overdue.REMIND, id="满4小时催办"),
        pytest.param(8, Overdue.GO_ON, id="满8小时告知协作组长"),
    ],
)
def test_what_is_not_looked_at_in_time(hours, expected):
    assert unanswered(NOW - timedelta(hours=hours), NOW, Spans()) is expected


ZONES = (WEST, CENTRAL, EAST)
PLACES = (SHITING, TIANBAO, ZHISHAN, XIANGKOU, FARM)
days = st.dates(DAY - timedelta(days=5), DAY + timedelta(days=5))


@st.composite
def periods(draw):
    first, last = sorted([draw(days), draw(days)])
    return Period(first, draw(st.sampled_from([last, None])))


@st.composite
def offices(draw):
    """Chiefs, replacements, coordinators and the office, some vacant, people in several parts."""
    post = st.sampled_from(list(Post))
    rows = draw(
        st.lists(
            st.tuples(post, st.sampled_from(ZONES), st.integers(1, 9), periods(), st.booleans()),
            max_size=12,
        )
    )
    return tuple(
        Held(
            post,
            None if post is Post.OFFICE else zone,
            person,
            period,
            acting=acting and post is Post.CHIEF,
        )
        for post, zone, person, period, acting in rows
    )


@st.composite
def situations(draw):
    places = tuple(draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=5, unique=True)))
    away = draw(st.lists(st.tuples(st.integers(1, 9), periods()), max_size=5))
    return Situation(
        on=DAY,
        places=places,
        filed_first=draw(st.sampled_from([p.town for p in places])),
        named=draw(st.sampled_from(["", *ZONES])),
        held=draw(offices()),
        away=tuple(Away(*one) for one in away),
    )


def in_post(facts, post, zone):
    rows = [h for h in facts.held if h.post is post and h.zone == zone and h.period.covers(DAY)]
    gone = {a.person for a in facts.away if a.period.covers(DAY)}
    return rows, gone


@given(situations())
def test_nobody_is_told_twice_and_exactly_one_leads_when_anybody_can(facts):
    found = decide(facts)
    people = [one.person for one in found.told]
    assert len(people) == len(set(people))
    leads = [one for one in found.told if one.part is Part.LEAD]
    zone = found.lead_zone
    able = in_post(facts, Post.OFFICE, None)[0]
    if zone:
        coordinators, gone = in_post(facts, Post.COORDINATOR, zone)
        able = [*able, *in_post(facts, Post.CHIEF, zone)[0]]
        able += [one for one in coordinators if one.person not in gone]
    # An acting replacement who is away, of an office nobody holds, can't lead.
    if any(not (one.acting and one.person in in_post(facts, one.post, zone)[1]) for one in able):
        assert len(leads) == 1
    assert len(leads) <= 1


@given(situations())
def test_the_lead_is_of_the_zone_that_was_named_or_filed_first(facts):
    found = decide(facts)
    zones = {place.zone for place in facts.places if place.zone}
    assert set(found.zones) == zones
    first = next(place.zone for place in facts.places if place.town == facts.filed_first)
    if facts.named in zones:
        assert found.lead_zone == facts.named
    elif first:
        assert found.lead_zone == first
    lead = next((one for one in found.told if one.part is Part.LEAD), None)
    if lead is not None and lead.zone is not None:
        assert lead.zone == found.lead_zone


@given(situations())
def test_somebody_of_every_zone_with_anybody_in_office_is_told(facts):
    people = {one.person for one in decide(facts).told}
    for zone in {place.zone for place in facts.places if place.zone}:
        rows, gone = in_post(facts, Post.CHIEF, zone)
        acting = [one.person for one in rows if one.acting and one.person not in gone]
        holders = [one.person for one in rows if not one.acting]
        if acting:
            assert people & set(acting)
        elif holders:
            assert people & set(holders)


@given(situations())
def test_a_chief_who_is_acted_for_is_not_told_for_that_zone(facts):
    found = decide(facts)
    for zone in found.zones:
        rows, gone = in_post(facts, Post.CHIEF, zone)
        acting = [one.person for one in rows if one.acting and one.person not in gone]
        chiefs = [t for t in found.told if t.zone == zone and t.part in (Part.LEAD, Part.CHIEF)]
        if acting:
            assert all(one.person in acting for one in chiefs)


@given(situations())
def test_across_zones_the_office_is_told(facts):
    found = decide(facts)
    office, gone = in_post(facts, Post.OFFICE, None)
    if len(found.zones) == 1 or not office:
        return
    present = [one.person for one in office if one.person not in gone] or [
        one.person for one in office
    ]
    assert set(present) <= {one.person for one in found.told}


@given(situations(), st.randoms())
def test_the_order_of_offices_and_leaves_changes_nothing_of_zone_and_lead(facts, random):
    held, away = list(facts.held), list(facts.away)
    random.shuffle(away)
    other = Situation(
        facts.on, facts.places, facts.filed_first, facts.named, tuple(held), tuple(away)
    )
    assert decide(other) == decide(facts)
