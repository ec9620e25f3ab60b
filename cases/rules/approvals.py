"""What the head of the organ must approve, and by which article."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class ApprovalKind(StrEnum):
    """Kinds of request to the head of the organ (机关负责人)."""

    FILING = "filing"
    PRESERVATION = "preservation"
    MEASURE = "measure"
    MEASURE_EXTENSION = "measure_extension"
    EXTENSION = "extension"
    SUSPENSION = "suspension"
    TERMINATION = "termination"
    INSTALMENT = "instalment"
    EXECUTION = "execution"
    CLOSING = "closing"
    RECUSAL = "recusal"
    TRANSFER = "transfer"

    @property
    def label(self) -> str:
        return APPROVALS[self].label

    @property
    def basis(self) -> str:
        return APPROVALS[self].basis


@dataclass(frozen=True)
class ApprovalRule:
    """How it is called and where the duty to ask comes from."""

    label: str
    basis: str


APPROVALS: Mapping[ApprovalKind, ApprovalRule] = MappingProxyType(
    {
        ApprovalKind.FILING: ApprovalRule("立案审批", "《行政处罚法》第五十四条第二款"),
        ApprovalKind.PRESERVATION: ApprovalRule("先行登记保存审批", "《行政处罚法》第五十六条"),
        ApprovalKind.MEASURE: ApprovalRule(
            "查封、扣押审批", "《行政强制法》第十八条第一项、第十九条"
        ),
        ApprovalKind.MEASURE_EXTENSION: ApprovalRule(
            "延长查封、扣押期限审批", "《行政强制法》第二十五条"
        ),
        ApprovalKind.EXTENSION: ApprovalRule(
            "延长办案期限审批", "《行政处罚法》第六十条（法律、法规、规章另有规定）"
        ),
        ApprovalKind.SUSPENSION: ApprovalRule("中止调查审批", "《行政处罚法》第五十四条"),
        ApprovalKind.TERMINATION: ApprovalRule(
            "终止调查（撤销案件）审批", "《行政处罚法》第五十七条"
        ),
        ApprovalKind.INSTALMENT: ApprovalRule(
            "暂缓或者分期缴纳罚款审批", "《行政处罚法》第六十六条第二款"
        ),
        ApprovalKind.EXECUTION: ApprovalRule(
            "强制执行审批", "《行政强制法》第三十七条、第五十三条"
        ),
        ApprovalKind.RECUSAL: ApprovalRule("回避决定", "《行政处罚法》第四十三条第三款"),
        ApprovalKind.TRANSFER: ApprovalRule(
            "移送审批",
            "《行政处罚法》第五十七条第一款；《行政执法机关移送涉嫌犯罪案件的规定》第五条",
        ),
        ApprovalKind.CLOSING: ApprovalRule("结案审批", "《行政处罚法》第四十七条"),
    }
)

# Of these a case can have only one waiting for an answer.
ONE_AT_A_TIME = (
    ApprovalKind.FILING,
    ApprovalKind.EXTENSION,
    ApprovalKind.SUSPENSION,
    ApprovalKind.TERMINATION,
    ApprovalKind.CLOSING,
    ApprovalKind.TRANSFER,
)
