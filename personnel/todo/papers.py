"""To-dos about people: certificates that end, accounts that wait for their first password."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import models
from django.urls import reverse
from django.utils import timezone

from core import access, worklist
from core.models import User
from personnel import policy
from personnel.models import Certificate, Officer
from personnel.selectors import papers

PAPERS, ACCOUNTS = "待换发的行政执法证", "待开通的账号"


def _accounts(user: User) -> models.QuerySet[Officer]:
    """People whose account has no password yet; for 系统管理员."""
    if not access.grants_of(user).any("manage_accounts"):
        return Officer.objects.none()
    return Officer.objects.filter(
        user__is_active=True, user__password__startswith=UNUSABLE_PASSWORD_PREFIX
    )


def desks(user: User) -> dict[str, models.QuerySet[Any]]:
    return {
        "papers": papers.to_renew(user, timezone.localdate()),
        "accounts": _accounts(user),
    }


def groups(user: User, counts: Mapping[str, int], limit: int) -> Sequence[worklist.TodoGroup]:
    found = []
    if counts.get("papers"):
        found.append(_papers(user, counts["papers"], limit))
    if counts.get("accounts"):
        rows = _accounts(user).select_related("user", "home_township", "home_agency")
        items = [
            worklist.TodoItem(
                kind=ACCOUNTS,
                title=str(row),
                url=reverse("admin:auth_user_password_change", args=[row.user_id]),
                hint=f"{row.home} · 登录名 {row.user.username} · 请设置初始密码",
                since=row.user.date_joined,
            )
            for row in rows.order_by("user__date_joined")[:limit]
        ]
        url = reverse("admin:core_user_changelist")
        found.append(worklist.TodoGroup(ACCOUNTS, "key", counts["accounts"], url, items))
    return found


def _papers(user: User, total: int, limit: int) -> worklist.TodoGroup:
    today = timezone.localdate()
    rows = papers.to_renew(user, today).select_related(
        "officer__user", "officer__home_township", "officer__home_agency"
    )
    url = reverse("certificates") if policy.sees_people(user) else reverse("my_record")
    items = [_item(row, user) for row in rows.order_by("expires_on", "pk")[:limit]]
    return worklist.TodoGroup(PAPERS, "patch-exclamation", total, url, items)


def _item(row: Certificate, user: User) -> worklist.TodoItem:
    line = papers.line_of(row, timezone.localdate())
    mine = row.officer.user_id == user.pk
    return worklist.TodoItem(
        kind=PAPERS,
        title="您的行政执法证" if mine else f"{row.officer}的行政执法证",
        url=f"{row.officer.get_absolute_url()}#certificates",
        hint=f"{row.officer.home} · {row.number} · {line.left_text}",
        due_on=row.expires_on,
        urgent=line.left <= 7,
    )


def register() -> None:
    worklist.register("papers", desks, groups)
