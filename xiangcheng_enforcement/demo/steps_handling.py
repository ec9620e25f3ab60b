"""Records, the end of the investigation, the notice to the party, and its answer."""

from __future__ import annotations

import hashlib
from decimal import Decimal

from cases.models import Case, Draft, InvestigationRecord
from cases.rules.deadlines import Term
from xiangcheng_enforcement.demo.casefile import (
    PENALTY_LABELS,
    At,
    CaseFile,
    DraftText,
    Step,
)
from xiangcheng_enforcement.demo.matters import pick
from xiangcheng_enforcement.demo.papers import NOTICE

_Kind = InvestigationRecord.Kind


def record(file: CaseFile, at: At) -> Step:
    """The first record is of the place, later ones of the party."""
    first, file.recorded = not file.recorded, True
    kind = (_Kind.SITE if first else _Kind.INTERVIEW).value
    words, texts = file.words, file.office.matters.texts
    content = texts["site_record" if first else "interview_record"]
    content = content.format(
        place=words.place, party=words.party, facts=words.facts, act=words.facts
    )
    pk = next(file.office.record_ids)
    rows = file.office.rows
    rows.records.rows.append(
        (pk, file.pk, kind, at.stamp, words.place if first else file.life.fate.towns[0].name,
         words.representative or words.party, content, True, file.lead.user_id, at.stamp)
    )  # fmt: skip
    rows.record_officers.rows += [(pk, file.lead.officer_id), (pk, file.second.officer_id)]
    return file.lead, {"kind": kind, "officers": [file.lead.name, file.second.name]}


def conclude(file: CaseFile, at: At) -> Step:
    return file.lead, {"findings": pick(file.office.matters.texts["findings"], file.draw)}


def notify(file: CaseFile, at: At) -> Step:
    """The draft is written, the party told, and its time to answer begins."""
    fate = file.life.fate
    assert file.unit is not None  # filed cases have one
    file.draft = _draft(file, at, pick(file.office.matters.texts["discretion"], file.draw))
    due = file.open_term(Term.STATEMENT, at.day, binds=False)
    number = file.office.papers.take(NOTICE, file.unit, at.day)
    file.told = [file.pk, number, at.date, due.date, "", "", False, None, fate.penalty, fate.amount]
    return file.lead, {
        "number": number,
        "penalty": PENALTY_LABELS[fate.penalty],
        "amount": str(fate.amount),
        "served_on": at.date,
        "text_hash": file.draft.digest,
        "applied": file.draft.basis.removeprefix("依据").removesuffix("的规定。"),
    }


def hear_statement(file: CaseFile, at: At) -> Step:
    waived = file.life.fate.heard == "waived"
    texts = file.office.matters.texts
    if not waived:
        file.told[4:6] = pick(texts["statements"], file.draw), pick(texts["answers"], file.draw)
    file.told[6:8] = waived, at.date
    file.close_term(Term.STATEMENT, at.date)
    return file.lead, {"waived": waived}


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
    performance = texts["performance"].get(fate.penalty, texts["performance"]["warning"])
    _DRAFT.case.party_name = words.party
    _DRAFT.facts, _DRAFT.basis, _DRAFT.discretion = facts, basis, discretion
    _DRAFT.penalty, _DRAFT.amount = fate.penalty, Decimal(fate.amount)
    _DRAFT.performance = performance
    text = _DRAFT.text
    digest = hashlib.sha256(text.encode()).hexdigest()
    return DraftText(facts, basis, discretion, performance, text, digest, at.stamp)
