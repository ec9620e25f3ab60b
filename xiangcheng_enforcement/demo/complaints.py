"""Complaints of the demo: some led to its newest cases, some stand at every other stage."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from django.utils import timezone

from cases.models import Case, Complaint
from cases.rules import complaints as rule
from cases.rules import follow_code
from cases.selectors.complaints import outcome_of
from cases.services import complaints as service
from core import audit, numbering
from core.evidence_chain import GENESIS, Link, hash_of
from core.models import AuditEntry, User
from core.rules.workdays import WorkCalendar
from xiangcheng_enforcement.demo.world import World
from xiangcheng_enforcement.loading.records import Tally, read_json
from zones.models import Agency, Township

Method = Complaint.AnswerMethod
_FROM_CASES = 14
_OPENS, _DAY = time(9, 20), timedelta(days=1)
_PHONES = 9  # so many different ones: the rest call again


@dataclass
class _Draft:
    """A complaint of the demo with its trail while it is made."""

    row: Complaint
    officer: User
    course: list[str]
    trail: list[tuple[str, datetime, User | None, dict[str, object]]] = field(default_factory=list)

    def note(self, verb: str, at: datetime, by: User | None, payload: Mapping[str, object]) -> None:
        self.trail.append((verb, at, by, dict(payload)))
        self.trail.sort(key=lambda entry: entry[1])
        self.row.revision = sum(entry[0] != "take_in" for entry in self.trail)


class _Maker:
    """Makes complaints from the fixture and from cases; the same each time."""

    def __init__(self, world: World, today: date, calendar: WorkCalendar) -> None:
        self._towns = {town.name: town for town in Township.objects.select_related("zone")}
        self._agencies = {agency.short_name: agency for agency in Agency.objects.all()}
        wanted = [unit.handlers[0].user_id for unit in world.towns.values()]
        users = User.objects.in_bulk(wanted)
        self._officers = {
            name: users[unit.handlers[0].user_id] for name, unit in world.towns.items()
        }
        self._today, self._calendar = today, calendar

    def told(self, number: int, told: Mapping[str, Any]) -> _Draft:
        """One row of the fixture, received and led as far as its course says."""
        at = self._moment(told["days"], number)
        draft = self._received(
            number,
            at,
            self._towns[told["town"]],
            channel=told["channel"],
            place=told["place"],
            content=told["content"],
            party_name=told["party"],
            confidential=number % 3 != 1,
        )
        draft.course = told["course"].split()
        for step in draft.course:
            kind, _, more = step.partition(":")
            getattr(self, f"_{kind}")(draft, more)
        return draft

    def of_case(self, number: int, case: Case) -> _Draft:
        """The complaint with which a case began."""
        draft = self._received(
            number,
            case.reported_at - timedelta(minutes=40),
            case.township,
            channel=("phone", "visit", "hotline", "web")[number % 4],
            place=case.place,
            content=case.description,
            party_name=case.party_name,
        )
        draft.row.case, draft.row.status = case, Complaint.Status.ACCEPTED
        draft.row.handled_by, draft.row.handled_at = case.created_by, case.reported_at
        draft.note("register", case.reported_at, case.created_by, {"case": case.number})
        if case.is_final:
            self._answer(draft, "")
        return draft

    def _moment(self, days: int, number: int) -> datetime:
        day = self._today - days * _DAY
        return timezone.make_aware(datetime.combine(day, _OPENS)) + timedelta(minutes=17 * number)

    def _received(self, number: int, at: datetime, town: Township, **more: Any) -> _Draft:
        key = uuid.uuid5(uuid.NAMESPACE_URL, f"demo-complaint-{number}")
        ack, reply = service.terms_from(timezone.localdate(at), self._calendar)
        anonymous = number % 4 == 3
        phone = "" if anonymous else f"1380000{number % _PHONES:04d}"
        row = Complaint(
            submission_key=key,
            follow_code_hash=follow_code.kept(service.code_for(key)),
            township=town,
            received_at=at,
            ack_due_on=ack,
            answer_due_on=reply,
            reporter_name="" if anonymous else f"{'林陈黄郑蔡'[number % 5]}某（演示）",
            reporter_phone=phone,
            reporter_mark=service.mark_of(phone),
            **more,
        )
        if row.channel == Complaint.Channel.HOTLINE:
            row.source_number = f"ZZ{at:%Y%m%d}{number:03d}"
        officer = self._officers[town.name]
        row.received_by = None if row.channel == Complaint.Channel.WEB else officer
        draft = _Draft(row, officer, [])
        draft.note("receive", at, row.received_by, service.told_of(row, 0))
        return draft

    def _handle(self, draft: _Draft, status: str, note: str, after: timedelta) -> datetime:
        row, at = draft.row, draft.row.received_at + after
        row.status, row.handling_note = status, note
        row.handled_by, row.handled_at = draft.officer, at
        return at

    def _accept(self, draft: _Draft, more: str) -> None:
        note = "安排到现场核查"
        at = self._handle(draft, Complaint.Status.ACCEPTED, note, timedelta(hours=5))
        draft.note("accept", at, draft.officer, {"note": note})

    def _refuse(self, draft: _Draft, ground: str) -> None:
        at = self._handle(draft, Complaint.Status.REFUSED, "", _DAY)
        draft.row.refusal = ground
        draft.note("refuse", at, draft.officer, {"ground": rule.REFUSALS[ground], "note": ""})

    def _transfer(self, draft: _Draft, unit: str) -> None:
        row = draft.row
        row.transferred_to = unit[1:]
        if unit.startswith("T"):
            row.transferred_township = self._towns[unit[1:]]
        else:
            row.transferred_agency = self._agencies[unit[1:]]
        at = self._pass_on(draft, "属于该单位的职责")
        row.ack_due_on = service.terms_from(timezone.localdate(at), self._calendar)[0]

    def _outside(self, draft: _Draft, organ: str) -> None:
        draft.row.transferred_to = organ
        self._pass_on(draft, "属于市级执法事项")

    def _pass_on(self, draft: _Draft, note: str) -> datetime:
        at = self._handle(draft, Complaint.Status.TRANSFERRED, note, timedelta(hours=6))
        payload = {"to": draft.row.transferred_to, "note": note}
        draft.note("transfer", at, draft.officer, payload)
        return at

    def _merge(self, draft: _Draft, more: str) -> None:
        """Into the complaint of the fixture that follows; joined when both have numbers."""
        self._handle(draft, Complaint.Status.MERGED, "", timedelta(hours=4))

    def _answer(self, draft: _Draft, more: str) -> None:
        row = draft.row
        at = min(row.received_at + 9 * _DAY, self._moment(1, 0))
        row.answer = rule.proposed_answer(outcome_of(row), row.place)
        row.answer_method = Method.PHONE if row.reporter_phone else Method.WEB
        row.answered_by, row.answered_at = draft.officer, at
        row.status = Complaint.Status.ANSWERED
        payload = {
            "answer": row.answer,
            "method": Method(row.answer_method).label,
            "late": timezone.localdate(at) > row.answer_due_on,
        }
        draft.note("answer", at, draft.officer, payload)


def ensure_complaints(world: World, today: date, calendar: WorkCalendar) -> Tally:
    """Write them unless any complaint is there."""
    tally = Tally("投诉举报")
    tally.unchanged = Complaint.objects.count()
    if tally.unchanged:
        return tally
    maker = _Maker(world, today, calendar)
    drafts = [
        maker.told(number, told)
        for number, told in enumerate(read_json("demo/complaints.json")["rows"])
    ]
    cases = (
        Case.objects.filter(
            source=Case.Source.COMPLAINT, township__zone__isnull=False, accepted_on__isnull=False
        )
        .select_related("township", "created_by")
        .order_by("-reported_at", "-id")[:_FROM_CASES]
    )
    drafts += [maker.of_case(len(drafts) + n, case) for n, case in enumerate(cases)]
    pairs = [(one, other) for one, other in pairwise(drafts) if "merge" in one.course]
    _number(drafts)
    for one, other in pairs:
        _join(one, other)
    Complaint.objects.bulk_create([draft.row for draft in drafts])
    for one, other in pairs:
        one.row.merged_into = other.row
    Complaint.objects.bulk_update([one.row for one, _ in pairs], ["merged_into"])
    AuditEntry.objects.bulk_create([entry for draft in drafts for entry in _entries(draft)])
    tally.created = len(drafts)
    return tally


def _number(drafts: list[_Draft]) -> None:
    drafts.sort(key=lambda draft: draft.row.received_at)
    years = [timezone.localdate(draft.row.received_at).year for draft in drafts]
    numbers = {
        year: iter(numbering.reserve("complaint", year, years.count(year))) for year in set(years)
    }
    for draft, year in zip(drafts, years, strict=True):
        draft.row.number = f"芗投〔{year}〕{next(numbers[year])}号"
        draft.row.make_prints()


def _join(one: _Draft, other: _Draft) -> None:
    at, by = one.row.handled_at, one.officer
    assert at is not None
    one.row.handling_note = f"与 {other.row.number} 反映同一事项"
    one.note("merge", at, by, {"into": other.row.number})
    other.note("take_in", at, by, {"from": one.row.number})


def _entries(draft: _Draft) -> list[AuditEntry]:
    subject_type, subject_id = audit.subject_key(draft.row)
    found, previous = [], GENESIS
    for seq, (verb, at, by, payload) in enumerate(draft.trail, start=1):
        link = Link(
            subject=f"{subject_type}:{subject_id}",
            seq=seq,
            at=at,
            actor_id=by.pk if by else None,
            actor_name=str(by) if by else audit.SYSTEM,
            verb=verb,
            payload=payload,
            previous_hash=previous,
        )
        entry = AuditEntry(
            subject_type=subject_type,
            subject_id=subject_id,
            seq=seq,
            at=at,
            actor=by,
            actor_name=link.actor_name,
            verb=verb,
            payload=payload,
            previous_hash=previous,
            entry_hash=hash_of(link),
        )
        previous = entry.entry_hash
        found.append(entry)
    return found
