"""From JSON to an instance; what is wrong is said with its place, in Chinese."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from plans.planner.model import Duty, Instance, Officer, Target, Topic


class InstanceError(ValueError):
    """The instance can't be read: ``where`` is the key, ``message`` what to mend."""

    def __init__(self, where: str, message: str) -> None:
        super().__init__(f"{where}：{message}")
        self.where, self.message = where, message


def instance_from(data: Mapping[str, Any]) -> Instance:
    """The instance; InstanceError names the first thing that is missing or contradictory."""
    days = tuple(sorted({_day(d, "calendar.working_days") for d in _days_of(data)}))
    instance = Instance(
        year=_count(data, "year", "year"),
        seed=int(data.get("seed", 0)),
        working_days=days,
        slots_per_day=_count(data, "slots_per_day", "slots_per_day", least=1),
        slot_minutes=_count(data, "slot_minutes", "slot_minutes", least=1),
        vehicles=_count(data, "vehicles", "vehicles"),
        topics=tuple(_topic(row, f"topics[{i}]") for i, row in enumerate(_rows(data, "topics"))),
        officers=tuple(
            _officer(row, f"officers[{i}]") for i, row in enumerate(_rows(data, "officers"))
        ),
        targets=tuple(
            _target(row, f"targets[{i}]") for i, row in enumerate(_rows(data, "targets"))
        ),
    )
    _check_names(instance)
    return instance


def _days_of(data: Mapping[str, Any]) -> Sequence[Any]:
    calendar = data.get("calendar")
    if not isinstance(calendar, Mapping):
        raise InstanceError("calendar", "缺少工作日历")
    days = calendar.get("working_days")
    if not isinstance(days, list):
        raise InstanceError("calendar.working_days", "应为日期列表")
    return days


def _rows(data: Mapping[str, Any], key: str) -> Sequence[Mapping[str, Any]]:
    rows = data.get(key)
    if not isinstance(rows, list):
        raise InstanceError(key, "应为列表")
    return rows


def _day(value: object, where: str) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise InstanceError(where, f"“{value}”不是日期，应写作 2027-01-04") from None


def _count(row: Mapping[str, Any], key: str, where: str, least: int = 0) -> int:
    value = row.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise InstanceError(where, f"应为不小于 {least} 的整数")
    return value


def _name(row: Mapping[str, Any], key: str, where: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value:
        raise InstanceError(f"{where}.{key}", "不能为空")
    return value


def _topic(row: Mapping[str, Any], where: str) -> Topic:
    return Topic(
        _name(row, "id", where),
        _name(row, "domain", where),
        _count(row, "minutes", f"{where}.minutes"),
    )


def _officer(row: Mapping[str, Any], where: str) -> Officer:
    return Officer(
        id=_name(row, "id", where),
        authority=_name(row, "authority", where),
        domains=frozenset(row.get("domains", ())),
        towns=frozenset(row.get("towns", ())),
        unavailable=frozenset(_day(d, f"{where}.unavailable") for d in row.get("unavailable", ())),
        certificate_expires=_day(row.get("certificate_expires"), f"{where}.certificate_expires"),
        max_visits_per_day=_count(row, "max_visits_per_day", f"{where}.max_visits_per_day"),
        max_visits_per_week=_count(row, "max_visits_per_week", f"{where}.max_visits_per_week"),
    )


def _target(row: Mapping[str, Any], where: str) -> Target:
    return Target(
        id=_name(row, "id", where),
        town=_name(row, "town", where),
        annual_cap=_count(row, "annual_cap", f"{where}.annual_cap"),
        min_gap_days=_count(row, "min_gap_days", f"{where}.min_gap_days"),
        recused=frozenset(row.get("recused", ())),
        duties=tuple(
            _duty(duty, f"{where}.duties[{i}]") for i, duty in enumerate(_rows(row, "duties"))
        ),
    )


def _duty(row: Mapping[str, Any], where: str) -> Duty:
    return Duty(
        topic=_name(row, "topic", where),
        authority=_name(row, "authority", where),
        times=_count(row, "times", f"{where}.times"),
        not_before=_day(row.get("not_before"), f"{where}.not_before"),
        not_after=_day(row.get("not_after"), f"{where}.not_after"),
    )


def _check_names(instance: Instance) -> None:
    for key in ("topics", "officers", "targets"):
        ids = [row.id for row in getattr(instance, key)]
        if len(ids) != len(set(ids)):
            raise InstanceError(key, "编号重复")
    topics = {topic.id for topic in instance.topics}
    for i, target in enumerate(instance.targets):
        named = [duty.topic for duty in target.duties]
        if len(named) != len(set(named)):
            raise InstanceError(f"targets[{i}].duties", "同一检查事项只能列一次")
        unknown = [name for name in named if name not in topics]
        if unknown:
            raise InstanceError(f"targets[{i}].duties", f"没有检查事项“{unknown[0]}”")
