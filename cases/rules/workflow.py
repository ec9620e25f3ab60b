"""The procedure as frozen tables, one per version: action → sources, target, who, by which article.

Pure data. Services ask `target_of`; pages and API ask `actions_from`; the page of the procedure
and the reachability test read the same tables. A case keeps the version it began with.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cases.rules import way_v1, way_v2
from cases.rules.steps import (
    ACTOR_LABELS,
    FINAL,
    LABELS,
    MAIN_WAY,
    OPEN,
    STANDS_AT,
    STEP_NAMES,
    Actor,
    CaseState,
    Transition,
)
from core.errors import RuleViolation

__all__ = [
    "ACTOR_LABELS",
    "FINAL",
    "LABELS",
    "MAIN_WAY",
    "OPEN",
    "STANDS_AT",
    "STEP_NAMES",
    "TABLES",
    "TRANSITIONS",
    "VERSION",
    "Actor",
    "CaseState",
    "Transition",
    "actions_from",
    "label_of",
    "row_of",
    "table_of",
    "target_of",
]

TABLES: Mapping[int, Mapping[str, Transition]] = MappingProxyType(
    {1: way_v1.TABLE, 2: way_v2.TABLE}
)
VERSION = 2  # new cases begin with it
TRANSITIONS = TABLES[VERSION]


def table_of(version: int) -> Mapping[str, Transition]:
    """The table a case of that version follows."""
    return TABLES[version]


def row_of(action: str, version: int = VERSION) -> Transition:
    """The action's row; refuses an action the version does not know."""
    row = TABLES[version].get(action)
    if row is None:
        raise RuleViolation(
            "unknown_action",
            f"本案适用第 {version} 版程序，没有这个环节，请按案件页面的提示办理",
        )
    return row


def label_of(action: str) -> str:
    """The words of an action of any version; '' when there is none of that name."""
    return next((table[action].label for table in TABLES.values() if action in table), "")


def target_of(state: CaseState, action: str, version: int = VERSION) -> CaseState:
    """Where `action` leads from `state`; refuses with the reason and the article."""
    transition = row_of(action, version)
    if state not in transition.sources:
        needed = "、".join(LABELS[source] for source in transition.sources)
        raise RuleViolation(
            "illegal_transition",
            f"案件现为“{LABELS[state]}”，不能{transition.label}；须在“{needed}”时办理",
            basis=transition.basis,
        )
    return transition.target or state


def actions_from(state: CaseState, version: int = VERSION) -> tuple[str, ...]:
    """Actions the table allows in `state`, in table order, whoever takes them."""
    return tuple(action for action, row in TABLES[version].items() if state in row.sources)
