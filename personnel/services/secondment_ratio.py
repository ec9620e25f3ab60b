"""Watching the ratio of posted people: who will fall under half is told sixty days ahead."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from core import notices
from personnel import selectors
from personnel.roles import Role
from zones.models import Agency

DAYS_AHEAD = 60


def warn() -> int:
    """Tell the bureau and 组织部 of each fall once; returns how many notices were sent."""
    today = timezone.localdate()
    keepers = selectors.holders(Role.ORGANISATION, today)
    sent = 0
    for ratio in selectors.ratios(Agency.objects.all(), today, DAYS_AHEAD):
        fall = ratio.next_fall
        if fall is not None:
            sent += notices.send(
                [*selectors.spokespeople(ratio.agency, today), *keepers],
                key=f"secondment-ratio:{ratio.agency.pk}:{fall.day}",
                text=f"{ratio.agency}下沉比例：{fall.text}，请及早安排续期或者接替",
                url=reverse("secondment_ratio"),
                urgent=True,
            )
    return sent
