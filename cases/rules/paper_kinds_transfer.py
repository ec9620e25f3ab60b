"""Papers of a transfer: letter, criminal transfer, list, receipt (正卷「其他」)."""

from __future__ import annotations

from cases.rules.paper_parts import Need, PaperKind, Section

_22 = "《行政处罚法》第二十二条、第二十七条"
_6 = "《行政执法机关移送涉嫌犯罪案件的规定》第六条"
_7 = "《行政执法机关移送涉嫌犯罪案件的规定》第七条"


def _needs(basis: str, *labels: str) -> tuple[Need, ...]:
    return tuple(Need(label, basis) for label in labels)


TRANSFERRED: tuple[PaperKind, ...] = (
    PaperKind(
        "transfer_letter",
        "案件移送函",
        Section.OTHER,
        10,
        mark="移",
        about="transfers",
        needs=_needs(_22, "移送理由", "移送材料"),
        sealed=True,
    ),
    PaperKind(
        "crime_transfer",
        "涉嫌犯罪案件移送书",
        Section.OTHER,
        11,
        mark="涉罪移",
        about="transfers.crime",
        needs=_needs(_6, "案件情况调查报告", "移送材料", "抄送"),
        sealed=True,
    ),
    PaperKind(
        "transfer_list",
        "移送清单",
        Section.OTHER,
        12,
        about="transfers",
        needs=_needs(_6, "移交材料"),
    ),
    PaperKind(
        "transfer_receipt",
        "案件移送回执",
        Section.OTHER,
        13,
        about="transfers",
        needs=_needs(_7, "接收情况"),
        sealed=True,
    ),
)
