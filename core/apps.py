"""Core: accounts, trail, calendar, numbering, worklist, notices, page building blocks."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "基础"
    default_auto_field = "django.db.models.BigAutoField"
