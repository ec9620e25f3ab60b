"""The columns of the board: which cases stand where, the most urgent first, a few of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models.functions import RowNumber
from django.utils import timezone

from cases.models import Case, CaseOfficer, Escalation, Urging
from cases.rules import board as rules
from cases.rules import urging
from cases.rules.board import LANES, WAITING, WAITING_FOR_CHIEF, Lane, Risk
from cases.selectors.board import Sight
from cases.selectors.due import Due, due_of
from cases.selectors.visibility import visible_among
from core import calendars
from core.models import User
from core.rules.workdays import WorkCalendar
from zones.selectors import put_places

SOON_WORKDAYS = 3
MORE = 20  # so many more cards of a column at a time
_OPEN_REPORTS = (Escalation.Status.PENDING, Escalation.Status.ROUTED)


@dataclass(frozen=True)
class Wanted:
    """What the filter asks for; empty values ask for nothing."""

    domain: str = ""
    risk: str = ""
    mine: frozenset[int] | None = None  # ids of my own to-dos; None: not asked
    due: str = ""
    lane: str = ""  # of this column more is shown,
    shown: int = rules.LANE_SIZE  # so many


@dataclass
class Card:
    """One case on the board."""

    case: Case
    since: datetime
    days: int
    due: Due | None
    risk: Risk
    lead: str
    domain: str
    urged: str  # how often and when last; "" when never
    urged_today: bool

    @property
    def shows_state(self) -> bool:
        """Whether the column alone does not tell how far the case is."""
        states = next(lane.states for lane in LANES if lane.key == self.lane_key)
        return self.case.stage not in states[:1]

    @property
    def lane_key(self) -> str:
        return rules.lane_of(self.case.stage, self.case.reporting)

    @property
    def standing(self) -> str:
        return rules.standing_words(self.lane_key, self.days)

    @property
    def standing_level(self) -> str:
        return rules.standing_level(self.days)


@dataclass
class Column:
    """A lane with the cards that are shown and how many there are."""

    lane: Lane
    total: int = 0
    cards: list[Card] = field(default_factory=list)

    @property
    def is_waiting(self) -> bool:
        return self.lane.key == WAITING

    @property
    def next(self) -> int:
        """How many cards are shown after asking for more."""
        return len(self.cards) + MORE

    @property
    def rest(self) -> int:
        return self.total - len(self.cards)

    @property
    def late(self) -> int:
        """How many of the cards shown are overdue."""
        return sum(card.due is not None and card.due.level == "late" for card in self.cards)


def led_cases(sight: Sight) -> list[int]:
    """Cases of other towns whose report one of the whole zones leads."""
    if not sight.whole:
        return []
    led = Escalation.objects.filter(
        lead_zone__in=sight.whole, status=Escalation.Status.ROUTED, case__closed_on=None
    ).exclude(case__township__in=[town.pk for town in sight.towns])
    return list(led.values_list("case_id", flat=True))


def board_cases(
    user: User, sight: Sight, wanted: Wanted, led: Sequence[int] = ()
) -> models.QuerySet[Case]:
    """Open cases that somebody may see: registered in the towns, or `led` (see `led_cases`)."""
    here = models.Q(township__in=[town.pk for town in sight.towns])
    if led:
        here |= models.Q(pk__in=led)
    rows = visible_among(Case.objects.filter(here, closed_on=None), user=user)
    if wanted.domain:
        rows = rows.filter(item__domain=wanted.domain)
    if wanted.mine is not None:
        rows = rows.filter(pk__in=wanted.mine)
    return rows.filter(of_risk(wanted.risk)) if wanted.risk else rows


def of_due(rows: models.QuerySet[Case], due: str, today: date) -> models.QuerySet[Case]:
    """late: overdue; soon: within three working days; stalled: thirty days in one state."""
    if due == "late":
        return rows.filter(next_due_on__lt=today)
    if due == "soon":
        until = soon_until(today, calendars.work_calendar())
        return rows.filter(next_due_on__range=(today, until))
    return rows.filter(stage_since__date__lte=stalled_before(today)) if due == "stalled" else rows


def of_risk(risk: str) -> models.Q:
    """`rules.risk_of` in SQL."""
    high = models.Q(is_major=True) | models.Q(circumstances__has_any_keys=list(rules.HEAVY))
    if risk == Risk.HIGH:
        return high
    light = models.Q(is_complex=False, circumstances=[], reporting="", needs_review=False)
    return ~high & (light if risk == Risk.LOW else ~light)


def columns(rows: models.QuerySet[Case], wanted: Wanted) -> list[Column]:
    """The lanes that hold something, with their first cards; two queries for any number."""
    found = {lane.key: Column(lane) for lane in LANES}
    since: dict[int, datetime] = {}
    places: dict[int, str] = {}
    for row in _first_of_each(of_due(rows, wanted.due, timezone.localdate()), wanted):
        found[row["lane"]].total = row["total"]
        places[row["pk"]], since[row["pk"]] = row["lane"], row["since"]
    for card in cards_of(list(places), since):
        found[places[card.case.pk]].cards.append(card)
    return [column for column in found.values() if column.total]


def empty_lanes(found: Sequence[Column]) -> list[str]:
    """Names of the columns that hold nothing."""
    full = {column.lane.key for column in found}
    return [lane.label for lane in LANES if lane.key not in full]


def listed(rows: models.QuerySet[Case], wanted: Wanted, limit: int) -> Iterator[tuple[Lane, Card]]:
    """Every case of the filter, column by column, in the order of the board."""
    whole = _placed(of_due(rows, wanted.due, timezone.localdate()))
    found = list(whole.values("pk", "lane", "since").order_by("lane", *_ORDER)[:limit])
    since = {row["pk"]: row["since"] for row in found}
    lanes = {row["pk"]: row["lane"] for row in found}
    cards = cards_of(list(since), since)
    for lane in LANES:
        yield from ((lane, card) for card in cards if lanes[card.case.pk] == lane.key)


def _placed(rows: models.QuerySet[Case]) -> models.QuerySet[Any]:
    """Each with its column, since when it is there, and the term it goes by."""
    waits = models.Q(reporting__in=WAITING_FOR_CHIEF)
    states = [(lane.key, [state.value for state in lane.states]) for lane in LANES]
    standing = [
        models.When(state__in=found, then=models.Value(key)) for key, found in states if found
    ]
    return rows.annotate(
        lane=models.Case(
            models.When(waits, then=models.Value(WAITING)),
            *standing,
            default=models.Value(LANES[-1].key),
            output_field=models.CharField(),
        ),
        since=_since(waits),
        # The chief's column goes by how long it has waited, the others by their terms.
        due=models.Case(models.When(waits, then=None), default=models.F("next_due_on")),
    )


_ORDER = (models.F("due").asc(nulls_last=True), models.F("since").asc(), models.F("pk").asc())


def _first_of_each(rows: models.QuerySet[Case], wanted: Wanted) -> Any:
    numbered = _placed(rows).annotate(
        nth=models.Window(RowNumber(), partition_by="lane", order_by=_ORDER),
        total=models.Window(models.Count("pk"), partition_by="lane"),
    )
    few = models.Q(nth__lte=rules.LANE_SIZE)
    if wanted.lane:
        few |= models.Q(lane=wanted.lane, nth__lte=wanted.shown)
    picked = numbered.filter(few).order_by("nth")
    return picked.values("pk", "lane", "since", "total")


def _since(waits: models.Q) -> models.Case:
    """When it came into its column: the report to the chief, or its present state."""
    reports = Escalation.objects.filter(case=models.OuterRef("pk"), status__in=_OPEN_REPORTS)
    raised = models.Subquery(reports.values("raised_at")[:1])
    return models.Case(models.When(waits, then=raised), default=models.F("stage_since"))


def cards_of(ids: Sequence[int], since: Mapping[int, datetime]) -> list[Card]:
    """The cases in the order of their ids as given, as cards; one query."""
    cases = with_lead_and_urgings(Case.objects.filter(pk__in=ids)).in_bulk()
    rows = [cases[pk] for pk in ids if pk in cases]
    put_places(rows, "township", "authority_township", "authority_agency")
    today, calendar = timezone.localdate(), calendars.work_calendar()
    return [card_of(row, since[row.pk], today, calendar) for row in rows]


def with_lead_and_urgings(rows: models.QuerySet[Case]) -> models.QuerySet[Any]:
    """Each with who leads it, its domain, how often it was urged and when last."""
    leads = CaseOfficer.objects.filter(
        case=models.OuterRef("pk"), duty=CaseOfficer.Duty.LEAD, removed_at=None
    )
    urged = Urging.objects.filter(case=models.OuterRef("pk")).order_by().values("case")
    return rows.defer("description", "jurisdiction").annotate(
        lead_name=models.Subquery(leads.values("officer__user__name")[:1]),
        domain=models.F("item__domain"),
        urged_times=models.Subquery(urged.annotate(n=models.Count("pk")).values("n")),
        urged_last=models.Subquery(urged.annotate(day=models.Max("urged_on")).values("day")),
    )


def card_of(row: Any, since: datetime, today: date, calendar: WorkCalendar) -> Card:
    """`row` comes from `with_lead_and_urgings`; `since`: when it came into its column."""
    last: date | None = row.urged_last
    return Card(
        case=row,
        since=since,
        days=(today - timezone.localdate(since)).days,
        due=due_of(row, today, calendar),
        risk=risk_of(row),
        lead=row.lead_name or "",
        domain=row.domain,
        urged=urging.words(row.urged_times, last) if last else "",
        urged_today=not urging.may_urge(last, today),
    )


def risk_of(case: Case) -> Risk:
    return rules.risk_of(
        major=case.is_major,
        complex_=case.is_complex,
        circumstances=case.circumstances,
        reporting=case.reporting,
        review=case.needs_review,
    )


def soon_until(today: date, calendar: WorkCalendar) -> date:
    """The last day that counts as due within three working days."""
    return calendar.add_workdays(today, SOON_WORKDAYS)


def stalled_before(today: date) -> date:
    return today - timedelta(days=rules.STALLED_DAYS)
