"""What a version of a roster changes over the one before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from personnel.models import Roster, RosterMember

_FINISHED = (Roster.Status.PUBLISHED, Roster.Status.SUPERSEDED)


@dataclass(frozen=True)
class Difference:
    """What a version changes over an earlier one; `changed` says of what to what."""

    added: list[RosterMember]
    removed: list[RosterMember]
    changed: list[tuple[RosterMember, str]]

    @property
    def count(self) -> int:
        return len(self.added) + len(self.removed) + len(self.changed)


def difference(earlier: Sequence[RosterMember], later: Sequence[RosterMember]) -> Difference:
    """By person; somebody withdrawn from the earlier version and back in the later is added."""
    before = {row.officer_id: row for row in earlier if row.withdrawn_at is None}
    after = {row.officer_id: row for row in later}
    changed = [
        (row, words)
        for pk, row in after.items()
        if pk in before and (words := _changes(before[pk], row))
    ]
    return Difference(
        added=[row for pk, row in after.items() if pk not in before],
        removed=[row for pk, row in before.items() if pk not in after],
        changed=changed,
    )


def _changes(old: RosterMember, new: RosterMember) -> str:
    pairs = (
        ("类别", old.get_kind_display(), new.get_kind_display()),
        ("单位", old.unit_name, new.unit_name),
        ("证号", old.certificate_number or "无", new.certificate_number or "无"),
    )
    return "；".join(f"{label}由{was}改为{now}" for label, was, now in pairs if was != now)


def earlier_of(roster: Roster) -> Roster | None:
    """The version that was published before this one."""
    return (
        Roster.objects.filter(
            zone=roster.zone_id,
            version__lt=roster.version,
            status__in=_FINISHED,
        )
        .order_by("-version")
        .first()
    )
