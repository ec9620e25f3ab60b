"""A joint operation: from the chief's word to the order, and off again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from cases.services import arrangement
from core import audit
from core.errors import RuleViolation
from core.models import Notice, User
from personnel.models import Engagement, Leave
from personnel.roles import Role
from personnel.selectors import officer_facts, unit_key
from personnel.services.equipment import bookings
from plans.models import Operation
from plans.rules.operation import S
from plans.selectors import desks
from plans.selectors import operations as selectors
from plans.services import booking, from_case, operations, ordering, reminders
from tests import operations as given
from tests import stories
from tests.dispatching import at, issued, vehicle
from tests.factories.personnel import person
from tests.people import People

pytestmark = pytest.mark.django_db


def again(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_joint_work_arranged_for_a_case_makes_a_draft_with_its_units_once(people: People):
    case = stories.arranged(people)
    operation = Operation.objects.get(case=case)
    assert operation.state == S.DRAFT
    assert [str(unit) for unit in operation.units.all()] == ["石亭街道", "天宝镇"]
    assert str(operation.lead) == "石亭街道"
    assert {str(place.township) for place in operation.places.all()} == {"石亭街道", "天宝镇"}
    arrangement = case.arrangements.get()
    twice = from_case.draft_from_case(case=case, arrangement=arrangement, by=people.chief_west)
    assert twice == operation
    assert Operation.objects.count() == 1


def test_the_same_form_sent_twice_makes_one_campaign(people: People):
    key = "0b6cf6cf-5d0e-4c47-9b43-0a4f0c9f6a10"
    made = [operations.create(plan=given.plan(), key=key, by=people.chief_west) for _ in range(2)]
    assert made[0] == made[1]
    assert Operation.objects.count() == 1


def test_a_chief_begins_no_campaign_in_another_zone(people: People):
    with pytest.raises(PermissionDenied):
        given.drafted(people.chief_east)


def test_a_deputy_chief_orders_simple_work_inside_the_zone_alone(people: People):
    deputy = people.shiting_deputy
    operation = given.drafted(deputy)
    given.send(operation, "石亭街道", people.shiting, by=deputy)
    given.send(operation, "天宝镇", people.tianbao, by=deputy)
    assert ordering.order(operation_id=operation.pk, by=deputy).state == S.ORDERED


def test_a_deputy_chief_does_not_order_joint_work_about_a_reported_case(people: People):
    operation = Operation.objects.get(case=stories.arranged(people))
    with pytest.raises(PermissionDenied, match="下达由牵头片区片长办理"):
        ordering.order(operation_id=operation.pk, by=people.shiting_deputy)


def test_over_two_zones_the_coordination_office_orders_and_no_other_zones_chief(people: People):
    operation = given.drafted(people.office, "石亭街道", "巷口街道")
    given.send(operation, "石亭街道", people.shiting, by=people.office)
    given.send(operation, "巷口街道", people.xiangkou, by=people.office)
    with pytest.raises(PermissionDenied):
        ordering.order(operation_id=operation.pk, by=people.chief_east)
    assert ordering.order(operation_id=operation.pk, by=people.office).number


def test_ordering_needs_two_certified_officers_of_two_units(people: People):
    operation = given.drafted(people.chief_west)
    given.send(operation, "石亭街道", people.shiting, people.shiting_second, by=people.chief_west)
    with pytest.raises(RuleViolation, match="须来自两个以上单位"):
        ordering.order(operation_id=operation.pk, by=people.chief_west)
    given.send(operation, "天宝镇", people.tianbao, by=people.chief_west)
    people.tianbao.officer.certificates.update(status="suspended")
    with pytest.raises(RuleViolation, match="天宝甲（天宝镇）不能参加"):
        ordering.order(operation_id=operation.pk, by=people.chief_west)
    people.tianbao.officer.certificates.update(status="valid")
    assert ordering.order(operation_id=operation.pk, by=people.chief_west).state == S.ORDERED


def test_who_is_called_up_elsewhere_at_that_time_is_not_booked(people: People):
    issued(people)
    operation = given.drafted(people.chief_west)
    with pytest.raises(RuleViolation, match="石亭甲已被西部片区调度至石亭街道"):
        given.send(operation, "石亭街道", people.shiting, by=people.chief_west)
    assert not operation.members.exists()


def test_who_is_on_leave_or_of_another_unit_is_not_booked(people: People):
    operation = given.drafted(people.chief_west)
    tomorrow = timezone.localdate() + timedelta(days=1)
    Leave.objects.create(
        officer=people.shiting.officer,
        kind="annual",
        starts_on=tomorrow,
        ends_on=tomorrow,
        recorded_by=people.chief_west,
    )
    with pytest.raises(RuleViolation, match="请假"):
        given.send(operation, "石亭街道", people.shiting, by=people.chief_west)
    with pytest.raises(RuleViolation, match="不在本单位任职"):
        given.send(operation, "石亭街道", people.zhishan, by=people.chief_west)


def test_a_unit_names_its_own_people_and_not_those_of_another(people: People):
    operation = given.drafted(people.chief_west)
    given.send(operation, "石亭街道", people.shiting, by=people.shiting_deputy)
    other = person("天宝副片长", Role.DEPUTY_CHIEF, "天宝镇")
    with pytest.raises(PermissionDenied):
        given.send(operation, "石亭街道", people.shiting_second, by=other)


def test_a_booked_vehicle_is_taken_for_everybody_else_and_given_back_only_here(people: People):
    car = vehicle()
    operation = given.drafted(people.chief_west)
    given.carry(operation, car, by=people.chief_west)
    other = given.drafted(people.chief_west, starts_at=at(10), ends_at=at(11))
    with pytest.raises(RuleViolation, match="已被西部片区安排“沿街占道堆放联合整治”"):
        given.carry(other, car, by=people.chief_west)
    engagement = Engagement.objects.get(equipment=car)
    with pytest.raises(RuleViolation, match="请在该行动的页面上解除"):
        bookings.release(engagement=engagement, by=people.chief_west)
    row = operation.equipment.get()
    booking.leave_behind(operation_id=operation.pk, row_id=row.pk, by=people.chief_west)
    given.carry(other, car, by=people.chief_west)


def test_an_order_lets_people_act_in_the_towns_gone_to_on_that_day_only(people: People):
    operation = given.staffed(people)
    tianbao = unit_key(stories.town("天宝镇"))
    tomorrow = timezone.localdate() + timedelta(days=1)

    def covered(day) -> bool:
        return officer_facts([people.shiting.officer], day)[0].covers(tianbao)

    assert not covered(tomorrow)
    ordering.order(operation_id=operation.pk, by=people.chief_west)
    assert covered(tomorrow)
    assert not covered(tomorrow + timedelta(days=1))
    ordering.cancel(operation_id=operation.pk, reason="暴雨红色预警", by=people.chief_west)
    assert not covered(tomorrow)


def test_everybody_is_told_of_the_order_the_new_time_and_the_cancelling(people: People):
    deputy = people.shiting_deputy
    operation = given.ordered(people)
    for user in (people.shiting, people.tianbao, deputy):
        assert Notice.objects.filter(recipient=user, text__contains="集合").exists()
    ordering.change(
        operation_id=operation.pk,
        starts_at=at(14),
        ends_at=at(17),
        muster="天宝镇政府门口",
        by=people.chief_west,
    )
    told = Notice.objects.filter(recipient=people.tianbao).latest("pk")
    assert "改为" in told.text
    assert "天宝镇政府门口" in told.text
    ordering.cancel(operation_id=operation.pk, reason="暴雨红色预警", by=people.chief_west)
    assert Notice.objects.filter(recipient=deputy, text__contains="暴雨红色预警").exists()
    assert not Engagement.objects.filter(released_at=None).exists()


def test_a_new_time_at_which_somebody_is_taken_changes_nothing(people: People):
    operation = given.ordered(people)
    other = given.drafted(people.chief_west, starts_at=at(14), ends_at=at(16), name="另一行动")
    given.send(other, "天宝镇", people.tianbao, by=people.chief_west)
    with pytest.raises(RuleViolation, match=r"天宝甲.*时间未改"):
        ordering.change(
            operation_id=operation.pk,
            starts_at=at(15),
            ends_at=at(17),
            muster=operation.muster,
            by=people.chief_west,
        )
    operation.refresh_from_db()
    assert operation.starts_at == at(9)
    assert {row.engagement.during.lower for row in operation.members.all()} == {at(9)}


def test_after_ordering_nobody_is_withdrawn_below_what_is_needed(people: People):
    operation = given.ordered(people)
    row = operation.members.get(officer=people.tianbao.officer)
    with pytest.raises(RuleViolation, match="两人以上"):
        booking.withdraw(operation_id=operation.pk, member_id=row.pk, by=people.chief_west)


def test_a_changed_plan_refuses_to_drop_a_unit_that_has_people(people: People):
    operation = given.staffed(people)
    with pytest.raises(RuleViolation, match="天宝镇已安排人员"):
        operations.revise(
            operation_id=operation.pk, plan=given.plan("石亭街道", "浦南镇"), by=people.chief_west
        )
    with pytest.raises(RuleViolation, match="他人刚刚修改"):
        operations.revise(
            operation_id=operation.pk, plan=given.plan(), by=people.chief_west, version=1
        )


def test_units_that_take_part_and_the_zones_leaders_see_it_others_do_not(people: People):
    _ = (people.shiting_second, people.zhishan)
    draft = given.drafted(people.chief_west)
    for user in (people.chief_west, people.office, people.shiting_deputy):
        assert selectors.get_visible_operation(user=again(user), pk=draft.pk)
    for user in (people.shiting_second, people.chief_east, people.zhishan):
        with pytest.raises(Http404):
            selectors.get_visible_operation(user=again(user), pk=draft.pk)
    ordered = given.ordered(people)
    assert selectors.get_visible_operation(user=again(people.shiting_second), pk=ordered.pk)
    for user in (people.chief_east, people.zhishan, people.xiangkou):
        with pytest.raises(Http404):
            selectors.get_visible_operation(user=again(user), pk=ordered.pk)


def test_the_day_before_everybody_who_goes_is_reminded_once(people: People):
    given.ordered(people)
    before = Notice.objects.count()
    assert reminders.remind_of_tomorrow() >= 2
    assert Notice.objects.filter(recipient=people.tianbao, text__startswith="明天").count() == 1
    after = Notice.objects.count()
    assert after > before
    assert reminders.remind_of_tomorrow() == 0


def test_every_step_leaves_a_trace_and_the_chain_is_whole(people: People):
    operation = given.ordered(people)
    ordering.cancel(operation_id=operation.pk, reason="改期", by=people.chief_west)
    operation.refresh_from_db()
    verbs = list(audit.trail_of(operation).values_list("verb", flat=True))
    assert verbs == ["draft", "send", "send", "order", "cancel"]
    assert audit.verify_trail(operation, expected_length=operation.version) == []


def test_a_deputy_chief_does_not_order_what_the_chief_prepared_for_another_town(people: People):
    other = person("天宝副片长", Role.DEPUTY_CHIEF, "天宝镇")
    operation = given.staffed(people)
    with pytest.raises(PermissionDenied):
        ordering.order(operation_id=operation.pk, by=other)


def test_a_unit_that_has_named_nobody_finds_it_among_its_to_dos(people: People):
    deputy = people.shiting_deputy
    operation = given.drafted(people.chief_west)
    assert list(desks.to_staff(deputy)) == [operation]
    given.send(operation, "石亭街道", people.shiting, by=deputy)
    assert not desks.to_staff(deputy).exists()


def test_when_the_case_is_arranged_anew_the_draft_gives_way(people: People):
    case = stories.arranged(people)
    orders = stories.orders("石亭街道", "天宝镇", "浦南镇")
    arrangement.arrange(case_id=case.pk, orders=orders, by=people.chief_west)
    states = Operation.objects.filter(case=case).order_by("pk").values_list("state", flat=True)
    assert list(states) == ["cancelled", "draft"]


def test_simple_work_of_a_deputy_chief_for_a_case_is_ordered_without_the_chief(people: People):
    case = stories.filed(people)
    deputy = people.shiting_deputy
    orders = stories.orders("石亭街道", "天宝镇")
    arrangement.order_simple(case_id=case.pk, orders=orders, by=deputy)
    operation = Operation.objects.get(case=case)
    assert [row.duty for row in operation.units.all()] == ["牵头办理", "参加检查"]
    given.send(operation, "石亭街道", people.shiting, by=deputy)
    given.send(operation, "天宝镇", people.tianbao, by=deputy)
    assert ordering.order(operation_id=operation.pk, by=deputy).state == S.ORDERED
