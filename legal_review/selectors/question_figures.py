"""Questions per town and topic, and how long an answer took: one small table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime
from statistics import median

from legal_review.models import Question
from legal_review.rules.guidance import Topic
from legal_review.selectors.failings import Matrix, start_of
from zones.selectors import all_towns

Asked = tuple[int | None, str, datetime, datetime | None]


def question_matrix(since: date, until: date, towns: Collection[int] | None) -> Matrix:
    """One line a town and one for all; withdrawn questions don't count."""
    rows = _rows(since, until, towns)
    lines = [
        _line(town.name, [row for row in rows if row[0] == town.pk])
        for town in all_towns()
        if town.zone_id and (towns is None or town.pk in towns)
    ]
    elsewhere = [row for row in rows if row[0] is None]
    if elsewhere:
        lines.append(_line("不针对镇街", elsewhere))
    lines.append(_line("合计", rows))
    head = ["镇街", *(topic.label for topic in Topic), "合计", "已答复", "答复用时（中位，小时）"]
    return Matrix(head, lines)


def _rows(since: date, until: date, towns: Collection[int] | None) -> list[Asked]:
    found = Question.objects.filter(asked_at__gte=start_of(since), asked_at__lt=start_of(until))
    if towns is not None:
        found = found.filter(township__in=towns)
    counted = found.exclude(status="withdrawn").order_by()
    return list(counted.values_list("township_id", "topic", "asked_at", "answered_at"))


def _line(name: str, rows: list[Asked]) -> list[object]:
    topics = Counter(row[1] for row in rows)
    hours = [(done - asked).total_seconds() / 3600 for _, _, asked, done in rows if done]
    took = f"{median(hours):.1f}" if hours else "—"
    return [name, *(topics[topic.value] for topic in Topic), len(rows), len(hours), took]
