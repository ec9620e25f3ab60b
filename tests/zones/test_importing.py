"""The import of the catalogue: preview row by row, written only when confirmed."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from core import audit, jobs
from core.errors import RuleViolation
from core.models import Job, User
from personnel.roles import Role
from tests.factories.personnel import person
from tests.people import People
from tests.zones.sheets import HEAD, row, sheet
from zones.models import EnforcementItem, ItemVersion
from zones.resources import ItemResource, workbook
from zones.selectors import catalogue as questions
from zones.services import importing

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23 09:00+08:00"):
        yield


@pytest.fixture
def staffing(people: People) -> User:
    return person("编办甲", Role.STAFFING_OFFICE, "芗城区", home="区委编办")


def previewed(data: bytes, by: User) -> Job:
    job = importing.submit(file_name="目录.xlsx", data=data, by=by)
    jobs.run(job.pk)
    job.refresh_from_db()
    return job


def written(preview: Job, by: User, withdraw_on: date | None = None) -> Job:
    job = importing.confirm(preview_id=preview.pk, withdraw_on=withdraw_on, by=by)
    jobs.run(job.pk)
    job.refresh_from_db()
    return job


def exported() -> bytes:
    rows = questions.versions_to_export(questions.listed_items({"state": "all"}, TODAY), TODAY)
    resource = ItemResource()
    return workbook("x", list(resource.columns.values()), resource.rows_of(rows))


BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"code": ""}, "编码", "不能为空"),
    ({"code": "A" * 21}, "编码", "超过 20 个字（现有 21 个）"),
    ({"code": "A 1"}, "编码", "编码不能有空格、引号和尖括号"),
    ({"code": "GOOD001"}, "编码", "与第 2 行的编码重复"),
    ({"name": ""}, "名称", "不能为空"),
    ({"name": "长" * 201}, "名称", "超过 200 个字（现有 201 个）"),
    ({"domain": "  "}, "领域", "不能为空"),
    ({"domain": "域" * 41}, "领域", "超过 40 个字（现有 41 个）"),
    ({"legal_basis": ""}, "法律依据", "不能为空"),
    ({"legal_basis": "有关规定"}, "法律依据", "应写明法律名称和条文"),
    ({"legal_basis": "《森林法》"}, "法律依据", "应写明法律名称和条文"),
    ({"penalty_summary": "罚" * 301}, "处罚种类与幅度", "超过 300 个字（现有 301 个）"),
    ({"agency": ""}, "实施部门", "不能为空"),
    ({"agency": "区不存在局"}, "实施部门", "没有这个部门"),
    ({"hearing_citizen": "五千"}, "听证标准（公民）", "应为整数"),
    ({"hearing_organisation": -1}, "听证标准（单位）", "应在 1 到"),
    ({"limitation_years": 2.5}, "追究时效（年）", "应为整数"),
    ({"valid_from": "2024-02-30"}, "生效日期", "没有这一天"),
    ({"valid_from": "去年"}, "生效日期", "日期应写成"),
    ({"valid_from": None}, "生效日期", "新事项须填生效日期"),
]


def test_477_rows_with_20_bad_ones_list_the_20(staffing):
    good = [row(f"GOOD{number:03}") for number in range(1, 458)]
    bad = [row(f"BAD{number:03}") for number in range(len(BAD))]
    for line, (changes, _, _) in zip(bad, BAD, strict=True):
        for name, value in changes.items():
            line[list(ItemResource().columns).index(name)] = value
    preview = previewed(sheet(good + bad), staffing)
    assert preview.result["counts"] == {
        "new": 457,
        "changed": 0,
        "missing": 187,
        "unchanged": 0,
        "invalid": 20,
        "faults": 20,
    }
    for number, (fault, (_, column, reason)) in enumerate(
        zip(preview.result["invalid"], BAD, strict=True), start=459
    ):
        assert (fault["row"], fault["column"]) == (number, column)
        assert fault["reason"].startswith(reason)
    assert EnforcementItem.objects.count() == 187, "nothing is written before it is confirmed"
    job = written(preview, staffing)
    assert job.state == Job.State.DONE, job.message
    assert EnforcementItem.objects.count() == 187 + 457
    assert EnforcementItem.objects.filter(withdrawn_on__isnull=False).count() == 0
    entry = audit.trail_of(job).get()
    assert len(entry.payload["new"]) == 457


def test_importing_twice_changes_nothing(staffing):
    data = sheet([row("NEW1"), row("NEW2", valid_from="2026年1月1日")])
    written(previewed(data, staffing), staffing)
    again = previewed(data, staffing)
    assert again.result["counts"]["unchanged"] == 2
    assert again.result["counts"]["new"] == again.result["counts"]["changed"] == 0
    before = list(ItemVersion.objects.order_by("pk").values())
    written(again, staffing)
    assert list(ItemVersion.objects.order_by("pk").values()) == before


def test_an_export_imported_again_says_nothing_new(staffing):
    EnforcementItem.objects.filter(code="XC001").update(note="=1+1 不是公式")
    preview = previewed(exported(), staffing)
    assert preview.result["counts"] == {
        "new": 0,
        "changed": 0,
        "missing": 0,
        "unchanged": 187,
        "invalid": 0,
        "faults": 0,
    }


def test_a_change_follows_and_never_overwrites(staffing):
    written(previewed(sheet([row("N1")]), staffing), staffing)
    same_day = previewed(sheet([row("N1", name="改名")]), staffing)
    assert "须晚于最近版本的 2024-01-01" in same_day.result["invalid"][0]["reason"]
    without = previewed(sheet([row("N1", name="改名", valid_from=None)]), staffing)
    assert "须填新的生效日期" in without.result["invalid"][0]["reason"]
    later = previewed(sheet([row("N1", name="改名", valid_from=date(2026, 10, 1))]), staffing)
    [changed] = later.result["changed"]
    assert changed["cells"] == [{"column": "名称", "old": "对事项 N1 的处罚", "new": "改名"}]
    written(later, staffing)
    old, new = ItemVersion.objects.filter(item__code="N1").order_by("valid_from")
    assert (old.name, old.valid_until) == ("对事项 N1 的处罚", date(2026, 9, 30))
    assert (new.name, new.source) == ("改名", "导入：目录.xlsx")
    assert EnforcementItem.objects.get(code="N1").name == "改名"


def test_a_note_or_domain_needs_no_new_version(staffing):
    written(previewed(sheet([row("N1")]), staffing), staffing)
    preview = previewed(sheet([row("N1", note="说明", domain="水利")]), staffing)
    assert preview.result["changed"][0]["from"] == ""
    written(preview, staffing)
    item = EnforcementItem.objects.get(code="N1")
    assert (item.note, item.domain, item.versions.count()) == ("说明", "水利", 1)


def test_what_the_file_does_not_have_leaves_only_when_asked_and_can_return(staffing):
    job = written(previewed(sheet([row("N1")]), staffing), staffing, withdraw_on=TODAY)
    assert job.result["withdrawn"] == 187
    assert list(EnforcementItem.objects.filter(withdrawn_on=None).values_list("code")) == [("N1",)]
    back = row("XC001", valid_from=date(2026, 12, 1))
    preview = previewed(sheet([back, row("XC002", name="改名")]), staffing)
    assert "恢复" in {cell["new"] for cell in preview.result["changed"][0]["cells"]}
    assert "退出目录" in preview.result["invalid"][0]["reason"]
    written(preview, staffing)
    assert EnforcementItem.objects.get(code="XC001").withdrawn_on is None


def test_the_preview_no_longer_holds_when_the_catalogue_moved(staffing):
    preview = previewed(sheet([row("N1")]), staffing)
    written(previewed(sheet([row("N1", name="别人先导入")]), staffing), staffing)
    job = written(preview, staffing)
    assert job.state == Job.State.FAILED
    assert "预览之后目录有变动" in job.message
    assert EnforcementItem.objects.get(code="N1").name == "别人先导入"


def test_a_killed_worker_is_followed_by_another(staffing, monkeypatch):
    preview = previewed(sheet([row("N1")]), staffing)
    job = importing.confirm(preview_id=preview.pk, withdraw_on=None, by=staffing)
    assert importing.confirm(preview_id=preview.pk, withdraw_on=None, by=staffing) == job
    # killed after the transaction, before the job said it was done
    importing.apply(job, jobs.Progress(job))
    assert EnforcementItem.objects.filter(code="N1").count() == 1
    assert jobs.run(job.pk) == Job.State.DONE
    job.refresh_from_db()
    assert job.result["new"] == 1
    assert ItemVersion.objects.filter(item__code="N1").count() == 1
    # killed within it: nothing is left behind
    preview = previewed(sheet([row("N2"), row("N3")]), staffing)
    job = importing.confirm(preview_id=preview.pk, withdraw_on=None, by=staffing)
    with monkeypatch.context() as killed:
        killed.setattr(audit, "record", lambda **_: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            jobs.run(job.pk)
    assert not EnforcementItem.objects.filter(code="N2").exists()
    assert jobs.run(job.pk) == Job.State.DONE
    assert EnforcementItem.objects.filter(code__in=["N2", "N3"]).count() == 2


def test_formulas_give_their_values_and_blank_rows_do_not_count(staffing):
    book = Workbook()
    book.active.append([name.replace("（", "(").replace("）", ")") for name in HEAD])
    book.active.append(row("N1"))
    book.active.append([None] * 11)
    book.active.append(row("N2", name='=CONCATENATE("a","b")'))
    target = BytesIO()
    book.save(target)
    result = previewed(target.getvalue(), staffing).result
    assert [line["code"] for line in result["new"]] == ["N1"]
    # never computed by a spreadsheet program, the formula has no value
    assert (result["invalid"][0]["row"], result["invalid"][0]["reason"]) == (4, "不能为空")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"not a workbook", "not_a_workbook"),
        (b"PK\x05\x06" + b"\0" * 18, "not_a_workbook"),
        (b"0" * (importing.LARGEST_FILE + 1), "file_too_large"),
    ],
)
def test_a_file_that_is_no_workbook_is_refused(staffing, data, code):
    with pytest.raises(RuleViolation) as refusal:
        importing.submit(file_name="x.xlsx", data=data, by=staffing)
    assert refusal.value.code == code


def test_missing_columns_and_too_many_rows_end_the_job_with_a_sentence(staffing, monkeypatch):
    short = previewed(sheet([row("N1")[:-2]], HEAD[:-2]), staffing)
    assert (short.state, "生效日期、备注" in short.message) == (Job.State.FAILED, True)
    monkeypatch.setattr("core.sheets_in.MOST_ROWS", 1)
    long = previewed(sheet([row("N1"), row("N2")]), staffing)
    assert "超过 1 行" in long.message


def test_only_the_staffing_office_imports(client, people):
    with pytest.raises(PermissionDenied):
        importing.submit(file_name="x.xlsx", data=sheet([]), by=people.justice)
    client.force_login(people.justice)
    for address in (reverse("import_items"), reverse("import_template")):
        assert client.get(address).status_code == 403


def test_the_way_through_the_pages(client, staffing, django_assert_max_num_queries):
    client.force_login(staffing)
    assert (
        "不是 xlsx"
        in client.post(
            reverse("import_items"), {"file": SimpleUploadedFile("a.xlsx", b"abc")}
        ).content.decode()
    )
    data = sheet([row("N1"), row("N2", agency="某局"), row("XC001", valid_from=date(2026, 11, 1))])
    client.post(reverse("import_items"), {"file": SimpleUploadedFile("a.xlsx", data)})
    job = Job.objects.get(kind=importing.PREVIEW)
    address = reverse("import_preview", args=[job.pk])
    assert client.get(address).status_code == 404, "not yet read"
    jobs.run(job.pk)
    assert address in client.get(reverse("job", args=[job.pk])).content.decode()
    with django_assert_max_num_queries(12):
        assert "没有这个部门" in client.get(address).content.decode()
    for tab in ("new", "changed", "missing", "unchanged", "nonsense"):
        assert client.get(address, {"tab": tab}).status_code == 200
    faults = client.get(reverse("import_faults", args=[job.pk]))
    lines = list(load_workbook(BytesIO(faults.content)).active.iter_rows(values_only=True))
    assert lines[1][:3] == (3, "N2", "实施部门")
    client.post(reverse("confirm_import", args=[job.pk]), {})
    jobs.run(Job.objects.get(kind=importing.APPLY).pk)
    assert "已完成" in client.get(address).content.decode()
    assert EnforcementItem.objects.filter(code="N1").exists()
    assert not EnforcementItem.objects.filter(withdrawn_on__isnull=False).exists()


def test_grades_are_carried_by_the_workbook_and_kept_by_an_empty_cell(staffing: User):
    line = row("ZZ901", discretion="较轻（200—500）：初次\n一般（500以上）：其他")
    written(previewed(sheet([line]), staffing), staffing)
    item = EnforcementItem.objects.get(code="ZZ901")
    first = item.versions.get()
    assert [grade.span for grade in first.grades] == ["200 至 500 元", "500 元以上"]
    assert previewed(sheet([line]), staffing).result["counts"]["unchanged"] == 1
    later = row("ZZ901", name="改了名称的处罚", valid_from=date(2026, 12, 1), discretion="")
    written(previewed(sheet([later]), staffing), staffing)
    assert item.versions.order_by("valid_from").last().discretion == first.discretion
    wrong = previewed(sheet([row("ZZ902", discretion="较轻（500—200）：甲")]), staffing)
    assert "下限大于上限" in wrong.result["invalid"][0]["reason"]
