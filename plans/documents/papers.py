"""联合行动方案 and 联合行动总结, set like the papers of cases."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils import timezone

from cases.documents import sheet, word
from cases.selectors.chinese_days import chinese_day
from plans.models import Operation
from plans.rules import report_text
from plans.rules.operation import S
from plans.selectors import briefing

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TITLES = {"briefing": "联合行动方案", "report": "联合行动总结"}


def _layout(operation: Operation, kind: str) -> dict[str, Any]:
    """In the name of the leading unit: a zone has no seal and no heading of its own."""
    facts = briefing.facts_of(operation)
    if kind == "briefing":
        body = report_text.briefing(facts)
        day, draft = operation.ordered_at, "草案，未下达" if operation.state == S.DRAFT else ""
    else:
        body = operation.report_body or report_text.report(facts)
        day, draft = operation.reported_at, "" if operation.reported_at else "草稿，未提交"
    if operation.state == S.CANCELLED:
        draft = "已取消"
    return sheet.layout(
        title=TITLES[kind],
        body=f"{body}\n>{_signed(operation)}\n>{_day(day)}",
        organ=operation.name,
        number=operation.number or "",
        draft=draft,
    )


def _signed(operation: Operation) -> str:
    """The leading unit by its full name: XX街道办事处, never the zone."""
    lead = operation.lead
    if lead is None:
        return ""
    return lead.township.authority_name if lead.township else lead.unit.name


def _day(moment: Any) -> str:
    return chinese_day(timezone.localdate(moment)) if moment else "　　年　月　日"


def pdf(kind: str, operation: Operation) -> bytes:
    return sheet.typeset("sheet.typ", _layout(operation, kind))


def docx(kind: str, operation: Operation) -> bytes:
    return word.docx_of(_layout(operation, kind))


MAKERS: dict[tuple[str, str], tuple[str, Callable[[Operation], bytes]]] = {
    (kind, form): (content_type, partial(make, kind))
    for kind in TITLES
    for form, content_type, make in (("pdf", PDF, pdf), ("docx", DOCX, docx))
}
