"""The study meeting on difficult cases: convened, held, concluded, and what it leaves behind."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from cases.models import Case, StudyMeeting, StudyOpinion
from cases.rules.study import NOT_INSTEAD
from cases.selectors import visible_cases
from cases.selectors.study_desks import desks_of
from cases.services import study, study_agenda, study_course, study_outcome
from core import audit
from core.errors import RuleViolation
from core.models import Notice, User
from personnel.models import Engagement, Recusal
from personnel.roles import Role
from tests import stories, studies
from tests.factories.personnel import person
from tests.people import People
from zones.models import Zone

pytestmark = pytest.mark.django_db


def zone(name: str) -> Zone:
    return Zone.objects.get(name=name)


def waiting(user: User) -> list[str]:
    return [key for key, rows in desks_of(User.objects.get(pk=user.pk)).items() if rows.exists()]


def sees(user: User, case: Case) -> bool:
    return visible_cases(user=User.objects.get(pk=user.pk)).filter(pk=case.pk).exists()


@pytest.mark.parametrize("who", ["chief_west", "shiting_deputy", "reviewer_west", "office"])
def test_a_zone_convenes_through_its_chief_deputies_and_reviewer_or_the_office(
    people: People, who: str
):
    by = getattr(people, who)
    assert study.prepare(plan=studies.plan(people), by=by).created_by == by


@pytest.mark.parametrize("who", ["shiting", "chief_east", "reviewer_east"])
def test_neither_officers_nor_other_zones_convene(people: People, who: str):
    with pytest.raises(PermissionDenied, match="本片区的研讨会由"):
        study.prepare(plan=studies.plan(people), by=getattr(people, who))


def test_across_zones_the_coordination_office_convenes(people: People):
    plan = studies.plan(people, zones=[zone("西部片区"), zone("中部片区")])
    with pytest.raises(PermissionDenied, match="跨片区的由指导单位召集"):
        study.prepare(plan=plan, by=people.chief_west)
    assert study.prepare(plan=plan, by=people.office).zones.count() == 2


def test_a_case_of_another_zone_or_one_nobody_here_sees_is_not_put_on(people: People):
    meeting = studies.drafted(people)
    elsewhere = stories.registered(people.zhishan, "芝山街道")
    with pytest.raises(RuleViolation, match="没有这个案号的案件") as refused:
        study_agenda.put_on(
            meeting_id=meeting.pk, case_number=elsewhere.number, question="？", by=people.chief_west
        )
    assert refused.value.field == "case_number"
    assert people.office
    cross = study.prepare(plan=studies.plan(people), by=people.office)
    with pytest.raises(RuleViolation, match="案发地不在会议所属片区"):
        study_agenda.put_on(
            meeting_id=cross.pk, case_number=elsewhere.number, question="？", by=people.office
        )


def test_those_invited_and_the_handlers_are_told_and_see_the_cases_of_the_agenda_only(
    people: People,
):
    on_it, aside = stories.filed(people), stories.filed(people)
    assert not sees(people.tianbao, on_it)
    meeting = studies.called(people, on_it)
    assert sees(people.tianbao, on_it)
    assert not sees(people.tianbao, aside)
    assert on_it.scopes.get(key=f"U{people.tianbao.pk}").reason == "研讨"
    names = {str(row.officer) for row in meeting.participants.all()}
    assert names == {"西部片长", "石亭乙", "天宝甲", "西部审核员", "石亭甲"}
    told = Notice.objects.filter(key__startswith=f"study:{meeting.pk}:called")
    assert {notice.recipient.name for notice in told} == names - {"西部片长"}
    on_it.refresh_from_db()
    assert audit.trail_of(on_it).last().verb == "call_study"
    assert audit.verify_trail(on_it, expected_length=on_it.version) == []


def test_a_colleague_of_someone_invited_does_not_see_the_case(people: People):
    case = stories.filed(people)
    other = person("天宝乙", Role.TOWN_OFFICER, "天宝镇")
    studies.called(people, case)
    assert not sees(other, case)


def test_nobody_who_must_stand_aside_from_the_party_is_invited(people: People):
    case = stories.filed(people)
    Recusal.objects.create(
        officer=people.tianbao.officer,
        party=case.party_name,
        ground="近亲属",
        recorded_on=timezone.localdate(),
    )
    with pytest.raises(RuleViolation, match="应当回避"):
        studies.called(people, case)
    assert StudyMeeting.objects.get().state == "draft"


def test_a_meeting_without_a_case_is_not_called(people: People):
    with pytest.raises(RuleViolation, match="还没有议题"):
        studies.called(people)


def test_who_accepts_has_the_time_taken_and_who_declines_says_why(people: People):
    meeting = studies.called(people, stories.filed(people))
    assert waiting(people.tianbao) == ["confirm"]
    study_course.answer(meeting_id=meeting.pk, accept=True, by=people.tianbao)
    taken = Engagement.objects.get(officer=people.tianbao.officer, released_at=None)
    assert taken.label == meeting.title
    assert waiting(people.tianbao) == ["opine"]
    with pytest.raises(RuleViolation, match="请写明不能参加的原因"):
        study_course.answer(meeting_id=meeting.pk, accept=False, by=people.tianbao)
    study_course.answer(meeting_id=meeting.pk, accept=False, reason="出差", by=people.tianbao)
    assert waiting(people.tianbao) == []
    taken.refresh_from_db()
    assert taken.released_at is not None
    assert Notice.objects.filter(recipient=people.chief_west, text__contains="出差").exists()


def test_who_is_needed_elsewhere_at_that_hour_is_told_by_whom(people: People):
    meeting = studies.called(people, stories.filed(people))
    study_course.answer(meeting_id=meeting.pk, accept=True, by=people.tianbao)
    second = studies.called(people, stories.filed(people))
    with pytest.raises(RuleViolation, match="已被西部片区安排"):
        study_course.answer(meeting_id=second.pk, accept=True, by=people.tianbao)


def test_another_time_frees_those_who_had_accepted_and_asks_them_again(people: People):
    meeting = studies.called(people, stories.filed(people))
    study_course.answer(meeting_id=meeting.pk, accept=True, by=people.tianbao)
    later = studies.plan(
        people,
        starts_at=meeting.starts_at + timedelta(days=1),
        ends_at=meeting.ends_at + timedelta(days=1),
        participants=[row.officer for row in meeting.participants.all()],
    )
    study.revise(meeting_id=meeting.pk, plan=later, by=people.chief_west)
    assert waiting(people.tianbao) == ["confirm"]
    assert not Engagement.objects.filter(officer=people.tianbao.officer, released_at=None).exists()


def test_nobody_already_told_is_left_out(people: People):
    meeting = studies.called(people, stories.filed(people))
    with pytest.raises(RuleViolation, match="已通知的人员不能撤下"):
        study.revise(
            meeting_id=meeting.pk,
            plan=studies.plan(people, participants=[]),
            by=people.chief_west,
        )


def test_each_has_one_opinion_on_a_case_changed_until_the_minutes_are_signed(people: People):
    meeting = studies.held(people, stories.filed(people))
    item = meeting.items.get()
    study_course.opine(item_id=item.pk, text="应当并案。", by=people.tianbao)
    study_course.opine(item_id=item.pk, text="应当并案，由石亭牵头。", by=people.tianbao)
    assert StudyOpinion.objects.get().text == "应当并案，由石亭牵头。"
    with pytest.raises(PermissionDenied, match="不在这次会议的参会人员之列"):
        study_course.opine(item_id=item.pk, text="？", by=people.xiangkou)
    studies.resolved(people, item)
    study_outcome.sign(meeting_id=meeting.pk, by=people.chief_west)
    with pytest.raises(RuleViolation, match="不能办理“发表意见”"):
        study_course.opine(item_id=item.pk, text="改变意见", by=people.tianbao)


def test_a_meeting_of_which_the_chair_was_absent_was_not_held(people: People):
    meeting = studies.called(people, stories.filed(people))
    there = [people.shiting_second, people.tianbao]
    with pytest.raises(RuleViolation, match="主持人没有到会"):
        study_course.hold(
            meeting_id=meeting.pk,
            held_at=timezone.now(),
            present=[studies.part(meeting, user.officer) for user in there],
            by=people.chief_west,
        )


def test_a_meeting_called_off_frees_everybody_and_the_case_waits_again(people: People):
    case = stories.filed(people)
    meeting = studies.called(people, case)
    study.cancel(meeting_id=meeting.pk, reason="当事人已改正", by=people.chief_west)
    assert waiting(people.tianbao) == []
    assert not Engagement.objects.filter(released_at=None).exists()
    assert audit.trail_of(case).last().verb == "cancel_study"


def test_a_stale_form_is_refused(people: People):
    meeting = studies.drafted(people, stories.filed(people))
    with pytest.raises(RuleViolation, match="刚被他人修改"):
        study.call(meeting_id=meeting.pk, by=people.chief_west, revision=meeting.revision - 1)


def test_the_papers_of_the_meeting_say_that_it_does_not_stand_for_the_discussion(people: People):
    case = stories.filed(people)
    studies.concluded(people, case)
    paper = case.papers.get(kind="study_minutes")
    assert NOT_INSTEAD in paper.body
    assert "第五十七条" in NOT_INSTEAD
    assert "第二十五条" in NOT_INSTEAD
