"""The import of people and certificates: compared row by row, written only when confirmed."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from core import audit, jobs
from core.models import Job, User
from personnel.models import Certificate, Officer
from personnel.roles import Role
from personnel.services import importing
from tests.factories.personnel import CertificateFactory, person
from tests.people import People
from tests.personnel.people_sheets import certified, previewed, row, sheet, written

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23 09:00+08:00"):
        yield


def counts(job: Job) -> dict[str, int]:
    return {name: n for name, n in job.result["counts"].items() if n}


def officer_of(user: User) -> Officer:
    return Officer.objects.get(user=user)


BAD: list[tuple[list[Any], str, str]] = [
    (row(""), "账号", "不能为空"),
    (row("a b"), "账号", "账号为 2 至 40 个"),
    (row("twice"), "账号", "与第 2 行的账号重复，且没有另一件证件"),
    (row("n1", name=""), "姓名", "不能为空：没有这个账号"),
    (row("u1", unit=""), "单位", "不能为空：新人员须有单位"),
    (row("u2", unit="石停街道"), "单位", "没有这个单位，是否为“石亭街道”？"),
    (row("u3", unit="区不存在局"), "单位", "没有这个单位"),
    (row("r1", rank="厅级"), "职级", "应为办事员、科员、副科级、正科级、副处级之一"),
    (row("e1", on_establishment="在"), "在编", "应为是、否之一"),
    (row("p1", phone="电话待补"), "联系电话", "电话只填数字"),
    (row("l1", post="职" * 41), "行政职务", "超过 40 个字（现有 41 个）"),
    (row("taken-account"), "账号", "账号已被他人使用"),
    (row("石亭甲", name="另一人"), "账号", "账号已由石亭甲（石亭街道）使用"),
    (certified("c1", "35060000001x"), "执法证号", "证号格式不符"),
    (certified("c2", "35069999999"), "执法证号", "该证号已登记在天宝甲（天宝镇）名下"),
    (certified("c3", "35060000099"), "执法证号", "与第 3 行的执法证号重复"),
    (certified("c4", "35060000004", expires_on=date(2024, 6, 30)), "有效期至", "早于有效期自"),
    (certified("c5", "35060000005", expires_on="2026-02-30"), "有效期至", "没有这一天"),
    (certified("c6", "35060000006", expires_on=date(2044, 1, 1)), "有效期至", "有效期超过 6 年"),
    (certified("c7", "35060000007", issuer=""), "发证机关", "不能为空：新证件须填"),
    (certified("c8", ""), "执法证号", "填了证件内容，须填执法证号"),
    (certified("c9", "35060000009", on_establishment="否"), "执法证号", "编外人员不得持证执法"),
    (certified("c0", "35060000077", valid_from="2027-01-01"), "有效期自", "没有考试合格记录的"),
    (certified("c10", "35060000010", domains="综合执法、林业"), "执法领域", "“综合执法”已含全部"),
]


def test_every_wrong_cell_is_named_with_its_reason(people: People):
    User.objects.create(username="taken-account", name="账号")
    assert people.shiting
    CertificateFactory.create(officer=officer_of(people.tianbao), number="35069999999")
    good = [row("twice"), certified("good", "35060000099")]
    preview = previewed([*good, *(line for line, _, _ in BAD)], people.justice)
    found = {fault["row"]: fault for fault in preview.result["invalid"]}
    for number, (_, column, reason) in enumerate(BAD, start=4):
        assert found[number]["column"] == column
        assert found[number]["reason"].startswith(reason)
    assert preview.result["counts"]["invalid"] == len(BAD)
    assert preview.result["counts"]["faults"] == len(BAD)
    assert preview.result["counts"]["new"] == 2


def test_nothing_is_written_before_it_is_confirmed_and_then_all_at_once(people: People):
    rows = [certified("xin1", "35060000001"), certified("xin2", "35060000002", domains="林业")]
    preview = previewed([*rows, certified("xin1", "35060000003", domains="水利")], people.justice)
    assert counts(preview) == {"rows": 3, "new": 2, "papers": 3}
    assert not User.objects.filter(username="xin1").exists()
    job = written(preview, people.justice)
    assert job.state == Job.State.DONE, job.message
    made = Officer.objects.get(user__username="xin1")
    assert (made.user.name, str(made.home), made.rank) == ("人员xin1", "石亭街道", "section_member")
    assert not made.user.has_usable_password()
    first, second = made.certificates.order_by("pk")
    assert (first.domains, second.domains) == ([], ["水利"])
    assert first.recorded_by == people.justice
    assert first.exam_note == "随文件导入（人员.xlsx）", "no exam passed with us"
    entry = audit.trail_of(job).get()
    assert entry.payload["new"] == ["xin1", "xin2"]
    assert entry.payload["papers"] == ["35060000001", "35060000002", "35060000003"]
    begun, *registered = audit.trail_of(made)
    assert (begun.verb, begun.payload["file"]) == ("create_person", "人员.xlsx")
    assert [one.payload["number"] for one in registered] == ["35060000001", "35060000003"]
    assert audit.verify_trail(made, expected_length=3) == []


def test_what_changed_is_shown_old_and_new_and_an_empty_cell_says_nothing(people: People):
    officer = officer_of(people.shiting)
    paper = officer.certificates.get()
    Certificate.objects.filter(pk=paper.pk).update(number="35061234567", expires_on="2027-01-31")
    line = row(
        "石亭甲", name="", unit="", rank="", phone="13911112222", on_establishment="", is_field=""
    )
    line[9], line[13] = "35061234567", date(2029, 12, 31)
    preview = previewed([line], people.justice)
    [changed], [renewed] = preview.result["changed"], preview.result["renewed"]
    assert changed["cells"] == [
        {"column": "行政职务", "old": "（空）", "new": "执法队员"},
        {"column": "联系电话", "old": "（空）", "new": "13911112222"},
    ]
    assert renewed["cells"][1:] == [
        {"column": "有效期至", "old": "2027-01-31", "new": "2029-12-31"}
    ]
    written(preview, people.justice)
    officer.refresh_from_db()
    paper.refresh_from_db()
    assert (officer.phone, officer.post, officer.rank) == (
        "13911112222",
        "执法队员",
        "deputy_section",
    )
    assert paper.expires_on == date(2029, 12, 31)
    edited, extended = audit.trail_of(officer).order_by("-seq")[:2][::-1]
    assert edited.payload["changes"]["phone"] == ["", "13911112222"]
    assert extended.payload["changes"] == {"expires_on": ["2027-01-31", "2029-12-31"]}


def test_an_expired_certificate_and_an_unknown_domain_are_told_and_taken(people: People):
    old = {"valid_from": date(2021, 1, 1), "expires_on": date(2025, 12, 31)}
    lines = [certified("x1", "35060000001", **old)]
    lines += [certified("x2", "35060000002", domains="城管-市容环未")]
    preview = previewed(lines, people.justice)
    reasons = [warning["reason"] for warning in preview.result["warnings"]]
    assert "已于 2025-12-31 到期" in reasons[0]
    assert "是否为“城管-市容环卫”？" in reasons[1]
    assert preview.result["counts"]["invalid"] == 0
    with time_machine.travel("2026-11-24 09:00+08:00"):  # remarks do not count for the digest
        assert written(preview, people.justice).state == Job.State.DONE


def test_who_of_the_named_units_is_not_in_the_file_is_only_listed(people: People):
    assert people.shiting
    assert people.tianbao
    preview = previewed([row("xin1")], people.organisation)
    assert [line["key"] for line in preview.result["missing"]] == ["石亭甲"]
    before = Officer.objects.filter(user__is_active=True).count()
    written(preview, people.organisation)
    assert Officer.objects.filter(user__is_active=True).count() == before + 1


def test_a_town_imports_its_own_people_only(people: People):
    assert people.tianbao
    lines = [row("xin1"), row("xin2", unit="天宝镇"), row("天宝甲", name="天宝甲", unit="天宝镇")]
    preview = previewed(lines, people.shiting_deputy)
    assert [(f["row"], f["column"]) for f in preview.result["invalid"]] == [
        (3, "单位"),
        (4, "账号"),
    ]
    assert "只能导入本单位人员" in preview.result["invalid"][0]["reason"]
    assert [line["key"] for line in preview.result["missing"]] == ["石亭副片长"]
    written(preview, people.shiting_deputy)
    assert Officer.objects.filter(user__username="xin1").exists()
    assert not Officer.objects.filter(user__username="xin2").exists()


def test_only_justice_registers_certificates(people: People):
    preview = previewed([certified("xin1", "35060000001"), row("xin2")], people.shiting_deputy)
    [fault] = preview.result["invalid"]
    assert (fault["row"], fault["column"]) == (2, "执法证号")
    assert "证件登记由区司法局办理" in fault["reason"]
    assert preview.result["counts"]["new"] == 1


def test_the_preview_no_longer_holds_when_a_record_moved(people: People):
    assert people.shiting
    line = row("石亭甲", name="石亭甲", phone="13911112222")
    preview = previewed([line], people.justice)
    Officer.objects.filter(user=people.shiting).update(phone="13700000000")
    job = written(preview, people.justice)
    assert job.state == Job.State.FAILED
    assert "预览之后人员或证件有变动" in job.message
    assert officer_of(people.shiting).phone == "13700000000"


def test_a_worker_killed_half_way_leaves_nothing_and_another_does_it_once(people, monkeypatch):
    preview = previewed([certified("xin1", "35060000001")], people.justice)
    job = importing.IMPORT.confirm(preview_id=preview.pk, by=people.justice)
    assert importing.IMPORT.confirm(preview_id=preview.pk, by=people.justice) == job
    with monkeypatch.context() as killed:
        killed.setattr(audit, "record", lambda **_: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            jobs.run(job.pk)
    assert not User.objects.filter(username="xin1").exists()
    importing.IMPORT.apply(job, jobs.Progress(job))  # killed after writing, before saying so
    assert jobs.run(job.pk) == Job.State.DONE
    assert Certificate.objects.filter(number="35060000001").count() == 1
    job.refresh_from_db()
    assert job.result["new"] == 1


def test_who_lost_the_office_meanwhile_writes_nothing(people: People):
    preview = previewed([row("xin1")], people.shiting_deputy)
    job = importing.IMPORT.confirm(preview_id=preview.pk, by=people.shiting_deputy)
    officer_of(people.shiting_deputy).appointments.update(ended_at="2026-11-23T00:00:00Z")
    User.objects.filter(pk=people.shiting_deputy.pk).update(access_review_on="2026-11-23")
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert "已无此权限" in job.message
    assert not User.objects.filter(username="xin1").exists()


def test_an_export_imported_again_says_nothing_new(client, people: People):
    officer = officer_of(people.shiting)
    person("无证甲", Role.TOWN_OFFICER, "石亭街道", certified=False)
    officer.certificates.update(number="35061234567")
    CertificateFactory.create(officer=officer, number="35061234568", domains=["水利", "林业"])
    Officer.objects.filter(pk=officer.pk).update(post="=1+1 不是公式", is_field=True)
    for by in (people.justice, people.shiting_deputy):
        for number, paper in enumerate(Certificate.objects.order_by("pk")):
            Certificate.objects.filter(pk=paper.pk).update(number=f"350612345{number:02}")
        client.force_login(by)
        data = client.get(reverse("people_import_export")).content
        preview = previewed(data, by)
        found = counts(preview)
        assert set(found) == {"rows", "unchanged"}
        assert found["rows"] == found["unchanged"] >= 4
    assert audit.trail_of(people.justice).get().verb == "export_people"


def test_who_may_not_import_is_told_and_sees_nothing(client, people: People):
    with pytest.raises(PermissionDenied):
        importing.IMPORT.submit(file_name="x.xlsx", data=sheet([]), by=people.shiting)
    client.force_login(people.shiting)
    for name in ("people_import", "people_import_template", "people_import_export"):
        assert client.get(reverse(name)).status_code == 403
    preview = previewed([row("xin1")], people.justice)
    client.force_login(people.shiting_deputy)
    for name in ("people_import_preview", "people_import_faults"):
        assert client.get(reverse(name, args=[preview.pk])).status_code == 404, "not one's own"
    assert client.post(reverse("people_import_confirm", args=[preview.pk])).status_code == 404


def test_the_way_through_the_pages(client, people: People, django_assert_max_num_queries):
    client.force_login(people.justice)
    template = client.get(reverse("people_import_template")).content
    head = next(load_workbook(BytesIO(template)).active.iter_rows(values_only=True))
    assert head[:3] == ("姓名", "账号", "单位")
    lines = [certified(f"xin{n}", f"350600000{n:02}") for n in range(30)]
    data = sheet([*lines, row("bad", unit="石停街道")])
    client.post(reverse("people_import"), {"file": SimpleUploadedFile("a.xlsx", data)})
    job = Job.objects.get(kind=importing.PREVIEW)
    address = reverse("people_import_preview", args=[job.pk])
    assert client.get(address).status_code == 404, "not yet read"
    jobs.run(job.pk)
    assert address in client.get(reverse("job", args=[job.pk])).content.decode()
    with django_assert_max_num_queries(12):
        assert "是否为“石亭街道”？" in client.get(address).content.decode()
    for tab in ("warnings", "new", "changed", "papers", "renewed", "missing", "unchanged", "?"):
        assert client.get(address, {"tab": tab}).status_code == 200
    client.post(reverse("people_import_confirm", args=[job.pk]))
    jobs.run(Job.objects.get(kind=importing.APPLY).pk)
    assert "已完成" in client.get(address).content.decode()
    assert Certificate.objects.filter(number="35060000029").exists()


def test_a_long_file_asks_the_database_no_more_than_a_short_one(people: People):
    asked = []
    for first, many in ((1000, 3), (2000, 60)):
        lines = [certified(f"xin{n}", f"3506{n:07}") for n in range(first, first + many)]
        with CaptureQueriesContext(connection) as queries:
            written(previewed(lines, people.justice), people.justice)
        asked.append(len(queries))
    assert asked[1] <= asked[0]  # the first also fills what the process remembers


def test_moved_to_another_unit_the_record_tells_by_which_file(client, people: People):
    officer = officer_of(people.shiting)
    line = row("石亭甲", name="", unit="天宝镇")
    written(previewed([line], people.justice), people.justice)
    officer.refresh_from_db()
    assert str(officer.home) == "天宝镇"
    client.force_login(people.justice)
    page = client.get(officer.get_absolute_url()).content.decode()
    assert "所在单位" in page
    assert "导入自“人员.xlsx”" in page
