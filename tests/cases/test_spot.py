"""A penalty on the spot: one act from the report to service, and what follows."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Payment
from cases.rules.papers import gaps
from cases.rules.terms import Term
from cases.services import approvals, closing, payments, spot
from core.errors import RuleViolation
from tests import stories
from tests.people import People

pytestmark = pytest.mark.django_db


def wanted(people: People, **changes: Any) -> spot.Spot:
    town = changes.pop("town", "石亭街道")
    item = changes.pop("item", None) or stories.delegated_item(town)
    values: dict[str, Any] = {
        "township": stories.town(town),
        "item": item,
        "place": "丹霞路北段",
        "party_kind": "citizen",
        "party_name": "王某（测试）",
        "facts": "当场查见乱扔果皮。",
        "penalty": "fine",
        "amount": Decimal(50),
        "colleague": people.shiting_second.officer,
        "certificates_shown": True,
        "rights_told": True,
        "signed": spot.Signed("text:王某", "text:石亭甲", "text:石亭乙"),
    }
    return spot.Spot(**{**values, **changes})


def penalised(people: People, **changes: Any) -> Case:
    _ = people.shiting_deputy
    made = spot.penalise(spot_case=wanted(people, **changes), key=uuid.uuid4(), by=people.shiting)
    made.refresh_from_db()
    return made


def running(case: Case) -> set[str]:
    return set(case.terms.filter(closed_on=None).values_list("term", flat=True))


def test_decided_served_and_on_paper_in_one_act(people: People):
    case = penalised(people)
    today = timezone.localdate()
    assert (case.state, case.procedure) == ("served", "simple")
    assert (case.decided_on, case.served_on) == (today, today)
    assert "当罚〔" in case.decision.number
    assert "先向漳州市芗城区人民政府申请行政复议" in case.decision.remedies
    paper = case.papers.get()
    assert (paper.status, paper.number) == ("issued", case.decision.number)
    assert gaps("spot_decision", paper.body) == []
    assert [row.part for row in paper.signatures.all()] == ["party", "officer", "officer"]
    assert case.delivery is not None
    assert case.delivery.paper == paper
    assert [row.duty for row in case.handlers.all()] == ["lead", "second"]


def test_the_terms_no_litigation_before_reconsideration(people: People):
    expected = {Term.SPOT_RECORD, Term.FINE_PAYMENT, Term.RECONSIDERATION, Term.PUBLICATION}
    assert running(penalised(people)) == {term.value for term in expected}


def test_cash_taken_on_the_spot_goes_to_the_organ_and_the_bank(people: People):
    case = penalised(people, cash=spot.Cash("small", "闽财 0001"))
    today = timezone.localdate()
    assert Term.CASH_HANDIN.value in running(case)
    row = Payment.objects.get(case=case)
    payments.hand_in(case_id=case.pk, payment=row, handed_in_on=today, by=people.shiting)
    assert Term.CASH_BANK.value in running(case)
    with pytest.raises(RuleViolation, match="缴付银行"):
        closing.propose(case_id=case.pk, outcome="已缴", by=people.shiting)
    payments.hand_in(
        case_id=case.pk, payment=row, handed_in_on=today, banked_on=today, by=people.shiting
    )
    with pytest.raises(RuleViolation, match="备案后方可结案"):
        closing.propose(case_id=case.pk, outcome="已缴", by=people.shiting)
    spot.receive_record(case_id=case.pk, by=people.shiting_deputy)
    closing.propose(case_id=case.pk, outcome="当场收缴并已缴付银行", by=people.shiting)
    asked = case.approvals.get(status="open")
    approvals.answer(approval_id=asked.pk, approved=True, opinion="", by=people.shiting_deputy)
    case.refresh_from_db()
    assert case.state == "closed"


def test_sent_twice_it_is_one_case(people: People):
    key, one = uuid.uuid4(), wanted(people)
    _ = people.shiting_deputy
    first = spot.penalise(spot_case=one, key=key, by=people.shiting)
    assert spot.penalise(spot_case=one, key=key, by=people.shiting) == first
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"amount": Decimal(201)}, "over_simple_limit"),
        ({"rights_told": False}, "rights_not_told"),
        ({"signed": spot.Signed("", "text:石亭甲", "text:石亭乙")}, "not_signed"),
        ({"cash": spot.Cash("small", "")}, "no_receipt"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_refused_leaves_nothing_behind(people: People, changes, code):
    with pytest.raises(RuleViolation) as refusal:
        penalised(people, **changes)
    assert refusal.value.code == code
    assert not Case.objects.exists()


def test_another_organs_matter_is_refused_with_the_reason(people: People):
    with pytest.raises(RuleViolation) as refusal:
        penalised(people, item=stories.undelegated_item())
    assert refusal.value.code == "not_competent"


def test_a_colleague_whose_certificate_has_ended_does_not_count(people: People):
    people.shiting_second.officer.certificates.update(status="suspended")
    with pytest.raises(RuleViolation) as refusal:
        penalised(people)
    assert refusal.value.field == "colleague"


def test_a_party_that_refuses_is_noted_on_the_paper(people: People):
    signed = spot.Signed("", "text:石亭甲", "text:石亭乙", refused="当事人转身离开")
    case = penalised(people, signed=signed)
    party = case.papers.get().signatures.get(part="party")
    assert "拒绝签收：当事人转身离开" in party.remark


def test_the_head_receives_the_record_and_nobody_else(people: People, client):
    case = penalised(people)
    with pytest.raises(PermissionDenied):
        spot.receive_record(case_id=case.pk, by=people.shiting)
    client.force_login(people.shiting_deputy)
    assert "待备案的当场处罚" in client.get("/").content.decode()
    address = reverse("case_action", args=[case.pk, "receive_record"])
    assert client.post(address, {"version": case.version, "note": "同意备案"}).status_code == 302
    assert Term.SPOT_RECORD.value not in running(case)
    assert client.post(address, {"version": case.version + 1}).status_code == 403


def form_of(people: People, **changes: Any) -> dict[str, Any]:
    one = wanted(people)
    values: dict[str, Any] = {
        "submission_key": str(uuid.uuid4()),
        "township": one.township.pk,
        "item": one.item.pk,
        "place": one.place,
        "party_kind": "citizen",
        "party_name": one.party_name,
        "facts": one.facts,
        "certificates_shown": "on",
        "rights_told": "on",
        "penalty": "fine",
        "amount": "50",
        "colleague": one.colleague.pk,
        "party_signature_typed": "王某",
        "lead_signature_typed": "石亭甲",
        "second_signature_typed": "石亭乙",
    }
    return {**values, **changes}


def test_the_form_makes_the_case_and_shows_its_paper(people: People, client):
    client.force_login(people.shiting)
    answer = client.post(reverse("spot"), form_of(people))
    case = Case.objects.get()
    assert answer.url == f"{case.get_absolute_url()}?tab=papers"
    assert client.get(answer.url).status_code == 200


def test_a_refusal_stands_at_its_field_and_nothing_typed_is_lost(people: People, client):
    client.force_login(people.shiting)
    html = client.post(reverse("spot"), form_of(people, amount="500")).content.decode()
    assert "不得超过 200.00 元" in html
    assert "当场查见乱扔果皮" in html


def test_the_way_to_the_ordinary_procedure_keeps_the_text(people: People, client):
    client.force_login(people.shiting)
    sent = form_of(people, amount="500", ordinary="1")
    html = client.post(reverse("spot"), sent).content.decode()
    assert f'action="{reverse("report")}"' in html
    assert "当场查见乱扔果皮" in html
    assert "王某（测试）" in html
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"penalty": "fine", "party_kind": "citizen", "amount": "201"}, "不得超过 200.00 元"),
        ({"penalty": "fine", "party_kind": "organisation", "amount": "3000"}, ""),
        ({"penalty": "fine", "party_kind": "citizen", "amount": "x"}, "请填写正确的"),
    ],
)
def test_the_live_check(people: People, client, query, said):
    client.force_login(people.shiting)
    html = client.get(reverse("spot_check"), query).content.decode()
    assert (said in html) if said else ("超出当场处罚" not in html)


def test_only_those_who_register_cases(people: People, client):
    client.force_login(people.reviewer_west)
    assert client.get(reverse("spot")).status_code == 403
