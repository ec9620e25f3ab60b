"""Worker entry points of cases."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from cases.services import (
    complaint_terms,
    court,
    delivery,
    disclosure,
    gravity,
    held_reminders,
    instalments,
    missing_notice,
    participation_reminders,
    reminders,
    report_reminders,
    transfer_reminders,
    uploading,
)


@shared_task(ignore_result=True)
def remind_due_terms() -> int:
    """Each morning; may be run again at any time (each reminder is sent once)."""
    today = timezone.localdate()
    terms = reminders.running_terms_due_by(today + timedelta(days=max(reminders.DAYS_AHEAD)))
    return sum(reminders.remind(term_id=pk, today=today) for pk in terms)


@shared_task(ignore_result=True)
def remind_preservations() -> int:
    """Each morning: things preserved that must be decided on."""
    return held_reminders.remind_preservations(timezone.localdate())


@shared_task(ignore_result=True)
def remind_urgent_measures() -> int:
    """Twice an hour: measures taken at once that the head has not approved."""
    return held_reminders.remind_urgent_measures(timezone.now())


@shared_task(ignore_result=True)
def press_participants() -> int:
    """Each morning: units that don't answer, arrangements at their last day, disputes past it."""
    today = timezone.localdate()
    sent = sum(
        participation_reminders.press(part_id=pk, today=today)
        for pk in participation_reminders.unanswered(today)
    )
    sent += sum(
        participation_reminders.remind_unfinished(arrangement_id=pk, today=today)
        for pk in participation_reminders.unfinished(today)
    )
    return sent + sum(
        participation_reminders.remind_dispute(dispute_id=pk)
        for pk in participation_reminders.disputed(today)
    )


@shared_task(ignore_result=True)
def remind_missing_calendar() -> int:
    """Each morning in the last weeks of a year: next year's holiday notice is not loaded."""
    return missing_notice.remind_missing()


@shared_task(ignore_result=True)
def complete_announcements() -> int:
    """Each hour: papers whose thirty days of announcement are over count as served."""
    return sum(
        delivery.complete(delivery_id=pk) for pk in delivery.running_by(timezone.localdate())
    )


@shared_task(ignore_result=True)
def remind_due_complaints() -> int:
    """Each morning: complaints to be taken up or answered by tomorrow, and those overdue."""
    return complaint_terms.remind_due(timezone.localdate())


@shared_task(ignore_result=True)
def take_down_publications() -> int:
    """Each night: decisions whose time of publication is over; each is taken down once."""
    today = timezone.localdate()
    found = disclosure.over_by(today)
    return sum(disclosure.take_down(disclosure_id=pk, today=today) for pk in found)


@shared_task(ignore_result=True)
def remind_transfers() -> int:
    """Twice an hour: transfers nobody answers, crimes not yet with the police; each told once."""
    silent = transfer_reminders.remind_silent(timezone.localdate())
    return silent + transfer_reminders.remind_unsent(timezone.now())


@shared_task(ignore_result=True)
def sweep_uploads() -> int:
    """Each night: parts of files nobody went on sending for seven days."""
    return uploading.sweep()


@shared_task(ignore_result=True)
def watch_court_windows() -> int:
    """Each morning: terms to ask the court begin, and people are told before they end."""
    today = timezone.localdate()
    return sum(court.watch(case_id=pk, today=today) for pk in court.watched(today))


@shared_task(ignore_result=True)
def remind_instalments() -> int:
    """Each morning: parts of a fine that are due soon, today, or were missed."""
    today = timezone.localdate()
    soon = instalments.due_by(today + timedelta(days=max(instalments.DAYS_AHEAD)))
    return sum(instalments.remind(case_id=pk, today=today) for pk in soon)


@shared_task(ignore_result=True)
def watch_reports() -> int:
    """Each ten minutes: reports to the chief nobody made or nobody looked at in time."""
    now = timezone.now()
    pressed = [
        report_reminders.press(case_id=pk, now=now) for pk in report_reminders.unreported_by(now)
    ]
    urged = [
        report_reminders.urge(escalation_id=pk, now=now) for pk in report_reminders.unseen_by(now)
    ]
    return sum(pressed) + sum(urged)


@shared_task(ignore_result=True)
def refresh_review_need() -> int:
    """Each night: lines of the list of major decisions begin and end."""
    return gravity.refresh_need()
