"""Power lists: what is on them, who publishes, what changed, what the public sees."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from core import audit
from core.errors import RuleViolation
from tests import stories
from tests.people import People
from zones.models import Empowerment, EnforcementItem, ItemVersion, Publication
from zones.selectors import powerlist
from zones.services import publication

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
START = date(2024, 7, 1)


@pytest.fixture(autouse=True)
def _nothing_delegated(people: People) -> None:
    Empowerment.objects.all().delete()
    EnforcementItem.objects.update(statutory_town=False, city_since=None)


def delegate(item: EnforcementItem, town: str, **changes) -> Empowerment:
    values = {"starts_on": START, "document": "测试承接书", **changes}
    return Empowerment.objects.create(item=item, township=stories.town(town), **values)


def codes(town: str, day: date | None = None) -> list[str]:
    rows = powerlist.power_list(stories.town(town), day or timezone.localdate())
    return [row.code for row in rows]


@pytest.fixture
def items() -> list[EnforcementItem]:
    return list(EnforcementItem.objects.order_by("code")[:5])


def test_a_list_has_what_is_delegated_that_day(items):
    delegate(items[0], "石亭街道")
    delegate(items[1], "石亭街道", ends_on=date(2025, 6, 30))
    delegate(items[2], "天宝镇")
    assert codes("石亭街道") == [items[0].code]
    assert codes("石亭街道", date(2025, 6, 30)) == [items[0].code, items[1].code]
    assert codes("石亭街道", START - timedelta(days=1)) == []


def test_statute_gives_to_a_town_not_to_a_street_and_the_city_takes_from_both(items):
    EnforcementItem.objects.filter(pk=items[0].pk).update(statutory_town=True)
    delegate(items[1], "天宝镇")
    EnforcementItem.objects.filter(pk=items[1].pk).update(city_since=date(2026, 1, 1))
    assert codes("天宝镇", date(2026, 1, 1)) == [items[0].code]
    assert codes("天宝镇", date(2025, 12, 31)) == [items[0].code, items[1].code]
    assert codes("石亭街道") == []


def test_statute_comes_before_a_delegation(items):
    EnforcementItem.objects.filter(pk=items[0].pk).update(statutory_town=True)
    for town in ("天宝镇", "石亭街道"):
        delegate(items[0], town, is_demo=True)
    today = timezone.localdate()
    (row,) = powerlist.power_list(stories.town("天宝镇"), today)
    assert (row.statutory, row.demo) == (True, False)
    (row,) = powerlist.power_list(stories.town("石亭街道"), today)
    assert (row.statutory, row.demo) == (False, True)
    read = powerlist.read_items([EnforcementItem.objects.get(pk=items[0].pk)])
    assert not read.rests_on_demo(items[0].code, "天宝镇", today)
    assert read.rests_on_demo(items[0].code, "石亭街道", today)


def test_an_item_is_worded_as_on_the_day(items):
    delegate(items[0], "石亭街道")
    items[0].versions.all().delete()
    ItemVersion.objects.create(
        item=items[0],
        name="旧名称",
        legal_basis="旧依据",
        agency=items[0].agency,
        valid_from=date(2020, 1, 1),
        valid_until=date(2025, 12, 31),
    )
    town = stories.town("石亭街道")
    assert powerlist.power_list(town, date(2025, 12, 31))[0].name == "旧名称"
    assert powerlist.power_list(town, date(2026, 1, 1))[0].name == items[0].name


def test_only_the_towns_own_deputy_publishes(people: People, items):
    delegate(items[0], "石亭街道")
    delegate(items[0], "天宝镇")
    town = stories.town("石亭街道")
    for other in (people.shiting, people.chief_west, people.justice):
        with pytest.raises(PermissionDenied):
            publication.publish(town=town, by=other)
    with pytest.raises(PermissionDenied):
        publication.publish(town=stories.town("天宝镇"), by=people.shiting_deputy)
    made = publication.publish(town=town, by=people.shiting_deputy)
    assert (made.version, len(made.rows)) == (1, 1)
    last = audit.trail_of(town).last()
    assert (last.verb, last.payload["added"]) == ("publish_power_list", [items[0].code])


def test_publishing_needs_a_change_and_the_version_that_was_compared(people: People, items):
    town, deputy = stories.town("石亭街道"), people.shiting_deputy
    with pytest.raises(RuleViolation):
        publication.publish(town=town, by=deputy)
    delegate(items[0], "石亭街道")
    publication.publish(town=town, by=deputy, seen_version=0)
    with pytest.raises(RuleViolation) as same:
        publication.publish(town=town, by=deputy)
    assert same.value.code == "nothing_to_publish"
    delegate(items[1], "石亭街道")
    with pytest.raises(RuleViolation) as stale:
        publication.publish(town=town, by=deputy, seen_version=0)
    assert stale.value.code == "published_meanwhile"
    with pytest.raises(RuleViolation):
        publication.publish(town=town, by=deputy, as_of=timezone.localdate() + timedelta(days=1))


def test_the_difference_since_the_last_publication(people: People, items):
    kept, gone, new = items[:3]
    delegate(kept, "石亭街道")
    ended = delegate(gone, "石亭街道")
    town = stories.town("石亭街道")
    first = publication.publish(town=town, by=people.shiting_deputy)
    ended.delete()
    delegate(new, "石亭街道", is_demo=True)
    EnforcementItem.objects.filter(pk=kept.pk).update(penalty_summary="罚款一元")
    kept.versions.update(penalty_summary="罚款一元")
    changes = powerlist.unpublished(first, powerlist.power_list(town, timezone.localdate()))
    assert [row.code for row in changes.added] == [new.code]
    assert [row.code for row in changes.removed] == [gone.code]
    assert [(row.code, fields) for row, fields in changes.changed] == [
        (kept.code, "处罚种类与幅度")
    ]
    second = publication.publish(town=town, by=people.shiting_deputy)
    assert second.version == 2
    assert [row.code for row in powerlist.rows_of(first)] == [kept.code, gone.code]


def test_the_deputy_publishes_on_the_page(client, people: People, items):
    delegate(items[0], "石亭街道")
    url = reverse("power_list_publish", args=[stories.town("石亭街道").code])
    client.force_login(people.shiting)
    assert client.get(url).status_code == 403
    assert client.post(url, {"version": 0}).status_code == 403
    client.force_login(people.shiting_deputy)
    assert items[0].name not in client.get(url).content.decode()  # a first list is told as a count
    client.post(url, {"version": 0})
    client.post(url, {"version": 0})
    assert Publication.objects.count() == 1
    page = client.get(reverse("power_list_versions", args=[stories.town("石亭街道").code]))
    assert "第 1 版" in page.content.decode()


def test_the_public_sees_only_what_is_published(client, people: People, items):
    delegate(items[0], "石亭街道", is_demo=True)
    delegate(items[0], "天宝镇")
    publication.publish(town=stories.town("石亭街道"), by=people.shiting_deputy)
    delegate(items[1], "石亭街道")
    shiting, tianbao = stories.town("石亭街道").code, stories.town("天宝镇").code
    listed = client.get(reverse("public_powers")).content.decode()
    assert reverse("public_power_list", args=[shiting]) in listed
    assert reverse("public_power_list", args=[tianbao]) not in listed
    page = client.get(reverse("public_power_list", args=[shiting])).content.decode()
    assert items[0].name in page
    assert "演示赋权" in page
    assert items[1].name not in page
    assert client.get(reverse("public_power_list", args=[tianbao])).status_code == 404
    assert client.get(reverse("public_power_list_print", args=[shiting])).status_code == 200
    assert client.get(reverse("public_power_list", args=["nowhere"])).status_code == 404


def test_pages_of_a_list_need_a_login(client, people: People):
    for name in ("power_lists", "power_matrix"):
        assert client.get(reverse(name)).status_code == 302


def test_a_list_is_filtered_paged_printed_and_exported(client, people: People, items):
    for item in items:
        delegate(item, "石亭街道")
    client.force_login(people.tianbao)
    code = stories.town("石亭街道").code
    query = {"q": items[3].code}
    page = client.get(reverse("power_list", args=[code]), query).content.decode()
    assert items[3].name in page
    assert items[0].name not in page
    sheet = client.get(reverse("power_list_print", args=[code]), query)
    assert items[3].name in sheet.content.decode()
    book = client.get(reverse("power_list_xlsx", args=[code]), query)
    lines = list(load_workbook(BytesIO(book.content)).active.iter_rows(values_only=True))
    assert [line[1] for line in lines[2:]] == [items[3].code]


def test_versions_can_be_read_printed_and_exported(client, people: People, items):
    delegate(items[0], "石亭街道")
    publication.publish(town=stories.town("石亭街道"), by=people.shiting_deputy)
    client.force_login(people.tianbao)
    code = stories.town("石亭街道").code
    assert client.get(reverse("power_list_version", args=[code, 1])).status_code == 200
    for form, status in (("print", 200), ("xlsx", 200), ("exe", 404)):
        address = reverse("power_list_version_file", args=[code, 1, form])
        assert client.get(address).status_code == status
    assert client.get(reverse("power_list_version", args=[code, 2])).status_code == 404


@pytest.mark.parametrize("name", ["power_lists", "power_list", "public_power_list"])
def test_queries_stay_few(client, people: People, items, name, django_assert_max_num_queries):
    for item in EnforcementItem.objects.all():
        delegate(item, "石亭街道")
    publication.publish(town=stories.town("石亭街道"), by=people.shiting_deputy)
    client.force_login(people.shiting_deputy)
    args = [] if name == "power_lists" else [stories.town("石亭街道").code]
    client.get(reverse(name, args=args))
    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get(reverse(name, args=args)).status_code == 200
