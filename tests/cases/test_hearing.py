"""Hearing, discussion and no penalty, through the services."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, PriorNotice
from cases.rules.deadlines import earliest_hearing
from cases.rules.guards import blockers
from cases.rules.workflow import CaseState
from cases.selectors import facts_of
from cases.selectors.facts import next_steps, review_reasons
from cases.services import arrangement, decision, discussion, handling, hearing
from core import calendars
from core.errors import RuleViolation
from tests import stories
from tests.people import People

pytestmark = pytest.mark.django_db
LARGE = {"amount": Decimal("120000.00")}  # 较大数额 for an organisation


def told(people: People) -> Case:
    """The western chief has arranged it, and the party knows of its right to a hearing."""
    case = stories.arranged(people)
    return stories.notified(people, case, heard=False, **LARGE)


def appointed(people: People, case: Case, **changes) -> hearing.Appointed:
    today = timezone.localdate()
    first = earliest_hearing(today, calendars.work_calendar())
    held = timezone.make_aware(datetime.combine(first, time(9)))
    values = {
        "notice_served_on": today,
        "held_at": held,
        "place": "石亭街道办事处三楼会议室",
        "chair": people.tianbao.officer,
        "recorder": "记录员",
    }
    return hearing.Appointed(**{**values, **changes})


def asked(people: People) -> Case:
    case = told(people)
    hearing.request(
        case_id=case.pk, requested_on=timezone.localdate(), request_text="", by=people.shiting
    )
    case.refresh_from_db()
    return case


def test_a_large_fine_is_told_with_the_right_to_a_hearing_a_small_one_without(people: People):
    assert told(people).prior_notice.hearing_told
    small = stories.notified(people, stories.filed(people), heard=False)
    assert not small.prior_notice.hearing_told
    with pytest.raises(RuleViolation, match="不属于应当"):
        hearing.request(
            case_id=small.pk, requested_on=timezone.localdate(), request_text="", by=people.shiting
        )


def blocked(case: Case) -> set[str]:
    found = next_steps(Case.objects.get(pk=case.pk), ["submit_for_review"], timezone.localdate())
    return {row.code for row in found["submit_for_review"]}


def test_who_waives_the_defence_keeps_the_right_to_a_hearing(client, people: People):
    case = told(people)
    answer = {"case_id": case.pk, "statement": "", "answer": "", "by": people.shiting}
    handling.hear_statement(**answer, waived=True)
    assert blocked(case) == {"hearing_window_open"}
    client.force_login(people.shiting)
    page = client.get(f"{case.get_absolute_url()}?tab=inquiry").content.decode()
    assert "书面放弃陈述申辩" in page
    assert "可以要求听证至" in page
    handling.hear_statement(**answer, waived=False, hearing_waived=True)
    assert blocked(case) == set()
    notice = PriorNotice.objects.get(case=case)
    assert (notice.waived, notice.hearing_waived) == (True, True)
    assert not case.terms.filter(term="HEARING_REQUEST", closed_on=None).exists()


def test_who_waives_the_hearing_keeps_the_defence(people: People):
    case = told(people)
    handling.hear_statement(
        case_id=case.pk, statement="", answer="", waived=False, hearing_waived=True,
        by=people.shiting,
    )  # fmt: skip
    assert blocked(case) == {"window_open"}
    assert case.terms.filter(term="STATEMENT_WINDOW", closed_on=None).exists()


def test_the_form_asks_for_the_waiver_of_a_hearing_only_where_there_is_a_right(
    client, people: People
):
    client.force_login(people.shiting)
    case = told(people)
    page = client.get(reverse("case_action", args=[case.pk, "hear_statement"]))
    assert "hearing_waived" in page.context["form"].fields
    small = stories.notified(people, stories.filed(people), heard=False)
    page = client.get(reverse("case_action", args=[small.pk, "hear_statement"]))
    assert "hearing_waived" not in page.context["form"].fields
    with pytest.raises(RuleViolation, match="无须放弃"):
        handling.hear_statement(
            case_id=small.pk, statement="", answer="", waived=True, hearing_waived=True,
            by=people.shiting,
        )  # fmt: skip


def test_an_investigator_cannot_chair(people: People):
    case = asked(people)
    with pytest.raises(RuleViolation, match="非本案调查人员"):
        hearing.give_notice(
            case_id=case.pk,
            appointed=appointed(people, case, chair=people.shiting_second.officer),
            by=people.shiting,
        )


def test_nothing_is_submitted_while_a_hearing_is_open_and_its_report_makes_review_due(
    people: People,
):
    _ = people.reviewer_west
    case = asked(people)
    handling.hear_statement(
        case_id=case.pk, statement="无异议", answer="采纳", waived=False, by=people.shiting
    )
    with pytest.raises(RuleViolation, match="已申请听证，尚未通知"):
        decision.submit_for_review(case_id=case.pk, confirmed=["true"], by=people.shiting)
    row = hearing.give_notice(case_id=case.pk, appointed=appointed(people, case), by=people.shiting)
    with pytest.raises(RuleViolation, match="尚未举行"):
        hearing.hold(case_id=case.pk, attendees="双方", record="笔录", by=people.shiting)
    with time_machine.travel(row.held_at + timedelta(hours=3), tick=False):
        hearing.hold(case_id=case.pk, attendees="双方", record="笔录", by=people.shiting)
        with pytest.raises(RuleViolation, match="尚未提交听证报告"):
            decision.submit_for_review(case_id=case.pk, confirmed=["true"], by=people.shiting)
        hearing.report(case_id=case.pk, report="报告", conclusion="维持", by=people.shiting)
        case = Case.objects.get(pk=case.pk)
        assert "HEARING_HELD" in [reason.code for reason in review_reasons(case)]
        decision.submit_for_review(case_id=case.pk, confirmed=["true"], by=people.shiting)
    made = set(case.papers.values_list("kind", flat=True))
    assert {"hearing_notice", "hearing_record", "hearing_report"} <= made


def test_a_heavier_penalty_after_the_defence_is_refused(people: People):
    case = stories.notified(people, stories.filed(people))
    with pytest.raises(RuleViolation, match="不得因陈述申辩加重"):
        handling.redraft(
            case_id=case.pk, intended=stories.intended(amount=Decimal(501)), by=people.shiting
        )
    more = stories.intended(more_penalties=("warning",))
    with pytest.raises(RuleViolation, match="不得因陈述申辩加重"):
        handling.redraft(case_id=case.pk, intended=more, by=people.shiting)
    handling.redraft(
        case_id=case.pk, intended=stories.intended(amount=Decimal(400)), by=people.shiting
    )


def minutes(**changes) -> discussion.Minutes:
    values = {
        "held_at": timezone.now(),
        "place": "会议室",
        "chair": "主任",
        "recorder": "记录员",
        "observers": "",
        "conclusion": "同意",
        "agreed": True,
        "said": [discussion.Said("甲", "主任", "同意"), discussion.Said("乙", "副主任", "同意")],
    }
    return discussion.Minutes(**{**values, **changes})


def test_a_major_case_waits_for_the_heads_and_a_changed_text_for_them_again(people: People):
    _ = people.chief_west
    case = stories.routed(stories.filed(people, is_major=True))

    arrangement.arrange(
        case_id=case.pk, orders=stories.orders("石亭街道", mode="local"), by=people.chief_west
    )
    case = stories.notified(people, Case.objects.get(pk=case.pk))
    deputy = people.shiting_deputy
    with pytest.raises(RuleViolation, match="两名以上"):
        discussion.record(case_id=case.pk, minutes=minutes(said=minutes().said[:1]), by=deputy)
    discussion.record(case_id=case.pk, minutes=minutes(), by=deputy)
    handling.redraft(
        case_id=case.pk, intended=stories.intended(amount=Decimal(300)), by=people.shiting
    )

    found = blockers("decide", facts_of(Case.objects.get(pk=case.pk)), timezone.localdate())
    assert "discussed_other_text" in [blocker.code for blocker in found]


def test_no_penalty_needs_a_ground_and_no_notice(people: People):
    case = stories.investigated(people, stories.filed(people))
    none = {"penalty": "none", "amount": Decimal(0)}
    with pytest.raises(RuleViolation, match="须选定法定情形"):
        handling.exempt(case_id=case.pk, intended=stories.intended(**none), by=people.shiting)
    with pytest.raises(RuleViolation, match="不须告知"):
        handling.notify(
            case_id=case.pk,
            intended=stories.intended(**none, exemption="first"),
            served_on=timezone.localdate(),
            by=people.shiting,
        )
    handling.exempt(
        case_id=case.pk, intended=stories.intended(**none, exemption="first"), by=people.shiting
    )
    issued = decision.decide(case_id=case.pk, by=people.shiting_deputy)
    assert "不予行政处罚（初次违法" in issued.text
    case.refresh_from_db()
    assert case.state == CaseState.DECIDED
