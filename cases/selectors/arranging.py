"""What the arranging page and the case page say of arrangements and disputes; few queries."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from cases.models import Arrangement, ArrangementUnit, Case, Dispute
from cases.rules.arranging import ArrangeFacts, Mode, Suggestion, suggest
from personnel import selectors as people


def running_of(case: Case) -> Arrangement | None:
    """The arrangement in force, from what the case has read."""
    state = Arrangement.State.RUNNING
    return next((row for row in case.arrangements.all() if row.state == state), None)


def parts_of(case: Case) -> list[ArrangementUnit]:
    """Units of the arrangement in force."""
    arrangement = running_of(case)
    return list(arrangement.units.all()) if arrangement else []


def free_parts(case: Case) -> list[ArrangementUnit]:
    """Parts somebody else may be asked for: declined, or silent past the term."""
    today, rows = timezone.localdate(), parts_of(case)
    taken_over = {row.instead_of_id for row in rows}
    return [row for row in rows if row.pk not in taken_over and _is_free(row, today)]


def _is_free(row: ArrangementUnit, today: date) -> bool:
    if row.state == row.State.DECLINED:
        return True
    due = row.answer_due_on
    return row.state == row.State.ASKED and due is not None and due < today


def dispute_of(case: Case) -> Dispute | None:
    """The dispute that is still open."""
    return next((row for row in case.disputes.all() if row.is_open), None)


def suggestion_of(case: Case) -> Suggestion:
    """The way that fits the case as known now."""
    places = [place.township for place in case.places.all()]
    inside = [town for town in places if town.zone_id]
    certified = people.certified_counts(inside, timezone.localdate())
    unit = case.authority_township
    modes = {row.mode for row in case.arrangements.all()}
    reports = [row for row in case.escalations.all() if row.status != "lapsed"]
    return suggest(
        ArrangeFacts(
            reasons=frozenset(r["code"] for row in reports[:1] for r in row.reasons),
            towns=len(places),
            zones=len({town.zone_id for town in inside}),
            competent=case.authority_kind,
            short_of_officers=unit is not None and certified.get(unit.pk, 0) < 2,
            studied=Mode.STUDY.value in modes,
            coordinated=Mode.COORDINATION.value in modes,
        )
    )
