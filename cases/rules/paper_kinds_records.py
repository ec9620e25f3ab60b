"""Records made with the party or of the evidence (笔录、凭证、清单)."""

from __future__ import annotations

from cases.rules.paper_parts import Need, PaperKind, Part, Section

_55 = "《行政处罚法》第五十五条"
_56 = "《行政处罚法》第五十六条"
_P, _O, _W, _R = Part.PARTY, Part.OFFICER, Part.WITNESS, Part.RECORDER


def _needs(basis: str, *labels: str) -> tuple[Need, ...]:
    return tuple(Need(label, basis) for label in labels)


RECORDS: tuple[PaperKind, ...] = (
    PaperKind(
        "statement_record",
        "陈述申辩笔录",
        Section.TO_PARTY,
        40,
        needs=_needs("《行政处罚法》第四十五条", "陈述申辩内容"),
        signs=(_P, _O, _R),
        officers=2,
    ),
    PaperKind(
        "site_record",
        "现场检查（勘验）笔录",
        Section.EVIDENCE,
        10,
        about="records.site",
        needs=_needs(_55, "检查时间", "检查地点", "检查人员", "表明身份和告知权利", "现场情况"),
        signs=(_P, _W, _O, _R),
        officers=2,
    ),
    PaperKind(
        "interview_record",
        "询问笔录",
        Section.EVIDENCE,
        11,
        about="records.interview",
        needs=_needs(_55, "询问时间", "询问地点", "被询问人", "表明身份和告知权利", "询问内容"),
        signs=(_P, _O, _R),
        officers=2,
    ),
    PaperKind(
        "sampling_record",
        "抽样取证凭证",
        Section.EVIDENCE,
        12,
        mark="抽样",
        about="records.sampling",
        needs=_needs(_56, "抽样时间", "抽样地点", "抽样物品"),
        signs=(_P, _W, _O),
        officers=2,
        sealed=True,
    ),
    PaperKind(
        "evidence_list",
        "证据材料清单",
        Section.EVIDENCE,
        5,
        needs=_needs("《行政处罚法》第四十六条", "证据"),
        signs=(_O,),
        officers=2,
        when=("conclude",),
    ),
)
