"""The draft, the notice to the party with its rights, and its answer."""

from __future__ import annotations

import hashlib
from decimal import Decimal

from cases.models import Case, Draft
from cases.rules.deadlines import Term
from xiangcheng_enforcement.demo.casefile import (
    PENALTY_LABELS,
    At,
    CaseFile,
    DraftText,
    Step,
)
from xiangcheng_enforcement.demo.grades import grades_for
from xiangcheng_enforcement.demo.matters import pick
from xiangcheng_enforcement.demo.papers import NOTICE


def exempt(file: CaseFile, at: At) -> Step:
    """No penalty is intended, on a ground the law names (第三十三条)."""
    fate = file.life.fate
    discretion = file.office.matters.texts["exempt"][fate.exemption]
    file.draft = _draft(file, at, discretion)
    return file.lead, {"exemption": fate.exemption, "text_hash": file.draft.digest}


def notify(file: CaseFile, at: At) -> Step:
    """The draft is written, the party told, and its time to answer begins."""
    fate = file.life.fate
    assert file.unit is not None  # filed cases have one
    file.draft = _draft(file, at, pick(file.office.matters.texts["discretion"], file.draw))
    due = file.open_term(Term.STATEMENT, at.day, binds=False)
    reasons = file.office.rules.gravity.to_hear(fate)
    hearing = bool(reasons)
    hearing_due = file.open_term(Term.HEARING_REQUEST, at.day, binds=False) if hearing else None
    number = file.office.papers.take(NOTICE, file.unit, at.day)
    file.told = [
        file.pk, number, at.date, due.date, "", "", False, None, False, hearing,
        hearing_due and hearing_due.date, fate.penalty, fate.amount,
    ]  # fmt: skip
    return file.lead, {
        "number": number,
        "penalty": PENALTY_LABELS[fate.penalty],
        "amount": str(fate.amount),
        "served_on": at.date,
        "text_hash": file.draft.digest,
        "applied": file.draft.basis.removeprefix("依据").removesuffix("的规定。"),
        "hearing": [reason.text for reason in reasons],
    }


def hear_statement(file: CaseFile, at: At) -> Step:
    waived = file.life.fate.heard == "waived"
    texts = file.office.matters.texts
    if not waived:
        file.told[4:6] = pick(texts["statements"], file.draw), pick(texts["answers"], file.draw)
    hearing_waived = waived and bool(file.told[9])
    file.told[6:9] = waived, at.date, hearing_waived
    file.close_term(Term.STATEMENT, at.date)
    if hearing_waived:
        file.close_term(Term.HEARING_REQUEST, at.date)
    return file.lead, {"waived": waived, "hearing_waived": hearing_waived}


def redraft(file: CaseFile, at: At) -> Step:
    """The reasons are told more fully; the penalty stays as notified."""
    assert file.draft is not None  # notified
    file.draft = _draft(file, at, f"{file.draft.discretion}当事人改正情况有复查记录证实。")
    file.cleared = ""
    return file.lead, {"text_hash": file.draft.digest}


_DRAFT = Draft(case=Case())  # filled anew for each text; making one costs more than the text


def _draft(file: CaseFile, at: At, discretion: str) -> DraftText:
    """Worded here, put together by the model itself, so that it hashes as the model would."""
    fate, words, texts = file.life.fate, file.words, file.office.matters.texts
    item = fate.matter.item
    facts = texts["facts"].format(
        party=words.party, day=words.occurred_on, place=words.place, facts=words.facts
    )
    lapsed = item.basis_valid_until and words.occurred_on > item.basis_valid_until.isoformat()
    basis = f"依据{item.successor_basis if lapsed else item.legal_basis}的规定。"
    grade = _grade(file) if fate.amount else ""
    performance = texts["performance"].get(fate.penalty, texts["performance"]["warning"])
    _DRAFT.case.party_name = words.party
    _DRAFT.facts, _DRAFT.basis, _DRAFT.discretion = facts, basis, discretion
    _DRAFT.penalty, _DRAFT.amount = fate.penalty, Decimal(fate.amount)
    _DRAFT.exemption, _DRAFT.grade = fate.exemption, grade
    _DRAFT.performance = performance
    text = _DRAFT.text
    digest = hashlib.sha256(text.encode()).hexdigest()
    return DraftText(facts, basis, discretion, performance, text, digest, at.stamp, grade)


def _grade(file: CaseFile) -> str:
    """The grade that holds the fine; the highest where a story's fine goes beyond."""
    fate = file.life.fate
    found = grades_for(fate.matter, organisation=fate.party.is_organisation)
    amount = Decimal(fate.amount)
    chosen = next((grade.label for grade in found if grade.covers(amount)), "")
    return chosen or (found[-1].label if found and amount > (found[-1].fine_to or 0) else "")
