"""The way of a case, step by step, through the services."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from cases.models import Case, CaseTerm, Decision
from cases.rules.workflow import CaseState
from cases.services import (
    closing,
    decision,
    delivery,
    escalation,
    filing,
    handling,
    intake,
    investigation,
    payments,
)
from core import audit
from core.errors import RuleViolation
from core.models import Notice, OutboxMessage
from legal_review.rules.checklist import OpinionKind, Point
from legal_review.services import judging
from personnel.services import appointments
from tests import stories
from tests.factories.personnel import CertificateFactory
from tests.people import People
from zones.models import ItemVersion

pytestmark = pytest.mark.django_db
ALL_IN_ORDER = dict.fromkeys(Point, True)


def passed(case: Case, by) -> Case:
    review = case.reviews.get(status="open")
    judging.conclude(
        review_id=review.pk, kind=OpinionKind.AGREE, points=ALL_IN_ORDER, text="", by=by
    )
    case.refresh_from_db()
    return case


def test_a_cross_town_case_goes_from_the_roadside_to_the_archive(people: People):
    case = passed(stories.under_review(people), people.reviewer_west)

    issued = decision.decide(case_id=case.pk, by=people.shiting_deputy)
    delivery.serve(
        case_id=case.pk,
        service=delivery.Service("direct", timezone.localdate(), "当事人", "当事人签收"),
        by=people.shiting,
    )
    paid = payments.Paid(issued.case.draft.amount, timezone.localdate(), "bank", "测试票据1")
    payments.record(case_id=case.pk, paid=paid, by=people.shiting)
    closing.propose(case_id=case.pk, outcome="罚款已缴清", by=people.shiting)
    stories.approved(case, people.shiting_deputy)

    assert issued.authority_name == "石亭街道办事处"
    assert case.state == CaseState.CLOSED
    assert audit.verify_trail(case, expected_length=case.version) == []
    verbs = list(audit.trail_of(case).values_list("verb", flat=True))
    assert verbs == [
        "register",
        "accept",
        "escalate",
        "propose_filing",
        "approve_filing",
        "route",
        "arrange",
        "record",
        "conclude",
        "notify",
        "hear_statement",
        "submit_for_review",
        "review_passed",
        "decide",
        "serve",
        "pay",
        "propose_closing",
        "approve_closing",
    ]


def test_sending_the_same_form_twice_makes_one_case(people: People):
    made = stories.report("石亭街道", item=stories.delegated_item("石亭街道"))
    key = uuid.uuid4()
    first = intake.register(report=made, key=key, by=people.shiting, accept=True)
    second = intake.register(report=made, key=key, by=people.shiting, accept=True)
    assert first == second
    assert Case.objects.count() == 1


def test_a_delegated_matter_is_enforced_in_the_name_of_the_town(people: People):
    case = stories.filed(people)
    assert case.authority_name == "石亭街道办事处"
    assert case.jurisdiction["reasons"][0]["basis"]


def test_a_matter_not_delegated_goes_to_the_bureau_and_its_officers_see_it(people: People):
    case = stories.registered(people.shiting, "石亭街道", item=stories.undelegated_item())
    assert case.authority_kind == "bureau"
    assert case.authority_agency.short_name == "区农业农村局"
    lead, other = people.bureau.officer, people.bureau_second.officer
    with pytest.raises(PermissionDenied, match="由有权机关的执法人员办理"):
        filing.propose(case_id=case.pk, lead=lead, others=[other], by=people.shiting)
    filing.propose(case_id=case.pk, lead=lead, others=[other], by=people.bureau)
    case = stories.approved(case, people.bureau_leader)
    assert case.state == CaseState.FILED


def test_a_case_filed_under_a_delegation_stays_when_the_delegation_ends(people: People):
    case = stories.filed(people)
    case.item.empowerments.update(ends_on=timezone.localdate())
    with time_machine.travel(timezone.now() + timedelta(days=10), tick=False):
        stories.notified(people, case)
        issued = decision.decide(case_id=case.pk, by=people.shiting_deputy)
    assert issued.authority_name == "石亭街道办事处"
    assert "filed_stays" in [r["rule"] for r in Case.objects.get().jurisdiction["reasons"]]


def test_one_officer_alone_cannot_file(people: People):
    case = stories.registered(people.shiting, "石亭街道")
    with pytest.raises(RuleViolation, match="不得少于两人") as refused:
        filing.propose(case_id=case.pk, lead=people.shiting.officer, others=[], by=people.shiting)
    assert "第四十二条" in refused.value.basis
    case.refresh_from_db()
    assert case.state == CaseState.ACCEPTED


def test_an_officer_whose_certificate_ended_yesterday_cannot_handle(people: People):
    case = stories.registered(people.shiting, "石亭街道")
    second = people.shiting_second.officer
    second.certificates.update(expires_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(RuleViolation, match="已于"):
        filing.propose(
            case_id=case.pk, lead=people.shiting.officer, others=[second], by=people.shiting
        )
    CertificateFactory.create(officer=second, expires_on=timezone.localdate())
    assert filing.propose(
        case_id=case.pk, lead=people.shiting.officer, others=[second], by=people.shiting
    )


def test_an_act_older_than_two_years_is_not_filed_unless_it_goes_on(people: People):
    old = timezone.localdate() - timedelta(days=800)
    case = stories.registered(people.shiting, "石亭街道", occurred_on=old)
    team = {"lead": people.shiting.officer, "others": [people.shiting_second.officer]}
    with pytest.raises(RuleViolation) as refused:
        filing.propose(case_id=case.pk, by=people.shiting, **team)
    assert "第三十六条" in refused.value.basis
    going_on = stories.registered(people.shiting, "石亭街道", occurred_on=old, continuing=True)
    assert filing.propose(case_id=going_on.pk, by=people.shiting, **team)


def test_a_cross_town_case_waits_for_the_chief_before_the_party_is_notified(people: People):
    _ = people.chief_west
    case = stories.routed(stories.filed(people, "天宝镇"))
    stories.investigated(people, case)
    with pytest.raises(RuleViolation, match="等待片长安排"):
        handling.notify(
            case_id=case.pk,
            intended=stories.intended(),
            served_on=timezone.localdate(),
            by=people.shiting,
        )


def test_a_major_fine_notified_before_reporting_is_reported_and_blocks_the_decision(
    people: People,
):
    _ = people.chief_west
    case = stories.notified(people, stories.filed(people), amount=200_000)
    assert case.reporting == "pending"
    assert case.needs_review
    with pytest.raises(RuleViolation, match="待转送片长"):
        decision.decide(case_id=case.pk, by=people.shiting_deputy)


def test_no_decision_while_the_party_may_still_answer(people: People):
    case = stories.notified(people, stories.filed(people), heard=False)
    ends = case.prior_notice.window_ends_on
    with pytest.raises(RuleViolation, match="陈述申辩期至"):
        decision.decide(case_id=case.pk, by=people.shiting_deputy)
    noon = timezone.make_aware(timezone.datetime(ends.year, ends.month, ends.day, 12))
    with time_machine.travel(noon, tick=False), pytest.raises(RuleViolation):
        decision.decide(case_id=case.pk, by=people.shiting_deputy)
    with time_machine.travel(noon + timedelta(days=1), tick=False):
        assert decision.decide(case_id=case.pk, by=people.shiting_deputy)


def test_a_cross_town_case_is_not_decided_without_legal_review(people: People):
    case = stories.notified(people, stories.arranged(people))
    with pytest.raises(RuleViolation, match="未经法制审核通过") as refused:
        decision.decide(case_id=case.pk, by=people.shiting_deputy)
    assert "第五十八条" in refused.value.basis


def test_changing_the_text_after_the_pass_voids_the_pass(people: People):
    case = passed(stories.under_review(people), people.reviewer_west)
    handling.redraft(case_id=case.pk, intended=stories.intended(amount=400), by=people.shiting)
    case.refresh_from_db()
    assert case.reviews.get().status == "voided"
    with pytest.raises(RuleViolation, match="未经法制审核通过"):
        decision.decide(case_id=case.pk, by=people.shiting_deputy)


def test_text_changed_behind_the_services_back_is_not_issued(people: People):
    case = passed(stories.under_review(people), people.reviewer_west)
    case.draft.facts = "改动过的事实"
    case.draft.save()
    with pytest.raises(RuleViolation, match="原审核结论失效"):
        decision.decide(case_id=case.pk, by=people.shiting_deputy)
    assert not Decision.objects.exists()


def test_the_penalty_is_not_made_heavier_because_the_party_answered(people: People):
    case = stories.notified(people, stories.filed(people))
    with pytest.raises(RuleViolation, match="不得因陈述申辩加重"):
        handling.redraft(case_id=case.pk, intended=stories.intended(amount=501), by=people.shiting)


def test_an_investigation_without_showing_papers_is_not_recorded(people: People):
    case = stories.filed(people)
    record = investigation.Record(
        kind="site",
        held_at=timezone.now(),
        place="现场",
        subject="",
        content="内容",
        certificates_shown=False,
        officers=[h.officer for h in case.handlers.all()],
    )
    with pytest.raises(RuleViolation) as refused:
        investigation.add_record(case_id=case.pk, record=record, by=people.shiting)
    assert refused.value.field == "certificates_shown"


def test_a_form_made_from_an_older_state_is_refused_and_told(people: People):
    case = stories.registered(people.shiting, "石亭街道")
    with pytest.raises(RuleViolation, match="已被他人更新，现为“待立案”"):
        intake.accept(case_id=case.pk, by=people.shiting, version=case.version - 1)


def test_an_impossible_step_is_refused_with_its_article(people: People):
    case = stories.filed(people)
    with pytest.raises(RuleViolation, match="现为“调查中”，不能受理") as refused:
        intake.accept(case_id=case.pk, by=people.shiting)
    assert refused.value.basis


def test_the_party_gets_its_terms_from_service(people: People):
    case = passed(stories.under_review(people), people.reviewer_west)
    decision.decide(case_id=case.pk, by=people.shiting_deputy)
    today = timezone.localdate()
    delivery.serve(
        case_id=case.pk,
        service=delivery.Service("direct", today, "当事人", "签收"),
        by=people.shiting,
    )
    running = set(CaseTerm.objects.filter(closed_on=None).values_list("term", flat=True))
    assert {"PAY_FINE", "RECONSIDERATION", "LITIGATION"} <= running


def test_the_outsider_may_do_nothing(people: People):
    case = stories.filed(people)
    with pytest.raises(PermissionDenied):
        handling.conclude(case_id=case.pk, findings="。", by=people.xiangkou)


def test_ending_the_office_ends_the_power_to_act_at_once(people: People):
    case = stories.registered(people.shiting, "石亭街道", accept=False)
    office = people.shiting.officer.appointments.get()
    appointments.dismiss(
        appointment_id=office.pk,
        by=people.organisation,
        reason="调离",
        passing=appointments.Passing(vacant=True),
    )
    from core.models import User

    gone = User.objects.get(pk=people.shiting.pk)
    with pytest.raises(PermissionDenied):
        intake.accept(case_id=case.pk, by=gone)


def test_one_escalation_is_told_once_however_often_it_is_delivered(people: People):
    _ = people.chief_west
    case = stories.filed(people, "天宝镇")
    message = OutboxMessage.objects.get(topic=escalation.TOPIC)
    escalation.route(message.payload)
    escalation.route(message.payload)
    assert Notice.objects.filter(recipient=people.chief_west).count() == 1
    case.refresh_from_db()
    assert case.reporting == "routed"
    assert audit.trail_of(case).filter(verb="route").count() == 1


def law_changed(item, day):
    """The item's wording ends the day before `day`, and a heavier one begins."""

    item.versions.all().delete()
    values = {"item": item, "name": item.name, "agency": item.agency}
    old = ItemVersion.objects.create(
        **values,
        legal_basis="《大气污染防治法》第一百一十九条",
        penalty_summary="500—2000元",
        valid_from=date(2021, 7, 15),
        valid_until=day - timedelta(days=1),
    )
    new = ItemVersion.objects.create(
        **values, legal_basis="《生态环境法典》", penalty_summary="500—5000元", valid_from=day
    )
    return old, new


def test_an_act_before_the_law_changed_is_judged_by_the_wording_a_person_chose(people: People):
    item = stories.delegated_item("石亭街道")
    today = timezone.localdate()
    old, new = law_changed(item, today - timedelta(days=1))
    case = stories.filed(people, item=item, occurred_on=today - timedelta(days=2))
    stories.investigated(people, case)
    told = {"case_id": case.pk, "served_on": today, "by": people.shiting}
    with pytest.raises(RuleViolation, match="须人工比较并确认") as refused:
        handling.notify(intended=stories.intended(), **told)
    assert refused.value.field == "applied_version"
    assert "第三十七条" in refused.value.basis
    handling.notify(intended=stories.intended(applied_version_id=old.pk), **told)
    assert Case.objects.get(pk=case.pk).draft.applied_version == old
    assert new != old


def test_an_act_on_the_day_the_law_changed_is_judged_by_the_new_wording(people: People):
    item = stories.delegated_item("石亭街道")
    day = timezone.localdate() - timedelta(days=2)
    _, new = law_changed(item, day)
    case = stories.notified(people, stories.filed(people, item=item, occurred_on=day))
    assert case.draft.applied_version == new


def test_an_act_that_still_goes_on_is_judged_by_the_present_wording(people: People):
    item = stories.delegated_item("石亭街道")
    today = timezone.localdate()
    _, new = law_changed(item, today)
    case = stories.filed(people, item=item, occurred_on=today - timedelta(days=9), continuing=True)
    assert stories.notified(people, case).draft.applied_version == new
