"""The import of the register of equipment: each unit's own, compared and confirmed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core import audit, jobs
from core.models import Job, User
from core.sheets import workbook
from personnel.models import Equipment, Officer
from personnel.resources import EquipmentResource
from personnel.services import importing_equipment as importing
from tests.people import People
from zones.models import Township

pytestmark = pytest.mark.django_db
COLUMNS = EquipmentResource().columns


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23 09:00+08:00"):
        yield


def row(code: str, **changes: Any) -> list[Any]:
    values = dict.fromkeys(COLUMNS, "") | {
        "code": code,
        "kind": "执法终端",
        "model": "某型终端",
        "unit": "石亭街道",
        "acquired_on": date(2025, 3, 1),
    }
    return [(values | changes)[name] for name in COLUMNS]


def piece(code: str, town: str = "石亭街道", **values: Any) -> Equipment:
    known = {"kind": "terminal", "model": "旧型", "acquired_on": date(2024, 7, 1)}
    unit = Township.objects.get(name=town)
    return Equipment.objects.create(code=code, township=unit, **(known | values))


def previewed(rows: list[list[Any]] | bytes, by: User) -> Job:
    data = rows if isinstance(rows, bytes) else workbook(list(COLUMNS.values()), rows)
    job = importing.IMPORT.submit(file_name="装备.xlsx", data=data, by=by)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.message
    return job


def written(preview: Job, by: User) -> Job:
    job = importing.IMPORT.confirm(preview_id=preview.pk, by=by)
    jobs.run(job.pk)
    job.refresh_from_db()
    return job


BAD: list[tuple[list[Any], str, str]] = [
    (row(""), "编号", "不能为空"),
    (row("A 1"), "编号", "编号不能有空格"),
    (row("GOOD"), "编号", "与第 2 行的编号重复"),
    (row("k1", kind="无人机"), "种类", "应为执法终端、执法记录仪"),
    (row("k2", kind=""), "种类", "不能为空：新装备须填"),
    (row("m1", model="型" * 61), "品牌型号", "超过 60 个字（现有 61 个）"),
    (row("p1", kind="执法用车", inspect_due_on="2027-01-01"), "车牌号", "执法用车须填写车牌号"),
    (row("u1", unit="天宝镇"), "单位", "只能登记本单位的装备"),
    (row("u2", unit="石停街道"), "单位", "没有这个单位，是否为“石亭街道”？"),
    (row("s1", state="故障待修"), "状态", "新登记的装备应为在用或报废"),
    (row("d1", acquired_on=""), "配备日期", "不能为空：新装备须填"),
    (row("d2", acquired_on="2027-01-01"), "配备日期", "配备日期不能晚于今天"),
    (row("i1", kind="执法记录仪"), "下次检验日期", "执法记录仪须填写下次检验日期"),
    (row("c1", custodian="没有此人"), "保管人账号", "没有这个账号，或者不是石亭街道的人员"),
    (row("c2", custodian="天宝甲"), "保管人账号", "没有这个账号，或者不是石亭街道的人员"),
    (row("TB1"), "编号", "该编号已由其他单位登记"),
    (row("OLD"), "编号", "该装备已报废，登记不再变动"),
    (row("ST1", model="", unit="天宝镇"), "单位", "登记在石亭街道；调拨请在装备页面办理"),
    (row("ST1x", state="维修中"), "状态", "登记为在用；故障、维修、报废请在装备页面办理"),
]


def test_every_wrong_cell_is_named_with_its_reason(people: People):
    assert people.tianbao
    piece("TB1", "天宝镇")
    piece("OLD", state="retired")
    piece("ST1")
    piece("ST1x")
    preview = previewed([row("GOOD"), *(line for line, _, _ in BAD)], people.shiting_deputy)
    found = {fault["row"]: fault for fault in preview.result["invalid"]}
    for number, (_, column, reason) in enumerate(BAD, start=3):
        assert found[number]["column"] == column
        assert found[number]["reason"].startswith(reason)
    assert preview.result["counts"]["faults"] == len(BAD)
    assert preview.result["counts"]["new"] == 1


def test_new_and_changed_pieces_are_written_with_their_trail(people: People):
    assert people.shiting
    old, other = piece("ST1", note="旧备注"), piece("ST2")
    rows = [
        row("ST1", model="", note="新备注", custodian="石亭甲", acquired_on=""),
        row("ST9", kind="执法用车", plate="闽E12345", inspect_due_on="2027-06-30"),
    ]
    preview = previewed(rows, people.shiting_deputy)
    assert preview.result["changed"][0]["cells"] == [
        {"column": "保管人账号", "old": "（空）", "new": "石亭甲"},
        {"column": "备注", "old": "旧备注", "new": "新备注"},
    ]
    assert [line["key"] for line in preview.result["missing"]] == [other.code]
    assert not Equipment.objects.filter(code="ST9").exists(), "nothing before it is confirmed"
    job = written(preview, people.shiting_deputy)
    assert job.state == Job.State.DONE, job.message
    old.refresh_from_db()
    assert (old.note, old.custodian) == ("新备注", Officer.objects.get(user=people.shiting))
    assert old.model == "旧型", "an empty cell says nothing"
    car = Equipment.objects.get(code="ST9")
    assert (car.plate, str(car.unit), car.state) == ("闽E12345", "石亭街道", "in_use")
    entry = audit.trail_of(old).get()
    assert entry.payload["changed"]["备注"] == ["旧备注", "新备注"]
    assert entry.payload["file"] == "装备.xlsx"
    assert audit.trail_of(car).get().verb == "register"
    assert audit.trail_of(job).get().payload["new"] == ["ST9"]
    again = previewed(rows, people.shiting_deputy)
    assert again.result["counts"]["unchanged"] == 2


def test_an_export_imported_again_says_nothing_new(client, people: People):
    assert people.shiting
    keeper = Officer.objects.get(user=people.shiting)
    piece("ST1", custodian=keeper, note="=1+1 不是公式")
    piece("ST2", state="faulty", kind="camera", inspect_due_on=date(2027, 1, 1))
    piece("ST3", state="retired")
    piece("TB1", "天宝镇")
    client.force_login(people.shiting_deputy)
    data = client.get(reverse("equipment_import_export")).content
    counts = previewed(data, people.shiting_deputy).result["counts"]
    assert {name: n for name, n in counts.items() if n} == {"rows": 3, "unchanged": 3}


def test_the_preview_no_longer_holds_when_the_register_moved(people: People):
    old = piece("ST1")
    preview = previewed([row("ST1")], people.shiting_deputy)
    Equipment.objects.filter(pk=old.pk).update(model="他人改的")
    job = written(preview, people.shiting_deputy)
    assert job.state == Job.State.FAILED
    assert "预览之后装备登记有变动" in job.message


def test_a_worker_killed_half_way_leaves_nothing_and_another_does_it_once(people, monkeypatch):
    preview = previewed([row("ST1")], people.shiting_deputy)
    job = importing.IMPORT.confirm(preview_id=preview.pk, by=people.shiting_deputy)
    with monkeypatch.context() as killed:
        killed.setattr(audit, "record", lambda **_: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            jobs.run(job.pk)
    assert not Equipment.objects.filter(code="ST1").exists()
    importing.IMPORT.apply(job, jobs.Progress(job))
    assert jobs.run(job.pk) == Job.State.DONE
    assert Equipment.objects.filter(code="ST1").count() == 1


def test_who_may_not_import_is_told(client, people: People):
    with pytest.raises(PermissionDenied):
        importing.IMPORT.submit(file_name="x.xlsx", data=b"", by=people.justice)
    client.force_login(people.justice)
    for name in ("equipment_import", "equipment_import_template", "equipment_import_export"):
        assert client.get(reverse(name)).status_code == 403


def test_the_way_through_the_pages(client, people: People, django_assert_max_num_queries):
    client.force_login(people.shiting_deputy)
    assert reverse("equipment_import") in client.get(reverse("equipment")).content.decode()
    data = workbook(list(COLUMNS.values()), [row(f"N{n}") for n in range(30)] + [row("b", kind="")])
    client.post(reverse("equipment_import"), {"file": SimpleUploadedFile("a.xlsx", data)})
    job = Job.objects.get(kind=importing.PREVIEW)
    jobs.run(job.pk)
    address = reverse("equipment_import_preview", args=[job.pk])
    with django_assert_max_num_queries(12):
        assert "新装备须填" in client.get(address).content.decode()
    client.post(reverse("equipment_import_confirm", args=[job.pk]))
    jobs.run(Job.objects.get(kind=importing.APPLY).pk)
    assert Equipment.objects.filter(code="N29").exists()
