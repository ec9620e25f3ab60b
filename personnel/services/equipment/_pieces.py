"""What the services of equipment share: the locked piece, its managers, its coming bookings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from core import access, notices
from core.models import User
from personnel.models import Engagement, Equipment
from personnel.selectors import engagements
from zones.models import Agency, Township

_FAR = timedelta(days=3660)


def lock(piece_id: int) -> Equipment:
    """The piece, locked until the end of the transaction: lending and booking queue here."""
    rows = Equipment.objects.select_related("township", "agency", "custodian__user")
    return rows.select_for_update(of=("self",)).get(pk=piece_id)


def managers(unit: Township | Agency) -> list[User]:
    return list(access.users_with("manage_equipment", unit))


def coming(piece: Equipment, now: datetime | None = None) -> list[Engagement]:
    """Reservations that stand now or later."""
    since = now or timezone.now()
    return list(engagements.live(since, since + _FAR).filter(equipment=piece))


def tell(
    people: Iterable[User],
    piece: Equipment,
    key: str,
    words: str,
    *,
    but: User | None = None,
    urgent: bool = False,
) -> int:
    """A notice about the piece to each of them except the one who acted."""
    return notices.send(
        [user for user in people if user != but],
        key=f"equipment:{piece.pk}:{key}",
        text=f"{piece}（{piece.unit}）{words}",
        url=piece.get_absolute_url(),
        urgent=urgent,
    )
