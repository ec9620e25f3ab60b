"""What a reviewer starts from when an answered question becomes knowledge: freed of the case."""

from __future__ import annotations

from typing import Any

from cases.models import Case
from cases.rules.redaction import Known, redact
from cases.selectors.disclosure import known_of
from legal_review.models import Question, QuestionEntry
from legal_review.rules.knowledge import hidden_numbers

_Kind = QuestionEntry.Kind


def identity_of(question: Question | None) -> list[str]:
    """What would tell which case it was: its number, place, parties, and the names in its file."""
    case = question.case if question is not None else None
    if case is None:
        return []
    known = known_of(case)
    parties = [party.name for party in case.parties.all()]
    return [case.number, case.party_name, case.place, *parties, *known.names, *known.phones]


def redacted(text: str, case: Case | None) -> str:
    """The text with names, numbers and addresses hidden, and what the file knows of the case."""
    known = known_of(case) if case is not None else Known()
    told = hidden_numbers(redact(text, known).text)
    if case is None:
        return told
    names = {case.party_name, *(party.name for party in case.parties.all())}
    for name in sorted(names, key=len, reverse=True):
        told = told.replace(name, "当事人") if len(name) > 1 else told
    return told.replace(case.place, "（地点略）") if len(case.place) > 1 else told


def entry_of(question: Question) -> dict[str, Any]:
    """Initial values of the form of a new entry."""
    case, thread = question.case, list(question.entries.all())
    asked = [e.text for e in thread if e.kind in (_Kind.ASK, _Kind.FOLLOW)]
    answers = [e for e in thread if e.kind == _Kind.ANSWER]
    item = question.item
    return {
        "title": redacted(question.title, case)[:80],
        "topic": question.topic,
        "domain": item.domain if item else "",
        "items": [item.pk] if item else [],
        "question_text": redacted("\n\n".join(asked), case),
        "answer_text": redacted("\n\n".join(e.text for e in answers), case),
        "articles": "\n".join(dict.fromkeys(e.articles for e in answers if e.articles)),
    }
