"""Questions about postings, ratios and proposals to exchange people, answered for a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import models

from core import access
from core.models import User
from core.rules.periods import Period
from personnel.models import Handover, Officer, ReplacementProposal, Secondment
from personnel.roles import Role
from personnel.rules.secondment import (
    Posting,
    SecondmentStatus,
    Turn,
    assess,
    projection,
)
from personnel.selectors.offices import acting_or_holder, holders, live_filter
from zones.models import Agency

PROJECTED_DAYS = 400
_RELATED = ("officer__user", "agency", "township__zone", "appointment")


def _in_sight(user: User, prefix: str = "") -> models.Q:
    """Postings of the bureaus, to the towns, or in the district the person watches over."""
    grants = access.grants_of(user)
    if grants.ids("view_staffing", "district"):
        return models.Q(**{f"{prefix}pk__isnull": False})  # an empty Q would vanish in an "or"
    return models.Q(**{f"{prefix}agency__in": grants.ids("view_staffing", "agency")}) | models.Q(
        **{f"{prefix}township__in": grants.ids("view_staffing", "township")}
    )


def visible_secondments(user: User) -> models.QuerySet[Secondment]:
    """Postings the person watches over, and their own."""
    rows = Secondment.objects.select_related(*_RELATED)
    return rows.filter(_in_sight(user) | models.Q(officer__user=user))


def in_state(
    rows: models.QuerySet[Secondment], state: str, day: date
) -> models.QuerySet[Secondment]:
    """Those `live`, `future` or `ended` on that day; `all` leaves the rows alone."""
    if state == "live":
        return rows.filter(live_filter(day))
    if state == "future":
        return rows.filter(starts_on__gt=day, ended_at=None)
    if state == "ended":
        return rows.filter(models.Q(ended_at__isnull=False) | models.Q(ends_on__lt=day))
    return rows


def visible_proposals(user: User) -> models.QuerySet[ReplacementProposal]:
    """Proposals of the bureaus and towns the person watches over; not those about oneself."""
    rows = ReplacementProposal.objects.select_related(
        "raised_by",
        "answered_by",
        "successor__officer__user",
        *(f"secondment__{name}" for name in _RELATED),
    )
    return rows.filter(_in_sight(user, "secondment__")).exclude(secondment__officer__user=user)


def visible_handovers(user: User) -> models.QuerySet[Handover]:
    """Handovers I make, take or leave behind; all, for who manages offices."""
    rows = Handover.objects.select_related(
        "appointment__officer__user",
        "appointment__zone",
        "appointment__township",
        "appointment__agency",
        "appointment__district",
        "successor__user",
        "successor__home_township",
        "successor__home_agency",
        "made_by",
    )
    if access.grants_of(user).any("manage_appointments"):
        return rows
    return rows.filter(
        models.Q(made_by=user)
        | models.Q(successor__user=user)
        | models.Q(appointment__officer__user=user)
    )


def spokespeople(agency: Agency, day: date) -> list[User]:
    """Who speaks for the bureau that day: its liaison or whoever acts; else its leaders."""
    liaison = acting_or_holder(Role.LIAISON, agency, day)
    return [liaison] if liaison else holders(Role.AGENCY_LEADER, day, agency=agency)


def watched_agencies(user: User) -> models.QuerySet[Agency]:
    """Bureaus whose ratio the person may see: all for district and zone offices, their own for
    the bureau, those that posted somebody to the town for the town."""
    grants = access.grants_of(user)
    agencies = Agency.objects.filter(kind=Agency.Kind.BUREAU)
    if grants.ids("view_staffing", "district") or grants.ids("view_staffing", "zone"):
        return agencies
    towns = grants.ids("view_staffing", "township")
    sent = Secondment.objects.filter(township__in=towns).values("agency_id")
    return agencies.filter(
        models.Q(pk__in=grants.ids("view_staffing", "agency")) | models.Q(pk__in=sent)
    )


@dataclass(frozen=True)
class Ratio:
    """A bureau's ratio today and the days on which it will cross one half."""

    agency: Agency
    status: SecondmentStatus
    turns: Sequence[Turn]

    @property
    def next_fall(self) -> Turn | None:
        return next((turn for turn in self.turns if turn.falls), None)


def ratios(agencies: Iterable[Agency], day: date, days: int = PROJECTED_DAYS) -> list[Ratio]:
    """All bureaus' ratios and projections, in two queries for any number."""
    chosen = list(agencies)
    staff: dict[int, set[int]] = {agency.pk: set() for agency in chosen}
    field_officers = Officer.objects.filter(
        home_agency__in=chosen, is_field=True, user__is_active=True
    )
    for pk, agency_id in field_officers.values_list("pk", "home_agency_id"):
        if agency_id is not None:
            staff[agency_id].add(pk)
    postings: dict[int, list[Posting]] = {agency.pk: [] for agency in chosen}
    rows = Secondment.objects.filter(agency__in=chosen, ended_at=None)
    not_over = rows.filter(models.Q(ends_on=None) | models.Q(ends_on__gte=day))
    columns = ("agency_id", "officer_id", "starts_on", "ends_on")
    for agency_id, officer_id, starts_on, ends_on in not_over.values_list(*columns):
        postings[agency_id].append(Posting(officer_id, Period(starts_on, ends_on)))
    return [_ratio(agency, staff[agency.pk], postings[agency.pk], day, days) for agency in chosen]


def _ratio(agency: Agency, staff: set[int], postings: list[Posting], day: date, days: int) -> Ratio:
    exempt = agency.secondment_exempt
    posted = [posting.officer for posting in postings if posting.period.covers(day)]
    return Ratio(
        agency=agency,
        status=assess(str(agency), staff, posted, exempt=exempt),
        turns=projection(staff, postings, on=day, days=days, exempt=exempt),
    )
