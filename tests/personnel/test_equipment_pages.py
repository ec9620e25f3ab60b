"""Pages of equipment: who sees which, the way by forms, few queries, exports and the API."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from core import panels, worklist
from core.models import User
from personnel.models import Equipment, EquipmentLoan
from personnel.roles import Role
from personnel.selectors import equipment as selectors
from personnel.services import equipment as service
from tests.factories.equipment import booked, hours, lent, manager_of, piece
from tests.factories.personnel import person
from tests.people import People

pytestmark = pytest.mark.django_db
UNIT = "石亭街道"


@pytest.fixture
def finance(people: People) -> User:
    return person("财政甲", Role.FINANCE, "芗城区", home="区财政局")


def sees(user: User, row: Equipment) -> bool:
    fresh = User.objects.get(pk=user.pk)
    return selectors.visible_equipment(fresh).filter(pk=row.pk).exists()


def test_who_sees_a_towns_pieces(people, finance):
    row = piece("vehicle")
    for user in (people.shiting, people.chief_west, people.office, finance, manager_of(UNIT)):
        assert sees(user, row), user
    for user in (people.tianbao, people.chief_east, people.bureau, people.justice):
        assert not sees(user, row), user


def test_on_loan_it_is_seen_by_its_holder_until_given_back(people, client):
    row = piece("vehicle")
    booking = booked(row, people.chief_west, hours(0, 0, 48))
    loan = lent(row, people.tianbao.officer, manager_of(UNIT), under=booking)
    client.force_login(people.tianbao)
    page = client.get(row.get_absolute_url()).content.decode()
    assert "报告故障" in page
    assert "登记修复" not in page
    service.give_back(
        loan_id=loan.pk, faulty=False, note="", signature="text:甲乙", by=manager_of(UNIT)
    )
    assert client.get(row.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("name", "status"),
    [("edit", 403), ("move", 403), ("retire", 403), ("inspect", 403), ("lend", 200), ("book", 200),
     ("fault", 200)],
)  # fmt: skip
def test_an_officer_uses_but_does_not_manage(people, client, name, status):
    row = piece("camera")
    client.force_login(people.shiting)
    assert client.get(reverse(f"equipment_{name}", args=[row.pk])).status_code == status
    client.force_login(people.tianbao)
    assert client.get(reverse(f"equipment_{name}", args=[row.pk])).status_code == 404


def test_without_the_right_the_pages_say_so(people, client):
    client.force_login(people.justice)
    for name in ("equipment", "equipment_week", "equipment_coverage", "budget", "equipment_new"):
        assert client.get(reverse(name)).status_code == 403, name
    assert client.get(reverse("api_equipment")).status_code == 403


def post(client, name: str, row: Equipment, *more: str, **data: object):
    return client.post(reverse(f"equipment_{name}", args=[row.pk, *more]), data)


def test_cameras_recorded_by_form_twice_are_refused_with_everything_typed(people, client):
    client.force_login(manager_of(UNIT))
    today = timezone.localdate()
    record = {
        "code": "ST-JL-01",
        "count": 2,
        "kind": "camera",
        "model": "X5",
        "acquired_on": today.isoformat(),
        "inspect_due_on": (today + timedelta(days=300)).isoformat(),
    }
    new = reverse("equipment_new")
    refused = client.post(new, {**record, "inspect_due_on": ""})
    assert "须填写下次检验" in str(refused.context["form"].errors["inspect_due_on"])
    client.post(new, record)
    again = client.post(new, record).content.decode()
    assert "编号 ST-JL-01、ST-JL-02 已登记" in again
    assert 'value="X5"' in again
    assert Equipment.objects.count() == 2


def test_lent_and_given_back_by_form(people, client):
    row, by = piece("camera"), manager_of(UNIT)
    client.force_login(by)
    lending = {
        "officer": people.shiting.officer.pk,
        "purpose": "夜市巡查",
        "due_at": hours(1, 18, 19).lower.strftime("%Y-%m-%dT%H:%M"),
        "signature_typed": "石亭甲",
    }
    unsigned = post(client, "lend", row, **{**lending, "signature_typed": ""})
    assert "请手写签名" in str(unsigned.context["form"].errors["signature"])
    assert "夜市巡查" in unsigned.content.decode()
    post(client, "lend", row, **lending)
    loan = EquipmentLoan.objects.get()
    assert (loan.officer, loan.signature) == (people.shiting.officer, "text:石亭甲")
    other = post(client, "lend", row, **{**lending, "officer": by.officer.pk})
    assert "尚未归还" in other.content.decode()
    faulty = {"condition": "faulty", "note": "", "signature_typed": "管理人"}
    assert post(client, "return", row, **faulty).context["form"].errors["note"]
    post(client, "return", row, **{**faulty, "note": "镜头裂"})
    page = client.get(row.get_absolute_url()).content.decode()
    assert "镜头裂" in page
    assert "登记修复" in page
    post(client, "mend", row, "repair", reason="送漳州")
    post(client, "mend", row, "resolve", reason="换镜头")
    row.refresh_from_db()
    assert row.state == "in_use"


def test_booked_released_and_moved_by_form(people, client):
    row = piece("camera")
    client.force_login(manager_of(UNIT))
    tomorrow = timezone.localdate() + timedelta(days=1)
    wanted = {"starts_at": f"{tomorrow}T09:00", "ends_at": f"{tomorrow}T08:00", "label": "巡查"}
    assert post(client, "book", row, **wanted).context["form"].errors["ends_at"]
    post(client, "book", row, **{**wanted, "ends_at": f"{tomorrow}T12:00"})
    taken = row.engagements.get()
    page = client.get(row.get_absolute_url()).content.decode()
    assert f"{tomorrow} 09:00–12:00" in page
    client.post(reverse("equipment_release", args=[taken.pk]))
    taken.refresh_from_db()
    assert taken.released_at is not None
    town = people.tianbao.officer.home_township_id
    moved = post(client, "move", row, unit=f"T{town}", reason="统筹")
    assert moved.url == reverse("equipment")
    assert client.get(row.get_absolute_url()).status_code == 404


def test_a_week_shows_bookings_of_each_day_and_offers_the_rest(people, client):
    car = piece("vehicle")
    booked(car, people.shiting, hours(0, 0, 30), label="跨日值守")
    client.force_login(people.shiting)
    page = client.get(reverse("equipment_week")).content.decode()
    assert page.count("跨日值守") in (1, 2)  # the second day may lie in the next week
    assert "00:00–24:00" in page
    far = client.get(reverse("equipment_week") + "?week=2031-01-01&kind=camera")
    assert "没有这类装备" in far.content.decode()


def test_filters_of_the_list(people, client):
    car, camera, old = piece("vehicle"), piece("camera"), piece("terminal")
    service.retire(piece_id=old.pk, reason="旧", by=manager_of(UNIT))
    loan = lent(camera, people.shiting.officer, manager_of(UNIT))
    EquipmentLoan.objects.filter(pk=loan.pk).update(
        lent_at=timezone.now() - timedelta(days=3), due_at=timezone.now() - timedelta(days=1)
    )
    Equipment.objects.filter(pk=car.pk).update(inspect_due_on=timezone.localdate())
    client.force_login(people.chief_west)
    town, zone = people.shiting.officer.home_township, people.shiting.officer.home_township.zone
    for query, expected in {
        "": {car, camera},
        "state=all": {car, camera, old},
        "state=retired": {old},
        "kind=camera": {camera},
        "held=late": {camera},
        "held=free": {car},
        "held=mine": set(),
        "due=7": {car},
        "due=late": set(),
        "q=石亭甲": {camera},
        f"q={car.plate}": {car},
        f"unit=T{town.pk}": {car, camera},
        f"unit=Z{zone.pk}": {car, camera},
    }.items():
        shown = client.get(f"{reverse('equipment')}?{query}").context["page"].rows
        assert set(shown) == expected, query


@pytest.mark.parametrize("count", [1, 12])
def test_lists_stay_few_in_queries(client, people, count, django_assert_max_num_queries):
    by = manager_of(UNIT)
    for _ in range(count):
        row = piece("vehicle", custodian=people.shiting.officer)
        booked(row, people.shiting, hours(1, 9, 12))
        lent(row, people.shiting.officer, by, due_at=hours(1, 8, 9).lower)
    client.force_login(people.chief_west)
    names = ("equipment", "equipment_week", "equipment_coverage", "equipment_export")
    for name in (*names, "api_equipment"):
        client.get(reverse(name))
        with django_assert_max_num_queries(12):
            assert client.get(reverse(name)).status_code == 200, name


def test_the_page_of_a_piece_stays_few_in_queries(client, people, django_assert_max_num_queries):
    row, by = piece("camera"), manager_of(UNIT)
    for day in range(1, 6):
        booked(row, people.shiting, hours(day, 9, 12))
    client.force_login(by)
    client.get(row.get_absolute_url())
    with django_assert_max_num_queries(18):
        assert client.get(row.get_absolute_url()).status_code == 200


def test_what_is_exported_is_what_is_listed(client, people):
    row = piece("camera")
    lent(row, people.shiting.officer, manager_of(UNIT))
    piece("vehicle", "天宝镇")
    client.force_login(people.shiting)
    found = client.get(reverse("equipment_export"))
    sheet = load_workbook(BytesIO(found.content)).active
    cells = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=3)]
    assert [line[0] for line in cells] == [row.code]
    assert cells[0][7] == "石亭甲"


def test_the_api_answers_as_the_list_does(client, people):
    row = piece("camera")
    lent(row, people.shiting.officer, manager_of(UNIT))
    piece("camera", "天宝镇")
    client.force_login(people.shiting)
    [found] = client.get(reverse("api_equipment") + "?held=lent").json()["results"]
    assert (found["code"], found["unit"], found["holder"]) == (row.code, UNIT, "石亭甲")
    assert found["state_label"] == "在用"


def test_to_dos(people, client):
    by, row = manager_of(UNIT), piece("camera")
    loan = lent(row, people.shiting.officer, by)
    EquipmentLoan.objects.filter(pk=loan.pk).update(
        lent_at=timezone.now() - timedelta(days=3), due_at=timezone.now() - timedelta(days=1)
    )
    service.report_fault(piece_id=piece("terminal").pk, description="黑屏", by=people.shiting)
    car = piece("vehicle")
    Equipment.objects.filter(pk=car.pk).update(inspect_due_on=timezone.localdate())

    def waiting(user: User) -> dict[str, int]:
        fresh = User.objects.get(pk=user.pk)
        return {group.label: group.total for group in worklist.groups_for(fresh)}

    assert waiting(by) == {"待催还的装备": 1, "待处理的装备故障": 1, "待检验的装备": 1}
    assert waiting(people.shiting) == {"逾期未还的装备": 1}
    assert waiting(people.tianbao) == {}
    client.force_login(by)
    assert "黑屏" in client.get("/").content.decode()


def test_the_panel_on_a_persons_page(people, rf):
    row = piece("camera")
    lent(row, people.shiting.officer, manager_of(UNIT))

    def shown(to: User) -> str:
        request = rf.get("/")
        request.user = User.objects.get(pk=to.pk)
        return panels.render("officer", request, people.shiting.officer)

    assert row.code in shown(manager_of(UNIT))
    assert row.code in shown(people.shiting)
    assert row.code not in shown(people.tianbao)
    assert "领用装备" not in shown(people.justice)
