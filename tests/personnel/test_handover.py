"""Ending an office with open work: the successor inherits it, or it says why not."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from cases.models import Case
from core import access, audit, worklist
from core.errors import RuleViolation
from core.models import User
from personnel.models import Appointment, Handover, Officer
from personnel.roles import Role
from personnel.services import handover
from personnel.services.appointments import Passing, dismiss
from personnel.services.rights import sync_everyone
from tests import stories
from tests.factories.personnel import person
from tests.people import People

pytestmark = pytest.mark.django_db


def office_of(user: User) -> Appointment:
    return user.officer.appointments.get()


def ended(user: User, people: People, successor: User | None = None, **passing: object) -> Handover:
    officer = successor.officer if successor else None
    dismiss(
        appointment_id=office_of(user).pk,
        by=people.organisation,
        reason="调离",
        passing=Passing(successor=officer, **passing),
    )
    return Handover.objects.get(appointment__officer=user.officer)


def again(user: User) -> User:
    return User.objects.get(pk=user.pk)


def handlers(case: Case) -> set[tuple[str, str]]:
    rows = case.handlers.filter(removed_at=None)
    return set(rows.values_list("officer__user__name", "duty"))


def test_without_open_work_nobody_need_take_over(people: People):
    dismiss(appointment_id=office_of(people.tianbao).pk, by=people.organisation, reason="调离")
    assert not Handover.objects.exists()


def test_with_open_cases_a_successor_must_be_named_or_said_to_be_missing(people: People):
    stories.filed(people)
    office = office_of(people.shiting)
    with pytest.raises(RuleViolation, match="尚有 1 项工作未办结") as refused:
        dismiss(appointment_id=office.pk, by=people.organisation, reason="调离")
    assert refused.value.field == "successor"
    assert access.grants_of(again(people.shiting)).any("handle_cases")
    dismiss(
        appointment_id=office.pk,
        by=people.organisation,
        reason="调离",
        passing=Passing(vacant=True),
    )
    assert sync_everyone() == 0


def test_the_successor_takes_the_leads_place_and_the_trail_says_so(people: People):
    case = stories.filed(people)
    third = person("石亭丙", Role.TOWN_OFFICER, "石亭街道")
    row = ended(people.shiting, people, third)
    assert handlers(case) == {("石亭丙", "lead"), ("石亭乙", "second")}
    last = audit.trail_of(case).last()
    assert (last.verb, last.payload["from"], last.payload["to"]) == (
        "hand_over",
        "石亭甲",
        "石亭丙",
    )
    case.refresh_from_db()
    assert audit.verify_trail(case, expected_length=case.version) == []
    assert [entry["why"] for entry in row.inherited] == [""]
    assert sync_everyone() == 0


def test_a_successor_who_may_not_act_leaves_the_case_and_the_list_says_why(people: People):
    case = stories.filed(people)
    stranger = person("天宝乙", Role.TOWN_OFFICER, "天宝镇")
    row = ended(people.shiting, people, stranger)
    assert handlers(case) == {("石亭甲", "lead"), ("石亭乙", "second")}
    [left] = handover.left_behind(row)
    assert left["title"].startswith(case.number)
    assert "天宝乙" in left["why"]


def test_the_other_handler_as_successor_would_leave_one_officer_alone(people: People):
    case = stories.filed(people)
    [left] = handover.left_behind(ended(people.shiting, people, people.shiting_second))
    assert "不足两人" in left["why"]
    assert len(handlers(case)) == 2


def test_what_stayed_goes_over_once_its_obstacle_is_gone(people: People):
    case = stories.filed(people)
    late = person("石亭丙", Role.TOWN_OFFICER, "石亭街道", certified=False)
    row = ended(people.shiting, people, late)
    assert handover.left_behind(row)
    late.officer.certificates.create(
        number="35069999",
        issuer="福建省司法厅",
        valid_from=timezone.localdate(),
        expires_on=timezone.localdate(),
    )
    row = handover.accept(handover_id=row.pk, by=late)
    assert handover.left_behind(row) == []
    assert ("石亭丙", "lead") in handlers(case)


def test_cases_stay_with_somebody_who_keeps_handling_for_the_unit(people: People):
    stories.filed(people)
    office = office_of(people.shiting)
    posting = Appointment.objects.create(
        officer=people.shiting.officer,
        role=Role.TOWN_OFFICER,
        township=office.township,
        starts_on=office.starts_on,
        document="另一任职",
    )
    assert handover.open_work(office).own == []
    posting.delete()
    assert len(handover.open_work(office).own) == 1


def test_the_successor_accepts_what_waits_as_a_todo(people: People):
    stories.filed(people)
    third = person("石亭丙", Role.TOWN_OFFICER, "石亭街道")
    row = ended(people.shiting, people, third)
    assert "待接收的工作交接" in {g.label for g in worklist.groups_for(again(third))}
    with pytest.raises(PermissionDenied):
        handover.accept(handover_id=row.pk, by=people.tianbao)
    handover.accept(handover_id=row.pk, by=third)
    assert "待接收的工作交接" not in {g.label for g in worklist.groups_for(again(third))}


def test_todos_of_a_single_office_wait_for_the_next_holder(people: People):
    """A deputy chief's approvals hang on the office: whoever follows finds them."""
    case = stories.registered(people.shiting, "石亭街道")
    case.state, case.reporting = "cleared", ""
    case.save()
    work = handover.open_work(office_of(people.shiting_deputy))
    assert ([p.kind for p in work.office], work.sole_holder) == (["待审批决定"], True)
    follower = person("继任者", Role.TOWN_OFFICER, "石亭街道")
    row = ended(people.shiting_deputy, people, follower, document="芗委组〔2026〕9号")
    office = follower.officer.appointments.get(role=Role.DEPUTY_CHIEF)
    assert (office.document, office.starts_on) == ("芗委组〔2026〕9号", timezone.localdate())
    assert "待审批决定" in {g.label for g in worklist.groups_for(again(follower))}
    assert [entry["kind"] for entry in row.inherited] == ["待审批决定"]
    assert sync_everyone() == 0


def test_when_the_successor_can_not_hold_the_office_nothing_is_ended(people: People):
    stranger = people.tianbao
    with pytest.raises(RuleViolation, match="应由石亭街道人员担任"):
        ended(people.shiting_deputy, people, stranger, document="文号")
    assert access.grants_of(again(people.shiting_deputy)).any("approve_cases")


def test_the_pages_of_a_handover(people: People, client: Client):
    stories.filed(people)
    third = person("石亭丙", Role.TOWN_OFFICER, "石亭街道")
    client.force_login(people.organisation)
    page = f"/appointments/{office_of(people.shiting).pk}/end/"
    assert "在办" not in client.get(page).content.decode()
    assert "本人承办 1 项" in client.get(page).content.decode()
    refused = client.post(page, {"reason": "调离"})
    assert "请指定接任人" in refused.content.decode()
    done = client.post(page, {"reason": "调离", "successor": third.officer.pk})
    assert done.status_code == 302
    row = Handover.objects.get()
    client.force_login(third)
    for path in (row.get_absolute_url(), f"{row.get_absolute_url()}print/", "/handovers/"):
        assert "石亭甲" in client.get(path).content.decode()
    client.post(f"{row.get_absolute_url()}accept/")
    assert "已接收" in client.get(row.get_absolute_url()).content.decode()
    client.force_login(people.tianbao)
    assert client.get(row.get_absolute_url()).status_code == 404
    assert client.post(f"{row.get_absolute_url()}accept/").status_code == 404


def test_an_office_page_shows_who_held_it_before(people: People, client: Client):
    follower: Officer = person("继任者", Role.TOWN_OFFICER, "石亭街道").officer
    old = office_of(people.shiting_deputy)
    dismiss(
        appointment_id=old.pk,
        by=people.organisation,
        reason="退休",
        passing=Passing(successor=follower, document="芗委组〔2026〕9号"),
    )
    client.force_login(people.shiting)
    new = follower.appointments.get(role=Role.DEPUTY_CHIEF)
    html = client.get(new.get_absolute_url()).content.decode()
    assert "石亭副片长" in html
    assert "测试文号" in html
    assert "芗委组〔2026〕9号" in html
