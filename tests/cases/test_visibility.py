"""Who sees which case: one function for list, page, export and API."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cases import selectors
from core import audit
from core.models import User
from personnel.roles import Role
from personnel.services import appointments
from tests import stories
from tests.factories.personnel import person
from tests.people import People

pytestmark = pytest.mark.django_db
SEES = True
BLIND = False


@pytest.fixture
def case(people: People):
    """Registered in 石亭街道, touching 天宝镇."""
    return stories.registered(people.shiting, "石亭街道", "天宝镇")


@pytest.mark.parametrize(
    ("role", "scope", "home", "seen"),
    [
        pytest.param(Role.TOWN_OFFICER, "石亭街道", "", SEES, id="登记镇街的执法人员"),
        pytest.param(Role.TOWN_OFFICER, "天宝镇", "", SEES, id="另一案发镇的执法人员"),
        pytest.param(Role.TOWN_OFFICER, "浦南镇", "", BLIND, id="同片区无关镇的执法人员"),
        pytest.param(Role.TOWN_OFFICER, "巷口街道", "", BLIND, id="其他片区的执法人员"),
        pytest.param(Role.DEPUTY_CHIEF, "天宝镇", "", SEES, id="案发镇副片长"),
        pytest.param(Role.SECONDED_OFFICER, "天宝镇", "区住建局", SEES, id="下沉到案发镇的人员"),
        pytest.param(Role.ZONE_CHIEF, "西部片区", "区自然资源局", SEES, id="本片区片长"),
        pytest.param(Role.ZONE_CHIEF, "东部片区", "区住建局", BLIND, id="他片区片长"),
        pytest.param(Role.ZONE_REVIEWER, "西部片区", "区司法局", SEES, id="本片区审核员"),
        pytest.param(Role.ZONE_REVIEWER, "中部片区", "区司法局", BLIND, id="他片区审核员"),
        pytest.param(Role.AGENCY_OFFICER, "区城管执法局", "", BLIND, id="事项已赋权的原部门"),
        pytest.param(Role.JUSTICE_ADMIN, "芗城区", "区司法局", SEES, id="司法局管理员"),
        pytest.param(Role.COORDINATION_OFFICE, "芗城区", "区城管执法局", SEES, id="指导单位"),
        pytest.param(Role.GOVERNMENT_OFFICE, "芗城区", "区政府办", BLIND, id="区政府办，未报请"),
        pytest.param(Role.SYSTEM_ADMIN, "芗城区", "区政府办", BLIND, id="系统管理员不看案件"),
        pytest.param(Role.SECURITY_ADMIN, "芗城区", "区政府办", BLIND, id="安全管理员不看案件"),
        pytest.param(Role.AUDIT_ADMIN, "芗城区", "区政府办", BLIND, id="审计管理员不看案件"),
        pytest.param(Role.FINANCE, "芗城区", "区财政局", BLIND, id="财政局"),
    ],
)
def test_who_sees_a_case_of_two_western_towns(client, case, role, scope, home, seen):
    viewer = person("观察者", role, scope, home=home)
    assert selectors.visible_cases(user=viewer).filter(pk=case.pk).exists() is seen
    client.force_login(viewer)
    found = 200 if seen else 404
    assert client.get(reverse("api_case", args=[case.pk])).status_code == found
    assert client.get(reverse("api_case_trail", args=[case.pk])).status_code == found
    listed = client.get(reverse("api_cases")).json()["results"]
    assert bool(listed) is seen
    exported = b"".join(client.get(reverse("cases_export"))).decode()
    assert (case.number in exported) is seen


def test_an_action_on_a_case_one_cannot_see_is_404(client, case, people: People):
    client.force_login(people.xiangkou)
    for action in ("accept", "file", "escalate", "arrange", "nonsense"):
        assert client.post(reverse("api_case_action", args=[case.pk, action])).status_code == 404
        assert client.get(reverse("case_action", args=[case.pk, action])).status_code == 404


def test_seen_but_not_allowed_is_403_with_the_reason(client, case, people: People):
    client.force_login(people.tianbao)
    answer = client.get(reverse("case_action", args=[case.pk, "propose_filing"]))
    assert answer.status_code == 403
    assert "由有权机关的执法人员办理（石亭街道）" in answer.content.decode()


def test_the_office_ended_a_moment_ago_the_next_request_is_404(client, case, people: People):
    client.force_login(people.tianbao)
    assert client.get(reverse("api_case", args=[case.pk])).status_code == 200
    office = people.tianbao.officer.appointments.get()
    appointments.dismiss(appointment_id=office.pk, by=people.organisation, reason="调离")
    assert client.get(reverse("api_case", args=[case.pk])).status_code == 404


def test_reporter_data_is_shown_to_those_who_handle_and_each_look_is_in_the_trail(
    client, people: People
):
    case = stories.registered(
        people.shiting, "石亭街道", "天宝镇", reporter_name="林某", reporter_phone="13800000000"
    )
    page, look = (reverse(name, args=[case.pk]) for name in ("case", "case_reporter"))
    client.force_login(people.tianbao)
    assert look not in client.get(page).content.decode()
    assert client.post(look, {"why": "想知道"}).status_code == 403
    client.force_login(people.shiting)
    assert "13800000000" not in client.get(page).content.decode()
    assert "13800000000" not in client.post(look, {"why": ""}).content.decode()
    assert "13800000000" in client.post(look, {"why": "电话核实"}).content.decode()
    case.refresh_from_db()
    last = audit.trail_of(case).last()
    assert (last.verb, last.payload["why"], last.seq) == ("see_reporter", "电话核实", case.version)


def test_a_visitor_without_login_is_sent_to_the_login_page(client, case):
    assert client.get(reverse("case", args=[case.pk])).status_code == 302
    assert client.get(reverse("api_case", args=[case.pk])).status_code in (401, 403)


def test_an_account_without_an_office_sees_nothing(case):
    nobody = User.objects.create(username="nobody", name="无")
    assert not selectors.visible_cases(user=nobody).exists()
