"""Postings to towns: rights begin and end with them; the ratio and its alarm."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from core import access, worklist
from core.errors import RuleViolation
from core.models import Notice, User
from personnel.models import Appointment, Officer, Secondment
from personnel.roles import Role
from personnel.selectors import secondments as selectors
from personnel.services import appointments, secondment_ratio, secondments
from personnel.services.handover import Passing
from personnel.services.rights import sync_everyone
from tests import stories
from tests.people import People
from tests.postings import BUREAU, again, deputy, field_officer, liaison, posted, terms
from zones.models import Agency

pytestmark = pytest.mark.django_db


def handles_in_tianbao(user: User) -> bool:
    town = terms(user, "天宝镇").township
    return access.grants_of(again(user)).has("handle_cases", "township", town.pk)


def test_the_liaison_posts_an_officer_and_the_rights_begin_with_it(people: People):
    officer, keeper, told = field_officer("住建甲"), liaison(), deputy("天宝镇")
    row = secondments.second(terms=terms(officer, "天宝镇"), by=keeper)
    assert (row.agency.short_name, row.appointment.role) == (BUREAU, Role.SECONDED_OFFICER)
    assert handles_in_tianbao(officer)
    assert sync_everyone() == 0
    assert Notice.objects.filter(recipient__in=[officer, told], url=row.get_absolute_url()).count()


def test_another_bureaus_liaison_can_not_post_them(people: People):
    officer, other = field_officer("住建甲"), liaison("区水利局")
    with pytest.raises(PermissionDenied, match="由该部门或者区委组织部"):
        secondments.second(terms=terms(officer, "天宝镇"), by=other)
    assert secondments.second(terms=terms(officer, "天宝镇"), by=people.organisation)


def test_a_town_officer_or_somebody_without_certificate_is_not_posted(people: People):
    with pytest.raises(RuleViolation, match="由区直部门派出"):
        secondments.second(terms=terms(people.tianbao, "石亭街道"), by=people.organisation)
    bare = field_officer("无证", certified=False)
    with pytest.raises(RuleViolation, match="没有有效的行政执法证"):
        secondments.second(terms=terms(bare, "天宝镇"), by=people.organisation)


def test_the_office_of_a_posted_officer_is_not_given_without_a_posting(people: People):
    officer = field_officer("住建甲").officer
    with pytest.raises(RuleViolation, match="随下沉登记产生"):
        appointments.appoint(
            officer=officer,
            role=Role.SECONDED_OFFICER,
            scope=terms(officer.user, "天宝镇").township,
            starts_on=timezone.localdate(),
            document="文号",
            by=people.organisation,
        )


def test_ending_it_early_makes_the_next_request_to_a_host_town_case_404(
    people: People, client: Client
):
    officer, keeper = field_officer("住建甲"), liaison()
    row = posted(officer, "天宝镇")
    case = stories.registered(people.tianbao, "天宝镇")
    client.force_login(officer)
    assert client.get(case.get_absolute_url()).status_code == 200
    secondments.end(secondment_id=row.pk, by=keeper, reason="局里另有任务")
    assert client.get(case.get_absolute_url()).status_code == 404
    assert not handles_in_tianbao(officer)
    assert sync_everyone() == 0
    row.refresh_from_db()
    assert row.ended_at
    assert row.appointment.ended_at


def test_a_posting_that_runs_out_gives_nothing_the_day_after(people: People):
    officer = field_officer("住建甲")
    posted(officer, "天宝镇", ends_on=timezone.localdate())
    assert handles_in_tianbao(officer)
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        assert not handles_in_tianbao(officer)


def test_an_extension_follows_without_a_gap_and_ends_with_the_posting(people: People):
    officer, keeper, today = field_officer("住建甲"), liaison(), timezone.localdate()
    row = posted(officer, "天宝镇", ends_on=today + timedelta(days=3))
    later = today + timedelta(days=100)
    new = secondments.extend(secondment_id=row.pk, ends_on=later, document="续〔1〕", by=keeper)
    assert (new.starts_on, new.ends_on, new.document) == (
        today + timedelta(days=4),
        later,
        "续〔1〕",
    )
    assert sync_everyone() == 0
    with time_machine.travel(timezone.now() + timedelta(days=4), tick=False):
        assert handles_in_tianbao(officer)
    with pytest.raises(RuleViolation, match="须晚于原止期"):
        secondments.extend(secondment_id=row.pk, ends_on=today, document="续", by=keeper)
    secondments.end(secondment_id=row.pk, by=keeper, reason="撤回")
    new.refresh_from_db()
    assert new.ended_at
    with time_machine.travel(timezone.now() + timedelta(days=5), tick=False):
        assert not handles_in_tianbao(officer)


def test_ending_the_office_by_dismissal_ends_the_posting_too(people: People):
    row = posted(field_officer("住建甲"), "天宝镇")
    appointments.dismiss(appointment_id=row.appointment_id, by=people.organisation, reason="处分")
    row.refresh_from_db()
    assert (bool(row.ended_at), row.end_reason) == (True, "处分")
    assert sync_everyone() == 0


def test_the_same_posting_twice_is_refused_by_rule_and_database(people: People):
    officer = field_officer("住建甲")
    row = posted(officer, "天宝镇")
    with pytest.raises(RuleViolation, match="在此期间已下沉天宝镇"):
        posted(officer, "天宝镇")
    other = Appointment.objects.get(officer=officer.officer, role=Role.AGENCY_OFFICER)
    row.pk, row.appointment = None, other
    with pytest.raises(IntegrityError, match="one_secondment_per_town"), transaction.atomic():
        row.save(force_insert=True)


def test_open_cases_go_to_the_named_successor(people: People):
    leaving, successor, keeper = field_officer("住建甲"), field_officer("住建乙"), liaison()
    row = posted(leaving, "石亭街道")
    posted(successor, "石亭街道")
    case = stories.filed(people)
    case.handlers.filter(duty="second").update(officer=leaving.officer)
    with pytest.raises(RuleViolation, match="尚有 1 项工作未办结"):
        secondments.end(secondment_id=row.pk, by=keeper, reason="撤回")
    secondments.end(
        secondment_id=row.pk,
        by=keeper,
        reason="撤回",
        passing=Passing(successor=successor.officer),
    )
    now = case.handlers.filter(removed_at=None).order_by("pk")
    assert [(h.officer.user.name, h.duty) for h in now] == [
        ("石亭甲", "lead"),
        ("住建乙", "second"),
    ]


# --- the ratio ---------------------------------------------------------
def bureau_with(officers: int, sent: int, **period: object) -> Agency:
    people = [field_officer(f"住建{n}") for n in range(officers)]
    for user in people[:sent]:
        posted(user, "天宝镇", **period)
    return Agency.objects.get(short_name=BUREAU)


def ratio_of(agency: Agency) -> selectors.Ratio:
    [found] = selectors.ratios([agency], timezone.localdate())
    return found


def test_somebody_at_two_towns_counts_once_and_office_staff_do_not_count(people: People):
    agency = bureau_with(3, 1)
    posted(User.objects.get(name="住建0"), "石亭街道")
    liaison()  # of the bureau, not a field officer
    status = ratio_of(agency).status
    assert (status.total, status.posted, status.shortfall, status.level) == (3, 1, 1, "short")


def test_somebody_whose_account_is_closed_counts_neither_way(people: People):
    agency = bureau_with(3, 2)
    User.objects.filter(name="住建0").update(is_active=False)
    assert (ratio_of(agency).status.total, ratio_of(agency).status.posted) == (2, 1)


def test_the_fire_brigade_shows_its_ratio_and_owes_nothing(people: People):
    field_officer("消防甲", "区消防救援大队")
    status = ratio_of(Agency.objects.get(short_name="区消防救援大队")).status
    assert (status.level, status.percent, status.shortfall) == ("exempt", 0, 0)


def test_the_alarm_is_told_once_sixty_days_ahead_to_liaison_and_organisation(people: People):
    ends = timezone.localdate() + timedelta(days=59)
    bureau_with(2, 1, ends_on=ends)
    keeper, office = liaison(), people.organisation
    assert secondment_ratio.warn() == 2
    assert secondment_ratio.warn() == 0
    told = Notice.objects.filter(key__startswith="secondment-ratio")
    assert {notice.recipient for notice in told} == {keeper, office}
    assert all("低于 50%（1 人下沉到期）" in notice.text for notice in told)
    [group] = worklist.groups_for(again(keeper))
    assert (group.label, group.total) == ("下沉比例不足", 1)


def test_a_fall_on_the_sixty_first_day_is_not_yet_told(people: People):
    bureau_with(2, 1, ends_on=timezone.localdate() + timedelta(days=60))
    keeper = liaison()
    assert secondment_ratio.warn() == 0
    assert worklist.count_for(again(keeper)) == 0


def test_field_officers_and_postings_are_read_in_two_queries(
    people: People, django_assert_num_queries
):
    bureau_with(4, 2)
    agencies = list(Agency.objects.all())
    with django_assert_num_queries(2):
        selectors.ratios(agencies, timezone.localdate())
    assert Officer.objects.filter(is_field=True).count() == 4
    assert Secondment.objects.count() == 2
