"""Decisions made public, kept back, taken back and taken down (第四十八条)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Disclosure, Remedy
from cases.rules.terms import Term
from cases.selectors.disclosure import known_of, proposal_of
from cases.services import disclosure
from cases.tasks import take_down_publications
from core import audit
from core.errors import RuleViolation
from core.rules.identifiers import resident_id_check_digit
from tests import stories
from tests.people import People

pytestmark = pytest.mark.django_db


def running(case: Case) -> set[str]:
    return set(case.terms.filter(closed_on=None).values_list("term", flat=True))


def shown(**changes: Any) -> disclosure.Shown:
    values: dict[str, Any] = {
        "title": "占用城市道路堆放物料",
        "party": "芗城某建材经营部（测试）",
        "text": "当事人占用人行道堆放建材，罚款人民币500.00元。",
        "until": timezone.localdate() + timedelta(days=60),
    }
    return disclosure.Shown(**{**values, **changes})


def published(people: People, case: Case | None = None) -> Case:
    case = case or stories.served(people)
    disclosure.publish(case_id=case.pk, shown=shown(), by=people.shiting)
    return Case.objects.get(pk=case.pk)


def test_service_opens_the_term_of_seven_working_days_from_the_decision(people: People):
    case = stories.served(people)
    assert Term.PUBLICATION.value in running(case)
    term = case.terms.get(term=Term.PUBLICATION)
    assert (term.starts_on, term.length, term.in_workdays) == (case.decided_on, 7, True)
    assert case.disclosure.required
    assert case.disclosure.due_on == term.due_on
    assert case.disclosure.state == Disclosure.State.PENDING


def test_the_published_decision_is_read_by_everybody(client, people: People):
    case = published(people)
    assert Term.PUBLICATION.value not in running(case)
    page = client.get(reverse("public_decisions"))
    assert "占用城市道路堆放物料" in page.content.decode()
    detail = client.get(reverse("public_decision", args=[case.disclosure.pk])).content.decode()
    assert case.decision.number in detail
    assert "堆放建材" in detail
    assert audit.trail_of(case).last().payload["disclosed"] == "公开"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=堆放", True),
        ("q=罚决", True),
        ("q=违建", False),
        ("since=2000-01-01&until=2000-12-31", False),
        ("organ=不存在的机关", False),
    ],
)
def test_the_public_searches_by_matter_number_organ_and_day(
    client, people: People, query: str, found: bool
):
    published(people)
    page = client.get(f"{reverse('public_decisions')}?{query}").content.decode()
    assert ("占用城市道路堆放物料" in page) is found


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": "当事人电话13800138000。"}, "text_shown"),
        ({"title": "林志远占道经营", "text": "见证人：林志远，"}, "text_shown"),
        ({"party": " "}, "party_shown"),
        ({"until": timezone.localdate()}, "shown_until"),
        ({"until": timezone.localdate() + timedelta(days=365 * 6)}, "shown_until"),
    ],
)
def test_nothing_of_natural_persons_and_no_endless_time(people: People, changes, field):
    case = stories.served(people)
    with pytest.raises(RuleViolation) as refused:
        disclosure.publish(case_id=case.pk, shown=shown(**changes), by=people.shiting)
    assert refused.value.field == field


def test_a_citizen_and_the_informant_are_known_by_name(people: People):
    case = stories.filed(people, party_kind="citizen", party_name="林志远", reporter_name="陈丽娜")
    case = stories.served(people, case)
    assert set(known_of(case).names) >= {"林志远", "陈丽娜"}
    with pytest.raises(RuleViolation):
        disclosure.publish(case_id=case.pk, shown=shown(party="林志远"), by=people.shiting)
    disclosure.publish(case_id=case.pk, shown=shown(party="林某某"), by=people.shiting)


def test_a_minor_is_not_made_public(people: People):
    body = f"350602{timezone.localdate().year - 16}0101001"
    case = stories.filed(
        people,
        party_kind="citizen",
        party_name="林志远",
        party_identifier=body + resident_id_check_digit(body),
    )
    assert not proposal_of(case).publish


def test_a_decision_kept_back_needs_a_ground_and_a_reason(people: People):
    case = stories.served(people)
    with pytest.raises(RuleViolation) as refused:
        disclosure.withhold(case_id=case.pk, exclusion="", reason="x", by=people.shiting)
    assert refused.value.field == "exclusion"
    row = disclosure.withhold(
        case_id=case.pk, exclusion="trade", reason="工艺参数", by=people.shiting
    )
    assert row.state == Disclosure.State.WITHHELD
    assert Term.PUBLICATION.value not in running(case)


def test_only_handlers_publish(people: People):
    case = stories.served(people)
    with pytest.raises(PermissionDenied):
        disclosure.publish(case_id=case.pk, shown=shown(), by=people.shiting_deputy)


def test_a_decision_revoked_is_withdrawn_within_three_days_with_a_public_reason(
    client, people: People
):
    case = published(people)
    today = timezone.localdate()
    Remedy.objects.create(
        case=case, kind="reconsideration", organ="区政府", filed_on=today, result="revoked",
        result_on=today, recorded_by=people.shiting,
    )  # fmt: skip
    term = disclosure.decision_undone(case, on=today, how="撤销")
    assert term is not None
    assert (term.length, term.in_workdays) == (3, True)
    assert people.shiting.notices.filter(text__contains="撤回公示").exists()
    client.force_login(people.shiting)
    assert "待撤回的公示" in client.get("/").content.decode()
    disclosure.withdraw(case_id=case.pk, reason="该决定经行政复议撤销", by=people.shiting)
    page = client.get(reverse("public_decision", args=[case.disclosure.pk])).content.decode()
    assert "该决定经行政复议撤销" in page
    assert "罚款人民币500.00元" not in page
    assert Term.WITHDRAWAL.value not in running(case)
    with pytest.raises(RuleViolation) as refused:
        disclosure.publish(case_id=case.pk, shown=shown(), by=people.shiting)
    assert refused.value.code == "decision_undone"


def test_a_decision_revoked_before_publication_stays_unpublished(people: People):
    case = stories.served(people)
    assert disclosure.decision_undone(case, on=timezone.localdate(), how="撤销") is None
    assert Term.PUBLICATION.value not in running(case)


def test_after_its_time_it_is_taken_down_once(client, people: People):
    case = published(people)
    assert take_down_publications() == 0
    yesterday = timezone.localdate() - timedelta(days=1)
    Disclosure.objects.filter(case=case).update(shown_until=yesterday)
    address = reverse("public_decision", args=[case.disclosure.pk])
    assert client.get(address).status_code == 404  # though the task has not run yet
    assert take_down_publications() == 1
    assert take_down_publications() == 0
    assert audit.trail_of(case).last().verb == "take_down"
    case.refresh_from_db()
    assert audit.verify_trail(case, expected_length=case.version) == []


def test_the_form_proposes_the_redacted_text_and_refuses_what_is_left(client, people: People):
    case = stories.filed(people, party_kind="citizen", party_name="林志远")
    case = stories.served(people, case, facts="当事人林志远（电话13800138000）占道经营。")
    client.force_login(people.shiting)
    address = reverse("case_action", args=[case.pk, "publish"])
    page = client.get(address)
    form = page.context["form"]
    text = form["text_shown"].value()
    assert "林某某（电话（电话略））" in text
    data = {
        "version": case.version,
        "publish": "yes",
        "title_shown": "占道经营",
        "party_shown": "林某某",
        "text_shown": f"{text}林志远",
        "shown_until": form["shown_until"].value().isoformat(),
    }
    refused = client.post(address, data).content.decode()
    assert "逐项核对" in refused
    refused = client.post(address, {**data, "checked": "on"}).content.decode()
    assert "还有未隐去的个人信息：自然人姓名“林志远”" in refused
    done = client.post(address, {**data, "checked": "on", "text_shown": text})
    assert done.status_code == 302
    case.refresh_from_db()
    assert case.disclosure.state == Disclosure.State.SHOWN


def test_staff_list_shows_only_visible_cases_and_exports_them(
    client, people: People, django_assert_max_num_queries
):
    case = published(people)
    client.force_login(people.shiting)
    with django_assert_max_num_queries(12):
        page = client.get(f"{reverse('disclosures')}?state=shown").content.decode()
    assert case.number in page
    assert case.number not in client.get(f"{reverse('disclosures')}?state=pending").content.decode()
    book = client.get(reverse("disclosures_export"))
    assert book["Content-Type"].endswith("sheet")
    client.force_login(people.xiangkou)
    assert case.number not in client.get(reverse("disclosures")).content.decode()
