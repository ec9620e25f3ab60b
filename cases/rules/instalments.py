"""A plan to pay later or in parts (暂缓、分期缴纳, 《行政处罚法》第六十六条第二款)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from cases.rules.surcharge import Owed
from core.errors import RuleViolation

BASIS = "《行政处罚法》第六十六条第二款"
MOST = 6


def check_plan(plan: Sequence[Owed], *, unpaid: Decimal, today: date) -> None:
    """Raise unless the parts make up what is unpaid, on days to come, each later than the last."""
    if unpaid <= 0:
        raise RuleViolation("nothing_unpaid", "罚款已经缴清，无须暂缓或者分期", BASIS)
    if not plan:
        raise RuleViolation("no_plan", "请填写缴款日期和金额", BASIS, "due_on_1")
    if len(plan) > MOST:
        raise RuleViolation("plan_too_long", f"最多分 {MOST} 期", BASIS, f"due_on_{MOST}")
    before = today
    for number, part in enumerate(plan, start=1):
        if part.amount <= 0:
            raise RuleViolation("no_amount", "每期金额须大于零", BASIS, f"amount_{number}")
        if part.due_on <= before:
            message = f"应缴日期须晚于{'今天' if number == 1 else '前一期'}（{before}）"
            raise RuleViolation("days_out_of_order", message, BASIS, f"due_on_{number}")
        before = part.due_on
    total = sum((part.amount for part in plan), Decimal(0))
    if total != unpaid:
        message = f"各期合计 {total:.2f} 元，应等于尚未缴纳的罚款 {unpaid:.2f} 元"
        raise RuleViolation("plan_sum", message, BASIS, f"amount_{len(plan)}")
