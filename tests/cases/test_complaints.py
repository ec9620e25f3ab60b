"""Complaints dealt with by staff: rights, course, confidentiality."""

from __future__ import annotations

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cases.models import Complaint
from cases.selectors import complaints as selectors
from cases.services import complaint_handling as handling
from cases.services import complaints as service
from cases.services import reporters
from core import audit
from core.errors import RuleViolation
from core.models import Notice
from tests import stories
from tests.complaints import NAME, PHONE, received, told
from tests.people import People
from zones.models import Agency

pytestmark = pytest.mark.django_db


def verbs(row: Complaint) -> list[str]:
    return list(audit.trail_of(row).values_list("verb", flat=True))


def test_received_it_gets_a_number_its_terms_and_a_trail(people: People):
    row = received(people.shiting)
    assert row.number.startswith("芗投〔")
    assert row.ack_due_on < row.answer_due_on
    assert verbs(row) == ["receive"]
    assert PHONE not in str(audit.trail_of(row).values_list("payload", flat=True))


def test_sent_twice_it_is_one_with_the_same_code(people: People):
    key = uuid.uuid4()
    first = service.receive(told=told(), key=key, by=people.shiting)
    again = service.receive(told=told(), key=key, by=people.shiting)
    assert first == again
    assert Complaint.objects.count() == 1
    assert first.code not in str(Complaint.objects.values_list()[0])


def test_an_officer_of_another_town_may_not_take_it_down(people: People):
    with pytest.raises(PermissionDenied):
        received(people.tianbao, "石亭街道")


def test_the_number_of_the_hotline_is_wanted(people: People):
    with pytest.raises(RuleViolation) as refusal:
        received(people.shiting, channel="hotline")
    assert refusal.value.field == "source_number"


def test_taken_up_it_becomes_a_case_without_the_reporter(people: People):
    row = received(people.shiting)
    report = stories.report("石亭街道", item=stories.delegated_item("石亭街道"), source="complaint")
    key = uuid.uuid4()
    for _ in range(2):  # a double click
        row = handling.register(complaint_id=row.pk, report=report, key=key, by=people.shiting)
    assert row.case is not None
    assert row.case.source == "complaint"
    assert row.case.reporter_phone == ""
    assert verbs(row) == ["receive", "register"]


def test_linked_to_a_case_its_handlers_hear_of_it_and_see_it(people: People):
    case = stories.filed(people)
    row = received(people.shiting)
    handling.link(complaint_id=row.pk, case_id=case.pk, by=people.shiting)
    assert Notice.objects.filter(recipient=people.shiting_second, text__contains=row.number)


def test_a_case_one_does_not_see_can_not_be_linked(people: People):
    case = stories.registered(people.tianbao, "天宝镇")
    row = received(people.shiting)
    with pytest.raises(RuleViolation) as refusal:
        handling.link(complaint_id=row.pk, case_id=case.pk, by=people.shiting)
    assert refusal.value.field == "case"


def test_not_taken_up_for_another_reason_the_reason_is_wanted(people: People):
    row = received(people.shiting)
    with pytest.raises(RuleViolation):
        handling.refuse(complaint_id=row.pk, ground="other", note=" ", by=people.shiting)
    handling.refuse(complaint_id=row.pk, ground="dispute", note="", by=people.shiting)
    assert selectors.to_answer(people.shiting).filter(pk=row.pk).exists()


def test_passed_to_a_bureau_the_bureau_has_it_and_the_town_goes_on_seeing_it(people: People):
    row = received(people.shiting)
    bureau = Agency.objects.get(short_name=people.bureau.officer.home_agency.short_name)
    handling.transfer(complaint_id=row.pk, to=bureau, note="农业事项", by=people.shiting)
    assert selectors.to_take_up(people.bureau).filter(pk=row.pk).exists()
    assert not selectors.to_take_up(people.shiting).filter(pk=row.pk).exists()
    assert selectors.visible_complaints(user=people.shiting).filter(pk=row.pk).exists()
    assert Notice.objects.filter(recipient=people.bureau, text__contains=row.number).exists()
    with pytest.raises(PermissionDenied):
        handling.accept(complaint_id=row.pk, note="", by=people.shiting)
    handling.send_back(complaint_id=row.pk, reason="属镇街承接事项", by=people.bureau)
    assert selectors.to_take_up(people.shiting).filter(pk=row.pk).exists()
    assert not selectors.visible_complaints(user=people.bureau).filter(pk=row.pk).exists()


def test_passed_to_an_organ_outside_the_town_tells_the_reporter(people: People):
    row = received(people.shiting)
    handling.transfer(complaint_id=row.pk, to="漳州市生态环境局", note="市级", by=people.shiting)
    assert selectors.to_answer(people.shiting).filter(pk=row.pk).exists()


def test_it_can_not_be_passed_to_the_unit_that_has_it(people: People):
    row = received(people.shiting)
    with pytest.raises(RuleViolation):
        handling.transfer(complaint_id=row.pk, to=row.township, note="x", by=people.shiting)


def test_merged_it_is_answered_together_with_the_other(people: People):
    first, second = received(people.shiting), received(people.shiting)
    handling.merge(complaint_id=second.pk, into_id=first.pk, by=people.shiting)
    with pytest.raises(RuleViolation):  # no chains
        handling.merge(complaint_id=first.pk, into_id=second.pk, by=people.shiting)
    handling.accept(complaint_id=first.pk, note="", by=people.shiting)
    handling.answer(
        complaint_id=first.pk, text="已清理。", method="phone", repeats=True, by=people.shiting
    )
    second.refresh_from_db()
    assert (second.status, second.answer) == ("answered", "已清理。")
    assert second.merged_into == first


def test_who_left_no_phone_is_not_answered_by_phone(people: People):
    row = received(people.shiting, reporter_phone="")
    handling.accept(complaint_id=row.pk, note="", by=people.shiting)
    with pytest.raises(RuleViolation) as refusal:
        handling.answer(
            complaint_id=row.pk, text="好", method="phone", repeats=False, by=people.shiting
        )
    assert refusal.value.field == "method"


def test_two_people_at_once_the_second_is_told(people: People):
    row = received(people.shiting)
    handling.accept(complaint_id=row.pk, note="", by=people.shiting, revision=1)
    with pytest.raises(RuleViolation, match="他人刚刚"):
        handling.refuse(
            complaint_id=row.pk, ground="unclear", note="", by=people.shiting_second, revision=1
        )


def test_each_look_at_the_reporter_leaves_a_trace_with_its_reason(client, people: People):
    row = received(people.shiting)
    page, look = row.get_absolute_url(), reverse("complaint_reporter", args=[row.pk])
    client.force_login(people.shiting)
    assert PHONE not in client.get(page).content.decode()
    assert PHONE not in client.post(look, {"why": ""}).content.decode()
    shown = client.post(look, {"why": "电话核实位置"})
    assert PHONE in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    last = audit.trail_of(row).last()
    assert (last.verb, last.payload, last.actor) == (
        "see_reporter",
        {"why": "电话核实位置"},
        people.shiting,
    )


def test_those_who_only_see_it_never_learn_who_complained(client, people: People):
    row = received(people.shiting)
    for somebody in (people.chief_west, people.justice):
        client.force_login(somebody)
        page = client.get(row.get_absolute_url()).content.decode()
        assert "只向承办人员显示" in page
        assert NAME not in page
        look = client.post(reverse("complaint_reporter", args=[row.pk]), {"why": "想知道"})
        assert look.status_code == 403
        for address in ("complaints", "complaints_export"):
            assert NAME.encode() not in client.get(reverse(address)).content
    client.force_login(people.tianbao)
    assert client.get(row.get_absolute_url()).status_code == 404
    assert verbs(row) == ["receive"]


def test_the_search_does_not_find_by_the_reporter(client, people: People):
    row = received(people.shiting)
    client.force_login(people.shiting)
    for words, found in ((PHONE, False), (NAME, False), ("丹霞路", True)):
        page = client.get(reverse("complaints"), {"q": words}).content.decode()
        assert (row.number in page) is found


def test_a_handler_of_the_case_may_look_too(people: People):
    case = stories.filed(people)
    row = received(people.shiting)
    handling.link(complaint_id=row.pk, case_id=case.pk, by=people.shiting)
    assert reporters.look_at_complainant(complaint_id=row.pk, why="核实", by=people.shiting_second)


def test_the_list_asks_as_little_for_many_as_for_one(
    client, people: People, django_assert_max_num_queries
):
    client.force_login(people.shiting)
    received(people.shiting)
    address = reverse("complaints")
    client.get(address)
    with django_assert_max_num_queries(12) as few:
        client.get(address)
    for number in range(20):
        received(people.shiting, place=f"丹霞路 {number} 号")
    with django_assert_max_num_queries(len(few)):
        assert client.get(address).status_code == 200
