"""Recusal decided by the head while the investigation goes on; a handler replaced with a trace."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cases.rules.guards import blockers
from cases.selectors import facts_of, get_visible_case
from cases.selectors.timeline import timeline_of
from cases.services import approvals, filing, handlers
from core.errors import RuleViolation
from personnel.roles import Role
from tests import stories
from tests.factories.personnel import person
from tests.people import People

pytestmark = pytest.mark.django_db


def asked(people: People, case):
    request = handlers.RecusalRequest(
        people.shiting_second.officer, "当事人申请", "与案件有直接利害关系", "系当事人之弟"
    )
    return handlers.ask_recusal(case_id=case.pk, request=request, by=people.shiting)


def codes(case, reader, action: str) -> set[str]:
    fresh = get_visible_case(user=reader, pk=case.pk)
    return {found.code for found in blockers(action, facts_of(fresh), case.reported_at.date())}


def test_until_the_head_decides_the_investigation_goes_on_but_nothing_is_decided(people: People):
    case = stories.filed(people)
    asked(people, case)
    stories.investigated(people, case)
    assert "recusal_open" in codes(case, people.shiting, "notify")
    assert "recusal_open" in codes(case, people.shiting, "decide")


def test_a_recused_handler_leaves_and_cannot_be_assigned_to_the_party_again(people: People):
    case = stories.filed(people)
    asked(people, case)
    stories.approved(case, people.shiting_deputy)
    assert [row.officer for row in case.handlers.filter(removed_at=None)] == [
        people.shiting.officer
    ]
    assert "too_few_handlers" in codes(case, people.shiting, "record")
    with pytest.raises(RuleViolation) as refusal:
        handlers.replace(
            case_id=case.pk,
            leaving=None,
            successor=people.shiting_second.officer,
            reason="补足",
            by=people.shiting_deputy,
        )
    assert (refusal.value.code, refusal.value.field) == ("recused", "successor")
    again = stories.registered(people.shiting, "石亭街道")
    with pytest.raises(RuleViolation):
        filing.propose(
            case_id=again.pk,
            lead=people.shiting.officer,
            others=[people.shiting_second.officer],
            by=people.shiting,
        )


def test_a_request_that_is_turned_down_leaves_the_team_and_a_trace(people: People):
    case = stories.filed(people)
    row = asked(people, case)
    approvals.answer(
        approval_id=row.pk, approved=False, opinion="查无亲属关系", by=people.shiting_deputy
    )
    case.refresh_from_db()
    assert case.handlers.filter(removed_at=None).count() == 2
    assert "查无亲属关系" in timeline_of(case)[0].content
    assert "recusal_open" not in codes(case, people.shiting, "notify")


def test_the_same_recusal_is_asked_for_once(people: People):
    case = stories.filed(people)
    asked(people, case)
    with pytest.raises(RuleViolation, match="正在等待"):
        asked(people, case)


def test_only_the_head_replaces_a_handler_and_the_trail_says_whom(people: People, client):
    case = stories.filed(people)
    asked(people, case)
    stories.approved(case, people.shiting_deputy)
    successor = person("石亭丙", Role.TOWN_OFFICER, "石亭街道").officer
    with pytest.raises(PermissionDenied):
        handlers.replace(
            case_id=case.pk,
            leaving=None,
            successor=successor,
            reason="补足",
            by=people.shiting,
        )
    client.force_login(people.shiting_deputy)
    page = reverse("case_action", args=[case.pk, "replace_handler"])
    assert "石亭丙" in client.get(page).content.decode()
    handlers.replace(
        case_id=case.pk, leaving=None, successor=successor, reason="补足", by=people.shiting_deputy
    )
    case.refresh_from_db()
    entry = timeline_of(case)[0]
    assert entry.title == "更换办案人"
    assert f"接办人：{successor}" in entry.content
    assert entry.basis == "《行政处罚法》第四十二条、第四十三条"
