"""What of the study meetings lies on whose desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils import timezone

from cases.models import Case, StudyItem, StudyMeeting, StudyOpinion, StudyParticipant
from cases.rules.study import Effect, StudyState
from cases.selectors.study import ordered_studies
from core import access
from core.models import User
from zones.models import Township

_CALLED, _HELD = StudyState.CALLED.value, StudyState.HELD.value


def to_convene(user: User) -> models.QuerySet[Case]:
    """The chief wants the case studied, and no meeting stands: for the coordinator and the deputy
    chiefs of the leading zone."""
    grants = access.grants_of(user)
    zones = models.Q()
    if led := grants.ids("assist_arranging", "zone"):
        zones |= models.Q(escalation__lead_zone__in=led)
    if towns := grants.ids("convene_studies", "township"):
        here = Township.objects.filter(pk__in=towns).values("zone_id")
        zones |= models.Q(escalation__lead_zone__in=here)
    if not zones:
        return Case.objects.none()
    waiting = ordered_studies().filter(zones)
    since = waiting.filter(case=models.OuterRef("pk")).values("arranged_at")[:1]
    return Case.objects.filter(pk__in=waiting.values("case_id")).annotate(
        study_since=models.Subquery(since)
    )


def to_call(user: User) -> models.QuerySet[StudyMeeting]:
    """Drawn up by me and not called."""
    return StudyMeeting.objects.filter(created_by=user, state=StudyState.DRAFT.value)


def to_confirm(user: User) -> models.QuerySet[StudyMeeting]:
    """I am asked to come and have not said whether I do."""
    waiting = StudyParticipant.objects.filter(
        meeting=models.OuterRef("pk"), officer__user=user, answer=StudyParticipant.Answer.CALLED
    )
    return StudyMeeting.objects.filter(
        models.Exists(waiting), state=_CALLED, ends_at__gt=timezone.now()
    )


def to_opine(user: User) -> models.QuerySet[StudyItem]:
    """I come and have not spoken on the case."""
    part = StudyParticipant.objects.filter(
        meeting=models.OuterRef("meeting"),
        officer__user=user,
        answer=StudyParticipant.Answer.ACCEPTED,
    ).exclude(present=False)
    spoken = StudyOpinion.objects.filter(
        item=models.OuterRef("pk"), participant__officer__user=user
    )
    return StudyItem.objects.filter(
        models.Exists(part), ~models.Exists(spoken), meeting__state__in=[_CALLED, _HELD]
    ).exclude(meeting__chair__user=user)


def to_sign(user: User) -> models.QuerySet[StudyMeeting]:
    """Held under my chair, its minutes not signed."""
    return StudyMeeting.objects.filter(chair__user=user, state=_HELD)


def to_enter(user: User) -> models.QuerySet[StudyMeeting]:
    """Its time is over and nobody has entered what came of it: for chair and recorder."""
    mine = models.Q(chair__user=user) | models.Q(recorder__user=user)
    return StudyMeeting.objects.filter(mine, state=_CALLED, ends_at__lte=timezone.now())


def to_carry_out(user: User) -> models.QuerySet[StudyItem]:
    """Orders to my unit or on a case I handle that nobody has reported done."""
    grants = access.grants_of(user)
    mine = models.Q(
        pk__in=StudyItem.objects.filter(
            case__handlers__officer__user=user, case__handlers__removed_at=None
        ).values("pk")
    )
    for right in ("handle_cases", "approve_cases"):
        if towns := grants.ids(right, "township"):
            mine |= models.Q(township_id__in=towns)
        if agencies := grants.ids(right, "agency"):
            mine |= models.Q(agency_id__in=agencies)
    return StudyItem.objects.filter(
        mine,
        effect=Effect.BINDING.value,
        done_at=None,
        meeting__state=StudyState.CONCLUDED.value,
    )


def desks_of(user: User) -> Mapping[str, models.QuerySet[Any]]:
    """By key, in the order in which they are shown."""
    return {
        "convene": to_convene(user),
        "confirm": to_confirm(user),
        "opine": to_opine(user),
        "carry_out": to_carry_out(user),
        "sign": to_sign(user),
        "enter": to_enter(user),
        "call": to_call(user),
    }


def with_words(key: str, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """The rows of a desk with what its lines say, the most pressing first."""
    if key == "convene":
        return rows.order_by("study_since", "pk")
    if key in ("opine", "carry_out"):
        first = "finish_by" if key == "carry_out" else "meeting__starts_at"
        return rows.select_related("case", "meeting").order_by(first, "pk")
    return rows.order_by("starts_at", "pk")
