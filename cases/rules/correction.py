"""Looking again whether what was ordered to be put right was (责令改正复查).

《行政处罚法》第二十八条第一款 (the organ shall order correction), 第四十二条 (two officers).
"""

from datetime import date

from core.errors import RuleViolation

BASIS = "《行政处罚法》第二十八条第一款"


def check_recheck(
    *, checked_on: date, served_on: date | None, correct_by: date | None, settled: bool, today: date
) -> None:
    """Raise where the day can't be, or the time for correction still runs and isn't used up."""
    if checked_on > today:
        raise RuleViolation("future_recheck", "复查日期晚于今天，请核对", field="checked_on")
    if served_on is not None and checked_on < served_on:
        message = f"复查不能早于决定书送达（{served_on}）"
        raise RuleViolation("recheck_before_service", message, BASIS, field="checked_on")
    if correct_by is not None and checked_on < correct_by and not settled:
        message = f"改正期限至 {correct_by}，期满前只能登记已经改正的复查"
        raise RuleViolation("correction_running", message, BASIS, field="checked_on")
