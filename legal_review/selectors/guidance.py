"""Questions: who sees them, who could answer, how long is left."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.http import Http404
from django.utils import timezone

from cases.models import Case
from cases.rules.deadlines import Unit, remaining
from cases.selectors import visible_cases
from cases.selectors.due import Due
from core import access
from core.models import User
from core.rules.workdays import WorkCalendar
from legal_review.models import Question, QuestionEntry
from legal_review.rules import guidance as rule
from legal_review.rules.guidance import Asked, Guide, Routed, State
from personnel import selectors as people
from personnel.models import Officer
from personnel.roles import Role
from personnel.selectors.leave import away_on
from zones.models import Township

_OFFICES = (Role.TOWN_REVIEWER.value, Role.ZONE_REVIEWER.value)


def _oversees(user: User) -> bool:
    return access.grants_of(user).any("assign_reviews")


def visible_questions(*, user: User) -> models.QuerySet[Question]:
    """A question of a case is seen by whoever sees the case; any question by those in it.

    The justice admin sees all.
    """
    rows = Question.objects.order_by("-asked_at", "-id")
    if _oversees(user):
        return rows
    case = visible_cases(user=user).order_by().filter(pk=models.OuterRef("case_id"))
    seen = models.Q(asker=user) | models.Q(guide__user=user) | models.Q(models.Exists(case))
    if access.grants_of(user).any("review_cases"):  # whoever answered or passed it on earlier
        entries = QuestionEntry.objects.filter(question=models.OuterRef("pk"), by=user)
        seen |= models.Q(models.Exists(entries))
    return rows.filter(seen)


def get_visible_question(*, user: User, pk: int) -> Question:
    found = (
        visible_questions(user=user)
        .select_related("case", "item", "township", "zone", "asker", "guide__user")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404("没有这件咨询，或者它不在您的职责范围内")
    return found


def sees_case(user: User, question: Question) -> bool:
    """Whether the case itself is open to whoever sees the question."""
    return (
        question.case_id is not None
        and visible_cases(user=user).filter(pk=question.case_id).exists()
    )


def waiting_for(user: User) -> models.QuerySet[Question]:
    """What this person is to answer, the nearest term first."""
    rows = Question.objects.filter(status=State.OPEN.value).exclude(asker=user)
    mine = models.Q(guide__user=user)
    if _oversees(user):
        mine |= models.Q(guide=None)
    return rows.filter(mine).order_by("due_on", "id")


def to_close(user: User) -> models.QuerySet[Question]:
    """Answered questions whose asker has not said whether that solves them."""
    return Question.objects.filter(status=State.ANSWERED.value, asker=user)


def thread_of(question: Question) -> models.QuerySet[QuestionEntry]:
    return question.entries.select_related("by", "to__user").prefetch_related("files")


def questions_of(case: Case) -> models.QuerySet[Question]:
    rows = Question.objects.filter(case=case).order_by("-asked_at", "-id")
    return rows.select_related("asker", "guide__user")


def due_of(question: Question, today: date, calendar: WorkCalendar) -> Due | None:
    """The badge of a question still open."""
    if question.status != State.OPEN:
        return None
    left = remaining(question.due_on, today, calendar, Unit.WORKDAY)
    why = calendar.why_provisional(today, question.due_on) if question.due_provisional else ""
    return Due(left.text, left.level.value, "答复", question.due_on, bool(why), why)


def _guides() -> dict[int, tuple[Officer, Guide]]:
    """Everybody who holds a review office today, stand-ins included."""
    today = timezone.localdate()
    offices = list(
        people.live_appointments(today)
        .filter(role__in=_OFFICES)
        .prefetch_related("officer__recusals")
    )
    officers = {office.officer_id: office.officer for office in offices}
    away = away_on(officers, today)
    waiting = dict(
        Question.objects.filter(status=State.OPEN.value, guide_id__in=officers)
        .order_by()
        .values_list("guide_id")
        .annotate(n=models.Count("pk"))
    )
    found = {}
    for pk, officer in officers.items():
        held = [office for office in offices if office.officer_id == pk]
        facts = Guide(
            id=pk,
            name=str(officer),
            towns=frozenset(o.township_id for o in held if o.township_id),
            zones=frozenset(o.zone_id for o in held if o.zone_id),
            away=pk in away,
            acting=any(o.acting_for_id for o in held),
            waiting=waiting.get(pk, 0),
            recused_from=frozenset(row.party for row in officer.recusals.all()),
        )
        found[pk] = (officer, facts)
    return found


def asked_by(asker: User, case: Case | None, town: Township | None) -> Asked:
    """A question as the rule sees it: of the case's town, else of the town named."""
    officer = Officer.objects.filter(user=asker).values_list("pk", flat=True).first() or 0
    if case is None:
        return Asked(officer, town.pk if town else None, town.zone_id if town else None)
    return Asked(
        officer,
        case.township_id,
        case.township.zone_id,
        frozenset(case.handlers.filter(removed_at=None).values_list("officer_id", flat=True)),
        frozenset({case.party_name}),
    )


def choose_guide(asked: Asked) -> tuple[Officer | None, str]:
    """Who is to answer, and why; None: it lies with 区司法局."""
    known = _guides()
    routed: Routed = rule.route((facts for _, facts in known.values()), asked)
    officer = known[routed.guide.id][0] if routed.guide else None
    return officer, routed.reason[:200]


def could_answer(question: Question) -> list[Officer]:
    """Other reviewers who may answer, those of the same zone first."""
    asked = asked_by(question.asker, question.case, question.township)
    able = [
        (question.zone_id not in facts.zones, facts.waiting, pk, officer)
        for pk, (officer, facts) in _guides().items()
        if pk != question.guide_id and rule.bar(facts, asked) is None
    ]
    return [officer for *_, officer in sorted(able, key=lambda row: row[:3])]


def overseers() -> list[User]:
    return people.holders(Role.JUSTICE_ADMIN, timezone.localdate())
