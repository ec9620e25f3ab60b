"""What a study meeting comes to: order or advice, minutes, the paper in each case, the report."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from cases.models import Case, StudyMeeting
from cases.policy import reads_inner_volume
from cases.rules.guards import blockers
from cases.selectors import facts_of
from cases.selectors.study_desks import desks_of
from cases.services import arrangement, study, study_course, study_outcome
from core import audit
from core.errors import RuleViolation
from core.models import Notice, User
from tests import stories, studies
from tests.people import People

pytestmark = pytest.mark.django_db


def waiting(user: User, key: str) -> bool:
    return desks_of(User.objects.get(pk=user.pk))[key].exists()


def test_the_order_goes_to_the_competent_unit_and_moves_no_jurisdiction(people: People):
    case = stories.filed(people, "天宝镇")
    before = (case.authority_name, case.state, case.jurisdiction)
    meeting = studies.concluded(people, case)
    item = meeting.items.get()
    assert str(item.unit) == "石亭街道"
    case.refresh_from_db()
    assert (case.authority_name, case.state, case.jurisdiction) == before
    assert not case.discussions.exists()


def test_a_grave_penalty_still_needs_the_discussion_of_the_heads(people: People):
    """第五十七条第二款: a study does not stand for it."""
    case = stories.arranged(people)
    studies.concluded(people, case)
    case.refresh_from_db()
    stories.notified(people, case, amount=120_000, deviation_reason="测试")
    codes = {row.code for row in blockers("decide", facts_of(case), timezone.localdate())}
    assert "not_discussed" in codes


def test_only_a_chief_in_the_chair_gives_orders_another_chair_gives_advice(people: People):
    case = stories.filed(people)
    meeting = studies.called(people, case, chair=people.shiting_deputy.officer)
    there = [people.shiting_deputy, people.tianbao]
    study_course.hold(
        meeting_id=meeting.pk,
        held_at=timezone.now(),
        present=[studies.part(meeting, user.officer) for user in there],
        by=people.shiting_deputy,
    )
    item = meeting.items.get()
    order = study_outcome.Conclusion("binding", "并案。", timezone.localdate())
    with pytest.raises(RuleViolation, match="只有案发地片区的片长主持") as refused:
        study_outcome.resolve(item_id=item.pk, conclusion=order, by=people.shiting_deputy)
    assert refused.value.field == "effect"
    advice = study_outcome.Conclusion("advisory", "建议并案。")
    study_outcome.resolve(item_id=item.pk, conclusion=advice, by=people.shiting_deputy)
    study_outcome.sign(meeting_id=meeting.pk, by=people.shiting_deputy)
    assert not waiting(people.shiting, "carry_out")


def test_nobody_but_the_chair_concludes_or_signs(people: People):
    meeting = studies.held(people, stories.filed(people))
    made = study_outcome.Conclusion("advisory", "建议并案。")
    with pytest.raises(PermissionDenied, match="由会议主持人西部片长办理"):
        study_outcome.resolve(
            item_id=meeting.items.get().pk, conclusion=made, by=people.shiting_second
        )
    with pytest.raises(PermissionDenied, match="由会议主持人西部片长办理"):
        study_outcome.sign(meeting_id=meeting.pk, by=people.shiting_second)


def test_the_minutes_wait_for_the_chair_until_every_case_is_concluded(people: People):
    meeting = studies.held(people, stories.filed(people), stories.filed(people))
    assert waiting(people.chief_west, "sign")
    first, _ = meeting.items.all()
    studies.resolved(people, first)
    with pytest.raises(RuleViolation, match="还没有研讨结论"):
        study_outcome.sign(meeting_id=meeting.pk, by=people.chief_west)


def test_a_dissent_is_kept_word_for_word(people: People):
    meeting = studies.held(people, stories.filed(people))
    item = meeting.items.get()
    dissent = "不宜并案，两处当事人不同。"
    study_course.opine(item_id=item.pk, text=dissent, dissents=True, by=people.tianbao)
    studies.resolved(people, item)
    study_outcome.minute(
        meeting_id=meeting.pk,
        general="会议如期召开。",
        parts={item.pk: f"# 研讨结论\n{studies.CONCLUSION}"},
        by=people.shiting_second,
    )
    with pytest.raises(RuleViolation, match="缺少保留的不同意见"):
        study_outcome.sign(meeting_id=meeting.pk, by=people.chief_west)
    study_outcome.redraft(meeting_id=meeting.pk, by=people.shiting_second)
    study_outcome.sign(meeting_id=meeting.pk, by=people.chief_west)
    paper = item.case.papers.get(kind="study_minutes")
    assert f"天宝甲（天宝镇）保留不同意见：{dissent}" in paper.body


def test_minutes_that_contradict_the_conclusion_are_not_signed(people: People):
    meeting = studies.held(people, stories.filed(people))
    item = meeting.items.get()
    studies.resolved(people, item)
    study_outcome.minute(
        meeting_id=meeting.pk,
        general="会议如期召开。",
        parts={item.pk: "# 研讨结论\n由天宝镇办理。"},
        by=people.shiting_second,
    )
    with pytest.raises(RuleViolation, match="纪要与研讨结论不一致"):
        study_outcome.sign(meeting_id=meeting.pk, by=people.chief_west)


def test_the_signed_minutes_are_an_issued_paper_of_the_inner_volume_of_each_case(people: People):
    one, two = stories.filed(people), stories.filed(people, party_name="芗城某石材店（测试）")
    meeting = studies.concluded(people, one, two)
    assert meeting.state == "concluded"
    for case, other in ((one, two), (two, one)):
        paper = case.papers.get(kind="study_minutes")
        assert paper.status == "issued"
        assert studies.CONCLUSION in paper.body
        assert other.number not in paper.body
        assert other.party_name not in paper.body
        case.refresh_from_db()
        verbs = [entry.verb for entry in audit.trail_of(case)]
        assert "conclude_study" in verbs
        assert audit.verify_trail(case, expected_length=case.version) == []
    assert not reads_inner_volume(people.tianbao, one)


def test_signed_minutes_are_locked(people: People):
    meeting = studies.concluded(people, stories.filed(people))
    with pytest.raises(RuleViolation, match="不能办理“修改纪要”"):
        study_outcome.minute(
            meeting_id=meeting.pk, general="改", parts={}, by=people.shiting_second
        )
    with pytest.raises(RuleViolation, match="不能办理“取消”"):
        study.cancel(meeting_id=meeting.pk, reason="改", by=people.chief_west)


def test_the_unit_has_until_its_term_and_its_report_reaches_the_chair(people: People):
    case = stories.filed(people)
    meeting = studies.concluded(people, case)
    item = meeting.items.get()
    assert waiting(people.shiting, "carry_out")
    assert waiting(people.shiting_deputy, "carry_out")
    assert not waiting(people.xiangkou, "carry_out")
    with pytest.raises(PermissionDenied, match="落实情况由石亭街道"):
        study_outcome.carry_out(item_id=item.pk, text="已并案。", by=people.xiangkou)
    study_outcome.carry_out(item_id=item.pk, text="已并案，正在取证。", by=people.shiting)
    assert not waiting(people.shiting, "carry_out")
    assert Notice.objects.filter(recipient=people.chief_west, text__contains="已并案").exists()
    assert audit.trail_of(case).last().payload["late"] is False


def test_an_order_without_a_term_and_advice_with_one_are_refused(people: People):
    meeting = studies.held(people, stories.filed(people))
    item = meeting.items.get()
    for effect, term, words in (
        ("binding", None, "须写明完成时限"),
        ("binding", timezone.localdate() - timedelta(days=1), "早于今天"),
        ("advisory", timezone.localdate(), "参考意见不定完成时限"),
    ):
        made = study_outcome.Conclusion(effect, "并案。", term)
        with pytest.raises(RuleViolation, match=words) as refused:
            study_outcome.resolve(item_id=item.pk, conclusion=made, by=people.chief_west)
        assert refused.value.field == "finish_by"


def test_a_case_the_chief_wants_studied_waits_until_a_meeting_takes_it_up(people: People):
    assert people.chief_west
    case = stories.routed(stories.filed(people, "天宝镇"))
    orders = stories.orders("石亭街道", mode="study")
    arrangement.arrange(case_id=case.pk, orders=orders, by=people.chief_west)
    assert waiting(people.shiting_deputy, "convene")
    assert not waiting(people.shiting, "convene")
    meeting = studies.called(people, Case.objects.get(pk=case.pk))
    assert meeting.items.get().arrangement is not None
    assert not waiting(people.shiting_deputy, "convene")
    study.cancel(meeting_id=meeting.pk, reason="改期另定", by=people.chief_west)
    assert StudyMeeting.objects.get().state == "cancelled"
    assert waiting(people.shiting_deputy, "convene")
