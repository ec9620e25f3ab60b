"""The page of one case."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from cases import policy, selectors
from cases.actions import ACTIONS, available
from cases.models import Case
from cases.rules.workflow import (
    FINAL,
    LABELS,
    MAIN_WAY,
    STANDS_AT,
    STEP_NAMES,
    CaseState,
)
from cases.selectors.due import TONES, due_of, due_of_term
from cases.selectors.facts import review_reasons
from cases.selectors.held import held_of
from cases.selectors.performance import performance_of
from cases.selectors.timeline import of_group, timeline_of
from cases.services import escalation
from cases.views import tabs
from core import calendars
from core.http import UserRequest
from zones import selectors as power

SIMPLE_WAY = (
    CaseState.REPORTED,
    CaseState.ACCEPTED,
    CaseState.DECIDED,
    CaseState.SERVED,
    CaseState.CLOSED,
)


def _steps(case: Case) -> list[dict[str, str]]:
    """The procedure as a bar: what is done, where the case is, what is to come."""
    stage = case.stage
    reviewed = case.needs_review or stage in (CaseState.UNDER_REVIEW, CaseState.CLEARED)
    whole = SIMPLE_WAY if case.procedure == Case.Procedure.SIMPLE else MAIN_WAY
    way = [step for step in whole if reviewed or step is not CaseState.UNDER_REVIEW]
    if stage in FINAL and stage not in MAIN_WAY:
        return [{"label": LABELS[stage], "state": "stopped", "note": ""}]
    here = STANDS_AT.get(stage, stage)
    position = way.index(here) if here in way else 0
    dates = {
        CaseState.REPORTED: timezone.localdate(case.reported_at),
        CaseState.ACCEPTED: case.accepted_on,
        CaseState.FILED: case.filed_on,
        CaseState.DECIDED: case.decided_on,
        CaseState.SERVED: case.served_on,
        CaseState.CLOSED: case.closed_on,
    }
    steps = []
    for index, step in enumerate(way):
        last = index == position and step in FINAL
        state = "done" if index < position or last else "current" if index == position else "todo"
        day = dates.get(step)
        note = f"{day:%m-%d}" if day and state != "todo" else ""
        label = STEP_NAMES[step] if index != position else LABELS[stage]
        steps.append({"label": label, "state": state, "note": note})
    return steps


def _asked(request: UserRequest, case: Case) -> list[dict[str, object]]:
    """Requests that wait for the head of the organ, and whether this person is to answer."""
    return [
        {"row": row, "mine": policy.may_approve(request.user, case, row)}
        for row in case.approvals.all()
        if row.status == row.Status.OPEN
    ]


def case_page(request: UserRequest, pk: int) -> HttpResponse:
    """One case: where it stands, what comes next and what is missing, and everything in it."""
    case = selectors.get_visible_case(user=request.user, pk=pk)
    escalation.mark_seen(case=case, by=request.user)
    today, calendar = timezone.localdate(), calendars.work_calendar()
    actions = available(request.user, case)
    blockers = selectors.next_steps(case, actions, today)
    tab = tabs.open_tab(request.GET.get("tab", ""))
    hung = tabs.panels_of(case, tab)
    context = {
        "case": case,
        "tab": tab,
        "tabs": tabs.shown(case, tab),
        "tab_panels": hung,
        "has_side": any(panel.side for panel in hung),
        "due": due_of(case, today, calendar),
        "tone": TONES.get(case.state, "progress"),
        "steps": _steps(case),
        "actions": [
            {"key": key, "spec": ACTIONS[key], "blockers": blockers[key]} for key in actions
        ],
        "asked": _asked(request, case),
        "handlers": [row for row in case.handlers.all() if row.removed_at is None],
        "places": case.places.all(),
        "parties": case.parties.all(),
        "records": case.records.all(),
        "terms": [(row, due_of_term(row, today, calendar)) for row in case.terms.all()],
        "nearest_term": next(
            (r.pk for r in case.terms.all() if not r.closed_on and r.term == case.next_due_term),
            None,
        ),
        "escalations": case.escalations.all(),
        "notice": getattr(case, "prior_notice", None),
        "draft": getattr(case, "draft", None),
        "decision": getattr(case, "decision", None),
        "delivery": case.delivery,
        "review_reasons": review_reasons(case),
        "performance": performance_of(case, today),
        "reads_inner": policy.reads_inner_volume(request.user, case),
        "held": held_of(case, today, calendar) if tab.key == "evidence" else None,
        "keeps_exhibits": policy.keeps_exhibits(request.user, case),
        "reads_evidence": policy.reads_evidence(request.user, case),
        "history": of_group(
            timeline_of(case) if tab.key == "trail" else [], request.GET.get("group", "")
        ),
        "sees_reporter": policy.sees_reporter(request.user, case),
        "demo_power": settings.DEMO
        and case.authority_township is not None
        and power.rests_on_demo(case.item, case.authority_township, case.filed_on or today),
        "panels": tabs.from_above(request, case, tab),
    }
    return render(request, "cases/case.html", context)
