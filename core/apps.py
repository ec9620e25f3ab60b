"""Core: accounts, trail, calendar, numbering, worklist, notices, page building blocks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig

if TYPE_CHECKING:
    from core.models import User


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "基础"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core import access, jobs, navigation, outbox

        outbox.register(jobs.TOPIC, jobs.start)

        def holds(permission: str) -> Callable[[User], bool]:
            return lambda user: access.grants_of(user).any(permission)

        navigation.register(
            navigation.Entry("工作", 10, "工作台", "speedometer2", "workbench", lambda user: True),
            navigation.Entry("工作", 20, "提醒", "bell", "notices", lambda user: True),
            navigation.Entry("系统", 10, "参数", "sliders", "parameters", lambda user: True),
            navigation.Entry("系统", 20, "留痕日志", "journal-text", "audit", holds("view_audit")),
            navigation.Entry(
                "系统", 30, "基础数据", "database", "admin:index", holds("manage_accounts")
            ),
        )


class PlatformAdminConfig(AdminConfig):
    """The admin with our own rule of who may enter."""

    default_site = "core.admin_site.PlatformAdminSite"
