"""Worker entry points of personnel."""

from celery import shared_task
from django.utils import timezone

from personnel.services import (
    certificates,
    dispatch_course,
    equipment,
    replacements,
    rights,
    roster,
    secondment_ratio,
    staffing,
)


@shared_task(ignore_result=True)
def sync_grants_nightly() -> int:
    """Just after midnight: offices that began or ran out change rights; drift is repaired."""
    return rights.sync_everyone()


@shared_task(ignore_result=True)
def remind_expiring_certificates() -> int:
    """Each morning: tell holders and liaisons 60, 30 and 7 days before a certificate ends."""
    return certificates.remind_expiring()


@shared_task(ignore_result=True)
def recheck_rosters() -> int:
    """Each hour: members whose certificate or office has ended come off published rosters."""
    return roster.recheck_all()


@shared_task(ignore_result=True)
def refresh_staffing() -> int:
    """Each hour: what is wanting in the staffing begins and ends on its day."""
    return staffing.refresh().new


@shared_task(ignore_result=True)
def warn_of_secondment_ratio() -> int:
    """Each morning: bureaus that fall under half within sixty days, each fall told once."""
    return secondment_ratio.warn()


@shared_task(ignore_result=True)
def remind_replacements() -> int:
    """Each morning: proposals to exchange an officer whose answer is due or overdue."""
    return replacements.remind_overdue()


@shared_task(ignore_result=True)
def remind_loans() -> int:
    """Every half hour: equipment due back soon or overdue; each stage told once."""
    return equipment.remind_loans(timezone.now())


@shared_task(ignore_result=True)
def remind_equipment_inspections() -> int:
    """Each morning: inspections and calibrations due in 30 or 7 days, today, or overdue."""
    return equipment.remind_inspections(timezone.now())


@shared_task(ignore_result=True)
def remind_silent_dispatches() -> int:
    """Every few minutes: who has not answered shortly before the start is reminded, once."""
    return dispatch_course.remind_silent()
