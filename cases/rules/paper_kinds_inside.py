"""Papers inside the organ: approvals (审批表), reports and records of the 副卷."""

from __future__ import annotations

from cases.rules.paper_parts import Need, PaperKind, Part, Section

_54 = "《行政处罚法》第五十四条第二款"
_57 = "《行政处罚法》第五十七条"
_58 = "《行政处罚法》第五十八条"
_HANDLERS = Need("承办人", "《行政处罚法》第四十二条第一款")
_PLAN = "方案二（二）3（3）"
_REASON = Need("申请理由")


def _approval(
    code: str,
    title: str,
    section: Section,
    order: int,
    basis: str,
    *,
    about: str = "",
    when: tuple[str, ...] = (),
) -> PaperKind:
    """A table (审批表): the handlers' opinion and the answer of the head of the organ."""
    return PaperKind(
        code,
        title,
        section,
        order,
        about=about or f"approvals.{code.removesuffix('_approval')}",
        needs=(Need("案由"), Need("当事人"), _HANDLERS, Need("负责人意见", basis)),
        when=when,
    )


INSIDE: tuple[PaperKind, ...] = (
    _approval("filing_approval", "立案审批表", Section.FILING, 10, _54, when=("record", "accept")),
    PaperKind(
        "not_filed",
        "不予立案审批表",
        Section.FILING,
        11,
        needs=(Need("案由"), Need("不予立案理由", _54), Need("负责人意见", _54)),
    ),
    _approval(
        "extension_approval",
        "延长办案期限审批表",
        Section.INNER_OTHER,
        10,
        "《行政处罚法》第六十条",
        when=("extend",),
    ),
    _approval(
        "suspension_approval",
        "中止调查审批表",
        Section.INNER_OTHER,
        11,
        "《行政处罚法》第五十四条",
        when=("suspend",),
    ),
    _approval(
        "preservation_approval",
        "先行登记保存审批表",
        Section.INNER_OTHER,
        12,
        "《行政处罚法》第五十六条",
        when=("settle_preservation",),
    ),
    _approval(
        "measure_approval",
        "行政强制措施审批表",
        Section.INNER_OTHER,
        13,
        "《行政强制法》第十八条第一项",
        when=("extend_measure",),
    ),
    _approval(
        "termination_approval",
        "终止调查审批表",
        Section.CLOSING,
        20,
        _57,
        when=("propose_termination",),
    ),
    _approval(
        "instalment_approval",
        "延期（分期）缴纳罚款审批表",
        Section.MONEY,
        10,
        "《行政处罚法》第六十六条第二款",
    ),
    _approval(
        "closing_approval",
        "结案审批表",
        Section.CLOSING,
        10,
        "《行政处罚法》第四十七条",
        when=("archive",),
    ),
    PaperKind(
        "investigation_report",
        "案件调查终结报告",
        Section.REPORT,
        10,
        needs=tuple(
            Need(label, _57)
            for label in ("案件由来", "当事人", "违法事实", "证据", "定性和依据", "处理建议")
        ),
        signs=(Part.OFFICER,),
        officers=2,
        when=("notify",),
    ),
    PaperKind(
        "review_request",
        "重大执法决定法制审核送审表",
        Section.REVIEW,
        10,
        needs=(
            Need("案由"),
            Need("当事人"),
            _HANDLERS,
            Need("送审理由", _58),
            Need("拟作处罚", _58),
        ),
    ),
    PaperKind(
        "review_opinion",
        "重大执法决定法制审核意见书",
        Section.REVIEW,
        20,
        mark="法审",
        needs=tuple(
            Need(label, _58)
            for label in (
                "送审单位",
                "当事人",
                "案由",
                "拟处理意见",
                "承办人",
                "收件日期",
                "材料清单",
                "审核要点",
                "审核意见",
                "审核人",
                "出具日期",
            )
        ),
    ),
    PaperKind(
        "discussion_record",
        "重大案件集体讨论笔录",
        Section.DISCUSSION,
        10,
        about="discussions",
        needs=tuple(
            Need(label, f"{_57}第二款")
            for label in ("讨论时间", "主持人", "参加人员意见", "讨论结论")
        ),
        signs=(Part.OFFICER, Part.RECORDER),
        officers=2,
    ),
    PaperKind(
        "study_minutes",
        "疑难案件研讨会纪要（本案部分）",
        Section.INNER_OTHER,
        20,
        about="studies",
        needs=(
            Need("研讨时间"),
            Need("主持人"),
            Need("研讨问题"),
            Need("参加人员意见"),
            Need("研讨结论", _PLAN),
        ),
    ),
    PaperKind(
        "hearing_report",
        "听证报告",
        Section.HEARING_REPORT,
        10,
        about="hearing",
        needs=(Need("听证基本情况"), Need("听证意见", "《行政处罚法》第六十五条")),
        signs=(Part.OFFICER,),
        officers=1,
    ),
)
