"""When a certificate may be registered, and how its standing may change.

Nobody gets one who has not passed the exam that 司法局 runs (方案附件（六）：牵头组织参加行政执法
资格考试，监督落实持证上岗制度); only people on the establishment do (方案附件（三）：在编工作人员
全员持证; 国办发〔2024〕54号：严禁编外、辅助人员从事执法活动).
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.errors import RuleViolation
from personnel.rules.eligibility import CertificateStatus

_PLAN = "《漳州市芗城区乡镇（街道）片区联合执法工作方案》"
EXAM = f"{_PLAN}附件（六）"
ESTABLISHMENT = f"{_PLAN}附件（三）、国办发〔2024〕54号"
DAYS_AHEAD = (7, 30, 60)  # days before the end at which people are told
LONGEST_YEARS = 6  # a longer period is a slip of the pen


class Standing(StrEnum):
    """What a certificate is on a day."""

    VALID = "valid"
    ENDING = "ending"
    EXPIRED = "expired"
    NOT_BEGUN = "not_begun"
    SUSPENDED = "suspended"
    REVOKED = "revoked"

    @property
    def acts(self) -> bool:
        """Whether its holder may act on that day."""
        return self in (Standing.VALID, Standing.ENDING)


@dataclass(frozen=True)
class Registration:
    """A certificate to be registered, and what is known of its holder."""

    number: str
    valid_from: date
    expires_on: date
    on_establishment: bool
    passed_on: date | None  # the first exam passed with us
    exam_note: str = ""  # why it counts without one: issued before, elsewhere


def standing_of(
    status: CertificateStatus, valid_from: date, expires_on: date, on: date
) -> Standing:
    """Its standing on a day; `expires_on` is the last day on which it is good."""
    if status is CertificateStatus.REVOKED:
        return Standing.REVOKED
    if expires_on < on:
        return Standing.EXPIRED
    if status is CertificateStatus.SUSPENDED:
        return Standing.SUSPENDED
    if on < valid_from:
        return Standing.NOT_BEGUN
    return Standing.ENDING if (expires_on - on).days <= max(DAYS_AHEAD) else Standing.VALID


def check_registration(row: Registration, *, pattern: str, today: date) -> None:
    """Raise RuleViolation unless the certificate may be registered.

    `pattern` is the regular expression of numbers; empty: any number.
    """
    check_number(row.number, pattern)
    if row.expires_on < row.valid_from:
        raise RuleViolation("dates", "有效期止不得早于有效期起", field="expires_on")
    if (row.expires_on - row.valid_from).days > LONGEST_YEARS * 366:
        text = f"有效期超过 {LONGEST_YEARS} 年，请核对证件上的日期"
        raise RuleViolation("period_too_long", text, field="expires_on")
    if row.expires_on < today:
        text = f"该证件已于 {row.expires_on} 到期，不能再登记；请登记换发的新证件"
        raise RuleViolation("already_expired", text, field="expires_on")
    if not row.on_establishment:
        text = "编外人员不得持证执法，只可从事辅助工作"
        raise RuleViolation("not_on_establishment", text, ESTABLISHMENT)
    _check_exam(row, today)


def check_number(number: str, pattern: str) -> None:
    """Raise RuleViolation when the number is not written as certificates are numbered."""
    if not number or (pattern and not re.fullmatch(pattern, number, re.ASCII)):
        text = f"证号“{number}”格式不符，请按证件正面所印号码填写"
        raise RuleViolation("number_pattern", text, field="number")


def _check_exam(row: Registration, today: date) -> None:
    if row.passed_on is not None:
        return
    if not row.exam_note:
        text = (
            "本人没有考试合格的记录，不能登记证件；"
            "证件确系此前或由其他机关核发的，请在“考试情况说明”中写明"
        )
        raise RuleViolation("no_exam", text, EXAM, "exam_note")
    if row.valid_from > today:
        text = "没有考试合格记录的，只能登记已经核发的证件，有效期起不得晚于今天"
        raise RuleViolation("not_issued_yet", text, EXAM, "valid_from")


_CHANGES = {
    (CertificateStatus.VALID, CertificateStatus.SUSPENDED),
    (CertificateStatus.SUSPENDED, CertificateStatus.VALID),
    (CertificateStatus.VALID, CertificateStatus.REVOKED),
    (CertificateStatus.SUSPENDED, CertificateStatus.REVOKED),
}


def check_change(held: CertificateStatus, wanted: CertificateStatus, reason: str) -> None:
    """Raise RuleViolation unless it may go from one status to the other, for that reason.

    What is revoked (注销) stays so: a new certificate is a new row.
    """
    if (held, wanted) not in _CHANGES:
        text = f"该证件当前为“{held.label}”，不能改为“{wanted.label}”，请刷新后核对"
        raise RuleViolation("certificate_status", text)
    if not reason:
        raise RuleViolation("no_reason", "请写明理由，将记入留痕", field="reason")
