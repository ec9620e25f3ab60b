"""Whether a proposed adjustment of delegations can stand, and what it makes of an item.

《行政处罚法》第二十四条（赋权应当有效承接、定期评估、向社会公布）; 《漳州市芗城区乡镇（街道）片区
联合执法工作方案》二（二）2、附件（五）、附件（六）. An adjustment takes effect on
a day to come, never backwards, and leaves cases filed before where they were filed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from core.errors import RuleViolation
from zones.rules.facts import Delegation, ItemFacts

BASIS = "《行政处罚法》第二十四条"
PLAN_REVIEW = "《漳州市芗城区乡镇（街道）片区联合执法工作方案》附件（五）、附件（六）"
_SHOWN = 3


class Kind(StrEnum):
    """赋权、部门收回、上收市级."""

    DELEGATE = "delegate"
    END = "end"
    CITY = "city"


@dataclass(frozen=True)
class Line:
    """One adjustment. ``town`` is empty where the city takes the whole item back."""

    kind: Kind
    item: ItemFacts
    town: str = ""
    withdrawn_on: date | None = None


@dataclass(frozen=True)
class Proposer:
    """Who proposes: a town for itself, a bureau for its own items, or 编办 (both empty)."""

    town: str = ""
    bureau: str = ""


def fault_of(line: Line, on: date, towns: Iterable[str]) -> str:
    """Why the line can't take effect on ``on``; empty when it can. ``towns``: those in zones."""
    if line.kind is not Kind.CITY and line.town not in towns:
        return f"{line.town}未划入任何片区，不能承接赋权"
    if line.item.city_since is not None:
        return f"{line.item.label}自 {line.item.city_since} 起上收市级，不能再调整"
    if line.kind is Kind.DELEGATE:
        return _delegate_fault(line, on)
    return _end_fault(line, on) if line.kind is Kind.END else _city_fault(line, on)


def _delegate_fault(line: Line, on: date) -> str:
    if line.withdrawn_on is not None and line.withdrawn_on <= on:
        return f"{line.item.label}自 {line.withdrawn_on} 起已退出事项目录，不能赋权"
    for held in _of(line):
        if held.ends_on is None or held.ends_on >= on:
            return (
                f"{line.item.label}对{line.town}已有赋权（{_period(held)}），与自 {on} 起的赋权重叠"
            )
    return ""


def _end_fault(line: Line, on: date) -> str:
    coming = next((held for held in _of(line) if held.starts_on >= on), None)
    if coming:
        return f"{line.item.label}对{line.town}的赋权（{_period(coming)}）届时尚未开始，不能收回"
    if not any(_runs_over(held, on) for held in _of(line)):
        return f"{line.item.label}在 {on} 并未赋权{line.town}，没有可收回的赋权"
    return ""


def _city_fault(line: Line, on: date) -> str:
    coming = next((held for held in line.item.delegations if held.starts_on >= on), None)
    if coming is None:
        return ""
    return (
        f"{line.item.label}对{coming.town}的赋权（{_period(coming)}）届时尚未开始，"
        "须先另行撤销才能上收"
    )


def foreign_fault(line: Line, proposer: Proposer) -> str:
    """Why the line is not the proposer's to propose; empty when it is."""
    if proposer.town:
        if line.kind is Kind.CITY:
            return "上收市级由主管部门或者区委编办提出"
        if line.town != proposer.town:
            return f"{proposer.town}只能提出本镇街的调整，不能提出{line.town}的"
    if proposer.bureau and line.item.bureau != proposer.bureau:
        return f"{line.item.label}由{line.item.bureau}实施，{proposer.bureau}不能提出调整"
    return ""


def faults(lines: Sequence[Line], on: date, towns: Iterable[str], by: Proposer) -> list[str]:
    """Every reason against the set, each once, in the order of its lines."""
    known = tuple(towns)
    to_city = {line.item.code for line in lines if line.kind is Kind.CITY}
    found = []
    for line in lines:
        fault = foreign_fault(line, by) or fault_of(line, on, known)
        if not fault and line.kind is not Kind.CITY and line.item.code in to_city:
            fault = f"{line.item.label}已列为上收市级，不再单列{line.town}"
        if fault:
            found.append(fault)
    return list(dict.fromkeys(found))


def told(found: Sequence[str]) -> str:
    """The first few faults as one sentence, and how many more there are."""
    more = f"；另有 {len(found) - _SHOWN} 处" if len(found) > _SHOWN else ""
    return "；".join(found[:_SHOWN]) + more


def check_set(lines: Sequence[Line], on: date, towns: Iterable[str], by: Proposer) -> None:
    """Raises RuleViolation naming items, towns and periods when the set can't stand."""
    if not lines:
        raise RuleViolation("no_lines", "尚未添加调整事项，不能提交", BASIS)
    found = faults(lines, on, towns, by)
    if found:
        raise RuleViolation("lines_refused", told(found), BASIS)


def check_day(on: date, today: date) -> None:
    """Raises RuleViolation when the effective day lies in the past."""
    if on < today:
        text = f"生效日期 {on} 已过，赋权调整不溯及既往，请改为 {today} 或以后"
        raise RuleViolation("day_past", text, BASIS, field="effective_on")


def applied(item: ItemFacts, lines: Iterable[Line], on: date) -> ItemFacts:
    """The item as it stands once its lines have taken effect on ``on``."""
    for line in lines:
        if line.kind is Kind.DELEGATE:
            item = replace(item, delegations=(*item.delegations, Delegation(line.town, on)))
        elif line.kind is Kind.END:
            item = replace(item, delegations=_cut(item.delegations, on, line.town))
        else:
            item = replace(item, city_since=on, delegations=_cut(item.delegations, on, ""))
    return item


def undone(item: ItemFacts, lines: Iterable[Line], on: date) -> ItemFacts:
    """The item as it would stand had its lines, in effect since ``on``, never been."""
    for line in lines:
        if line.kind is Kind.DELEGATE:
            kept = (d for d in item.delegations if (d.town, d.starts_on) != (line.town, on))
            item = replace(item, delegations=tuple(kept))
        else:
            since = None if line.kind is Kind.CITY else item.city_since
            reopened = _reopen(item.delegations, on, line.town)
            item = replace(item, city_since=since, delegations=reopened)
    return item


def _cut(held: tuple[Delegation, ...], on: date, town: str) -> tuple[Delegation, ...]:
    last = on - timedelta(days=1)
    return tuple(
        replace(d, ends_on=last) if _runs_over(d, on) and town in ("", d.town) else d for d in held
    )


def _reopen(held: tuple[Delegation, ...], on: date, town: str) -> tuple[Delegation, ...]:
    last = on - timedelta(days=1)
    return tuple(
        replace(d, ends_on=None) if d.ends_on == last and town in ("", d.town) else d for d in held
    )


def _runs_over(held: Delegation, on: date) -> bool:
    """Whether it began before ``on`` and would still be in force that day."""
    return held.starts_on < on and (held.ends_on is None or held.ends_on >= on)


def _of(line: Line) -> list[Delegation]:
    return [held for held in line.item.delegations if held.town == line.town]


def _period(held: Delegation) -> str:
    return f"{held.starts_on} 至 {held.ends_on}" if held.ends_on else f"{held.starts_on} 起"
