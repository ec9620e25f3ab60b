"""Hours of training and marks of exams.

国办发〔2023〕27号（提升行政执法质量三年行动计划）：行政执法人员每人每年接受不少于 60 学时的
业务知识和法律法规培训. 方案三（三）：片区完善执法人员培训制度.
"""

from datetime import date
from decimal import Decimal

from core.errors import RuleViolation

YEARLY_HOURS = 60  # parameter TRAINING_HOURS, until 司法局 confirms another
BASIS = "国办发〔2023〕27号"
_PLAN = "《漳州市芗城区乡镇（街道）片区联合执法工作方案》"
EXAM = f"{_PLAN}附件（六）"
TRAINING = f"{_PLAN}三（三）"
MOST_HOURS = Decimal(80)  # of one course
_HALF = Decimal("0.5")


def missing_hours(attended: Decimal, wanted: int) -> Decimal:
    """Hours still to attend this year; never below zero."""
    return max(Decimal(wanted) - attended, Decimal(0))


def check_course(hours: Decimal) -> None:
    """Raise RuleViolation unless the course has a believable number of half hours."""
    if not 0 < hours <= MOST_HOURS or hours % _HALF:
        text = f"学时应为 0.5 的倍数，不超过 {MOST_HOURS} 学时"
        raise RuleViolation("course_hours", text, field="hours")


def check_attendance(hours: Decimal, *, course_hours: Decimal, held_on: date, today: date) -> None:
    """Raise RuleViolation unless somebody can have got these hours from the course."""
    if held_on > today:
        text = f"培训定于 {held_on} 举行，举行后才能登记学时"
        raise RuleViolation("not_held_yet", text, TRAINING)
    if not 0 <= hours <= course_hours or hours % _HALF:
        text = f"实得学时应为 0.5 的倍数，不超过本次培训的 {course_hours} 学时"
        raise RuleViolation("attendance_hours", text)


def check_scores(*, held_on: date, today: date) -> None:
    """Raise RuleViolation when marks come before the sitting."""
    if held_on > today:
        text = f"考试定于 {held_on} 举行，举行后才能登记成绩"
        raise RuleViolation("not_held_yet", text, EXAM)
