"""A dispute over jurisdiction: negotiated in seven working days with a record, else referred.

《行政处罚法》第二十五条第二款: negotiate; failing that, the authority above both designates. The
term follows 住房和城乡建设部令第55号第六条, as no other rule names one. Only the district
government's designation moves jurisdiction; the chief's arrangement never does.
"""

from __future__ import annotations

from collections.abc import Collection

from cases.rules.arranging import ARTICLE_25
from core.errors import RuleViolation


def check_referral(*, spoke: Collection[str], record: str) -> None:
    """Both units have said in writing what they think, and their negotiation is on record."""
    if len(spoke) < 2:
        said = f"现在只有{next(iter(spoke))}的意见" if spoke else "现在没有任何一方的意见"
        raise RuleViolation(
            "one_view_only",
            f"报请指定管辖须附争议双方的书面意见，{said}，请对方先填写意见",
            ARTICLE_25,
        )
    if not record.strip():
        raise RuleViolation("no_record", "请填写协商记录后再报请", ARTICLE_25, field="record")


def check_agreement(*, unit: str, spoke: Collection[str], record: str) -> None:
    """An agreement is on a unit that took part in the dispute, with the record."""
    if len(spoke) < 2:
        raise RuleViolation(
            "one_view_only", "协商须双方都填写书面意见，请对方先填写", ARTICLE_25, field="unit"
        )
    if not record.strip():
        raise RuleViolation("no_record", "请填写协商记录", ARTICLE_25, field="record")
    if not unit:
        raise RuleViolation("no_unit", "请选择协商确定的单位", ARTICLE_25, field="unit")


def check_designated(*, wanted: str, answer: str | None) -> None:
    """A designation can't replace power that a unit does not hold (第三十八条)."""
    if wanted != answer:
        raise RuleViolation(
            "designation_void",
            f"{wanted}对该事项没有处罚权，指定管辖不能代替赋权，请核对指定的单位",
            "《行政处罚法》第二十五条、第三十八条",
            field="unit",
        )
