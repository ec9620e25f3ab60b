"""Questions and knowledge brought to a stage through the services, as people would."""

from __future__ import annotations

import uuid
from typing import Any

from cases.models import Case
from core.models import User
from legal_review.models import KnowledgeEntry, Question
from legal_review.services import guidance, knowledge
from legal_review.services.guidance import Asking
from tests.stories import town

TITLE = "占道堆放物料能否先行登记保存"
ANSWER = "可以先行登记保存，但须经负责人批准，并在七个工作日内作出处理决定。"
ARTICLES = "《行政处罚法》第五十六条"


def asked(by: User, where: str = "石亭街道", case: Case | None = None, **changes: Any) -> Question:
    values: dict[str, Any] = {
        "title": TITLE,
        "text": "商户不愿搬离，担心证据灭失。",
        "topic": "facts",
        "case": case,
        "township": None if case else town(where),
    }
    files = changes.pop("files", ())
    key = changes.pop("key", None) or uuid.uuid4()
    return guidance.ask(asking=Asking(**{**values, **changes}), key=key, files=files, by=by)


def answered(question: Question, by: User) -> Question:
    return guidance.answer(question_id=question.pk, text=ANSWER, articles=ARTICLES, by=by)


def solved(question: Question, by: User) -> Question:
    answered(question, by)
    return guidance.solve(question_id=question.pk, by=question.asker)


def entry(by: User, *, publish: bool = True, **changes: Any) -> KnowledgeEntry:
    values: dict[str, Any] = {
        "title": "占道物料能否先行登记保存",
        "topic": "facts",
        "domain": "城管-市容环卫",
        "question_text": "商户不愿搬离，担心证据灭失。",
        "answer_text": ANSWER,
        "articles": ARTICLES,
        "keywords": "占道 证据保全",
        "items": [],
    }
    made = knowledge.write(words={**values, **changes}, by=by)
    return knowledge.publish(entry_id=made.pk, by=by) if publish else made
