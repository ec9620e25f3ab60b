"""Servers, strict templates and order for all tests; people and objects are elsewhere."""

from __future__ import annotations

import os
from io import StringIO
from typing import TYPE_CHECKING, Any

import dj_database_url
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.template import engines
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from xdist.scheduler import LoadScopeScheduling

from cases.selectors import major_list
from core import calendars, parameters
from core.paging import forget_counts
from tests.people import People
from tests.strict_templates import StrictUnknown
from xiangcheng_enforcement import embedded
from zones.models import Zone
from zones.selectors import forget_zones

if TYPE_CHECKING:
    from collections.abc import Iterator


# Set by a test that emptied the tables: who may open the database again.
EMPTIED: pytest.StashKey[Any] = pytest.StashKey()

# How fast a machine is proves nothing about a rule.
hypothesis_settings.register_profile(
    "steady", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("steady")


class OneFileOneCore(LoadScopeScheduling):
    """A file stays on one core, and so do all browser tests: one platform, one browser."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        return "browser" if "/e2e/" in file else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneFileOneCore:
    return OneFileOneCore(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Browser tests last, but first on several cores: they are the longest piece of work."""
    for item in items:
        if "e2e" in item.path.parts:
            item.add_marker("e2e")
    first = hasattr(config, "workerinput")
    items.sort(key=lambda item: (item.get_closest_marker("e2e") is not None) is not first)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
) -> Iterator[None]:
    """Start PostgreSQL when the first test needs it; DATABASE_URL names another one."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    servers = embedded.ensure(
        settings.VAR_DIR / "embedded", durable=False, wanted=frozenset({"DATABASE_URL"})
    )
    address = dj_database_url.parse(servers.environment["DATABASE_URL"])
    connections.settings["default"].update(
        {key: address[key] for key in ("ENGINE", "HOST", "PORT", "USER", "PASSWORD", "NAME")}
    )
    yield
    servers.release()


@pytest.fixture(scope="session")
def broker_url() -> Iterator[str]:
    """Address of a real broker, for tests of delivery; elsewhere nothing is delivered."""
    if os.environ.get("REDIS_URL"):
        yield os.environ["REDIS_URL"]
        return
    servers = embedded.ensure(
        settings.VAR_DIR / "broker" / "embedded", wanted=frozenset({"REDIS_URL"})
    )
    yield servers.environment["REDIS_URL"]
    servers.release()


@pytest.fixture(autouse=True, scope="session")
def _strict_templates() -> None:
    engines["django"].engine.string_if_invalid = StrictUnknown()


def _empties(item: pytest.Item) -> bool:
    """The test has transactions of its own, after which the tables are emptied."""
    mark = item.get_closest_marker("django_db")
    wants = mark is not None and mark.kwargs.get("transaction", False)
    return bool(wants) or "transactional_db" in getattr(item, "fixturenames", ())


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """The district is put back, before any fixture, for a test that reads or fills tables."""
    blocker = item.session.stash.get(EMPTIED, None)
    names = {*getattr(item, "fixturenames", ())}
    reads = item.get_closest_marker("django_db") or names & {"db", "django_db_setup"}
    if blocker is None or _empties(item) or not reads:
        return
    del item.session.stash[EMPTIED]
    with blocker.unblock():
        call_command("load_district", verbosity=0, stdout=StringIO())
    forget_zones()
    parameters.forget()


@pytest.fixture(autouse=True)
def _tell_of_emptying(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    yield
    if _empties(request.node):
        request.session.stash[EMPTIED] = django_db_blocker


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The district is in the database; emptying tables between tests stays possible."""
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER IF EXISTS trail_is_not_emptied ON core_auditentry")
        call_command("load_district", verbosity=0, stdout=StringIO())


@pytest.fixture
def people(db: None) -> People:
    """The story's people in the real district."""
    if not Zone.objects.exists():  # a test with its own transactions emptied the tables
        call_command("load_district", verbosity=0, stdout=StringIO())
    return People()


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    calendars.forget_now()
    parameters.forget()
    major_list.forget()
    forget_zones()
    forget_counts()
