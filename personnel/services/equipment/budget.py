"""Units ask for money a year ahead, 财政局 grants it (方案附件（七）)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction

from core import access, audit, notices
from core.errors import RuleViolation
from core.models import User
from personnel import policy
from personnel.models import BudgetLine
from personnel.rules.equipment import PLAN_BUDGET
from personnel.selectors import equipment_counts as selectors
from zones.models import Agency, Township
from zones.selectors.changes import the_district

Kind = BudgetLine.Kind


@dataclass(frozen=True)
class BudgetRequest:
    """What a unit asks for: the year, the kind of expense, the sum in yuan, what for."""

    year: int
    kind: str
    requested: Decimal
    note: str


@transaction.atomic
def request_money(*, unit: Township | Agency, words: BudgetRequest, by: User) -> BudgetLine:
    """Enter a request; one a year and kind for each unit."""
    policy.require_managing(by, unit)
    line = BudgetLine(
        township=unit if isinstance(unit, Township) else None,
        agency=unit if isinstance(unit, Agency) else None,
        recorded_by=by,
        **vars(words),
    )
    try:
        with transaction.atomic():
            line.save()
    except IntegrityError as error:
        text = f"{unit} {words.year} 年的{Kind(words.kind).label}已经申请，请在该条上修改"
        raise RuleViolation("asked_already", text, PLAN_BUDGET, field="kind") from error
    audit.record(by=by, verb="request", subject=line, payload=_told(line))
    _tell(access.users_with("manage_budget", the_district()), line, "requested", "申请经费", by)
    return line


@transaction.atomic
def amend(*, line_id: int, requested: Decimal, note: str, version: int, by: User) -> BudgetLine:
    """Change a request that has not been answered."""
    line = _lock(line_id, version)
    policy.require_managing(by, line.unit)
    if line.granted is not None:
        text = "财政局已安排，不能再改申请；需要追加的，请与财政局商定后由其调整安排金额"
        raise RuleViolation("granted", text, PLAN_BUDGET)
    line.requested, line.note = requested, note
    line.save()
    audit.record(by=by, verb="amend", subject=line, payload=_told(line))
    return line


@transaction.atomic
def grant(*, line_id: int, granted: Decimal, version: int, by: User) -> BudgetLine:
    """Set what is granted (安排); may be changed later, every sum stays in the trail."""
    policy.require_granting(by)
    line = _lock(line_id, version)
    line.granted = granted
    line.save(update_fields=["granted"])
    entry = audit.record(by=by, verb="grant", subject=line, payload={"granted": str(granted)})
    words = f"安排 {granted:,.2f} 元（申请 {line.requested:,.2f} 元）"
    people = access.users_with("manage_equipment", line.unit)
    _tell(people, line, f"granted:{entry.seq}", words, by)
    return line


def _lock(line_id: int, version: int) -> BudgetLine:
    rows = BudgetLine.objects.select_related("township", "agency")
    line = rows.select_for_update(of=("self",)).get(pk=line_id)
    if version != selectors.version_of_line(line):
        raise RuleViolation("stale", "他人刚刚修改了这条经费，请核对后再办理")
    return line


def _tell(people: Iterable[User], line: BudgetLine, key: str, words: str, but: User) -> None:
    notices.send(
        [user for user in people if user != but],
        key=f"budget:{line.pk}:{key}",
        text=f"{line}：{words}",
        url=line.get_absolute_url(),
    )


def _told(line: BudgetLine) -> dict[str, str]:
    return {"requested": str(line.requested), "note": line.note}
