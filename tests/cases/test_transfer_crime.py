"""A crime goes to the police: approved in three days, sent in one; the case rests meanwhile.

《行政处罚法》第二十七条；《行政执法机关移送涉嫌犯罪案件的规定》（国务院令第310号）.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from cases.models import Transfer
from cases.rules.terms import Term
from cases.rules.transfer import TransferKind
from cases.selectors import transfers as questions
from cases.services import approvals, filing, interruption, transfer, transfer_answers
from cases.services import transfer_reminders as reminders
from core.errors import RuleViolation
from core.models import Notice
from tests import stories, transfers
from tests.people import People

pytestmark = pytest.mark.django_db
CRIME, LEAD = TransferKind.CRIME, TransferKind.DISCIPLINE


@pytest.fixture
def case(people: People):
    return stories.filed(people)


def at_the_police(case, people: People) -> Transfer:
    row = transfers.approved(transfers.handed_on(case, people, CRIME), people)
    transfers.send_to_police(row, people)
    row.refresh_from_db()
    return transfers.taken(row, people)


def test_the_head_decides_in_three_days_and_the_officer_does_not_send_before(case, people):
    row = transfers.handed_on(case, people, CRIME)
    term = case.terms.get(term=Term.TRANSFER_APPROVAL, closed_on=None)
    assert term.due_on == timezone.localdate() + timedelta(days=3)
    with pytest.raises(RuleViolation, match="没有已批准待送出"):
        transfers.send_to_police(row, people)
    with pytest.raises(PermissionDenied):
        approvals.answer(approval_id=row.approval.pk, approved=True, opinion="", by=people.shiting)
    row = transfers.approved(row, people)
    assert not case.terms.filter(term=Term.TRANSFER_APPROVAL, closed_on=None).exists()
    assert row.send_by == row.approved_at + timedelta(hours=24)
    assert list(questions.to_send(people.shiting)) == [case]


def test_past_twenty_four_hours_unsent_is_told_once(case, people):
    row = transfers.approved(transfers.handed_on(case, people, CRIME), people)
    assert reminders.remind_unsent(row.approved_at + timedelta(hours=1)) == 0
    late = row.send_by + timedelta(minutes=1)
    assert reminders.remind_unsent(late) > 0
    assert reminders.remind_unsent(late) == 0
    assert Notice.objects.filter(recipient=people.shiting, text__contains="移送时限").exists()


def test_a_copy_of_the_letter_goes_to_the_procurators(case, people):
    row = transfers.approved(transfers.handed_on(case, people, CRIME), people)
    sending = transfer.Sending(timezone.now(), " ", timezone.localdate())
    with pytest.raises(RuleViolation) as refused:
        transfer.send(case_id=case.pk, sending=sending, by=people.shiting)
    assert refused.value.field == "copied_to"
    transfers.send_to_police(row, people)
    paper = case.papers.get(kind="crime_transfer")
    assert "漳州市芗城区人民检察院" in paper.body
    assert paper.status == "issued"


def test_the_case_rests_from_the_day_it_is_sent_and_nobody_resumes_it_meanwhile(case, people):
    at_the_police(case, people)
    case.refresh_from_db()
    assert case.suspended_on == timezone.localdate()
    assert case.terms.get(term=Term.DECISION).is_resting
    with pytest.raises(RuleViolation) as refused:
        interruption.resume(case_id=case.pk, reason="想继续", by=people.shiting)
    assert refused.value.code == "in_transfer"


def test_refused_by_the_police_the_case_goes_on_and_the_refusal_may_be_challenged(case, people):
    row = at_the_police(case, people)
    case = transfers.crime(row, people, "refused")
    assert case.suspended_on is None
    assert row.steps.get().due_on == timezone.localdate() + timedelta(days=3)
    assert not row.awaits
    transfers.crime(row, people, "reconsideration")
    assert row.awaits
    case = transfers.crime(row, people, "filed")
    assert case.suspended_on is not None, "the police filed it after all"


def test_upheld_the_procurators_may_be_asked_to_supervise(case, people):
    row = at_the_police(case, people)
    for step in ("refused", "reconsideration", "upheld", "supervision"):
        transfers.crime(row, people, step)
    assert row.awaits


def test_upheld_in_reconsideration_three_days_are_left_to_ask_the_procurators(case, people):
    row = at_the_police(case, people)
    for step in ("refused", "reconsideration", "upheld"):
        transfers.crime(row, people, step)
    upheld = row.steps.get(step="upheld")
    assert upheld.due_on == timezone.localdate() + timedelta(days=3)
    assert upheld.due_words == "建议检察院立案监督"


def test_upheld_by_the_procurators_too_no_term_is_left(case, people):
    row = at_the_police(case, people)
    for step in ("refused", "supervision", "upheld"):
        transfers.crime(row, people, step)
    assert row.steps.get(step="upheld").due_on is None


def test_a_step_out_of_turn_is_refused_and_what_is_possible_named(case, people):
    row = at_the_police(case, people)
    with pytest.raises(RuleViolation, match="公安机关立案、公安机关不予立案") as refused:
        transfers.crime(row, people, "prosecuted")
    assert refused.value.field == "step"


def test_punished_by_the_court_the_case_ends(case, people):
    row = at_the_police(case, people)
    transfers.crime(row, people, "filed")
    case = transfers.crime(row, people, "prosecuted")
    assert (case.state, case.suspended_on, row.rests_case) == ("transferred", None, False)


def test_sent_back_by_the_procurators_the_case_goes_on(case, people):
    row = at_the_police(case, people)
    transfers.crime(row, people, "filed")
    case = transfers.crime(row, people, "sent_back")
    assert (case.state, case.suspended_on, row.awaits) == ("filed", None, False)


def test_before_filing_the_term_to_file_begins_anew_when_the_police_refuse(people):
    row = transfers.taken(transfers.sent(people, CRIME), people)
    assert not row.case.terms.filter(term=Term.FILING, closed_on=None).exists()
    team = {"lead": people.shiting.officer, "others": [people.shiting_second.officer]}
    with pytest.raises(RuleViolation, match="不得以行政处罚代替移送"):
        filing.propose(case_id=row.case_id, by=people.shiting, **team)
    case = transfers.crime(row, people, "refused")
    assert case.terms.get(term=Term.FILING, closed_on=None).starts_on == timezone.localdate()


def test_the_police_do_not_return_a_transfer(case, people):
    row = transfers.approved(transfers.handed_on(case, people, CRIME), people)
    transfers.send_to_police(row, people)
    receipt = transfer_answers.Receipt(False, timezone.localdate(), reason="不收")
    with pytest.raises(RuleViolation) as refused:
        transfer_answers.record_receipt(
            case_id=case.pk, transfer=row, receipt=receipt, by=people.shiting
        )
    assert refused.value.code == "police_take_it"


def test_what_the_police_were_sent_is_not_taken_back(case, people):
    row = transfers.approved(transfers.handed_on(case, people, CRIME), people)
    transfers.send_to_police(row, people)
    with pytest.raises(RuleViolation, match="不得撤回"):
        transfer.withdraw(case_id=case.pk, reason="改主意", by=people.shiting)


def test_a_lead_goes_beside_the_case_which_goes_on(case, people):
    row = transfers.handed_on(case, people, LEAD)
    assert row.status == Transfer.Status.SENT
    assert questions.where_to(case) == ""
    stories.investigated(people, case)
    transfers.taken(row, people)
    assert row.case.state == "investigated"


def test_the_parallel_lead_does_not_hinder_the_transfer_of_the_case(case, people):
    transfers.handed_on(case, people, LEAD)
    assert transfers.handed_on(case, people, CRIME).status == Transfer.Status.ASKED
