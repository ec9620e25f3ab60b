"""The report of an operation (联合行动总结): drafted from the data, edited, submitted."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from core.errors import RuleViolation
from core.models import User
from plans.models import Operation
from plans.rules import operation as rule
from plans.rules import report_text
from plans.rules.operation import S
from plans.selectors import briefing, team
from plans.services import _steps


def drafted(operation: Operation) -> str:
    """The text to begin with: the kept one, else drawn up from what was written down."""
    return operation.report_body or report_text.report(briefing.facts_of(operation))


@transaction.atomic
def write(*, operation_id: int, body: str, by: User, version: int | None = None) -> Operation:
    """Keep the text as it stands (存为草稿)."""
    operation = _steps.begin(operation_id, "write_report", by, version)
    operation.report_body = body.strip()
    _steps.finish(operation, "write_report", by, {"length": len(operation.report_body)})
    return operation


@transaction.atomic
def submit(*, operation_id: int, body: str, by: User, version: int | None = None) -> Operation:
    """Submit it to the chief (提交总结). Every unit has told its result, nothing is left blank."""
    operation = _steps.begin(operation_id, "report", by, version)
    body = body.strip()
    if not body or report_text.TO_FILL in body:
        message = "请写明存在问题和下一步建议，没有问题的也请写明"
        raise RuleViolation("report_blank", message, rule.CHIEF, "body")
    units = list(operation.units.all())
    rule.require_told([str(unit) for unit in units], [unit.result for unit in units])
    operation.report_body, operation.state = body, S.REPORTED.value
    operation.reported_by, operation.reported_at = by, timezone.now()
    _steps.finish(operation, "report", by, {"body": body})
    chiefs = team.chiefs(operation, timezone.localdate())
    text = f"总结已由{by}提交，检查 {len(operation.findings.all())} 户（处），请查看"
    _steps.tell(operation, chiefs, "reported", text, but=by)
    return operation
