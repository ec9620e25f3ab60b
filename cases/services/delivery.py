"""Service of the decision and of other papers (送达), and closing without approval."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases import events
from cases.models import Case, Delivery, Paper
from cases.rules.deadlines import Term
from cases.selectors.facts import draft_of, orders_land_demolition
from cases.selectors.service import DECISIONS, subject_of, to_serve
from cases.services import _progress, _service, _terms, disclosure, papers
from cases.services._service import Service
from core import notices
from core.errors import RuleViolation
from core.models import User

__all__ = ["Service", "close", "complete", "running_by", "serve", "serve_paper"]

_61 = "《行政处罚法》第六十一条"
RUNNING, DONE = Delivery.Status.RUNNING, Delivery.Status.DONE


@transaction.atomic
def serve(*, case_id: int, service: Service, by: User, version: int | None = None) -> Delivery:
    """Enter service of the decision (送达); the party's own terms begin to run.

    An announcement is entered on the day it is made; the case counts as served when thirty days
    have passed (`complete`). Service another way meanwhile takes the announcement's place.
    """
    case = _progress.begin(case_id=case_id, action="serve", by=by, version=version)
    _replace_announcement(case, service)
    paper = case.papers.filter(kind__in=DECISIONS, status=Paper.Status.ISSUED).last()
    row = _service.write(
        case,
        service,
        subject=Delivery.Subject.DECISION,
        paper=paper,
        since=case.decided_on,
        by=by,
    )
    if row.status == RUNNING:
        assert row.announced_on is not None  # only an announcement runs
        _terms.close_term(case, Term.SERVICE, row.announced_on)
        _announced(case, row, by)
    else:
        _decision_served(case, row, by)
    papers.produce(case, "service_receipt", by=by, about=row)
    return row


@transaction.atomic
def serve_paper(
    *, case_id: int, paper: Paper, service: Service, by: User, version: int | None = None
) -> Delivery:
    """Enter service of another issued paper; a demand's ten working days start from it."""
    case = _progress.begin(case_id=case_id, action="serve_paper", by=by, version=version)
    if paper.pk not in {row.pk for row in to_serve(case)}:
        message = "请选择本案已制发、尚未送达的文书"
        raise RuleViolation("nothing_to_serve", message, _61, field="paper")
    subject = subject_of(paper)
    # Other papers may be entered after they were handed over, together with their step.
    since = paper.issued_on if subject == Delivery.Subject.DEMAND else case.filed_on
    row = _service.write(case, service, subject=subject, paper=paper, since=since, by=by)
    _agrees_with_what_was_entered(case, row)
    if row.status == RUNNING:
        _announced(case, row, by)
    else:
        _paper_served(case, row, by)
    papers.produce(case, "service_receipt", by=by, about=row)
    return row


def _replace_announcement(case: Case, service: Service) -> None:
    running = case.deliveries.filter(subject=Delivery.Subject.DECISION, status=RUNNING).first()
    if running is None:
        return
    if service.method == Delivery.Method.PUBLIC:
        message = (
            f"公告送达已于 {running.announced_on} 登记，{running.served_on} 视为送达，无须再登记"
        )
        raise RuleViolation("announced_already", message, "《民事诉讼法》第九十五条", "method")
    running.status = Delivery.Status.REPLACED
    running.save(update_fields=["status"])
    _terms.close_term(case, Term.PUBLIC_SERVICE, timezone.localdate())


def _announced(case: Case, row: Delivery, by: User) -> None:
    assert row.announced_on is not None  # only an announcement runs
    _terms.open_term(case, Term.PUBLIC_SERVICE, row.announced_on, binds=False)
    _progress.note(
        case,
        "announce_service",
        by=by,
        payload={
            **_named(row),
            "announced_on": row.announced_on.isoformat(),
            "served_on": row.served_on.isoformat(),
            "place": row.announced_where,
            "reason": row.reason,
        },
    )


def _decision_served(case: Case, row: Delivery, by: User | None) -> None:
    day, draft = row.served_on, draft_of(case)
    case.served_on = day
    if draft is not None and draft.amount:
        _terms.open_term(case, Term.FINE_PAYMENT, day, binds=False)
    suit = Term.LITIGATION_LAND if orders_land_demolition(case) else Term.LITIGATION
    _terms.open_term(case, suit, day, binds=False)
    disclosure.begin(case)
    _progress.finish(
        case,
        "serve",
        by=by,
        on=day,
        payload={"method": row.method, "served_on": day.isoformat()},
    )


def _paper_served(case: Case, row: Delivery, by: User | None) -> None:
    about = row.paper.about_id if row.paper else None
    if row.subject == Delivery.Subject.DEMAND and about is not None:
        demand = case.demands.filter(pk=about).first()
        if demand is not None:
            demand.served_on = row.served_on
            demand.save(update_fields=["served_on"])
            if demand.purpose != demand.Purpose.SUBSTITUTE:
                _terms.open_term(case, Term.COURT_DEMAND, row.served_on, binds=False)
    payload: dict[str, Any] = {
        **_named(row),
        "method": row.method,
        "served_on": row.served_on.isoformat(),
    }
    if by is None:  # the thirty days ended, wherever the case stands by now
        _progress.note(case, "serve_paper", by=None, payload=payload)
    else:
        _progress.finish(case, "serve_paper", by=by, payload=payload, on=row.served_on)


def _named(row: Delivery) -> dict[str, str]:
    paper = row.paper
    title = paper.title if paper else row.get_subject_display()
    return {"paper": title, "number": (paper.number or "") if paper else ""}


def _agrees_with_what_was_entered(case: Case, row: Delivery) -> None:
    """A notice's day was entered with it: terms run from it, so the proof must say the same."""
    known: date | None = None
    if row.subject == Delivery.Subject.NOTICE:
        known = case.prior_notice.served_on
    elif row.subject == Delivery.Subject.HEARING_NOTICE:
        known = case.hearing.notice_served_on
    if known is not None and row.served_on != known:
        field = {"public": "announced_on", "electronic": "arrived_at"}.get(row.method, "served_on")
        message = (
            f"该文书登记的送达日期是 {known}，期限自该日起算；回证日期是 {row.served_on}，请核对"
        )
        raise RuleViolation("another_day", message, _61, field)


@transaction.atomic
def complete(*, delivery_id: int) -> bool:
    """Thirty days have passed: the paper counts as served. Does nothing where it does already."""
    case_id = Delivery.objects.values_list("case_id", flat=True).get(pk=delivery_id)
    case = _progress.lock(case_id)
    row = (
        Delivery.objects.select_for_update(of=("self",)).select_related("paper").get(pk=delivery_id)
    )
    if row.status != RUNNING or row.served_on > timezone.localdate():
        return False
    row.status = DONE
    row.save(update_fields=["status"])
    _terms.close_term(case, Term.PUBLIC_SERVICE, row.served_on)
    if row.subject == Delivery.Subject.DECISION:
        _decision_served(case, row, None)
    else:
        _paper_served(case, row, None)
    said = f"公告期满，{_named(row)['paper']}于 {row.served_on} 视为送达"
    notices.send(
        [one.officer.user for one in case.handlers.filter(removed_at=None)],
        key=f"served:{row.pk}",
        text=f"{case.number} {case.title}：{said}",
        url=f"{case.get_absolute_url()}?tab=performance",
    )
    return True


def running_by(day: date) -> list[int]:
    """Announcements whose thirty days are over on `day`."""
    rows = Delivery.objects.filter(status=RUNNING, served_on__lte=day)
    return list(rows.values_list("pk", flat=True))


@transaction.atomic
def close(*, case_id: int, outcome: str, by: User, version: int | None = None) -> Case:
    """Close without approval: only cases of the first version of the procedure."""
    case = _progress.begin(case_id=case_id, action="close", by=by, version=version)
    case.closing_note = outcome[:300]
    _progress.finish(case, "close", by=by, payload={"outcome": outcome})
    events.closed.send(sender=Case, case=case, by=by)
    return case
