"""Investigation, notice to the party, and the party's answer."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from cases import events
from cases.models import Case, Draft, Hearing, PriorNotice
from cases.models.decision import NO_PENALTY
from cases.rules.deadlines import Term
from cases.selectors.facts import hearing_owed
from cases.services import _drafting, _progress, _terms, escalation, papers
from cases.services._drafting import Intended
from core.errors import RuleViolation
from core.models import User

__all__ = [
    "Intended",
    "conclude",
    "exempt",
    "hear_statement",
    "notify",
    "redraft",
    "reinvestigate",
]


@transaction.atomic
def conclude(*, case_id: int, findings: str, by: User, version: int | None = None) -> Case:
    """End the investigation with its findings (调查终结)."""
    case = _progress.begin(case_id=case_id, action="conclude", by=by, version=version)
    return _progress.finish(case, "conclude", by=by, payload={"findings": findings})


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
    if intended.penalty == NO_PENALTY and case.workflow_version > 1:
        raise RuleViolation(
            "nothing_to_notify",
            "不予处罚的不须告知，请办理“拟不予处罚”",
            "《行政处罚法》第四十四条",
            field="penalty",
        )
    draft = _drafting.write(case, intended)
    case.draft = draft
    term = _terms.open_term(case, Term.STATEMENT, served_on, binds=False)
    hearing = hearing_owed(case)
    last = (
        _terms.open_term(case, Term.HEARING_REQUEST, served_on, binds=False).due_on
        if hearing
        else None
    )
    # after 补充调查 the party is told afresh; what was before stays in the trail
    PriorNotice.objects.filter(case=case).delete()
    Hearing.objects.filter(case=case).delete()
    notice = PriorNotice.objects.create(
        case=case,
        number=papers.number_of(case, "罚告"),
        served_on=served_on,
        window_ends_on=term.due_on,
        hearing_told=bool(hearing),
        hearing_due_on=last,
        penalty_told=",".join([draft.penalty, *draft.more_penalties]),
        amount_told=draft.amount,
        confiscation_told=draft.confiscation,
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
            "hearing": [reason.text for reason in hearing],
        },
    )
    papers.produce(case, "prior_notice", by=by, number=notice.number)
    escalation.report_if_owed(case, by=by)
    return notice


@transaction.atomic
def exempt(*, case_id: int, intended: Intended, by: User, version: int | None = None) -> Draft:
    """Intend no penalty on a ground of the law (第三十三条, 第五十七条); nobody is notified."""
    case = _progress.begin(case_id=case_id, action="exempt", by=by, version=version)
    draft = _drafting.write(case, intended)
    case.draft = draft
    case.cleared_hash = ""
    _progress.finish(
        case,
        "exempt",
        by=by,
        payload={"exemption": draft.get_exemption_display(), "text_hash": draft.text_hash},
    )
    events.draft_changed.send(sender=Case, case=case, by=by)
    return draft


@transaction.atomic
def hear_statement(
    *,
    case_id: int,
    statement: str,
    answer: str,
    waived: bool,
    hearing_waived: bool = False,
    by: User,
    version: int | None = None,
) -> PriorNotice:
    """Enter the party's statement and the answer to it, or what it waived in writing (第四十五条).

    The hearing is waived apart from the defence (第六十四条第一项); a waiver is not taken back by
    a later statement.
    """
    case = _progress.begin(case_id=case_id, action="hear_statement", by=by, version=version)
    notice = case.prior_notice
    said = bool(statement.strip() and answer.strip())
    _check_answer(notice, statement, said=said, waived=waived, hearing_waived=hearing_waived)
    today = timezone.localdate()
    if said or waived:
        notice.statement, notice.answer, notice.waived = statement, answer, waived
        notice.heard_on = today
        _terms.close_term(case, Term.STATEMENT, today)
    if hearing_waived:
        notice.hearing_waived = True
        _terms.close_term(case, Term.HEARING_REQUEST, today)
    notice.save()
    payload = {"waived": waived, "hearing_waived": hearing_waived}
    _progress.finish(case, "hear_statement", by=by, payload=payload)
    return notice


def _check_answer(
    notice: PriorNotice, statement: str, *, said: bool, waived: bool, hearing_waived: bool
) -> None:
    if hearing_waived and not notice.hearing_told:
        raise RuleViolation(
            "no_hearing_right",
            "本案未告知听证权利，无须放弃",
            "《行政处罚法》第六十三条",
            field="hearing_waived",
        )
    if said or waived or (hearing_waived and not statement.strip()):
        return
    raise RuleViolation(
        "statement_unanswered",
        "须记明陈述申辩意见并写出复核意见；当事人书面放弃的请勾选",
        "《行政处罚法》第四十五条",
        field="statement" if not statement.strip() else "answer",
    )


@transaction.atomic
def redraft(*, case_id: int, intended: Intended, by: User, version: int | None = None) -> Draft:
    """Change the intended decision. Heavier than notified: the party must be told afresh."""
    case = _progress.begin(case_id=case_id, action="redraft", by=by, version=version)
    if _drafting.heavier_than_told(case, intended):
        raise RuleViolation(
            "heavier_than_notified",
            "拟处罚较告知的更重：不得因陈述申辩加重；确有新事实的，请补充调查后重新告知",
            "《行政处罚法》第四十五条第二款、第六十二条",
            field="amount",
        )
    draft = _drafting.write(case, intended)
    case.cleared_hash = ""
    _progress.finish(case, "redraft", by=by, payload={"text_hash": draft.text_hash})
    events.draft_changed.send(sender=Case, case=case, by=by)
    return draft


@transaction.atomic
def reinvestigate(*, case_id: int, reason: str, by: User, version: int | None = None) -> Case:
    """Go back to the investigation (补充调查); a notice already given lapses."""
    case = _progress.begin(case_id=case_id, action="reinvestigate", by=by, version=version)
    case.cleared_hash = ""
    _terms.close_term(case, Term.STATEMENT, timezone.localdate())
    _progress.finish(case, "reinvestigate", by=by, payload={"reason": reason})
    events.draft_changed.send(sender=Case, case=case, by=by)  # what passed covers it no more
    return case
