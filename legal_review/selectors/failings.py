"""What reviews found wanting, from the opinions that returned a case (常见错误的来源).

`Opinion.points` is read here and nowhere else for counting, through `rules.failings`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import models
from django.http import Http404
from django.utils import timezone

from core import access
from core.models import User
from legal_review.models import Opinion, Review, TypicalError
from legal_review.rules.checklist import OpinionKind, Point
from legal_review.rules.failings import Trend, failed_points, remark_on, trend_of
from legal_review.rules.knowledge import Standing
from legal_review.selectors.suggestions import redacted
from zones.models import EnforcementItem, Township

PERIODS = {"365": "近一年", "182": "近半年", "90": "近三个月"}  # the first where none is chosen
_LOOKED_AT = 30  # latest opinions on an item read for what they say
AT_LEAST = 2  # so often an error is found before it is proposed


@dataclass(frozen=True)
class Failing:
    """One opinion that did not pass: where, by whom, on what item, which points."""

    town: int
    zone: int | None
    reviewer: str
    item: int
    kind: str
    points: tuple[Point, ...]
    on: date

    @property
    def reason(self) -> str:
        return OpinionKind(self.kind).label


def towns_seen(user: User) -> set[int] | None:
    """Towns whose figures this person may see; None: all."""
    grants = access.grants_of(user)
    names = ("review_cases", "view_board", "assign_reviews")
    if any(grants.ids(name, "district") for name in names):
        return None
    zones = {pk for name in names for pk in grants.ids(name, "zone")}
    towns = {pk for name in names for pk in grants.ids(name, "township")}
    return towns | set(Township.objects.filter(zone__in=zones).values_list("pk", flat=True))


def start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_current_timezone())


def failings(since: date, until: date, towns: Collection[int] | None = None) -> list[Failing]:
    """Opinions given from `since` to before `until` that returned the case, in one query."""
    rows = Opinion.objects.filter(
        at__gte=start_of(since), at__lt=start_of(until), review__status=Review.Status.RETURNED
    )
    if towns is not None:
        rows = rows.filter(review__case__township__in=towns)
    found = rows.order_by().values_list(
        "review__case__township_id",
        "review__zone_id",
        "review__reviewer__user__name",
        "review__case__item_id",
        "kind",
        "points",
        "at",
    )
    return [
        Failing(town, zone, name or "", item, kind, failed_points(points), timezone.localdate(at))
        for town, zone, name, item, kind, points, at in found
    ]


@dataclass(frozen=True)
class Span:
    """A period up to today and the one of equal length before it."""

    days: int
    today: date

    @property
    def first(self) -> date:
        return self.today - timedelta(days=self.days - 1)

    @property
    def until(self) -> date:
        return self.today + timedelta(days=1)

    @property
    def earlier(self) -> date:
        return self.first - timedelta(days=self.days)

    def is_now(self, day: date) -> bool:
        return day >= self.first


@dataclass(frozen=True)
class Count:
    """How often in the period, how often in the one before."""

    now: int
    before: int

    @property
    def trend(self) -> Trend:
        return trend_of(self.now, self.before)


def _pairs(rows: Iterable[Failing]) -> Counter[tuple[Point, int]]:
    return Counter((point, row.item) for row in rows for point in row.points)


@dataclass(frozen=True)
class Candidate:
    """An error often found that nobody has written down yet."""

    point: Point
    item: EnforcementItem
    count: Count
    towns: str


def candidates(rows: list[Failing], span: Span) -> list[Candidate]:
    """What is proposed for the list, the most frequent first."""
    now = [row for row in rows if span.is_now(row.on)]
    counts, before = _pairs(now), _pairs(row for row in rows if not span.is_now(row.on))
    kept = TypicalError.objects.exclude(standing=Standing.WITHDRAWN.value)
    written = set(kept.values_list("point", "item_id"))
    wanted = [
        (pair, number)
        for pair, number in counts.most_common()
        if number >= AT_LEAST and (pair[0].value, pair[1]) not in written
    ]
    items = EnforcementItem.objects.in_bulk({item for (_, item), _ in wanted})
    names = dict(Township.objects.values_list("pk", "name"))
    return [
        Candidate(point, items[item], Count(number, before[point, item]), _towns(now, pair, names))
        for pair, number in wanted
        for point, item in [pair]
    ]


def _towns(rows: list[Failing], pair: tuple[Point, int], names: dict[int, str]) -> str:
    point, item = pair
    found = Counter(row.town for row in rows if row.item == item and point in row.points)
    return "、".join(f"{names[town]} {number}" for town, number in found.most_common())


def errors_for(user: User) -> models.QuerySet[TypicalError]:
    """Those on the list for everybody; drafts and withdrawn ones for those who curate."""
    rows = TypicalError.objects.select_related("item")
    if access.grants_of(user).any("curate_knowledge"):
        return rows
    return rows.filter(standing=Standing.VALID.value)


def get_error(*, user: User, pk: int) -> TypicalError:
    found = errors_for(user).select_related("written_by").filter(pk=pk).first()
    if found is None:
        raise Http404("没有这条常见错误，或者还没有发布")
    return found


def count_of(error: TypicalError, rows: list[Failing], span: Span) -> Count:
    """How often reviews found this error; an error of no item counts its point everywhere."""
    point = Point(error.point)
    hits = [row for row in rows if point in row.points and error.item_id in (None, row.item)]
    now = sum(span.is_now(row.on) for row in hits)
    return Count(now, len(hits) - now)


def words_of(point: Point, item: EnforcementItem, most: int = 5) -> list[str]:
    """The latest opinions that found this wanting, freed of the cases they were given in."""
    rows = Opinion.objects.filter(
        review__case__item=item, review__status=Review.Status.RETURNED
    ).select_related("review__case")
    found = []
    for row in rows.order_by("-at")[:_LOOKED_AT]:
        if point in failed_points(row.points):
            notes = getattr(row, "point_notes", {})
            text = notes.get(point.value) or remark_on(row.points, point) or row.text
            found.append(redacted(text, row.review.case))
    return list(dict.fromkeys(text for text in found if text))[:most]


@dataclass(frozen=True)
class Matrix:
    """Numbers by row name and column, with the sums at the right."""

    head: list[str]
    rows: list[list[object]]


def by_point(rows: list[Failing], names: list[tuple[str, str]], key: str) -> Matrix:
    """`names`: (value of Failing.`key` as text, label), in order; one line each."""
    lines: list[list[object]] = []
    for value, label in names:
        own = [row for row in rows if str(getattr(row, key)) == value]
        found = Counter(point for row in own for point in row.points)
        lines.append([label, *(found[point] for point in Point), len(own)])
    return Matrix(["", *(point.label for point in Point), "退回（次）"], lines)
