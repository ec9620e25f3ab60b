"""Hearings: request, notice, record, report, withdrawal (第六十三条 to 第六十五条)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from cases.models import Case, Hearing
from cases.rules import hearing as rule
from cases.rules.deadlines import earliest_hearing
from cases.services import _progress, papers
from core import calendars, notices
from core.errors import RuleViolation
from core.models import User
from personnel import selectors as people
from personnel.models import Officer

Status = Hearing.Status
CLOSED_GROUNDS = ("国家秘密", "商业秘密", "个人隐私")
_64 = "《行政处罚法》第六十四条"


@dataclass(frozen=True)
class Appointed:
    """The hearing as notified to the party."""

    notice_served_on: date
    held_at: datetime
    place: str
    chair: Officer
    recorder: str
    is_public: bool = True
    closed_why: str = ""


def _of(case: Case, *wanted: Hearing.Status) -> Hearing:
    row = getattr(case, "hearing", None)
    if row is None or row.status not in wanted:
        state = row.get_status_display() if row else "当事人未申请听证"
        raise RuleViolation("hearing_state", f"现在不能办理：{state}", _64)
    found: Hearing = Hearing.objects.select_for_update().get(pk=row.pk)
    return found


@transaction.atomic
def request(
    *, case_id: int, requested_on: date, request_text: str, by: User, version: int | None = None
) -> Hearing:
    """Enter the party's request; the term for it ends with it."""
    case = _progress.begin(case_id=case_id, action="request_hearing", by=by, version=version)
    notice = case.prior_notice
    if requested_on > timezone.localdate():
        raise RuleViolation("future_request", "申请日期晚于今天，请核对", field="requested_on")
    if not notice.hearing_told:
        raise RuleViolation(
            "no_hearing_right",
            "本案未告知听证权利，不属于应当听证的情形",
            "《行政处罚法》第六十三条",
        )
    rule.check_request(requested_on, notice.served_on, notice.hearing_due_on)
    if hasattr(case, "hearing"):
        raise RuleViolation("asked_already", "本案已登记过听证申请", f"{_64}第一项")
    row = Hearing.objects.create(case=case, requested_on=requested_on, request_text=request_text)
    payload = {"requested_on": requested_on.isoformat(), "reason": request_text}
    _progress.finish(case, "request_hearing", by=by, on=requested_on, payload=payload)
    return row


@transaction.atomic
def give_notice(
    *, case_id: int, appointed: Appointed, by: User, version: int | None = None
) -> Hearing:
    """Tell the party when, where and before whom; also to put it off before it was held."""
    case = _progress.begin(case_id=case_id, action="notice_hearing", by=by, version=version)
    row = _of(case, Status.REQUESTED, Status.NOTICED)
    if appointed.notice_served_on > timezone.localdate():
        raise RuleViolation(
            "future_notice", "通知送达日期晚于今天，请核对", field="notice_served_on"
        )
    if appointed.notice_served_on < row.requested_on:
        raise RuleViolation(
            "notice_before_request", "通知不能早于当事人申请", _64, field="notice_served_on"
        )
    held_at = timezone.localtime(appointed.held_at)
    earliest = earliest_hearing(appointed.notice_served_on, calendars.work_calendar())
    rule.check_notice(appointed.notice_served_on, held_at, earliest)
    _check_chair(case, appointed.chair)
    rule.check_openness(
        is_public=appointed.is_public, why=appointed.closed_why, grounds=CLOSED_GROUNDS
    )
    for name, value in vars(appointed).items():
        setattr(row, name, value)
    row.status = Status.NOTICED
    row.save()
    _progress.finish(
        case,
        "notice_hearing",
        by=by,
        payload={
            "served_on": appointed.notice_served_on.isoformat(),
            "held_at": held_at.isoformat(),
            "place": appointed.place,
            "chair": str(appointed.chair),
        },
    )
    papers.produce(case, "hearing_notice", by=by, about=row)
    notices.send(
        [appointed.chair.user],
        key=f"hearing:{row.pk}:{held_at.isoformat()}",
        text=f"{case.number} 听证由您主持：{held_at:%Y-%m-%d %H:%M}，{appointed.place}",
        url=case.get_absolute_url(),
    )
    return row


def _check_chair(case: Case, chair: Officer) -> None:
    handlers = case.handlers.filter(removed_at=None).values_list("officer_id", flat=True)
    facts = people.officer_facts([chair], timezone.localdate())[0]
    rule.check_chair(
        rule.Chair(
            id=chair.pk,
            name=str(chair),
            handlers=frozenset(handlers),
            recused=case.party_name in facts.recused_from,
        )
    )


@transaction.atomic
def hold(
    *, case_id: int, attendees: str, record: str, by: User, version: int | None = None
) -> Hearing:
    """Enter the record of the hearing, as signed; not before it was to be held."""
    case = _progress.begin(case_id=case_id, action="hold_hearing", by=by, version=version)
    row = _of(case, Status.NOTICED)
    assert row.held_at is not None  # noticed
    if row.held_at > timezone.now():
        when = timezone.localtime(row.held_at)
        raise RuleViolation(
            "hearing_to_come", f"听证定于 {when:%Y-%m-%d %H:%M}，尚未举行", f"{_64}第八项"
        )
    row.attendees, row.record, row.status = attendees, record, Status.HELD
    row.save()
    _progress.finish(case, "hold_hearing", by=by, payload={"attendees": attendees})
    papers.produce(case, "hearing_record", by=by, about=row)
    return row


@transaction.atomic
def report(
    *, case_id: int, report: str, conclusion: str, by: User, version: int | None = None
) -> Hearing:
    """The chair's report; with the hearing held, legal review is owed (第五十八条第一款第二项)."""
    case = _progress.begin(case_id=case_id, action="report_hearing", by=by, version=version)
    row = _of(case, Status.HELD)
    row.report, row.conclusion, row.status = report, conclusion, Status.REPORTED
    row.reported_at = timezone.now()
    row.save()
    case.hearing = row
    _progress.finish(case, "report_hearing", by=by, payload={"conclusion": conclusion})
    papers.produce(case, "hearing_report", by=by, about=row)
    return row


@transaction.atomic
def drop(*, case_id: int, on: date, why: str, by: User, version: int | None = None) -> Hearing:
    """The party withdraws its request, or stays away or leaves without cause (第六项)."""
    case = _progress.begin(case_id=case_id, action="drop_hearing", by=by, version=version)
    row = _of(case, Status.REQUESTED, Status.NOTICED)
    if on > timezone.localdate() or on < row.requested_on:
        raise RuleViolation("odd_day", "日期应在申请之日至今天之间，请核对", _64, field="on")
    row.withdrawn_on, row.withdrawn_why, row.status = on, why, Status.WITHDRAWN
    row.save()
    _progress.finish(case, "drop_hearing", by=by, payload={"reason": why})
    return row
