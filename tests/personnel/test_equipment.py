"""Pieces are recorded, lent, given back, mended, inspected: who may, what is refused and told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from core import audit
from core.errors import RuleViolation
from core.models import Notice, User
from personnel.models import Equipment, EquipmentFault, EquipmentLoan
from personnel.selectors import equipment as selectors
from personnel.services import equipment as service
from tests.factories.equipment import booked, hours, lent, manager_of, piece, returned
from tests.factories.personnel import scope_named
from tests.people import People

pytestmark = pytest.mark.django_db
UNIT = "石亭街道"


@pytest.fixture
def manager(people: People) -> User:
    return manager_of(UNIT)


def verbs(row: Equipment) -> list[str]:
    return list(audit.trail_of(row).values_list("verb", flat=True))


def words(**changes):
    today = timezone.localdate()
    return service.PieceWords(
        **{"kind": "terminal", "model": "T6", "acquired_on": today, **changes}
    )


# recording


def test_ten_cameras_are_recorded_at_once_and_twice_is_refused(manager):
    due = timezone.localdate() + timedelta(days=300)
    codes = [f"ST-JL-{n:03d}" for n in range(1, 11)]
    make = lambda: service.register(  # noqa: E731
        codes=codes,
        unit=scope_named(UNIT),
        words=words(kind="camera", inspect_due_on=due),
        by=manager,
    )
    rows = make()
    assert [row.code for row in rows] == codes
    assert verbs(rows[9]) == ["register"]
    with pytest.raises(RuleViolation, match="ST-JL-001、ST-JL-002、ST-JL-003 已登记"):
        make()
    assert Equipment.objects.count() == 10


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"kind": "vehicle"}, "plate", id="车辆没有号牌"),
        pytest.param({"kind": "camera"}, "inspect_due_on", id="记录仪没有校准日期"),
        pytest.param(
            {"acquired_on": timezone.localdate() + timedelta(days=2)}, "acquired_on", id="将来配备"
        ),
    ],
)
def test_what_a_record_must_have(manager, changes, field):
    with pytest.raises(RuleViolation) as refused:
        service.register(codes=["X1"], unit=scope_named(UNIT), words=words(**changes), by=manager)
    assert refused.value.field == field


def test_only_the_units_own_manager_records_and_keepers_are_its_people(manager, people):
    for by in (people.shiting, people.chief_west, manager_of("天宝镇")):
        with pytest.raises(PermissionDenied):
            service.register(codes=["X1"], unit=scope_named(UNIT), words=words(), by=by)
    with pytest.raises(RuleViolation, match="保管人须是石亭街道的人员"):
        service.register(
            codes=["X1"],
            unit=scope_named(UNIT),
            words=words(custodian=people.tianbao.officer),
            by=manager,
        )


def test_two_who_edit_at_once_the_second_is_told(manager):
    row = piece("terminal")
    seen = selectors.version_of(row)
    new = words(model="T7", acquired_on=row.acquired_on)
    service.edit(piece_id=row.pk, code=row.code, words=new, version=seen, by=manager)
    with pytest.raises(RuleViolation, match="他人刚刚修改"):
        service.edit(piece_id=row.pk, code=row.code, words=new, version=seen, by=manager)
    last = audit.trail_of(row).last()
    assert last.payload == {"changed": {"品牌型号": ["测试型", "T7"]}}


def test_lending_does_not_make_an_edit_stale(manager, people):
    row = piece("terminal")
    seen = selectors.version_of(row)
    lent(row, people.shiting.officer, manager)
    service.edit(
        piece_id=row.pk,
        code="改-1",
        words=words(acquired_on=row.acquired_on),
        version=seen,
        by=manager,
    )


def test_a_piece_moves_when_it_rests_and_the_new_unit_is_told(manager, people):
    row, new = piece("camera"), manager_of("天宝镇")
    loan = lent(row, people.shiting.officer, manager)
    move = lambda: service.move(  # noqa: E731
        piece_id=row.pk, unit=scope_named("天宝镇"), reason="片区统筹", by=manager
    )
    with pytest.raises(RuleViolation, match="归还后才能调拨"):
        move()
    returned(loan, manager)
    booking = booked(row, people.shiting, hours(1, 9, 11))
    with pytest.raises(RuleViolation, match="解除全部预约后才能调拨"):
        move()
    service.release(engagement=booking, by=people.shiting)
    move()
    row.refresh_from_db()
    assert str(row.unit) == "天宝镇"
    assert Notice.objects.filter(recipient=new, text__contains="由石亭街道调入").exists()
    with pytest.raises(PermissionDenied):
        service.retire(piece_id=row.pk, reason="不再是本单位的", by=manager)


def test_a_retired_piece_changes_no_more(manager):
    row = piece("terminal")
    service.report_fault(piece_id=row.pk, description="屏碎", by=manager)
    service.retire(piece_id=row.pk, reason="无修复价值", by=manager)
    fault = EquipmentFault.objects.get()
    assert (fault.resolved_by, fault.resolution) == (manager, "报废：无修复价值")
    for act in (
        lambda: service.report_fault(piece_id=row.pk, description="又坏", by=manager),
        lambda: service.retire(piece_id=row.pk, reason="再报", by=manager),
        lambda: service.resolve(piece_id=row.pk, resolution="修好", by=manager),
        lambda: lent(row, manager.officer, manager),
    ):
        with pytest.raises(RuleViolation, match="已报废"):
            act()


# lending and giving back


def test_lent_with_a_signature_and_given_back(manager, people):
    row = piece("camera")
    loan = lent(row, people.shiting.officer, manager)
    assert selectors.loan_of(row) == loan
    returned(loan, manager)
    loan.refresh_from_db()
    assert (loan.returned_to, loan.signature, loan.return_signature) == (
        manager,
        "text:签名人",
        "text:签名人",
    )
    assert selectors.loan_of(row) is None
    assert verbs(row) == ["register", "lend", "return"]
    assert audit.verify_trail(row) == []
    assert Notice.objects.filter(recipient=people.shiting, text__contains="已归还").exists()
    with pytest.raises(RuleViolation, match="归还，由石亭街道管理人接收"):
        returned(loan, manager)


def test_one_holder_at_a_time_and_pressing_twice_lends_once(manager, people):
    row, due = piece("camera"), timezone.now() + timedelta(hours=3)
    first = lent(row, people.shiting.officer, manager, due_at=due)
    assert lent(row, people.shiting.officer, manager, due_at=due) == first
    with pytest.raises(RuleViolation, match="由石亭甲领用，应还时间"):
        lent(row, people.shiting_second.officer, manager)
    assert EquipmentLoan.objects.count() == 1


def test_an_officer_takes_out_for_himself_and_the_manager_is_told(manager, people):
    row = piece("camera")
    with pytest.raises(PermissionDenied):
        lent(row, people.shiting_second.officer, people.shiting)
    loan = lent(row, people.shiting.officer, people.shiting)
    assert Notice.objects.filter(recipient=manager, text__contains="自行领用").exists()
    with pytest.raises(RuleViolation, match="其他人员或装备管理人接收"):
        returned(loan, people.shiting)
    with pytest.raises(PermissionDenied):
        returned(loan, people.tianbao)
    returned(loan, people.shiting_second)


def test_another_units_person_receives_only_under_a_booking(manager, people):
    row, guest = piece("vehicle"), people.tianbao.officer
    with pytest.raises(RuleViolation, match="天宝甲不是石亭街道的人员"):
        lent(row, guest, manager)
    booking = booked(row, people.chief_west, hours(0, 0, 48), held_by="西部片区")
    loan = lent(row, guest, manager, under=booking)
    assert loan.officer == guest


def test_a_loan_may_not_run_into_somebodys_booking(manager, people):
    row = piece("vehicle")
    booking = booked(row, people.shiting_second, hours(1, 8, 12))
    with pytest.raises(RuleViolation, match="已被石亭街道安排“巡查”") as refused:
        lent(row, people.shiting.officer, manager, due_at=hours(1, 8, 9).upper)
    assert refused.value.field == "due_at"
    lent(row, people.shiting_second.officer, manager, due_at=hours(1, 8, 9).upper, under=booking)


def test_a_fault_found_on_return_needs_words_and_opens_a_fault(manager, people):
    loan = lent(piece("camera"), people.shiting.officer, manager)
    with pytest.raises(RuleViolation, match="有故障的须写明情况"):
        returned(loan, people.shiting_second, faulty=True)
    returned(loan, people.shiting_second, faulty=True, note="镜头进水")
    fault = EquipmentFault.objects.get()
    assert "镜头进水" in fault.description
    loan.equipment.refresh_from_db()
    assert loan.equipment.state == "faulty"
    assert Notice.objects.filter(recipient=manager, text__contains="镜头进水").exists()


def test_reminders_of_loans_each_stage_once(manager, people):
    row = piece("camera")
    loan = lent(row, people.shiting.officer, manager)
    due, told = loan.due_at, Notice.objects.filter(key__startswith="loan:")
    assert service.remind_loans(due - timedelta(hours=3)) == 0
    assert service.remind_loans(due - timedelta(hours=1)) == 1
    assert told.get().recipient == people.shiting
    assert service.remind_loans(due + timedelta(minutes=1)) == 2
    assert service.remind_loans(due + timedelta(hours=5)) == 0
    assert service.remind_loans(due + timedelta(hours=30)) == 2
    returned(loan, manager)
    assert service.remind_loans(due + timedelta(days=9)) == 0


# faults


def test_from_fault_to_repair_to_use(manager, people):
    row = piece("vehicle")
    booking = booked(row, people.shiting, hours(2, 9, 11))
    with pytest.raises(PermissionDenied):
        service.report_fault(piece_id=row.pk, description="刹车异响", by=people.tianbao)
    service.report_fault(piece_id=row.pk, description="刹车异响", by=people.shiting_second)
    assert Notice.objects.filter(recipient=manager, text__contains="刹车异响").exists()
    assert Notice.objects.filter(recipient=people.shiting, text__contains="改用其他装备").exists()
    for act in (
        lambda: lent(row, people.shiting.officer, manager),
        lambda: booked(row, people.shiting, hours(3, 9, 11)),
    ):
        with pytest.raises(RuleViolation, match="故障待修，修复后才能"):
            act()
    service.report_fault(piece_id=row.pk, description="右灯不亮", by=people.shiting)
    service.report_fault(piece_id=row.pk, description="右灯不亮", by=people.shiting)
    fault = EquipmentFault.objects.get()
    assert fault.description.count("右灯不亮") == 1
    assert "石亭甲补充" in fault.description
    service.send_to_repair(piece_id=row.pk, note="送修", by=manager)
    with pytest.raises(RuleViolation, match="维修中，只有故障待修"):
        service.send_to_repair(piece_id=row.pk, note="送修", by=manager)
    service.resolve(piece_id=row.pk, resolution="更换刹车片", by=manager)
    with pytest.raises(RuleViolation, match="没有待处理的故障"):
        service.resolve(piece_id=row.pk, resolution="更换刹车片", by=manager)
    row.refresh_from_db()
    assert row.state == "in_use"
    assert booking.released_at is None
    assert Notice.objects.filter(recipient=people.shiting_second, text__contains="刹车片").exists()


def test_who_has_a_piece_reports_its_fault_wherever_he_belongs(manager, people):
    row = piece("vehicle")
    booking = booked(row, people.chief_west, hours(0, 0, 48))
    lent(row, people.tianbao.officer, manager, under=booking)
    service.report_fault(piece_id=row.pk, description="爆胎", by=people.tianbao)
    with pytest.raises(RuleViolation, match="请先办理归还再送修"):
        service.send_to_repair(piece_id=row.pk, note="送修", by=manager)


# inspections


def test_an_inspection_moves_the_date_and_a_failed_one_opens_a_fault(manager):
    row, today = piece("vehicle"), timezone.localdate()
    row.inspect_due_on = today - timedelta(days=1)
    row.save()
    with pytest.raises(RuleViolation, match="机动车未按期安全技术检验"):
        booked(row, manager, hours(1, 9, 11))
    record = lambda **more: service.inspect(  # noqa: E731
        piece_id=row.pk, result=service.Inspection(**more), by=manager
    )
    with pytest.raises(RuleViolation, match="须填写下次检验日期"):
        record(inspected_on=today, passed=True)
    with pytest.raises(RuleViolation, match="不合格的须写明原因"):
        record(inspected_on=today, passed=False)
    record(inspected_on=today - timedelta(days=2), passed=False, note="尾气超标")
    row.refresh_from_db()
    assert row.state == "faulty"
    service.resolve(piece_id=row.pk, resolution="更换三元催化", by=manager)
    due = today + timedelta(days=365)
    record(inspected_on=today, passed=True, next_due_on=due)
    row.refresh_from_db()
    assert (row.state, row.inspect_due_on) == ("in_use", due)
    booked(row, manager, hours(1, 9, 11))
    with pytest.raises(RuleViolation, match="的检验已登记"):
        record(inspected_on=today, passed=True, next_due_on=due)
    with pytest.raises(RuleViolation, match="不能补登更早"):
        record(inspected_on=today - timedelta(days=9), passed=True, next_due_on=due)


def test_reminders_of_inspections_at_30_7_0_days_and_after(manager):
    row, now = piece("camera"), timezone.now()
    due = row.inspect_due_on
    counts = []
    for left in (31, 30, 29, 7, 6, 0, -1, -2):
        gap = (due - timezone.localdate()).days - left
        counts.append(service.remind_inspections(now + timedelta(days=gap)))
    assert counts == [0, 1, 0, 1, 0, 1, 1, 0]
    assert Notice.objects.filter(recipient=manager, text__contains="检验").count() == 4
