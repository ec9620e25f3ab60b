"""Study meetings: which one sees, one with everything, what cases wait for one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import models
from django.http import Http404

from cases.models import (
    Arrangement,
    Case,
    StudyItem,
    StudyMeeting,
    StudyOpinion,
    StudyParticipant,
)
from cases.rules.study import StudyState
from cases.selectors.visibility import sees_everything
from core import access
from core.models import User

_PEOPLE = ("chair__user", "recorder__user", "created_by", "signed_by")


def visible_meetings(user: User) -> models.QuerySet[StudyMeeting]:
    """Meetings of the zones where I convene, those I am called to, and those I drew up."""
    rows = StudyMeeting.objects.select_related(*_PEOPLE)
    grants = access.grants_of(user)
    if sees_everything(user) or grants.ids("convene_studies", "district"):
        return rows
    called = StudyParticipant.objects.filter(
        meeting=models.OuterRef("pk"), officer__user=user
    ).exclude(meeting__state=StudyState.DRAFT.value)
    mine = models.Q(chair__user=user) | models.Q(recorder__user=user) | models.Q(created_by=user)
    mine |= models.Q(models.Exists(called))
    zones = grants.ids("convene_studies", "zone")
    if zones:
        through = StudyMeeting.zones.through.objects
        here = through.filter(studymeeting=models.OuterRef("pk"), zone_id__in=zones)
        mine |= models.Q(models.Exists(here))
    return rows.filter(mine)


def visible_ids(user: User, ids: Sequence[int]) -> set[int]:
    """Which of these meetings I may open; no query for none."""
    if not ids:
        return set()
    return set(visible_meetings(user).filter(pk__in=ids).values_list("pk", flat=True))


def get_visible_meeting(*, user: User, pk: int) -> StudyMeeting:
    """The meeting with agenda, people and opinions; 404 when it is not visible."""
    found = visible_meetings(user).filter(pk=pk).first()
    if found is None:
        raise Http404("没有这次研讨会，或者您不在参会范围内")
    return full(found)


def full(meeting: StudyMeeting) -> StudyMeeting:
    """Everything of the meeting, each table read once."""
    people = StudyParticipant.objects.select_related("officer__user")
    opinions = StudyOpinion.objects.select_related("participant__officer__user")
    items = StudyItem.objects.select_related(
        "case__item", "case__township", "case__authority_township", "case__authority_agency",
        "township", "agency", "done_by", "arrangement",
    )  # fmt: skip
    models.prefetch_related_objects(
        [meeting],
        "zones",
        models.Prefetch("participants", people),
        models.Prefetch("items", items),
        models.Prefetch("items__opinions", opinions),
        "items__files",
        "items__papers",
        "items__evidence",
        "items__case__places__township",
        "items__case__handlers__officer",
    )
    for item in meeting.items.all():
        item.meeting = meeting
    return meeting


def get_item(*, user: User, pk: int) -> StudyItem:
    """One case of a visible meeting's agenda, with the whole meeting."""
    meeting_id = StudyItem.objects.filter(pk=pk).values_list("meeting_id", flat=True).first()
    if meeting_id is None:
        raise Http404("没有这个议题")
    meeting = get_visible_meeting(user=user, pk=meeting_id)
    return next(item for item in meeting.items.all() if item.pk == pk)


def meetings_for(
    user: User,
    *,
    q: str = "",
    zone: Any = None,
    state: str = "",
    since: date | None = None,
    until: date | None = None,
    mine: bool = False,
) -> models.QuerySet[StudyMeeting]:
    """The list, latest first."""
    rows = visible_meetings(user)
    if q:
        on_it = StudyItem.objects.filter(meeting=models.OuterRef("pk"))
        words = models.Q(case__number__icontains=q) | models.Q(case__title__icontains=q)
        rows = rows.filter(models.Q(title__icontains=q) | models.Exists(on_it.filter(words)))
    if zone:
        through = StudyMeeting.zones.through.objects
        rows = rows.filter(
            models.Exists(through.filter(studymeeting=models.OuterRef("pk"), zone=zone))
        )
    if mine:
        called = StudyParticipant.objects.filter(meeting=models.OuterRef("pk"), officer__user=user)
        rows = rows.filter(models.Exists(called))
    wanted = {"state": state, "starts_at__date__gte": since, "starts_at__date__lte": until}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    counted = StudyItem.objects.filter(meeting=models.OuterRef("pk")).order_by()
    number = counted.values("meeting").annotate(n=models.Count("pk")).values("n")
    return rows.annotate(cases=models.Subquery(number)).prefetch_related("zones")


def standing_items() -> models.QuerySet[StudyItem]:
    """Places on agendas of meetings that were not called off."""
    return StudyItem.objects.exclude(meeting__state=StudyState.CANCELLED.value)


def ordered_studies() -> models.QuerySet[Arrangement]:
    """Arrangements to study a case for which no meeting stands yet."""
    standing = standing_items().filter(
        case=models.OuterRef("case"), meeting__created_at__gte=models.OuterRef("arranged_at")
    )
    running = Arrangement.objects.filter(
        mode=Arrangement.Mode.STUDY, state=Arrangement.State.RUNNING, case__closed_on=None
    )
    return running.filter(~models.Exists(standing))


def waiting_arrangement(case: Case) -> Arrangement | None:
    """The chief's order to study this case that no meeting has taken up."""
    return ordered_studies().filter(case=case).order_by("-pk").first()


def opinions_owed(items: Iterable[StudyItem], part: StudyParticipant | None) -> list[StudyItem]:
    """Cases of the agenda on which the participant has not spoken."""
    if part is None:
        return []
    return [
        item
        for item in items
        if not any(row.participant_id == part.pk for row in item.opinions.all())
    ]
