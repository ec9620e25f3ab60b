"""Loading the demo: the same each time, the same in another way, and not twice."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from cases.models import Case
from core.models import CalendarYear, User
from xiangcheng_enforcement.demo.load import load

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)


def _load(cases: int, seed: int = 2026, today: date = TODAY) -> None:
    load(cases=cases, seed=seed, today=today, progress=lambda done: None)


def test_the_same_seed_and_day_give_the_same_cases(db: None) -> None:
    assert _fingerprint(seed=7) == _fingerprint(seed=7)
    assert _fingerprint(seed=7) != _fingerprint(seed=8)


def _fingerprint(seed: int) -> list[tuple[object, ...]]:
    with transaction.atomic():
        _load(40, seed)
        found = list(
            Case.objects.order_by("pk").values_list(
                "number", "title", "party_name", "place", "state", "reported_at", "next_due_on",
                "decision__number", "decision__text_hash", "handlers__officer__user__username",
            )
        )  # fmt: skip
        transaction.set_rollback(True)
    return sorted(found, key=str)


def test_more_than_a_million_is_refused(db: None) -> None:
    with pytest.raises(CommandError, match="1000000"):
        call_command("load_demo", cases=1_000_001)


def test_a_load_that_fails_leaves_nothing(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def burst(*args: object) -> None:
        raise RuntimeError("half-way")

    name = "xiangcheng_enforcement.demo.steps_performance.approve_closing"
    monkeypatch.setattr(name, burst)
    monkeypatch.setitem(_steps(), "approve_closing", burst)
    with pytest.raises(RuntimeError, match="half-way"):
        _load(60)
    assert not Case.objects.exists()
    assert not User.objects.exists()


def _steps() -> dict[str, object]:
    from xiangcheng_enforcement.demo import load as module

    return module._STEPS


def test_the_earliest_days_of_the_plan_can_be_loaded_too(db: None) -> None:
    _load(30, today=date(2025, 7, 15))
    assert Case.objects.count() == 30
    assert Case.objects.earliest("reported_at").reported_at.date() >= date(2024, 7, 15)


def test_without_the_district_it_says_what_to_do(db: None) -> None:
    CalendarYear.objects.all().delete()
    with pytest.raises(CommandError, match="load_district"):
        call_command("load_demo", cases=10, verbosity=0)
