"""Who may act: two or more, certified that day, of the unit, not recused."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RuleViolation
from personnel.rules.eligibility import (
    CertificateFacts,
    CertificateStatus,
    OfficerFacts,
    bar,
    require_team,
)

ON = date(2026, 3, 2)
UNIT = "T8"
PLACE = "T8"
CERTIFICATE = CertificateFacts("35060200001", frozenset(), date(2024, 1, 1), date(2026, 12, 31))
CHEN = OfficerFacts(1, "陈某", (CERTIFICATE,), frozenset({UNIT}), places=frozenset({PLACE}))
LIN = replace(CHEN, id=2, name="林某")
WANG = replace(CHEN, id=3, name="王某")


def holding(*certificates, **changes):
    return replace(CHEN, certificates=certificates, **changes)


def certificate(**changes):
    return replace(CERTIFICATE, **changes)


EXPIRED = certificate(valid_from=date(2023, 1, 1), expires_on=date(2026, 3, 1))
SUSPENDED = certificate(status=CertificateStatus.SUSPENDED)
FIRE_ONLY = certificate(domains=frozenset({"消防"}))


@pytest.mark.parametrize(
    ("officer", "code"),
    [
        pytest.param(CHEN, None, id="综合执法证当日有效"),
        pytest.param(
            holding(certificate(domains=frozenset({"城管", "住建"}))), None, id="含本领域"
        ),
        pytest.param(holding(certificate(expires_on=ON)), None, id="到期当日仍有效"),
        pytest.param(holding(certificate(valid_from=ON)), None, id="发证当日即有效"),
        pytest.param(holding(EXPIRED, CERTIFICATE), None, id="旧证过期新证有效"),
        pytest.param(holding(SUSPENDED, certificate(number="2")), None, id="另有一证有效"),
        pytest.param(holding(), "certificate_missing", id="无证"),
        pytest.param(holding(EXPIRED), "certificate_expired", id="昨日到期"),
        pytest.param(
            holding(certificate(valid_from=date(2026, 3, 3))),
            "certificate_not_begun",
            id="明日生效",
        ),
        pytest.param(holding(SUSPENDED), "certificate_suspended", id="暂扣"),
        pytest.param(
            holding(certificate(status=CertificateStatus.REVOKED)), "certificate_revoked", id="注销"
        ),
        pytest.param(holding(FIRE_ONLY), "certificate_domain", id="不含本领域"),
        pytest.param(
            holding(FIRE_ONLY, certificate(status=CertificateStatus.REVOKED)),
            "certificate_domain",
            id="有效证不含本领域-综合证已注销",
        ),
        pytest.param(replace(CHEN, units=frozenset()), "not_of_unit", id="不属本单位"),
        pytest.param(replace(CHEN, places=frozenset({"T9"})), "place_not_covered", id="派在别处"),
        pytest.param(replace(CHEN, places=frozenset({"T9", PLACE})), None, id="又调度到执法地"),
        pytest.param(
            replace(CHEN, places=frozenset(), district_wide=True), None, id="部门人员及于全区"
        ),
        pytest.param(
            replace(CHEN, units=frozenset({"A1"}), district_wide=True),
            "not_of_unit",
            id="部门人员不能以镇街名义",
        ),
        pytest.param(replace(CHEN, recused_from=frozenset({"p1"})), "recused", id="应回避"),
        pytest.param(replace(CHEN, recused_from=frozenset({"p9"})), None, id="回避他案当事人"),
    ],
)
def test_why_an_officer_may_not_act(officer, code):
    violation = bar(officer, on=ON, domain="城管", unit=UNIT, place=PLACE, parties=["p1", "p2"])
    assert (violation.code if violation else None) == code
    if violation:
        assert violation.field == "officers"
        assert violation.message.startswith("陈某")
        assert violation.basis.startswith("《行政处罚法》第")


def test_the_message_names_certificate_and_day():
    violation = bar(holding(EXPIRED), on=ON, domain="城管", unit=UNIT, place=PLACE)
    assert violation is not None
    assert violation.message == (
        "陈某的行政执法证（35060200001）已于 2026-03-01 到期，不得从事执法活动"
    )
    assert "第七十六条" in violation.basis


@pytest.mark.parametrize(
    ("team", "code"),
    [
        pytest.param((CHEN, LIN), None, id="两人（含本数）"),
        pytest.param((CHEN, LIN, WANG), None, id="三人"),
        pytest.param((), "too_few_officers", id="无人"),
        pytest.param((CHEN,), "too_few_officers", id="一人"),
        pytest.param((CHEN, CHEN), "duplicate_officer", id="同一人两次不是两人"),
        pytest.param((CHEN, replace(LIN, certificates=())), "certificate_missing", id="一人无证"),
        pytest.param(
            (CHEN, LIN, replace(WANG, certificates=(EXPIRED,))),
            "certificate_expired",
            id="两人有效而第三人过期也不可",
        ),
        pytest.param(
            (CHEN, replace(LIN, recused_from=frozenset({"p1"}))), "recused", id="一人应回避"
        ),
    ],
)
def test_a_team_is_two_or_more_able_officers(team, code):
    if code is None:
        require_team(team, on=ON, domain="城管", unit=UNIT, place=PLACE, parties=["p1"])
        return
    with pytest.raises(RuleViolation) as caught:
        require_team(team, on=ON, domain="城管", unit=UNIT, place=PLACE, parties=["p1"])
    assert caught.value.code == code


@pytest.mark.parametrize("joining", [WANG, replace(WANG, units=frozenset({"A1"}))])
def test_people_of_other_units_join_but_are_not_the_two(joining):
    require_team((CHEN, LIN), on=ON, domain="城管", unit=UNIT, place=PLACE, joining=(joining,))
    with pytest.raises(RuleViolation, match="不得少于两人，现指派 1 人"):
        require_team((CHEN,), on=ON, domain="城管", unit=UNIT, place=PLACE, joining=(joining,))


@pytest.mark.parametrize(
    ("joining", "code"),
    [
        pytest.param(replace(WANG, certificates=()), "certificate_missing", id="无证"),
        pytest.param(replace(WANG, certificates=(FIRE_ONLY,)), "certificate_domain", id="领域不符"),
        pytest.param(replace(WANG, recused_from=frozenset({"p1"})), "recused", id="应回避"),
        pytest.param(CHEN, "duplicate_officer", id="已在本单位人员中"),
    ],
)
def test_who_joins_must_be_able_to_act(joining, code):
    with pytest.raises(RuleViolation) as caught:
        require_team(
            (CHEN, LIN), on=ON, domain="城管", unit=UNIT, place=PLACE, parties=["p1"],
            joining=(joining,),
        )  # fmt: skip
    assert caught.value.code == code


def test_parties_given_as_an_iterator_are_asked_of_every_officer():
    team = (CHEN, replace(LIN, recused_from=frozenset({"p1"})))
    with pytest.raises(RuleViolation, match="林某"):
        require_team(team, on=ON, domain="城管", unit=UNIT, place=PLACE, parties=iter(["p1"]))


DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))


@given(DAYS, st.integers(0, 700), DAYS)
def test_a_certificate_is_good_from_its_first_to_its_last_day(first, length, on):
    last = first + timedelta(days=length)
    officer = holding(certificate(valid_from=first, expires_on=last))
    barred = bar(officer, on=on, domain="城管", unit=UNIT, place=PLACE) is not None
    assert barred is not (first <= on <= last)


@given(st.lists(st.sampled_from([EXPIRED, SUSPENDED, FIRE_ONLY, CERTIFICATE]), max_size=4))
def test_another_certificate_never_bars(held):
    before = bar(holding(*held), on=ON, domain="城管", unit=UNIT, place=PLACE)
    after = bar(holding(*held, CERTIFICATE), on=ON, domain="城管", unit=UNIT, place=PLACE)
    assert after is None
    assert (before is None) is (CERTIFICATE in held)
