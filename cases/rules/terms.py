"""The table of statutory terms: the one place where a length of time is written down.

《行政处罚法》第八十五条 defines only 二日、三日、五日、七日 as working days, hence 十五日 and
九十日 are natural days; 《行政强制法》第六十九条 does so for terms up to ten days, 《行政复议法》
第八十八条 for 三、五、七、十日. ``configurable`` terms have no figure in national law: the defaults
here count as 待确认 until 司法局 confirms them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Unit(StrEnum):
    """What a term is counted in."""

    WORKDAY = "workday"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    HOUR = "hour"

    @property
    def label(self) -> str:
        return _UNIT_LABELS[self]


_UNIT_LABELS = {
    Unit.WORKDAY: "个工作日",
    Unit.DAY: "日",
    Unit.MONTH: "个月",
    Unit.YEAR: "年",
    Unit.HOUR: "小时",
}


class Term(StrEnum):
    """Names of the terms; the values are the codes of the reference table of terms."""

    ACK = "COMPLAINT_ACK"
    REPLY = "COMPLAINT_REPLY"
    FILING = "FILING"
    DECISION = "DECISION"
    ESCALATION = "ESCALATION"
    EVIDENCE_PRESERVATION = "EVIDENCE_PRESERVE"
    SEIZURE = "SEIZURE"
    EMERGENCY_APPROVAL = "EMERGENCY_APPROVAL"
    STATEMENT = "STATEMENT_WINDOW"
    HEARING_REQUEST = "HEARING_REQUEST"
    HEARING_NOTICE = "HEARING_NOTICE_BEFORE"
    LEGAL_REVIEW = "LEGAL_REVIEW"
    LEGAL_REVIEW_EXTENSION = "LEGAL_REVIEW_EXTENSION"
    TRANSFER_APPROVAL = "TRANSFER_APPROVAL"
    TRANSFER = "TRANSFER"
    SERVICE = "SERVE_DECISION"
    PUBLIC_SERVICE = "PUBLIC_SERVICE"
    FINE_PAYMENT = "PAY_FINE"
    SPOT_RECORD = "SPOT_RECORD"
    CASH_HANDIN = "ONSITE_HANDIN"
    CASH_BANK = "ONSITE_BANK"
    SURCHARGE_DEMAND = "SURCHARGE_DEMAND"
    SUBSTITUTE_URGE = "SUBSTITUTE_URGE"
    COURT_DEMAND = "COURT_ENFORCE_URGE"
    COURT_APPLICATION = "COURT_ENFORCE_WINDOW"
    RECONSIDERATION = "RECONSIDERATION"
    LITIGATION = "LITIGATION"
    LITIGATION_AFTER_RECONSIDERATION = "LITIGATION_AFTER_RECONSIDERATION"
    LITIGATION_LAND = "LITIGATION_LAND_DEMOLITION"
    PUBLICATION = "PUBLISH_PENALTY"
    PUBLICATION_OTHER = "PUBLISH_OTHER"
    WITHDRAWAL = "WITHDRAW_PUBLICATION"
    ARCHIVE = "ARCHIVE"
    LIMITATION = "LIMITATION"
    LIMITATION_GRAVE = "LIMITATION_LIFE_FINANCE"


@dataclass(frozen=True)
class TermRule:
    """One line of the table.

    ``rolls_over``: the last day moves past days off. Only terms that favour the party roll over;
    the authority gets no extra day for its own limit. ``backwards``: counted back from the event,
    all days between being whole ones.
    """

    label: str
    length: int
    unit: Unit
    basis: str
    rolls_over: bool = False
    configurable: bool = False
    backwards: bool = False


_OPEN = "法律未规定天数（默认值，待区司法局确认）"
_PENALTY_85 = "《行政处罚法》第八十五条"
_COERCION_69 = "《行政强制法》第六十九条"

TERM_RULES: Mapping[Term, TermRule] = MappingProxyType(
    {
        Term.ACK: TermRule("投诉举报受理", 3, Unit.WORKDAY, _OPEN, configurable=True),
        Term.REPLY: TermRule("答复投诉举报人", 15, Unit.WORKDAY, _OPEN, configurable=True),
        Term.FILING: TermRule(
            "立案",
            7,
            Unit.WORKDAY,
            f"《行政处罚法》第五十四条“及时立案”，{_OPEN}",
            configurable=True,
        ),
        Term.DECISION: TermRule("作出处罚决定", 90, Unit.DAY, "《行政处罚法》第六十条"),
        Term.ESCALATION: TermRule(
            "向片长报告",
            24,
            Unit.HOUR,
            "《片区联合执法工作方案》二（二）3（3）“及时”，默认值待确认",
            configurable=True,
        ),
        Term.EVIDENCE_PRESERVATION: TermRule(
            "处理先行登记保存的证据",
            7,
            Unit.WORKDAY,
            f"《行政处罚法》第五十六条、{_PENALTY_85}",
        ),
        Term.SEIZURE: TermRule("查封、扣押期限", 30, Unit.DAY, "《行政强制法》第二十五条"),
        Term.EMERGENCY_APPROVAL: TermRule(
            "当场强制措施补办批准", 24, Unit.HOUR, "《行政强制法》第十九条"
        ),
        Term.STATEMENT: TermRule(
            "陈述、申辩",
            5,
            Unit.WORKDAY,
            f"《行政处罚法》第四十五条，{_OPEN}",
            configurable=True,
        ),
        Term.HEARING_REQUEST: TermRule(
            "要求听证",
            5,
            Unit.WORKDAY,
            f"《行政处罚法》第六十四条第一项、{_PENALTY_85}",
        ),
        Term.HEARING_NOTICE: TermRule(
            "听证通知送达",
            7,
            Unit.WORKDAY,
            f"《行政处罚法》第六十四条第二项、{_PENALTY_85}",
            backwards=True,
        ),
        Term.LEGAL_REVIEW: TermRule("法制审核", 5, Unit.WORKDAY, _OPEN, configurable=True),
        Term.LEGAL_REVIEW_EXTENSION: TermRule(
            "法制审核延长", 5, Unit.WORKDAY, _OPEN, configurable=True
        ),
        Term.TRANSFER_APPROVAL: TermRule(
            "决定是否移送司法机关",
            3,
            Unit.DAY,
            "《行政执法机关移送涉嫌犯罪案件的规定》第五条",
        ),
        Term.TRANSFER: TermRule(
            "移送公安机关",
            24,
            Unit.HOUR,
            "《行政执法机关移送涉嫌犯罪案件的规定》第五条",
        ),
        Term.SERVICE: TermRule(
            "送达决定书", 7, Unit.WORKDAY, f"《行政处罚法》第六十一条、{_PENALTY_85}"
        ),
        Term.PUBLIC_SERVICE: TermRule("公告送达", 30, Unit.DAY, "《民事诉讼法》第九十五条"),
        Term.FINE_PAYMENT: TermRule(
            "缴纳罚款", 15, Unit.DAY, "《行政处罚法》第六十七条", rolls_over=True
        ),
        Term.SPOT_RECORD: TermRule(
            "当场处罚决定报机关备案",
            3,
            Unit.WORKDAY,
            f"《行政处罚法》第五十二条第三款，{_OPEN}",
            configurable=True,
        ),
        Term.CASH_HANDIN: TermRule(
            "当场收缴的罚款交至机关",
            2,
            Unit.WORKDAY,
            f"《行政处罚法》第七十一条、{_PENALTY_85}",
        ),
        Term.CASH_BANK: TermRule(
            "机关将罚款缴付银行",
            2,
            Unit.WORKDAY,
            f"《行政处罚法》第七十一条、{_PENALTY_85}",
        ),
        Term.SURCHARGE_DEMAND: TermRule(
            "加处罚款超过三十日，经催告可以强制执行",
            30,
            Unit.DAY,
            "《行政强制法》第四十六条",
        ),
        Term.SUBSTITUTE_URGE: TermRule(
            "代履行前催告",
            3,
            Unit.WORKDAY,
            f"《行政强制法》第五十一条、{_COERCION_69}",
            backwards=True,
        ),
        Term.COURT_DEMAND: TermRule(
            "申请法院强制执行前的催告",
            10,
            Unit.WORKDAY,
            f"《行政强制法》第五十四条、{_COERCION_69}",
        ),
        Term.COURT_APPLICATION: TermRule(
            "申请法院强制执行", 3, Unit.MONTH, "《行政强制法》第五十三条"
        ),
        Term.RECONSIDERATION: TermRule(
            "申请行政复议", 60, Unit.DAY, "《行政复议法》第二十条", rolls_over=True
        ),
        Term.LITIGATION: TermRule(
            "提起行政诉讼", 6, Unit.MONTH, "《行政诉讼法》第四十六条", rolls_over=True
        ),
        Term.LITIGATION_AFTER_RECONSIDERATION: TermRule(
            "复议后提起行政诉讼", 15, Unit.DAY, "《行政诉讼法》第四十五条", rolls_over=True
        ),
        Term.LITIGATION_LAND: TermRule(
            "对土地类限期拆除决定提起行政诉讼",
            15,
            Unit.DAY,
            "《土地管理法》第八十三条",
            rolls_over=True,
        ),
        Term.PUBLICATION: TermRule(
            "公开行政处罚决定",
            7,
            Unit.WORKDAY,
            "国办发〔2018〕118号；《行政处罚法》第四十八条",
        ),
        Term.PUBLICATION_OTHER: TermRule(
            "公开其他行政执法决定", 20, Unit.WORKDAY, "国办发〔2018〕118号"
        ),
        Term.WITHDRAWAL: TermRule(
            "撤回已公开的处罚决定信息",
            3,
            Unit.WORKDAY,
            f"《行政处罚法》第四十八条第二款、{_PENALTY_85}",
        ),
        Term.ARCHIVE: TermRule("结案后归档", 30, Unit.DAY, _OPEN, configurable=True),
        Term.LIMITATION: TermRule("追究时效", 2, Unit.YEAR, "《行政处罚法》第三十六条"),
        Term.LIMITATION_GRAVE: TermRule(
            "追究时效（涉及公民生命健康安全、金融安全且有危害后果）",
            5,
            Unit.YEAR,
            "《行政处罚法》第三十六条",
        ),
    }
)

# Terms that run for the party or against it; a unit is never late with them.
PARTY_TERMS = frozenset(
    {
        Term.STATEMENT,
        Term.HEARING_REQUEST,
        Term.FINE_PAYMENT,
        Term.RECONSIDERATION,
        Term.LITIGATION,
        Term.LITIGATION_AFTER_RECONSIDERATION,
        Term.LITIGATION_LAND,
        Term.COURT_DEMAND,
        Term.SURCHARGE_DEMAND,
        Term.PUBLIC_SERVICE,
    }
)
