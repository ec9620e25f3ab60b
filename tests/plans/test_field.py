"""On the spot: checking in, findings with photos, a case opened from one, results, the report."""

from __future__ import annotations

import uuid
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from core.errors import RuleViolation
from core.models import Notice
from plans.models import Finding
from plans.rules.operation import S
from plans.services import field, ordering, reporting
from tests import operations as given
from tests import stories
from tests.people import People

pytestmark = pytest.mark.django_db


def picture(name: str = "现场.jpg") -> SimpleUploadedFile:
    target = BytesIO()
    Image.new("RGB", (1200, 900), "grey").save(target, "JPEG")
    return SimpleUploadedFile(name, target.getvalue())


def test_the_first_to_check_in_begins_it_and_who_comes_late_is_seen_to_be(people: People):
    operation = given.under_way(people)
    assert operation.state == S.UNDER_WAY
    row = operation.members.get(officer=people.shiting.officer)
    assert row.late_for(operation.starts_at) == 30
    point = field.Point(Decimal("24.513000"), Decimal("117.647000"), 12)
    there = field.check_in(operation_id=operation.pk, by=people.tianbao, point=point)
    assert (there.latitude, there.accuracy) == (Decimal("24.513000"), 12)


def test_checking_in_twice_keeps_the_first_time(people: People):
    operation = given.under_way(people)
    first = operation.members.get(officer=people.shiting.officer).arrived_at
    assert field.check_in(operation_id=operation.pk, by=people.shiting).arrived_at == first


def test_nobody_checks_in_the_day_before_and_nobody_who_was_not_sent(people: People):
    operation = given.ordered(people)
    with pytest.raises(RuleViolation, match="两小时"):
        field.check_in(operation_id=operation.pk, by=people.shiting)
    with pytest.raises(PermissionDenied):
        field.check_in(operation_id=operation.pk, by=people.chief_west)


def test_a_finding_keeps_its_photos_with_both_hashes(people: People):
    operation = given.under_way(people)
    finding = given.found(operation, people.shiting, photos=[picture(), picture("二.jpg")])
    first = finding.photos.all()[0]
    assert len(first.sha256) == len(first.sm3) == 64
    assert first.thumbnail.size < first.file.size


def test_a_file_that_is_no_picture_is_refused_and_nothing_is_kept(people: People):
    operation = given.under_way(people)
    with pytest.raises(RuleViolation) as refused:
        given.found(operation, people.shiting, photos=[SimpleUploadedFile("a.jpg", b"<html>")])
    assert refused.value.field == "photos"
    assert not Finding.objects.exists()


def test_ordering_to_correct_needs_a_day(people: People):
    operation = given.under_way(people)
    with pytest.raises(RuleViolation, match="须写明改正期限"):
        given.found(operation, people.shiting, "correct", correct_by=None)


def opened(finding: Finding, people: People, key: uuid.UUID | None = None):
    report = stories.report("石亭街道", item=stories.delegated_item("石亭街道"))
    return field.open_case(
        finding_id=finding.pk,
        report=report,
        key=key or uuid.uuid4(),
        by=people.shiting,
        accept=True,
    )


def test_a_case_is_opened_from_a_finding_once_and_is_linked_back(people: People):
    finding = given.found(given.under_way(people), people.shiting)
    key = uuid.uuid4()
    case = opened(finding, people, key)
    finding.refresh_from_db()
    assert finding.case == case
    assert case.operation_finding == finding
    assert opened(finding, people, key) == case
    with pytest.raises(RuleViolation, match="已登记为案件"):
        opened(finding, people)


def test_no_case_comes_from_a_finding_of_nothing(people: People):
    finding = given.found(given.under_way(people), people.shiting, "nothing")
    with pytest.raises(RuleViolation, match="不是“拟立案查处”"):
        opened(finding, people)


def test_each_unit_tells_its_own_result(people: People):
    operation = given.under_way(people)
    own, other = given.row(operation, "石亭街道"), given.row(operation, "天宝镇")
    field.tell_result(
        operation_id=operation.pk, unit_id=own.pk, text="检查 3 户", by=people.shiting
    )
    with pytest.raises(PermissionDenied):
        field.tell_result(
            operation_id=operation.pk, unit_id=other.pk, text="检查 3 户", by=people.shiting
        )


def test_when_it_is_over_the_rest_of_the_time_is_free(people: People):
    operation = given.under_way(people)
    field.finish(operation_id=operation.pk, by=people.shiting)
    row = operation.members.get(officer=people.tianbao.officer)
    assert row.engagement.during.upper <= timezone.now()
    with pytest.raises(RuleViolation, match="不能取消"):
        ordering.cancel(operation_id=operation.pk, reason="不去了", by=people.chief_west)


def finished(people: People):
    operation = given.under_way(people)
    opened(given.found(operation, people.shiting), people)
    given.found(operation, people.shiting, "correct")
    for name, by in (("石亭街道", people.shiting), ("天宝镇", people.chief_west)):
        field.tell_result(
            operation_id=operation.pk,
            unit_id=given.row(operation, name).pk,
            text=f"{name}检查 2 户。",
            by=by,
        )
    return field.finish(operation_id=operation.pk, by=people.shiting)


def whole(operation):
    from plans.selectors.operations import get_visible_operation

    return get_visible_operation(user=operation.created_by, pk=operation.pk)


def test_the_report_is_drawn_up_from_what_was_written_down(people: People):
    text = reporting.drafted(whole(finished(people)))
    for words in (
        "共 2 个单位参加，应到 2 人，签到 1 人",
        "迟到：石亭甲（30 分钟）",
        "未签到：天宝甲",
        "共检查 2 户（处），其中拟立案查处 1 户（处），责令改正 1 户（处）。已登记案件 1 件",
        "天宝镇检查 2 户。",
    ):
        assert words in text


def test_the_report_is_submitted_to_the_chief_when_nothing_is_left_blank(people: People):
    operation = finished(people)
    text = reporting.drafted(whole(operation))
    with pytest.raises(RuleViolation, match="请写明存在问题"):
        reporting.submit(operation_id=operation.pk, body=text, by=people.shiting)
    body = text.replace("【待填：存在问题和下一步建议】", "两处交界路段须每周巡查。")
    done = reporting.submit(operation_id=operation.pk, body=body, by=people.shiting)
    assert done.state == S.REPORTED
    assert Notice.objects.filter(recipient=people.chief_west, text__contains="总结已由").exists()


def test_the_report_waits_for_units_that_have_told_nothing(people: People):
    operation = given.under_way(people)
    field.finish(operation_id=operation.pk, by=people.shiting)
    with pytest.raises(RuleViolation, match="石亭街道、天宝镇还没有填报"):
        reporting.submit(operation_id=operation.pk, body="完成。", by=people.shiting)


def test_checking_in_closes_with_the_time(people: People):
    operation = given.under_way(people)
    operation.starts_at = timezone.now() - timedelta(hours=3)
    operation.ends_at = timezone.now() - timedelta(minutes=1)
    operation.save()
    with pytest.raises(RuleViolation, match="已过"):
        field.check_in(operation_id=operation.pk, by=people.tianbao)
