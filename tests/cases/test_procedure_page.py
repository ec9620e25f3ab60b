"""The page of the procedure shows the very table of each version."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cases.rules.flow import flow_of, states_of
from cases.rules.groups import GROUP_OF
from cases.rules.guard_words import needs_of, unworded
from cases.rules.guards import GUARDS
from cases.rules.steps import FINAL
from cases.rules.workflow import TABLES, VERSION
from tests import stories
from tests.people import People


def test_every_guard_has_words():
    assert unworded() == set()
    assert all(len(needs_of(action)) == len(guards) for action, guards in GUARDS.items())


def test_every_act_of_the_table_belongs_to_a_group():
    assert {key for table in TABLES.values() for key in table} <= set(GROUP_OF)


@pytest.mark.parametrize("version", TABLES)
def test_the_graph_has_every_state_once_and_every_move(version: int):
    table = TABLES[version]
    flow = flow_of(table)
    assert sorted(box.state for box in flow.boxes) == sorted(states_of(table))
    assert len({(box.x, box.y) for box in flow.boxes}) == len(flow.boxes)
    moves = {(s, row.target) for row in table.values() for s in row.sources if row.target}
    assert {(line.source, line.target) for line in flow.lines} == {
        move for move in moves if move[0] != move[1]
    }


@pytest.mark.parametrize("version", TABLES)
def test_every_end_is_reached_and_every_state_is_left(version: int):
    lines = flow_of(TABLES[version]).lines
    states = set(states_of(TABLES[version]))
    assert states - {line.source for line in lines} == states & FINAL
    assert states - {line.target for line in lines} == {states_of(TABLES[version])[0]}


@pytest.mark.django_db
@pytest.mark.parametrize("version", TABLES)
def test_each_version_is_drawn_from_its_table(client, people: People, version: int):
    client.force_login(people.shiting)
    html = client.get(reverse("procedure_version", args=[version])).content.decode()
    for row in TABLES[version].values():
        assert row.label in html
        assert row.basis in html
    for needs in (needs_of(key) for key in TABLES[version]):
        assert all(need.text in html and need.basis in html for need in needs)
    used = set(states_of(TABLES[version]))
    assert html.count("flow__box--end") == len(used & FINAL)


@pytest.mark.django_db
def test_a_version_there_never_was_is_not_found(client, people: People):
    client.force_login(people.shiting)
    assert client.get(reverse("procedure_version", args=[99])).status_code == 404


@pytest.mark.django_db
def test_a_case_leads_to_its_own_version_and_state(client, people: People):
    case = stories.filed(people)
    client.force_login(people.shiting)
    address = f"{reverse('procedure_version', args=[VERSION])}?state=filed"
    assert address in client.get(case.get_absolute_url()).content.decode()
    assert client.get(address).content.decode().count("flow__box--here") == 1
