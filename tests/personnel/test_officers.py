"""Records of people: who may keep them, what is refused, what everybody sees."""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from core import audit, panels, worklist
from core.errors import RuleViolation
from core.models import AuditEntry, User
from personnel.models import Attendance, Leave, Officer, Training
from personnel.roles import Role
from personnel.selectors.officers import version_of
from personnel.services import officers as service
from tests.factories.personnel import person, scope_named
from tests.people import People

pytestmark = pytest.mark.django_db


@pytest.fixture
def liaison(people: People) -> User:
    return person("农业联络人", Role.LIAISON, "区农业农村局")


@pytest.fixture
def other_liaison(people: People) -> User:
    return person("水利联络人", Role.LIAISON, "区水利局")


def record(name: str = "新来的", home: str = "区农业农村局", **more: object) -> service.Person:
    return service.Person(name=name, home=scope_named(home), **more)  # type: ignore[arg-type]


def jpeg() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (60, 80), "gray").save(target, "JPEG")
    return target.getvalue()


def picture(content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("张三证件照.jpg", content or jpeg(), content_type="image/jpeg")


# --- services ------------------------------------------------------------
def test_a_liaison_begins_the_record_of_somebody_of_the_bureau(liaison: User):
    made = service.create(person=record(post="股长"), username="nyj008", by=liaison)
    assert (str(made), str(made.home), made.post) == ("新来的", "区农业农村局", "股长")
    assert made.user.is_active
    assert not made.user.has_usable_password()
    assert audit.trail_of(made).get().verb == "create_person"


def test_the_system_administrator_is_asked_for_a_first_password(liaison: User):
    admin = person("系统管理员", Role.SYSTEM_ADMIN, "芗城区", home="区政府办")
    made = service.create(person=record(), username="nyj008", by=liaison)
    group = next(g for g in worklist.groups_for(admin) if g.label == "待开通的账号")
    assert [item.title for item in group.items] == ["新来的"]
    assert str(made.user_id) in group.items[0].url
    again = User.objects.get(pk=made.user_id)
    again.set_password("Xiangcheng#2024")
    again.save()
    assert not worklist.groups_for(User.objects.get(pk=admin.pk))


@pytest.mark.parametrize("who", ["shiting", "chief_west", "bureau_leader", "reviewer_west"])
def test_others_begin_no_records(people: People, who: str):
    with pytest.raises(PermissionDenied):
        service.create(person=record(), username="nyj008", by=getattr(people, who))


def test_a_liaison_keeps_no_records_of_another_bureau(people: People, other_liaison: User):
    with pytest.raises(PermissionDenied):
        service.create(person=record(), username="nyj008", by=other_liaison)
    officer = people.bureau.officer
    with pytest.raises(PermissionDenied):
        service.edit(
            officer_id=officer.pk, person=record(), version=version_of(officer), by=other_liaison
        )


def test_a_liaison_sends_nobody_to_another_unit_but_the_organisation_department_does(
    people: People, liaison: User
):
    officer = people.bureau.officer
    moved = record("农业甲", "石亭街道")
    with pytest.raises(PermissionDenied):
        service.edit(officer_id=officer.pk, person=moved, version=0, by=liaison)
    done = service.edit(officer_id=officer.pk, person=moved, version=0, by=people.organisation)
    assert str(done.home) == "石亭街道"


def test_a_login_name_is_used_once(people: People, liaison: User):
    service.create(person=record(), username="nyj008", by=liaison)
    with pytest.raises(RuleViolation, match="已由新来的使用") as refused:
        service.create(person=record("又一个"), username="nyj008", by=liaison)
    assert refused.value.field == "username"


def test_the_second_of_two_people_editing_is_told(people: People, liaison: User):
    officer = people.bureau.officer
    seen = version_of(officer)
    service.edit(officer_id=officer.pk, person=record(phone="0596-1"), version=seen, by=liaison)
    with pytest.raises(RuleViolation, match="他人刚刚修改"):
        service.edit(
            officer_id=officer.pk, person=record(phone="0596-2"), version=seen, by=people.justice
        )
    entry = audit.trail_of(officer).get(verb="edit_person")
    assert entry.payload["changes"]["phone"] == ["", "0596-1"]


def test_a_new_photo_takes_the_place_of_the_old_one(
    people: People, liaison: User, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    officer = people.bureau.officer
    first = service.set_photo(officer_id=officer.pk, file=picture(), by=liaison).photo.name
    with django_capture_on_commit_callbacks(execute=True):
        second = service.set_photo(officer_id=officer.pk, file=picture(), by=liaison).photo.name
    assert [p.name for p in (tmp_path / "officers").iterdir()] == [second.split("/")[1]]
    assert "张三" not in first + second


def test_a_program_called_photo_is_refused(people: People, liaison: User, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with pytest.raises(RuleViolation) as refused:
        service.set_photo(
            officer_id=people.bureau.officer.pk,
            file=picture(b"MZ\x90\x00" + b"\0" * 300),
            by=liaison,
        )
    assert (refused.value.code, refused.value.field) == ("file_kind", "photo")
    assert not (tmp_path / "officers").exists()


# --- pages ---------------------------------------------------------------
def test_everybody_sees_their_own_record(client, people: People):
    reviewer = people.reviewer_west  # holds no office with which one looks at people
    client.force_login(reviewer)
    page = client.get(reverse("my_record"))
    assert page.status_code == 200
    assert "西部审核员" in page.content.decode()
    assert client.get(reverse("officer", args=[reviewer.officer.pk])).status_code == 200
    assert "我的档案" in client.get("/").content.decode()
    assert client.get(reverse("officers")).status_code == 403


def test_an_account_without_a_record_is_told_whom_to_ask(client, people: People):
    client.force_login(User.objects.create(username="nobody", name="无档案"))
    assert client.get(reverse("my_record")).status_code == 404
    assert "我的档案" not in client.get("/").content.decode()


def test_people_of_other_units_are_not_there(client, people: People, other_liaison: User):
    officer = people.bureau.officer
    client.force_login(other_liaison)
    for name in ("officer", "officer_edit", "officer_photo", "officer_photo_new", "leave_new",
                 "recusal_new"):  # fmt: skip
        assert client.get(reverse(name, args=[officer.pk])).status_code == 404, name
    assert client.get(f"/api/v1/officers/{officer.pk}/").status_code == 404


def test_who_is_seen_but_not_kept_may_not_be_changed(client, people: People):
    officer = people.shiting.officer
    client.force_login(people.shiting_second)
    assert client.get(reverse("officer", args=[officer.pk])).status_code == 200
    for name in ("officer_edit", "officer_photo_new", "leave_new", "recusal_new",
                 "certificate_new"):  # fmt: skip
        assert client.get(reverse(name, args=[officer.pk])).status_code == 403, name
    assert client.get(reverse("officer_new")).status_code == 403


def test_a_record_is_begun_and_corrected_by_pages(client, people: People, liaison: User):
    client.force_login(liaison)
    assert client.get(reverse("officer_new")).status_code == 200
    home = scope_named("区农业农村局")
    form = {"name": "页面甲", "username": "页面", "home": f"A{home.pk}", "rank": "section_member",
            "on_establishment": "on"}  # fmt: skip
    refused = client.post(reverse("officer_new"), form)
    assert "只用英文字母" in refused.content.decode()
    assert "页面甲" in refused.content.decode()
    made = client.post(reverse("officer_new"), form | {"username": "page1"}, follow=True)
    assert "初始密码由系统管理员设置" in made.content.decode()
    officer = Officer.objects.get(user__username="page1")
    address = reverse("officer_edit", args=[officer.pk])
    version = client.get(address).context["form"]["version"].value()
    wrong = client.post(address, form | {"version": version, "phone": "电话"})
    assert "请填写电话号码" in wrong.content.decode()
    client.post(address, form | {"version": version, "phone": "0596-2345678", "name": "页面乙"})
    officer = Officer.objects.get(pk=officer.pk)
    assert (str(officer), officer.phone) == ("页面乙", "0596-2345678")
    assert "姓名、联系电话" in client.get(officer.get_absolute_url()).content.decode()


def test_a_photo_is_seen_by_those_who_see_the_person(
    client, people: People, liaison: User, other_liaison: User, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    officer = people.bureau.officer
    client.force_login(liaison)
    page = client.post(
        reverse("officer_photo_new", args=[officer.pk]), {"photo": picture()}, follow=True
    )
    assert "照片已更新" in page.content.decode()
    address = reverse("officer_photo", args=[officer.pk])
    answer = client.get(address)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert Image.open(io.BytesIO(b"".join(answer.streaming_content))).size == (60, 80)
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    stored = Officer.objects.get(pk=officer.pk).photo.name
    assert client.get(f"/media/{stored}").status_code == 404
    client.force_login(other_liaison)
    assert client.get(address).status_code == 404
    client.logout()
    assert client.get(address).status_code == 302


def busy_unit(people: People) -> None:
    """Leave, hours and photos of 石亭街道."""
    today = timezone.localdate()
    course = Training.objects.create(
        title="新行政处罚法", kind="law", held_on=today, hours=Decimal(60), organiser="区司法局",
        created_by=people.justice,
    )  # fmt: skip
    Attendance.objects.create(training=course, officer=people.shiting.officer, hours=60)
    Leave.objects.create(
        officer=people.shiting_second.officer, kind="annual", starts_on=today,
        ends_on=today + timedelta(days=2), recorded_by=people.justice,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("leave=away", "石亭乙", "石亭甲"),
        ("leave=here", "石亭甲", "石亭乙"),
        ("hours=full", "石亭甲", "石亭乙"),
        ("hours=short", "石亭乙", "石亭甲"),
        ("role=deputy_chief", "石亭副片长", "石亭甲"),
        ("paper=suspended", "石亭甲", "石亭乙"),
        ("paper=none", "石亭甲", "石亭乙"),
        ("paper=valid", "石亭乙", "石亭甲"),
    ],
)
def test_the_list_is_filtered_and_exported_as_shown(client, people: People, query, shown, hidden):
    busy_unit(people)
    people.shiting.officer.certificates.update(status="suspended")
    client.force_login(people.shiting_deputy)
    found = client.get(f"{reverse('officers')}?{query}").context["lines"]
    names = {str(line["officer"]) for line in found}
    assert shown in names
    assert hidden not in names
    export = client.get(f"{reverse('officers_export')}?{query}")
    rows = openpyxl.load_workbook(io.BytesIO(export.content)).active.iter_rows(
        min_row=3, values_only=True
    )
    assert {row[0] for row in rows} == names
    entry = AuditEntry.objects.get(verb="export_people")
    assert entry.payload["rows"] == len(names)


def test_queries_are_the_same_for_one_and_for_many(client, people: People):
    def asked(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    _ = people.shiting
    client.force_login(people.justice)
    names = ("officers", "certificates", "leave", "exams", "trainings", "api_officers")
    few = {name: asked(reverse(name)) for name in names}
    for n in range(20):
        person(f"石亭{n}号", Role.TOWN_OFFICER, "石亭街道")
    busy_unit(people)
    many = {name: asked(reverse(name)) for name in names}
    assert max(many.values()) <= 12, many
    assert all(many[name] - few[name] <= (1 if name == "leave" else 0) for name in names), (
        few,
        many,
    )


def test_the_page_of_a_person_asks_each_thing_once(
    client, people: People, django_assert_max_num_queries
):
    busy_unit(people)
    client.force_login(people.justice)
    address = people.shiting.officer.get_absolute_url()
    client.get(address)
    with django_assert_max_num_queries(24):
        page = client.get(address).content.decode()
    assert "达到每年 60 学时的要求" in page


def test_neighbours_add_their_piece_to_the_page(client, people: People, monkeypatch):
    monkeypatch.setitem(
        panels._panels, "officer", [lambda request, officer: f"<p>邻：{officer}</p>"]
    )
    client.force_login(people.justice)
    page = client.get(people.shiting.officer.get_absolute_url()).content.decode()
    assert "<p>邻：石亭甲</p>" in page


# --- API -----------------------------------------------------------------
def test_the_api_shows_whom_the_pages_show(client, people: People):
    _ = (people.shiting_second, people.bureau)
    client.force_login(people.shiting)
    rows = client.get("/api/v1/officers/").json()["results"]
    assert {row["name"] for row in rows} == {"石亭甲", "石亭乙"}
    one = client.get(f"/api/v1/officers/{people.shiting.officer.pk}/").json()
    assert one["offices"][0]["role"] == "town_officer"
    assert one["certificates"][0]["standing"] == "valid"
    assert (one["training_hours"], one["training_goal"]) == (0.0, 60)
