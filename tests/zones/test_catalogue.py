"""The catalogue: versions follow each other, pages show them, only 编办 changes them."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from openpyxl import load_workbook

from core import audit
from core.errors import RuleViolation
from core.models import User
from personnel.roles import Role
from tests.factories.personnel import person
from tests.people import People
from zones.models import EnforcementItem, ItemVersion
from zones.selectors.catalogue import WORDING_LABELS
from zones.services import catalogue

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
MOST_QUERIES = 12


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23 09:00+08:00"):
        yield


@pytest.fixture
def staffing(people: People) -> User:
    return person("编办甲", Role.STAFFING_OFFICE, "芗城区", home="区委编办")


@pytest.fixture
def barbecue() -> EnforcementItem:
    """露天烧烤: another law since 2026-08-15."""
    return EnforcementItem.objects.get(code="XC170")


def change(item: EnforcementItem, by: User, day: date = TODAY, **wording: Any) -> EnforcementItem:
    latest = item.versions.order_by("valid_from").last()
    assert latest is not None
    return catalogue.revise(
        item=item,
        wording={name: getattr(latest, name) for name in WORDING_LABELS} | wording,
        domain=item.domain,
        note=item.note,
        valid_from=day,
        document=None,
        source="测试",
        seen=latest.pk,
        by=by,
    )


# --- what was loaded -----------------------------------------------------------
def test_every_item_has_one_wording_and_replaced_bases_have_two(people, barbecue):
    assert EnforcementItem.objects.filter(versions=None).count() == 0
    replaced = EnforcementItem.objects.exclude(successor_basis="").count()
    assert ItemVersion.objects.count() == 187 + replaced
    old, new = barbecue.versions.order_by("valid_from")
    assert (old.valid_until, new.valid_from) == (date(2026, 8, 14), date(2026, 8, 15))
    assert new.legal_basis == "《生态环境法典》第一千一百三十二条第三款"
    assert "500-5000" in new.penalty_summary


def test_two_wordings_of_one_day_are_impossible(people, barbecue):
    last = barbecue.versions.order_by("valid_from").last()
    last.pk, last.valid_from = None, date(2026, 9, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        last.save()


# --- revising ------------------------------------------------------------------
def test_a_change_is_a_new_version_and_the_old_one_ends_the_day_before(staffing):
    item = EnforcementItem.objects.get(code="XC001")
    change(item, staffing, penalty_summary="警告；50 元以下罚款")
    old, new = item.versions.order_by("valid_from")
    assert old.valid_until == date(2026, 11, 22)
    assert old.penalty_summary == "警告；罚款"
    assert (new.valid_from, new.valid_until) == (TODAY, None)
    item.refresh_from_db()
    assert item.penalty_summary == "警告；50 元以下罚款"
    entry = audit.trail_of(item).get()
    assert entry.verb == "revise_item"
    assert "警告；罚款" in entry.payload["text"]


def test_a_wording_to_come_leaves_today_as_it_is_until_its_day(staffing):
    item = EnforcementItem.objects.get(code="XC001")
    change(item, staffing, date(2027, 1, 1), legal_basis="《新条例》第一条", name="新名")
    item.refresh_from_db()
    assert (item.basis_valid_until, item.successor_basis) == (
        date(2026, 12, 31),
        "《新条例》第一条",
    )
    assert item.name != "新名"
    with time_machine.travel("2027-01-01 00:10+08:00"):
        assert catalogue.catch_up(day=date(2027, 1, 1)) == 1
    item.refresh_from_db()
    assert (item.name, item.legal_basis, item.successor_basis) == ("新名", "《新条例》第一条", "")


@pytest.mark.parametrize("day", [date(2026, 8, 15), date(2026, 8, 14), date(2020, 1, 1)])
def test_a_version_never_overwrites_another(staffing, barbecue, day):
    with pytest.raises(RuleViolation) as refusal:
        change(barbecue, staffing, day, penalty_summary="别的")
    assert refusal.value.code == "version_not_later"
    assert barbecue.versions.count() == 2


def test_nothing_changed_is_said_and_someone_faster_is_noticed(staffing, barbecue):
    with pytest.raises(RuleViolation) as refusal:
        change(barbecue, staffing)
    assert refusal.value.code == "nothing_changed"
    first = barbecue.versions.order_by("valid_from").first()
    with pytest.raises(RuleViolation) as refusal:
        catalogue.revise(
            item=barbecue,
            wording={name: getattr(first, name) for name in WORDING_LABELS},
            domain="x",
            note="",
            valid_from=TODAY,
            document=None,
            source="",
            seen=first.pk,
            by=staffing,
        )
    assert refusal.value.code == "item_moved"


def test_withdrawing_ends_the_last_wording(staffing, barbecue):
    catalogue.withdraw(item=barbecue, on=date(2026, 12, 1), reason="闽政文〔2026〕1号", by=staffing)
    barbecue.refresh_from_db()
    assert barbecue.withdrawn_on == date(2026, 12, 1)
    assert barbecue.versions.order_by("valid_from").last().valid_until == date(2026, 11, 30)
    with pytest.raises(RuleViolation):
        change(barbecue, staffing, date(2027, 1, 1), name="再来")


def test_only_the_staffing_office_changes_anything(people, barbecue):
    with pytest.raises(PermissionDenied):
        change(barbecue, people.justice, penalty_summary="别的")
    with pytest.raises(PermissionDenied):
        catalogue.withdraw(item=barbecue, on=TODAY, reason="", by=people.justice)


# --- pages ---------------------------------------------------------------------
def test_the_item_page_shows_versions_and_is_cheap(
    client, people, barbecue, django_assert_max_num_queries
):
    client.force_login(people.shiting)
    address = reverse("item", args=[barbecue.pk])
    client.get(address)
    with django_assert_max_num_queries(MOST_QUERIES):
        page = client.get(address).content.decode()
    assert "2026-08-14" in page
    assert "《生态环境法典》第一千一百三十二条第三款" in page
    assert reverse("revise_item", args=[barbecue.pk]) not in page


@pytest.mark.parametrize(
    ("acted", "decided", "said"),
    [
        ("2026-08-14", "2026-11-23", "须人工确认"),
        ("2026-08-15", "2026-11-23", "适用以下规定"),
        ("2020-01-01", "2026-11-23", "没有可以适用的规定"),
        ("2026-08-15", "2026-08-14", "决定日期不能早于行为日期"),
    ],
)
def test_the_calculator(client, people, barbecue, acted, decided, said):
    client.force_login(people.shiting)
    query = {"acted": acted, "decided": decided}
    assert said in client.get(reverse("item", args=[barbecue.pk]), query).content.decode()


def test_the_list_says_what_was_in_force_on_the_day(client, people):
    client.force_login(people.shiting)
    before = client.get(reverse("items"), {"q": "XC170", "on": "2026-08-14"}).content.decode()
    after = client.get(reverse("items"), {"q": "XC170", "on": "2026-08-15"}).content.decode()
    assert "《大气污染防治法》" in before
    assert "《大气污染防治法》" not in after
    assert "《生态环境法典》" in after


def test_the_revise_page(client, staffing, barbecue):
    client.force_login(staffing)
    address = reverse("revise_item", args=[barbecue.pk])
    form = client.get(address).context["form"]
    data = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    data |= {
        "source": "更正",
        "discretion": "较轻(200-500元): 初次违法",
        "agency": form.initial["agency"].pk,
    }
    data = {name: value for name, value in data.items() if value is not None}
    wrong = client.post(address, data | {"legal_basis": "某法", "discretion": "无冒号"})
    assert "应写明法律名称和条文" in wrong.content.decode()
    assert "档次：内容" in wrong.content.decode()
    assert client.post(address, data).status_code == 302
    last = barbecue.versions.order_by("valid_from").last()
    assert last.discretion == [
        {"grade": "较轻", "text": "初次违法", "fine_from": "200", "fine_to": "500"}
    ]
    page = client.get(reverse("item", args=[barbecue.pk])).content.decode()
    assert "修订事项" in page
    assert "200 至 500 元" in page


def test_the_withdraw_page(client, staffing, barbecue):
    client.force_login(staffing)
    address = reverse("withdraw_item", args=[barbecue.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"on": "2026-11-23", "reason": "文件"}).status_code == 302
    listed = client.get(reverse("items"), {"q": "XC170"}).content.decode()
    assert "没有符合条件的事项" in listed
    withdrawn = client.get(reverse("items"), {"q": "XC170", "state": "withdrawn"})
    assert "退出目录" in withdrawn.content.decode()


@pytest.mark.parametrize("name", ["revise_item", "withdraw_item"])
def test_the_pages_of_the_staffing_office_are_closed_to_others(client, people, barbecue, name):
    client.force_login(people.justice)
    assert client.get(reverse(name, args=[barbecue.pk])).status_code == 403


def test_the_export_has_what_the_list_shows(client, people, django_assert_max_num_queries):
    client.force_login(people.shiting)
    with django_assert_max_num_queries(MOST_QUERIES):
        answer = client.get(reverse("export_items"), {"domain": "水利"})
    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert rows[0][:3] == ("编码", "名称", "领域")
    assert {line[2] for line in rows[1:]} == {"水利"}
    assert len(rows) - 1 == EnforcementItem.objects.filter(domain="水利").count()


def test_the_api_gives_versions_and_takes_the_filters_of_the_list(
    client, people, django_assert_max_num_queries
):
    client.force_login(people.shiting)
    with django_assert_max_num_queries(MOST_QUERIES):
        answer = client.get(reverse("api_items"), {"q": "XC170"}).json()
    [found] = answer["results"]
    assert [row["valid_from"] for row in found["versions"]] == ["2021-07-15", "2026-08-15"]
    none = client.get(reverse("api_items"), {"state": "withdrawn", "q": "\x00"}).json()
    assert none["results"] == []
