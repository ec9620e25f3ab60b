"""A report to the chief as the case page shows it: how far it is, and whom it waits for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from cases.models import Case, Escalation, EscalationRecipient
from cases.rules.gravity import GravityFacts, Reason, escalation_reasons
from cases.rules.reporting import Spans
from cases.selectors.circumstances import flags_of
from cases.selectors.facts import report_grounds
from core import parameters

_LAPSED = Escalation.Status.LAPSED


@dataclass(frozen=True)
class Stand:
    """`steps` as the bar takes them; `waits_for`: on whom it depends now, "" when on nobody."""

    steps: Sequence[dict[str, str]]
    waits_for: str


def stand_of(report: Escalation) -> Stand:
    """Without a query when the report was read with its recipients."""
    lead = next((row for row in report.recipients.all() if row.part == "lead"), None)
    seen = lead.seen_at if lead else None
    order = report.orders
    moments = [
        ("原因出现", report.owed_since or report.raised_at, ""),
        ("上报", report.raised_at, _after(report.raised_after)),
        ("转送", report.routed_at, _after(_between(report.raised_at, report.routed_at))),
        ("查看", seen, _after(lead.seen_after if lead else None)),
        ("安排", order.arranged_at if order else None, ""),
    ]
    reached = max(place for place, (_, at, _) in enumerate(moments) if at)
    over = report.status == _LAPSED
    return Stand(
        [
            {
                "label": label if at else _open(label),
                "state": _state(place, reached, over=over),
                "note": _note(at, after),
            }
            for place, (label, at, after) in enumerate(moments)
        ],
        _waits_for(report, lead),
    )


def _open(label: str) -> str:
    return f"待{label}"


def _state(place: int, reached: int, *, over: bool) -> str:
    if place <= reached:
        return "done"
    if over:
        return "stopped"
    return "current" if place == reached + 1 else "todo"


def _note(at: datetime | None, after: str) -> str:
    if at is None:
        return ""
    moment = f"{timezone.localtime(at):%m-%d %H:%M}"
    return f"{moment}，{after}" if after else moment


def _waits_for(report: Escalation, lead: EscalationRecipient | None) -> str:
    if report.status == Escalation.Status.PENDING:
        return "系统转送片长"
    if report.status != Escalation.Status.ROUTED:
        return ""
    zone = f"{report.lead_zone}片长" if report.lead_zone else "指导单位"
    who = f"{zone} {lead.user}" if lead else zone
    return f"{who}安排" if lead and lead.seen_at else f"{who}查看、安排"


def _between(start: datetime, end: datetime | None) -> timedelta | None:
    return end - start if end else None


def _after(passed: timedelta | None) -> str:
    return f"用时 {span_words(passed)}" if passed is not None else ""


def span_words(passed: timedelta) -> str:
    """40 秒, 12 分钟, 3 小时 5 分钟, 2 天 3 小时; rounded down."""
    seconds = max(0, int(passed.total_seconds()))
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
    if days:
        return f"{days} 天 {hours % 24} 小时" if hours % 24 else f"{days} 天"
    if hours:
        return f"{hours} 小时 {minutes % 60} 分钟" if minutes % 60 else f"{hours} 小时"
    return f"{minutes} 分钟" if minutes else f"{seconds} 秒"


@dataclass(frozen=True)
class Grounds:
    """Why the chief must, or may, be told; until when, and when the system does it by itself."""

    must: Sequence[Reason]
    may: Sequence[Reason]
    report_by: datetime | None
    alone_at: datetime | None
    late: bool

    def __bool__(self) -> bool:
        return bool(self.must or self.may)


def grounds_of(case: Case) -> Grounds:
    """What the system thinks of the case, with the articles; without a query."""
    found = report_grounds(case)
    since, spans = case.report_owed_since, spans_kept()
    report_by = since + timedelta(hours=spans.report) if since else None
    return Grounds(
        must=[reason for reason in found if reason.compulsory],
        may=[reason for reason in found if not reason.compulsory],
        report_by=report_by,
        alone_at=report_by + timedelta(hours=spans.alone) if report_by else None,
        late=report_by is not None and report_by < timezone.now(),
    )


def grounds_said(circumstances: Sequence[str]) -> Sequence[Reason]:
    """What follows from the circumstances ticked so far, before there is a case."""
    return escalation_reasons(GravityFacts(**flags_of(circumstances)))


def spans_kept() -> Spans:
    """How long is waited, in hours; the rule's defaults where nothing is kept."""
    kept, default = parameters.values(), Spans()
    return Spans(
        report=kept.get("ESCALATION", default.report),
        alone=kept.get("ESCALATION_ALONE", default.alone),
        answer=kept.get("ESCALATION_ANSWER", default.answer),
    )
