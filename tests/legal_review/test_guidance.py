"""挂钩指导: an officer asks the reviewer who guides the town before the case is submitted."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.utils import timezone

from core import audit, calendars
from core.errors import RuleViolation
from core.models import Notice, Parameter
from legal_review.models import Question
from legal_review.selectors import guidance as selectors
from legal_review.services import guidance
from personnel.models import Leave
from personnel.roles import Role
from personnel.services.appointments import Passing, appoint_acting, dismiss
from tests import stories
from tests.factories.personnel import OfficerFactory, person, scope_named
from tests.guidance import answered, asked, solved
from tests.people import People

pytestmark = pytest.mark.django_db


def notices(user, question: Question) -> list[str]:
    rows = Notice.objects.filter(recipient=user, key__startswith=f"question:{question.pk}:")
    return [row.text for row in rows.order_by("pk")]


def overdue(question: Question, days: int = 10) -> Question:
    question.due_on = timezone.localdate() - timedelta(days=days)
    question.save()
    return question


def test_a_question_goes_to_the_zones_reviewer_where_the_town_has_none(people: People):
    guide = people.reviewer_west
    question = asked(people.shiting)
    assert question.guide.user == guide
    assert "片区法制审核员" in question.routed_because
    assert "请答复" in notices(guide, question)[0]


def test_the_towns_own_reviewer_comes_first(people: People):
    assert people.reviewer_west
    own = person("石亭审核员", Role.TOWN_REVIEWER, "石亭街道", home="区司法局")
    assert asked(people.shiting).guide.user == own
    assert asked(people.tianbao, "天宝镇").guide.user == people.reviewer_west


def test_while_the_reviewer_is_on_leave_the_stand_in_answers(people: People):
    officer = people.reviewer_west.officer
    today = timezone.localdate()
    away = {"starts_on": today, "ends_on": today + timedelta(days=3)}
    Leave.objects.create(
        officer=officer, kind=Leave.Kind.STUDY, recorded_by=people.organisation, **away
    )
    stand_in = OfficerFactory.create(
        user__name="代理审核员", home_agency=scope_named("区司法局"), home_township=None
    )
    appoint_acting(
        appointment_id=officer.appointments.get().pk,
        officer=stand_in,
        document="代理文号",
        by=people.organisation,
        **away,
    )
    question = asked(people.shiting)
    assert question.guide == stand_in
    assert "（代理）" in question.routed_because


def test_with_no_reviewer_at_all_it_lies_with_the_justice_admin(people: People):
    admin = people.justice
    question = asked(people.shiting)
    assert question.guide is None
    assert list(selectors.waiting_for(admin)) == [question]
    assert notices(admin, question)
    assert answered(question, admin).status == "answered"


@pytest.mark.parametrize(("urgency", "code"), [("normal", ""), ("urgent", "_URGENT")])
def test_the_term_to_answer_is_a_parameter_and_urgent_ones_have_their_own(
    people: People, urgency: str, code: str
):
    kept = Parameter.objects.get(code=f"GUIDANCE_ANSWER{code}")
    assert not kept.confirmed_on
    question = asked(people.shiting, urgency=urgency)
    calendar = calendars.work_calendar()
    assert question.due_on == calendar.add_workdays(timezone.localdate(), kept.value)


def test_the_question_stays_in_the_trail_of_the_case(people: People):
    assert people.reviewer_west
    case = stories.filed(people)
    solved(asked(people.shiting, case=case), people.reviewer_west)
    case.refresh_from_db()
    verbs = [entry.verb for entry in audit.trail_of(case)]
    assert verbs[-3:] == ["ask_guidance", "answer_guidance", "solve_guidance"]
    assert audit.verify_trail(case, expected_length=case.version) == []


def test_a_general_question_has_a_trail_of_its_own(people: People):
    assert people.reviewer_west
    question = solved(asked(people.shiting), people.reviewer_west)
    verbs = [entry.verb for entry in audit.trail_of(question)]
    assert verbs == ["ask_guidance", "answer_guidance", "solve_guidance"]


def test_sent_twice_it_is_one_question(people: People):
    key = uuid.uuid4()
    assert asked(people.shiting, key=key) == asked(people.shiting, key=key)
    assert Question.objects.count() == 1


def test_a_case_under_review_is_not_asked_about(people: People):
    case = stories.under_review(people)
    with pytest.raises(RuleViolation, match="正在法制审核"):
        asked(people.shiting, case=case)
    assert not Question.objects.exists()


def test_a_case_of_another_town_is_not_asked_about(people: People):
    case = stories.filed(people)
    with pytest.raises(PermissionDenied):
        asked(people.xiangkou, case=case)


def test_the_question_of_a_case_is_as_confidential_as_the_case(people: People):
    case = stories.filed(people)
    question = asked(people.shiting, case=case)
    for sees in (people.shiting, people.shiting_second, people.reviewer_west, people.justice):
        assert selectors.get_visible_question(user=sees, pk=question.pk) == question
    for not_theirs in (people.xiangkou, people.reviewer_east, people.tianbao):
        with pytest.raises(Http404):
            selectors.get_visible_question(user=not_theirs, pk=question.pk)


def test_a_general_question_is_between_who_asks_and_who_answers(people: People):
    assert people.reviewer_west
    question = asked(people.shiting)
    seen_by = [
        user
        for user in (people.shiting, people.reviewer_west, people.shiting_second, people.tianbao)
        if selectors.visible_questions(user=user).exists()
    ]
    assert seen_by == [people.shiting, people.reviewer_west]
    assert selectors.get_visible_question(user=people.justice, pk=question.pk)


def test_only_the_reviewer_asked_answers(people: People):
    assert people.reviewer_west
    question = asked(people.shiting)
    for other in (people.reviewer_east, people.shiting, people.chief_west):
        with pytest.raises(PermissionDenied):
            answered(question, other)


def test_a_follow_up_after_the_answer_opens_it_again_with_a_new_term(people: People):
    assert people.reviewer_west
    question = overdue(answered(asked(people.shiting), people.reviewer_west))
    first = question.answered_at
    question = guidance.follow(question_id=question.pk, text="逾期未处理呢？", by=people.shiting)
    assert (question.status, question.answered_at) == ("open", first)
    assert question.due_on > timezone.localdate()
    assert len(notices(people.reviewer_west, question)) == 2


def test_a_question_is_forwarded_with_a_reason_and_both_are_told(people: People):
    assert people.reviewer_west
    question = asked(people.shiting)
    east = people.reviewer_east.officer
    question = guidance.forward(
        question_id=question.pk, to=east, reason="熟悉该领域", by=people.reviewer_west
    )
    assert question.guide == east
    assert notices(people.reviewer_east, question)
    assert "转由" in notices(people.shiting, question)[0]
    answered(question, people.reviewer_east)
    assert selectors.get_visible_question(user=people.reviewer_west, pk=question.pk)


def test_it_is_not_forwarded_to_somebody_who_handles_the_case(people: People):
    case = stories.filed(people)
    assert people.reviewer_west
    question = asked(people.shiting, case=case)
    with pytest.raises(RuleViolation, match="另选一位"):
        guidance.forward(
            question_id=question.pk,
            to=people.shiting_second.officer,
            reason="就近",
            by=people.reviewer_west,
        )


def test_the_asker_marks_it_solved_and_nobody_else(people: People):
    question = answered(asked(people.shiting), people.justice)
    with pytest.raises(PermissionDenied):
        guidance.solve(question_id=question.pk, by=people.shiting_second)
    assert guidance.solve(question_id=question.pk, by=people.shiting).solved_at
    with pytest.raises(RuleViolation, match="已解决"):
        guidance.follow(question_id=question.pk, text="还有", by=people.shiting)


def test_a_withdrawn_question_waits_for_nobody(people: People):
    guide = people.reviewer_west
    question = asked(people.shiting)
    guidance.withdraw(question_id=question.pk, by=people.shiting)
    assert not selectors.waiting_for(guide).exists()


def test_an_overdue_answer_reminds_the_reviewer_then_the_justice_bureau_once_each(people: People):
    guide, admin = people.reviewer_west, people.justice
    question = overdue(asked(people.shiting))
    assert guidance.remind_overdue() == 2
    assert guidance.remind_overdue() == 0
    assert "逾期未答复" in notices(guide, question)[-1]
    assert "逾期未答复" in notices(admin, question)[-1]


def test_on_the_last_day_only_the_reviewer_is_reminded(people: People):
    guide, admin = people.reviewer_west, people.justice
    question = overdue(asked(people.shiting), days=0)
    assert guidance.remind_overdue() == 1
    assert "今天是答复期限" in notices(guide, question)[-1]
    assert notices(admin, question) == []


def test_files_are_kept_by_content_and_refused_by_content(people: People):
    good = SimpleUploadedFile("现场.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n")
    question = asked(people.shiting, files=[good])
    assert question.entries.get().files.get().name == "现场.pdf"
    with pytest.raises(RuleViolation) as refused:
        asked(people.shiting, files=[SimpleUploadedFile("假.pdf", b"MZ not a pdf")])
    assert refused.value.field == "attachments"
    assert Question.objects.count() == 1


def test_a_loaded_holiday_notice_moves_the_term_of_open_questions(people: People):
    question = asked(people.shiting)
    due = question.due_on
    overdue(question)
    assert guidance.recompute_open(calendars.build_calendar()) == 1
    question.refresh_from_db()
    assert question.due_on == due


def test_open_questions_go_to_the_successor_of_a_reviewer_who_leaves(people: People):
    leaving, successor = people.reviewer_west, people.reviewer_east
    case = stories.filed(people)
    question = asked(people.shiting, case=case)
    done = answered(asked(people.shiting), leaving)
    dismiss(
        appointment_id=leaving.officer.appointments.get().pk,
        by=people.organisation,
        reason="岗位调整",
        passing=Passing(successor=successor.officer),
    )
    question.refresh_from_db()
    done.refresh_from_db()
    assert question.guide == successor.officer
    assert done.guide == leaving.officer
    assert not selectors.visible_questions(user=people.organisation).exists()
