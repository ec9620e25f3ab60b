"""Pages of rosters: by role, for the public, and never a lapsed certificate in public."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from core import worklist
from personnel.models import Roster
from personnel.selectors import rosters as selectors
from personnel.services import roster, roster_review
from tests.people import People
from tests.personnel import teams
from tests.personnel.teams import Team, again

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
PUBLIC = ("public_roster", "public_roster_print", "public_roster_xlsx")


@pytest.fixture
def team(people: People) -> Team:
    return teams.western()


def words(response) -> str:
    """What an answer says, page or workbook."""
    if response["Content-Type"].startswith("text/html"):
        return response.content.decode()
    rows = load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True)
    return "\n".join(str(row) for row in rows)


@pytest.mark.parametrize("name", PUBLIC)
@pytest.mark.parametrize(
    ("days", "shown"),
    [
        pytest.param(-1, True, id="到期前一日"),
        pytest.param(0, True, id="到期当日仍有效"),
        pytest.param(1, False, id="到期次日"),
    ],
)
def test_the_public_never_sees_a_lapsed_certificate(client, team: Team, name, days, shown):
    teams.published(team)
    teams.lapse(team.seconded, days=10)
    assert "西部下沉" in words(client.get(reverse(name, args=["W"])))
    noon = timezone.localtime().replace(hour=12) + timedelta(days=10 + days)
    with time_machine.travel(noon, tick=False):
        text = words(client.get(reverse(name, args=["W"])))
    assert ("西部下沉" in text) is shown
    assert "石亭街道执法甲" in text


@pytest.mark.parametrize("status", ["suspended", "revoked"])
def test_nor_one_that_was_suspended_or_revoked_a_moment_ago(client, team: Team, status):
    teams.published(team)
    team.seconded.officer.certificates.update(status=status)
    for name in PUBLIC:
        assert "西部下沉" not in words(client.get(reverse(name, args=["W"])))


def test_the_public_sees_published_versions_only(client, team: Team):
    address = reverse("public_roster", args=["W"])
    assert client.get(address).status_code == 404
    made = teams.sent(team)
    assert client.get(address).status_code == 404
    assert "尚未公布" in client.get(reverse("public_rosters")).content.decode()
    assert client.get(made.get_absolute_url()).status_code == 302
    roster_review.publish(
        roster_id=made.pk, revision=made.revision, remarks="", by=again(team.justice)
    )
    page = client.get(address).content.decode()
    assert "西部大队长" in page
    assert team.head.officer.certificates.get().number in page
    assert address in client.get(reverse("public_rosters")).content.decode()
    assert client.get(reverse("public_roster", args=["X"])).status_code == 404


def test_withdrawn_members_are_shown_to_staff_with_reason_and_day(client, team: Team):
    made = teams.published(team)
    team.seconded.officer.certificates.update(status="revoked")
    roster.recheck(team.seconded.officer)
    client.force_login(team.chief)
    page = client.get(made.get_absolute_url()).content.decode()
    assert "已撤下" in page
    assert "已注销" in page
    sheet = words(client.get(reverse("roster_xlsx", args=[made.pk])))
    assert timezone.localdate().isoformat() in sheet
    assert "西部下沉" not in words(client.get(reverse("roster_print", args=[made.pk])))


def test_the_way_by_pages(client, team: Team):
    client.force_login(team.chief)
    assert client.get(reverse("roster_open")).status_code == 200
    data = {"agencies": [teams.bureau().pk], "note": "首次"}
    made_url = client.post(reverse("roster_open"), data).url
    made = Roster.objects.get()
    assert client.post(reverse("roster_open"), data).url == made_url
    for row in selectors.units_of(made):
        client.force_login(team.submitters[str(row)])
        address = reverse("roster_unit", args=[made.pk, row.pk])
        form = client.get(address).context["form"]
        picked = {b.html_name: c.places[0].kind.value for c, b in form.lines}
        stale = client.post(address, {**picked, "version": 1, "submit": "1"})
        assert "他人刚刚修改" in stale.content.decode()
        seen = form.initial["version"]
        client.post(address, {**picked, "version": seen, "submit": "1"})
        assert client.get(address).url == made_url
    made.refresh_from_db()
    client.force_login(team.chief)
    client.post(reverse("roster_send", args=[made.pk]), {"version": made.revision})
    client.force_login(team.justice)
    made.refresh_from_db()
    address = reverse("roster_review", args=[made.pk])
    refused = client.post(address, {"version": made.revision, "decision": "return"})
    assert "退回须写明理由" in refused.content.decode()
    client.post(address, {"version": made.revision, "decision": "publish"})
    made.refresh_from_db()
    assert made.status == "published"


def test_visible_but_not_allowed_is_refused_with_the_reason(client, team: Team, people: People):
    made = teams.submitted(team)
    row = selectors.units_of(made)[0]
    client.force_login(team.deputies["浦南镇"])
    for name in ("roster_unit", "roster_unit_reopen", "roster_unit_drop"):
        address = reverse(name, args=[made.pk, row.pk])
        refused = client.post(address)
        assert refused.status_code == 403, name
    assert client.post(reverse("roster_send", args=[made.pk]), {"version": 1}).status_code in (
        302,
        403,
    )
    made.refresh_from_db()
    assert made.status == "draft"
    client.force_login(people.chief_east)
    assert client.get(made.get_absolute_url()).status_code == 404
    client.force_login(team.officers["天宝镇"][0])
    assert client.get(reverse("rosters")).status_code == 403


@pytest.mark.parametrize("name", ["rosters", *PUBLIC])
def test_queries_stay_few(client, team: Team, name, django_assert_max_num_queries):
    teams.published(team)
    teams.submitted(team)
    client.force_login(team.justice)
    address = reverse(name, args=["W"] if name in PUBLIC else [])
    client.get(address)
    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("who", ["chief", "justice", "liaison"])
def test_the_page_of_a_version_asks_each_table_once(
    client, team: Team, who, django_assert_max_num_queries
):
    teams.published(team)
    made = teams.opened(team)
    row = next(u for u in selectors.units_of(made) if str(u) == teams.BUREAU)
    client.force_login(getattr(team, who))
    paths = [made.get_absolute_url()]
    if who == "liaison":
        paths.append(reverse("roster_unit", args=[made.pk, row.pk]))
    for path in paths:
        client.get(path)
        with django_assert_max_num_queries(19):  # three are a liaison's to-do on the ratio
            assert client.get(path).status_code == 200


def test_to_dos_follow_the_roster_from_desk_to_desk(team: Team):
    def waiting(user) -> set[str]:
        labels = {group.label for group in worklist.groups_for(again(user))}
        return labels & {"待提交的名单人员", "待送审的名单", "待审核的名单"}

    made = teams.opened(team)
    everybody = (team.liaison, team.chief, team.justice)
    assert [waiting(user) for user in everybody] == [{"待提交的名单人员"}, set(), set()]
    for place, by in team.submitters.items():
        teams.named(made, place, by)
    assert [waiting(user) for user in everybody] == [set(), {"待送审的名单"}, set()]
    made.refresh_from_db()
    made = roster.send(roster_id=made.pk, revision=made.revision, by=again(team.chief))
    assert [waiting(user) for user in everybody] == [set(), set(), {"待审核的名单"}]
    roster_review.give_back(
        roster_id=made.pk, revision=made.revision, remarks="请核对", by=again(team.justice)
    )
    assert [waiting(user) for user in everybody] == [set(), {"待送审的名单"}, set()]


def test_the_api_gives_published_rosters_with_who_stands_on_them_today(client, team: Team, people):
    address = reverse("api_rosters")
    client.force_login(team.liaison)
    assert client.get(address).json()["results"] == []
    teams.published(team)
    teams.opened(team)
    team.seconded.officer.certificates.update(status="suspended")
    [found] = client.get(address).json()["results"]
    assert (found["zone"], found["version"]) == ("西部片区", 1)
    names = [row["name"] for row in found["members"]]
    assert "西部大队长" in names
    assert "西部下沉" not in names
    client.force_login(people.chief_east)
    assert client.get(address).json()["results"] == []
