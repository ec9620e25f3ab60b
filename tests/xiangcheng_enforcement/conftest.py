"""One small demo year, loaded once for the tests of a file; nothing of it stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import transaction

from cases.models import Case
from xiangcheng_enforcement.demo.load import load

TODAY = date(2026, 11, 23)
CASES = 200


@pytest.fixture(scope="module")
def _demo(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        load(cases=CASES, seed=2026, today=TODAY, progress=lambda done: None)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def cases(_demo: None, db: None) -> list[Case]:
    return list(Case.objects.order_by("pk"))
