"""The reviewers of the day as the rule of assignment sees them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import models
from django.utils import timezone

from cases.models import Case
from core.errors import RuleViolation
from legal_review.models import FirstLook, Review, ReviewRecusal
from legal_review.rules import assignment
from legal_review.rules.assignment import ReviewerFacts, ReviewNeed
from personnel import selectors as people
from personnel.models import Appointment, Officer
from personnel.roles import Role
from personnel.selectors.leave import away_on

_PLAN = "方案二（二）3（3）"
Known = dict[int, tuple[Officer, ReviewerFacts]]


def _known(role: Role) -> Known:
    """Everybody who holds this review office today, with what waits with them."""
    today = timezone.localdate()
    offices = list(
        people.live_appointments(today)
        .filter(role=role.value)
        .prefetch_related("officer__recusals")
    )
    held: dict[int, list[Appointment]] = {}
    for office in offices:
        held.setdefault(office.officer_id, []).append(office)
    loads, away = _loads(held), away_on(held, today)
    return {
        pk: (rows[0].officer, _facts(rows, loads.get(pk, (0, 0)), away=pk in away))
        for pk, rows in held.items()
    }


def off_duty(officers: Iterable[int], today: date) -> dict[int, str]:
    """Officer id → why the person reviews nothing today: on leave, or out of the office."""
    ids = set(officers)
    roles = [Role.ZONE_REVIEWER.value, Role.TOWN_REVIEWER.value]
    held = people.live_appointments(today).filter(role__in=roles, officer__in=ids)
    in_office = set(held.values_list("officer_id", flat=True))
    gone = dict.fromkeys(ids - in_office, "不再担任法制审核员")
    return {**gone, **dict.fromkeys(away_on(ids, today), "请假")}


def _loads(officers: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Officer id → reviews on the desk now, reviews and first looks given this year."""
    ids = list(officers)
    year = timezone.localtime().replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    on_desk = _counts(Review.objects.filter(status=Review.Status.OPEN, holder__in=ids), "holder")
    given = _counts(Review.objects.filter(requested_at__gte=year, reviewer__in=ids), "reviewer")
    looked = _counts(
        FirstLook.objects.filter(review__requested_at__gte=year, officer__in=ids), "officer"
    )
    return {pk: (on_desk.get(pk, 0), given.get(pk, 0) + looked.get(pk, 0)) for pk in ids}


def _counts(rows: models.QuerySet[models.Model], by: str) -> Mapping[int, int]:
    return dict(rows.order_by().values_list(by).annotate(n=models.Count("pk")))


def _facts(rows: list[Appointment], load: tuple[int, int], *, away: bool) -> ReviewerFacts:
    officer = rows[0].officer
    paper = officer.legal_qualification
    return ReviewerFacts(
        id=officer.pk,
        name=str(officer),
        serves=frozenset(str(row.zone or row.township) for row in rows),
        qualified=bool(paper) and assignment.GRANDFATHERED not in paper,
        grandfathered=assignment.GRANDFATHERED in paper,
        open_reviews=load[0],
        taken=load[1],
        recused_from=frozenset(r.party for r in officer.recusals.all()),
        available=not away,
        acting=all(row.acting_for_id for row in rows),
    )


def _need(
    case: Case, place: str, *, excluded: Mapping[int, str] | None = None, elsewhere: bool = False
) -> ReviewNeed:
    stepped_back = dict.fromkeys(
        ReviewRecusal.objects.filter(case=case).values_list("officer_id", flat=True),
        "已就本案申请回避",
    )
    return ReviewNeed(
        place=place,
        handlers=frozenset(case.handlers.values_list("officer_id", flat=True)),
        parties=frozenset({case.party_name, *(party.name for party in case.parties.all())}),
        previous_reviewer=None if elsewhere else _previous(case, place),
        excluded={**(excluded or {}), **stepped_back},
        elsewhere=elsewhere,
    )


def _previous(case: Case, place: str) -> int | None:
    """Who had the last round here: the zone's reviewer, or the town's at the first look."""
    previous = case.reviews.order_by("-round").select_related("first_look").first()
    if previous is None:
        return None
    if place == _zone_of(case):
        return previous.reviewer_id
    first = getattr(previous, "first_look", None)
    return first.officer_id if first else None


def _zone_of(case: Case) -> str:
    return str(case.township.zone) if case.township.zone else ""


def _choose(known: Known, need: ReviewNeed) -> tuple[Officer | None, str]:
    choice = assignment.choose_reviewer((facts for _, facts in known.values()), need)
    officer = known[choice.reviewer.id][0] if choice.reviewer else None
    return officer, choice.reason[:200]


def choose_first_looker(case: Case) -> tuple[Officer | None, str]:
    """The town's reviewer for the first look, and why; None: why there is none."""
    if case.authority_agency_id is not None:
        return None, "区级部门承办的案件由片区审核员直接审核"
    town = case.authority_township or case.township
    return _choose(_known(Role.TOWN_REVIEWER), _need(case, str(town)))


def choose_reviewer(case: Case) -> tuple[Officer | None, str]:
    """The reviewer the rule names, and why; None when nobody may (the justice admin assigns)."""
    return _choose(_known(Role.ZONE_REVIEWER), _need(case, _zone_of(case)))


def choose_countersigner(review: Review) -> tuple[Officer | None, str]:
    """Another reviewer than the first, of this zone before those of others."""
    first = {review.reviewer_id: "已审核本件"} if review.reviewer_id else {}
    need = _need(review.case, _zone_of(review.case), excluded=first, elsewhere=True)
    return _choose(_known(Role.ZONE_REVIEWER), need)


def _for_stage(review: Review) -> tuple[Known, ReviewNeed]:
    """Who is asked at the stage the review is at, and what must be true of them."""
    case = review.case
    if review.stage == Review.Stage.FIRST_LOOK:
        return _known(Role.TOWN_REVIEWER), _need(case, str(review.township))
    if review.stage == Review.Stage.COUNTERSIGN and review.reviewer_id:
        first = {review.reviewer_id: "已审核本件"}
        need = _need(case, _zone_of(case), excluded=first, elsewhere=True)
        return _known(Role.ZONE_REVIEWER), need
    return _known(Role.ZONE_REVIEWER), _need(case, _zone_of(case))


def bar_to_review(officer: Officer, review: Review) -> RuleViolation | None:
    """Why this person may not have the review at its stage; None: nothing stands against it."""
    known, need = _for_stage(review)
    if officer.pk not in known:
        return RuleViolation("not_a_reviewer", f"{officer}不在法制审核岗位", _PLAN, "officer")
    return assignment.bar(known[officer.pk][1], need)


def possible_reviewers(review: Review) -> list[Officer]:
    """Who could take the review over at its stage, least loaded first."""
    known, need = _for_stage(review)
    able = [
        (facts.open_reviews, officer.pk, officer)
        for officer, facts in known.values()
        if assignment.bar(facts, need) is None
    ]
    return [officer for _, _, officer in sorted(able, key=lambda row: row[:2])]
