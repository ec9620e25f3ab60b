"""Certificates: registered, suspended, watched; and a day too late nobody files with one."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cases.services import filing
from core import audit, worklist
from core.errors import RuleViolation
from core.models import Notice, User
from personnel.models import Certificate, Exam, ExamResult, Officer
from personnel.roles import Role
from personnel.rules.eligibility import CertificateStatus
from personnel.services import certificates as service
from personnel.tasks import remind_expiring_certificates
from tests import stories
from tests.factories.personnel import person
from tests.people import People

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def day(n: int):
    return timezone.localdate() + timedelta(days=n)


def paper(number: str = "35069900001", first: int = 0, last: int = 1000) -> service.Paper:
    return service.Paper(number, [], "福建省司法厅", day(first), day(last))


@pytest.fixture
def newcomer(people: People) -> Officer:
    """Of 石亭街道, without a certificate."""
    return person("石亭新人", Role.TOWN_OFFICER, "石亭街道", certified=False).officer


@pytest.fixture
def passed(people: People, newcomer: Officer) -> Officer:
    return marked(people, newcomer, 60)


def marked(people: People, officer: Officer, score: int | None) -> Officer:
    exam = Exam.objects.create(name="资格考试", held_on=day(-30), created_by=people.justice)
    ExamResult.objects.create(exam=exam, officer=officer, score=score)
    return officer


def scan(content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile("证件.pdf", content, content_type="application/pdf")


# --- registering -----------------------------------------------------------------------
def test_who_passed_gets_a_certificate_and_is_told(people: People, passed: Officer):
    row = service.register(officer_id=passed.pk, paper=paper(), by=people.justice)
    assert (row.officer, row.recorded_by) == (passed, people.justice)
    assert audit.trail_of(passed).get(verb="register_certificate").payload["number"] == row.number
    assert Notice.objects.get(recipient=passed.user).text.startswith("已登记您的行政执法证")


@pytest.mark.parametrize("score", [59, None], ids=["failed", "absent"])
def test_who_did_not_pass_gets_none(people: People, newcomer: Officer, score: int | None):
    marked(people, newcomer, score)
    with pytest.raises(RuleViolation, match="没有考试合格的记录") as refused:
        service.register(officer_id=newcomer.pk, paper=paper(), by=people.justice)
    assert "附件（六）" in refused.value.basis
    assert not newcomer.certificates.exists()


def test_one_issued_elsewhere_is_registered_with_its_reason(people: People, newcomer: Officer):
    row = service.register(
        officer_id=newcomer.pk,
        paper=paper(first=-400),
        exam_note="2024 年由龙文区核发，随调动转入",
        by=people.justice,
    )
    assert row.exam_note.startswith("2024")


@pytest.mark.parametrize("who", ["shiting_deputy", "organisation", "chief_west", "shiting"])
def test_only_the_justice_bureau_registers(people: People, passed: Officer, who: str):
    with pytest.raises(PermissionDenied):
        service.register(officer_id=passed.pk, paper=paper(), by=getattr(people, who))


def test_a_number_belongs_to_one_certificate(people: People, passed: Officer):
    service.register(officer_id=passed.pk, paper=paper(), by=people.justice)
    with pytest.raises(RuleViolation, match="已登记在石亭新人（石亭街道）名下") as refused:
        service.register(officer_id=passed.pk, paper=paper(last=1500), by=people.justice)
    assert refused.value.field == "number"


def test_the_way_numbers_are_written_can_be_set(people: People, passed: Officer, settings):
    with pytest.raises(RuleViolation, match="格式不符"):
        service.register(officer_id=passed.pk, paper=paper("漳-01"), by=people.justice)
    settings.CERTIFICATE_NUMBER_PATTERN = r"漳-\d\d"
    assert service.register(officer_id=passed.pk, paper=paper("漳-01"), by=people.justice)


def test_a_refused_scan_leaves_no_certificate(people: People, passed: Officer, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with pytest.raises(RuleViolation) as refused:
        service.register(
            officer_id=passed.pk, paper=paper(), scan=scan(b"MZ" + b"\0" * 99), by=people.justice
        )
    assert (refused.value.code, refused.value.field) == ("file_kind", "scan")
    assert not Certificate.objects.filter(officer=passed).exists()
    assert list(tmp_path.iterdir()) == []


# --- standing -------------------------------------------------------------------------------
def test_suspended_restored_and_revoked_each_with_its_reason(people: People):
    officer = people.shiting.officer
    row = officer.certificates.get()
    for status, verb in (
        (CertificateStatus.SUSPENDED, "suspend_certificate"),
        (CertificateStatus.VALID, "restore_certificate"),
        (CertificateStatus.REVOKED, "revoke_certificate"),
    ):
        service.change_status(
            certificate_id=row.pk, status=status, reason="调查期间", by=people.justice
        )
        row.refresh_from_db()
        assert row.status == status.value
        assert audit.trail_of(officer).last().verb == verb
    assert Notice.objects.filter(recipient=people.shiting, urgent=True).count() == 2
    with pytest.raises(RuleViolation):
        service.change_status(
            certificate_id=row.pk, status=CertificateStatus.VALID, reason="误", by=people.justice
        )


# --- what a certificate means for a case ------------------------------------------------
def attempt_to_file(people: People) -> None:
    case = stories.registered(people.shiting, "石亭街道")
    filing.propose(
        case_id=case.pk,
        lead=people.shiting.officer,
        others=[people.shiting_second.officer],
        by=people.shiting,
    )


@pytest.mark.parametrize(
    ("last_day", "refusal"),
    [(1, None), (0, None), (-1, "certificate_expired")],
    ids=["a day before its end", "on its last good day", "the day after"],
)
def test_filing_around_the_end_of_a_certificate(people: People, last_day: int, refusal):
    people.shiting_second.officer.certificates.update(expires_on=day(last_day))
    if refusal is None:
        attempt_to_file(people)
    else:
        with pytest.raises(RuleViolation) as refused:
            attempt_to_file(people)
        assert refused.value.code == refusal


def test_a_certificate_good_until_midnight_does_not_file_the_next_morning(people: People):
    people.shiting_second.officer.certificates.update(expires_on=day(0))
    last_moment = timezone.localtime().replace(hour=23, minute=50)
    with time_machine.travel(last_moment, tick=False):
        attempt_to_file(people)
    with time_machine.travel(last_moment + timedelta(minutes=20), tick=False):
        with pytest.raises(RuleViolation) as refused:
            attempt_to_file(people)
        assert refused.value.code == "certificate_expired"


def test_a_certificate_suspended_today_bars_filing_today_and_restored_does_not(people: People):
    row = people.shiting_second.officer.certificates.get()
    change = {"certificate_id": row.pk, "reason": "调查", "by": people.justice}
    service.change_status(status=CertificateStatus.SUSPENDED, **change)
    with pytest.raises(RuleViolation) as refused:
        attempt_to_file(people)
    assert refused.value.code == "certificate_suspended"
    service.change_status(status=CertificateStatus.VALID, **change)
    attempt_to_file(people)


# --- watching -----------------------------------------------------------------------------
def test_each_stage_is_told_once_to_the_holder_and_the_deputy_chief(people: People):
    _ = people.shiting_deputy
    row = people.shiting.officer.certificates.get()
    row.expires_on = day(60)
    row.save()
    for ahead, sent in ((0, 2), (1, 0), (30, 2), (31, 0), (53, 2), (60, 0), (61, 0)):
        with time_machine.travel(timezone.now() + timedelta(days=ahead), tick=False):
            assert remind_expiring_certificates() == sent, ahead
    texts = Notice.objects.filter(recipient=people.shiting).values_list("text", flat=True)
    assert sum("还有 60 天到期" in text for text in texts) == 1
    notice = Notice.objects.filter(recipient=people.shiting_deputy).first()
    assert notice is not None
    assert notice.url == people.shiting.officer.get_absolute_url()


def todos(user: User) -> dict[str, int]:
    fresh = User.objects.get(pk=user.pk)
    return {group.label: group.total for group in worklist.groups_for(fresh)}


LABEL = "待换发的行政执法证"


def test_an_ending_certificate_is_a_todo_until_there_is_a_longer_one(people: People):
    other = person("水利联络人", Role.LIAISON, "区水利局")
    liaison = person("农业联络人", Role.LIAISON, "区农业农村局")
    officer = people.bureau.officer
    officer.certificates.update(expires_on=day(61))
    assert LABEL not in todos(people.bureau)
    officer.certificates.update(expires_on=day(60))
    assert (todos(people.bureau)[LABEL], todos(liaison)[LABEL]) == (1, 1)
    assert LABEL not in todos(other)
    assert LABEL not in todos(people.justice)  # would see everybody's
    officer.certificates.update(expires_on=day(-5))
    assert todos(people.bureau)[LABEL] == 1
    note = {"exam_note": "换发"}
    service.register(officer_id=officer.pk, paper=paper(), by=people.justice, **note)
    assert LABEL not in todos(people.bureau)
    assert LABEL not in todos(liaison)


def test_the_todo_says_how_long_it_is_still_good(client, people: People):
    people.shiting.officer.certificates.update(expires_on=day(0))
    client.force_login(people.shiting)
    assert "今天是最后一天" in client.get("/").content.decode()


# --- pages ----------------------------------------------------------------------------------
def test_registering_and_suspending_by_pages(
    client, people: People, newcomer: Officer, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(people.justice)
    address = reverse("certificate_new", args=[newcomer.pk])
    assert "没有考试合格的记录" in client.get(address).content.decode()
    form = {
        "number": "35069900007", "issuer": "福建省司法厅", "valid_from": day(-9).isoformat(),
        "expires_on": day(900).isoformat(), "scan": scan(),
    }  # fmt: skip
    refused = client.post(address, form)
    assert "附件（六）" in str(refused.context["form"].errors["exam_note"])
    form["scan"] = scan()
    page = client.post(address, form | {"exam_note": "2024 年核发"}, follow=True)
    assert "已登记行政执法证 35069900007" in page.content.decode()
    row = Certificate.objects.get(number="35069900007")
    assert row.scan_name == "证件.pdf"
    status = reverse("certificate_status", args=[row.pk, "suspend"])
    assert "暂扣期间不得执法" in client.get(status).content.decode()
    assert client.post(status, {"reason": ""}).context["form"].errors["reason"]
    client.post(status, {"reason": "调查期间"})
    row.refresh_from_db()
    assert row.status == "suspended"
    assert "调查期间" in client.get(newcomer.get_absolute_url()).content.decode()
    wrong = reverse("certificate_status", args=[row.pk, "burn"])
    assert client.get(wrong).status_code == 404


def test_a_scan_is_read_by_those_who_see_the_person(
    client, people: People, newcomer: Officer, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    row = people.shiting.officer.certificates.get()
    service.add_scan(certificate_id=row.pk, scan=scan(), by=people.justice)
    address = reverse("certificate_scan", args=[row.pk])
    client.force_login(newcomer.user)
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"].startswith("inline; filename*=utf-8''%E7%9F%B3")
    assert b"".join(answer.streaming_content) == PDF
    client.force_login(people.bureau)
    assert client.get(address).status_code == 404
    new = reverse("certificate_scan_new", args=[row.pk])
    client.force_login(people.shiting)
    assert client.get(new).status_code == 403


@pytest.mark.parametrize(
    ("state", "shown"),
    [("ending", "石亭甲"), ("suspended", "石亭乙"), ("expired", "天宝甲"), ("valid", "芝山甲")],
)
def test_the_list_shows_each_standing_and_exports_it(client, people: People, state, shown):
    people.shiting.officer.certificates.update(expires_on=day(20))
    people.shiting_second.officer.certificates.update(status="suspended")
    people.tianbao.officer.certificates.update(expires_on=day(-1))
    _ = people.zhishan
    people.justice.officer.certificates.all().delete()
    client.force_login(people.justice)
    address = f"{reverse('certificates')}?state={state}"
    lines = client.get(address).context["lines"]
    assert [str(line.row.officer) for line in lines] == [shown]
    assert {line.standing.value for line in lines} == {state}
    assert client.get(f"{reverse('certificates_export')}?state={state}").content[:2] == b"PK"
