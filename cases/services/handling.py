"""Investigation, notice to the party, and the party's answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from cases import events
from cases.models import Case, Draft, InvestigationRecord, PriorNotice
from cases.models.decision import NO_PENALTY
from cases.rules.deadlines import Term
from cases.rules.gravity import PenaltyKind
from cases.selectors.facts import draft_of
from cases.selectors.law import law_of
from cases.services import _progress, _terms, escalation, papers
from core.errors import RuleViolation
from core.models import User
from personnel import selectors as people
from personnel.models import Officer
from personnel.rules import eligibility


@dataclass(frozen=True)
class Record:
    """A record of inspection or interview as written down."""

    kind: str
    held_at: datetime
    place: str
    subject: str
    content: str
    certificates_shown: bool
    officers: Sequence[Officer]


@transaction.atomic
def add_record(
    *, case_id: int, record: Record, by: User, version: int | None = None
) -> InvestigationRecord:
    """Enter a record made by two certified officers who showed their papers (第五十五条)."""
    case = _progress.begin(case_id=case_id, action="record", by=by, version=version)
    if record.held_at > timezone.now():
        raise RuleViolation("future_record", "笔录时间晚于现在，请核对", field="held_at")
    if not record.certificates_shown:
        raise RuleViolation(
            "papers_not_shown",
            "未出示执法证件的，当事人有权拒绝，笔录不能采用",
            "《行政处罚法》第五十五条第一款",
            field="certificates_shown",
        )
    day = timezone.localdate(record.held_at)
    eligibility.require_team(
        people.officer_facts(record.officers, day),
        on=day,
        domain=case.item.domain,
        unit=people.unit_key(case.unit),
        place=people.place_key(case.unit, case.township),
        parties=frozenset({case.party_name}),
    )
    row = InvestigationRecord.objects.create(
        case=case,
        kind=record.kind,
        held_at=record.held_at,
        place=record.place,
        subject=record.subject,
        content=record.content,
        certificates_shown=True,
        created_by=by,
    )
    row.officers.set(record.officers)
    _progress.finish(
        case,
        "record",
        by=by,
        payload={"kind": record.kind, "officers": [str(o) for o in record.officers]},
    )
    return row


@transaction.atomic
def conclude(*, case_id: int, findings: str, by: User, version: int | None = None) -> Case:
    """End the investigation with its findings (调查终结)."""
    case = _progress.begin(case_id=case_id, action="conclude", by=by, version=version)
    return _progress.finish(case, "conclude", by=by, payload={"findings": findings})


@dataclass(frozen=True)
class Intended:
    """The decision as intended."""

    facts: str
    basis: str
    discretion: str
    penalty: str
    amount: Decimal
    performance: str
    applied_version_id: int | None = None


def _applied(case: Case, chosen: int | None) -> int:
    """The wording the draft rests on; where the law changed, a person says which is lighter."""
    law = law_of(case, timezone.localdate())
    if not law.wordings:
        raise RuleViolation("no_law", law.reason, law.basis, field="basis")
    if not law.needs_choice:
        return law.wordings[0].key
    if chosen not in {wording.key for wording in law.wordings}:
        raise RuleViolation("choose_law", law.reason, law.basis, field="applied_version")
    return int(chosen)


def _write_draft(case: Case, intended: Intended) -> Draft:
    if intended.penalty == PenaltyKind.FINE and intended.amount <= 0:
        raise RuleViolation("no_amount", "罚款须填写金额", field="amount")
    if intended.penalty != PenaltyKind.FINE and intended.amount:
        raise RuleViolation("amount_without_fine", "非罚款的处罚不填金额", field="amount")
    values = {
        **vars(intended),
        "applied_version_id": _applied(case, intended.applied_version_id),
        "updated_at": timezone.now(),
    }
    draft, _ = Draft.objects.update_or_create(case=case, defaults=values)
    return draft


@transaction.atomic
def notify(
    *,
    case_id: int,
    intended: Intended,
    served_on: date,
    by: User,
    version: int | None = None,
) -> PriorNotice:
    """Tell the party what is intended, why, and the right to answer (第四十四条)."""
    case = _progress.begin(case_id=case_id, action="notify", by=by, version=version)
    if served_on > timezone.localdate():
        raise RuleViolation("future_notice", "告知送达日期晚于今天，请核对", field="served_on")
    if case.filed_on and served_on < case.filed_on:
        raise RuleViolation("notice_before_filing", "告知不能早于立案", field="served_on")
    draft = _write_draft(case, intended)
    term = _terms.open_term(case, Term.STATEMENT, served_on, binds=False)
    PriorNotice.objects.filter(case=case).delete()  # after 补充调查 the party is told afresh
    notice = PriorNotice.objects.create(
        case=case,
        number=papers.number_of(case, "罚告"),
        served_on=served_on,
        window_ends_on=term.due_on,
    )
    _progress.finish(
        case,
        "notify",
        by=by,
        payload={
            "number": notice.number,
            "penalty": draft.get_penalty_display(),
            "amount": str(draft.amount),
            "served_on": served_on.isoformat(),
            "text_hash": draft.text_hash,
            "applied": draft.applied_version.legal_basis if draft.applied_version else "",
        },
    )
    papers.produce(case, "prior_notice", by=by, number=notice.number)
    escalation.report_if_owed(case, by=by)
    return notice


@transaction.atomic
def hear_statement(
    *,
    case_id: int,
    statement: str,
    answer: str,
    waived: bool,
    by: User,
    version: int | None = None,
) -> PriorNotice:
    """Enter the party's statement and the answer to it, or the written waiver (第四十五条)."""
    case = _progress.begin(case_id=case_id, action="hear_statement", by=by, version=version)
    if not waived and not (statement.strip() and answer.strip()):
        raise RuleViolation(
            "statement_unanswered",
            "须记明陈述申辩意见并写出复核意见；当事人书面放弃的请勾选",
            "《行政处罚法》第四十五条",
            field="statement" if not statement.strip() else "answer",
        )
    notice = case.prior_notice
    notice.statement, notice.answer, notice.waived = statement, answer, waived
    notice.heard_on = timezone.localdate()
    notice.save()
    _terms.close_term(case, Term.STATEMENT, notice.heard_on)
    _progress.finish(case, "hear_statement", by=by, payload={"waived": waived})
    return notice


@transaction.atomic
def redraft(*, case_id: int, intended: Intended, by: User, version: int | None = None) -> Draft:
    """Change the intended decision. Heavier than notified: the party must be told afresh."""
    case = _progress.begin(case_id=case_id, action="redraft", by=by, version=version)
    before = draft_of(case)
    if before is not None and _heavier(before, intended):
        raise RuleViolation(
            "heavier_than_notified",
            "拟处罚较告知的更重：不得因陈述申辩加重；确有新事实的，请补充调查后重新告知",
            "《行政处罚法》第四十五条第二款、第六十二条",
            field="amount",
        )
    draft = _write_draft(case, intended)
    case.cleared_hash = ""
    _progress.finish(case, "redraft", by=by, payload={"text_hash": draft.text_hash})
    events.draft_changed.send(sender=Case, case=case, by=by)
    return draft


def _heavier(before: Draft, after: Intended) -> bool:
    if before.penalty == after.penalty:
        return after.amount > before.amount
    return after.penalty not in (NO_PENALTY, PenaltyKind.WARNING)


@transaction.atomic
def reinvestigate(*, case_id: int, reason: str, by: User, version: int | None = None) -> Case:
    """Go back to the investigation (补充调查); a notice already given lapses."""
    case = _progress.begin(case_id=case_id, action="reinvestigate", by=by, version=version)
    case.cleared_hash = ""
    _terms.close_term(case, Term.STATEMENT, timezone.localdate())
    return _progress.finish(case, "reinvestigate", by=by, payload={"reason": reason})
