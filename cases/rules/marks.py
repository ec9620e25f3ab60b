"""Circumstances that handlers find in a case and that ask for legal review (第五十八条第一款)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

_58 = "《行政处罚法》第五十八条第一款第{}项"
_118 = "国办发〔2018〕118号"


class Mark(StrEnum):
    """What a handler may find; each is named after what the rule of gravity asks."""

    PUBLIC_INTEREST = "public_interest"
    SOCIAL_IMPACT = "social_impact"
    SIGNIFICANT_RIGHTS = "significant_rights"
    SEVERAL_RELATIONS = "several_relations"
    REVIEW_BY_STATUTE = "review_by_statute"

    @property
    def label(self) -> str:
        return MARKS[self].label

    @property
    def basis(self) -> str:
        return MARKS[self].basis


@dataclass(frozen=True)
class MarkText:
    """Its words and the article it comes from."""

    label: str
    basis: str


MARKS: Mapping[Mark, MarkText] = MappingProxyType(
    {
        Mark.PUBLIC_INTEREST: MarkText("涉及重大公共利益", _58.format("一")),
        Mark.SOCIAL_IMPACT: MarkText("可能造成重大社会影响或者引发社会风险", _118),
        Mark.SIGNIFICANT_RIGHTS: MarkText("直接关系当事人或者第三人重大权益", _118),
        Mark.SEVERAL_RELATIONS: MarkText("疑难复杂、涉及多个法律关系", _58.format("三")),
        Mark.REVIEW_BY_STATUTE: MarkText("法律、法规规定应当进行法制审核", _58.format("四")),
    }
)
