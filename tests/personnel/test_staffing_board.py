"""The staffing board: findings begin, last and end; each sees their own and who must act."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from core import worklist
from core.models import User
from personnel.models import Certificate, Finding
from personnel.roles import Role
from personnel.rules.staffing import Check
from personnel.services import appointments, staffing
from tests import stories
from tests.factories.personnel import OfficerFactory, person
from tests.people import People
from tests.stories import town
from zones.models import Zone

pytestmark = pytest.mark.django_db
MOST_QUERIES = 16  # the whole district is judged afresh at each opening


def key(name: str) -> str:
    return f"T{town(name).pk}"


@pytest.fixture
def shiting(people: People) -> People:
    """石亭街道 has two certified officers and a deputy chief."""
    _ = (people.shiting, people.shiting_second, people.shiting_deputy)
    return people


def open_finding(check: Check, scope: str) -> Finding | None:
    return Finding.objects.filter(code=check.value, scope=scope, cleared_at=None).first()


def test_a_town_with_two_certified_officers_is_in_order(shiting: People):
    staffing.refresh()
    assert open_finding(Check.TWO_CERTIFIED, key("石亭街道")) is None
    assert open_finding(Check.TWO_CERTIFIED, key("天宝镇")) is not None


def test_the_last_good_day_of_a_certificate_still_counts_the_day_after_does_not(shiting: People):
    last = timezone.localdate() + timedelta(days=3)
    Certificate.objects.filter(officer=shiting.shiting_second.officer).update(expires_on=last)
    for days, wanting in ((2, False), (3, False), (4, True)):
        with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
            staffing.refresh()
            found = open_finding(Check.TWO_CERTIFIED, key("石亭街道"))
            assert (found is not None) is wanting, days


def test_a_finding_keeps_its_first_day_and_ends_when_it_is_mended(shiting: People):
    first = timezone.localdate()
    staffing.refresh()
    with time_machine.travel(timezone.now() + timedelta(days=5), tick=False):
        assert staffing.refresh().new == 0
        finding = open_finding(Check.DEPUTY, key("天宝镇"))
        assert finding is not None
        assert finding.since == first
        appointments.appoint(
            officer=OfficerFactory.create(home_township=town("天宝镇")),
            role=Role.DEPUTY_CHIEF,
            scope=town("天宝镇"),
            starts_on=timezone.localdate(),
            document="测试",
            by=None,
        )
        assert staffing.refresh().mended == 1
    finding.refresh_from_db()
    assert finding.cleared_at is not None


def test_refreshing_twice_changes_nothing(shiting: People):
    staffing.refresh()
    before = set(Finding.objects.values_list("pk", "since", "cleared_at"))
    again = staffing.refresh()
    assert (again.new, again.mended) == (0, 0)
    assert set(Finding.objects.values_list("pk", "since", "cleared_at")) == before


def test_an_office_that_ended_is_a_to_do_of_who_must_fill_it(shiting: People):
    office = shiting.shiting_deputy.officer.appointments.get()
    appointments.dismiss(appointment_id=office.pk, by=shiting.organisation, reason="调离")
    staffing.refresh()
    keeper = User.objects.get(pk=shiting.organisation.pk)
    titles = [item.title for group in worklist.groups_for(keeper, limit=50) for item in group.items]
    assert "石亭街道：副片长空缺" in titles
    officer = User.objects.get(pk=shiting.shiting.pk)
    assert not [g for g in worklist.groups_for(officer) if g.label == "队伍检查待解决"]


def listed(client, zone: str = "西部片区") -> str:
    """The rows shown for a zone."""
    chosen = {"zone": f"Z{Zone.objects.get(name=zone).pk}"}
    page = client.get(reverse("staffing"), chosen).content.decode()
    return page.split('id="list"')[1].split("</table>")[0]


def test_a_deputy_chief_sees_the_own_town_a_district_office_everything(client, shiting: People):
    client.force_login(shiting.shiting_deputy)
    client.get(reverse("staffing"))
    assert "天宝镇" not in listed(client)
    client.force_login(shiting.justice)
    assert "天宝镇" in listed(client)


def test_a_chief_sees_the_zones_towns_and_not_those_of_others(client, shiting: People):
    client.force_login(shiting.chief_west)
    client.get(reverse("staffing"))
    assert "天宝镇" in listed(client)
    assert "新桥街道" not in listed(client, "东部片区")


def test_who_watches_no_staffing_is_refused_with_the_reason(client, shiting: People):
    client.force_login(shiting.shiting)
    answer = client.get(reverse("staffing"))
    assert answer.status_code == 403
    assert "队伍检查" in answer.content.decode()


def test_the_export_has_what_the_list_shows(client, shiting: People):
    client.force_login(shiting.justice)
    client.get(reverse("staffing"))
    answer = client.get(reverse("staffing_export"), {"check": Check.DEPUTY.value})
    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    places = {row[1] for row in rows[2:]}
    assert "天宝镇" in places
    assert "石亭街道" not in places
    assert {row[0] for row in rows[2:]} == {"副片长空缺"}


def test_the_board_asks_a_fixed_number_of_queries(
    client, shiting: People, django_assert_max_num_queries
):
    client.force_login(shiting.justice)
    client.get(reverse("staffing"))
    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get(reverse("staffing")).status_code == 200


def test_the_filters_narrow_to_a_unit_and_to_vacancies(client, shiting: People):
    client.force_login(shiting.justice)
    client.get(reverse("staffing"))
    page = client.get(reverse("staffing"), {"unit": key("天宝镇"), "check": "vacant"})
    codes = sorted((line.row.code, line.where) for line in page.context["lines"])
    assert codes == [("deputy", "天宝镇"), ("town_reviewer", "天宝镇")]
    narrowed = client.get(reverse("staffing"), {"unit": "T0", "zone": "nothing"})
    assert narrowed.status_code == 200


def test_a_finding_leads_to_where_it_is_mended(client, shiting: People):
    client.force_login(shiting.organisation)
    lines = client.get(reverse("staffing"), {"unit": key("天宝镇")}).context["lines"]
    where = {(line.row.code, line.where): line.url for line in lines}
    number = town("天宝镇").pk
    assert where["two_certified", "天宝镇"] == f"/people/?town={number}&paper=none"
    assert f"role=deputy_chief&when=all&town={number}" in where["deputy", "天宝镇"]
    for url in where.values():
        assert client.get(url).status_code == 200, url


def test_everybody_on_the_establishment_of_a_town_needs_a_certificate(people: People):
    deputy = person("无证副片长", Role.DEPUTY_CHIEF, "石亭街道", certified=False)
    staffing.refresh()
    found = open_finding(Check.ALL_CERTIFIED, key("石亭街道"))
    assert found is not None
    assert "未持证：无证副片长" in found.text
    deputy.officer.on_establishment = False
    deputy.officer.save()
    staffing.refresh()
    assert open_finding(Check.ALL_CERTIFIED, key("石亭街道")) is None


def test_the_figures_show_own_units_their_rate_and_cases_for_each_officer(
    client, shiting: People, django_assert_max_num_queries
):
    stories.registered(shiting.shiting, "石亭街道")
    client.force_login(shiting.shiting_deputy)
    client.get(reverse("staffing_figures"))
    with django_assert_max_num_queries(MOST_QUERIES + 2):
        page = client.get(reverse("staffing_figures"))
    [row] = page.context["figures"]
    assert row == ("石亭街道", "西部片区", 2, 0, 3, 3, "100%")
    assert "人均在办" in page.content.decode()
    assert "0.5" in page.content.decode()
    book = client.get(reverse("staffing_figures_export"))
    rows = list(load_workbook(BytesIO(book.content)).active.iter_rows(values_only=True))
    assert rows[2] == row
    client.force_login(shiting.shiting)
    assert client.get(reverse("staffing_figures")).status_code == 403


def test_the_api_gives_what_the_board_shows(client, shiting: People):
    address = reverse("api_findings")
    client.force_login(shiting.shiting_deputy)
    rows = client.get(address).json()["results"]
    assert {row["scope"] for row in rows} == {key("石亭街道")}
    reviewer = next(row for row in rows if row["code"] == "town_reviewer")
    assert (reviewer["unit"], reviewer["zone"], reviewer["grave"]) == ("石亭街道", "西部片区", True)
    assert client.get(address, {"check": "deputy"}).json()["results"] == []
    client.force_login(shiting.shiting)
    assert client.get(address).status_code == 403
