"""Each way of service with the proof it needs (《民事诉讼法》第八十八条至第九十五条)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cases.rules.service import FAMILY, FIELDS, MAILROOM, ServiceFacts, Way, check
from core.errors import RuleViolation

TODAY = date(2026, 5, 20)
BASE = {"since": date(2026, 5, 11), "served_on": date(2026, 5, 13), "proof": "送达回证"}
GOOD = {
    Way.DIRECT: ServiceFacts(Way.DIRECT, **BASE, receiver="张三", party="张三"),
    Way.LEFT: ServiceFacts(
        Way.LEFT, **BASE, place="丹霞路 1 号", refused_why="当事人拒绝签收", witness="社区李四"
    ),
    Way.ENTRUSTED: ServiceFacts(
        Way.ENTRUSTED, **BASE, receiver="张三", sent_to="龙文区城管局", reason="当事人在外区"
    ),
    Way.MAIL: ServiceFacts(Way.MAIL, **BASE, mail_number="EMS1"),
    Way.HANDED_ON: ServiceFacts(Way.HANDED_ON, **BASE, receiver="张三", sent_to="某监狱"),
    Way.ELECTRONIC: ServiceFacts(
        Way.ELECTRONIC,
        date(2026, 5, 11),
        proof="截图",
        consent="2026-04-01 确认书",
        sent_to="a@b.cn",
        arrived_on=date(2026, 5, 12),
    ),
    Way.PUBLIC: ServiceFacts(
        Way.PUBLIC,
        date(2026, 5, 11),
        proof="公告原件",
        reason="住所查无此人，电话停机",
        announced_on=date(2026, 5, 15),
        announced_where="闽南日报",
    ),
}


@pytest.mark.parametrize("way", Way, ids=str)
def test_each_way_is_good_with_its_own_proof(way: Way):
    check(GOOD[way], TODAY)
    assert way in FIELDS
    assert way.basis


@pytest.mark.parametrize(
    ("way", "field"),
    [
        (Way.DIRECT, "receiver"),
        (Way.LEFT, "refused_why"),
        (Way.LEFT, "place"),
        (Way.LEFT, "witness"),
        (Way.ENTRUSTED, "sent_to"),
        (Way.ENTRUSTED, "reason"),
        (Way.MAIL, "mail_number"),
        (Way.HANDED_ON, "sent_to"),
        (Way.HANDED_ON, "receiver"),
        (Way.ELECTRONIC, "consent"),
        (Way.ELECTRONIC, "sent_to"),
        (Way.PUBLIC, "reason"),
        (Way.PUBLIC, "announced_where"),
        (Way.MAIL, "proof"),
    ],
)
def test_without_it_the_refusal_stands_at_the_field(way: Way, field: str):
    with pytest.raises(RuleViolation) as refused:
        check(replace(GOOD[way], **{field: ""}), TODAY)
    assert refused.value.field == field
    assert refused.value.basis


def test_a_film_takes_the_place_of_a_witness():
    check(replace(GOOD[Way.LEFT], witness="", recorded=True), TODAY)


def test_whoever_signs_for_the_party_says_in_which_capacity():
    with pytest.raises(RuleViolation) as refused:
        check(replace(GOOD[Way.DIRECT], receiver="王五"), TODAY)
    assert refused.value.field == "relation"
    check(replace(GOOD[Way.DIRECT], receiver="王五", relation=FAMILY), TODAY)


@pytest.mark.parametrize(
    ("kind", "relation", "allowed"),
    [
        ("citizen", FAMILY, True),
        ("individual", FAMILY, True),
        ("organisation", FAMILY, False),
        ("organisation", MAILROOM, True),
        ("individual", MAILROOM, True),
        ("citizen", MAILROOM, False),
    ],
)
def test_family_signs_for_people_and_the_mailroom_for_organisations(kind, relation, allowed):
    facts = replace(GOOD[Way.DIRECT], party_kind=kind, receiver="王五", relation=relation)
    if allowed:
        check(facts, TODAY)
        return
    with pytest.raises(RuleViolation) as refused:
        check(facts, TODAY)
    assert refused.value.field == "relation"


@pytest.mark.parametrize(
    ("way", "name", "field"),
    [
        (Way.MAIL, "served_on", "served_on"),
        (Way.ELECTRONIC, "arrived_on", "arrived_at"),
        (Way.PUBLIC, "announced_on", "announced_on"),
    ],
)
@pytest.mark.parametrize("day", [date(2026, 5, 10), date(2026, 5, 21), None])
def test_nothing_is_served_before_it_was_made_or_in_the_future(way, name, field, day):
    with pytest.raises(RuleViolation) as refused:
        check(replace(GOOD[way], **{name: day}), TODAY)
    assert refused.value.field == field


def test_one_officer_alone_does_not_serve():
    with pytest.raises(RuleViolation) as refused:
        check(replace(GOOD[Way.MAIL], officers=1), TODAY)
    assert "第四十二条" in refused.value.basis
