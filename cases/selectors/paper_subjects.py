"""The one row a paper is written about (笔录, 保存, 措施, 审批 …), as variables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from cases.models import (
    Approval,
    Delivery,
    Designation,
    Discussion,
    Dispute,
    Enforcement,
    InvestigationRecord,
    Measure,
    Preservation,
    StudyItem,
    Transfer,
)
from cases.selectors import study_minutes
from cases.selectors.chinese_days import chinese_day, chinese_moment

__all__ = ["YES", "chinese_day", "chinese_moment", "read_subject"]

YES = "是"


def _record(row: InvestigationRecord) -> dict[str, Any]:
    return {
        "笔录": {
            "开始": chinese_moment(row.held_at),
            "结束": chinese_moment(row.ended_at),
            "地点": row.place,
            "对象": row.subject,
            "见证人": row.witness,
            "记录人": row.recorder,
            "人员": "、".join(_officer(officer) for officer in row.officers.all()),
            "已告知": YES if row.rights_told else "",
            "内容": row.content,
            "拒签": row.refused_to_sign,
        }
    }


def _officer(officer: Any) -> str:
    papers = [paper.number for paper in officer.certificates.all() if paper.status == "valid"]
    return f"{officer}（执法证号 {papers[0]}）" if papers else str(officer)


def _preservation(row: Preservation) -> dict[str, Any]:
    return {
        "保存": {
            "理由": row.reason,
            "地点": row.place,
            "保管人": row.keeper,
            "日期": chinese_day(row.preserved_on),
            "期限": chinese_day(row.due_on),
            "处理": row.get_outcome_display(),
            "处理日期": chinese_day(row.outcome_on),
            "说明": row.outcome_note,
        }
    }


def _measure(row: Measure) -> dict[str, Any]:
    extension = [a for a in row.case.approvals.all() if a.kind == "measure_extension"]
    found = _approval(max(extension, key=lambda a: a.pk)) if extension else {}
    return {
        **found,
        "措施": {
            "种类": row.get_kind_display(),
            "依据": row.legal_basis,
            "理由": row.reason,
            "地点": row.place,
            "当场": YES if row.emergency else "",
            "实施": chinese_moment(row.carried_out_at),
            "期限": chinese_day(row.due_on),
            "延长至": chinese_day(row.extended_to),
            "处理": row.get_outcome_display(),
            "处理日期": chinese_day(row.outcome_on),
            "说明": row.outcome_note,
        },
    }


def _discussion(row: Discussion) -> dict[str, Any]:
    said = [
        f"{one.name}{f'（{one.post}）' if one.post else ''}：{one.opinion}"
        for one in row.opinions.all()
    ]
    return {
        "讨论": {
            "时间": chinese_moment(row.held_at),
            "地点": row.place,
            "主持人": row.chair,
            "记录人": row.recorder,
            "列席": row.observers,
            "意见": "\n".join(said),
            "结论": row.conclusion,
        }
    }


def _study(row: StudyItem) -> dict[str, Any]:
    """Of this case only: nothing of the other cases of the meeting."""
    meeting = row.meeting
    there, away = study_minutes.people_of(meeting)
    return {
        "研讨": {
            "会议": meeting.title,
            "时间": chinese_moment(meeting.held_at),
            "地点": meeting.place,
            "主持人": str(meeting.chair),
            "记录人": str(meeting.recorder),
            "到会": there,
            "未到会": away,
            "纪要": row.minutes,
            "签发": chinese_moment(meeting.signed_at),
        }
    }


def _approval(row: Approval) -> dict[str, Any]:
    answered = row.status in (row.Status.APPROVED, row.Status.RETURNED)
    said = row.opinion or row.get_status_display()
    return {
        "审批": {
            "理由": row.reason,
            "申请人": str(row.requested_by),
            "申请时间": chinese_moment(row.requested_at),
            "结果": row.get_status_display(),
            "意见": f"{row.get_status_display()}。{said}" if answered else "",
            "负责人": str(row.decided_by) if row.decided_by else "",
            "审批时间": chinese_moment(row.decided_at),
        }
    }


def _delivery(row: Delivery) -> dict[str, Any]:
    paper = row.paper
    named = f"{paper.title}{f'（{paper.number}）' if paper.number else ''}" if paper else ""
    if not named and row.subject == row.Subject.DECISION and hasattr(row.case, "decision"):
        named = f"行政处罚决定书（{row.case.decision.number}）"
    return {
        "送达": {
            "文书": named or row.get_subject_display(),
            "方式": row.get_method_display(),
            "日期": chinese_day(row.served_on),
            "签收人": row.receiver,
            "关系": row.relation,
            "地点": row.place,
            "拒收": row.refused_why,
            "见证人": row.witness,
            "证明": row.proof,
        }
    }


def _enforcement(row: Enforcement) -> dict[str, Any]:
    return {
        "执行": {
            "方式": row.get_kind_display(),
            "内容": row.content,
            "依据": row.legal_basis,
            "法院": row.court,
            "日期": chinese_day(row.applied_on),
        }
    }


def _dispute(row: Dispute) -> dict[str, Any]:
    views = row.views.select_related("township", "agency")
    return {
        "管辖": {
            "事项": row.get_kind_display(),
            "各方意见": "\n".join(f"{view.unit}：{view.text}" for view in views),
            "协商记录": row.record,
            "报请理由": row.request,
        }
    }


def _designation(row: Designation) -> dict[str, Any]:
    named = row.township.authority_name if row.township else row.unit.name
    known: dict[str, Any] = _dispute(row.dispute)
    known["管辖"] |= {
        "指定机关": named,
        "指定理由": row.reason,
        "文号": row.document,
        "日期": chinese_day(row.issued_on),
    }
    return known


def _transfer(row: Transfer) -> dict[str, Any]:
    sent = timezone.localdate(row.sent_at) if row.sent_at else None
    return {
        "移送": {
            "种类": row.get_kind_display(),
            "单位": row.from_township.authority_name if row.from_township else row.sender.name,
            "接收": row.receiver,
            "理由": row.reason,
            "依据": row.basis,
            "送出": chinese_day(sent),
            "期限": chinese_day(row.due_on),
            "抄送": f"{row.copied_to}（{chinese_day(row.copied_on)}）" if row.copied_to else "",
            "接收人": row.receiver_name,
            "接收日期": chinese_day(row.answered_on),
            "说明": row.answer,
        },
        "清单": [
            {"名称": piece.title, "形式": "原件、原物" if piece.original else "复印件"}
            for piece in row.pieces.all()
        ],
    }


_READERS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "investigationrecord": _record,
    "preservation": _preservation,
    "measure": _measure,
    "discussion": _discussion,
    "studyitem": _study,
    "approval": _approval,
    "delivery": _delivery,
    "enforcement": _enforcement,
    "dispute": _dispute,
    "designation": _designation,
    "transfer": _transfer,
}


def register_reader(model_name: str, reader: Callable[[Any], dict[str, Any]]) -> None:
    """A higher app's rows that papers are written about, and how they are told."""
    _READERS[model_name] = reader


def read_subject(row: Any) -> dict[str, Any]:
    """The variables of the row; {} for none and for those read with the case (听证, 催告)."""
    reader = _READERS.get(row._meta.model_name) if row is not None else None
    return reader(row) if reader else {}
