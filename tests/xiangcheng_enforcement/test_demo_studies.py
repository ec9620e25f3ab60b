"""The demo's study meetings: one with signed minutes in its cases, one that is to come."""

from __future__ import annotations

import pytest
from django.utils import timezone

from cases.models import Case, StudyItem, StudyMeeting
from core import audit

pytestmark = pytest.mark.django_db


def test_one_study_is_concluded_with_a_paper_in_each_case_and_one_is_to_come(cases: list[Case]):
    done, coming = StudyMeeting.objects.order_by("starts_at")
    assert (done.state, coming.state) == ("concluded", "called")
    assert done.held_at < timezone.now() < coming.starts_at
    for item in done.items.all():
        assert item.case.papers.get(kind="study_minutes").status == "issued"
        assert audit.verify_trail(item.case, expected_length=item.case.version) == []


def test_one_order_of_it_waits_to_be_carried_out_and_a_dissent_is_kept(cases: list[Case]):
    order = StudyItem.objects.get(effect="binding")
    assert order.done_at is None
    assert order.opinions.filter(dissents=True).exists()
    assert "保留不同意见" in order.case.papers.get(kind="study_minutes").body
