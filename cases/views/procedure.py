"""The procedure drawn from the very tables the services follow, one page per version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from cases.rules.flow import HIGH, WIDE, flow_of
from cases.rules.groups import GROUPS, group_of
from cases.rules.guard_words import needs_of
from cases.rules.papers import KINDS
from cases.rules.steps import LABELS, Transition
from cases.rules.terms import TERM_RULES, Term
from cases.rules.workflow import TABLES, VERSION
from core.http import UserRequest


def procedure(request: UserRequest, version: int = VERSION) -> HttpResponse:
    """States, steps, who, by which article, what must be there, terms, papers, approvals.

    `?state=` marks the state a case is in.
    """
    if version not in TABLES:
        raise Http404
    table, here = TABLES[version], request.GET.get("state", "")
    context = {
        "version": version,
        "versions": sorted(TABLES, reverse=True),
        "current": VERSION,
        "here": here,
        "groups": _groups(table, here),
        "flow": flow_of(table),
        "box": {"width": WIDE, "height": HIGH},
    }
    return render(request, "cases/procedure.html", context)


def _groups(table: Mapping[str, Transition], here: str) -> list[dict[str, Any]]:
    """The steps by subject; `now` marks those of the state `here`."""
    found = []
    for number, group in enumerate(GROUPS, start=1):
        keys = [key for key in table if group_of(key) == group]
        if keys:
            rows = [_row(key, table[key], here) for key in keys]
            found.append({"key": f"group-{number}", "label": group, "rows": rows})
    return found


def _row(key: str, row: Transition, here: str) -> dict[str, Any]:
    return {
        "label": row.label,
        "who": row.actor.label,
        "now": here in row.sources,
        "sources": "、".join(LABELS[source] for source in row.sources),
        "target": LABELS[row.target] if row.target else "",
        "basis": row.basis,
        "needs": needs_of(key),
        "facts": [
            (word, "、".join(said))
            for word, said in (
                ("报批", [row.asks.label] if row.asks else []),
                ("起算", _labels(row.opens)),
                ("视情形起算", _labels(row.may_open)),
                ("结束", _labels(row.closes)),
                ("文书", [KINDS[code].title for code in row.papers if code in KINDS]),
            )
            if said
        ],
    }


def _labels(terms: tuple[Term, ...]) -> list[str]:
    return [TERM_RULES[term].label for term in terms]
