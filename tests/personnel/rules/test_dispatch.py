"""Whom a chief is offered, in which order, and what is said of the others."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RuleViolation
from personnel.rules import dispatch as rule
from personnel.rules.dispatch import Candidate, Nearness, Need, Piece
from personnel.rules.eligibility import CertificateFacts, CertificateStatus, OfficerFacts

ON = date(2026, 11, 24)
NEED = Need(days=(ON,), domain="消防", unit="T1", place="T1", officers=2, party="某厂")
PAPER = CertificateFacts("1", frozenset(), date(2024, 1, 1), date(2027, 1, 1))


def facts(pk: int, unit: str = "T1", **changes) -> OfficerFacts:
    made = OfficerFacts(
        pk, f"甲{pk}", (PAPER,), frozenset({unit}), places=frozenset({unit}),
        district_wide=unit[0] == "A",
    )  # fmt: skip
    return replace(made, **changes)


def candidate(pk: int, nearness=Nearness.TOWN, *, unit="T1", hours=0.0, **changes) -> Candidate:
    own = {k: changes.pop(k) for k in ("taken", "away", "asked", "last") if k in changes}
    first = facts(pk, unit, **changes)
    return Candidate(
        first=first,
        last=own.pop("last", first),
        home="某街道",
        nearness=nearness,
        hours=hours,
        **own,
    )


TWO = [candidate(1), candidate(2)]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        pytest.param({}, "", id="可以调度"),
        pytest.param(
            {"taken": "已被东部片区调度至新桥街道 2026-11-24 09:00–12:00"},
            "已被东部片区调度至新桥街道 2026-11-24 09:00–12:00",
            id="时段被占用",
        ),
        pytest.param(
            {"away": "请假 2026-11-23 至 2026-11-25"}, "请假 2026-11-23 至 2026-11-25", id="请假"
        ),
        pytest.param({"recused_from": frozenset({"某厂"})}, "应回避", id="应回避"),
        pytest.param({"recused_from": frozenset({"别厂"})}, "", id="回避的是别的当事人"),
        pytest.param({"certificates": ()}, "无行政执法证", id="无证"),
        pytest.param(
            {"certificates": (replace(PAPER, expires_on=date(2026, 11, 23)),)},
            "证件 2026-11-23 到期",
            id="昨日到期",
        ),
        pytest.param({"certificates": (replace(PAPER, expires_on=ON),)}, "", id="当日到期"),
        pytest.param(
            {"certificates": (replace(PAPER, valid_from=date(2026, 11, 25)),)},
            "证件 2026-11-25 起才有效",
            id="明日生效",
        ),
        pytest.param(
            {"certificates": (replace(PAPER, status=CertificateStatus.SUSPENDED),)},
            "证件已暂扣",
            id="暂扣",
        ),
        pytest.param(
            {"certificates": (replace(PAPER, domains=frozenset({"住建"})),)},
            "领域不符",
            id="领域不符",
        ),
        pytest.param({"nearness": Nearness.ELSEWHERE}, rule.ELSEWHERE, id="其他片区"),
        pytest.param({"asked": "已谢绝本次调度"}, "已谢绝本次调度", id="已谢绝"),
    ],
)
def test_everybody_left_out_is_told_why(changes, why):
    third = candidate(3, **changes)
    assert rule.why_not(third, NEED) == why
    found = rule.propose([*TWO, third], NEED)
    assert [row.why for row in found.left_out] == ([why] if why else [])
    assert (3 in [row.id for row in found.ranked]) is not bool(why)


def test_a_certificate_must_last_to_the_last_day():
    need = replace(NEED, days=rule.days_between(ON, ON + timedelta(days=2)))
    ends = candidate(3, certificates=(replace(PAPER, expires_on=date(2026, 11, 25)),))
    assert rule.why_not(ends, need) == "证件 2026-11-25 到期"


def test_an_office_that_ends_under_way_does_not_carry_the_units_name():
    need = replace(NEED, days=rule.days_between(ON, ON + timedelta(days=1)))
    leaving = candidate(1, last=facts(1, units=frozenset()))
    assert not rule.is_of_unit(leaving, need)
    assert rule.propose([leaving, candidate(2)], need).team == ()


def test_two_of_the_acting_unit_then_by_nearness_then_by_load():
    need = replace(NEED, officers=4)
    found = rule.propose(
        [
            candidate(1, hours=9),
            candidate(2, hours=3),
            candidate(3, hours=3),
            candidate(4, Nearness.BUREAU, unit="A1"),
            candidate(5, Nearness.ZONE, unit="T2", hours=8),
            candidate(6, Nearness.ZONE, unit="T2", hours=2),
        ],
        need,
    )
    assert [row.id for row in found.ranked] == [2, 3, 1, 6, 5, 4]
    assert found.team == (2, 3, 1, 6)
    assert found.ranked[0].reasons == ("执法主体人员", "在执法地", "近期已排 3 小时")
    assert found.ranked[-1].reasons == ("区直部门", "近期没有安排")


def test_a_bureau_acts_with_two_of_its_own_however_near_others_are():
    need = replace(NEED, unit="A1", officers=3)
    found = rule.propose(
        [*TWO, *(candidate(n, Nearness.BUREAU, unit="A1") for n in (7, 8, 9))], need
    )
    assert found.team == (7, 8, 1)


def test_one_of_the_unit_is_no_team_however_many_help():
    found = rule.propose([candidate(1), *(candidate(n, unit="A1") for n in (2, 3, 4))], NEED)
    assert found.team == ()
    assert "不足两人" in found.lacking
    with pytest.raises(RuleViolation, match="不得少于两人，现指派 1 人"):
        rule.check_team([candidate(1), candidate(2, unit="A1")], NEED)


def test_fewer_than_asked_for_is_said():
    found = rule.propose(TWO, replace(NEED, officers=3))
    assert found.team == (1, 2)
    assert found.lacking == "需要 3 人，能调度的只有 2 人"


def test_while_two_of_the_unit_are_not_held_only_they_fill_the_seat():
    others = [candidate(3, hours=5), candidate(4, Nearness.ZONE, unit="T2")]
    assert [r.id for r in rule.substitutes([candidate(1)], others, NEED)] == [3]
    assert [r.id for r in rule.substitutes(TWO, others, NEED)] == [3, 4]
    busy = [candidate(3, taken="已被他人安排"), others[1]]
    assert [r.id for r in rule.substitutes(TWO, busy, NEED)] == [4]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, ""),
        ({"fault": "故障待修"}, "故障待修"),
        ({"inspect_due_on": date(2026, 11, 23)}, "检验 2026-11-23 到期"),
        ({"inspect_due_on": ON}, ""),
        ({"taken": "已被他人安排"}, "已被他人安排"),
        ({"nearness": Nearness.ELSEWHERE}, rule.ELSEWHERE),
    ],
    ids=["可用", "故障", "昨日到检", "今日到检", "占用", "其他片区"],
)
def test_pieces(changes, why):
    piece = Piece(**{"id": 1, "name": "车", "home": "某街道", "nearness": Nearness.TOWN, **changes})
    found = rule.propose_pieces([piece], 1, ON)
    assert [row.why for row in found.left_out] == ([why] if why else [])
    assert found.team == (() if why else (1,))
    assert found.lacking == ("需要 1 件，能用的只有 0 件" if why else "")


NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        (NOW, NOW, "period_order"),
        (NOW - timedelta(hours=2), NOW, "already_past"),
        (NOW - timedelta(hours=2), NOW + timedelta(minutes=1), None),
        (NOW, NOW + timedelta(days=30), None),
        (NOW, NOW + timedelta(days=30, minutes=1), "too_long"),
    ],
    ids=["无长度", "已结束", "已开始未结束", "三十天", "超过三十天"],
)
def test_times(start, end, code):
    if code is None:
        rule.check_times(start, end, NOW)
        return
    with pytest.raises(RuleViolation) as caught:
        rule.check_times(start, end, NOW)
    assert caught.value.code == code


# --- for any set of people ---------------------------------------------------------------
def _one(pk: int):
    return st.builds(
        candidate,
        st.just(pk),
        st.sampled_from(Nearness),
        unit=st.sampled_from(["T1", "T2", "A1"]),
        hours=st.integers(0, 6).map(float),
        taken=st.sampled_from(["", "", "已被他人安排"]),
        away=st.sampled_from(["", "", "请假"]),
        certificates=st.sampled_from([(PAPER,), (PAPER,), ()]),
        recused_from=st.sampled_from([frozenset(), frozenset({"某厂"})]),
    )


CROWDS = st.integers(0, 9).flatmap(lambda n: st.tuples(*(_one(pk) for pk in range(1, n + 1))))
NEEDS = st.builds(replace, st.just(NEED), officers=st.integers(1, 6))


@given(CROWDS, NEEDS)
def test_nobody_barred_or_busy_is_proposed_and_everybody_is_accounted_for(crowd, need):
    found = rule.propose(crowd, need)
    known = {c.id: c for c in crowd}
    for row in found.ranked:
        one = known[row.id]
        assert not one.taken
        assert not one.away
        assert not one.first.recused_from
        assert one.first.certificates
        assert one.nearness is not Nearness.ELSEWHERE
    told = [row.id for row in (*found.ranked, *found.left_out)]
    assert sorted(told) == sorted(known)
    assert all(row.why for row in found.left_out)


@given(CROWDS, NEEDS)
def test_a_team_may_act_has_two_of_the_unit_and_is_as_large_as_can_be(crowd, need):
    found = rule.propose(crowd, need)
    known = {c.id: c for c in crowd}
    if not found.team:
        assert found.lacking
        assert sum(r.of_unit for r in found.ranked) < 2
        return
    rule.check_team([known[pk] for pk in found.team], need)
    assert len(found.team) == min(max(need.officers, 2), len(found.ranked))
    assert bool(found.lacking) is (len(found.team) < max(need.officers, 2))


@given(CROWDS, NEEDS)
def test_of_equals_the_least_loaded_are_taken(crowd, need):
    found = rule.propose(crowd, need)
    left = [r for r in found.ranked if r.id not in found.team]
    if found.team:
        members = [r for r in found.ranked if r.id in found.team][:2]
        rest = [r for r in found.ranked if r.id in found.team][2:]
        others = [r for r in (*rest, *left) if r.of_unit]
        assert all(m.hours <= o.hours for m in members for o in others)
        assert all(
            chosen.hours <= spare.hours
            for chosen in rest
            for spare in left
            if chosen.nearness == spare.nearness
        )


@given(CROWDS, NEEDS, st.randoms())
def test_the_order_in_which_people_are_read_changes_nothing(crowd, need, random):
    mixed = list(crowd)
    random.shuffle(mixed)
    assert rule.propose(mixed, need) == rule.propose(crowd, need)
