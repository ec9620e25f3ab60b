"""Certificates: registered, suspended, restored, revoked, and watched.

An officer whose certificate has ended may not act (《行政处罚法》第四十二条); who may get one is in
`rules.certificates`. Renewing is registering the new one: the old row stays as it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit, notices, uploads
from core.errors import RuleViolation
from core.models import User
from personnel import policy, selectors
from personnel.models import Certificate, Officer
from personnel.roles import Role
from personnel.rules import certificates as rule
from personnel.rules.certificates import DAYS_AHEAD
from personnel.rules.eligibility import CertificateStatus
from personnel.selectors import papers
from personnel.services import _withdrawal
from personnel.services.officers import locked

LARGEST_SCAN = 20 * uploads.MEGABYTE
_VERBS = {
    CertificateStatus.SUSPENDED: ("suspend_certificate", "暂扣"),
    CertificateStatus.VALID: ("restore_certificate", "恢复"),
    CertificateStatus.REVOKED: ("revoke_certificate", "注销"),
}


@dataclass(frozen=True)
class Paper:
    """What is printed on a certificate; no domains: comprehensive enforcement."""

    number: str
    domains: Sequence[str]
    issuer: str
    valid_from: date
    expires_on: date


@transaction.atomic
def register(
    *,
    officer_id: int,
    paper: Paper,
    by: User,
    exam_note: str = "",
    scan: UploadedFile[Any] | None = None,
) -> Certificate:
    """Register a certificate, a first or a renewed one.

    `exam_note` says why it counts without an exam passed with us. RuleViolation names the field.
    """
    policy.require_certificates(by)
    officer = locked(officer_id)
    _check(officer, paper, exam_note.strip())
    checked = scan and uploads.check(scan, uploads.PAPER, LARGEST_SCAN, field="scan")
    row = Certificate(
        officer=officer,
        number=paper.number,
        domains=list(paper.domains),
        issuer=paper.issuer,
        valid_from=paper.valid_from,
        expires_on=paper.expires_on,
        exam_note=exam_note.strip(),
        recorded_by=by,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise _taken(paper.number) from None
    audit.record(by=by, verb="register_certificate", subject=officer, payload=_told(row))
    if checked:
        _keep_scan(row, checked)
    _tell(officer, f"已登记您的行政执法证（{row.number}），有效期至 {row.expires_on}", row, "new")
    return row


@transaction.atomic
def add_scan(*, certificate_id: int, scan: UploadedFile[Any], by: User) -> Certificate:
    """A scan for a certificate registered without one, or a better one."""
    policy.require_certificates(by)
    row = Certificate.objects.select_for_update().get(pk=certificate_id)
    checked = uploads.check(scan, uploads.PAPER, LARGEST_SCAN, field="scan")
    payload = {"number": row.number, "name": checked.name}
    audit.record(by=by, verb="scan_certificate", subject=row.officer, payload=payload)
    _keep_scan(row, checked)
    return row


@transaction.atomic
def change_status(
    *, certificate_id: int, status: CertificateStatus, reason: str, by: User
) -> Certificate:
    """Suspend, restore or revoke, for a reason; it counts from this moment."""
    policy.require_certificates(by)
    row = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate_id)
    rule.check_change(CertificateStatus(row.status), status, reason.strip())
    verb, word = _VERBS[status]
    row.status = Certificate.Status(status.value)
    row.status_reason = "" if status is CertificateStatus.VALID else reason.strip()
    row.save(update_fields=["status", "status_reason"])
    payload = {"number": row.number, "reason": reason.strip()}
    entry = audit.record(by=by, verb=verb, subject=row.officer, payload=payload)
    barred = "" if status is CertificateStatus.VALID else "，自即时起不得持该证执法"
    text = f"{row.officer}的行政执法证（{row.number}）已{word}：{reason.strip()}{barred}"
    _tell(row.officer, text, row, str(entry.seq), urgent=bool(barred))
    _withdrawal.recheck(row.officer)
    return row


def remind_expiring() -> int:
    """Send each stage's notice once; returns how many were sent."""
    today = timezone.localdate()
    ending = Certificate.objects.filter(
        status=Certificate.Status.VALID,
        expires_on__gte=today,
        expires_on__lte=today + timedelta(days=max(DAYS_AHEAD)),
        officer__user__is_active=True,
    ).select_related("officer__user", "officer__home_agency", "officer__home_township")
    return sum(_remind(certificate) for certificate in ending)


def _remind(certificate: Certificate) -> int:
    left = (certificate.expires_on - timezone.localdate()).days
    stage = next(days for days in DAYS_AHEAD if left <= days)
    officer = certificate.officer
    words = "今天到期" if left == 0 else f"还有 {left} 天到期"
    return notices.send(
        [officer.user, *_watchers(officer)],
        key=f"certificate:{certificate.pk}:{certificate.expires_on}:{stage}",
        text=f"{officer}的行政执法证（{certificate.number}）{words}（{certificate.expires_on}），"
        "请尽快办理换证；到期后不得从事执法活动",
        url=officer.get_absolute_url(),
        urgent=left <= min(DAYS_AHEAD),
    )


def _watchers(officer: Officer) -> list[User]:
    """The bureau's liaison, or the town's deputy chief; whoever acts for them today."""
    today = timezone.localdate()
    if officer.home_agency:
        return selectors.spokespeople(officer.home_agency, today)
    assert officer.home_township is not None  # officer_has_one_home
    deputy = selectors.acting_or_holder(Role.DEPUTY_CHIEF, officer.home_township, today)
    return [deputy] if deputy else []


def _check(officer: Officer, paper: Paper, exam_note: str) -> None:
    rule.check_registration(
        rule.Registration(
            number=paper.number,
            valid_from=paper.valid_from,
            expires_on=paper.expires_on,
            on_establishment=officer.on_establishment,
            passed_on=papers.passed_on(officer),
            exam_note=exam_note,
        ),
        pattern=settings.CERTIFICATE_NUMBER_PATTERN,
        today=timezone.localdate(),
    )


def _taken(number: str) -> RuleViolation:
    owner = Certificate.objects.select_related("officer__user").get(number=number).officer
    text = f"证号 {number} 已登记在{owner}（{owner.home}）名下，请核对；换发的新证件使用新证号"
    return RuleViolation("number_taken", text, field="number")


def _keep_scan(row: Certificate, checked: uploads.Checked) -> None:
    """Written last: a file must not outlive a transaction that fails."""
    row.scan.save(checked.stored_name, checked.file, save=False)
    row.scan_name = checked.name
    row.save(update_fields=["scan", "scan_name"])


def _tell(
    officer: Officer, text: str, row: Certificate, mark: str, *, urgent: bool = False
) -> None:
    notices.send(
        [officer.user, *_watchers(officer)],
        key=f"certificate:{row.pk}:{mark}",
        text=text,
        url=officer.get_absolute_url(),
        urgent=urgent,
    )


def _told(row: Certificate) -> dict[str, object]:
    return {
        "number": row.number,
        "domains": row.domains,
        "issuer": row.issuer,
        "valid_from": row.valid_from.isoformat(),
        "expires_on": row.expires_on.isoformat(),
        "exam_note": row.exam_note,
    }
