"""调换建议: the town proposes, the bureau decides, 组织部 keeps the file."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from core import access, calendars, parameters, worklist
from core.errors import RuleViolation
from core.models import Notice, Parameter, User
from personnel.models import ReplacementProposal
from personnel.services import replacements, secondments
from personnel.services.rights import sync_everyone
from tests import stories
from tests.people import People
from tests.postings import again, deputy, field_officer, liaison, posted, terms
from zones.models import Township

pytestmark = pytest.mark.django_db


class Story:
    """住建甲 is posted to 石亭街道, whose deputy chief wants somebody else."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.old, self.new = field_officer("住建甲"), field_officer("住建乙")
        self.liaison, self.deputy = liaison(), people.shiting_deputy
        self.office = people.organisation
        self.posting = posted(self.old, "石亭街道")

    def proposed(self) -> ReplacementProposal:
        return replacements.propose(
            secondment_id=self.posting.pk,
            reasons="不熟悉违法建设查处",
            wanted="熟悉规划",
            by=self.deputy,
        )

    def accepted(self, proposal: ReplacementProposal) -> ReplacementProposal:
        return replacements.accept(
            proposal_id=proposal.pk,
            terms=terms(self.new, "石亭街道"),
            answer="同意",
            by=self.liaison,
        )


@pytest.fixture
def story(people: People) -> Story:
    return Story(people)


def handles(user: User) -> bool:
    town = Township.objects.get(name="石亭街道")
    return access.grants_of(again(user)).has("handle_cases", "township", town.pk)


def test_the_proposal_reaches_the_liaison_as_a_todo_and_organisation_as_a_notice(story: Story):
    proposal = story.proposed()
    [group] = [g for g in worklist.groups_for(again(story.liaison)) if "调换" in g.label]
    assert group.total == 1
    told = Notice.objects.filter(key=f"replacement:{proposal.pk}:raised")
    assert {notice.recipient for notice in told} == {story.liaison, story.office}


def test_the_answer_is_due_after_the_parameters_working_days(story: Story):
    kept = Parameter.objects.get(code="REPLACEMENT_ANSWER")
    assert (kept.value, kept.confirmed_on) == (10, None)
    Parameter.objects.filter(pk=kept.pk).update(value=3)
    parameters.forget()
    due = calendars.work_calendar().add_workdays(timezone.localdate(), 3)
    assert story.proposed().answer_due_on == due


def test_only_the_towns_own_deputy_chief_proposes_and_only_once(story: Story):
    for other in (deputy("天宝镇"), story.people.shiting, story.liaison):
        with pytest.raises(PermissionDenied, match="由石亭街道副片长提出"):
            replacements.propose(
                secondment_id=story.posting.pk, reasons="理由", wanted="", by=other
            )
    story.proposed()
    with pytest.raises(RuleViolation, match="已有待答复的调换建议"):
        story.proposed()


def test_the_town_can_not_remove_anybody_itself(story: Story):
    with pytest.raises(PermissionDenied):
        secondments.end(secondment_id=story.posting.pk, by=story.deputy, reason="不要了")
    proposal = story.proposed()
    for by in (story.deputy, story.office):
        with pytest.raises(PermissionDenied, match="由区住建局答复"):
            replacements.decline(proposal_id=proposal.pk, answer="。", by=by)
    assert handles(story.old)


def test_accepting_ends_the_old_posting_and_begins_the_new_one(story: Story):
    case = stories.filed(story.people)
    case.handlers.filter(duty="lead").update(officer=story.old.officer)
    done = story.accepted(story.proposed())
    story.posting.refresh_from_db()
    assert (done.status, done.successor.officer) == ("accepted", story.new.officer)
    assert story.posting.ended_at
    assert handles(story.new)
    assert not handles(story.old)
    assert case.handlers.get(duty="lead", removed_at=None).officer == story.new.officer
    assert sync_everyone() == 0
    assert Notice.objects.filter(recipient=story.deputy, text__contains="同意调换").exists()


def test_the_old_officers_next_request_to_a_case_of_the_town_is_404(story: Story, client: Client):
    case = stories.registered(story.people.shiting, "石亭街道")
    proposal = story.proposed()
    client.force_login(story.old)
    assert client.get(case.get_absolute_url()).status_code == 200
    story.accepted(proposal)
    assert client.get(case.get_absolute_url()).status_code == 404


def test_when_the_successor_may_not_be_posted_nothing_changes(story: Story):
    proposal = story.proposed()
    story.new.officer.certificates.update(status="suspended")
    with pytest.raises(RuleViolation, match="没有有效的行政执法证"):
        story.accepted(proposal)
    proposal.refresh_from_db()
    assert proposal.status == "open"
    assert handles(story.old)


def test_declining_needs_reasons_and_leaves_the_officer_where_they_are(story: Story):
    proposal = story.proposed()
    with pytest.raises(RuleViolation, match="须写明理由"):
        replacements.decline(proposal_id=proposal.pk, answer=" ", by=story.liaison)
    replacements.decline(proposal_id=proposal.pk, answer="人手不足", by=story.liaison)
    assert handles(story.old)
    with pytest.raises(RuleViolation, match="不再办理"):
        story.accepted(proposal)


def test_a_withdrawn_proposal_is_no_longer_answered(story: Story):
    proposal = story.proposed()
    replacements.withdraw(proposal_id=proposal.pk, by=story.deputy)
    assert worklist.count_for(again(story.liaison)) == 0
    with pytest.raises(RuleViolation, match="已撤回"):
        replacements.decline(proposal_id=proposal.pk, answer="。", by=story.liaison)


def test_a_posting_with_an_open_proposal_is_answered_before_it_is_ended(story: Story):
    story.proposed()
    with pytest.raises(RuleViolation, match="请先答复"):
        secondments.end(secondment_id=story.posting.pk, by=story.liaison, reason="撤回")


def test_what_is_overdue_is_told_to_organisation_and_the_town_too(story: Story):
    proposal = story.proposed()
    assert replacements.remind_overdue() == 0
    ReplacementProposal.objects.update(answer_due_on=timezone.localdate())
    assert replacements.remind_overdue() == 1
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        proposal.refresh_from_db()
        assert proposal.overdue_on(timezone.localdate())
        assert replacements.remind_overdue() == 3
        assert replacements.remind_overdue() == 0
