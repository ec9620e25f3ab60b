"""Papers given to the party, and records made with the party (正卷)."""

from __future__ import annotations

from cases.rules.paper_parts import Need, PaperKind, Part, Section
from cases.rules.terms import Term

_44 = "《行政处罚法》第四十四条"
_52 = "《行政处罚法》第五十二条第二款"
_56 = "《行政处罚法》第五十六条"
_59 = "《行政处罚法》第五十九条第一款"
_61 = "《行政处罚法》第六十一条；《民事诉讼法》第八十七条"
_63 = "《行政处罚法》第六十三条"
_64 = "《行政处罚法》第六十四条"
_FORCE_24 = "《行政强制法》第二十四条"
_FORCE_35 = "《行政强制法》第三十五条"
_FORCE_37 = "《行政强制法》第三十七条"
_P, _O, _W, _R = Part.PARTY, Part.OFFICER, Part.WITNESS, Part.RECORDER


def _needs(basis: str, *labels: str) -> tuple[Need, ...]:
    return tuple(Need(label, basis) for label in labels)


_DECISION = _needs(
    _59, "当事人", "违法事实和证据", "处罚依据", "处罚决定", "履行方式和期限", "救济途径"
)

TO_PARTY: tuple[PaperKind, ...] = (
    PaperKind(
        "decision",
        "行政处罚决定书",
        Section.DECISION,
        10,
        mark="罚决",
        needs=_DECISION,
        states=(),
        sealed=True,
        served=True,
    ),
    PaperKind(
        "no_penalty_decision",
        "不予行政处罚决定书",
        Section.DECISION,
        11,
        mark="不罚",
        needs=_needs(
            "《行政处罚法》第三十三条、第五十七条",
            "当事人",
            "违法事实和证据",
            "处罚决定",
            "救济途径",
        ),
        sealed=True,
        served=True,
    ),
    PaperKind(
        "spot_decision",
        "当场行政处罚决定书",
        Section.DECISION,
        12,
        mark="当罚",
        needs=_needs(_52, "当事人", "违法事实", "处罚依据", "处罚决定", "时间和地点", "救济途径"),
        signs=(_O, _P),
        officers=2,
        sealed=True,
        served=True,
    ),
    PaperKind(
        "service_receipt",
        "送达回证",
        Section.DECISION,
        20,
        about="deliveries",
        needs=_needs(_61, "送达文书", "受送达人", "送达方式", "送达日期"),
        signs=(_P, _W, _O),
        officers=2,
    ),
    PaperKind(
        "service_address",
        "送达地址（电子送达）确认书",
        Section.TO_PARTY,
        10,
        needs=_needs("《行政处罚法》第六十一条第二款", "当事人", "送达地址"),
        signs=(_P, _O),
        officers=1,
        when=("conclude", "notify", "serve"),
    ),
    PaperKind(
        "correction_order",
        "责令改正通知书",
        Section.TO_PARTY,
        20,
        mark="责改",
        needs=_needs("《行政处罚法》第二十八条第一款", "改正内容", "改正期限"),
        sealed=True,
        served=True,
        when=("record", "conclude", "notify"),
    ),
    PaperKind(
        "prior_notice",
        "行政处罚事先告知书",
        Section.TO_PARTY,
        30,
        mark="罚告",
        needs=_needs(_44, "当事人", "违法事实和证据", "处罚依据", "拟作处罚", "陈述申辩权"),
        states=(Term.STATEMENT,),
        sealed=True,
        served=True,
    ),
    PaperKind(
        "hearing_right_notice",
        "行政处罚听证告知书",
        Section.TO_PARTY,
        31,
        mark="听告",
        needs=_needs(_63, "拟作处罚", "处罚依据", "听证权"),
        states=(Term.HEARING_REQUEST,),
        sealed=True,
        served=True,
    ),
    PaperKind(
        "hearing_notice",
        "行政处罚听证通知书",
        Section.HEARING,
        10,
        mark="听通",
        about="hearing",
        needs=_needs(f"{_64}第二项", "听证时间", "听证地点", "听证主持人"),
        sealed=True,
        served=True,
    ),
    PaperKind(
        "preservation_notice",
        "先行登记保存证据通知书",
        Section.TO_PARTY,
        50,
        mark="登保",
        about="preservations",
        needs=_needs(_56, "保存理由", "保存期限", "保存地点", "物品清单"),
        signs=(_P, _O),
        officers=2,
        states=(Term.EVIDENCE_PRESERVATION,),
        sealed=True,
        served=True,
    ),
    PaperKind(
        "preservation_outcome",
        "先行登记保存证据处理决定书",
        Section.TO_PARTY,
        51,
        mark="保处",
        about="preservations",
        needs=_needs(_56, "处理决定"),
        sealed=True,
        served=True,
    ),
    PaperKind(
        "measure_decision",
        "实施行政强制措施决定书",
        Section.TO_PARTY,
        60,
        mark="强措",
        about="measures",
        needs=_needs(
            _FORCE_24, "当事人", "理由和依据", "种类和地点", "期限", "物品清单", "救济途径"
        ),
        signs=(_P, _O),
        officers=2,
        states=(Term.SEIZURE,),
        sealed=True,
        served=True,
    ),
    PaperKind(
        "measure_extension",
        "延长行政强制措施期限通知书",
        Section.TO_PARTY,
        61,
        mark="强延",
        about="measures",
        needs=_needs("《行政强制法》第二十五条", "延长理由", "延长期限"),
        sealed=True,
        served=True,
    ),
    PaperKind(
        "measure_lifting",
        "行政强制措施处理（解除）决定书",
        Section.TO_PARTY,
        62,
        mark="强解",
        about="measures",
        needs=_needs("《行政强制法》第二十七条、第二十八条", "处理决定"),
        signs=(_P, _O),
        officers=2,
        sealed=True,
        served=True,
    ),
    PaperKind(
        "hearing_record",
        "听证笔录",
        Section.HEARING,
        20,
        about="hearing",
        needs=_needs(f"{_64}第八项", "听证时间", "听证主持人", "听证内容"),
        signs=(_P, _O, _R),
        officers=1,
    ),
    PaperKind(
        "demand",
        "履行义务催告书",
        Section.MONEY,
        20,
        mark="催告",
        about="demands",
        needs=_needs(_FORCE_35, "履行期限", "履行方式", "应当履行的义务", "陈述申辩权"),
        states=(Term.COURT_DEMAND,),
        sealed=True,
        served=True,
    ),
    PaperKind(
        "surcharge_decision",
        "加处罚款决定书",
        Section.MONEY,
        21,
        mark="加罚",
        needs=_needs("《行政处罚法》第七十二条第一款第一项", "加处罚款", "救济途径"),
        sealed=True,
        served=True,
        when=("demand",),
    ),
    PaperKind(
        "court_application",
        "行政强制执行申请书",
        Section.MONEY,
        30,
        mark="强申",
        about="enforcements",
        needs=_needs("《行政强制法》第五十五条", "申请人", "被申请人", "申请事项", "事实和理由"),
        sealed=True,
    ),
    PaperKind(
        "execution_decision",
        "行政强制执行决定书",
        Section.MONEY,
        31,
        mark="强执",
        about="enforcements",
        needs=_needs(_FORCE_37, "当事人", "理由和依据", "执行方式和时间", "救济途径"),
        sealed=True,
        served=True,
    ),
)
