"""Terms from the decision to the archive: one line of the table each."""

from __future__ import annotations

from collections.abc import Mapping

from cases.rules.term_kinds import Extension, Term, TermRule, Unit
from cases.rules.terms_inquiry import OPEN, PENALTY_85

COERCION_69 = "《行政强制法》第六十九条"
_FORCE_MAJEURE_48 = (
    "不可抗力或者其他不属于自身的原因耽误的时间不计入（《行政诉讼法》第四十八条第一款）"
)
_ASK_COURT = Extension(
    "其他特殊情况，障碍消除后十日内可以申请，由人民法院决定",
    "《行政诉讼法》第四十八条第二款",
    None,
    approved=False,
)
_NO_SUIT = "逾期起诉的，人民法院不予立案"

AFTER: Mapping[Term, TermRule] = {
    Term.SERVICE: TermRule(
        "送达决定书",
        7,
        Unit.WORKDAY,
        f"《行政处罚法》第六十一条、{PENALTY_85}",
        start="作出决定之日（当事人在场的，宣告后当场交付）",
        consequence="送达前决定对当事人不发生效力，缴款、复议、起诉期限都不起算",
    ),
    Term.PUBLIC_SERVICE: TermRule(
        "公告送达",
        30,
        Unit.DAY,
        "《民事诉讼法》第九十五条",
        start="发出公告之日",
        consequence="经过三十日即视为送达；案卷须记明公告的原因和经过",
    ),
    Term.FINE_PAYMENT: TermRule(
        "缴纳罚款",
        15,
        Unit.DAY,
        "《行政处罚法》第六十七条",
        start="收到处罚决定书之日",
        consequence="到期不缴纳的，每日按罚款数额的百分之三加处罚款，不超过罚款数额"
        "（《行政处罚法》第七十二条第一款第一项）",
        rolls_over=True,
        extension=Extension(
            "当事人确有经济困难，经申请和批准可以暂缓或者分期缴纳",
            "《行政处罚法》第六十六条第二款",
            None,
        ),
    ),
    Term.SPOT_RECORD: TermRule(
        "当场处罚决定报机关备案",
        3,
        Unit.WORKDAY,
        f"《行政处罚法》第五十二条第三款，{OPEN}",
        start="作出当场处罚决定之日",
        consequence="必须报所属行政机关备案；逾期列入超期提醒",
        configurable=True,
    ),
    Term.CASH_HANDIN: TermRule(
        "当场收缴的罚款交至机关",
        2,
        Unit.WORKDAY,
        f"《行政处罚法》第七十一条、{PENALTY_85}",
        start="收缴罚款之日；在水上当场收缴的，自抵岸之日",
        consequence="截留、私分罚款的依法给予处分（《行政处罚法》第七十九条）",
    ),
    Term.CASH_BANK: TermRule(
        "机关将罚款缴付银行",
        2,
        Unit.WORKDAY,
        f"《行政处罚法》第七十一条、{PENALTY_85}",
        start="机关收到罚款之日",
        consequence="截留、私分罚款的依法给予处分（《行政处罚法》第七十九条）",
    ),
    Term.SURCHARGE_DEMAND: TermRule(
        "加处罚款超过三十日，经催告可以强制执行",
        30,
        Unit.DAY,
        "《行政强制法》第四十六条",
        start="开始加处罚款之日",
        consequence="超过三十日，经催告仍不履行的，有强制执行权的机关可以强制执行，"
        "没有的申请人民法院",
    ),
    Term.SUBSTITUTE_URGE: TermRule(
        "代履行前催告",
        3,
        Unit.WORKDAY,
        f"《行政强制法》第五十一条、{COERCION_69}",
        start="自代履行之日向前计算",
        consequence="未在代履行三日前催告的，不得代履行",
        backwards=True,
    ),
    Term.COURT_DEMAND: TermRule(
        "申请法院强制执行前的催告",
        10,
        Unit.WORKDAY,
        f"《行政强制法》第五十四条、{COERCION_69}",
        start="催告书送达之日",
        consequence="送达十日后当事人仍未履行义务的，可以申请人民法院强制执行",
    ),
    Term.COURT_APPLICATION: TermRule(
        "申请法院强制执行",
        3,
        Unit.MONTH,
        "《行政强制法》第五十三条",
        start="复议、起诉的法定期限届满之日；"
        "暂缓或者分期缴纳罚款的，自该期限结束之日（《行政处罚法》第七十二条第二款）",
        consequence="逾期申请的，人民法院不予受理",
    ),
    Term.RECONSIDERATION: TermRule(
        "申请行政复议",
        60,
        Unit.DAY,
        "《行政复议法》第二十条",
        start="知道或者应当知道该决定之日（一般为决定书送达之日）",
        consequence="逾期申请的不予受理；未告知复议权利的，自知道内容之日起最长不超过一年",
        rolls_over=True,
        pauses="不可抗力或者其他正当理由耽误的，自障碍消除之日起继续计算（第二十条第二款）",
    ),
    Term.LITIGATION: TermRule(
        "提起行政诉讼",
        6,
        Unit.MONTH,
        "《行政诉讼法》第四十六条",
        start="知道或者应当知道作出该决定之日（一般为决定书送达之日）",
        consequence=_NO_SUIT,
        rolls_over=True,
        pauses=_FORCE_MAJEURE_48,
        extension=_ASK_COURT,
    ),
    Term.LITIGATION_AFTER_RECONSIDERATION: TermRule(
        "复议后提起行政诉讼",
        15,
        Unit.DAY,
        "《行政诉讼法》第四十五条",
        start="收到复议决定书之日；逾期不作复议决定的，自复议期满之日",
        consequence=_NO_SUIT,
        rolls_over=True,
        pauses=_FORCE_MAJEURE_48,
        extension=_ASK_COURT,
    ),
    Term.LITIGATION_LAND: TermRule(
        "对土地类限期拆除决定提起行政诉讼",
        15,
        Unit.DAY,
        "《土地管理法》第八十三条",
        start="接到责令限期拆除决定之日",
        consequence="期满不起诉又不自行拆除的，由作出决定的机关依法申请人民法院强制执行",
        rolls_over=True,
        pauses=_FORCE_MAJEURE_48,
        extension=_ASK_COURT,
    ),
    Term.PUBLICATION: TermRule(
        "公开行政处罚决定",
        7,
        Unit.WORKDAY,
        "国办发〔2018〕118号；《行政处罚法》第四十八条",
        start="作出处罚决定之日",
        consequence="逾期列入超期提醒；只公开具有一定社会影响的决定，公开前须去除个人信息",
    ),
    Term.PUBLICATION_OTHER: TermRule(
        "公开其他行政执法决定",
        20,
        Unit.WORKDAY,
        "国办发〔2018〕118号",
        start="作出决定之日",
        consequence="逾期列入超期提醒",
    ),
    Term.WITHDRAWAL: TermRule(
        "撤回已公开的处罚决定信息",
        3,
        Unit.WORKDAY,
        f"《行政处罚法》第四十八条第二款、{PENALTY_85}",
        start="决定被变更、撤销、确认违法或者无效之日",
        consequence="三日内撤回信息并公开说明理由",
    ),
    Term.ARCHIVE: TermRule(
        "结案后归档",
        30,
        Unit.DAY,
        OPEN,
        start="批准结案之日",
        consequence="逾期列入超期提醒",
        configurable=True,
    ),
}
