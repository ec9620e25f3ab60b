"""Who is told, who leads, who arranges."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from cases.services import arrangement, escalation, filing, intake
from core.errors import RuleViolation
from personnel.roles import Role
from tests import stories
from tests.factories.personnel import person
from tests.people import People
from zones.models import Zone

pytestmark = pytest.mark.django_db


def told(case) -> dict[str, str]:
    return {r.user.name: r.part for r in case.escalations.get().recipients.all()}


def test_two_towns_of_one_zone_only_its_chief_is_told(people: People):
    for chief in (people.chief_east, people.chief_central, people.chief_west, people.office):
        assert chief
    case = stories.routed(stories.registered(people.shiting, "石亭街道", "天宝镇"))
    assert told(case) == {"西部片长": "lead"}


def test_two_zones_both_chiefs_and_the_office_are_told_and_the_first_town_leads(people: People):
    for chief in (people.chief_east, people.chief_central, people.chief_west, people.office):
        assert chief
    case = stories.routed(stories.registered(people.shiting, "石亭街道", "芝山街道"))
    assert told(case) == {"西部片长": "lead", "中部片长": "chief", "指导单位": "office"}
    assert case.escalations.get().lead_zone.name == "西部片区"


def test_the_office_may_name_another_zone_to_lead(people: People):
    for chief in (people.chief_central, people.chief_west, people.office):
        assert chief
    case = stories.routed(stories.registered(people.shiting, "石亭街道", "芝山街道"))
    central = Zone.objects.get(name="中部片区")
    with pytest.raises(PermissionDenied):
        escalation.name_lead_zone(case_id=case.pk, zone=central, by=people.chief_west)
    escalation.name_lead_zone(case_id=case.pk, zone=central, by=people.office)
    assert told(case)["中部片长"] == "lead"
    with pytest.raises(PermissionDenied):
        arrangement.arrange(
            case_id=case.pk, orders=stories.orders("石亭街道", "芝山街道"), by=people.chief_west
        )
    assert arrangement.arrange(
        case_id=case.pk, orders=stories.orders("石亭街道", "芝山街道"), by=people.chief_central
    )


def test_a_zone_that_is_not_concerned_cannot_lead(people: People):
    for chief in (people.chief_central, people.chief_west, people.office):
        assert chief
    case = stories.routed(stories.registered(people.shiting, "石亭街道", "芝山街道"))
    with pytest.raises(RuleViolation, match="与本案无关"):
        escalation.name_lead_zone(
            case_id=case.pk, zone=Zone.objects.get(name="东部片区"), by=people.office
        )


def test_a_vacant_chief_is_stood_in_for_and_the_office_is_told(people: People):
    person("协作组长", Role.COORDINATOR, "西部片区", home="区自然资源局")
    assert people.office
    case = stories.routed(stories.registered(people.shiting, "石亭街道", "天宝镇"))
    assert told(case) == {"协作组长": "lead", "指导单位": "office"}


def test_nobody_in_office_keeps_the_report_waiting(people: People):
    case = stories.registered(people.shiting, "石亭街道", "天宝镇")
    with pytest.raises(RuleViolation, match="无法转送"):
        stories.routed(case)


def test_a_farm_outside_every_zone_is_told_to_the_office_and_goes_to_the_bureau(people: People):
    assert people.office
    case = stories.registered(
        people.shiting, "石亭街道", "天宝林场", item=stories.undelegated_item()
    )
    assert case.authority_kind == "bureau"


def test_adding_a_town_of_another_zone_reports_a_case_that_needed_no_report(people: People):
    for chief in (people.chief_central, people.chief_west, people.office):
        assert chief
    case = stories.filed(people)
    assert case.reporting == ""
    case = intake.change_places(
        case_id=case.pk, towns=[stories.town("芝山街道")], by=people.shiting
    )
    assert case.reporting == "pending"
    assert told(stories.routed(case))["中部片长"] == "chief"


def test_joint_work_needs_a_second_unit(people: People):
    assert people.chief_west
    case = stories.routed(stories.registered(people.shiting, "石亭街道", "天宝镇"))
    with pytest.raises(RuleViolation, match="至少还须一个参与单位"):
        arrangement.arrange(
            case_id=case.pk, orders=stories.orders("石亭街道"), by=people.chief_west
        )


def test_the_lead_town_is_one_of_the_places(people: People):
    assert people.chief_west
    case = stories.routed(stories.registered(people.shiting, "石亭街道", "天宝镇"))
    with pytest.raises(RuleViolation, match="须为案发地之一"):
        arrangement.arrange(
            case_id=case.pk, orders=stories.orders("浦南镇", "天宝镇"), by=people.chief_west
        )


def test_the_arrangement_does_not_move_jurisdiction(people: People):
    case = stories.arranged(people)
    assert case.authority_name == "石亭街道办事处"
    assert case.reporting == "arranged"


def test_a_report_nobody_arranged_ends_with_its_case(people: People):
    assert people.chief_west
    case = stories.routed(stories.registered(people.shiting, "石亭街道", "天宝镇"))
    filing.decline_filing(case_id=case.pk, reason="没有违法事实", by=people.shiting)
    case.refresh_from_db()
    assert case.reporting == ""
    assert case.escalations.get().status == "lapsed"
    with pytest.raises(RuleViolation, match="没有等待安排的上报"):
        arrangement.arrange(
            case_id=case.pk, orders=stories.orders("石亭街道", "天宝镇"), by=people.chief_west
        )


def test_a_report_still_waiting_for_the_worker_when_its_case_ends_tells_nobody(people: People):
    assert people.chief_west
    case = stories.registered(people.shiting, "石亭街道", "天宝镇")
    filing.decline_filing(case_id=case.pk, reason="已自行改正", by=people.shiting)
    escalation.route({"escalation": case.escalations.get().pk})
    assert not case.escalations.get().recipients.exists()
