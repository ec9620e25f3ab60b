"""Who sees which complaint, what waits for whom, and the trail in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models
from django.http import Http404
from django.utils import timezone

from cases.models import CaseOfficer, Complaint, ComplaintFile
from cases.rules import complaints as rule
from cases.rules.deadlines import Unit, remaining
from cases.selectors.due import Due
from cases.selectors.visibility import sees_everything
from core import access
from core.models import AuditEntry, User
from core.rules.workdays import WorkCalendar
from zones.models import Agency, Township

Status = Complaint.Status
_UNITS = ("township", "transferred_township", "transferred_agency")
_WAITS = models.Q(status=Status.RECEIVED) | (
    models.Q(status=Status.TRANSFERRED)
    & (models.Q(transferred_township__isnull=False) | models.Q(transferred_agency__isnull=False))
)
TONES = {
    Status.RECEIVED: "warning",
    Status.ACCEPTED: "progress",
    Status.REFUSED: "neutral",
    Status.TRANSFERRED: "info",
    Status.MERGED: "neutral",
    Status.ANSWERED: "success",
}


def _at_units(user: User, permission: str, *, kept: bool) -> models.Q:
    """At a unit of the person's; `kept`: also where it came to and was passed on from."""
    grants = access.grants_of(user)
    towns, agencies = grants.ids(permission, "township"), grants.ids(permission, "agency")
    here = models.Q(township_id__in=towns)
    if not kept:
        here &= models.Q(transferred_township=None, transferred_agency=None)
    return (
        here
        | models.Q(transferred_township_id__in=towns)
        | models.Q(transferred_agency_id__in=agencies)
    )


def visible_complaints(*, user: User) -> models.QuerySet[Complaint]:
    """Every complaint this person may see, latest first: of their units, wherever it went from
    there, and those that led to a case they handle."""
    rows = Complaint.objects.order_by("-received_at", "-id")
    if sees_everything(user):
        return rows
    handled = CaseOfficer.objects.filter(officer__user=user, removed_at=None)
    mine = _at_units(user, "view_cases", kept=True)
    return rows.filter(mine | models.Q(case_id__in=handled.values("case_id")))


def get_visible_complaint(*, user: User, pk: int) -> Complaint:
    """The complaint with what its page shows; 404 when it is not visible."""
    files = models.Prefetch("files", ComplaintFile.objects.order_by("id"))
    row = (
        visible_complaints(user=user)
        .select_related(*_UNITS, "village", "received_by", "handled_by", "answered_by", "case")
        .select_related("merged_into")
        .prefetch_related(files, "case__handlers__officer")
        .filter(pk=pk)
        .first()
    )
    if row is None:
        raise Http404("没有这件投诉举报，或者它不在您的职责范围内")
    return row


def followed_by(code_hash: str) -> Complaint | None:
    """The complaint whose follow code has this hash, with what `outcome_of` asks."""
    rows = Complaint.objects.select_related(*_UNITS, "case")
    return rows.filter(follow_code_hash=code_hash).first()


def not_taken_up(rows: models.QuerySet[Complaint]) -> models.QuerySet[Complaint]:
    return rows.filter(_WAITS)


def not_answered(rows: models.QuerySet[Complaint]) -> models.QuerySet[Complaint]:
    """Dealt with; the reporter wants to hear of it and has not."""
    return rows.filter(answered_at=None, wants_answer=True).exclude(_WAITS)


def held_by(user: User) -> models.QuerySet[Complaint]:
    """What the units have now for which this person handles complaints."""
    return Complaint.objects.filter(_at_units(user, "register_cases", kept=False))


def at_unit(
    rows: models.QuerySet[Complaint], unit: Township | Agency
) -> models.QuerySet[Complaint]:
    """Those of `rows` that the unit has now."""
    if isinstance(unit, Agency):
        return rows.filter(transferred_agency=unit)
    own = models.Q(township=unit, transferred_township=None, transferred_agency=None)
    return rows.filter(own | models.Q(transferred_township=unit))


def to_take_up(user: User) -> models.QuerySet[Complaint]:
    """Nobody of my unit has taken it up yet."""
    return not_taken_up(held_by(user))


def to_answer(user: User) -> models.QuerySet[Complaint]:
    return not_answered(held_by(user))


def waiting(horizon: date) -> models.QuerySet[Complaint]:
    """Not taken up, and to be by `horizon`."""
    return not_taken_up(Complaint.objects.filter(ack_due_on__lte=horizon)).select_related(*_UNITS)


def unanswered(horizon: date) -> models.QuerySet[Complaint]:
    """Not answered, taken up or not, and to be by `horizon`."""
    rows = Complaint.objects.filter(answered_at=None, wants_answer=True, answer_due_on__lte=horizon)
    return rows.select_related(*_UNITS)


def late(rows: models.QuerySet[Complaint], today: date) -> models.QuerySet[Complaint]:
    """A term has passed: of taking up, or of the answer."""
    unanswered_late = models.Q(answered_at=None, wants_answer=True, answer_due_on__lt=today)
    return rows.filter((_WAITS & models.Q(ack_due_on__lt=today)) | unanswered_late)


def due_of(row: Complaint, today: date, calendar: WorkCalendar) -> Due | None:
    """The badge of the term that runs: to take it up, then to answer."""
    if row.standing.waits:
        label, due = "受理", row.ack_due_on
    elif row.awaits_answer:
        label, due = "答复", row.answer_due_on
    else:
        return None
    left = remaining(due, today, calendar, Unit.WORKDAY)
    why = calendar.why_provisional(today, due)
    return Due(left.text, left.level.value, label, due, bool(why), why)


def put_due(rows: Iterable[Complaint], calendar: WorkCalendar) -> None:
    """Give each row its badge and colour for a list."""
    today = timezone.localdate()
    for row in rows:
        row.due = due_of(row, today, calendar)  # type: ignore[attr-defined]
        row.tone = TONES[Status(row.status)]  # type: ignore[attr-defined]


def outcome_of(row: Complaint) -> rule.Outcome:
    """What may be told to the reporter: units and states, nothing of the case."""
    holder = row.holder
    outside = row.transferred_to if not row.is_inside else ""
    return rule.Outcome(
        status=row.status,
        unit=holder.authority_name if isinstance(holder, Township) else holder.name,
        received_on=timezone.localdate(row.received_at),
        refusal=row.refusal,
        has_case=row.case is not None,
        case_ended=row.case is not None and row.case.is_final,
        elsewhere=outside,
    )


_TITLES = {
    **rule.LABELS,
    "receive": "收到",
    "register": "受理并登记案件",
    "take_in": "并入一件",
    "see_reporter": "查看投诉举报人",
}
_WORDS = {
    "source_number": "来源编号",
    "case": "案件",
    "to": "转至",
    "from": "来自",
    "into": "并入",
    "ground": "理由",
    "reason": "原因",
    "why": "查看理由",
    "note": "说明",
    "method": "方式",
    "answer": "答复",
}


@dataclass(frozen=True)
class Told:
    """One entry of the trail as `timeline` draws it."""

    at: datetime
    actor_name: str
    title: str
    text: str
    tone: str
    hash_short: str


def told(entries: Iterable[AuditEntry]) -> list[Told]:
    return [
        Told(
            at=entry.at,
            actor_name=entry.actor_name if entry.actor_id else "投诉举报人",
            title=_TITLES.get(entry.verb, entry.verb),
            text=_text(entry.payload),
            tone="warning" if entry.verb in ("transfer", "send_back", "refuse") else "info",
            hash_short=entry.entry_hash[:8],
        )
        for entry in entries
    ]


def _text(payload: Mapping[str, object]) -> str:
    parts = [f"{word}：{payload[key]}" for key, word in _WORDS.items() if payload.get(key)]
    return "；".join([*parts, *(["已超过答复期限"] if payload.get("late") else [])])
