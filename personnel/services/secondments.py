"""Posting bureau officers to towns (下沉): the posting and its office begin and end together."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit, notices
from core.errors import RuleViolation
from core.models import User
from core.rules.periods import Period
from personnel import policy, selectors
from personnel.models import Officer, ReplacementProposal, Secondment
from personnel.roles import Role
from personnel.rules.secondment import BASIS, SecondmentFacts, check_secondment
from personnel.services import _offices, handover
from personnel.services.handover import Passing
from zones.models import Agency, Township


@dataclass(frozen=True)
class Terms:
    """Who goes where, from when to when, for what, by which document."""

    officer: Officer
    township: Township
    starts_on: date
    document: str
    ends_on: date | None = None
    post: str = ""
    tasks: list[str] = field(default_factory=list)


@transaction.atomic
def second(*, terms: Terms, by: User | None) -> Secondment:
    """Post an officer; rights in the host town begin and end with it.

    `by` None is the loading of reference data. Raises PermissionDenied, or RuleViolation when the
    rule does not allow the posting.
    """
    agency = terms.officer.home_agency
    if agency is None:
        message = f"{terms.officer}属{terms.officer.home}，下沉人员由区直部门派出"
        raise RuleViolation("foreign_staff", message, BASIS, "officer")
    if by is not None:
        policy.require_seconding(by, agency)
    check_secondment(_facts(terms, agency))
    office = _offices.begin(
        officer=terms.officer,
        role=Role.SECONDED_OFFICER,
        scope=terms.township,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        document=terms.document,
        by=by,
    )
    row = Secondment(agency=agency, appointment=office, recorded_by=by, **_values(terms))
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:  # the second of two clicks at once
        if "one_secondment_per_town_at_a_time" not in str(error):
            raise
        message = f"{terms.officer}在此期间已下沉{terms.township}"
        raise RuleViolation("posted_already", message, BASIS, "starts_on") from error
    audit.record(by=by, verb="second", subject=row, payload=_told(row))
    if by is not None:
        _tell(row, f"{row.officer}自 {row.starts_on} 起下沉{row.township}（{row.document}）", "new")
    return row


def _values(terms: Terms) -> dict[str, object]:
    return {name: getattr(terms, name) for name in Terms.__dataclass_fields__}


def _facts(terms: Terms, agency: Agency) -> SecondmentFacts:
    officer = terms.officer
    certified = officer.certificates.filter(
        status="valid", valid_from__lte=terms.starts_on, expires_on__gte=terms.starts_on
    )
    others = officer.secondments.filter(township=terms.township, ended_at=None)
    return SecondmentFacts(
        person=str(officer),
        home=str(officer.home),
        bureau=str(agency),
        town=str(terms.township),
        town_in_zone=terms.township.zone_id is not None,
        is_field=officer.is_field,
        certified=certified.exists(),
        tasks=len(terms.tasks),
        document=terms.document,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        others=tuple(Period(*days) for days in others.values_list("starts_on", "ends_on")),
    )


@transaction.atomic
def end(*, secondment_id: int, by: User, reason: str, passing: Passing | None = None) -> Secondment:
    """End the posting now, and an extension that has not begun; its rights end at once.

    Raises RuleViolation when the town's proposal waits for an answer, or work is open and nobody
    takes it over.
    """
    row = locked(secondment_id)
    policy.require_seconding(by, row.agency)
    if row.proposals.filter(status=ReplacementProposal.Status.OPEN).exists():
        raise RuleViolation("open_proposal", "该下沉有待答复的调换建议，请先答复", BASIS)
    return stop(row, by=by, reason=reason, passing=passing)


def stop(row: Secondment, *, by: User, reason: str, passing: Passing | None = None) -> Secondment:
    """End a locked posting; the caller has authorised."""
    today = timezone.localdate()
    if row.ended_at or (row.ends_on and row.ends_on < today):
        raise RuleViolation("already_ended", "该下沉已经结束")
    handover.end_and_pass_on(row.appointment, by=by, reason=reason, passing=passing)
    later = row.officer.secondments.filter(
        township=row.township, ended_at=None, starts_on__gt=row.starts_on
    ).select_related("appointment__officer__user")
    for follow_up in later:
        _offices.finish(follow_up.appointment, by=by, reason=reason)
    row.refresh_from_db()
    _tell(row, f"{row.officer}下沉{row.township}已终止：{reason}", "ended")
    return row


@transaction.atomic
def extend(*, secondment_id: int, ends_on: date | None, document: str, by: User) -> Secondment:
    """Go on after the last day, by a new document: a row of its own that follows the old one."""
    row = locked(secondment_id)
    today = timezone.localdate()
    if row.ended_at or row.ends_on is None or row.ends_on < today:
        text = "未定止期，无须续期" if row.live_on(today) else "已经结束，请重新登记下沉"
        raise RuleViolation("not_extendable", f"该下沉{text}", BASIS, "ends_on")
    if ends_on is not None and ends_on <= row.ends_on:
        message = f"新的止期须晚于原止期 {row.ends_on}"
        raise RuleViolation("extension_order", message, BASIS, "ends_on")
    terms = Terms(
        officer=row.officer,
        township=row.township,
        starts_on=row.ends_on + timedelta(days=1),
        ends_on=ends_on,
        document=document,
        post=row.post,
        tasks=row.tasks,
    )
    return second(terms=terms, by=by)


def locked(pk: int) -> Secondment:
    return (
        Secondment.objects.select_for_update(of=("self",))
        .select_related("officer__user", "agency", "township", "appointment__officer__user")
        .get(pk=pk)
    )


def _tell(row: Secondment, text: str, event: str) -> None:
    """The officer, and the town's deputy chief (or whoever acts)."""
    deputy = selectors.acting_or_holder(Role.DEPUTY_CHIEF, row.township, timezone.localdate())
    notices.send(
        [user for user in (row.officer.user, deputy) if user is not None],
        key=f"secondment:{row.pk}:{event}",
        text=text,
        url=row.get_absolute_url(),
    )


def _told(row: Secondment) -> dict[str, object]:
    return {
        "officer": str(row.officer),
        "from": str(row.agency),
        "to": str(row.township),
        "starts_on": row.starts_on.isoformat(),
        "ends_on": row.ends_on.isoformat() if row.ends_on else "",
        "document": row.document,
        "tasks": row.task_labels,
    }
