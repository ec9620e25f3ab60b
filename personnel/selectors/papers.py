"""Certificates and exams: whose they are, how they stand, who has passed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.http import Http404
from django.utils import timezone

from core import access
from core.models import User
from personnel.models import Certificate, ExamResult, Officer
from personnel.rules.certificates import DAYS_AHEAD, Standing, standing_of
from personnel.rules.eligibility import CertificateStatus
from personnel.selectors.officers import visible_officers

LABELS = {
    Standing.VALID: "有效",
    Standing.ENDING: "即将到期",
    Standing.EXPIRED: "已到期",
    Standing.NOT_BEGUN: "未到有效期",
    Standing.SUSPENDED: "暂扣",
    Standing.REVOKED: "注销",
}
TONES = {
    Standing.VALID: "success",
    Standing.ENDING: "warning",
    Standing.EXPIRED: "danger",
    Standing.NOT_BEGUN: "info",
    Standing.SUSPENDED: "danger",
    Standing.REVOKED: "neutral",
}


@dataclass(frozen=True)
class CertificateLine:
    """A certificate as pages show it. `left`: days until the last good day; below zero: past."""

    row: Certificate
    standing: Standing
    left: int

    @property
    def label(self) -> str:
        return LABELS[self.standing]

    @property
    def tone(self) -> str:
        return TONES[self.standing]

    @property
    def left_text(self) -> str:
        """How long it is still good, in words; empty where that means nothing."""
        if self.standing is Standing.EXPIRED:
            return f"已过期 {-self.left} 天"
        if self.standing not in (Standing.VALID, Standing.ENDING):
            return ""
        return "今天是最后一天" if self.left == 0 else f"还有 {self.left} 天"


def line_of(row: Certificate, today: date) -> CertificateLine:
    status = CertificateStatus(row.status)
    standing = standing_of(status, row.valid_from, row.expires_on, today)
    return CertificateLine(row, standing, (row.expires_on - today).days)


def standing_is(standing: str, today: date) -> models.Q:
    """Certificates that stand so on a day; agrees with `rules.certificates.standing_of`."""
    horizon = today + timedelta(days=max(DAYS_AHEAD))
    status = CertificateStatus
    running = models.Q(status=status.VALID, valid_from__lte=today)
    known = {
        Standing.REVOKED: models.Q(status=status.REVOKED),
        Standing.EXPIRED: ~models.Q(status=status.REVOKED) & models.Q(expires_on__lt=today),
        Standing.SUSPENDED: models.Q(status=status.SUSPENDED, expires_on__gte=today),
        Standing.NOT_BEGUN: models.Q(
            status=status.VALID, valid_from__gt=today, expires_on__gte=today
        ),
        Standing.ENDING: running & models.Q(expires_on__gte=today, expires_on__lte=horizon),
        Standing.VALID: running & models.Q(expires_on__gt=horizon),
    }
    return known[Standing(standing)]


def visible_certificates(user: User) -> models.QuerySet[Certificate]:
    """Certificates of the people the user may look at."""
    return Certificate.objects.select_related(
        "officer__user", "officer__home_township", "officer__home_agency"
    ).filter(officer__in=visible_officers(user))


def get_visible_certificate(*, user: User, pk: int) -> Certificate:
    found = visible_certificates(user).filter(pk=pk).first()
    if found is None:
        raise Http404("没有这本证件，或者不在您的职责范围内")
    return found


def to_renew(user: User, today: date) -> models.QuerySet[Certificate]:
    """Certificates ending within 60 days, or over, with no longer one: my own, and those of the
    units whose records I keep (联络人, 副片长)."""
    grants = access.grants_of(user)
    mine = (
        models.Q(officer__user=user)
        | models.Q(officer__home_township__in=grants.ids("maintain_people", "township"))
        | models.Q(officer__home_agency__in=grants.ids("maintain_people", "agency"))
    )
    horizon = today + timedelta(days=max(DAYS_AHEAD))
    longer = Certificate.objects.filter(
        officer=models.OuterRef("officer"),
        status=Certificate.Status.VALID,
        expires_on__gt=models.OuterRef("expires_on"),
    )
    return Certificate.objects.filter(
        mine,
        ~models.Exists(longer),
        status=Certificate.Status.VALID,
        expires_on__lte=horizon,
        officer__user__is_active=True,
    )


def first_passes(officers: Iterable[Officer]) -> dict[int, date]:
    """Officer id → the day of the first exam passed with us; who has passed none is not there."""
    passes = ExamResult.objects.filter(
        officer__in=[officer.pk for officer in officers], score__gte=models.F("exam__pass_mark")
    )
    days = passes.order_by("-exam__held_on").values_list("officer_id", "exam__held_on")
    return dict(days)  # the earliest comes last


def passed_on(officer: Officer) -> date | None:
    """The day of the first exam the person has passed with us."""
    return (
        ExamResult.objects.filter(officer=officer, score__gte=models.F("exam__pass_mark"))
        .order_by("exam__held_on")
        .values_list("exam__held_on", flat=True)
        .first()
    )


def without_certificate(officers: Iterable[int]) -> set[int]:
    """Of these people, those who have no certificate that is or will be good."""
    wanted = set(officers)
    held = Certificate.objects.filter(
        officer__in=wanted, expires_on__gte=timezone.localdate()
    ).exclude(status=Certificate.Status.REVOKED)
    return wanted - set(held.values_list("officer_id", flat=True))
