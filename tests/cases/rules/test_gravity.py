"""When a case is reported, reviewed, heard and discussed."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.gravity import (
    GravityFacts,
    GravityParameters,
    PenaltyKind,
    collective_discussion_reasons,
    escalation_reasons,
    hearing_reasons,
    must_report,
    review_reasons,
)

PLAIN = GravityFacts(towns=("石亭街道",))
SETS = frozenset


def codes(reasons):
    return [reason.code for reason in reasons]


@pytest.mark.parametrize(
    ("facts", "expected", "reported"),
    [
        pytest.param({}, [], False, id="单镇一般案件不报"),
        pytest.param({"towns": ("石亭街道", "天宝镇")}, ["CROSS_TOWN"], True, id="跨镇"),
        pytest.param({"towns": ("石亭街道", "石亭街道")}, [], False, id="同镇两处不是跨镇"),
        pytest.param({"judged_major": True}, ["MAJOR"], True, id="认定重大"),
        pytest.param({"fine": Decimal(10_000)}, ["MAJOR"], True, id="公民罚款一万元（含本数）"),
        pytest.param({"fine": Decimal("9999.99")}, [], False, id="公民罚款不足一万元"),
        pytest.param({"kinds": SETS({PenaltyKind.CLOSE})}, ["MAJOR"], True, id="责令关闭即重大"),
        pytest.param({"judged_complex": True}, ["COMPLEX"], True, id="复杂疑难"),
        pytest.param({"suspected_crime": True}, ["SUSPECTED_CRIME"], True, id="涉嫌犯罪"),
        pytest.param({"jurisdiction_dispute": True}, ["JURIS_DISPUTE"], True, id="管辖争议"),
        pytest.param({"undelegated": True}, ["UNDELEGATED"], False, id="未赋权-可报不必等"),
        pytest.param({"short_of_officers": True}, ["CAPACITY"], False, id="力量不足-可报不必等"),
    ],
)
def test_what_is_reported_to_the_zone_chief(facts, expected, reported):
    situation = replace(PLAIN, **facts)
    assert codes(escalation_reasons(situation)) == expected
    assert must_report(situation) is reported


def test_the_reason_names_the_towns():
    (reason,) = escalation_reasons(replace(PLAIN, towns=("石亭街道", "天宝镇")))
    assert "石亭街道、天宝镇" in reason.text
    assert "二（二）3（3）" in reason.basis


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param({}, [], id="一般案件不必审核"),
        pytest.param({"public_interest": True}, ["PUBLIC_INTEREST"], id="58条一项-公共利益"),
        pytest.param({"hearing_held": True}, ["HEARING_HELD"], id="58条二项-经过听证"),
        pytest.param({"judged_complex": True}, ["COMPLEX"], id="58条三项-疑难复杂"),
        pytest.param({"several_relations": True}, ["COMPLEX"], id="58条三项-多个法律关系"),
        pytest.param({"towns": ("石亭街道", "浦南镇")}, ["JOINT"], id="58条三项-跨镇"),
        pytest.param({"joint": True}, ["JOINT"], id="58条三项-联合办理"),
        pytest.param({"review_by_statute": True}, ["STATUTE"], id="58条四项-法规规定"),
        pytest.param({"social_impact": True}, ["SOCIAL_IMPACT"], id="118号文-社会影响"),
        pytest.param(
            {"significant_rights": True}, ["SIGNIFICANT_RIGHTS"], id="118号文-重大权益未听证也审"
        ),
        pytest.param({"fine": Decimal(10_000)}, ["SIGNIFICANT_RIGHTS"], id="118号文-较大数额"),
        pytest.param(
            {"kinds": SETS({PenaltyKind.REVOKE_PERMIT})}, ["SIGNIFICANT_RIGHTS"], id="吊销许可"
        ),
        pytest.param({"judged_major": True}, ["MAJOR"], id="认定重大"),
    ],
)
def test_review_is_owed_by_article_58_or_by_the_opinion_of_2018(facts, expected):
    assert codes(review_reasons(replace(PLAIN, **facts))) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param({}, [], id="一般处罚不听证"),
        pytest.param({"fine": Decimal(10_000)}, ["LARGE_FINE"], id="公民罚款达一万元"),
        pytest.param({"fine": Decimal("9999.99")}, [], id="公民罚款不足一万元"),
        pytest.param(
            {"fine": Decimal(99_999), "is_organisation": True}, [], id="单位罚款不足十万元"
        ),
        pytest.param(
            {"fine": Decimal(100_000), "is_organisation": True},
            ["LARGE_FINE"],
            id="单位罚款达十万元",
        ),
        pytest.param({"confiscation": Decimal(10_000)}, ["LARGE_CONFISCATION"], id="较大数额没收"),
        pytest.param({"kinds": SETS({PenaltyKind.DOWNGRADE})}, ["HEAVY_KIND"], id="降低资质"),
        pytest.param({"kinds": SETS({PenaltyKind.STOP_OPERATION})}, ["HEAVY_KIND"], id="停产停业"),
        pytest.param(
            {"kinds": SETS({PenaltyKind.BAR_FROM_OCCUPATION})}, ["HEAVY_KIND"], id="限制从业"
        ),
        pytest.param({"kinds": SETS({PenaltyKind.SUSPEND_PERMIT})}, [], id="暂扣许可证件不在列"),
        pytest.param({"kinds": SETS({PenaltyKind.WARNING})}, [], id="警告"),
        pytest.param({"other_heavy_penalty": True}, ["OTHER_HEAVY"], id="其他较重处罚"),
        pytest.param({"hearing_by_statute": True}, ["STATUTE"], id="法规规定"),
    ],
)
def test_the_right_to_a_hearing(facts, expected):
    assert codes(hearing_reasons(replace(PLAIN, **facts))) == expected


def test_each_item_of_article_63_is_cited():
    kinds = SETS({PenaltyKind.REVOKE_PERMIT, PenaltyKind.CLOSE})
    basis = [reason.basis for reason in hearing_reasons(replace(PLAIN, kinds=kinds))]
    assert basis == [
        "《行政处罚法》第六十三条第一款第三项",
        "《行政处罚法》第六十三条第一款第四项",
    ]


def test_thresholds_are_parameters_and_unconfirmed_ones_say_so():
    facts = replace(PLAIN, fine=Decimal(5_000))
    assert hearing_reasons(facts) == ()
    lower = GravityParameters(citizen_threshold=Decimal(5_000), confirmed=True)
    (reason,) = hearing_reasons(facts, lower)
    assert reason.text == "拟罚款 5000.00 元，达到较大数额（公民 5000.00 元以上）"
    unconfirmed = replace(lower, confirmed=False)
    assert "标准待确认" in hearing_reasons(facts, unconfirmed)[0].text


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param({}, [], id="一般案件负责人决定"),
        pytest.param({"judged_complex": True}, ["COMPLEX"], id="情节复杂"),
        pytest.param({"judged_major": True}, ["MAJOR"], id="重大违法"),
        pytest.param({"fine": Decimal(20_000)}, ["MAJOR"], id="较大数额罚款"),
        pytest.param({"towns": ("石亭街道", "天宝镇")}, [], id="仅跨镇不必集体讨论"),
    ],
)
def test_complex_or_major_cases_are_discussed_collectively(facts, expected):
    assert codes(collective_discussion_reasons(replace(PLAIN, **facts))) == expected


FLAGS = [
    "judged_major", "judged_complex", "several_relations", "joint", "suspected_crime",
    "public_interest", "social_impact", "significant_rights", "hearing_held",
    "review_by_statute", "hearing_by_statute", "other_heavy_penalty",
]  # fmt: skip


@given(
    st.sets(st.sampled_from(FLAGS)),
    st.sampled_from(FLAGS),
    st.sets(st.sampled_from(list(PenaltyKind))),
    st.none() | st.decimals(0, 200_000, places=2),
    st.booleans(),
)
def test_a_graver_case_never_owes_less(flags, added, kinds, fine, is_organisation):
    facts = replace(
        PLAIN,
        kinds=SETS(kinds),
        fine=fine,
        is_organisation=is_organisation,
        **dict.fromkeys(flags, True),
    )
    graver = replace(facts, **{added: True})
    for ask in (escalation_reasons, review_reasons, hearing_reasons):
        assert set(codes(ask(facts))) <= set(codes(ask(graver)))
    assert bool(hearing_reasons(facts)) <= bool(hearing_reasons(graver))


@given(st.sets(st.sampled_from(list(PenaltyKind))), st.decimals(0, 200_000, places=2))
def test_whatever_carries_a_hearing_by_its_weight_is_reviewed_and_discussed(kinds, fine):
    facts = replace(PLAIN, kinds=SETS(kinds), fine=fine)
    if hearing_reasons(facts):
        assert review_reasons(facts)
        assert collective_discussion_reasons(facts)
        assert must_report(facts)
