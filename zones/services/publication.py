"""Publishing a town's power list (公布权责清单)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from core import audit
from core.errors import RuleViolation
from core.models import User
from zones import policy
from zones.models import Publication, Township
from zones.selectors import powerlist

_BASIS = "《行政处罚法》第二十四条、第三十四条"


@transaction.atomic
def publish(
    *, town: Township, by: User, seen_version: int | None = None, as_of: date | None = None
) -> Publication:
    """Freeze what the town holds as its next published version.

    `seen_version` is the version the publisher compared with (0: none); `as_of` is today unless
    an earlier day is named. Raises PermissionDenied for anybody but the town's own publisher,
    RuleViolation when somebody else published meanwhile, or when nothing has changed.
    """
    policy.require_publishing(by, town)
    Township.objects.select_for_update(no_key=True).get(pk=town.pk)
    day = _day(as_of)
    last = powerlist.latest_publication(town)
    number = last.version if last else 0
    if seen_version is not None and seen_version != number:
        message = f"{town}的权责清单已公布至第 {number} 版，请核对后再公布"
        raise RuleViolation("published_meanwhile", message)
    rows = powerlist.power_list(town, day)
    changes = powerlist.unpublished(last, rows)
    if not changes.count:
        message = f"与已公布的第 {number} 版相同，不需要重新公布" if last else "没有可以公布的事项"
        raise RuleViolation("nothing_to_publish", message)
    made = Publication.objects.create(
        township=town,
        version=number + 1,
        as_of=day,
        rows=powerlist.frozen(rows),
        published_by=by,
    )
    audit.record(
        by=by,
        verb="publish_power_list",
        subject=town,
        payload={
            "version": made.version,
            "as_of": day.isoformat(),
            "items": len(rows),
            "added": [row.code for row in changes.added],
            "removed": [row.code for row in changes.removed],
            "changed": [row.code for row, _ in changes.changed],
        },
    )
    return made


def _day(as_of: date | None) -> date:
    today = timezone.localdate()
    if as_of is not None and as_of > today:
        raise RuleViolation("not_yet", "截至日期不能晚于今天", _BASIS, "as_of")
    return as_of or today
