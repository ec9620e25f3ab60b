"""What an appointment must satisfy."""

from dataclasses import replace
from datetime import date

import pytest

from core.errors import RuleViolation
from core.rules.periods import Period
from personnel.rules.offices import (
    SCOPE_KINDS,
    AppointmentFacts,
    Office,
    Rank,
    ScopeKind,
    appointment_violations,
    check_appointment,
)

CHIEF = AppointmentFacts(
    office=Office.ZONE_CHIEF,
    scope_kind=ScopeKind.ZONE,
    scope="西部片区",
    person="陈某",
    home="区自然资源局",
    rank=Rank.DEPUTY_SECTION,
    document="芗委组〔2024〕12号",
    starts_on=date(2024, 7, 1),
    zone_bureau="区自然资源局",
)
DEPUTY = replace(
    CHIEF,
    office=Office.DEPUTY_CHIEF,
    scope_kind=ScopeKind.TOWN,
    scope="天宝镇",
    home="天宝镇",
    zone_bureau="",
)
COORDINATOR = replace(
    CHIEF, office=Office.COORDINATOR, rank=Rank.CLERK, appointed_by_chief_of="西部片区"
)
LIAISON = replace(
    CHIEF, office=Office.LIAISON, scope_kind=ScopeKind.BUREAU, scope="区住建局", home="区住建局"
)
REVIEWER = replace(
    CHIEF, office=Office.LEGAL_REVIEWER, home="区司法局", rank=Rank.CLERK, legally_qualified=True
)
TOWN_OFFICER = replace(DEPUTY, office=Office.TOWN_OFFICER, rank=Rank.CLERK)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        pytest.param(CHIEF, None, id="片长-方案确定的局副科级"),
        pytest.param(replace(CHIEF, rank=Rank.SECTION), None, id="片长-正科级"),
        pytest.param(replace(CHIEF, rank=Rank.SECTION_MEMBER), "rank_too_low", id="片长-科员"),
        pytest.param(replace(CHIEF, home="区城管执法局"), "chief_bureau", id="片长-他局领导"),
        pytest.param(
            replace(CHIEF, scope_kind=ScopeKind.TOWN), "office_scope", id="片长-范围写成镇"
        ),
        pytest.param(replace(CHIEF, document=" "), "no_document", id="片长-无任命文号"),
        pytest.param(
            replace(CHIEF, ends_on=date(2024, 6, 30)), "period_reversed", id="片长-止于任职前"
        ),
        pytest.param(
            replace(CHIEF, others=(Period(date(2023, 1, 1)),)), "office_taken", id="片长-前任未免"
        ),
        pytest.param(
            replace(CHIEF, others=(Period(date(2023, 1, 1), date(2024, 6, 30)),)),
            None,
            id="片长-前任前一日免职",
        ),
        pytest.param(DEPUTY, None, id="副片长-本镇副科级"),
        pytest.param(replace(DEPUTY, home="浦南镇"), "not_own_staff", id="副片长-他镇领导"),
        pytest.param(replace(DEPUTY, rank=Rank.CLERK), "rank_too_low", id="副片长-办事员"),
        pytest.param(COORDINATOR, None, id="协作组长-本片片长明确"),
        pytest.param(
            replace(COORDINATOR, appointed_by_chief_of="东部片区"),
            "not_by_own_chief",
            id="协作组长-他片片长任命",
        ),
        pytest.param(
            replace(COORDINATOR, appointed_by_chief_of=None),
            "not_by_own_chief",
            id="协作组长-非片长任命",
        ),
        pytest.param(LIAISON, None, id="联络人-本部门"),
        pytest.param(replace(LIAISON, home="区司法局"), "not_own_staff", id="联络人-他部门"),
        pytest.param(REVIEWER, None, id="审核员-片区"),
        pytest.param(
            replace(REVIEWER, scope_kind=ScopeKind.TOWN, scope="天宝镇"), None, id="审核员-镇街"
        ),
        pytest.param(
            replace(REVIEWER, legally_qualified=False),
            "reviewer_unqualified",
            id="审核员-无法律职业资格",
        ),
        pytest.param(
            replace(REVIEWER, others=(Period(date(2023, 1, 1)),)), None, id="审核员-可以多名"
        ),
        pytest.param(
            replace(TOWN_OFFICER, others=(Period(date(2023, 1, 1)),)), None, id="执法员-可以多名"
        ),
    ],
)
def test_who_may_be_appointed(facts, code):
    found = [violation.code for violation in appointment_violations(facts)]
    assert found == ([code] if code else [])
    if code is None:
        check_appointment(facts)
        return
    with pytest.raises(RuleViolation) as caught:
        check_appointment(facts)
    assert caught.value.code == code
    assert caught.value.field


def test_everything_wrong_is_told_at_once():
    wrong = replace(CHIEF, document="", rank=Rank.CLERK, home="区司法局")
    assert [violation.field for violation in appointment_violations(wrong)] == [
        "document",
        "person",
        "person",
    ]


def test_every_office_has_a_scope_and_a_name():
    assert set(SCOPE_KINDS) == set(Office)
    assert all(office.label for office in Office)


def test_ranks_rise_from_clerk_to_division():
    assert Rank.SECTION.reaches(Rank.DEPUTY_SECTION)
    assert Rank.DEPUTY_SECTION.reaches(Rank.DEPUTY_SECTION)
    assert not Rank.SECTION_MEMBER.reaches(Rank.DEPUTY_SECTION)
