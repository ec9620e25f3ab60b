"""What the tables of the annual plan refuse by themselves."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from plans.models import AnnualPlan
from tests import planning
from tests.people import People

pytestmark = pytest.mark.django_db


def test_a_zone_has_one_plan_of_a_year_in_force() -> None:
    planning.plan()
    with pytest.raises(IntegrityError, match="one_plan_in_force"), transaction.atomic():
        planning.plan()
    planning.plan("东部片区")


def test_a_what_if_draft_never_comes_into_force() -> None:
    with pytest.raises(IntegrityError, match="published_plan_is_real"):
        planning.plan(what_if="多一辆执法车")


def test_a_target_is_visited_once_in_a_half_day() -> None:
    people, plan = People(), planning.plan(state=AnnualPlan.State.DRAFT)
    first = planning.visit(plan, people=people)
    with pytest.raises(IntegrityError, match="one_visit_at_a_time"), transaction.atomic():
        planning.visit(plan, first.target, people=people)
    planning.visit(plan, first.target, people=people, slot=1)
