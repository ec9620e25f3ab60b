"""Handing a case on inside the platform: competence, taking over, returning, taking back."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from cases.models import Exhibit, Transfer
from cases.rules.terms import Term
from cases.rules.transfer import TransferKind
from cases.selectors import transfers as questions
from cases.services import approvals, filing, transfer, transfer_answers, transfer_reminders
from core import audit
from core.errors import RuleViolation
from core.models import Notice
from personnel.roles import Role
from tests import stories, transfers
from tests.factories.personnel import person
from tests.people import People

pytestmark = pytest.mark.django_db
TOWN, BUREAU, CITY = TransferKind.TOWN, TransferKind.BUREAU, TransferKind.CITY


def refused(call) -> RuleViolation:
    with pytest.raises(RuleViolation) as found:
        call()
    return found.value


def test_a_unit_without_power_is_refused_and_who_is_competent_is_named(people: People):
    case = transfers.both_towns(people)
    why = refused(lambda: transfers.handed_on(case, people, BUREAU, unit=transfers.bureau()))
    assert (why.code, why.field) == ("not_competent", "unit")
    assert "石亭街道" in why.message


def test_who_filed_first_keeps_the_case(people: People):
    case = stories.filed(people, "天宝镇")
    to = {"unit": stories.town("天宝镇")}
    assert refused(lambda: transfers.handed_on(case, people, TOWN, **to)).code == "first_filed"


def test_the_receiver_goes_on_under_the_same_number_with_its_own_team_and_terms(people: People):
    case = stories.filed(people, item=stories.delegated_item("石亭街道"))
    to = {"unit": transfers.bureau(), "item": stories.undelegated_item()}
    row = transfers.approved(transfers.handed_on(case, people, BUREAU, **to), people)
    number = case.number
    case = transfers.taken(row, people).case
    assert (case.number, case.state, str(case.authority)) == (number, "accepted", "区农业农村局")
    assert case.item == stories.undelegated_item()
    assert case.filed_on is None
    assert not case.handlers.filter(removed_at=None).exists()
    assert case.handlers.count() == 2, "the first team stays in the history"
    running = list(case.terms.filter(closed_on=None).values_list("term", "starts_on"))
    assert running == [(Term.FILING.value, timezone.localdate())]
    filing.propose(
        case_id=case.pk,
        lead=people.bureau.officer,
        others=[people.bureau_second.officer],
        by=people.bureau,
    )
    case = stories.approved(case, people.bureau_leader)
    assert (case.state, str(case.authority)) == ("filed", "区农业农村局")


def test_a_filed_case_leaves_only_when_the_head_agrees(people: People):
    case = stories.filed(people, item=stories.delegated_item("石亭街道"))
    to = {"unit": transfers.bureau(), "item": stories.undelegated_item()}
    row = transfers.handed_on(case, people, BUREAU, **to)
    assert row.status == Transfer.Status.ASKED
    approvals.answer(
        approval_id=row.approval.pk, approved=False, opinion="先补查", by=people.shiting_deputy
    )
    row.refresh_from_db()
    assert (row.status, row.answer) == (Transfer.Status.REFUSED, "先补查")
    assert questions.where_to(case) == ""


def test_a_unit_that_got_the_case_by_transfer_may_not_hand_it_on(people: People):
    """It asks for designation; a crime still goes to the police."""
    case = stories.registered(people.shiting, "石亭街道", "天宝镇", "浦南镇")
    row = transfers.handed_on(case, people, TOWN, unit=stories.town("天宝镇"))
    transfers.taken(row, people)
    on = transfers.wanted("town", unit=stories.town("浦南镇"))
    why = refused(lambda: transfer.propose(case_id=case.pk, wanted=on, by=people.tianbao))
    assert why.code == "not_on"
    assert "指定管辖" in why.message
    police = transfers.wanted("crime")
    made = transfer.propose(case_id=case.pk, wanted=police, by=people.tianbao)
    assert made.status == Transfer.Status.ASKED


def test_a_returned_transfer_comes_back_with_its_reason_to_a_todo_until_something_is_done(
    client, people: People
):
    row = transfers.returned(transfers.sent(people, TOWN), people)
    case = row.case
    assert (case.state, str(case.unit)) == ("accepted", "石亭街道")
    assert list(questions.sent_back(people.shiting)) == [case]
    told = Notice.objects.filter(recipient=people.shiting, key=f"transfer:{row.pk}:returned").get()
    assert "请补齐" in told.text
    client.force_login(people.shiting)
    page = client.get(reverse("case", args=[case.pk]) + "?tab=transfers").content.decode()
    assert "请补齐" in page
    again = transfers.handed_on(case, people, TOWN, unit=stories.town("天宝镇"))
    assert not questions.sent_back(people.shiting).exists()
    assert transfers.taken(again, people).case.unit == stories.town("天宝镇")


def test_a_unit_that_says_it_is_not_competent_is_not_asked_again(people: People):
    row = transfers.returned(transfers.sent(people, TOWN), people, ground="competence")
    to = {"unit": stories.town("天宝镇")}
    assert refused(lambda: transfers.handed_on(row.case, people, TOWN, **to)).code == "disclaimed"


def test_while_on_its_way_the_case_moves_nowhere_and_can_be_taken_back(people: People):
    row = transfers.sent(people, TOWN)
    case = row.case
    team = {"lead": people.shiting.officer, "others": [people.shiting_second.officer]}
    why = refused(lambda: filing.propose(case_id=case.pk, by=people.shiting, **team))
    assert why.code == "in_transfer"
    transfer.withdraw(case_id=case.pk, reason="已查明在本街道", by=people.shiting)
    row.refresh_from_db()
    assert row.status == Transfer.Status.WITHDRAWN
    with pytest.raises(PermissionDenied):
        transfers.taken(row, people)
    filing.propose(case_id=case.pk, by=people.shiting, **team)


def test_only_the_receiver_answers(people: People):
    row = transfers.sent(people, TOWN)
    with pytest.raises(PermissionDenied, match="由受移送单位的执法人员办理"):
        transfer_answers.send_back(
            case_id=row.case_id, ground="other", reason="不要", by=people.shiting
        )


def test_a_return_without_a_reason_is_refused(people: People):
    row = transfers.sent(people, TOWN)
    why = refused(
        lambda: transfer_answers.send_back(
            case_id=row.case_id, ground="materials", reason=" ", by=people.tianbao
        )
    )
    assert (why.code, why.field) == ("no_reason", "reason")


def test_an_empty_list_is_refused(people: People):
    case = transfers.both_towns(people)
    to = {"unit": stories.town("天宝镇"), "materials": ["  "]}
    assert refused(lambda: transfers.handed_on(case, people, TOWN, **to)).code == "no_pieces"


def thing(case, people: People) -> Exhibit:
    return Exhibit.objects.create(
        case=case,
        name="占道货架",
        quantity=Decimal(1),
        state="preserved",
        kept_at="石亭街道物证室",
        keeper="石亭甲",
        added_by=people.shiting,
    )


def test_originals_change_hands_in_the_chain_of_custody(people: People):
    case = transfers.both_towns(people)
    goods = thing(case, people)
    pieces = [transfer.Piece(goods, original=True)]
    to = {"unit": stories.town("天宝镇"), "pieces": pieces}
    transfers.taken(transfers.handed_on(case, people, TOWN, **to), people)
    goods.refresh_from_db()
    assert (goods.keeper, goods.kept_at, goods.state) == ("接收人甲", "天宝镇物证室", "preserved")
    link = goods.custody.get()
    assert (link.from_whom, link.to_whom, link.what) == ("石亭甲", "接收人甲", "随案移送天宝镇")


def test_a_case_that_leaves_the_platform_leaves_nothing_held_behind(people: People):
    case, _ = transfers.ready(people, CITY)
    goods = thing(case, people)
    assert refused(lambda: transfers.handed_on(case, people, CITY)).code == "things_left"
    pieces = [transfer.Piece(goods, original=True)]
    row = transfers.taken(transfers.handed_on(case, people, CITY, pieces=pieces), people)
    goods.refresh_from_db()
    assert (row.case.state, goods.state) == ("transferred", "transferred")


def test_an_ending_transfer_ends_with_the_receipt_and_its_result_is_entered_later(people: People):
    row = transfers.sent(people, CITY)
    assert row.case.state == "accepted", "not before it is taken over"
    assert list(questions.to_be_answered(people.shiting)) == [row.case]
    transfers.taken(row, people)
    assert (row.case.state, row.case.closed_on) == ("transferred", timezone.localdate())
    assert not row.case.terms.filter(closed_on=None).exists()
    today = timezone.localdate()
    transfer_answers.record_result(
        case_id=row.case_id, transfer=row, result="已处罚", on=today, by=people.shiting
    )
    assert [e.verb for e in audit.trail_of(row.case)][-3:] == [
        "record_receipt",
        "transfer_ended",
        "transfer_result",
    ]


def test_silence_past_the_term_is_told_once_a_day_to_both_sides(people: People):
    row = transfers.sent(people, TOWN)
    _ = people.tianbao
    late = row.due_on + timedelta(days=1)
    before = transfer_reminders.remind_silent(row.due_on - timedelta(days=3))
    told = transfer_reminders.remind_silent(late)
    assert (before, transfer_reminders.remind_silent(late)) == (0, 0)
    assert told >= 2
    people_told = set(
        Notice.objects.filter(text__contains="已逾期 1 天").values_list(
            "recipient__name", flat=True
        )
    )
    assert {"石亭甲", "天宝甲"} <= people_told


def test_who_handed_the_case_on_is_told_how_it_ended(people: People):
    row = transfers.taken(transfers.sent(people, TOWN), people)
    filing.decline_filing(case_id=row.case_id, reason="已自行改正", by=people.tianbao)
    told = Notice.objects.get(recipient=people.shiting, key=f"transfer:{row.pk}:closed")
    assert "天宝镇人民政府办结（不予立案）" in told.text


def test_the_first_version_of_the_procedure_ends_with_the_transfer_itself(people: People):
    case, _ = transfers.ready(people, CITY)
    case.workflow_version = 1
    case.save()
    row = transfers.handed_on(case, people, CITY)
    case.refresh_from_db()
    assert (case.state, row.status) == ("transferred", Transfer.Status.ACCEPTED)
    assert not questions.to_be_answered(people.shiting).exists()


def test_the_work_lies_on_the_right_desk(client, people: People):
    other = person("天宝副片长", Role.DEPUTY_CHIEF, "天宝镇")
    row = transfers.sent(people, TOWN)
    assert list(questions.to_take_over(people.tianbao)) == [row.case]
    assert list(questions.to_take_over(other)) == [row.case]
    assert not questions.to_take_over(people.shiting).exists()
    assert list(questions.to_be_answered(people.shiting)) == [row.case]
    client.force_login(people.tianbao)
    assert "待接收移送" in client.get("/").content.decode()
