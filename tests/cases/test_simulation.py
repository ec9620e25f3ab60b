"""A trial run: which of last year's cases would have had another authority."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from cases.services import filing, simulation
from core import jobs
from core.errors import RuleViolation
from core.models import Job, Notice, User
from personnel.roles import Role
from tests import stories
from tests.factories.personnel import person
from tests.people import People
from zones.models import ChangeSet
from zones.selectors.changes import version_of
from zones.services import changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def staffing(people: People) -> User:
    return person("编办甲", Role.STAFFING_OFFICE, "芗城区", home="区委编办")


@pytest.fixture
def cases(people: People) -> list[Case]:
    """Two of a bureau in 石亭街道, one of the street itself; all filed yesterday."""
    found = []
    for _ in range(2):
        case = stories.registered(people.shiting, "石亭街道", item=stories.undelegated_item())
        officers = [people.bureau.officer, people.bureau_second.officer]
        filing.propose(case_id=case.pk, lead=officers[0], others=officers[1:], by=people.bureau)
        case = stories.approved(case, people.bureau_leader)
        found.append(case)
    found.append(stories.filed(people))
    yesterday = timezone.localdate() - timedelta(days=1)
    Case.objects.filter(pk__in=[case.pk for case in found]).update(filed_on=yesterday)
    return found


def change_of(by: User, *, days: int = 0, kind: str = "delegate", item=None) -> ChangeSet:
    on = timezone.localdate() + timedelta(days=days)
    words = changes.Proposal("石亭承接（测试）", "测试", "芗编办〔2026〕1号", on)
    change = changes.draft(proposal=words, unit=None, key=uuid.uuid4(), by=by)
    chosen = item or stories.undelegated_item()
    towns = [stories.town("石亭街道").pk]
    changes.add_lines(change_id=change.pk, kind=kind, items=[chosen.pk], towns=towns, by=by)
    return change


def tried(change: ChangeSet, by: User) -> Job:
    job = simulation.start(change=change, by=by)
    jobs.run(job.pk)
    job.refresh_from_db()
    return job


def test_cases_that_would_change_hands(staffing: User, cases: list[Case]):
    job = tried(change_of(staffing, days=30), staffing)
    assert job.state == Job.State.DONE, job.message
    assert (job.result["replayed"], job.result["changed"]) == (3, 2)
    [group] = job.result["groups"]
    assert (group["from"], group["to"], group["count"]) == ("芗城区农业农村局", "石亭街道", 2)
    assert sorted(group["samples"]) == sorted(case.pk for case in cases[:2])
    loads = {row["name"]: (row["before"], row["after"]) for row in job.result["loads"]}
    assert loads["石亭街道"] == (1, 3)
    assert loads["芗城区农业农村局"] == (2, 0)
    assert Notice.objects.filter(recipient=staffing, url=f"/jobs/{job.pk}/").exists()


@pytest.mark.parametrize("kind", ["end", "city"])
def test_ends_and_the_city(staffing: User, cases: list[Case], kind: str):
    item = cases[2].item
    job = tried(change_of(staffing, days=30, kind=kind, item=item), staffing)
    to = item.agency.name if kind == "end" else "市级机关"
    assert [(g["from"], g["to"]) for g in job.result["groups"]] == [("石亭街道", to)]


def test_one_in_effect_is_compared_with_the_day_before(
    people: People, staffing: User, cases: list[Case]
):
    change = change_of(staffing)
    changes.propose(change_id=change.pk, version=version_of(change), by=staffing)
    for by, organ in ((staffing, "staffing"), (people.justice, "justice")):
        changes.give_word(change_id=change.pk, organ=organ, agrees=True, opinion="", by=by)
    job = tried(change, staffing)
    assert job.result["changed"] == 2
    assert job.result["groups"][0]["to"] == "石亭街道"


def test_who_may_and_one_at_a_time(people: People, staffing: User):
    change = change_of(staffing)
    with pytest.raises(PermissionDenied):
        simulation.start(change=change, by=people.shiting)
    first = simulation.start(change=change, by=staffing)
    assert simulation.start(change=change, by=staffing) == first
    jobs.cancel(job_id=first.pk, by=staffing)
    assert jobs.run(first.pk) == Job.State.CANCELLED
    change.state = ChangeSet.State.REJECTED
    with pytest.raises(RuleViolation):
        simulation.start(change=change, by=staffing)


def test_the_result_shows_only_cases_the_viewer_may_see(
    client, people: People, staffing: User, cases: list[Case]
):
    change = change_of(staffing, days=30)
    changes.propose(change_id=change.pk, version=version_of(change), by=staffing)
    job = tried(change, staffing)
    address = reverse("simulation", args=[change.pk, job.pk])
    for user, sees in ((staffing, False), (people.bureau_leader, True)):
        client.force_login(user)
        client.get("/")
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address)
        assert len(queries) <= 12
        assert page.status_code == 200
        text = page.content.decode()
        assert "石亭街道" in text
        assert (cases[0].number in text) is sees
    assert client.get(reverse("change", args=[change.pk])).status_code == 200
    client.force_login(people.shiting)
    assert client.get(address).status_code == 404


def test_it_is_started_from_the_page(client, staffing: User):
    change = change_of(staffing)
    client.force_login(staffing)
    answer = client.post(reverse("simulate", args=[change.pk]))
    job = Job.objects.get(kind=simulation.KIND)
    assert answer.url == reverse("job", args=[job.pk])
    assert client.get(answer.url).status_code == 200
