"""Papers: filled from the case, issued once under a number, fixed by a hash, voided."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from cases.models import Case, Paper
from cases.rules.papers import KINDS, kind_of
from cases.selectors import get_visible_case
from cases.selectors.papers import offers_for, papers_of
from cases.services import decision, papers
from core import audit
from core.errors import RuleViolation
from core.models import NumberSequence
from tests import stories
from tests.people import People


def report_of(people: People) -> Paper:
    """A draft of the report on a case whose investigation ended."""
    case = stories.notified(people, stories.filed(people))
    return papers.begin_draft(case_id=case.pk, kind="investigation_report", by=people.shiting)


def correction(people: People, *, complete: bool = True) -> Paper:
    case = stories.filed(people)
    paper = papers.begin_draft(case_id=case.pk, kind="correction_order", by=people.shiting)
    if not complete:
        return paper
    body = paper.body.replace("【待填：改正内容】", "三日内清走建材").replace(
        "【待填：改正期限】", "2026年12月1日"
    )
    return papers.revise(paper_id=paper.pk, body=body, by=people.shiting, revision=1)


def test_notice_and_decision_leave_their_papers_with_their_own_numbers(people: People):
    case = stories.notified(people, stories.filed(people))
    decision.decide(case_id=case.pk, by=people.shiting_deputy)
    case = Case.objects.get(pk=case.pk)
    made = {row.kind: row for row in case.papers.all()}
    assert made["prior_notice"].number == case.prior_notice.number
    assert made["decision"].number == case.decision.number
    assert made["decision"].status == Paper.Status.ISSUED
    assert case.decision.text in made["decision"].body
    assert made["decision"].text_hash == papers.hash_of(made["decision"].body)
    assert made["decision"].authority_name == "石亭街道办事处"


def test_a_template_fills_in_the_case_and_leaves_visible_blanks(people: People):
    paper = correction(people, complete=False)
    assert paper.case.party_name in paper.body
    assert "【待填：改正内容】" in paper.body
    with pytest.raises(RuleViolation, match="改正内容") as refusal:
        papers.issue(paper_id=paper.pk, by=people.shiting)
    assert refusal.value.code == "paper_incomplete"
    paper.refresh_from_db()
    assert paper.number is None


def test_a_required_line_taken_out_by_hand_is_missed_with_its_article(people: People):
    paper = correction(people)
    body = "\n".join(line for line in paper.body.splitlines() if not line.startswith("改正期限"))
    papers.revise(paper_id=paper.pk, body=body, by=people.shiting, revision=2)
    with pytest.raises(RuleViolation, match=r"改正期限.*第二十八条"):
        papers.issue(paper_id=paper.pk, by=people.shiting)


def test_issuing_twice_gives_one_number_and_one_entry(people: People):
    paper = correction(people)
    first = papers.issue(paper_id=paper.pk, by=people.shiting)
    second = papers.issue(paper_id=paper.pk, by=people.shiting)
    assert first.number == second.number == f"漳芗石街责改〔{timezone.localdate().year}〕1号"
    case = Case.objects.get(pk=paper.case_id)
    assert audit.trail_of(case).filter(verb="issue_paper").count() == 1
    assert audit.verify_trail(case, expected_length=case.version) == []


def test_a_number_goes_back_when_the_step_fails(people: People):
    case = stories.filed(people)
    with pytest.raises(RuntimeError), transaction.atomic():
        papers.number_of(case, "责改")
        raise RuntimeError
    assert papers.number_of(case, "责改").endswith("〕1号")


def test_an_issued_text_is_fixed(people: People):
    paper = papers.issue(paper_id=correction(people).pk, by=people.shiting)
    with pytest.raises(RuleViolation, match="不能再改"):
        papers.revise(paper_id=paper.pk, body="别的", by=people.shiting, revision=paper.revision)
    assert paper.text_hash == papers.hash_of(paper.body)


def test_two_people_editing_the_second_is_told(people: People):
    paper = correction(people)
    with pytest.raises(RuleViolation, match="已被他人修改"):
        papers.revise(paper_id=paper.pk, body="别的", by=people.shiting_second, revision=1)


def test_a_voided_paper_keeps_its_number_and_its_reason(people: People):
    paper = papers.issue(paper_id=correction(people).pk, by=people.shiting)
    gone = papers.void(paper_id=paper.pk, reason="改正期限写错", by=people.shiting)
    assert (gone.status, gone.number) == (Paper.Status.VOIDED, paper.number)
    with pytest.raises(RuleViolation, match="已作废"):
        papers.issue(paper_id=paper.pk, by=people.shiting)


def test_the_decision_is_not_voided_alone(people: People):
    case = stories.notified(people, stories.filed(people))
    decision.decide(case_id=case.pk, by=people.shiting_deputy)
    paper = case.papers.get(kind="decision")
    with pytest.raises(RuleViolation, match="决定已经作出"):
        papers.void(paper_id=paper.pk, reason="试", by=people.shiting)


def test_a_decision_whose_words_were_changed_is_not_issued(people: People):
    case = stories.notified(people, stories.filed(people))
    decision.decide(case_id=case.pk, by=people.shiting_deputy)
    draft = papers.begin_draft(case_id=case.pk, kind="decision", by=people.shiting)
    body = draft.body.replace("罚款人民币500.00元", "罚款人民币50000.00元")
    papers.revise(paper_id=draft.pk, body=body, by=people.shiting, revision=1)
    with pytest.raises(RuleViolation, match="不一致"):
        papers.issue(paper_id=draft.pk, by=people.shiting)


def test_a_paper_that_tells_a_provisional_date_wants_a_person_to_confirm_it(people: People):
    case = stories.filed(people)
    case = stories.notified(people, case, heard=False)
    case.terms.filter(term="STATEMENT_WINDOW").update(provisional=True, why="2027 年放假通知未发")
    paper = papers.begin_draft(case_id=case.pk, kind="prior_notice", by=people.shiting)
    with pytest.raises(RuleViolation, match="暂定") as refusal:
        papers.issue(paper_id=paper.pk, by=people.shiting)
    assert refusal.value.field == "confirm_provisional"
    made = papers.issue(paper_id=paper.pk, by=people.shiting, confirm_provisional=True)
    assert made.provisional_confirmed_by == people.shiting


def test_a_stranger_writes_no_papers(people: People):
    paper = correction(people)
    with pytest.raises(PermissionDenied, match="不能制作本案文书"):
        papers.issue(paper_id=paper.pk, by=people.zhishan)


def test_the_same_key_gives_the_same_draft(people: People):
    case, key = stories.filed(people), uuid.uuid4()
    made = [
        papers.begin_draft(case_id=case.pk, kind="correction_order", by=people.shiting, key=key)
        for _ in range(2)
    ]
    assert made[0].pk == made[1].pk


def test_papers_stand_in_the_order_of_the_file(people: People):
    case = stories.notified(people, stories.filed(people))
    for kind in ("investigation_report", "site_record", "filing_approval", "correction_order"):
        papers.begin_draft(case_id=case.pk, kind=kind, by=people.shiting)
    seen = [row.kind for row in papers_of(get_visible_case(user=people.shiting, pk=case.pk))]
    assert seen == [
        "filing_approval",
        "correction_order",
        "prior_notice",
        "site_record",
        "investigation_report",
    ]


def test_a_stage_offers_what_fits_it(people: People):
    case = get_visible_case(user=people.shiting, pk=stories.filed(people).pk)
    offered = {offer.kind.code for offer in offers_for(case)}
    assert {"filing_approval", "correction_order"} <= offered
    assert not {"decision", "demand", "site_record", "hearing_notice"} & offered


def test_every_kind_has_a_mark_of_its_own_and_a_template(people: People):
    marks = [kind.mark for kind in KINDS.values() if kind.mark]
    assert len(marks) == len(set(marks))
    from cases.selectors.papers import template_in_force

    assert all(template_in_force(code) for code in KINDS)
    assert all(kind_of(code).title for code in KINDS)


@pytest.mark.django_db(transaction=True)
def test_200_officers_taking_numbers_at_once_leave_no_gap_and_no_double(people: People):
    case = stories.filed(people)

    def take(_: int) -> str:
        try:
            return papers.number_of(Case.objects.get(pk=case.pk), "责改")
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=40) as pool:
        numbers = list(pool.map(take, range(200)))
    year = numbers[0].split("〔")[1][:4]
    assert sorted(numbers) == sorted(f"漳芗石街责改〔{year}〕{n}号" for n in range(1, 201))
    assert NumberSequence.objects.get(key__startswith="责改:").last == 200
