"""The zone board a chief opens at eight in the morning."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from cases.selectors import board, desks
from cases.selectors.board import TownLoad
from cases.selectors.due import TONES, due_of
from core import calendars, panels
from core.counting import count_each
from core.http import UserRequest
from personnel import selectors as people
from zones.models import Zone


def _cases_url(**filters: str) -> str:
    return f"{reverse('cases')}?{urlencode(filters)}"


def _map(
    zones: list[Zone], loads: dict[int, TownLoad], chiefs: dict[int, str]
) -> list[dict[str, Any]]:
    """The zones as the schematic map takes them."""
    top = max((load.load for load in loads.values()), default=0) or 1
    return [
        {
            "name": zone.name,
            "url": f"{reverse('board')}?zone={zone.code}",
            "chief": f"片长：{chiefs.get(zone.pk, '空缺')}",
            "towns": [
                {
                    "name": town.name,
                    "url": _cases_url(town=str(town.pk), state="open"),
                    "load": loads[town.pk].load,
                    "late": loads[town.pk].late,
                    "is_station": zone.station_id == town.pk,
                    "tone": _heat(loads[town.pk].load, top),
                }
                for town in zone.townships.all()
            ],
        }
        for zone in zones
    ]


def _heat(load: int, top: int) -> str:
    share = load / top
    return "neutral" if not load else "info" if share < 0.5 else "progress"


def _chart(loads: list[TownLoad]) -> dict[str, Any]:
    """Open cases by stage and town: the drawing and the same figures as a table."""
    names = [load.town.name for load in loads]
    series = board.stage_series(loads)
    option = {
        "tooltip": {"trigger": "axis"},
        "legend": {"bottom": 0, "type": "scroll"},
        "grid": {"left": 84, "right": 16, "top": 8, "bottom": 56},
        "xAxis": {"type": "value", "minInterval": 1},
        "yAxis": {"type": "category", "data": names, "inverse": True},
        "series": [
            {"name": label, "type": "bar", "stack": "open", "data": numbers}
            for label, numbers in series
        ],
    }
    head = ["镇街", *(label for label, _ in series), "合计"]
    rows = [
        [load.town.name, *(numbers[index] for _, numbers in series), load.load]
        for index, load in enumerate(loads)
    ]
    return {"option": option, "head": head, "rows": rows}


def _people(zones: list[Zone], deputies: dict[int, str]) -> list[tuple[Zone, list[dict[str, Any]]]]:
    """Per town: its deputy chief and how many officers hold valid papers today."""
    towns = [town for zone in zones for town in zone.townships.all()]
    counts = people.certified_counts(towns, timezone.localdate())
    return [
        (
            zone,
            [
                {
                    "town": town,
                    "deputy": deputies.get(town.pk, "空缺"),
                    "certified": counts.get(town.pk, 0),
                    "short": counts.get(town.pk, 0) < 2,
                }
                for town in zone.townships.all()
            ],
        )
        for zone in zones
    ]


def zone_board(request: UserRequest) -> HttpResponse:
    """One zone: what waits for arrangement, what is about to be late, load, people."""
    zones = board.boards_of(request.user)
    if not zones:
        raise Http404("您没有可以查看的片区看板")
    code = request.GET.get("zone", "")
    chosen = next((zone for zone in zones if zone.code == code), None)
    shown = [chosen] if chosen else zones
    today, calendar = timezone.localdate(), calendars.work_calendar()
    loads = board.loads(zones, today)
    here = [loads[town.pk] for zone in shown for town in zone.townships.all()]
    waiting = board.waiting_reports(shown)
    leaders = people.leaders(today)
    counted = count_each(
        {
            "waiting": waiting,
            "decided": board.decided_this_month(shown),
            "mine": desks.to_arrange(request.user),
        }
    )
    scope: dict[str, str] = {"zone": str(shown[0].pk)} if len(shown) == 1 else {}
    context = {
        "zones": zones,
        "chosen": shown[0] if len(shown) == 1 else None,
        "map": _map(zones, loads, leaders.chiefs),
        "chart": _chart(here),
        "waiting": list(waiting[:8]),
        "waiting_total": counted["waiting"],
        "urgent": [
            (case, due_of(case, today, calendar), TONES.get(case.state, "progress"))
            for case in board.urgent_cases(shown)
        ],
        "open_total": sum(load.load for load in here),
        "late_total": sum(load.late for load in here),
        "decided": counted["decided"],
        "mine": counted["mine"],
        "people": _people(shown, leaders.deputies),
        "late_url": _cases_url(**scope, due="late"),
        "open_url": _cases_url(**scope, state="open"),
        "panels": panels.render("board", request, shown[0]) if len(shown) == 1 else "",
    }
    return render(request, "cases/board.html", context)
