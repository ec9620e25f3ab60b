"""The district from its files, holiday notices, and the check of the trails."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from cases.models import Case, CaseTerm
from cases.services import intake
from core import audit, parameters
from core.errors import RuleViolation
from core.models import AuditEntry, CalendarDay, CalendarYear, Parameter
from tests import stories
from tests.people import People
from xiangcheng_enforcement.loading import district
from xiangcheng_enforcement.loading.records import fixture, read_csv
from zones.models import Agency, EnforcementItem, PolicyDocument, Township, Village, Zone

pytestmark = pytest.mark.django_db


def run(command: str, *arguments: object, **options: object) -> str:
    out = StringIO()
    call_command(command, *map(str, arguments), stdout=out, **options)
    return out.getvalue()


# --- the district ------------------------------------------------------------
def test_loading_the_district_again_changes_nothing() -> None:
    run("load_district")
    said = run("load_district")
    assert "没有变动" in said
    assert "新增" not in said
    assert "更新" not in said


def test_the_zones_are_those_of_the_plan() -> None:
    found = {
        zone.name: (
            zone.chief_agency.short_name,
            zone.station.name,
            [town.name for town in zone.townships.order_by("order")],
        )
        for zone in Zone.objects.all()
    }
    assert found == {
        "东部片区": ("区住建局", "南坑街道", ["新桥街道", "巷口街道", "南坑街道"]),
        "中部片区": (
            "区城管执法局",
            "芝山街道",
            ["东铺头街道", "西桥街道", "通北街道", "芝山街道"],
        ),
        "西部片区": ("区自然资源局", "石亭街道", ["石亭街道", "天宝镇", "浦南镇"]),
    }


def test_the_two_farms_lie_in_no_zone() -> None:
    farms = Township.objects.filter(kind=Township.Kind.FARM)
    assert {(farm.name, farm.zone) for farm in farms} == {
        ("芗城区奶牛场", None),
        ("天宝林场", None),
    }


def test_every_place_and_item_of_the_files_is_there() -> None:
    assert Village.objects.count() == len(read_csv(fixture("villages.csv"))) == 179
    assert EnforcementItem.objects.count() == len(read_csv(fixture("power_items.csv"))) == 187
    assert PolicyDocument.objects.filter(number__startswith="闽").count() == 5
    empowering = Agency.objects.filter(empowers=True).values_list("short_name", flat=True)
    assert set(empowering) == {"区城管执法局", "区住建局", "区自然资源局", "区消防救援大队"}
    assert Agency.objects.get(secondment_exempt=True).short_name == "区消防救援大队"


def test_powers_of_town_governments_are_marked_and_held_by_a_bureau_in_streets() -> None:
    statutory = EnforcementItem.objects.filter(statutory_town=True)
    assert statutory.count() == 5
    assert all("不需赋权" in item.note for item in statutory)


def test_a_station_outside_its_zone_is_refused() -> None:
    zone = Zone.objects.get(code="E")
    elsewhere = Township.objects.get(name="通北街道")
    with pytest.raises(IntegrityError), transaction.atomic():
        Zone.objects.filter(pk=zone.pk).update(station=elsewhere)
        connection.check_constraints()


def test_a_town_in_the_wrong_zone_is_put_back() -> None:
    west = Zone.objects.get(code="W")
    Township.objects.filter(name="通北街道").update(zone=west)
    said = run("load_district")
    assert "乡镇（街道）、农林场：更新 1" in said
    assert Township.objects.get(name="通北街道").zone.code == "C"


def test_a_zone_without_station_does_not_pass_the_check_of_composition() -> None:
    Zone.objects.filter(code="E").update(station=None)
    with pytest.raises(RuleViolation, match="驻点"):
        district.check_composition()


def test_a_confirmed_figure_stays_as_confirmed(people: People) -> None:
    parameters.confirm(code="FILING", value=10, by=people.justice)
    assert "没有变动" in run("load_district")
    assert Parameter.objects.get(code="FILING").value == 10


# --- the calendar ------------------------------------------------------------
def test_three_years_are_loaded_with_their_notices() -> None:
    assert dict(CalendarYear.objects.values_list("year", "document")) == {
        2024: "国办发明电〔2023〕7号",
        2025: "国办发明电〔2024〕12号",
        2026: "国办发明电〔2025〕7号",
    }
    assert CalendarDay.objects.count() == 75
    assert CalendarDay.objects.get(day=date(2025, 1, 26)).is_workday


def _notice(folder: Path, *rows: str) -> Path:
    file = folder / "notice.csv"
    file.write_text("\n".join(["date,kind,name", *rows]) + "\n", encoding="utf-8-sig")
    return file


def _filing_term_over_new_year(people: People) -> CaseTerm:
    case = stories.registered(people.shiting, "石亭街道")
    term = case.terms.get(term="FILING", closed_on=None)
    term.starts_on = date(2026, 12, 28)
    term.due_on, term.provisional = date(2027, 1, 7), True
    term.save()
    return term


def test_a_new_notice_moves_the_terms_that_run_over_it(people: People, tmp_path: Path) -> None:
    term = _filing_term_over_new_year(people)
    file = _notice(tmp_path, "2027-01-01,holiday_off,元旦", "2027-01-04,holiday_off,元旦")
    said = run("load_calendar", file, year=2027, document="国办发明电〔2026〕1号")
    term.refresh_from_db()
    assert (term.due_on, term.provisional, term.why) == (date(2027, 1, 8), False, "")
    assert f"{term.case.number} {term.label}：2027-01-07 → 2027-01-08" in said
    assert CalendarYear.objects.get(year=2027).document == "国办发明电〔2026〕1号"
    case = Case.objects.get(pk=term.case_id)
    assert case.next_due_on == date(2027, 1, 8)
    assert intake.trail_is_whole(case)


def test_a_corrected_notice_takes_out_days_it_no_longer_names(tmp_path: Path) -> None:
    run("load_calendar", _notice(tmp_path, "2027-01-01,holiday_off,元旦"), year=2027, document="甲")
    run("load_calendar", _notice(tmp_path, "2027-01-04,holiday_off,元旦"), year=2027, document="乙")
    days = CalendarDay.objects.filter(day__year=2027).values_list("day", flat=True)
    assert list(days) == [date(2027, 1, 4)]
    assert CalendarYear.objects.get(year=2027).document == "乙"


@pytest.mark.parametrize(
    ("rows", "document", "why"),
    [
        pytest.param(["2028-01-03,holiday_off,元旦"], "甲", "不属于 2027 年", id="另一年"),
        pytest.param(["2027-01-02,holiday_off,元旦"], "甲", "不是例外", id="本来休息"),
        pytest.param(["二〇二七年,holiday_off,元旦"], "甲", "第 2 行", id="日期写法"),
        pytest.param([], "甲", "没有放假", id="空表"),
        pytest.param(["2027-01-01,holiday_off,元旦"], " ", "文号", id="没有文号"),
    ],
)
def test_a_notice_that_can_not_be_right_is_refused_with_the_line(
    tmp_path: Path, rows: list[str], document: str, why: str
) -> None:
    with pytest.raises(CommandError, match=why):
        run("load_calendar", _notice(tmp_path, *rows), year=2027, document=document)
    assert not CalendarYear.objects.filter(year=2027).exists()


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="读不到文件"):
        run("load_calendar", tmp_path / "none.csv", year=2027, document="甲")


# --- the trails ------------------------------------------------------------
def _tamper(statement: str, *values: object) -> None:
    """As somebody with the database's own account could."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE core_auditentry DISABLE TRIGGER USER")
        cursor.execute(statement, list(values))
        cursor.execute("ALTER TABLE core_auditentry ENABLE TRIGGER USER")


def _faults(*arguments: str) -> str:
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("verify_trails", *arguments, stdout=out)
    assert error.value.returncode == 1
    return out.getvalue()


def test_untouched_trails_pass(people: People) -> None:
    case = stories.filed(people)
    assert "通过" in run("verify_trails")
    assert "通过" in run("verify_trails", case=case.number)


def test_a_changed_entry_is_found(people: People) -> None:
    case = stories.filed(people)
    entry = audit.trail_of(case)[1]
    _tamper("UPDATE core_auditentry SET actor_name = '别人' WHERE id = %s", entry.pk)
    assert f"cases.case:{case.pk}：第 2 条内容与校验值不符" in _faults()
    assert "第 2 条内容与校验值不符" in _faults("--case", case.number)


def test_a_trail_cut_off_at_its_end_is_found(people: People) -> None:
    case = stories.filed(people)
    last = audit.trail_of(case).last()
    assert last is not None
    _tamper("DELETE FROM core_auditentry WHERE id = %s", last.pk)
    said = _faults()
    assert f"{case.number}：应有 {case.version} 条留痕，现有 {case.version - 1} 条" in said


def test_a_state_changed_past_the_trail_is_found(people: People) -> None:
    case = stories.filed(people)
    Case.objects.filter(pk=case.pk).update(state="served")
    assert f"{case.number}：案件现为“已送达”，留痕止于“调查中”" in _faults()


def test_a_case_without_any_trail_is_found(people: People) -> None:
    case = stories.filed(people)
    _tamper("DELETE FROM core_auditentry WHERE subject_id = %s", case.pk)
    assert not AuditEntry.objects.filter(subject_type="cases.case", subject_id=case.pk).exists()
    assert f"{case.number}：应有 {case.version} 条留痕，现有 0 条" in _faults()


def test_a_number_that_is_no_case_is_told() -> None:
    with pytest.raises(CommandError, match="没有案号"):
        run("verify_trails", case="芗执案〔1999〕1号")


# --- rights ------------------------------------------------------------
def test_sync_grants_finds_nothing_to_repair_and_then_repairs(people: People) -> None:
    chief = people.chief_west
    assert "无须修正" in run("sync_grants")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM zones_zoneuserpermission WHERE user_id = %s", [chief.pk])
        taken = cursor.rowcount
    assert f"修正权限 {taken} 项" in run("sync_grants")
