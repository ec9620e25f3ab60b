"""Complaints of the demo: at every stage, with whole trails, as the services write them."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.db.models import Count

from cases.models import Case, Complaint
from cases.selectors import complaints as selectors
from cases.selectors.duplicates import duplicates_of
from cases.services import complaint_handling as handling
from core import audit
from core.models import AuditEntry, User
from tests.complaints import received
from tests.xiangcheng_enforcement.conftest import TODAY
from xiangcheng_enforcement.loading import trails
from zones.models import Township

pytestmark = pytest.mark.django_db


def test_every_stage_occurs_and_some_are_late(cases: list[Case]) -> None:
    rows = Complaint.objects.all()
    assert 30 <= rows.count() <= 50
    assert set(rows.values_list("channel", flat=True)) == set(Complaint.Channel.values)
    stages = set(rows.values_list("status", flat=True))
    assert stages == set(Complaint.Status.values) - {"merged"}  # those merged are answered
    assert rows.filter(merged_into__isnull=False).count() == 1
    assert selectors.late(rows, TODAY).exists()
    assert rows.filter(case__isnull=False).exists()
    assert Township.objects.filter(complaints__isnull=False).distinct().count() >= 10


def test_two_tell_of_the_same_place_and_somebody_calls_again(cases: list[Case]) -> None:
    row = Complaint.objects.get(place="北斗工业园南门口")
    [found] = duplicates_of(row, Complaint.objects.all())
    assert found.row.place == "北斗工业园南门"
    marks = Complaint.objects.exclude(reporter_mark="").values("reporter_mark")
    assert marks.annotate(n=Count("id")).filter(n__gt=1).exists()


def test_the_trails_are_whole_and_say_what_the_services_say(cases: list[Case]) -> None:
    assert list(trails.faults_everywhere()) == []
    officer = User.objects.get(username="officer_shiting1")
    demo: dict[str, set[frozenset[str]]] = {}
    for entry in AuditEntry.objects.filter(subject_type="cases.complaint"):
        demo.setdefault(entry.verb, set()).add(frozenset(entry.payload))
    with transaction.atomic():
        for entry in _led(officer):
            assert demo[entry.verb] == {frozenset(entry.payload)}


def _led(by: User) -> list[AuditEntry]:
    one, other, third = (received(by) for _ in range(3))
    handling.accept(complaint_id=one.pk, note="去看", by=by)
    handling.merge(complaint_id=other.pk, into_id=one.pk, by=by)
    handling.answer(complaint_id=one.pk, text="好", method="web", repeats=True, by=by)
    handling.refuse(complaint_id=third.pk, ground="unclear", note="", by=by)
    fourth = received(by)
    handling.transfer(complaint_id=fourth.pk, to="市局", note="市级", by=by)
    return [e for row in (one, other, third, fourth) for e in audit.trail_of(row)]
