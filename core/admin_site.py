"""The admin: reference data and accounts, for those whose office says so (系统管理员)."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from core import access
from core.models import User


def manages(request: HttpRequest) -> bool:
    """Whether the person holds an office with the right to manage accounts and reference data."""
    user = request.user
    return isinstance(user, User) and access.grants_of(user).any("manage_accounts")


class PlatformAdminSite(admin.AdminSite):
    """Entry by office, not by the is_staff flag: the office's end closes the door."""

    site_header = site_title = "芗城区片区联合执法平台 · 基础数据"
    index_title = "基础数据与账号"

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and manages(request)


class ReferenceAdmin(admin.ModelAdmin[Any]):
    """Reference data: may be added and changed, never deleted."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return manages(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return manages(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return manages(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return manages(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
