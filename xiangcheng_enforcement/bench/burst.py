"""Many reports to the chief at once, delivered by the real worker."""

from __future__ import annotations

import time
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from cases.models import Escalation
from cases.services import intake
from core.models import User
from xiangcheng_enforcement.bench.client import UnexpectedAnswerError
from xiangcheng_enforcement.bench.figures import milliseconds
from zones.models import EnforcementItem, Township

if TYPE_CHECKING:
    from xiangcheng_enforcement.bench.ground import Ground

REPORTS = 100
PATIENCE = 60.0
DEATHS = 3
_OFFICER = "officer_shiting1"


def raise_at_once(reports: int) -> tuple[int, float]:
    """Inside the bench database: cross-town cases in one transaction, all committed together.

    Returns the first report's key and when they were committed (seconds since 1970).
    """
    officer = User.objects.get(username=_OFFICER)
    item = EnforcementItem.objects.get(code="XC010")
    towns = [Township.objects.get(name=name) for name in ("石亭街道", "天宝镇")]
    with transaction.atomic():
        for number in range(reports):
            report = intake.Report(
                source="inspection",
                title="占用道路堆放物料",
                description="测量用案件。",
                item=item,
                township=towns[0],
                other_towns=towns[1:],
                place=f"石亭街道测试路 {number + 1} 号",
                occurred_on=timezone.localdate(),
                party_kind="sole_trader",
                party_name="测量水果店（演示）",
            )
            intake.register(report=report, key=uuid.uuid4(), by=officer, accept=True)
        newest = Escalation.objects.order_by("-pk").values_list("pk", flat=True)[:reports]
        first = min(newest)
    return first, datetime.now(UTC).timestamp()


def measure(ground: Ground) -> str:
    """Raise the reports, wait until none is pending; p50 and p99 from commit to the chief's list.

    Raises UnexpectedAnswerError when some have not arrived after a minute.
    """
    first, committed = ground.manage("bench", f"--burst={REPORTS}").split()[-2:]
    return milliseconds(_waits(ground, int(first), float(committed)), 0.5, 0.99)


def measure_with_deaths(ground: Ground) -> str:
    """Raise the reports while the worker is dead, let it live and die; p50 and p99 of those that
    were left, from when the worker is back for good."""
    ground.worker.kill()
    first = int(ground.manage("bench", f"--burst={REPORTS}").split()[-2])
    for _ in range(DEATHS - 1):
        ground.revive_worker()
        ground.worker.kill()
    back = ground.revive_worker()
    return milliseconds(_waits(ground, first, back), 0.5, 0.99)


def _waits(ground: Ground, first: int, since: float) -> list[float]:
    """Seconds from `since` until each report from `first` on was routed; 0 for those before.

    Raises UnexpectedAnswerError when some are late beyond patience or arrived more than once.
    """
    deadline = time.monotonic() + PATIENCE
    pending = "SELECT count(*) FROM cases_escalation WHERE id >= %s AND status = 'pending'"
    while ground.query(pending, first) != [(0,)]:
        if time.monotonic() > deadline:
            raise UnexpectedAnswerError("一分钟后仍有上报未送达")
        time.sleep(0.2)
    told = "SELECT count(*), count(DISTINCT escalation_id) FROM cases_escalationrecipient"
    if ground.query(f"{told} WHERE escalation_id >= %s", first) != [(REPORTS, REPORTS)]:
        raise UnexpectedAnswerError("有上报告知了不止一次，或者没有告知")
    rows = ground.query(
        "SELECT extract(epoch FROM routed_at) FROM cases_escalation WHERE id >= %s", first
    )
    return [max(0.0, float(str(routed)) - since) for (routed,) in rows]
