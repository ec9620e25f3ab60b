"""What an intended decision may say: kinds and sums, the item's range, the grade, the like cases.

《行政处罚法》第五条第二款 (过罚相当), 第九条, 第二十八条, 第三十条 to 第三十四条 (discretion is
exercised by published grades), 第五十七条, 第五十九条.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from cases.rules.gravity import PenaltyKind as K
from cases.rules.outcomes import Exemption, Leniency
from core.errors import RuleViolation
from zones.rules.discretion import Grade, grades_of

__all__ = [
    "Grade",
    "Like",
    "Wanted",
    "check_wanted",
    "deviations",
    "grade_covering",
    "grades_of",
    "range_of",
]

DEVIATION = Decimal("0.30")  # of the median of like cases, above or below
_PENALISED_FROM, _ADULT = 14, 18
_AGE = "《行政处罚法》第三十条"
_KINDS = "《行政处罚法》第九条"
_GRADES = "《行政处罚法》第三十四条"
_CONFISCATING = frozenset({K.CONFISCATE_INCOME, K.CONFISCATE_PROPERTY})


@dataclass(frozen=True)
class Like:
    """Earlier decisions on the same item against the same kind of party; fines in yuan."""

    fines: tuple[Decimal, ...] = ()

    @property
    def middle(self) -> Decimal | None:
        """The median fine; None below three cases, which prove nothing."""
        return Decimal(median(self.fines)) if len(self.fines) >= 3 else None


@dataclass(frozen=True)
class Wanted:
    """What is intended. No kind: no penalty, on the ground of `exemption`."""

    kind: K | None
    more: tuple[K, ...] = ()
    fine: Decimal = Decimal(0)
    confiscation: Decimal = Decimal(0)
    exemption: Exemption | None = None
    leniency: tuple[Leniency, ...] = ()
    grade: str = ""
    deviation_reason: str = ""
    age: int | None = None  # of a citizen when it was done, in years; None: not known


def range_of(grades: Sequence[Grade]) -> tuple[Decimal | None, Decimal | None]:
    """Lowest and highest fine over all grades; None where a grade leaves that side open."""
    figured = [grade for grade in grades if grade.fine_from is not None or grade.fine_to]
    if not figured:
        return None, None
    lows = [grade.fine_from for grade in figured]
    highs = [grade.fine_to for grade in figured]
    low = None if None in lows else min(low for low in lows if low is not None)
    high = None if None in highs else max(high for high in highs if high is not None)
    return low, high


def check_wanted(wanted: Wanted, grades: Sequence[Grade], like: Like) -> None:
    """Raise at the form field that is wrong; a deviation that is explained passes."""
    if wanted.kind is None:
        _check_exempt(wanted)
        return
    _check_kinds(wanted)
    _check_age(wanted, grades)
    if wanted.fine:
        _check_range(wanted, grades)
        for reason in deviations(wanted, grades, like):
            if not wanted.deviation_reason.strip():
                raise RuleViolation(
                    "unexplained_deviation",
                    f"{reason}，请写明理由",
                    _GRADES,
                    field="deviation_reason",
                )


def grade_covering(fine: Decimal, grades: Sequence[Grade]) -> str:
    """The one grade whose figures hold the fine; "" where none or several do."""
    found = [grade.label for grade in grades if grade.figured and grade.covers(fine)]
    return found[0] if len(found) == 1 else ""


def deviations(wanted: Wanted, grades: Sequence[Grade], like: Like) -> tuple[str, ...]:
    """In what the fine departs from the chosen grade and from like cases, in words."""
    found = []
    low, _ = range_of(grades)
    if low is not None and wanted.fine < low:
        found.append(f"罚款低于最低幅度 {low:.2f} 元，属于减轻处罚")
    chosen = next((grade for grade in grades if grade.label == wanted.grade), None)
    if chosen is not None and not chosen.covers(wanted.fine):
        found.append(f"罚款不在“{chosen.label}”档（{chosen.span}）之内")
    middle = like.middle
    if middle and abs(wanted.fine - middle) > middle * DEVIATION:
        side = "高于" if wanted.fine > middle else "低于"
        found.append(f"罚款{side}同类案件中位数 {middle:.2f} 元三成以上（{len(like.fines)} 件）")
    return tuple(found)


def _check_age(wanted: Wanted, grades: Sequence[Grade]) -> None:
    """Under 14 nobody is penalised; from 14 to 18 lighter, never the highest (第三十条)."""
    if wanted.age is None or wanted.age >= _ADULT:
        return
    if wanted.age < _PENALISED_FROM:
        raise RuleViolation(
            "under_14",
            f"当事人行为时 {wanted.age} 周岁，不满十四周岁的不予行政处罚，责令监护人加以管教",
            _AGE,
            field="penalty",
        )
    if Leniency.AGE not in wanted.leniency:
        raise RuleViolation(
            "minor_not_lighter",
            f"当事人行为时 {wanted.age} 周岁，应当从轻或者减轻行政处罚，请选择该情节并相应减轻",
            _AGE,
            field="leniency",
        )
    _, high = range_of(grades)
    if high is not None and wanted.fine >= high:
        message = "已满十四周岁不满十八周岁的，应当从轻或者减轻，不能按最高幅度罚款"
        raise RuleViolation("minor_at_the_top", message, _AGE, field="amount")


def _check_exempt(wanted: Wanted) -> None:
    if wanted.exemption is None:
        raise RuleViolation(
            "no_exemption",
            "不予处罚须选定法定情形",
            "《行政处罚法》第三十三条、第五十七条",
            field="exemption",
        )
    if wanted.fine or wanted.confiscation or wanted.more:
        raise RuleViolation(
            "exempt_and_penalised", "不予处罚的，不能并处其他处罚", _KINDS, field="exemption"
        )


def _check_kinds(wanted: Wanted) -> None:
    kinds = (wanted.kind, *wanted.more)
    if wanted.exemption is not None:
        raise RuleViolation(
            "penalised_and_exempt", "给予处罚的，不选不予处罚的情形", _KINDS, field="exemption"
        )
    if len(set(kinds)) < len(kinds):
        raise RuleViolation(
            "kind_twice", "并处的种类不能与主要处罚重复", _KINDS, field="more_penalties"
        )
    if (K.FINE in kinds) != (wanted.fine > 0):
        message = "罚款须填写金额" if K.FINE in kinds else "非罚款的处罚不填金额"
        raise RuleViolation(
            "no_amount" if K.FINE in kinds else "amount_without_fine",
            message,
            _KINDS,
            field="amount",
        )
    if wanted.confiscation and not _CONFISCATING.intersection(kinds):
        raise RuleViolation(
            "confiscation_without_kind",
            "填写了没收金额的，处罚种类中须有没收违法所得或者没收非法财物",
            _KINDS,
            field="confiscation",
        )


def _check_range(wanted: Wanted, grades: Sequence[Grade]) -> None:
    fine, (low, high) = wanted.fine, range_of(grades)
    if high is not None and fine > high:
        raise RuleViolation(
            "above_range",
            f"罚款 {fine:.2f} 元超过本事项的最高幅度 {high:.2f} 元",
            "《行政处罚法》第四条、第五条第二款",
            field="amount",
        )
    if low is not None and fine < low and not wanted.leniency:
        raise RuleViolation(
            "below_range",
            f"罚款 {fine:.2f} 元低于本事项的最低幅度 {low:.2f} 元；减轻处罚须有法定情节",
            "《行政处罚法》第三十条、第三十二条、第三十四条",
            field="amount",
        )
