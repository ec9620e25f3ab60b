"""Figures the law leaves open (待确认 until 司法局 confirms them)."""

from __future__ import annotations

import time

from django.db import transaction
from django.utils import timezone

from core import audit
from core.errors import RuleViolation
from core.models import Parameter, User

REMEMBER_SECONDS = 10.0
_remembered: list[tuple[float, dict[str, int]]] = []


def all_parameters() -> list[Parameter]:
    return list(Parameter.objects.select_related("confirmed_by"))


def values() -> dict[str, int]:
    """code → value, as kept, at most ten seconds old; the caller's own table has the defaults."""
    if _remembered and time.monotonic() - _remembered[0][0] < REMEMBER_SECONDS:
        return _remembered[0][1]
    kept = dict(Parameter.objects.values_list("code", "value"))
    _remembered[:] = [(time.monotonic(), kept)]
    return kept


def forget() -> None:
    _remembered.clear()


@transaction.atomic
def confirm(*, code: str, value: int, by: User) -> Parameter:
    """Set and confirm a figure. The caller has checked that `by` may."""
    parameter = Parameter.objects.select_for_update().get(code=code)
    if not 1 <= value <= 1_000_000:
        raise RuleViolation("parameter_range", "数值应为 1 至 1000000 的整数", field="value")
    parameter.value = value
    parameter.confirmed_by = by
    parameter.confirmed_on = timezone.localdate()
    parameter.save()
    transaction.on_commit(forget)
    audit.record(
        by=by, verb="confirm_parameter", subject=parameter, payload={"code": code, "value": value}
    )
    return parameter
