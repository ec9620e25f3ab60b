"""Five kinds of people, two certified in every town, nobody whose paper is not good that day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.errors import RuleViolation
from personnel.rules.eligibility import CertificateFacts, CertificateStatus
from personnel.rules.offices import Rank
from personnel.rules.roster import (
    Kind,
    Listed,
    PersonFacts,
    check_paper,
    conditions,
    fault_of,
    places_of,
    refusal,
    require,
    shown_unit,
)

DAY = date(2026, 11, 23)
TOWNS = {"T1", "T2"}
PAPER = CertificateFacts("35060001", frozenset(), date(2024, 7, 1), DAY + timedelta(days=400))


def someone(**changes) -> PersonFacts:
    start = PersonFacts(1, "某甲", "T1", "石亭街道", Rank.SECTION_MEMBER, certificates=(PAPER,))
    return replace(start, **changes)


OFFICER = someone(serves=frozenset({"T1"}))
TOWN_LEADER = someone(rank=Rank.DEPUTY_SECTION, certificates=())
BUREAU = {"home": "A1", "home_name": "区住建局"}
SECONDED = someone(**BUREAU, posted=(("T1", "石亭街道"),))
HEAD = someone(**BUREAU, post="综合执法大队大队长")
BUREAU_LEADER = someone(**BUREAU, rank=Rank.SECTION, certificates=())


@pytest.mark.parametrize(
    ("person", "unit", "kinds"),
    [
        pytest.param(OFFICER, "T1", [Kind.TOWN_OFFICER], id="本镇街执法人员"),
        pytest.param(OFFICER, "T2", [], id="他镇街不能提交"),
        pytest.param(OFFICER, "A1", [], id="部门不能提交镇街人员"),
        pytest.param(TOWN_LEADER, "T1", [Kind.TOWN_LEADER], id="镇街副科级领导"),
        pytest.param(someone(), "T1", [], id="科员不是领导"),
        pytest.param(SECONDED, "A1", [Kind.SECONDED], id="下沉到本片区"),
        pytest.param(SECONDED, "T1", [], id="下沉人员由派出部门提交"),
        pytest.param(
            someone(**BUREAU, posted=(("T9", "芝山街道"),)), "A1", [], id="下沉到其他片区"
        ),
        pytest.param(HEAD, "A1", [Kind.BRIGADE_HEAD], id="大队长"),
        pytest.param(someone(**BUREAU, post="执法大队队长"), "A1", [Kind.BRIGADE_HEAD], id="队长"),
        pytest.param(someone(**BUREAU, post="综合执法大队副大队长"), "A1", [], id="副大队长不是"),
        pytest.param(BUREAU_LEADER, "A1", [Kind.BUREAU_LEADER], id="正科级也是副科级以上"),
        pytest.param(BUREAU_LEADER, "A2", [], id="其他部门的领导"),
        pytest.param(replace(OFFICER, active=False), "T1", [], id="账号停用"),
        pytest.param(replace(OFFICER, serves=frozenset({"T9"})), "T9", [], id="不在本片区"),
    ],
)
def test_who_may_stand_in_which_category(person, unit, kinds):
    assert [place.kind for place in places_of(person, unit, TOWNS)] == kinds


@pytest.mark.parametrize(
    ("changes", "kind", "good", "text"),
    [
        pytest.param({}, Kind.TOWN_OFFICER, True, "有效，剩 400 天", id="有效"),
        pytest.param({"expires_on": DAY}, Kind.TOWN_OFFICER, True, "有效，今天到期", id="最后一日"),
        pytest.param(
            {"expires_on": DAY - timedelta(days=1)},
            Kind.TOWN_OFFICER,
            False,
            "行政执法证（35060001）已于 2026-11-22 到期",
            id="次日失效",
        ),
        pytest.param(
            {"status": CertificateStatus.SUSPENDED},
            Kind.SECONDED,
            False,
            "行政执法证（35060001）已暂扣",
            id="暂扣",
        ),
        pytest.param(
            {"status": CertificateStatus.REVOKED},
            Kind.BRIGADE_HEAD,
            False,
            "行政执法证（35060001）已注销",
            id="注销",
        ),
        pytest.param(
            {"status": CertificateStatus.REVOKED},
            Kind.TOWN_LEADER,
            True,
            "领导职务，不要求持证",
            id="领导不要求持证",
        ),
    ],
)
def test_the_certificate_of_that_day(changes, kind, good, text):
    paper = check_paper(someone(certificates=(replace(PAPER, **changes),)), kind, DAY)
    assert (paper.good, paper.text) == (good, text)


def test_nobody_without_a_certificate_enforces():
    assert check_paper(someone(certificates=()), Kind.TOWN_OFFICER, DAY).text == "未取得行政执法证"


@pytest.mark.parametrize(
    ("person", "unit", "why"),
    [
        pytest.param(OFFICER, "T1", "", id="可以列入"),
        pytest.param(replace(OFFICER, certificates=()), "T1", "未取得行政执法证", id="没有证件"),
        pytest.param(someone(), "T1", "没有本镇街执法人员任职", id="没有任职"),
        pytest.param(someone(**BUREAU), "A1", "也没有下沉到本片区", id="未下沉"),
    ],
)
def test_why_a_person_is_not_offered(person, unit, why):
    assert why in refusal(person, unit, TOWNS, DAY)
    assert bool(refusal(person, unit, TOWNS, DAY)) == bool(why)


def listed(person=OFFICER, kind=Kind.TOWN_OFFICER, unit="T1", number="") -> Listed:
    return Listed(person, unit, kind, number)


@pytest.mark.parametrize(
    ("member", "fault"),
    [
        pytest.param(listed(number=PAPER.number), "", id="无误"),
        pytest.param(listed(replace(OFFICER, serves=frozenset())), "不再是该镇街", id="免职"),
        pytest.param(
            listed(replace(SECONDED, posted=()), Kind.SECONDED, "A1"), "下沉已结束", id="下沉结束"
        ),
        pytest.param(listed(someone(**BUREAU), Kind.BRIGADE_HEAD, "A1"), "不再担任", id="离任"),
        pytest.param(listed(number="35069999"), "换发的证件须由新版名单列入", id="换发新证"),
        pytest.param(listed(replace(OFFICER, active=False)), "账号已停用", id="停用"),
        pytest.param(listed(TOWN_LEADER, Kind.TOWN_LEADER, number="1"), "", id="领导无证也可列入"),
    ],
)
def test_who_must_come_off_the_roster(member, fault):
    found = fault_of(member, TOWNS, DAY)
    assert fault in found
    assert bool(found) == bool(fault)


def team(*, officers: int = 2, posted: bool = True) -> list[Listed]:
    found = [
        listed(replace(TOWN_LEADER, id=10), Kind.TOWN_LEADER),
        listed(replace(HEAD, id=11), Kind.BRIGADE_HEAD, "A1"),
        listed(replace(BUREAU_LEADER, id=12), Kind.BUREAU_LEADER, "A1"),
        *(listed(replace(OFFICER, id=20 + n)) for n in range(officers)),
    ]
    if posted:
        found.append(listed(replace(SECONDED, id=13), Kind.SECONDED, "A1"))
    return found


def unmet(members, towns=(("T1", "石亭街道"),), waiting=()) -> list[str]:
    return [c.text for c in conditions(members, towns, waiting, DAY) if not c.met]


def test_a_complete_team_may_go_out():
    assert unmet(team()) == []
    require(conditions(team(), [("T1", "石亭街道")], [], DAY))


@pytest.mark.parametrize(
    ("officers", "posted", "short"),
    [
        pytest.param(1, False, True, id="一名不足"),
        pytest.param(2, False, False, id="两名以上含两名"),
        pytest.param(1, True, False, id="派驻人员计入"),
    ],
)
def test_two_certified_people_of_every_town(officers, posted, short):
    assert (
        "石亭街道现有 1 名，须 2 名以上" in unmet(team(officers=officers, posted=posted))
    ) is short


def test_a_town_without_anybody_is_named():
    assert "天宝镇现有 0 名，须 2 名以上" in unmet(team(), (("T1", "石亭街道"), ("T2", "天宝镇")))


def test_what_is_missing_is_said_with_its_article():
    assert unmet(team(posted=False)) == ["缺少：下沉、派驻人员"]
    assert unmet(team(), waiting=["区住建局"]) == ["尚未提交：区住建局"]
    lapsed = replace(PAPER, expires_on=DAY - timedelta(days=1))
    gone = [*team(), listed(replace(OFFICER, id=30, certificates=(lapsed,)))]
    assert "某甲（行政执法证（35060001）已于 2026-11-22 到期）" in unmet(gone)
    with pytest.raises(RuleViolation, match="五类人员齐备未满足") as refused:
        require(conditions(team(posted=False), [("T1", "石亭街道")], [], DAY))
    assert refused.value.basis == "方案二（二）1"


def test_a_posted_person_is_shown_with_bureau_and_town():
    assert shown_unit(SECONDED, Kind.SECONDED, TOWNS) == "区住建局（下沉石亭街道）"
    assert shown_unit(SECONDED, Kind.BUREAU_LEADER, TOWNS) == "区住建局"
