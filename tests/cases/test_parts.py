"""Rows of several small tables in one query are the very rows Django would read."""

from __future__ import annotations

import pytest

from cases.models import Case
from cases.selectors.parts import PARTS, read_parts
from core.counting import read_each
from tests import stories
from tests.people import People

pytestmark = pytest.mark.django_db


def values(row) -> dict[str, object]:
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}


def test_every_value_is_as_django_reads_it(people: People):
    """Dates, moments, amounts with their scale, JSON, empty values."""
    case = stories.served(people, amount=1000)
    names = ("parties", "approvals", "terms", "places", "papers")
    rows, counts = read_each(
        {name: getattr(case, name).all() for name in names}, {"handlers": case.handlers.all()}
    )
    for name in names:
        expected = [values(row) for row in getattr(case, name).all()]
        assert [values(row) for row in rows[name]] == expected, name
    assert counts == {"handlers": case.handlers.count()}
    assert rows["approvals"]


def test_the_parts_of_a_case_are_those_of_its_tables(people: People, django_assert_num_queries):
    case = read_parts(stories.served(people, amount=1000))
    fresh = Case.objects.get(pk=case.pk)
    for name in PARTS:
        expected = sorted(values(row)["id"] for row in getattr(fresh, name).all())
        assert sorted(row.pk for row in getattr(case, name).all()) == expected, name
    with django_assert_num_queries(0):
        for name in PARTS:
            assert all(row.case is case for row in getattr(case, name).all())
        assert [place.township.zone.name for place in case.places.all()] == ["西部片区"]
