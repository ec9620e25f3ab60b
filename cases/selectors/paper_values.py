"""What is known of a case, as the variables of a paper (see cases.rules.paper_values)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from cases.models import Case, Exhibit, InvestigationRecord
from cases.rules.paper_kinds_jurisdiction import DISTRICT_GOVERNMENT
from cases.rules.paper_values import GROUPS
from cases.rules.papers import PaperKind
from cases.selectors.chinese_days import chinese_day, chinese_moment
from cases.selectors.facts import draft_of, review_reasons
from cases.selectors.paper_subjects import YES, read_subject
from core import audit

DISTRICT_COURT = "漳州市芗城区人民法院"


def about_of(case: Case, kind: PaperKind, about_id: int | None = None) -> Any:
    """The row a paper of this kind is written about: the one named, else the latest; None."""
    relation, _, wanted = kind.about.partition(".")
    if not relation:
        return None
    if relation == "hearing":
        return getattr(case, "hearing", None)
    rows = sorted(getattr(case, relation).all(), key=lambda row: row.pk)
    rows = [row for row in rows if not wanted or row.kind == wanted]
    if relation == "studies":  # minutes are of a meeting whose chair has signed them
        rows = [row for row in rows if row.meeting.signed_at is not None]
    if about_id is not None:
        rows = [row for row in rows if row.pk == about_id]
    return rows[-1] if rows else None


def values_of(case: Case, about: Any, on: date) -> dict[str, Any]:
    """Every variable of the table, "" where the case does not know it."""
    return {
        **_plain(case, on),
        **{name: dict.fromkeys(words, "") for name, words in GROUPS.items()},
        **_people(case),
        **_decision(case),
        **_hearing(case),
        **_money(case),
        "证据": _evidence(case),
        "物品": _goods(case, about),
        "清单": [],
        **read_subject(about),
    }


def _said(case: Case, verb: str, *keys: str) -> list[str]:
    entry = audit.trail_of(case).filter(verb=verb).last()
    return [str(entry.payload.get(key, "")) if entry else "" for key in keys]


def _plain(case: Case, on: date) -> dict[str, Any]:
    village = case.village.name if case.village else ""
    receiver, transfer_reason = _said(case, "transfer", "receiver", "reason")
    (findings,) = _said(case, "conclude", "findings")
    (declined,) = _said(case, "decline_filing", "reason")
    return {
        "案号": case.number,
        "案由": case.title,
        "程序": case.get_procedure_display(),
        "来源": case.get_source_display(),
        "案情": case.description,
        "地点": f"{case.township.name}{village}{case.place}",
        "违法日期": chinese_day(case.occurred_on),
        "登记日期": chinese_day(timezone.localdate(case.reported_at)),
        "受理日期": chinese_day(case.accepted_on),
        "立案日期": chinese_day(case.filed_on),
        "机关": case.authority_name,
        "事项": case.item.name,
        "违法依据": case.item.legal_basis,
        "处罚摘要": case.item.penalty_summary,
        "调查结论": findings,
        "移送机关": receiver,
        "处理理由": transfer_reason or declined,
        "重大理由": "；".join(reason.text for reason in review_reasons(case)),
        "履行情况": case.closing_note,
        "复议机关": DISTRICT_GOVERNMENT,
        "法院": DISTRICT_COURT,
        "今日": chinese_day(on),
    }


def _people(case: Case) -> dict[str, Any]:
    party = next(iter(case.parties.all()), None)
    handlers = [row for row in case.handlers.all() if row.removed_at is None]
    named = [
        {"姓名": str(row.officer), "证号": row.certificate_number, "分工": row.get_duty_display()}
        for row in handlers
    ]
    return {
        "当事人": {
            "名称": case.party_name,
            "类别": party.get_kind_display() if party else "",
            "证件": party.identifier if party else "",
            "代表人": party.representative if party else "",
            "电话": party.phone if party else "",
            "住所": party.address if party else "",
        },
        "办案人": named,
        "承办人": "、".join(f"{row['姓名']}（执法证号 {row['证号']}）" for row in named),
    }


def _decision(case: Case) -> dict[str, Any]:
    draft, notice = draft_of(case), getattr(case, "prior_notice", None)
    decision = getattr(case, "decision", None)
    found: dict[str, Any] = {}
    if draft is not None:
        found["拟定"] = {
            "事实": draft.facts,
            "依据": draft.basis,
            "裁量": draft.discretion,
            "处罚": draft.penalty_words,
            "履行": draft.performance,
            "改正": draft.correction,
            "改正期限": chinese_day(draft.correct_by),
            "全文": draft.text,
        }
    if notice is not None:
        found["告知"] = {
            "文号": notice.number,
            "送达日期": chinese_day(notice.served_on),
            "申辩期限": chinese_day(notice.window_ends_on),
            "听证期限": chinese_day(notice.hearing_due_on),
            "意见": notice.statement,
            "复核": notice.answer,
            "放弃": YES if notice.waived else "",
            "放弃听证": YES if notice.hearing_waived else "",
        }
    if decision is not None:
        found["决定"] = {
            "文号": decision.number,
            "日期": chinese_day(decision.decided_on),
            "全文": decision.text,
            "救济": decision.remedies,
            "罚款": f"{draft.amount:.2f}" if draft and draft.amount else "",
        }
    return found


def _hearing(case: Case) -> dict[str, Any]:
    row = getattr(case, "hearing", None)
    if row is None:
        return {}
    return {
        "听证": {
            "申请日期": chinese_day(row.requested_on),
            "申请理由": row.request_text,
            "时间": chinese_moment(row.held_at),
            "地点": row.place,
            "公开": "公开举行" if row.is_public else "不公开举行",
            "不公开理由": row.closed_why,
            "主持人": str(row.chair) if row.chair else "",
            "记录人": row.recorder,
            "参加人": row.attendees,
            "笔录": row.record,
            "报告": row.report,
            "结论": row.conclusion,
        }
    }


def _money(case: Case) -> dict[str, Any]:
    demand = max(case.demands.all(), key=lambda row: row.pk, default=None)
    found: dict[str, Any] = {
        "缴款": [
            {
                "金额": f"{row.amount:.2f}",
                "日期": chinese_day(row.paid_on),
                "票据": row.receipt,
                "方式": row.get_channel_display(),
            }
            for row in case.payments.all()
        ],
        "分期": [
            {"期限": chinese_day(row.due_on), "金额": f"{row.amount:.2f}"}
            for row in case.instalments.all()
        ],
    }
    if demand is not None:
        found["催告"] = {
            "目的": demand.get_purpose_display(),
            "内容": demand.content,
            "送达日期": chinese_day(demand.served_on),
        }
    return found


def _evidence(case: Case) -> list[dict[str, str]]:
    rows = [row for row in case.evidence.all() if row.set_aside_at is None]
    return [
        {
            "种类": row.get_kind_display(),
            "名称": row.title,
            "证明": row.proves,
            "取得": chinese_day(timezone.localdate(row.collected_at)),
        }
        for row in rows
    ] or [_record_as_evidence(row) for row in case.records.all()]


def _record_as_evidence(row: InvestigationRecord) -> dict[str, str]:
    """Where nothing else was entered, the records of the investigation are the evidence."""
    return {
        "种类": "勘验笔录、现场笔录" if row.kind == row.Kind.SITE else "书证",
        "名称": row.get_kind_display(),
        "证明": row.content[:60],
        "取得": chinese_day(timezone.localdate(row.held_at)),
    }


def _goods(case: Case, about: Any) -> list[dict[str, str]]:
    """Things of this preservation or measure; of all the case where the paper is about neither."""
    label = about._meta.model_name if about is not None else ""
    rows = list(case.exhibits.all())
    if label in ("preservation", "measure"):
        rows = [row for row in rows if getattr(row, f"{label}_id") == about.pk]
    elif label == "investigationrecord":
        rows = [row for row in rows if row.state == Exhibit.State.SAMPLED]
    return [
        {
            "名称": row.name,
            "数量": f"{row.quantity.normalize():f} {row.unit}",
            "特征": row.description,
            "存放": row.kept_at,
            "状态": row.get_state_display(),
        }
        for row in rows
    ]
