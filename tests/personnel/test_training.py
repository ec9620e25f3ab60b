"""Exams and courses: who runs them, who is on the list, marks and hours."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from core import audit, parameters
from core.errors import RuleViolation
from core.models import Parameter, User
from personnel.models import Exam, Training
from personnel.roles import Role
from personnel.selectors import papers
from personnel.selectors import training as selectors
from personnel.services import exams, recusals, training
from tests import stories
from tests.factories.personnel import person
from tests.people import People
from zones.models import Zone

pytestmark = pytest.mark.django_db


def day(n: int):
    return timezone.localdate() + timedelta(days=n)


@pytest.fixture
def coordinator(people: People) -> User:
    return person("西部协作组长", Role.COORDINATOR, "西部片区", home="区自然资源局")


def sitting(people: People, on: int = -1) -> Exam:
    return exams.create(sitting=exams.Sitting("资格考试", day(on)), by=people.justice)


def course(by: User, on: int = -1, zone: str = "", hours: str = "8") -> Training:
    place = Zone.objects.get(name=zone) if zone else None
    made = training.Course("案例研讨", "skill", day(on), Decimal(hours), "区司法局", place)
    return training.create(course=made, by=by)


def ids(*users: User) -> set[int]:
    return {user.officer.pk for user in users}


# --- exams -------------------------------------------------------------------------------
def test_people_are_entered_once_and_marked(people: People):
    exam = sitting(people)
    both = ids(people.shiting, people.tianbao)
    assert exams.enter(exam_id=exam.pk, officers=both, by=people.justice) == 2
    assert exams.enter(exam_id=exam.pk, officers=both | ids(people.zhishan), by=people.justice) == 1
    with pytest.raises(RuleViolation, match="都已报名"):
        exams.enter(exam_id=exam.pk, officers=both, by=people.justice)
    scores = {people.shiting.officer.pk: 60, people.tianbao.officer.pk: 59}
    seen = exams.version_of(exam)
    assert exams.record_scores(
        exam_id=exam.pk, scores=scores, version=seen, by=people.justice
    ) == 2  # fmt: skip
    assert papers.passed_on(people.shiting.officer) == day(-1)
    assert papers.passed_on(people.tianbao.officer) is None
    counted = selectors.get_exam(exam.pk)
    assert (counted.entered, counted.marked, counted.passed) == (3, 2, 1)  # type: ignore[attr-defined]
    with pytest.raises(RuleViolation, match="他人刚刚登记"):
        exams.record_scores(exam_id=exam.pk, scores=scores, version=seen, by=people.justice)
    assert audit.trail_of(exam).last().payload["scores"]["石亭甲"] == [None, 60]


def test_marks_before_the_day_are_refused(people: People):
    exam = sitting(people, on=1)
    exams.enter(exam_id=exam.pk, officers=ids(people.shiting), by=people.justice)
    with pytest.raises(RuleViolation, match="举行后才能"):
        exams.record_scores(
            exam_id=exam.pk,
            scores={people.shiting.officer.pk: 90},
            version=exams.version_of(exam),
            by=people.justice,
        )


@pytest.mark.parametrize("who", ["organisation", "shiting_deputy", "chief_west"])
def test_exams_are_run_by_the_justice_bureau_alone(people: People, who: str):
    exam = sitting(people)
    by = getattr(people, who)
    with pytest.raises(PermissionDenied):
        exams.create(sitting=exams.Sitting("另一次", day(3)), by=by)
    with pytest.raises(PermissionDenied):
        exams.enter(exam_id=exam.pk, officers=ids(people.shiting), by=by)
    with pytest.raises(PermissionDenied):
        exams.record_scores(exam_id=exam.pk, scores={}, version=0, by=by)


def test_the_same_sitting_is_not_made_twice(people: People):
    sitting(people)
    with pytest.raises(RuleViolation, match="已经建立"):
        sitting(people)


def test_marks_of_strangers_are_not_shown(client, people: People):
    exam = sitting(people)
    exams.enter(exam_id=exam.pk, officers=ids(people.shiting, people.xiangkou), by=people.justice)
    client.force_login(people.shiting_second)
    page = client.get(reverse("exam", args=[exam.pk]))
    assert "石亭甲" in page.content.decode()
    assert "巷口甲" not in page.content.decode()
    for name in ("exam_enter", "exam_scores"):
        assert client.get(reverse(name, args=[exam.pk])).status_code == 403
    client.force_login(people.reviewer_west)
    assert client.get(reverse("exam", args=[exam.pk])).status_code == 403


def test_the_way_of_an_exam_by_pages(client, people: People):
    officer = person("石亭新人", Role.TOWN_OFFICER, "石亭街道", certified=False).officer
    client.force_login(people.justice)
    form = {"name": "秋季考试", "held_on": day(0).isoformat(), "pass_mark": 60}
    client.post(reverse("exam_new"), form)
    exam = Exam.objects.get()
    enter = reverse("exam_enter", args=[exam.pk])
    assert "请选择单位或者人员" in client.post(enter, {"sent": "1"}).content.decode()
    client.post(enter, {"units": [f"T{stories.town('石亭街道').pk}"]})
    assert exam.results.get().officer == officer
    page = client.get(reverse("exam", args=[exam.pk]))
    name, version = f"row-{officer.pk}", page.context["scores"]["version"].value()
    scores = reverse("exam_scores", args=[exam.pk])
    refused = client.post(scores, {name: 101, "version": version})
    assert refused.context["scores"].errors[name]
    page = client.post(scores, {name: 88, "version": version}, follow=True)
    assert "已登记 1 人的成绩" in page.content.decode()
    assert reverse("certificate_new", args=[officer.pk]) in page.content.decode()


# --- courses -----------------------------------------------------------------------------
def test_hours_count_for_the_year_of_the_course(people: People):
    this = course(people.justice, on=0)
    training.sign_in(training_id=this.pk, officers=ids(people.shiting), by=people.justice)
    pk, year = people.shiting.officer.pk, timezone.localdate().year
    assert selectors.hours_of([pk], year) == {pk: Decimal(8)}
    assert selectors.hours_of([pk], year - 1) == {}
    training.correct_hours(
        training_id=this.pk,
        hours={pk: Decimal("4.5")},
        version=training.version_of(this),
        by=people.justice,
    )
    assert selectors.hours_of([pk], year) == {pk: Decimal("4.5")}


def test_nobody_signs_in_before_the_day_or_gets_more_than_there_was(people: People):
    ahead = course(people.justice, on=1)
    with pytest.raises(RuleViolation, match="举行后才能登记学时"):
        training.sign_in(training_id=ahead.pk, officers=ids(people.shiting), by=people.justice)
    held = course(people.justice)
    training.sign_in(training_id=held.pk, officers=ids(people.shiting), by=people.justice)
    with pytest.raises(RuleViolation, match="不超过本次培训的"):
        training.correct_hours(
            training_id=held.pk,
            hours={people.shiting.officer.pk: Decimal(9)},
            version=training.version_of(held),
            by=people.justice,
        )


def test_a_coordinator_trains_the_people_of_the_own_zone(people: People, coordinator: User):
    row = course(coordinator, zone="西部片区")
    everybody = ids(people.shiting, people.xiangkou)
    assert training.sign_in(training_id=row.pk, officers=everybody, by=coordinator) == 1
    assert row.attendances.get().officer == people.shiting.officer
    for zone in ("", "东部片区"):
        with pytest.raises(PermissionDenied):
            course(coordinator, zone=zone)


def test_the_human_resources_bureau_holds_courses_for_all(client, people: People):
    hr = person("人社局", Role.HUMAN_RESOURCES, "芗城区", home="区人社局")
    client.force_login(hr)
    form = {"title": "继续教育", "kind": "conduct", "held_on": day(0).isoformat(),
            "hours": "3.3", "organiser": "区人社局"}  # fmt: skip
    refused = client.post(reverse("training_new"), form)
    assert "0.5 的倍数" in str(refused.context["form"].errors["hours"])
    client.post(reverse("training_new"), form | {"hours": "4"})
    row = Training.objects.get()
    people_address = reverse("training_people", args=[row.pk])
    client.post(people_address, {"people": [people.shiting.officer.pk]})
    page = client.get(reverse("training", args=[row.pk]))
    name, version = f"row-{people.shiting.officer.pk}", page.context["hours"]["version"].value()
    hours = reverse("training_hours", args=[row.pk])
    assert client.post(hours, {name: "5", "version": version}).context["hours"].errors[name]
    page = client.post(hours, {name: "0", "version": version}, follow=True)
    assert "已更正 1 人的学时" in page.content.decode()
    assert row.attendances.get().hours == 0
    client.force_login(people.shiting)
    assert client.get(people_address).status_code == 403
    assert client.get(reverse("training", args=[row.pk])).status_code == 200


def test_the_yearly_hours_are_the_parameters_figure(people: People):
    assert selectors.yearly_goal() == 60
    parameter = Parameter.objects.get(code="TRAINING_HOURS")
    assert parameter.confirmed_on is None
    Parameter.objects.filter(pk=parameter.pk).update(value=40)
    parameters.forget()
    assert selectors.yearly_goal() == 40


# --- recusals -------------------------------------------------------------------------------
def declared(people: People, by: User):
    return recusals.record(
        officer_id=people.shiting.officer.pk,
        party="芗城某建材经营部（测试）",
        ground="近亲属经营",
        by=by,
    )


@pytest.mark.parametrize("who", ["shiting", "shiting_deputy", "justice"])
def test_a_relation_is_declared_by_the_person_or_who_keeps_the_record(people: People, who: str):
    row = declared(people, getattr(people, who))
    with pytest.raises(RuleViolation, match="已经登记"):
        declared(people, people.shiting)
    with pytest.raises(PermissionDenied, match="核实后解除"):
        recusals.lift(recusal_id=row.pk, reason="不实", by=people.shiting)
    lifted = recusals.lift(recusal_id=row.pk, reason="已转让", by=people.shiting_deputy)
    assert lifted.lifted_on == day(0)
    with pytest.raises(RuleViolation, match="解除"):
        recusals.lift(recusal_id=row.pk, reason="又", by=people.shiting_deputy)
    declared(people, people.shiting)


def test_colleagues_declare_nothing_for_others(people: People):
    with pytest.raises(PermissionDenied):
        declared(people, people.shiting_second)


def test_who_is_recused_does_not_handle_the_partys_case(people: People):
    declared(people, people.shiting)
    with pytest.raises(RuleViolation, match="应当回避"):
        stories.filed(people)


def test_declaring_and_lifting_by_pages(client, people: People):
    officer = people.shiting.officer
    client.force_login(people.shiting)
    address = reverse("recusal_new", args=[officer.pk])
    page = client.post(address, {"party": "某店", "ground": "亲属"}, follow=True)
    assert "已登记：石亭甲回避某店" in page.content.decode()
    row = officer.recusals.get()
    lift = reverse("recusal_lift", args=[row.pk])
    assert client.get(lift).status_code == 403
    client.force_login(people.bureau)
    assert client.get(lift).status_code == 404
    client.force_login(people.shiting_deputy)
    assert client.get(lift).status_code == 200
    client.post(lift, {"reason": "已转让"})
    row.refresh_from_db()
    assert row.lifted_on == day(0)
