"""Papers of a dispute over jurisdiction: the request upwards and the designation."""

from __future__ import annotations

from cases.rules.paper_parts import Need, PaperKind, Section

_25 = "《行政处罚法》第二十五条第二款"
DISTRICT_GOVERNMENT = "漳州市芗城区人民政府"

JURISDICTION: tuple[PaperKind, ...] = (
    PaperKind(
        "designation_request",
        "指定管辖请示",
        Section.INNER_OTHER,
        20,
        about="disputes",
        needs=(
            Need("案由"),
            Need("当事人"),
            Need("争议事项", _25),
            Need("各方意见", _25),
            Need("协商情况", _25),
        ),
        sealed=True,
    ),
    PaperKind(
        "designation_decision",
        "指定管辖决定书",
        Section.OTHER,
        20,
        about="designations",
        needs=(Need("案由"), Need("当事人"), Need("指定管辖机关", _25), Need("指定理由", _25)),
        sealed=True,
        issuer=DISTRICT_GOVERNMENT,
    ),
)
