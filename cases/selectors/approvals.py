"""Requests to the heads of organs, as they may be seen."""

from __future__ import annotations

from django.db import models
from django.http import Http404

from cases.models import Approval, Enforcement
from cases.rules.approvals import ApprovalKind
from cases.rules.execution import GROUNDS
from cases.selectors.visibility import get_visible_case
from core import access
from core.models import User
from personnel.models import Officer


def approvals_for(user: User, *, waiting: bool) -> models.QuerySet[Approval]:
    """Requests to the heads of the units where this person is one; oldest waiting first."""
    grants = access.grants_of(user)
    mine = models.Q(
        case__authority_township_id__in=grants.ids("approve_cases", "township")
    ) | models.Q(case__authority_agency_id__in=grants.ids("approve_cases", "agency"))
    rows = Approval.objects.filter(mine).select_related(
        "case__authority_township", "case__authority_agency", "requested_by", "decided_by"
    )
    if waiting:
        return rows.filter(status=Approval.Status.OPEN).order_by("requested_at", "id")
    return rows.exclude(status=Approval.Status.OPEN).order_by("-decided_at", "-id")


def get_visible_approval(*, user: User, pk: int) -> Approval:
    """The request of a case the person may see, with that case; 404 otherwise."""
    row = Approval.objects.filter(pk=pk).select_related("requested_by", "decided_by").first()
    if row is None:
        raise Http404("没有这件审批，或者它不在您的职责范围内")
    row.case = get_visible_case(user=user, pk=row.case_id)
    return row


_WORDS = {
    "transfer_kind": "移送种类",
    "receiver": "移送给",
    "pieces": "移送清单",
    "measure_kind": "种类",
    "power": "强制措施权的来源",
    "legal_basis": "法律依据",
    "goods": "物品",
    "approve_by": "已当场实施，须补办批准于",
    "name": "申请回避的人员",
    "asked_by": "提出人",
    "ground": "情形",
    "until": "延长至",
    "days": "延长天数",
    "basis": "援引的规定",
    "place": "地点",
    "keeper": "保管人",
    "starts_on": "起",
    "applied_on": "当事人申请日期",
    "plan": "缴款计划",
    "content": "执行内容",
    "court": "人民法院",
    "announced_on": "公告日期",
    "comply_by": "公告限期",
    "executor": "代履行人",
    "cost": "费用预算（元）",
}


def _said(value: object) -> str:
    return "；".join(map(str, value)) if isinstance(value, list) else str(value)


def lines_of(row: Approval) -> list[tuple[str, str]]:
    """What is asked, as label and value."""
    payload = row.payload
    if row.kind == ApprovalKind.EXECUTION:
        payload = {**payload, "ground": GROUNDS.get(payload.get("ground", ""), "")}
    lines = [(word, _said(payload[key])) for key, word in _WORDS.items() if payload.get(key)]
    if row.kind == ApprovalKind.EXECUTION:
        lines.insert(0, ("执行方式", Enforcement.Kind(payload["kind"]).label))
    if "lead" in payload:
        wanted = [payload["lead"], *payload.get("others", [])]
        names = Officer.objects.filter(pk__in=wanted).select_related("user").in_bulk()
        lines.insert(0, ("主办", str(names[payload["lead"]])))
        others = "、".join(str(names[pk]) for pk in payload.get("others", []))
        lines.insert(1, ("协办", others))
    return lines
