"""A thin cover over django-guardian: grant, revoke, and ask with one query per request.

Rights hang on scope objects. `SCOPES` says which model carries which kind of scope; the app
that owns the model registers it. A user's grants are read once and kept on the user instance,
which lives for one request.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.utils import timezone
from guardian.shortcuts import assign_perm, remove_perm
from guardian.utils import get_user_obj_perms_model

from core.models import User

_scope_models: dict[str, type[models.Model]] = {}
_refreshers: list[Callable[[User], None]] = []


@dataclass
class Grants:
    """What one user may do where: permission codename → scope kind → ids."""

    by_permission: dict[str, dict[str, set[int]]] = field(default_factory=dict)

    def add(self, permission: str, kind: str, object_id: int) -> None:
        self.by_permission.setdefault(permission, {}).setdefault(kind, set()).add(object_id)

    def ids(self, permission: str, kind: str) -> set[int]:
        return self.by_permission.get(permission, {}).get(kind, set())

    def has(self, permission: str, kind: str, object_id: int | None) -> bool:
        return object_id is not None and object_id in self.ids(permission, kind)

    def any(self, permission: str) -> bool:
        return any(self.by_permission.get(permission, {}).values())


def register_scope(kind: str, model: type[models.Model]) -> None:
    """Make `model` a carrier of rights under the short name `kind`."""
    _scope_models[kind] = model


def register_refresher(refresh: Callable[[User], None]) -> None:
    """`refresh(user)` recomputes the user's grants when the review day has come."""
    _refreshers.append(refresh)


def kind_of(scope: models.Model) -> str:
    return next(kind for kind, model in _scope_models.items() if type(scope) is model)


def grants_of(user: User) -> Grants:
    """All grants of the user, in one query; empty for an inactive account."""
    cached: Grants | None = getattr(user, "_grants", None)
    if cached is not None:
        return cached
    grants = Grants()
    if user.is_active and user.pk:
        if user.access_review_on and user.access_review_on <= timezone.localdate():
            for refresh in _refreshers:
                refresh(user)
        for kind, object_id, codename in _rows(user):
            grants.add(codename, kind, object_id)
    user._grants = grants  # type: ignore[attr-defined]
    return grants


def forget(user: User) -> None:
    """Drop what this instance remembers, after its grants changed."""
    if hasattr(user, "_grants"):
        del user._grants


def _rows(user: User) -> Iterable[tuple[str, int, str]]:
    """Asked at every request: Django's statement is built once, the user is its parameter."""
    if not _scope_models:
        return []
    parts, values = zip(*(_statement(kind) for kind in _scope_models), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(parts),
            [user.pk if v == _ANYBODY else v for vs in values for v in vs],
        )
        rows: list[tuple[str, int, str]] = cursor.fetchall()
    return rows


_ANYBODY = -1


@cache
def _statement(kind: str) -> tuple[str, tuple[Any, ...]]:
    rows = (
        _grant_rows(_scope_models[kind])
        .filter(user_id=_ANYBODY)
        .values_list(
            models.Value(kind, output_field=models.CharField()),
            "content_object_id",
            "permission__codename",
        )
    )
    statement, values = rows.query.sql_with_params()
    return statement, tuple(values)


def _grant_rows(model: type[models.Model]) -> Any:
    """guardian's table of user rights on `model` (it takes a class as well as an instance)."""
    table: Any = get_user_obj_perms_model(model)  # type: ignore[arg-type]
    return table.objects.all()


def grant(user: User, permission: str, scope: models.Model) -> None:
    assign_perm(permission, user, scope)
    forget(user)


def revoke(user: User, permission: str, scope: models.Model) -> None:
    remove_perm(permission, user, scope)
    forget(user)


def apply(user: User, *, add: set[tuple[str, int, str]], remove: set[tuple[str, int, str]]) -> None:
    """Write and remove rows (scope kind, object id, codename), a query or two per kind."""
    for kind in {kind for kind, _, _ in add | remove}:
        model = _scope_models[kind]
        table: Any = get_user_obj_perms_model(model)  # type: ignore[arg-type]
        permissions = dict(
            Permission.objects.filter(
                content_type=ContentType.objects.get_for_model(model)
            ).values_list("codename", "pk")
        )
        table.objects.bulk_create(
            [
                table(user=user, content_object_id=pk, permission_id=permissions[codename])
                for row_kind, pk, codename in add
                if row_kind == kind
            ],
            ignore_conflicts=True,
        )
        for row_kind, pk, codename in remove:
            if row_kind == kind:
                table.objects.filter(
                    user=user, content_object_id=pk, permission_id=permissions[codename]
                ).delete()
    forget(user)


def granted_rows(user: User) -> set[tuple[str, int, str]]:
    """The rows as stored: (scope kind, object id, codename); for comparing with what is due."""
    return set(_rows(user))


def as_if(user: User, rows: Iterable[tuple[str, int, str]]) -> User:
    """A copy of the user that answers questions as if it held exactly these rights.

    For asking what a change of rights would change; nothing is stored.
    """
    supposed = copy(user)
    for name in [name for name in vars(supposed) if name.startswith("_") and name != "_state"]:
        delattr(supposed, name)
    supposed._grants = Grants()  # type: ignore[attr-defined]
    for kind, object_id, codename in rows:
        supposed._grants.add(codename, kind, object_id)  # type: ignore[attr-defined]
    return supposed


def users_with(permission: str, scope: models.Model) -> models.QuerySet[User]:
    """Active users holding `permission` on `scope`."""
    holders = (
        _grant_rows(type(scope))
        .filter(content_object=scope, permission__codename=permission)
        .values("user_id")
    )
    return User.objects.filter(is_active=True, pk__in=holders).order_by("pk")
