"""Composition root: settings, addresses, background work, the one-command trial."""

from .celery import app as celery_app

__all__ = ["celery_app"]
