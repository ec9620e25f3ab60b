"""Watching certificates: an officer whose certificate has ended may not act (第四十二条)."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from core import notices
from core.models import User
from personnel import selectors
from personnel.models import Certificate
from personnel.roles import Role

DAYS_AHEAD = (7, 30, 60)


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
        [officer.user, *_watchers(certificate)],
        key=f"certificate:{certificate.pk}:{certificate.expires_on}:{stage}",
        text=f"{officer}的行政执法证（{certificate.number}）{words}（{certificate.expires_on}）",
        urgent=left <= min(DAYS_AHEAD),
    )


def _watchers(certificate: Certificate) -> list[User]:
    """The bureau's liaison, or the town's deputy chief; whoever acts for them today."""
    today, officer = timezone.localdate(), certificate.officer
    if officer.home_agency:
        return selectors.spokespeople(officer.home_agency, today)
    assert officer.home_township is not None  # officer_has_one_home
    deputy = selectors.acting_or_holder(Role.DEPUTY_CHIEF, officer.home_township, today)
    return [deputy] if deputy else []
