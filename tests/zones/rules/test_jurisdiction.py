"""Who is competent, in whose name, who is told: one legal situation per line."""

from dataclasses import replace
from datetime import date

import pytest

from tests.zones.rules.situations import (
    DISTRICT,
    FIRE,
    LAND,
    ON,
    URBAN,
    acts,
    given,
    item,
    matter,
)
from zones.rules.jurisdiction import decide_jurisdiction

EAST, CENTRAL, WEST = "东部片区", "中部片区", "西部片区"
RURAL = item(bureau=LAND, statutory_town=True, name="乡村违法建设", domain="自然资源")
CITY = item("石亭街道", city_since=date(2025, 1, 1), bureau="区农业农村局", domain="农业")
PAPER = "芗政文〔2025〕8号"
ENTRUSTED = item(entrusted_by="区水利局", bureau="区水利局", domain="水利")

SITUATIONS = [
    # one town
    ("单镇-已赋权", matter(item("石亭街道"), "石亭街道"),
     "town", "石亭街道", [], False, "delegated"),
    ("单镇-未赋权", matter(item(), "石亭街道"), "bureau", URBAN, [], False, "not_delegated"),
    ("单镇-只赋权他镇", matter(item("天宝镇"), "石亭街道"), "bureau", URBAN, [], False, "bureau"),
    ("单镇-镇重复填写", matter(item("天宝镇"), "天宝镇", "天宝镇"),
     "town", "天宝镇", [], False, "delegated"),
    # dates
    ("赋权首日立案", matter(item(given("石亭街道", "2025-06-15")), "石亭街道"),
     "town", "石亭街道", [], False, "delegated"),
    ("赋权次日才生效", matter(item(given("石亭街道", "2025-06-16")), "石亭街道"),
     "bureau", URBAN, [], False, "delegation_not_begun"),
    ("赋权末日立案", matter(item(given("石亭街道", end="2025-06-15")), "石亭街道"),
     "town", "石亭街道", [], False, "delegated"),
    ("赋权前一日终止", matter(item(given("石亭街道", end="2025-06-14")), "石亭街道"),
     "bureau", URBAN, [], False, "delegation_ended"),
    ("赋权中断期内立案", matter(
        item(given("石亭街道", end="2025-03-31"), given("石亭街道", "2025-09-01")), "石亭街道"),
     "bureau", URBAN, [], False, "delegation_ended"),
    ("收回后重新赋权", matter(
        item(given("石亭街道", end="2025-03-31"), given("石亭街道", "2025-06-01")), "石亭街道"),
     "town", "石亭街道", [], False, "delegated"),
    ("收回前已立案-原镇街办结", matter(
        item(given("石亭街道", end="2025-03-31")), "石亭街道", filed_under="石亭街道"),
     "town", "石亭街道", [], False, "filed_stays"),
    ("上收前已立案-原镇街办结", matter(CITY, "石亭街道", filed_under="石亭街道"),
     "town", "石亭街道", [], False, "filed_stays"),
    ("从未赋权而立案-不因立案有权", matter(item(), "石亭街道", filed_under="石亭街道"),
     "bureau", URBAN, [], False, "filed_without_power"),
    # taken back by the city
    ("上收市级-虽有赋权", matter(CITY, "石亭街道"), "city", None, [], False, "city_level"),
    ("上收前一日-仍归镇街", matter(CITY, "石亭街道", on=date(2024, 12, 31)),
     "town", "石亭街道", [], False, "delegated"),
    ("上收当日", matter(CITY, "石亭街道", on=date(2025, 1, 1)), "city", None, [], False, ""),
    ("上收-跨镇仍报片长", matter(CITY, "石亭街道", "天宝镇"),
     "city", None, [WEST], False, "city_level"),
    # statutory power of 镇
    ("法定权-镇当然有权", matter(RURAL, "天宝镇"), "town", "天宝镇", [], False, "statutory_town"),
    ("法定权-街道不当然适用", matter(RURAL, "石亭街道"),
     "bureau", LAND, [], False, "statutory_not_street"),
    ("法定权-街道另获赋权", matter(
        item("石亭街道", bureau=LAND, statutory_town=True), "石亭街道"),
     "town", "石亭街道", [], False, "delegated"),
    ("法定权-镇与街道同涉", matter(RURAL, "石亭街道", "天宝镇"),
     "town", "天宝镇", [WEST], True, "statutory_not_street"),
    # entrusted
    ("委托-以委托机关名义", matter(ENTRUSTED, "天宝镇"),
     "bureau", "区水利局", [], False, "entrusted"),
    ("委托且赋权-赋权优先", matter(
        item("天宝镇", entrusted_by="区水利局"), "天宝镇"), "town", "天宝镇", [], False, ""),
    # several towns, one zone
    ("同片两镇-都赋权-石亭先立案", matter(
        item("石亭街道", "天宝镇"), "天宝镇", "石亭街道", first_filed_by="石亭街道"),
     "town", "石亭街道", [WEST], True, "first_filed"),
    ("同片两镇-都赋权-天宝先立案", matter(
        item("石亭街道", "天宝镇"), "石亭街道", "天宝镇", first_filed_by="天宝镇"),
     "town", "天宝镇", [WEST], True, "first_filed"),
    ("同片两镇-都赋权-无人先立案", matter(item("石亭街道", "天宝镇"), "天宝镇", "石亭街道"),
     "town", "石亭街道", [WEST], True, "several_competent"),
    ("同片两镇-都赋权-一镇持证不足让位", matter(
        item("石亭街道", "天宝镇"), "天宝镇", "石亭街道", certified_officers={"石亭街道": 1}),
     "town", "天宝镇", [WEST], True, "several_competent"),
    ("同片两镇-一镇赋权", matter(item("天宝镇"), "石亭街道", "天宝镇"),
     "town", "天宝镇", [WEST], True, "not_delegated"),
    ("同片两镇-未赋权镇先立案无效", matter(
        item("天宝镇"), "石亭街道", "天宝镇", first_filed_by="石亭街道"),
     "town", "天宝镇", [WEST], True, "first_filed_without_power"),
    ("同片两镇-部门对未赋权地先立案", matter(
        item("天宝镇"), "石亭街道", "天宝镇", first_filed_by=URBAN),
     "bureau", URBAN, [WEST], True, "first_filed"),
    ("同片两镇-都未赋权", matter(item(), "石亭街道", "天宝镇"),
     "bureau", URBAN, [WEST], True, "cross_town"),
    # several zones
    ("跨片-东部先立案牵头", matter(
        item("南坑街道", "芝山街道"), "芝山街道", "南坑街道", first_filed_by="南坑街道"),
     "town", "南坑街道", [EAST, CENTRAL], True, "several_zones"),
    ("跨片-西部先立案牵头", matter(
        item("南坑街道", "浦南镇"), "南坑街道", "浦南镇", first_filed_by="浦南镇"),
     "town", "浦南镇", [WEST, EAST], True, "several_zones"),
    ("跨三片-无人先立案按片区顺序", matter(item(), "浦南镇", "芝山街道", "新桥街道"),
     "bureau", URBAN, [EAST, CENTRAL, WEST], True, "several_zones"),
    ("跨片-未赋权但先立案镇所属片长牵头", matter(
        item(), "新桥街道", "石亭街道", first_filed_by="石亭街道"),
     "bureau", URBAN, [WEST, EAST], True, "first_filed_without_power"),
    # gravity
    ("重大-单镇也报片长", matter(item("芝山街道"), "芝山街道", major=True),
     "town", "芝山街道", [CENTRAL], False, "major"),
    ("复杂-单镇也报片长", matter(item(), "芝山街道", complex=True),
     "bureau", URBAN, [CENTRAL], False, "complex"),
    ("涉嫌犯罪-移送并报片长", matter(item("芝山街道"), "芝山街道", suspected_crime=True),
     "town", "芝山街道", [CENTRAL], False, "suspected_crime"),
    # capacity
    ("持证不足两人-主体不变请片长支援", matter(
        item("浦南镇"), "浦南镇", certified_officers={"浦南镇": 1}),
     "town", "浦南镇", [WEST], True, "too_few_officers"),
    ("持证恰两人-可以独立办案", matter(
        item("浦南镇"), "浦南镇", certified_officers={"浦南镇": 2}),
     "town", "浦南镇", [], False, "delegated"),
    ("无持证人员-部门主体不受影响", matter(item(), "浦南镇", certified_officers={"浦南镇": 0}),
     "bureau", URBAN, [], False, "not_delegated"),
    # designation
    ("区政府文书指定部门管辖", matter(
        item("石亭街道"), "石亭街道", designated_to=URBAN, designation_document=PAPER),
     "bureau", URBAN, [], False, "designated"),
    ("区政府文书指定另一有权镇", matter(
        item("石亭街道", "天宝镇"), "石亭街道", designated_to="天宝镇", designation_document=PAPER),
     "town", "天宝镇", [], False, "designated"),
    ("片长安排不是指定管辖", matter(item("石亭街道"), "石亭街道", designated_to="天宝镇"),
     "town", "石亭街道", [], False, "designation_missing"),
    ("无文书指定部门-已赋权镇不失权", matter(item("石亭街道"), "石亭街道", designated_to=URBAN),
     "town", "石亭街道", [], False, "designation_missing"),
    ("指定不能代替赋权", matter(
        item(), "石亭街道", designated_to="石亭街道", designation_document=PAPER),
     "bureau", URBAN, [], False, "designation_void"),
    # places outside every zone
    ("奶牛场-不在片区归部门", matter(item("石亭街道"), "芗城区奶牛场"),
     "bureau", URBAN, [], False, "outside_zones"),
    ("天宝林场-法定权不及林场", matter(RURAL, "天宝林场"),
     "bureau", LAND, [], False, "outside_zones"),
    ("林场与天宝镇同涉", matter(item("天宝镇"), "天宝林场", "天宝镇"),
     "town", "天宝镇", [WEST], True, "outside_zones"),
    ("奶牛场-重大案件无片长可报", matter(item(), "芗城区奶牛场", major=True),
     "bureau", URBAN, [], False, "no_zone"),
    # gaps
    ("案发地不明", matter(item("石亭街道")), "undetermined", None, [], False, "place_unknown"),
    ("案发地在区外", matter(item("石亭街道"), "步文镇"),
     "undetermined", None, [], False, "outside_district"),
    ("区内区外同涉", matter(item("石亭街道"), "步文镇", "石亭街道"),
     "town", "石亭街道", [WEST], True, "outside_district"),
    ("未登记主管部门", matter(item(bureau=""), "石亭街道"),
     "undetermined", None, [], False, "no_bureau"),
    # fire
    ("消防-未赋权归消防救援大队", matter(item(bureau=FIRE, domain="消防"), "新桥街道"),
     "bureau", FIRE, [], False, "fire_note"),
    ("消防-已赋权仍须核实", matter(item("新桥街道", bureau=FIRE, domain="消防"), "新桥街道"),
     "town", "新桥街道", [], False, "fire_note"),
    # several acts
    ("两行为-都赋权", acts((item("天宝镇"), "天宝镇"), (item("天宝镇", bureau=LAND), "天宝镇")),
     "town", "天宝镇", [], False, "one_fine"),
    ("两行为-一赋权一未赋权须分案", acts((item(bureau=LAND), "天宝镇"), (item("天宝镇"), "天宝镇")),
     "town", "天宝镇", [], True, "split"),
    ("两行为-两个部门须分案", acts((item(bureau=LAND), "天宝镇"), (item(), "天宝镇")),
     "bureau", LAND, [], True, "split"),
    ("两行为-一项上收须移送", acts((CITY, "石亭街道"), (item("石亭街道"), "石亭街道")),
     "town", "石亭街道", [], True, "split"),
    ("两行为-全部上收", acts((CITY, "石亭街道"), (CITY, "天宝镇")),
     "city", None, [WEST], False, "city_level"),
    ("两行为在两镇-各有权-先立案者牵头", acts(
        (item("石亭街道"), "石亭街道"), (item("天宝镇"), "天宝镇"), first_filed_by="天宝镇"),
     "town", "天宝镇", [WEST], True, "split"),
    ("两行为-一处案发地不明", acts((item("天宝镇"), "天宝镇"), (item(),)),
     "undetermined", None, [], False, "place_unknown"),
    ("一行为违反两法-从高罚一次", acts((item(), "天宝镇"), (item(name="损毁绿化"), "天宝镇")),
     "bureau", URBAN, [], False, "one_fine"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("situation", "kind", "authority", "report_to", "joint", "rule"),
    [pytest.param(*facts, id=name) for name, *facts in SITUATIONS],
)
def test_who_decides_and_who_is_told(situation, kind, authority, report_to, joint, rule):
    answer = decide_jurisdiction(situation, DISTRICT)
    assert (answer.kind, answer.authority) == (kind, authority)
    assert list(answer.report_to) == report_to
    assert answer.joint is joint
    assert not rule or rule in [reason.rule for reason in answer.reasons]
    assert all(reason.text and reason.basis for reason in answer.reasons)


def test_the_situations_are_more_than_forty_and_differently_named():
    assert len({name for name, *_ in SITUATIONS}) == len(SITUATIONS) > 40


def texts(answer, rule):
    return [reason.text for reason in answer.reasons if reason.rule == rule]


def test_reasons_name_the_facts_and_the_dates():
    answer = decide_jurisdiction(
        matter(item(given("石亭街道", "2024-07-01", "2025-06-14")), "石亭街道"), DISTRICT
    )
    assert texts(answer, "delegation_ended") == [
        "“占道经营”对石亭街道的赋权已于 2025-06-14 终止，立案日 2025-06-15 不再有权"
    ]
    assert texts(answer, "bureau") == ["由区级主管部门区城管执法局以自己的名义执法"]


def test_the_filing_date_counts_not_the_date_of_decision():
    subject = item(given("石亭街道", end="2025-06-30"))
    before = decide_jurisdiction(matter(subject, "石亭街道", on=date(2025, 6, 30)), DISTRICT)
    after = decide_jurisdiction(matter(subject, "石亭街道", on=date(2025, 7, 1)), DISTRICT)
    assert (before.authority, after.authority) == ("石亭街道", URBAN)


def test_across_zones_a_chiefs_arrangement_is_said_not_to_be_designation():
    answer = decide_jurisdiction(matter(item(), "新桥街道", "石亭街道"), DISTRICT)
    (text,) = texts(answer, "several_zones")
    assert "各片长均须报告" in text
    assert text.endswith("片长安排不是指定管辖")


def test_between_two_empowered_towns_the_earlier_holder_is_listed_first():
    subject = item(given("石亭街道", "2025-01-01"), given("天宝镇", "2024-07-01"))
    answer = decide_jurisdiction(matter(subject, "石亭街道", "天宝镇"), DISTRICT)
    assert answer.authority == "天宝镇"
    assert "由最先立案者管辖" in texts(answer, "several_competent")[0]


def test_what_the_district_may_not_decide_names_its_receiver():
    assert decide_jurisdiction(matter(CITY, "石亭街道"), DISTRICT).transfer_to == (
        "漳州市级行政执法机关"
    )
    crime = matter(item("石亭街道"), "石亭街道", suspected_crime=True)
    assert decide_jurisdiction(crime, DISTRICT).transfer_to == "公安机关"
    plain = matter(item("石亭街道"), "石亭街道")
    assert decide_jurisdiction(plain, DISTRICT).transfer_to is None


def test_acts_of_another_authority_are_to_be_split_off():
    situation = acts((item("天宝镇"), "天宝镇"), (item(bureau=LAND), "天宝镇"))
    answer = decide_jurisdiction(situation, DISTRICT)
    assert answer.split
    assert [(part.kind, part.authority) for part in answer.parts] == [
        ("town", "天宝镇"),
        ("bureau", LAND),
    ]
    assert "其余分案由区自然资源局处理" in texts(answer, "split")[0]
    assert not decide_jurisdiction(matter(item(), "天宝镇"), DISTRICT).split


def test_without_an_act_there_is_a_named_gap():
    answer = decide_jurisdiction(acts(on=ON), DISTRICT)
    assert (answer.kind, answer.authority) == ("undetermined", None)
    assert [reason.rule for reason in answer.reasons] == ["no_act"]


def test_the_town_that_received_the_report_is_not_said_to_have_filed():
    received = replace(
        matter(item("石亭街道", "天宝镇"), "石亭街道", "天宝镇"), received_by="天宝镇"
    )
    answer = decide_jurisdiction(received, DISTRICT)
    assert answer.authority == "天宝镇"
    assert "received_first" in [reason.rule for reason in answer.reasons]
    assert not any("最先立案" in reason.text for reason in answer.reasons)
