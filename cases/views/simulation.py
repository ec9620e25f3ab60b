"""Trial runs of adjustments of delegations: start one, look at its result."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from cases.selectors import simulation as selectors
from cases.services import simulation as service
from core.http import UserRequest, attempt, render_page
from core.models import Job
from core.paging import page_number
from zones import policy
from zones.selectors import changes

PAGE_ROWS = 25
HEAD = ("执法主体", "调整前（件）", "调整后（件）", "增减")


@require_POST
def start(request: UserRequest, pk: int) -> HttpResponse:
    """Hand the trial run to the worker and show how far it is."""
    change = changes.get_visible_change(user=request.user, pk=pk)
    job = attempt(
        request,
        lambda: service.start(change=change, by=request.user),
        success="试算已开始，可以离开本页，完成后会有提醒",
    )
    return redirect("job", pk=job.pk) if job else redirect(change)


def result(request: UserRequest, pk: int, job: int) -> HttpResponse:
    """Which cases would have another authority, and how the load would shift."""
    change = changes.get_visible_change(user=request.user, pk=pk)
    if not (policy.proposes_changes(request.user) or policy.reviews_for(request.user)):
        raise PermissionDenied("试算结果由提出单位、区委编办和区司法局查阅")
    run = selectors.get_run(pk, service.KIND, job)
    if run.state != Job.State.DONE:
        return redirect("job", pk=run.pk) if run.created_by == request.user else redirect(change)
    found: dict[str, Any] = run.result
    page = GroupPage(found["groups"], page_number(request.GET.get("page")))
    visible = selectors.samples_for(request.user, page.rows)
    loads = [row for row in found["loads"] if row["before"] or row["after"]]
    context = {
        "change": change,
        "run": run,
        "found": found,
        "page": page,
        "groups": [
            (group, [visible[pk] for pk in group["samples"] if pk in visible])
            for group in page.rows
        ],
        "share": f"{100 * found['changed'] / found['replayed']:.1f}%" if found["replayed"] else "—",
        "gainers": sum(1 for row in loads if row["after"] > row["before"]),
        "option": _option(loads),
        "rows": [
            (r["name"], r["before"], r["after"], f"{r['after'] - r['before']:+d}") for r in loads
        ],
        "head": HEAD,
    }
    return render_page(
        request, "cases/simulation/result.html", "cases/simulation/_groups.html", context
    )


class GroupPage:
    """One page of the groups of a result, as the pager takes it."""

    def __init__(self, groups: list[dict[str, Any]], number: int) -> None:
        last = max(1, -(-len(groups) // PAGE_ROWS))
        self.number = min(max(1, number), last)
        self.rows = groups[(self.number - 1) * PAGE_ROWS : self.number * PAGE_ROWS]
        self.has_previous, self.has_next = self.number > 1, self.number < last
        self.previous_number, self.next_number = self.number - 1, self.number + 1
        self.total_label = f"共 {len(groups)} 组"


def _option(loads: list[dict[str, Any]]) -> dict[str, Any]:
    """Bars side by side: each organ's cases before and after."""
    return {
        "tooltip": {"trigger": "axis"},
        "legend": {"data": ["调整前", "调整后"], "top": 0, "bottom": "auto"},
        "grid": {"left": 8, "right": 16, "top": 36, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "value", "minInterval": 1},
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": [row["name"].removeprefix("芗城区") for row in loads],
            "axisLabel": {"interval": 0},
        },
        "series": [
            {"name": "调整前", "type": "bar", "data": [row["before"] for row in loads]},
            {"name": "调整后", "type": "bar", "data": [row["after"] for row in loads]},
        ],
    }
