"""What becomes of an issued order: answers, substitutes, silence, another time, its end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from core import audit, parameters, worklist
from core.errors import RuleViolation
from core.models import Notice, Parameter, User
from personnel import events
from personnel.models import DispatchOfficer, DispatchOrder, Engagement, Leave
from personnel.roles import Role
from personnel.selectors import candidates
from personnel.services import dispatch
from personnel.services import dispatch_course as course
from tests.dispatching import at, drafted, issued, picks, task, vehicle
from tests.factories.personnel import person
from tests.people import People

pytestmark = pytest.mark.django_db


@pytest.fixture
def third(people: People) -> User:
    _ = (people.shiting, people.shiting_second, people.chief_west)
    return person("石亭丙", Role.TOWN_OFFICER, "石亭街道")


@pytest.fixture
def order(people: People, third: User) -> DispatchOrder:
    return issued(people)


def row_of(order: DispatchOrder, user: User) -> DispatchOfficer:
    return order.officers.get(officer__user=user)


def last_text(user: User) -> str:
    found = Notice.objects.filter(recipient=user).order_by("-pk").first()
    return found.text if found else ""


def todos(user: User) -> list[str]:
    return [group.label for group in worklist.groups_for(User.objects.get(pk=user.pk))]


def busy(user: User) -> bool:
    return Engagement.objects.filter(officer__user=user, released_at=None).exists()


# --- answers --------------------------------------------------------------------------------
def test_accepting_is_told_to_the_chief_and_leaves_the_list(people: People, order):
    assert todos(people.shiting) == ["待答复的调度"]
    course.answer(order_id=order.pk, accept=True, by=people.shiting)
    assert row_of(order, people.shiting).answer == "accepted"
    assert last_text(people.chief_west) == f"{order.number}：石亭甲已接受调度"
    assert todos(people.shiting) == []
    with pytest.raises(RuleViolation, match="您已接受，不必再答复"):
        course.answer(order_id=order.pk, accept=True, by=people.shiting)


def test_declining_frees_the_time_and_proposes_somebody_else(people: People, order, third):
    heard = []
    events.dispatch_answered.connect(lambda **kw: heard.append(kw), weak=False)
    _ = people.shiting_deputy
    course.answer(order_id=order.pk, accept=False, reason="孩子住院", by=people.shiting)
    assert not busy(people.shiting)
    assert busy(people.shiting_second)
    assert last_text(people.chief_west) == (
        f"{order.number}：石亭甲不能参加（孩子住院），建议改派石亭丙（石亭街道）"
    )
    assert last_text(people.shiting_deputy) == f"{order.number}：石亭甲不能参加（孩子住院）"
    assert todos(people.chief_west) == ["调度缺人，待改派"]
    assert (heard[-1]["accepted"], heard[-1]["reason"]) == (False, "孩子住院")
    [best, *_] = candidates.replacements(order)
    order.refresh_from_db()
    course.substitute(
        order_id=order.pk, officer_id=best.id, by=people.chief_west, revision=order.revision
    )
    assert todos(people.chief_west) == []
    assert todos(third) == ["待答复的调度"]
    verbs = [entry.verb for entry in audit.trail_of(order)]
    assert verbs == ["draft", "issue", "decline", "substitute"]


def test_declining_wants_a_reason_and_only_the_called_answer(people: People, order, third):
    with pytest.raises(RuleViolation, match="理由") as caught:
        course.answer(order_id=order.pk, accept=False, reason="  ", by=people.shiting)
    assert caught.value.field == "reason"
    with pytest.raises(RuleViolation, match="没有调用您"):
        course.answer(order_id=order.pk, accept=True, by=third)
    course.answer(order_id=order.pk, accept=False, reason="出差", by=people.shiting)
    with pytest.raises(RuleViolation, match="您已谢绝"):
        course.answer(order_id=order.pk, accept=True, by=people.shiting)


def test_who_accepted_may_still_have_to_decline(people: People, order):
    course.answer(order_id=order.pk, accept=True, by=people.shiting)
    course.answer(order_id=order.pk, accept=False, reason="突发疾病", by=people.shiting)
    assert row_of(order, people.shiting).answer == "declined"
    assert not busy(people.shiting)


# --- substitutes ----------------------------------------------------------------------------
def declined(people: People, order: DispatchOrder) -> DispatchOrder:
    course.answer(order_id=order.pk, accept=False, reason="出差", by=people.shiting)
    order.refresh_from_db()
    return order


@pytest.mark.parametrize(
    ("who", "told"),
    [
        ("shiting_second", "已在本次调度中"),
        ("shiting", "已谢绝本次调度"),
        ("zhishan", "属其他片区"),
        ("reviewer_west", "没有执法岗位"),
        ("bureau", "先补足两名执法主体人员"),
    ],
)
def test_who_can_not_take_the_open_seat(people: People, order, who, told):
    declined(people, order)
    officer = getattr(people, who).officer
    with pytest.raises(RuleViolation, match=told):
        course.substitute(order_id=order.pk, officer_id=officer.pk, by=people.chief_west)


def test_a_full_order_calls_nobody_more(people: People, order, third):
    with pytest.raises(RuleViolation, match="已经派齐"):
        course.substitute(order_id=order.pk, officer_id=third.officer.pk, by=people.chief_west)


def test_a_substitute_whom_somebody_took_meanwhile(people: People, order, third):
    declined(people, order)
    _ = person("石亭丁", Role.TOWN_OFFICER, "石亭街道")
    day = timezone.localdate() + timedelta(days=1)
    Leave.objects.create(
        officer=third.officer, kind="annual", starts_on=day, ends_on=day, recorded_by=third
    )
    with pytest.raises(RuleViolation, match=r"石亭丙不能调度：请假.*可改派：石亭丁（石亭街道）"):
        course.substitute(order_id=order.pk, officer_id=third.officer.pk, by=people.chief_west)


# --- another time ---------------------------------------------------------------------------
def test_another_time_asks_everybody_anew(people: People, third):
    car = vehicle()
    order = issued(people, equipment=(car,))
    course.answer(order_id=order.pk, accept=True, by=people.shiting)
    order.refresh_from_db()
    course.reschedule(
        order_id=order.pk, starts_at=at(10), ends_at=at(13), by=people.chief_west,
        revision=order.revision,
    )  # fmt: skip
    assert row_of(order, people.shiting).answer == "called"
    live = Engagement.objects.filter(released_at=None)
    assert {(row.during.lower, row.during.upper) for row in live} == {(at(10), at(13))}
    assert live.count() == 3
    assert "请重新答复" in last_text(people.shiting)
    assert Engagement.objects.exclude(released_at=None).count() == 3  # the old ones stay on record


def test_one_who_is_taken_then_keeps_the_old_time(people: People, order):
    other = person("石亭丁", Role.TOWN_OFFICER, "石亭街道")
    dispatch.call(
        task=task(start=14, end=16), picks=picks(people.shiting, other), by=people.chief_west
    )
    with pytest.raises(RuleViolation, match=r"石亭甲不能调度：已被西部片区调度至.*时间未改"):
        course.reschedule(order_id=order.pk, starts_at=at(13), ends_at=at(15), by=people.chief_west)
    order.refresh_from_db()
    assert order.starts_at == at(9)
    assert busy(people.shiting_second)


def test_a_change_on_an_older_view_is_refused(people: People, order):
    course.answer(order_id=order.pk, accept=True, by=people.shiting)
    for call in (
        lambda: course.cancel(order_id=order.pk, reason="x", by=people.chief_west, revision=2),
        lambda: course.reschedule(
            order_id=order.pk, starts_at=at(10), ends_at=at(11), by=people.chief_west, revision=2
        ),
    ):
        with pytest.raises(RuleViolation, match="刚刚修改"):
            call()


# --- the end --------------------------------------------------------------------------------
def test_cancelling_releases_everything_and_tells_everybody(people: People, third):
    order = issued(people, equipment=(vehicle(),))
    course.cancel(order_id=order.pk, reason="暴雨预警", by=people.chief_west)
    assert not Engagement.objects.filter(released_at=None).exists()
    assert set(order.officers.values_list("answer", flat=True)) == {"released"}
    assert "已撤销（暴雨预警）" in last_text(people.shiting_second)
    assert todos(people.shiting) == []
    with pytest.raises(RuleViolation, match="已撤销"):
        course.answer(order_id=order.pk, accept=True, by=people.shiting)
    issued(people)  # the same people at the same time: free again


def test_a_coordinator_gives_up_a_draft_but_not_an_issued_order(people: People, order):
    coordinator = person("组长", Role.COORDINATOR, "西部片区", home="区自然资源局")
    draft = drafted(coordinator, people.shiting)
    assert course.cancel(order_id=draft.pk, reason="不办了", by=coordinator).status == "cancelled"
    for user in (coordinator, people.chief_east):
        with pytest.raises(PermissionDenied):
            course.cancel(order_id=order.pk, reason="不办了", by=user)
        with pytest.raises(PermissionDenied):
            course.finish(order_id=order.pk, note="完成", by=user)


def test_finishing_early_frees_the_rest_of_the_time(people: People, order):
    with pytest.raises(RuleViolation, match="尚未开始"):
        course.finish(order_id=order.pk, note="完成", by=people.chief_west)
    now = timezone.now()
    start, end = now - timedelta(hours=1), now + timedelta(hours=1)
    course.reschedule(order_id=order.pk, starts_at=start, ends_at=end, by=people.chief_west)
    course.finish(order_id=order.pk, note="检查 6 户", by=people.chief_west)
    order.refresh_from_db()
    assert (order.status, order.close_note) == ("done", "检查 6 户")
    row = people.shiting.officer.engagements.get(released_at=None)
    assert start < row.during.upper < end


def test_an_order_whose_time_is_over_waits_for_its_outcome(people: People, order):
    now = timezone.now()
    DispatchOrder.objects.update(starts_at=now - timedelta(hours=2), ends_at=now)
    assert todos(people.chief_west) == ["待登记完成的调度"]
    assert todos(people.shiting) == []
    with pytest.raises(RuleViolation, match="已经结束"):
        course.answer(order_id=order.pk, accept=True, by=people.shiting)


# --- silence --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("before", "told"),
    [(timedelta(hours=2, minutes=1), 0), (timedelta(hours=2), 1), (timedelta(0), 1)],
    ids=["尚早", "两小时前", "已到时间"],
)
def test_silence_is_told_from_two_hours_before_and_once(people: People, order, before, told):
    course.answer(order_id=order.pk, accept=True, by=people.shiting_second)
    Notice.objects.all().delete()
    moment = at(9) - before
    assert course.remind_silent(moment) == told
    course.remind_silent(moment + timedelta(minutes=5)) if told else None
    assert Notice.objects.filter(recipient=people.shiting).count() == told
    assert Notice.objects.filter(recipient=people.shiting_second).count() == 0
    assert Notice.objects.filter(recipient=people.chief_west).count() == told


def test_how_long_before_is_a_figure_of_the_justice_bureau(people: People, order):
    parameter = Parameter.objects.get(code="DISPATCH_ANSWER")
    assert (parameter.value, parameter.confirmed_on) == (2, None)
    Parameter.objects.filter(pk=parameter.pk).update(value=4)
    parameters.forget()
    assert course.remind_silent(at(9) - timedelta(hours=4)) == 2
