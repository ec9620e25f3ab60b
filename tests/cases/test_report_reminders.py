"""A report nobody makes, and a report nobody looks at, go on by themselves."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from cases.models import Case, EscalationRecipient
from cases.services import arrangement, escalation, filing, intake
from cases.tasks import watch_reports
from core import audit, outbox, parameters
from core.models import Notice, Parameter
from personnel.models import Leave
from personnel.roles import Role
from personnel.services.appointments import appoint_acting
from tests import stories
from tests.factories.personnel import person
from tests.people import People

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 2, 1, tzinfo=timezone.get_default_timezone())


def unaccepted(people: People, **changes: object) -> Case:
    """Cross-town, registered and left lying."""
    return stories.registered(people.shiting, "石亭街道", "天宝镇", accept=False, **changes)


def at(hours: float) -> time_machine.travel:
    return time_machine.travel(START + timedelta(hours=hours), tick=False)


def urgent(user: object, case: Case) -> list[str]:
    rows = Notice.objects.filter(recipient=user, url=case.get_absolute_url(), urgent=True)
    return [notice.text for notice in rows.order_by("pk")]


def verbs(case: Case) -> list[str]:
    return [entry.verb for entry in audit.trail_of(case)]


def test_the_time_runs_from_when_the_reason_first_existed(people: People):
    with at(0):
        plain = stories.registered(people.shiting, "石亭街道", accept=False)
        case = unaccepted(people)
    assert plain.report_owed_since is None
    assert case.report_owed_since == START
    with at(1):
        case = intake.accept(case_id=case.pk, by=people.shiting)
    assert case.report_owed_since is None  # reported with the acceptance
    report = case.escalations.get()
    assert report.owed_since == START
    assert report.raised_after == timedelta(hours=1)


def test_after_a_day_officer_and_deputy_chief_are_reminded_once(people: People):
    assert people.shiting_deputy
    with at(0):
        case = unaccepted(people)
    with at(23.9):
        assert watch_reports() == 0
    with at(24):
        assert watch_reports() == 2
    with at(30):
        assert watch_reports() == 0
    for user in (people.shiting, people.shiting_deputy):
        (text,) = urgent(user, case)
        assert "已超过 24 小时" in text
        assert "03-04 01:00 起由系统自动上报" in text
    assert not case.escalations.exists()


def test_after_the_next_day_the_system_reports_by_itself_and_the_trail_says_so(people: People):
    assert people.chief_west
    with at(0):
        case = unaccepted(people)
    with at(48):
        assert watch_reports() == 1
        assert watch_reports() == 0
        outbox.drain()
    case.refresh_from_db()
    assert case.reporting == "routed"
    report = case.escalations.get()
    assert report.raised_by is None
    assert "48 小时无人上报，由系统自动上报" in report.note
    entry = next(e for e in audit.trail_of(case) if e.verb == "escalate")
    assert (entry.actor, entry.actor_name) == (None, "系统")
    assert [r.user.name for r in report.recipients.all()] == ["西部片长"]
    assert intake.trail_is_whole(case)


def test_a_case_that_has_ended_meanwhile_is_let_alone(people: People):
    with at(0):
        case = unaccepted(people)
        intake.refuse(case_id=case.pk, reason="不属本机关管辖", by=people.shiting)
    with at(72):
        assert watch_reports() == 0


def test_the_hours_are_parameters(people: People):
    Parameter.objects.filter(code="ESCALATION").update(value=2)
    Parameter.objects.filter(code="ESCALATION_ALONE").update(value=1)
    parameters.forget()
    assert people.chief_west
    with at(0):
        case = unaccepted(people)
    with at(3):
        assert watch_reports() == 1
    assert case.escalations.get().raised_by is None


# Looking at it


@pytest.fixture
def coordinator(people: People):
    return person("协作组长", Role.COORDINATOR, "西部片区", home="区自然资源局")


def reported(people: People) -> Case:
    _ = people.chief_west
    with at(0):
        return stories.routed(stories.registered(people.shiting, "石亭街道", "天宝镇"))


def test_opening_the_case_counts_as_seen_and_the_time_is_measured(client, people: People):
    case = reported(people)
    with at(0.2):
        client.force_login(people.chief_west)
        page = client.get(f"{case.get_absolute_url()}?tab=reporting").content.decode()
    row = EscalationRecipient.objects.get()
    assert row.seen_after == timedelta(minutes=12)
    assert "告知后 12 分钟" in page
    assert "石亭街道、天宝镇属西部片区" in page
    with at(20):
        assert watch_reports() == 0


def test_who_does_not_look_is_reminded_then_the_coordinator_is_told_once(
    people: People, coordinator
):
    case = reported(people)
    with at(3.9):
        assert watch_reports() == 0
    with at(4):
        assert watch_reports() == 1
    with at(5):
        assert watch_reports() == 0
    assert "超过 4 小时未查看" in urgent(people.chief_west, case)[-1]
    assert urgent(coordinator, case) == []
    with at(8):
        assert watch_reports() == 1
        assert watch_reports() == 0
    (text,) = urgent(coordinator, case)
    assert "超过 8 小时未查看，请联系" in text
    told = {r.user.name: r.part for r in case.escalations.get().recipients.all()}
    assert told == {"西部片长": "lead", "协作组长": "coordinator"}
    assert verbs(case).count("urge_report") == 2
    case.refresh_from_db()
    assert intake.trail_is_whole(case)


def test_what_is_arranged_is_not_urged(people: People, coordinator):
    case = reported(people)
    with at(1):
        arrangement.arrange(
            case_id=case.pk, orders=stories.orders("石亭街道", "天宝镇"), by=people.chief_west
        )
    with at(30):
        assert watch_reports() == 0
    assert urgent(coordinator, case) == []


def test_a_replacement_appointed_meanwhile_is_told_and_leads(people: People):
    case = reported(people)
    held = people.chief_west.officer.appointments.get()
    stand_in = person("代理人", Role.AGENCY_OFFICER, "区自然资源局")
    Leave.objects.create(
        officer=people.chief_west.officer,
        kind=Leave.Kind.STUDY,
        starts_on=START.date(),
        ends_on=START.date() + timedelta(days=3),
        recorded_by=people.chief_west,
    )
    with at(2):
        appoint_acting(
            appointment_id=held.pk,
            officer=stand_in.officer,
            starts_on=START.date(),
            ends_on=START.date() + timedelta(days=3),
            document="芗委组〔2026〕代理9号",
            by=people.organisation,
        )
    with at(4):
        assert watch_reports() == 1
        assert watch_reports() == 0
    told = {r.user.name: r.part for r in case.escalations.get().recipients.all()}
    assert told == {"西部片长": "chief", "代理人": "lead"}
    assert not any("未查看" in text for text in urgent(people.chief_west, case))


def test_a_recipient_signs_and_nobody_else_can(client, people: People):
    case = reported(people)
    with at(1):
        with pytest.raises(PermissionDenied):
            escalation.acknowledge(case_id=case.pk, by=people.shiting)
        client.force_login(people.chief_west)
        page = client.get(f"{case.get_absolute_url()}acknowledge/")
        assert page.status_code == 200
        case.refresh_from_db()
        client.post(f"{case.get_absolute_url()}acknowledge/", {"version": case.version})
    row = EscalationRecipient.objects.get()
    assert row.signed_at == START + timedelta(hours=1)
    assert "acknowledge" in verbs(case)
    with pytest.raises(PermissionDenied):
        escalation.acknowledge(case_id=case.pk, by=people.chief_west)


# Why the system thinks so


def test_case_page_and_filing_say_why_the_chief_must_be_told(client, people: People):
    item = stories.delegated_item("石亭街道", "天宝镇")
    case = unaccepted(people, item=item, circumstances=["safety", "domains"])
    client.force_login(people.shiting)
    page = client.get(case.get_absolute_url()).content.decode()
    for words in ("跨乡镇（街道）", "危及公共安全", "多个法律关系", "二（二）3（3）", "前上报"):
        assert words in page
    assert people.chief_west
    intake.accept(case_id=case.pk, by=people.shiting)
    page = client.get(f"{case.get_absolute_url()}propose_filing/").content.decode()
    assert "危及公共安全" in page


def test_an_undelegated_item_may_be_reported_and_holds_nothing_up(client, people: People):
    case = stories.registered(people.shiting, "石亭街道", item=stories.undelegated_item())
    assert case.reporting == ""
    assert case.report_owed_since is None
    client.force_login(people.shiting)
    page = client.get(case.get_absolute_url()).content.decode()
    assert "可以上报" in page
    assert "事项未赋权案发地" in page


def test_the_officers_own_judgement_names_the_circumstances(people: People):
    assert people.chief_west
    case = stories.filed(people)
    report = escalation.escalate(
        case_id=case.pk, reasons=["crime", "dispute"], note="涉案货值大", by=people.shiting
    )
    codes = [reason["code"] for reason in report.reasons]
    assert codes == ["SUSPECTED_CRIME", "JURIS_DISPUTE"]
    case.refresh_from_db()
    assert case.circumstances == ["crime", "dispute"]


def test_a_party_punished_twice_for_the_same_is_noticed(people: People):
    for _ in range(2):
        stories.decided(people)
    case = stories.registered(people.shiting, "石亭街道")
    assert case.circumstances == ["repeated"]
    assert case.reporting == ""


def test_lapsed_reports_are_not_urged(people: People):
    case = reported(people)
    with at(1):
        filing.decline_filing(case_id=case.pk, reason="没有违法事实", by=people.shiting)
    with at(30):
        assert watch_reports() == 0


def test_while_registering_the_form_says_what_the_ticked_circumstances_lead_to(
    client, people: People
):
    item = stories.delegated_item("石亭街道")
    client.force_login(people.shiting)
    asked = {"item": item.pk, "township": stories.town("石亭街道").pk}
    plain = client.get("/cases/jurisdiction/", asked).content.decode()
    assert "还须报告片长" not in plain
    said = {**asked, "circumstances": ["safety", "crime"]}
    page = client.get("/cases/jurisdiction/", said).content.decode()
    assert "危及公共安全" in page
    assert "涉嫌犯罪，按重大案件报告片长" in page
