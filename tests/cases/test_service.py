"""Service through the services and the page: terms start on the right day (第六十一条)."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases.models import Case, Delivery
from cases.rules.deadlines import Term
from cases.rules.workflow import CaseState
from cases.selectors.desks import DESKS
from cases.services import delivery
from cases.tasks import complete_announcements
from core import audit
from core.errors import RuleViolation
from core.models import Notice
from tests import stories
from tests.people import People

pytestmark = pytest.mark.django_db
CHINA = ZoneInfo("Asia/Shanghai")
PDF = (
    b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
ANNOUNCED = delivery.Service(
    method="public",
    served_on=None,
    receiver="",
    proof="公告原件",
    announced_on=date(2026, 3, 4),
    announced_where="闽南日报",
    reason="住所查无此人，电话停机，邮件退回",
)


def at(day: str) -> time_machine.travel:
    moment = datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=CHINA)
    return time_machine.travel(moment, tick=False)


@pytest.fixture
def case(people: People) -> Case:
    """Decided on 2026-03-02."""
    with at("2026-03-02"):
        return stories.decided(people)


def running(case: Case) -> dict[str, date]:
    return dict(case.terms.filter(closed_on=None).values_list("term", "due_on"))


def test_served_by_announcement_the_terms_start_when_thirty_days_have_passed(case, people: People):
    with at("2026-03-04"):
        row = delivery.serve(case_id=case.pk, service=ANNOUNCED, by=people.shiting)
    case.refresh_from_db()
    assert (row.status, row.served_on) == ("running", date(2026, 4, 3))
    assert (case.state, case.served_on, case.delivery) == (CaseState.DECIDED, None, None)
    assert set(running(case)) == {Term.PUBLIC_SERVICE}  # the organ has done its part
    desk = {desk.key for desk in DESKS if case in desk.cases(people.shiting)}
    assert desk == {"announced"}
    with at("2026-04-02"):
        assert complete_announcements() == 0
    with at("2026-04-03"):
        assert complete_announcements() == 1
        assert complete_announcements() == 0
    case = Case.objects.get(pk=case.pk)
    assert (case.state, case.served_on) == (CaseState.SERVED, date(2026, 4, 3))
    assert running(case)[Term.FINE_PAYMENT] == date(2026, 4, 20)  # 04-18 is a Saturday
    assert Term.PUBLIC_SERVICE not in running(case)
    assert Notice.objects.filter(recipient=people.shiting, text__contains="公告期满").exists()
    assert audit.verify_trail(case, expected_length=case.version) == []
    assert [e.verb for e in audit.trail_of(case)][-2:] == ["announce_service", "serve"]


def test_found_during_the_announcement_the_party_is_served_in_person(case, people: People):
    with at("2026-03-04"):
        delivery.serve(case_id=case.pk, service=ANNOUNCED, by=people.shiting)
        with pytest.raises(RuleViolation, match="无须再登记"):
            delivery.serve(case_id=case.pk, service=ANNOUNCED, by=people.shiting)
    with at("2026-03-16"):
        handed = delivery.Service("direct", date(2026, 3, 16), "当事人", "当事人签收")
        delivery.serve(case_id=case.pk, service=handed, by=people.shiting)
    with at("2026-04-03"):
        assert complete_announcements() == 0
    case = Case.objects.get(pk=case.pk)
    assert case.served_on == date(2026, 3, 16)
    assert set(case.deliveries.values_list("status", flat=True)) == {"replaced", "done"}
    assert Term.PUBLIC_SERVICE not in running(case)


def test_electronic_service_counts_from_its_arrival(case, people: People):
    arrived = datetime(2026, 3, 3, 23, 30, tzinfo=CHINA)
    sent = delivery.Service(
        "electronic", None, "", "系统截图", consent="2026-02-20", sent_to="a@b.cn",
        arrived_at=arrived,
    )  # fmt: skip
    with at("2026-03-04"):
        delivery.serve(case_id=case.pk, service=sent, by=people.shiting)
    assert Case.objects.get(pk=case.pk).served_on == date(2026, 3, 3)


def test_an_order_to_demolish_under_the_land_law_leaves_fifteen_days_for_suit(people: People):
    ordered = {
        "basis": "《土地管理法》第七十八条、第八十三条",
        "penalty": "other",
        "amount": 0,
        "performance": "限期拆除在非法占用的土地上新建的建筑物。",
    }
    with at("2026-03-02"):
        case = stories.served(people, **ordered)
    assert "十五日内依法向人民法院提起行政诉讼" in case.decision.remedies
    terms = running(case)
    assert terms[Term.LITIGATION_LAND] == date(2026, 3, 17)
    assert Term.LITIGATION not in terms
    assert Term.FINE_PAYMENT not in terms


def test_a_paper_is_served_once_with_its_own_proof(people: People):
    with at("2026-03-02"):
        case = stories.served(people)
        paper = case.papers.get(kind="prior_notice")
        handed = delivery.Service("mail", date(2026, 3, 2), "", "邮政回执", mail_number="EMS1")
        row = delivery.serve_paper(case_id=case.pk, paper=paper, service=handed, by=people.shiting)
        assert (row.subject, row.officers.count()) == (Delivery.Subject.NOTICE, 2)
        with pytest.raises(RuleViolation, match="尚未送达的文书"):
            delivery.serve_paper(case_id=case.pk, paper=paper, service=handed, by=people.shiting)


def test_the_receipt_of_a_notice_can_not_say_another_day_than_its_terms(people: People):
    with at("2026-03-02"):
        case = stories.served(people)
    other = delivery.Service("mail", date(2026, 3, 3), "", "回执", mail_number="EMS1")
    with at("2026-03-04"), pytest.raises(RuleViolation, match="请核对") as refused:
        delivery.serve_paper(
            case_id=case.pk,
            paper=case.papers.get(kind="prior_notice"),
            service=other,
            by=people.shiting,
        )
    assert refused.value.field == "served_on"


# --- pages --------------------------------------------------------------------
def sent(case: Case, **changes: object) -> dict[str, object]:
    officers = [row.officer_id for row in case.handlers.all()]
    values = {
        "method": "left", "served_on": "2026-03-03", "place": "丹霞路 1 号", "witness": "社区李四",
        "proof": "回证及照片", "officers": officers, "version": case.version, "relation": "",
    }  # fmt: skip
    return {**values, **changes}


def test_the_page_keeps_what_was_typed_and_the_proof_is_for_those_who_see_the_case(
    client, case, people: People
):
    client.force_login(people.shiting)
    url = reverse("case_action", args=[case.pk, "serve"])
    with at("2026-03-03"):
        page = client.get(url).content.decode()
        assert "multipart/form-data" in page
        assert "2026-03-11 前送达" in page  # seven working days
        refused = client.post(url, sent(case)).content.decode()
        assert "请写明拒收事由" in refused
        assert "社区李四" in refused
        file = SimpleUploadedFile("回证.pdf", PDF, "application/pdf")
        done = client.post(url, sent(case, refused_why="当事人拒绝签收", file=file))
    assert done.status_code == 302
    client.force_login(people.shiting)
    row = Delivery.objects.get(case=case)
    assert (row.refused_why, row.receiver, len(row.proof_sha256)) == ("当事人拒绝签收", "", 64)
    page = client.get(case.get_absolute_url(), {"tab": "performance"}).content.decode()
    for words in ("留置送达", "见证人：社区李四", "送达人：石亭甲、石亭乙", "回证.pdf"):
        assert words in page
    proof = reverse("delivery_proof", args=[row.pk])
    assert b"".join(client.get(proof).streaming_content) == PDF
    client.force_login(people.xiangkou)
    assert client.get(proof).status_code == 404
