"""Terms from the report to the decision: one line of the table each."""

from __future__ import annotations

from collections.abc import Mapping

from cases.rules.term_kinds import Extension, Term, TermRule, Unit

OPEN = "法律未规定天数（默认值，待区司法局确认）"
PENALTY_85 = "《行政处罚法》第八十五条"
_TRANSFER = "《行政执法机关移送涉嫌犯罪案件的规定》"
_PLAN = "《片区联合执法工作方案》二（二）3（3）“及时”"

INQUIRY: Mapping[Term, TermRule] = {
    Term.ACK: TermRule(
        "投诉举报受理",
        3,
        Unit.WORKDAY,
        OPEN,
        start="登记投诉举报之日",
        consequence="逾期列入超期提醒，由登记镇街说明原因",
        configurable=True,
    ),
    Term.REPLY: TermRule(
        "答复投诉举报人",
        15,
        Unit.WORKDAY,
        OPEN,
        start="收到投诉举报之日",
        consequence="逾期未答复，投诉举报人可以请求上级机关督促",
        configurable=True,
    ),
    Term.FILING: TermRule(
        "立案",
        7,
        Unit.WORKDAY,
        f"《行政处罚法》第五十四条“及时立案”，{OPEN}",
        start="受理之日",
        consequence="符合立案标准不及时立案的，直接负责人员依法给予处分（《行政处罚法》第七十六条）",
        configurable=True,
    ),
    Term.DECISION: TermRule(
        "作出处罚决定",
        90,
        Unit.DAY,
        "《行政处罚法》第六十条",
        start="立案之日",
        consequence="逾期属违反法定程序，决定可能被撤销或者确认违法"
        "（《行政诉讼法》第七十条、第七十四条）；法制审核期间照计",
        pauses="经负责人批准的中止期间，以及法律、法规、规章规定不计入的期间",
        rests=True,
        extension=Extension(
            "经负责人批准延长，须写明另有规定的法律、法规、规章",
            "《行政处罚法》第六十条（法律、法规、规章另有规定的，从其规定）",
            None,
        ),
    ),
    Term.ESCALATION: TermRule(
        "向片长报告",
        24,
        Unit.HOUR,
        f"{_PLAN}，默认值待确认",
        start="发现案件跨镇街或者属重大复杂之时",
        consequence="未报告片长并作出安排的，不能告知、送审和作出决定",
        configurable=True,
    ),
    Term.EVIDENCE_PRESERVATION: TermRule(
        "处理先行登记保存的证据",
        7,
        Unit.WORKDAY,
        f"《行政处罚法》第五十六条、{PENALTY_85}",
        start="先行登记保存之日",
        consequence="期满未作处理决定的，保存措施应当解除，物品退还当事人",
    ),
    Term.SEIZURE: TermRule(
        "查封、扣押期限",
        30,
        Unit.DAY,
        "《行政强制法》第二十五条",
        start="查封、扣押之日",
        consequence="期满应当及时解除，退还财物；逾期不解除的承担赔偿责任"
        "（《行政强制法》第二十七条、第二十八条、第六十八条）",
        pauses="检测、检验、检疫或者技术鉴定期间（第二十五条第三款），须书面告知当事人",
        extension=Extension(
            "情况复杂，经负责人批准可以延长，及时书面告知当事人",
            "《行政强制法》第二十五条第一款、第二款",
            30,
        ),
    ),
    Term.EMERGENCY_APPROVAL: TermRule(
        "当场强制措施补办批准",
        24,
        Unit.HOUR,
        "《行政强制法》第十九条",
        start="当场实施强制措施之时",
        consequence="负责人认为不应当采取的，应当立即解除",
    ),
    Term.STATEMENT: TermRule(
        "陈述、申辩",
        5,
        Unit.WORKDAY,
        f"《行政处罚法》第四十五条，{OPEN}",
        start="处罚告知书送达之日",
        consequence="期满未陈述申辩的，可以继续办理；期满前作出决定属剥夺陈述申辩权，"
        "不得作出（《行政处罚法》第六十二条）",
        configurable=True,
    ),
    Term.HEARING_REQUEST: TermRule(
        "要求听证",
        5,
        Unit.WORKDAY,
        f"《行政处罚法》第六十四条第一项、{PENALTY_85}",
        start="听证权利告知送达之日",
        consequence="期满未要求的，不再组织听证，可以作出决定",
    ),
    Term.HEARING_NOTICE: TermRule(
        "听证通知送达",
        7,
        Unit.WORKDAY,
        f"《行政处罚法》第六十四条第二项、{PENALTY_85}",
        start="自听证之日向前计算",
        consequence="通知不足七日的属程序违法，须另定听证日期重新通知",
        backwards=True,
    ),
    Term.LEGAL_REVIEW: TermRule(
        "法制审核",
        5,
        Unit.WORKDAY,
        OPEN,
        start="提请审核之日",
        consequence="未经审核或者审核未通过，不得作出决定（《行政处罚法》第五十八条）",
        configurable=True,
        extension=Extension("情况复杂的可以延长一次", OPEN, 5, approved=False),
    ),
    Term.LEGAL_REVIEW_EXTENSION: TermRule(
        "法制审核延长",
        5,
        Unit.WORKDAY,
        OPEN,
        start="原审核期限届满之日",
        consequence="同法制审核期限",
        configurable=True,
    ),
    Term.TRANSFER_APPROVAL: TermRule(
        "决定是否移送司法机关",
        3,
        Unit.DAY,
        f"{_TRANSFER}第五条",
        start="负责人接到移送书面报告之日",
        consequence="逾期不移送的，责令限期移送，对负责人员依法给予处分（同规定第十六条）",
    ),
    Term.TRANSFER: TermRule(
        "移送公安机关",
        24,
        Unit.HOUR,
        f"{_TRANSFER}第五条",
        start="负责人批准移送之时",
        consequence="逾期不移送的，责令限期移送，对负责人员依法给予处分（同规定第十六条）",
    ),
    Term.TRANSFER_ANSWER: TermRule(
        "接收移送答复",
        5,
        Unit.WORKDAY,
        OPEN,
        start="移送函送出之日",
        consequence="逾期未接收也未退回的，提醒接收单位及其负责人，并告知移送单位",
        configurable=True,
    ),
    Term.POLICE_REVIEW: TermRule(
        "公安机关审查移送案件",
        3,
        Unit.DAY,
        f"{_TRANSFER}第八条、第九条",
        start="公安机关接受移送（收到提请复议）之日",
        consequence="逾期未答复的，可以建议人民检察院依法进行立案监督",
    ),
    Term.POLICE_CHALLENGE: TermRule(
        "对不予立案提请复议",
        3,
        Unit.DAY,
        f"{_TRANSFER}第九条",
        start="接到不予立案通知书之日",
        consequence="逾期不再提请复议，可以建议人民检察院依法进行立案监督",
    ),
    Term.POLICE_GOODS: TermRule(
        "向公安机关移交涉案物品",
        3,
        Unit.DAY,
        f"{_TRANSFER}第十二条",
        start="接到立案通知书之日",
        consequence="逾期不移交的，责令改正，对负责人员依法给予处分",
    ),
    Term.LIMITATION: TermRule(
        "追究时效",
        2,
        Unit.YEAR,
        "《行政处罚法》第三十六条",
        start="违法行为发生之日；连续或者继续状态的，自行为终了之日",
        consequence="期满未被发现的，不再给予行政处罚，法律另有规定的除外",
    ),
    Term.LIMITATION_GRAVE: TermRule(
        "追究时效（涉及公民生命健康安全、金融安全且有危害后果）",
        5,
        Unit.YEAR,
        "《行政处罚法》第三十六条",
        start="违法行为发生之日；连续或者继续状态的，自行为终了之日",
        consequence="期满未被发现的，不再给予行政处罚，法律另有规定的除外",
    ),
}
