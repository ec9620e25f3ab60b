"""The chief of the zone calls people up; nobody else does, and nobody is called twice at once."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from core import audit
from core.errors import RuleViolation
from core.models import Notice, User
from personnel import events
from personnel.models import DispatchOrder, Engagement, Leave
from personnel.roles import Role
from personnel.selectors import candidates
from personnel.selectors import dispatch as selectors
from personnel.services import dispatch
from tests import dispatching, stories
from tests.core.test_concurrency import at_once
from tests.dispatching import at, drafted, issued, picks, task, vehicle
from tests.factories.personnel import person
from tests.people import People

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(people: People) -> tuple[User, User]:
    return people.shiting, people.shiting_second


def names(order: DispatchOrder) -> set[str]:
    return {str(row.officer) for row in selectors.team_of(order)}


def texts(user: User) -> list[str]:
    return list(Notice.objects.filter(recipient=user).order_by("pk").values_list("text", flat=True))


# --- proposals ------------------------------------------------------------------------------
def sides(**changes) -> list[candidates.Side]:
    return candidates.propose(task(**changes).order())


def test_own_town_first_then_the_zone_then_bureaus_and_other_zones_not(people: People, team):
    people.tianbao, people.bureau, people.zhishan  # noqa: B018
    [side] = sides(domain=dispatching.DOMAIN)
    ranked = [row.name for row in side.proposal.ranked]
    assert ranked[:3] == ["石亭甲", "石亭乙", "天宝甲"]
    assert "农业甲" in ranked
    [left] = side.proposal.left_out
    assert (left.name, left.why) == ("芝山甲", "属其他片区，须经该片区片长同意")


def test_a_bureaus_officer_posted_to_another_zone_belongs_there(people: People, team):
    person("下沉甲", Role.SECONDED_OFFICER, "芝山街道", home="区城管执法局")
    person("下沉乙", Role.SECONDED_OFFICER, "石亭街道", home="区城管执法局")
    [side] = sides()
    assert "下沉乙" in {r.name for r in side.proposal.ranked if r.of_unit}
    assert [row.name for row in side.proposal.left_out] == ["下沉甲"]


def test_who_is_engaged_and_who_is_on_leave_is_said(people: People, team):
    third = person("石亭丙", Role.TOWN_OFFICER, "石亭街道")
    issued(people)
    day = timezone.localdate() + timedelta(days=1)
    Leave.objects.create(
        officer=third.officer, kind="sick", starts_on=day, ends_on=day, recorded_by=third
    )
    [side] = sides(start=11, end=13)
    assert side.proposal.team == ()
    span = f"{day:%Y-%m-%d} 09:00–12:00"
    assert {row.name: row.why for row in side.proposal.left_out} == {
        "石亭甲": f"已被西部片区调度至石亭街道（街道办门口） {span}",
        "石亭乙": f"已被西部片区调度至石亭街道（街道办门口） {span}",
        "石亭丙": f"请假 {day} 至 {day}",
    }
    assert len(sides(start=12, end=13)[0].proposal.team) == 2


def test_the_bureau_acts_where_the_town_holds_nothing_of_the_domain(people: People, team):
    people.bureau, people.bureau_second  # noqa: B018
    order = task(domain="农业农村").order()
    assert str(order.agency) == "区农业农村局"
    [side] = candidates.propose(order)
    chosen = {r.name for r in side.proposal.ranked if r.id in side.proposal.team}
    assert chosen == {"农业甲", "农业乙"}
    assert task().order().agency is None
    with pytest.raises(RuleViolation, match="没有“航天”领域"):
        task(domain="航天").order()


def test_vehicles_side_by_side(people: People, team):
    vehicle("C-01"), vehicle("C-02", state="faulty"), vehicle("C-03", "芝山街道")
    vehicle("C-04", "天宝镇", inspect_due_on=timezone.localdate())
    _, cars = sides(vehicles_needed=1)
    assert [row.name for row in cars.proposal.ranked] == ["执法用车 闽E01001"]
    assert [row.why for row in cars.proposal.left_out] == [
        "故障待修", f"检验 {timezone.localdate()} 到期", "属其他片区，须经该片区片长同意",
    ]  # fmt: skip


def test_proposing_costs_the_same_for_few_and_many(people: People, team, django_assert_num_queries):
    order = task(vehicles_needed=1).order()
    vehicle()
    for extra in range(2):
        for n in range(extra * 5):
            person(f"石亭{n}", Role.TOWN_OFFICER, "石亭街道")
            vehicle(f"C-1{n}")
        with django_assert_num_queries(11):
            candidates.propose(order)


# --- issuing --------------------------------------------------------------------------------
def test_issuing_reserves_everybody_numbers_and_tells(people: People, team):
    people.shiting_deputy, people.chief_west  # noqa: B018
    liaison = person("联络人", Role.LIAISON, "区农业农村局")
    car = vehicle()
    heard = []
    events.dispatch_issued.connect(lambda **kw: heard.append(kw["order"]), weak=False)
    order = issued(people, people.bureau, equipment=(car,))
    assert order.number == f"芗片调〔{timezone.localdate().year}〕1号"
    rows = Engagement.objects.filter(released_at=None)
    assert {str(row.officer or row.equipment) for row in rows} == {
        "石亭甲", "石亭乙", "农业甲", "执法用车 闽ET1001",
    }  # fmt: skip
    assert {(row.during.lower, row.during.upper) for row in rows} == {(at(9), at(12))}
    assert "请答复" in texts(people.bureau)[0]
    assert "石亭甲、石亭乙、农业甲" in texts(liaison)[0]
    assert "调度石亭甲" in texts(people.shiting_deputy)[0]
    assert [entry.verb for entry in audit.trail_of(order)] == ["draft", "issue"]
    assert heard == [order]


def test_numbers_have_no_gap_when_an_issue_fails(people: People, team):
    issued(people)
    with pytest.raises(RuleViolation):
        issued(people)
    order = issued(people, start=13, end=14)
    assert order.number.endswith("〕2号")


def test_another_zones_chief_and_a_coordinator_do_not_issue(people: People, team):
    coordinator = person("组长", Role.COORDINATOR, "西部片区", home="区自然资源局")
    order = drafted(coordinator, *team)
    for user in (coordinator, people.chief_east, people.shiting_deputy, people.office):
        with pytest.raises(PermissionDenied, match="由该片区片长统一调度"):
            dispatch.issue(order_id=order.pk, by=user)
    with pytest.raises(PermissionDenied):
        dispatch.call(task=task(), picks=picks(*team), by=people.chief_east)
    with pytest.raises(PermissionDenied):
        drafted(people.chief_east, *team)
    assert dispatch.issue(order_id=order.pk, by=people.chief_west).status == "issued"


@pytest.mark.parametrize(
    ("who", "told"),
    [
        (["shiting"], "不得少于两人"),
        (["shiting", "bureau"], "不得少于两人"),
        (["shiting", "shiting_second", "zhishan"], "芝山甲不能调度：属其他片区"),
        (["shiting", "shiting_second", "reviewer_west"], "当日没有执法岗位"),
    ],
    ids=["一人", "一人加部门一人", "他片人员", "非执法人员"],
)
def test_a_team_that_may_not_act_is_not_issued(people: People, team, who, told):
    order = drafted(people.chief_west, *(getattr(people, name) for name in who))
    with pytest.raises(RuleViolation, match=told):
        dispatch.issue(order_id=order.pk, by=people.chief_west)
    assert not Engagement.objects.exists()
    order.refresh_from_db()
    assert (order.status, order.number) == ("draft", None)


def test_recused_from_the_party_is_not_called(people: People, team):
    people.shiting.officer.recusals.create(
        party="某厂", ground="近亲属", recorded_on=timezone.localdate()
    )
    with pytest.raises(RuleViolation, match="石亭甲不能调度：应回避"):
        issued(people, party="某厂")


def test_the_same_submission_makes_one_order(people: People, team):
    key, chief = uuid.uuid4(), people.chief_west
    made = [
        dispatch.call(task=task(), picks=picks(*team), by=chief, key=key).order for _ in range(2)
    ]
    assert made[0] == made[1]
    assert DispatchOrder.objects.count() == 1


def test_an_order_somebody_changed_meanwhile_is_not_issued(people: People, team):
    chief = people.chief_west
    order = drafted(chief, *team)
    dispatch.revise(
        order_id=order.pk, task=task(purpose="改了"), picks=picks(*team), by=chief, revision=1
    )
    with pytest.raises(RuleViolation, match="刚刚修改"):
        dispatch.issue(order_id=order.pk, by=chief, revision=1)
    with pytest.raises(RuleViolation, match="刚刚修改"):
        dispatch.revise(order_id=order.pk, task=task(), picks=picks(*team), by=chief, revision=1)


def test_called_by_a_higher_app_the_proposed_team_comes_back(people: People, team):
    third = person("石亭丙", Role.TOWN_OFFICER, "石亭街道")
    made = dispatch.call(
        task=task(officers_needed=3), by=people.chief_west, source="芗执案〔2026〕7号",
        source_url="/cases/7/",
    )  # fmt: skip
    assert {str(officer) for officer in made.team} == {"石亭甲", "石亭乙", str(third)}
    assert (made.order.status, made.order.source_url) == ("issued", "/cases/7/")
    with pytest.raises(RuleViolation, match="不足两人"):
        dispatch.call(task=task(), by=people.chief_west)


# --- two chiefs at once ---------------------------------------------------------------------
def test_the_second_chief_is_told_who_has_them_and_who_is_free(people: People, team):
    _ = people.bureau_second
    issued(people, people.bureau)
    east = (people.xiangkou, person("巷口乙", Role.TOWN_OFFICER, "巷口街道"))
    with pytest.raises(RuleViolation) as caught:
        dispatch.call(
            task=task("巷口街道"), picks=picks(*east, people.bureau), by=people.chief_east
        )
    told = caught.value.message
    assert "农业甲不能调度：已被西部片区调度至石亭街道（街道办门口）" in told
    assert "09:00–12:00" in told
    assert "可改派：农业乙（区农业农村局）" in told
    assert DispatchOrder.objects.filter(zone__name="东部片区").count() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("overlap", [0, 2])
def test_two_chiefs_call_the_same_officer_at_the_same_moment(people: People, overlap):
    """Two connections: one order stands, the other chief is told by whom and who else is free."""
    wanted, spare = people.bureau, people.bureau_second
    west = (people.shiting, people.shiting_second)
    east = (people.xiangkou, person("巷口乙", Role.TOWN_OFFICER, "巷口街道"))
    plans = [
        (people.chief_west, task("石亭街道", officers_needed=3), picks(*west, wanted)),
        (
            people.chief_east,
            task("巷口街道", 9 + overlap, 12 + overlap, officers_needed=3),
            picks(wanted, *east),
        ),
    ]
    results = at_once(
        2, lambda i: dispatch.call(task=plans[i][1], picks=plans[i][2], by=plans[i][0])
    )
    [made] = [r for r in results if isinstance(r, dispatch.Called)]
    [refused] = [r for r in results if isinstance(r, RuleViolation)]
    assert f"已被{made.order.zone}调度至{made.order.township}" in refused.message
    assert f"可改派：{spare}" in refused.message
    assert DispatchOrder.objects.get() == made.order
    assert wanted.officer.engagements.count() == 1
    assert Engagement.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_many_orders_for_the_same_people_never_block_each_other(people: People):
    """Each names the people in another order; rows are locked by id, so nobody waits for ever."""
    team = [people.shiting, people.shiting_second, people.tianbao, people.bureau]
    chief, tasks = people.chief_west, [task(start=8 + n, end=9 + n) for n in range(6)]
    results = at_once(
        6,
        lambda i: dispatch.call(
            task=tasks[i], picks=picks(*(team if i % 2 else reversed(team))), by=chief
        ),
    )
    assert [r for r in results if isinstance(r, Exception)] == []
    numbers = sorted(r.order.number for r in results)
    year = timezone.localdate().year
    assert numbers == [f"芗片调〔{year}〕{n}号" for n in range(1, 7)]
    assert stories.town("石亭街道").dispatches.count() == 6
