"""Celery application; the only place where a periodic task is scheduled."""

import os

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiangcheng_enforcement.settings.trial")

app = Celery("xiangcheng_enforcement")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Times are Asia/Shanghai. `expires` keeps a queue that nobody reads from filling up.
app.conf.beat_schedule = {
    "drain-outbox": {
        "task": "core.tasks.drain_outbox",
        "schedule": 15.0,
        "options": {"expires": 15},
    },
    "resume-jobs": {
        "task": "core.tasks.resume_jobs",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "watch-reports": {
        "task": "cases.tasks.watch_reports",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "remind-due-terms": {
        "task": "cases.tasks.remind_due_terms",
        "schedule": crontab(hour=7, minute=30),
    },
    "refresh-review-need": {
        "task": "cases.tasks.refresh_review_need",
        "schedule": crontab(hour=0, minute=20),
    },
    "pass-on-absent-reviews": {
        "task": "legal_review.tasks.pass_on_absent_reviews",
        "schedule": crontab(hour=7, minute=15),
    },
    "remind-reviews": {
        "task": "legal_review.tasks.remind_reviews",
        "schedule": crontab(hour=7, minute=30),
    },
    "remind-due-complaints": {
        "task": "cases.tasks.remind_due_complaints",
        "schedule": crontab(hour=7, minute=35),
    },
    "remind-preservations": {
        "task": "cases.tasks.remind_preservations",
        "schedule": crontab(hour=7, minute=35),
    },
    "remind-urgent-measures": {
        "task": "cases.tasks.remind_urgent_measures",
        "schedule": crontab(minute="10,40"),
        "options": {"expires": 1700},
    },
    "press-participants": {
        "task": "cases.tasks.press_participants",
        "schedule": crontab(hour=8, minute=5),
    },
    "remind-transfers": {
        "task": "cases.tasks.remind_transfers",
        "schedule": crontab(minute="12,42", hour="7-21"),
        "options": {"expires": 1700},
    },
    "remind-missing-calendar": {
        "task": "cases.tasks.remind_missing_calendar",
        "schedule": crontab(hour=7, minute=45),
    },
    "complete-announcements": {
        "task": "cases.tasks.complete_announcements",
        "schedule": crontab(minute=6),
        "options": {"expires": 3000},
    },
    "take-down-publications": {
        "task": "cases.tasks.take_down_publications",
        "schedule": crontab(hour=0, minute=6),
    },
    "sweep-uploads": {
        "task": "cases.tasks.sweep_uploads",
        "schedule": crontab(hour=3, minute=10),
    },
    "watch-court-windows": {
        "task": "cases.tasks.watch_court_windows",
        "schedule": crontab(hour=7, minute=20),
    },
    "remind-instalments": {
        "task": "cases.tasks.remind_instalments",
        "schedule": crontab(hour=7, minute=35),
    },
    "remind-questions": {
        "task": "legal_review.tasks.remind_questions",
        "schedule": crontab(hour=7, minute=40),
    },
    "sync-grants": {
        "task": "personnel.tasks.sync_grants_nightly",
        "schedule": crontab(hour=0, minute=1),
    },
    # Just after midnight, and each hour for what a stopped scheduler missed.
    "apply-due-changes": {
        "task": "zones.tasks.apply_due_changes",
        "schedule": crontab(minute=2),
        "options": {"expires": 3000},
    },
    "begin-wordings": {
        "task": "zones.tasks.begin_wordings",
        "schedule": crontab(minute=3),
        "options": {"expires": 3000},
    },
    "recheck-rosters": {
        "task": "personnel.tasks.recheck_rosters",
        "schedule": crontab(minute=5),
        "options": {"expires": 3000},
    },
    "refresh-staffing": {
        "task": "personnel.tasks.refresh_staffing",
        "schedule": crontab(minute=8),
        "options": {"expires": 3000},
    },
    "remind-silent-dispatches": {
        "task": "personnel.tasks.remind_silent_dispatches",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "remind-expiring-certificates": {
        "task": "personnel.tasks.remind_expiring_certificates",
        "schedule": crontab(hour=7, minute=40),
    },
    "warn-of-secondment-ratio": {
        "task": "personnel.tasks.warn_of_secondment_ratio",
        "schedule": crontab(hour=7, minute=45),
    },
    "remind-replacements": {
        "task": "personnel.tasks.remind_replacements",
        "schedule": crontab(hour=7, minute=50),
    },
    "remind-loans": {
        "task": "personnel.tasks.remind_loans",
        "schedule": crontab(minute="15,45"),
        "options": {"expires": 1700},
    },
    "remind-equipment-inspections": {
        "task": "personnel.tasks.remind_equipment_inspections",
        "schedule": crontab(hour=7, minute=50),
    },
    "remind-operations": {
        "task": "plans.tasks.remind_operations",
        "schedule": crontab(hour=15, minute=30),
    },
}


@worker_ready.connect
def sweep_at_once(**kwargs: object) -> None:
    """What waited while the worker was dead goes out as soon as it is back, not at the next beat:
    the wake-up that the dead worker had taken may be gone with it."""
    app.send_task("core.tasks.drain_outbox", expires=15, retry=False)
