"""What each guard asks for and by which article, in the words of the page of the procedure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cases.rules.guards import GUARDS, Guard

_PLAN = "方案二（二）3（3）"


@dataclass(frozen=True)
class Need:
    """What must be there before a step, and where the law says so."""

    text: str
    basis: str


# Name of the guard, without underscore → what must be there.
_WORDS: Mapping[str, Need] = MappingProxyType(
    {
        "not_suspended": Need("案件没有中止", "《行政处罚法》第五十四条"),
        "not_in_transfer": Need("案件没有移送他处等待接收", "《行政处罚法》第二十二条、第二十七条"),
        "suspended": Need("案件正在中止", "《行政处罚法》第五十四条"),
        "chief_has_arranged": Need("须上报的已上报，片长已安排", _PLAN),
        "undisputed": Need("没有未解决的管辖争议", "《行政处罚法》第二十五条"),
        "unit_may_decide": Need("执法主体已判定为本区机关", "《行政处罚法》第二十二条、第三十八条"),
        "two_handlers": Need("办案人不少于两名", "《行政处罚法》第四十二条"),
        "investigated": Need("有调查记录", "《行政处罚法》第五十四条"),
        "draft_present": Need("已拟定处罚内容", "《行政处罚法》第四十四条"),
        "nothing_unanswered": Need("没有未答复的审批", "《行政处罚法》第五十七条"),
        "recusals_decided": Need("回避申请已由负责人决定", "《行政处罚法》第四十三条第三款"),
        "preservations_settled": Need(
            "先行登记保存的物品已作出处理决定", "《行政处罚法》第五十六条"
        ),
        "measures_ended": Need(
            "查封、扣押已处理，涉案物品有处置结果",
            "《行政强制法》第二十七条；《行政处罚法》第七十四条",
        ),
        "party_heard": Need(
            "已告知，当事人已陈述申辩、书面放弃或者期满",
            "《行政处罚法》第四十四条、第四十五条、第六十二条",
        ),
        "hearing_offered": Need(
            "应当告知听证的已告知，当事人已申请、放弃或者期满",
            "《行政处罚法》第六十三条、第六十四条第一项",
        ),
        "hearing_finished": Need(
            "申请听证的，已举行并提交报告", "《行政处罚法》第六十四条、第六十五条"
        ),
        "not_heavier": Need("拟处罚不重于告知的内容", "《行政处罚法》第四十五条第二款"),
        "exemption_grounded": Need(
            "不予处罚的已选定法定情形", "《行政处罚法》第三十三条、第五十七条"
        ),
        "review_passed": Need("须法制审核的已审核通过，文本未再改动", "《行政处罚法》第五十八条"),
        "discussed": Need("须集体讨论的已讨论，文本未再改动", "《行政处罚法》第五十七条第二款"),
        "performed": Need(
            "罚款缴清、执行完毕或者终结执行，责令改正已复查",
            "《行政处罚法》第二十八条、第六十七条、第七十二条",
        ),
        "cash_handed_in": Need("当场收缴的罚款已缴付银行", "《行政处罚法》第七十一条"),
        "record_received": Need(
            "当场处罚决定已报所属行政机关备案", "《行政处罚法》第五十二条第三款"
        ),
        "decision_stands": Need("决定没有被变更、撤销", "《行政处罚法》第四十八条第二款"),
        "still_stands": Need("决定没有被撤销或者确认无效", "《行政处罚法》第七十三条"),
        "not_public": Need("决定没有在公示", "《行政处罚法》第四十八条"),
        "public": Need("决定正在公示", "《行政处罚法》第四十八条第二款"),
        "not_archived": Need("尚未归档", "《行政处罚法》第四十七条"),
        "no_draft_papers": Need("没有拟稿文书", "《行政处罚法》第四十七条"),
        "something_owed": Need("当事人尚未履行", "《行政强制法》第三十五条"),
        "deviation_explained": Need("偏离裁量基准的已说明理由", "《行政处罚法》第三十四条"),
        "remedies_over": Need("复议、诉讼已办结", "《行政处罚法》第七十三条"),
        "demand_over": Need("已催告并满法定期限", "《行政强制法》第三十五条、第五十四条"),
    }
)


def _name(guard: Guard) -> str:
    return guard.__name__.lstrip("_")


def needs_of(action: str) -> tuple[Need, ...]:
    """What must be there before `action`, in the order of the procedure."""
    names = (_name(guard) for guard in GUARDS.get(action, ()))
    return tuple(_WORDS[name] for name in names if name in _WORDS)


def unworded() -> set[str]:
    """Guards the page would not show: none, or a test fails."""
    return {_name(guard) for guards in GUARDS.values() for guard in guards} - set(_WORDS)
