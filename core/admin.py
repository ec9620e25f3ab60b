"""Accounts and the working calendar in the admin."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.http import HttpRequest

from core.admin_site import ReferenceAdmin, manages
from core.models import CalendarDay, CalendarYear, User

admin.site.unregister(Group)  # rights come from appointments, never from groups


@admin.register(User)
class AccountAdmin(UserAdmin[User]):
    """Accounts without rights: what a person may do follows from appointments."""

    list_display = ("username", "name", "is_active", "last_login")
    list_filter = ("is_active",)
    search_fields = ("username", "name")
    filter_horizontal = ()
    add_form = AdminUserCreationForm
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("人员", {"fields": ("name", "is_active")}),
    )
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("username", "name", "password1", "password2")}),
    )

    def has_module_permission(self, request: HttpRequest) -> bool:
        return manages(request)

    def has_view_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return manages(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return manages(request)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return manages(request)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False


@admin.register(CalendarDay)
class CalendarDayAdmin(ReferenceAdmin):
    list_display = ("day", "is_workday", "name")
    date_hierarchy = "day"


@admin.register(CalendarYear)
class CalendarYearAdmin(ReferenceAdmin):
    list_display = ("year", "document", "loaded_at")
