"""The demo's postings, and what it tells of offices."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import transaction

from core import worklist
from core.models import User
from personnel import selectors
from personnel.models import Appointment, Handover, ReplacementProposal, Secondment
from personnel.roles import Role
from personnel.rules.secondment import SecondmentLevel
from personnel.services.rights import sync_everyone
from xiangcheng_enforcement.demo.load import load
from zones.models import Agency

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def _demo(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """One load for all tests of this file; nothing of it stays."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(cases=20, seed=2026, today=TODAY, progress=lambda done: None)
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _loaded(_demo: None, db: None) -> None:
    """Each test sees the demo."""


def test_every_posted_officer_has_a_posting_and_three_bureaus_meet_the_ratio() -> None:
    offices = Appointment.objects.filter(role=Role.SECONDED_OFFICER)
    assert set(offices) == {row.appointment for row in Secondment.objects.all()}
    found = {str(r.agency): r for r in selectors.ratios(Agency.objects.all(), TODAY)}
    met = {name for name, r in found.items() if r.status.level is SecondmentLevel.MET}
    assert met == {"区城管执法局", "区住建局", "区自然资源局"}
    fall = found["区城管执法局"].next_fall
    assert fall is not None
    assert fall.day == TODAY + timedelta(days=46)
    assert found["区消防救援大队"].status.level is SecondmentLevel.EXEMPT


def test_one_proposal_waits_for_the_liaison_whose_login_is_printed_and_one_was_declined() -> None:
    assert sorted(ReplacementProposal.objects.values_list("status", flat=True)) == [
        "declined",
        "open",
    ]
    labels = {g.label for g in worklist.groups_for(User.objects.get(username="liaison_urban"))}
    assert "待答复的调换建议" in labels


def test_a_chief_was_acted_for_and_a_liaison_handed_over() -> None:
    acting = Appointment.objects.get(acting_for__isnull=False)
    assert (acting.role, acting.live_on(TODAY)) == (Role.ZONE_CHIEF, False)
    row = Handover.objects.get()
    assert row.accepted_at
    assert [entry["kind"] for entry in row.inherited] == ["下沉比例不足"]
    assert sync_everyone() == 0
