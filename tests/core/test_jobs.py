"""Long jobs: progress, refusal, failure, cancelling, a worker that died."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core import jobs
from core.errors import RuleViolation
from core.models import Job, Notice, OutboxMessage, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> User:
    return User.objects.create(username="a", name="甲")


@pytest.fixture
def kind(monkeypatch):
    def register(runner):
        monkeypatch.setitem(jobs._runners, "test", runner)

    return register


def submitted(by: User) -> Job:
    return jobs.submit(kind="test", title="试算", params={"n": 3}, by=by)


def test_a_job_is_submitted_through_the_outbox(by):
    job = submitted(by)
    assert OutboxMessage.objects.get().payload == {"job": job.pk}
    assert job.state == "waiting"


def test_its_result_is_kept_and_its_owner_told(by, kind):
    kind(lambda job, progress: {"url": "/x/", "n": job.params["n"] * 2})
    job = submitted(by)
    assert jobs.run(job.pk) == "done"
    job.refresh_from_db()
    assert job.result == {"url": "/x/", "n": 6}
    assert Notice.objects.get().recipient == by


def test_progress_is_seen_while_it_runs(by, kind):
    seen = []

    def runner(job, progress):
        progress(2, 5, "读取第 2 行")
        seen.append(Job.objects.values_list("done", "total", "message").get(pk=job.pk))
        return {}

    kind(runner)
    jobs.run(submitted(by).pk)
    assert seen == [(2, 5, "读取第 2 行")]


def test_a_refusal_is_told_in_its_words_and_a_fault_is_not(by, kind):
    def refuse(job, progress):
        raise RuleViolation("x", "文件里没有数据")

    kind(refuse)
    job = submitted(by)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.message) == ("failed", "文件里没有数据")

    def fail(job, progress):
        raise ZeroDivisionError("secret detail")

    kind(fail)
    job = submitted(by)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == "failed"
    assert "secret" not in job.message


def test_a_cancelled_job_stops_at_its_next_step(by, kind):
    def runner(job, progress):
        jobs.cancel(job_id=job.pk, by=by)
        progress(1, 2)
        raise AssertionError("went on")

    kind(runner)
    job = submitted(by)
    assert jobs.run(job.pk) == "cancelled"


def test_a_job_that_is_over_is_not_done_again(by, kind):
    runs = []

    def runner(job, progress):
        runs.append(1)
        return {}

    kind(runner)
    job = submitted(by)
    jobs.run(job.pk)
    jobs.run(job.pk)
    assert runs == [1]


def test_a_job_whose_worker_fell_silent_is_found(by):
    job = submitted(by)
    assert jobs.silent_jobs() == []
    Job.objects.update(state="running", seen_at=timezone.now() - timedelta(minutes=5))
    assert jobs.silent_jobs() == [job.pk]


def test_nobody_else_sees_my_job(client, by):
    job = submitted(by)
    client.force_login(by)
    assert client.get(reverse("job", args=[job.pk])).status_code == 200
    client.force_login(User.objects.create(username="b", name="乙"))
    assert client.get(reverse("job", args=[job.pk])).status_code == 404
