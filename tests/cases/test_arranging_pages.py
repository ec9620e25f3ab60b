"""The page on which the chief arranges, to-dos of the units, the case page, the statistics."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from cases.models import ArrangementUnit, Case
from cases.selectors import participation as waiting
from cases.selectors.cooperation import cooperation
from cases.services import arrangement, participation
from core import worklist
from tests import stories
from tests.people import People
from zones.selectors import all_towns

pytestmark = pytest.mark.django_db


@pytest.fixture
def reported(people: People) -> Case:
    _ = (people.chief_west, people.tianbao_deputy)
    return stories.routed(stories.registered(people.shiting, "石亭街道", "天宝镇"))


def page(client, case: Case, action: str) -> str:
    return client.get(reverse("case_action", args=[case.pk, action])).content.decode()


def post(client, case: Case, action: str, **data):
    case.refresh_from_db()
    address = reverse("case_action", args=[case.pk, action])
    return client.post(address, {"version": case.version, **data}, follow=True)


def test_one_page_shows_why_where_who_the_power_and_what_is_suggested(
    client, reported: Case, people: People
):
    client.force_login(people.chief_west)
    text = page(client, reported, "arrange")
    for part in (
        "跨乡镇（街道）",
        reported.party_name,
        "石亭街道办事处",
        "有权",
        "建议：组织联合执法",
        "案件涉及 2 个镇街",
    ):
        assert part in text
    for mode in (
        "由属地镇街办理",
        "指派牵头镇街",
        "转区级部门办理",
        "召集案件研讨",
        "提请指导单位协调",
    ):
        assert mode in text


def test_the_joint_order_is_given_by_ticking_boxes_and_each_unit_sees_what_is_asked(
    client, reported: Case, people: People
):
    tianbao = stories.town("天宝镇").pk
    client.force_login(people.chief_west)
    asks = [f"T{tianbao}:people", f"T{tianbao}:equipment"]
    lead = stories.town("石亭街道").pk
    answer = post(
        client, reported, "arrange", mode="joint", lead_town=lead, asks=asks, instruction="同查"
    )
    assert "安排已下达" in answer.content.decode()
    client.force_login(people.tianbao)
    assert (
        "派人、出装备"
        in client.get(reported.get_absolute_url() + "?tab=reporting").content.decode()
    )
    groups = {group.label: group for group in worklist.groups_for(people.tianbao)}
    assert "天宝镇：派人、出装备" in groups["待答复的安排"].items[0].hint
    listed = client.get(groups["待答复的安排"].url).content.decode()
    assert reported.number in listed


def test_a_refused_order_keeps_what_was_typed_and_says_it_at_the_field(
    client, reported: Case, people: People
):
    client.force_login(people.chief_west)
    lead = stories.town("石亭街道").pk
    text = post(
        client, reported, "arrange", mode="joint", lead_town=lead, instruction="两地同时检查"
    ).content.decode()
    assert "联合执法至少还须一个参与单位" in text
    assert "两地同时检查" in text
    text = post(
        client, reported, "arrange", mode="bureau", instruction="请部门办理"
    ).content.decode()
    assert "请选择转给哪个部门" in text


def test_the_unit_answers_from_the_case_page_and_the_chief_asks_another(
    client, reported: Case, people: People
):
    lead = stories.town("石亭街道")
    client.force_login(people.chief_west)
    asks = [f"T{stories.town('天宝镇').pk}:people"]
    post(client, reported, "arrange", mode="joint", lead_town=lead.pk, asks=asks, instruction="查")
    client.force_login(people.tianbao)
    assert "请填写此项" in post(client, reported, "decline_part", reason="").content.decode()
    post(client, reported, "decline_part", reason="同日有防汛任务")
    client.force_login(people.chief_west)
    labels = [group.label for group in worklist.groups_for(people.chief_west)]
    assert "待改派的单位" in labels
    text = page(client, reported, "ask_second")
    assert "同日有防汛任务" in text
    part = ArrangementUnit.objects.get(state="declined")
    punan = stories.town("浦南镇").pk
    post(client, reported, "ask_second", part=part.pk, unit=f"T{punan}")
    assert waiting.to_answer(people.punan).count() == 1
    assert waiting.to_replace(people.chief_west).count() == 0


def test_who_has_nothing_to_answer_is_told_so(client, reported: Case, people: People):
    client.force_login(people.tianbao)
    address = reverse("case_action", args=[reported.pk, "accept_part"])
    assert client.get(address).status_code == 403


def test_the_deputy_orders_simple_work_on_its_page(client, people: People):
    _ = people.chief_west
    case = stories.registered(people.shiting, "石亭街道")
    client.force_login(people.shiting_deputy)
    assert "无需片长批准" in page(client, case, "order_simple")
    asks = [f"T{stories.town('浦南镇').pk}:inspection"]
    text = post(client, case, "order_simple", asks=asks, instruction="周六").content.decode()
    assert "片长已得到通知" in text


def test_the_dispute_is_led_to_its_designation_on_the_pages(client, people: People):
    _ = (people.tianbao_deputy, people.government)
    case = stories.arranged(people)
    client.force_login(people.tianbao)
    post(client, case, "raise_dispute", kind="competence", text="主要行为在我镇")
    client.force_login(people.shiting)
    assert "主要行为在我镇" in page(client, case, "state_view")
    post(client, case, "state_view", text="我街道立案在先")
    client.force_login(people.chief_west)
    post(client, case, "ask_designation", record="未一致", reason="各执一词")
    client.force_login(people.government)
    groups = {group.label: group for group in worklist.groups_for(people.government)}
    assert groups["待指定管辖"].total == 1
    text = post(
        client,
        case,
        "designate",
        unit=f"T{stories.town('天宝镇').pk}",
        document="漳芗政〔2026〕8号",
        issued_on=timezone.localdate(),
        reason="主要行为在天宝镇",
    ).content.decode()
    assert "执法主体已变更" in text
    assert "天宝镇人民政府" in text


@pytest.mark.parametrize("mode", ["joint", "local"])
def test_the_page_of_an_arranged_case_asks_few_queries(
    client, reported: Case, people: People, mode, django_assert_max_num_queries
):
    orders = stories.orders("石亭街道", "天宝镇", mode=mode)
    arrangement.arrange(case_id=reported.pk, orders=orders, by=people.chief_west)
    client.force_login(people.chief_west)
    address = reported.get_absolute_url() + "?tab=reporting"
    client.get(address)
    with django_assert_max_num_queries(22):
        assert client.get(address).status_code == 200


def row_of(name: str):
    today = timezone.localdate()
    rows = cooperation(all_towns(), today - timedelta(days=1), today)
    return next((row for row in rows if str(row.unit) == name), None)


def test_a_case_counts_once_for_its_unit_and_helping_counts_for_the_others(people: People):
    case = stories.arranged(people)
    participation.accept(case_id=case.pk, note="", by=people.tianbao)
    participation.report_done(case_id=case.pk, result="已到场", by=people.tianbao)
    own, helper = row_of("石亭街道"), row_of("天宝镇")
    assert (own.filed, own.asked) == (1, 0)
    assert (helper.filed, helper.asked, helper.accepted, helper.done) == (0, 1, 1, 1)
    assert helper.hours is not None
    assert row_of("区农业农村局") is None


def test_the_statistics_are_for_whom_the_board_is_and_their_workbook_says_the_same(
    client, people: People
):
    stories.arranged(people)
    client.force_login(people.shiting)
    assert client.get(reverse("cooperation")).status_code == 404
    client.force_login(people.chief_west)
    text = client.get(reverse("cooperation")).content.decode()
    assert "天宝镇" in text
    assert "新桥街道" not in text
    book = load_workbook(BytesIO(client.get(reverse("cooperation_export")).content))
    lines = {line[0]: line for line in book.active.iter_rows(min_row=3, values_only=True)}
    assert lines["石亭街道"][2] == 1
    assert lines["天宝镇"][4] == 1


def test_the_statistics_ask_few_queries(client, people: People, django_assert_max_num_queries):
    stories.arranged(people)
    client.force_login(people.chief_west)
    client.get(reverse("cooperation"))
    with django_assert_max_num_queries(12):
        client.get(reverse("cooperation"))
