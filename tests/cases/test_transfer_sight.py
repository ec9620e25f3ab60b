"""No unit that took part loses sight of a case after any transfer: page, list, search, API."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cases.models import Case, Transfer
from cases.rules.transfer import KINDS, TransferKind
from core.models import User
from tests import stories, transfers
from tests.people import People

pytestmark = pytest.mark.django_db
INSIDE = [kind for kind in KINDS if kind.rule.inside]


def sees(client, viewer: User, case: Case) -> list[str]:
    """The ways by which the person does not find the case; [] when all do."""
    client.force_login(viewer)
    detail = [reverse(name, args=[case.pk]) for name in ("case", "api_case", "api_case_trail")]
    lists = [reverse(name) + f"?q={case.number}" for name in ("cases", "api_cases", "transfers")]
    blind = [url for url in detail if client.get(url).status_code != 200]
    found = client.get(reverse("search"), {"q": case.number}, follow=True)
    blind += [url for url in lists if case.number not in client.get(url).content.decode()]
    return [*blind, *([] if case.number in found.content.decode() else ["search"])]


def takers(people: People, row: Transfer) -> list[User]:
    """Everybody who took part: sender's officers and head, the chief, and the receiver inside."""
    found = [people.shiting, people.shiting_second, people.shiting_deputy, people.chief_west]
    if row.unit is not None:
        found.append(transfers.receiver_of(people, row.unit))
    return found


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.value)
def test_everybody_who_took_part_sees_the_case_after_it_was_taken_over(
    client, people: People, kind: TransferKind
):
    row = transfers.sent(people, kind)
    for viewer in takers(people, row):
        assert sees(client, viewer, row.case) == [], f"{viewer} while on its way"
    transfers.taken(row, people)
    for viewer in takers(people, row):
        assert sees(client, viewer, row.case) == [], f"{viewer} after it was taken over"


@pytest.mark.parametrize("kind", INSIDE, ids=lambda kind: kind.value)
def test_a_unit_that_returned_the_case_goes_on_seeing_it(
    client, people: People, kind: TransferKind
):
    row = transfers.returned(transfers.sent(people, kind), people)
    for viewer in takers(people, row):
        assert sees(client, viewer, row.case) == [], str(viewer)


def test_a_unit_the_case_was_never_sent_to_does_not_see_it(client, people: People):
    row = transfers.taken(transfers.sent(people, TransferKind.TOWN), people)
    client.force_login(people.zhishan)
    assert client.get(reverse("api_case", args=[row.case_id])).status_code == 404
    assert row.case.number not in client.get(reverse("transfers")).content.decode()


def test_before_the_head_approved_the_receiver_sees_nothing(client, people: People):
    """A filed case leaves only with the head's approval; the receiver learns of it then."""
    case = stories.filed(people, item=stories.delegated_item("石亭街道"))
    to = {"unit": transfers.bureau(), "item": stories.undelegated_item()}
    row = transfers.handed_on(case, people, TransferKind.BUREAU, **to)
    client.force_login(people.bureau)
    assert client.get(reverse("api_case", args=[case.pk])).status_code == 404
    transfers.approved(row, people)
    assert client.get(reverse("api_case", args=[case.pk])).status_code == 200
