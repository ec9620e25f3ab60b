"""The archive: numbers without gaps, retention, bound volumes with hashes, what is overdue."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from cases.models import Archive, Case, CaseTerm
from cases.rules.archiving import archive_number, retention
from cases.rules.terms import Term
from cases.services import archive, closing, papers, payments
from core import audit, jobs
from core.errors import RuleViolation
from core.models import Job
from tests import stories
from tests.people import People

pytestmark = pytest.mark.django_db


def closed(people: People) -> Case:
    case = stories.served(people)
    money = payments.Paid(Decimal("500.00"), timezone.localdate(), "bank", f"票据{case.pk}")
    payments.record(case_id=case.pk, paid=money, by=people.shiting)
    closing.propose(case_id=case.pk, outcome="已缴清", by=people.shiting)
    stories.approved(case, people.shiting_deputy)
    for paper in case.papers.filter(status="draft"):
        papers.void(paper_id=paper.pk, reason="不需要", by=people.shiting)
    return Case.objects.get(pk=case.pk)


@pytest.mark.parametrize(
    ("simple", "grave", "expected"),
    [(False, (), "thirty"), (True, (), "ten"), (True, ("重大",), "permanent")],
)
def test_how_long_a_file_is_kept(simple: bool, grave: tuple[str, ...], expected: str):
    assert retention(simple=simple, grave=grave)[0] == expected


def test_the_number_has_the_organ_the_year_and_four_digits():
    assert archive_number("漳芗石街", 2026, 7) == "漳芗石街档20260007"


def test_an_archived_case_has_its_number_and_the_worker_enters_pages_and_hashes(
    client, people: People
):
    case = closed(people)
    assert case.terms.filter(term=Term.ARCHIVE, closed_on=None).exists()
    row = archive.archive(case_id=case.pk, retention="thirty", by=people.shiting)
    case.refresh_from_db()
    assert case.archived_on == timezone.localdate()
    assert row.number.endswith("0001")
    assert not case.terms.filter(term=Term.ARCHIVE, closed_on=None).exists()
    assert row.job is not None
    jobs.run(row.job.pk)
    row.refresh_from_db()
    assert (row.pages_main or 0) > 1
    assert len(row.main_sha256) == len(row.inner_sha256) == len(row.bundle_sha256) == 64
    last = audit.trail_of(case).last()
    assert (last.verb, last.payload["main_sha256"]) == ("bind_archive", row.main_sha256)
    case.refresh_from_db()
    assert audit.verify_trail(case, expected_length=case.version) == []
    client.force_login(people.shiting)
    page = client.get(f"{case.get_absolute_url()}?tab=performance").content.decode()
    assert row.number in page
    assert row.main_sha256 in page


def test_numbers_run_without_gaps_even_when_one_attempt_is_refused(people: People):
    first, second = closed(people), closed(people)
    archive.archive(case_id=first.pk, retention="thirty", by=people.shiting)
    with pytest.raises(RuleViolation) as refused:
        archive.archive(case_id=first.pk, retention="thirty", by=people.shiting)
    assert refused.value.code == "archived_already"
    row = archive.archive(case_id=second.pk, retention="thirty", by=people.shiting)
    assert row.number.endswith("0002")


def test_papers_left_as_drafts_are_finished_first(people: People):
    case = closed(people)
    papers.begin_draft(case_id=case.pk, kind="closing_approval", by=people.shiting)
    with pytest.raises(RuleViolation) as refused:
        archive.archive(case_id=case.pk, retention="thirty", by=people.shiting)
    assert refused.value.code == "draft_papers"


def test_only_a_handler_archives(people: People):
    with pytest.raises(PermissionDenied):
        archive.archive(case_id=closed(people).pk, retention="thirty", by=people.shiting_deputy)


def test_volumes_the_worker_did_not_finish_are_bound_again(client, people: People):
    case = closed(people)
    row = archive.archive(case_id=case.pk, retention="thirty", by=people.shiting)
    Job.objects.update(state=Job.State.FAILED, finished_at=timezone.now())
    client.force_login(people.shiting)
    page = client.get(f"{case.get_absolute_url()}?tab=performance").content.decode()
    assert "重新装订" in page
    client.post(reverse("archive_bind", args=[case.pk]))
    again = Archive.objects.get(pk=row.pk)
    assert again.job_id != row.job_id


def test_the_list_shows_what_is_archived_what_waits_and_what_is_late(
    client, people: People, django_assert_max_num_queries
):
    done, left = closed(people), closed(people)
    archive.archive(case_id=done.pk, retention="thirty", by=people.shiting)
    client.force_login(people.shiting)
    address = reverse("archive")
    with django_assert_max_num_queries(12):
        page = client.get(address).content.decode()
    assert done.number in page
    assert left.number not in page
    assert left.number in client.get(f"{address}?state=waiting").content.decode()
    assert left.number not in client.get(f"{address}?state=late").content.decode()
    past = timezone.localdate() - timedelta(days=1)
    CaseTerm.objects.filter(case=left, term=Term.ARCHIVE).update(due_on=past)
    assert left.number in client.get(f"{address}?state=late").content.decode()
    assert "待归档" in client.get("/").content.decode()
    year = timezone.localdate().year
    assert done.number in client.get(f"{address}?year={year}&q=堆放").content.decode()
    assert done.number not in client.get(f"{address}?retention=ten").content.decode()
    for query in ("", "?state=waiting"):
        book = client.get(f"{reverse('archive_export')}{query}")
        assert book["Content-Type"].endswith("sheet")
    client.force_login(people.xiangkou)
    assert done.number not in client.get(address).content.decode()
