"""What was ordered to be put right is looked at again before the case is closed (第二十八条)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from cases.rules.correction import check_recheck
from cases.services import closing, correction, payments
from core.errors import RuleViolation
from tests import stories
from tests.people import People

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, None),
        ({"checked_on": date(2026, 3, 11)}, "future_recheck"),
        ({"checked_on": date(2026, 2, 27)}, "recheck_before_service"),
        ({"correct_by": date(2026, 3, 20)}, "correction_running"),
        ({"correct_by": date(2026, 3, 20), "settled": True}, None),
        ({"correct_by": date(2026, 3, 10)}, None),
    ],
)
def test_when_a_recheck_may_be_entered(changes: dict[str, Any], code: str | None):
    facts: dict[str, Any] = {
        "checked_on": TODAY,
        "served_on": date(2026, 3, 1),
        "correct_by": None,
        "settled": False,
        "today": TODAY,
    }
    if code is None:
        check_recheck(**{**facts, **changes})
        return
    with pytest.raises(RuleViolation) as refused:
        check_recheck(**{**facts, **changes})
    assert refused.value.code == code


def seen(people: People, **changes: Any) -> correction.Seen:
    values: dict[str, Any] = {
        "checked_on": timezone.localdate(),
        "place": "丹霞路北段",
        "result": "corrected",
        "findings": "物料已清理完毕。",
        "officers": [people.shiting.officer, people.shiting_second.officer],
    }
    return correction.Seen(**{**values, **changes})


def paid(people: People) -> Case:
    case = stories.served(people, correction="清理堆放的物料", correct_by=timezone.localdate())
    money = payments.Paid(Decimal("500.00"), timezone.localdate(), "bank", "票据1")
    payments.record(case_id=case.pk, paid=money, by=people.shiting)
    return case


@pytest.mark.django_db
def test_closing_waits_for_a_recheck_that_finds_it_corrected(client, people: People):
    case = paid(people)
    with pytest.raises(RuleViolation) as refused:
        closing.propose(case_id=case.pk, outcome="已缴清", by=people.shiting)
    assert refused.value.code == "correction_open"
    client.force_login(people.shiting)
    assert "待复查改正" in client.get("/").content.decode()
    correction.recheck(case_id=case.pk, seen=seen(people, result="not"), by=people.shiting)
    with pytest.raises(RuleViolation):
        closing.propose(case_id=case.pk, outcome="已缴清", by=people.shiting)
    correction.recheck(case_id=case.pk, seen=seen(people), by=people.shiting)
    closing.propose(case_id=case.pk, outcome="已缴清并改正", by=people.shiting)
    page = client.get(f"{case.get_absolute_url()}?tab=performance").content.decode()
    assert "物料已清理完毕" in page
    assert "未改正" in page


@pytest.mark.django_db
def test_one_officer_alone_does_not_recheck(people: People):
    case = paid(people)
    with pytest.raises(RuleViolation) as refused:
        correction.recheck(
            case_id=case.pk, seen=seen(people, officers=[people.shiting.officer]), by=people.shiting
        )
    assert refused.value.field == "officers"


@pytest.mark.django_db
def test_the_form_tells_what_was_ordered_and_keeps_what_was_typed(client, people: People):
    case = paid(people)
    case.refresh_from_db()
    client.force_login(people.shiting)
    address = reverse("case_action", args=[case.pk, "recheck"])
    assert "责令改正：清理堆放的物料" in client.get(address).content.decode()
    data = {
        "version": case.version,
        "checked_on": (timezone.localdate() + timedelta(days=1)).isoformat(),
        "place": "丹霞路",
        "result": "corrected",
        "findings": "已清理。",
        "officers": [people.shiting.officer.pk, people.shiting_second.officer.pk],
    }
    refused = client.post(address, data).content.decode()
    assert "复查日期晚于今天" in refused
    assert "已清理。" in refused
    data["checked_on"] = timezone.localdate().isoformat()
    assert client.post(address, data).status_code == 302
    assert case.reinspections.get().officers.count() == 2


@pytest.mark.django_db
def test_nothing_ordered_nothing_to_recheck(people: People):
    case = stories.served(people)
    with pytest.raises(RuleViolation) as refused:
        correction.recheck(case_id=case.pk, seen=seen(people), by=people.shiting)
    assert refused.value.code == "nothing_to_recheck"
