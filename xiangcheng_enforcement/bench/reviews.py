"""The review queue and its pages with fifty thousand rounds in the database."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING

from django.urls import reverse

from xiangcheng_enforcement.bench.client import Browser, UnexpectedAnswerError
from xiangcheng_enforcement.bench.figures import milliseconds, repeat

if TYPE_CHECKING:
    from xiangcheng_enforcement.bench.ground import Ground

ROUNDS = 50_000
OPEN = 2_000
_READS = 200
# Rounds of cases that are there, spread over two years; each zone's go to its own reviewer.
_ROWS = """
INSERT INTO legal_review_review (
       case_id, round, zone_id, township_id, reviewer_id, holder_id, assigned_because, status,
       stage, reasons, materials, note, draft_text, draft_hash, requested_by_id, requested_at,
       clock_from, due_on, due_provisional, concluded_at)
SELECT c.id, n, t.zone_id, t.id, a.officer_id, CASE WHEN %(open)s THEN a.officer_id END, '',
       CASE WHEN %(open)s THEN 'open' ELSE 'passed' END,
       CASE WHEN %(open)s THEN 'zone' ELSE 'done' END,
       '["测量"]', '[]', '', repeat('测量用送审文本。', 60), md5(c.id || ':' || n),
       c.created_by_id, now() - (c.id * 37 + n) %% 730 * interval '1 day', current_date,
       current_date + (c.id %% 20)::int, false,
       CASE WHEN %(open)s THEN NULL ELSE now() END
  FROM cases_case c
  JOIN zones_township t ON t.id = c.township_id
  JOIN personnel_appointment a ON a.zone_id = t.zone_id AND a.role = 'zone_reviewer'
 CROSS JOIN generate_series(%(first)s, %(last)s) n
 WHERE NOT %(open)s OR NOT EXISTS (
       SELECT 1 FROM legal_review_review r WHERE r.case_id = c.id AND r.status = 'open')
 ORDER BY n, c.id
 LIMIT %(rows)s
"""


def fill(ground: Ground) -> None:
    """Rounds up to the number measured, two thousand of them open."""
    per_case = ROUNDS // ground.cases + 1
    ground.execute(_ROWS, open=True, first=200, last=200, rows=OPEN)
    ground.execute(_ROWS, open=False, first=101, last=100 + per_case, rows=ROUNDS)
    ground.execute("VACUUM (ANALYZE) legal_review_review")


def queue(browser: Browser, query: str) -> str:
    """p50 / p95 of the list, to the last byte."""
    path = f"{reverse('reviews')}{query}"
    series = repeat(_READS, lambda: browser.page(path).seconds, warm_up=10)
    return milliseconds(series, 0.5, 0.95)


def pages(browser: Browser) -> str:
    """p50 / p95 of the pages named on the first page of the queue."""
    found = re.findall(r'href="(/reviews/\d+/)"', browser.page(reverse("reviews")).body)
    if not found:
        raise UnexpectedAnswerError("队列中没有审核件")
    paths, turns = list(dict.fromkeys(found)), count()
    series = repeat(
        _READS, lambda: browser.page(paths[next(turns) % len(paths)]).seconds, warm_up=10
    )
    return milliseconds(series, 0.5, 0.95)
