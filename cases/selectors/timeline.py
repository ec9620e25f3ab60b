"""The trail as a person reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cases.models import Case
from cases.rules.workflow import LABELS, CaseState, label_of
from core import audit
from core.models import AuditEntry

_EXTRA = {
    "register": "登记",
    "route": "转送片长",
    "arrange": "片长安排",
    "name_lead_zone": "指定牵头片区",
    "change_places": "更正案发地",
    "receive_record": "当场处罚备案",
    "see_reporter": "查看举报人",
    "bind_archive": "案卷装订",
    "take_down": "公示期满下架",
    "hand_in": "登记收缴款交存",
    "recompute_terms": "重新计算期限",
    "approve": "批准",
    "send_back": "退回申请",
    "hand_over": "移交办案人",
    "issue_paper": "制发文书",
    "void_paper": "作废文书",
    "sign_paper": "文书签名",
    "announce_service": "公告送达",
    "set_aside": "证据不予采用",
    "take_samples": "登记抽样物品",
    "hand_over_exhibit": "物品交接",
    "test_exhibit": "物品送检",
    "enter_test_result": "登记检测鉴定结果",
    "dispose_exhibit": "物品处置",
    "test_measure": "登记检测鉴定期间",
    "evidence_altered": "证据复核不符",
    "answer_demand": "登记对催告的陈述申辩",
    "remind_court": "提示申请法院的期限",
}
_TONES = {
    "suspend": "warning",
    "resume": "success",
    "terminate": "neutral",
    "evidence_altered": "danger",
    "escalate": "warning",
    "route": "warning",
    "arrange": "info",
    "review_passed": "success",
    "review_returned": "danger",
    "decide": "success",
    "close": "success",
    "refuse": "neutral",
}
_WORDS = {
    "party": "当事人",
    "paper": "文书",
    "signer": "签名人",
    "authority": "执法主体",
    "titles": "名称",
    "measure_kind": "种类",
    "legal_basis": "法律依据",
    "power": "权限来源",
    "goods": "物品",
    "keeper": "保管人",
    "disposal": "处理",
    "document": "文书",
    "due_on": "期限至",
    "approve_by": "补办批准时限",
    "reason": "理由",
    "why": "查看理由",
    "reasons": "原因",
    "note": "说明",
    "handlers": "办案人",
    "from": "移交人",
    "to": "接办人",
    "officers": "执法人员",
    "lead_zone": "牵头片区",
    "told": "已告知",
    "lead_town": "牵头镇街",
    "units": "参与单位",
    "instruction": "安排意见",
    "findings": "调查结论",
    "number": "文号",
    "penalty": "拟处罚",
    "applied": "适用的规定",
    "opinion": "审核意见",
    "receiver": "接收机关",
    "outcome": "履行情况",
    "announced_on": "公告发出日期",
    "served_on": "送达日期",
    "towns": "案发地",
    "zone": "片区",
    "approval": "审批事项",
    "hearing": "告知听证权利",
    "requested_on": "申请日期",
    "held_at": "时间",
    "place": "地点",
    "chair": "主持人",
    "attendees": "参加人",
    "participants": "参加讨论",
    "conclusion": "结论",
    "exemption": "不予处罚的情形",
    "ground": "情形",
    "basis": "依据",
    "days": "延长天数",
    "until": "延长至",
    "suspended_on": "中止自",
    "rested_days": "中止天数",
    "disclosed": "公示",
    "checked_on": "复查日期",
    "archive_number": "归档号",
    "retention": "保管期限",
    "purpose": "催告目的",
    "execution": "执行方式",
    "content": "内容",
    "remedy": "途径",
    "organ": "复议机关、法院",
    "court": "法院",
    "applied_on": "申请（决定）日期",
    "accepted_on": "受理日期",
    "ruled_on": "裁定日期",
    "carried_out_at": "实施时间",
    "urgent_why": "紧急情况",
    "cost": "费用（元）",
    "result": "结果",
    "result_on": "结果日期",
    "stays_execution": "停止执行",
    "plan": "缴款计划",
}


@dataclass(frozen=True)
class Entry:
    """One line of the timeline."""

    at: datetime
    actor_name: str
    title: str
    text: str
    tone: str
    hash_short: str


def title_of(verb: str) -> str:
    return label_of(verb) or _EXTRA.get(verb, verb)


def _text(payload: Mapping[str, object]) -> str:
    parts = []
    for key, word in _WORDS.items():
        value = payload.get(key)
        if isinstance(value, list):
            value = "、".join(str(item) for item in value)
        if value:
            parts.append(f"{word}：{value}")
    before, after = payload.get("before"), payload.get("after")
    if before != after and isinstance(after, str) and after in set(CaseState):
        parts.append(f"状态变为“{LABELS[CaseState(after)]}”")
    return "；".join(parts)


def _entry(row: AuditEntry) -> Entry:
    return Entry(
        at=row.at,
        actor_name=row.actor_name,
        title=title_of(row.verb),
        text=_text(row.payload),
        tone=_TONES.get(row.verb, "neutral"),
        hash_short=row.entry_hash[:12],
    )


def timeline_of(case: Case) -> list[Entry]:
    """Latest first."""
    return [_entry(row) for row in audit.trail_of(case).reverse()]
