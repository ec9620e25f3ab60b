"""When no penalty is given, and what makes one lighter.

《行政处罚法》第三十条、第三十一条 (age, mental illness), 第三十二条 (从轻、减轻), 第三十三条
(轻微、首违、无过错), 第三十六条 (时效), 第五十七条第一款第三项 (事实不能成立).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Exemption(StrEnum):
    """Grounds on which no penalty is given."""

    MINOR = "minor"
    FIRST = "first"
    NO_FAULT = "no_fault"
    UNPROVEN = "unproven"
    UNDER_14 = "under_14"
    MENTAL = "mental"
    TIME_BARRED = "time_barred"

    @property
    def label(self) -> str:
        return EXEMPTIONS[self].label

    @property
    def basis(self) -> str:
        return EXEMPTIONS[self].basis


@dataclass(frozen=True)
class ExemptionRule:
    """`needs`: what the file must show. `educates`: education is owed (第三十三条第三款)."""

    label: str
    basis: str
    needs: str
    educates: bool = False


EXEMPTIONS: Mapping[Exemption, ExemptionRule] = MappingProxyType(
    {
        Exemption.MINOR: ExemptionRule(
            "违法行为轻微并及时改正，没有造成危害后果",
            "《行政处罚法》第三十三条第一款",
            "及时改正的证明；没有危害后果的说明",
            educates=True,
        ),
        Exemption.FIRST: ExemptionRule(
            "初次违法且危害后果轻微并及时改正",
            "《行政处罚法》第三十三条第一款",
            "初次违法的查询结果；危害后果轻微的说明；及时改正的证明",
            educates=True,
        ),
        Exemption.NO_FAULT: ExemptionRule(
            "当事人有证据足以证明没有主观过错",
            "《行政处罚法》第三十三条第二款",
            "当事人提交的证据及审查意见",
            educates=True,
        ),
        Exemption.UNPROVEN: ExemptionRule(
            "违法事实不能成立", "《行政处罚法》第五十七条第一款第三项", "事实不能成立的理由"
        ),
        Exemption.UNDER_14: ExemptionRule(
            "不满十四周岁的未成年人",
            "《行政处罚法》第三十条",
            "年龄证明；责令监护人管教的记录",
            educates=True,
        ),
        Exemption.MENTAL: ExemptionRule(
            "精神病人、智力残疾人在不能辨认或者控制自己行为时违法",
            "《行政处罚法》第三十一条",
            "医学鉴定；责令监护人看管和治疗的记录",
        ),
        Exemption.TIME_BARRED: ExemptionRule(
            "超过追究时效", "《行政处罚法》第三十六条", "违法行为终了日期和发现日期的证明"
        ),
    }
)


class Leniency(StrEnum):
    """Circumstances that make a penalty lighter (第三十条, 第三十二条)."""

    AGE = "age"
    ELIMINATED = "eliminated"
    COERCED = "coerced"
    CONFESSED = "confessed"
    MERIT = "merit"
    STATUTE = "statute"

    @property
    def label(self) -> str:
        return _LENIENCY[self]


_LENIENCY = {
    Leniency.AGE: "已满十四周岁不满十八周岁（第三十条，应当从轻或者减轻）",
    Leniency.ELIMINATED: "主动消除或者减轻违法行为危害后果（第三十二条第一项）",
    Leniency.COERCED: "受他人胁迫或者诱骗（第三十二条第二项）",
    Leniency.CONFESSED: "主动供述行政机关尚未掌握的违法行为（第三十二条第三项）",
    Leniency.MERIT: "配合查处违法行为有立功表现（第三十二条第四项）",
    Leniency.STATUTE: "法律、法规、规章规定的其他情形（第三十二条第五项）",
}
