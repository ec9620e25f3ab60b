"""Money for people and equipment (方案附件（七）), and what units lack (方案三（三）)."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from core import parameters, worklist
from core.errors import RuleViolation
from core.models import Notice, User
from personnel.models import BudgetLine
from personnel.roles import Role
from personnel.selectors import equipment_counts as selectors
from personnel.services import equipment as service
from tests.factories.equipment import manager_of, piece
from tests.factories.personnel import person, scope_named
from tests.people import People

pytestmark = pytest.mark.django_db
UNIT, YEAR = "石亭街道", timezone.localdate().year


@pytest.fixture
def finance(people: People) -> User:
    return person("财政甲", Role.FINANCE, "芗城区", home="区财政局")


def asked(unit: str = UNIT, kind: str = "gear", amount: str = "36000.00") -> BudgetLine:
    return service.request_money(
        unit=scope_named(unit),
        words=service.BudgetRequest(YEAR, kind, Decimal(amount), "记录仪六台"),
        by=manager_of(unit),
    )


def granted(line: BudgetLine, by: User, amount: str) -> BudgetLine:
    seen = selectors.version_of_line(line)
    return service.grant(line_id=line.pk, granted=Decimal(amount), version=seen, by=by)


def test_asked_granted_and_told(finance, people):
    line = asked()
    assert Notice.objects.filter(recipient=finance, text__contains="申请经费").count() == 1
    waiting = worklist.groups_for(User.objects.get(pk=finance.pk))
    assert [(group.label, group.total) for group in waiting] == [("待安排的经费申请", 1)]
    with pytest.raises(RuleViolation, match="已经申请，请在该条上修改"):
        asked()
    with pytest.raises(PermissionDenied):
        granted(line, manager_of(UNIT), "1")
    granted(line, finance, "30000")
    assert Notice.objects.filter(
        recipient=manager_of(UNIT), text__contains="安排 30,000.00 元（申请 36,000.00 元）"
    ).exists()
    with pytest.raises(RuleViolation, match="不能再改申请"):
        service.amend(
            line_id=line.pk,
            requested=Decimal(1),
            note="",
            version=selectors.version_of_line(line),
            by=manager_of(UNIT),
        )


def test_two_who_change_a_line_at_once_the_second_is_told(finance):
    line = asked()
    seen = selectors.version_of_line(line)
    change = {"line_id": line.pk, "version": seen}
    service.amend(requested=Decimal(40000), note="七台", by=manager_of(UNIT), **change)
    with pytest.raises(RuleViolation, match="他人刚刚修改"):
        service.grant(granted=Decimal(36000), by=finance, **change)


def test_who_sees_which_lines(finance, people):
    mine, other = asked(), asked("天宝镇")
    assert set(selectors.visible_budget(manager_of(UNIT))) == {mine}
    for user in (finance, people.office):
        assert set(selectors.visible_budget(user)) == {mine, other}
    assert not selectors.visible_budget(people.shiting).exists()
    with pytest.raises(Http404):
        selectors.get_visible_line(user=manager_of(UNIT), pk=other.pk)


def test_totals_by_unit_kind_and_district(finance):
    granted(asked(), finance, "30000")
    granted(asked("天宝镇"), finance, "36000")
    asked(kind="vehicle", amount="90000")
    table = selectors.budget_table(selectors.visible_budget(finance))
    assert [(row.unit, row.total.requested, row.total.granted) for row in table.units] == [
        ("石亭街道", Decimal(126000), Decimal(30000)),
        ("天宝镇", Decimal(36000), Decimal(36000)),
    ]
    assert (table.kinds["gear"].granted, table.kinds["vehicle"].waiting) == (66000, 1)
    assert (table.total.requested, table.total.granted, table.total.waiting) == (162000, 66000, 1)


def test_the_way_by_pages(finance, people, client, django_assert_max_num_queries):
    by = manager_of(UNIT)
    client.force_login(by)
    words = {
        "unit": f"T{by.officer.home_township_id}",
        "year": YEAR,
        "kind": "gear",
        "requested": "36000.00",
        "note": "记录仪六台",
    }
    wrong = client.post(reverse("budget_new"), {**words, "requested": "-5"})
    assert wrong.context["form"].errors["requested"]
    client.post(reverse("budget_new"), words)
    line = BudgetLine.objects.get()
    address = line.get_absolute_url()
    change = {"requested": "40000", "note": "七台", "version": 1}
    client.post(address, change)
    assert "他人刚刚修改" in client.post(address, change).content.decode()
    camera = piece("camera", budget_line=line)
    client.force_login(finance)
    client.post(address, {"granted": "38000", "version": 2})
    page = client.get(address).content.decode()
    assert "38,000.00" in page
    assert camera.code in page
    for name in ("budget", "budget_export"):
        client.get(reverse(name))
        with django_assert_max_num_queries(12):
            found = client.get(reverse(name))
    sheet = load_workbook(BytesIO(found.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert rows[0] == [UNIT, "执法装备", 40000, 38000, "七台"]
    assert rows[-1][:4] == ["合计", None, 40000, 38000]
    client.force_login(people.shiting)
    assert client.get(reverse("budget")).status_code == 403
    assert client.get(address).status_code == 404


def test_equipment_is_paid_from_a_line_of_its_unit_and_kind(finance):
    with pytest.raises(RuleViolation, match="经费来源须是石亭街道的预算"):
        piece("camera", budget_line=asked("天宝镇"))
    with pytest.raises(RuleViolation, match="执法记录仪不能从执法用车列支"):
        piece("camera", budget_line=asked(kind="vehicle"))
    assert piece("vehicle", budget_line=BudgetLine.objects.get(kind="vehicle")).budget_line


def test_what_a_unit_lacks_by_the_kept_norm(people):
    _ = (people.shiting, people.shiting_second, people.tianbao)
    piece("terminal")
    car = piece("vehicle")
    service.report_fault(piece_id=car.pk, description="抛锚", by=people.shiting)

    def found() -> dict[str, tuple[int, list[tuple[int, int, int, int]]]]:
        rows = selectors.coverage(User.objects.get(pk=people.chief_west.pk), timezone.localdate())
        return {
            str(row.unit): (
                row.officers,
                [(n.wanted, n.had, n.usable, n.short) for n in row.needs],
            )
            for row in rows
        }

    assert found() == {
        "石亭街道": (2, [(1, 1, 1, 0), (1, 0, 0, 1), (1, 1, 0, 0)]),
        "天宝镇": (1, [(1, 0, 0, 1), (1, 0, 0, 1), (1, 0, 0, 1)]),
    }
    parameters.confirm(code="OFFICERS_PER_TERMINAL", value=1, by=people.justice)
    parameters.forget()
    assert found()["石亭街道"][1][0] == (2, 1, 1, 1)


def test_the_coverage_is_exported(people, client):
    _ = people.shiting
    client.force_login(people.office)
    found = client.get(reverse("equipment_coverage_export"))
    sheet = load_workbook(BytesIO(found.content)).active
    row = next(r for r in sheet.iter_rows(values_only=True) if r[0] == UNIT)
    assert row[1:6] == (1, 1, 0, 0, 1)
