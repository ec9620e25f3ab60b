"""The zone board a chief opens at eight in the morning."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from cases import policy
from cases.forms.board import BoardFilter, UrgeForm
from cases.selectors import board, board_figures, board_lanes
from cases.selectors.board import TownLoad
from cases.selectors.board_lanes import Column, Wanted
from cases.services import urging
from cases.services.urging import Round
from core import calendars, panels, sheets
from core.http import UserRequest, attempt
from core.models import User
from personnel import selectors as people

EXPORT_LIMIT = 5_000
_HEAD = ("阶段", "案号", "案由", "当事人", "镇街", "执法主体", "执法领域", "风险", "本阶段天数",
         "最近期限", "期限状况", "主办", "催办")  # fmt: skip
_WIDTHS = (12, 22, 30, 26, 14, 26, 18, 8, 12, 14, 16, 12, 28)


def zone_board(request: UserRequest) -> HttpResponse:
    """Where every open case stands; POST reminds on the cases chosen.

    Sent with X-Board (the page's own script) it answers the live part alone, or 304.
    """
    form = _filter(request)
    urge = UrgeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and _urged(request, urge):
        return redirect(request.get_full_path())
    mark = _mark(request) if "X-Board" in request.headers else ""
    if mark and request.headers.get("If-None-Match") == mark:
        return HttpResponse(status=304, headers={"ETag": mark})
    context = {**_context(request, form), "urge": urge}
    if not mark:
        context["panels"] = panels.render("board", request, form.zone) if form.zone else ""
        return render(request, "cases/board.html", context)
    response = render(request, "cases/board/_live.html", context)
    response["ETag"] = mark
    response["Cache-Control"] = "no-store"
    return response


def _filter(request: UserRequest) -> BoardFilter:
    sight = board.sight_of(request.user)
    if not sight.towns:
        raise Http404("您没有可以查看的片区看板")
    return BoardFilter(request.GET, sight, request.user)


def _mark(request: UserRequest) -> str:
    """The same as long as this person would see the same; taken before anything is read."""
    parts = (board_figures.stamp(), timezone.localdate(), request.user.pk, request.get_full_path())
    return f'"{sha256("|".join(map(str, parts)).encode()).hexdigest()[:32]}"'


def _urged(request: UserRequest, form: UrgeForm) -> bool:
    """Whether the round was sent; what was refused is told and what was typed stays."""
    if not form.is_valid():
        return False
    done = attempt(
        request,
        lambda: urging.urge(
            case_ids=form.chosen, message=form.cleaned_data["message"], by=request.user
        ),
        success=_told,
    )
    return done is not None


def _told(done: Round) -> str:
    parts = [f"已催办 {len(done.urged)} 件，通知 {len(done.people)} 人"]
    if done.today_already:
        parts.append(f"今天已催办过、未重复发送：{'、'.join(done.today_already)}")
    if done.over:
        parts.append(f"已办结、不再催办：{'、'.join(done.over)}")
    return "；".join(parts)


def _context(request: UserRequest, form: BoardFilter) -> dict[str, Any]:
    user, sight, wanted = request.user, form.narrowed, form.wanted
    rows = board_lanes.board_cases(user, sight, wanted, board_lanes.led_cases(sight))
    columns = board_lanes.columns(rows, wanted)
    loads = _loads(user, form, wanted)
    here = [load for pk, load in loads.items() if pk in {town.pk for town in sight.towns}]
    return {
        "form": form,
        "zones": form.sight.zones,
        "zone": form.zone,
        "town": form.town_chosen,
        "place": form.town_chosen or (sight.towns[0] if len(sight.towns) == 1 else form.zone),
        "columns": columns,
        "empty_lanes": board_lanes.empty_lanes(columns),
        "figures": _figures(request, form, here, columns),
        "map": _map(request, form, loads),
        "loads": list(loads.values()),
        "urgeable": {town.pk for town in sight.towns if policy.urges_in(user, town)},
        "now": timezone.localtime(),
        "more": board_lanes.MORE,
    }


def _loads(user: User, form: BoardFilter, wanted: Wanted) -> dict[int, TownLoad]:
    """Of all towns of the zone, whichever of them is chosen: the map is a filter itself."""
    sight, today = form.sight.narrowed(form.zone, None), timezone.localdate()
    rows = board_lanes.board_cases(user, sight, wanted)
    soon = board_lanes.soon_until(today, calendars.work_calendar())
    stalled = board_lanes.stalled_before(today)
    return board.loads_of(rows, sight.towns, today, soon, stalled)


def _figures(
    request: UserRequest, form: BoardFilter, loads: list[TownLoad], columns: list[Column]
) -> dict[str, Any]:
    first = columns[0] if columns and columns[0].is_waiting else None
    return {
        **board_figures.counted(request.user, form.narrowed),
        "load": sum(load.load for load in loads),
        "late": sum(load.late for load in loads),
        "soon": sum(load.soon for load in loads),
        "stalled": sum(load.stalled for load in loads),
        "waiting": first.total if first else sum(load.waiting for load in loads),
        "oldest": first.cards[0].since if first else None,
    }


def _map(
    request: UserRequest, form: BoardFilter, loads: dict[int, TownLoad]
) -> list[dict[str, Any]]:
    """The zones as the schematic map takes them; every town is a link to the filter."""
    chiefs = people.leaders(timezone.localdate()).chiefs
    chosen = form.town_chosen
    return [
        {
            "name": zone.name,
            "url": _link(request, zone=zone.code, town=""),
            "chief": f"片长：{chiefs.get(zone.pk, '空缺')}",
            "towns": [
                {
                    "name": town.name,
                    "url": _link(request, zone=zone.code, town=str(town.pk)),
                    "load": loads[town.pk].load,
                    "late": loads[town.pk].late,
                    "is_station": zone.station_id == town.pk,
                    "tone": "warning" if chosen == town else "neutral",
                }
                for town in zone.townships.all()
                if town.pk in loads
            ],
        }
        for zone in form.sight.narrowed(form.zone, None).zones
    ]


def _link(request: UserRequest, **changes: str) -> str:
    """This board with other filters; what is shown of a column starts anew."""
    asked = {**request.GET.dict(), **changes, "lane": "", "n": ""}
    return f"{reverse('board')}?{urlencode({k: v for k, v in asked.items() if v})}"


def export(request: UserRequest) -> HttpResponse:
    """The cases of the filter as a workbook, column by column."""
    form = _filter(request)
    sight, wanted = form.narrowed, form.wanted
    led = board_lanes.led_cases(sight)
    rows = board_lanes.board_cases(request.user, sight, wanted, led)
    lines = (
        [
            lane.label,
            card.case.number,
            card.case.title,
            card.case.party_name,
            card.case.township.name,
            card.case.authority_name,
            card.domain,
            card.risk.label,
            card.days,
            card.case.next_due_on,
            card.due.text if card.due else "",
            card.lead,
            card.urged,
        ]
        for lane, card in board_lanes.listed(rows, wanted, EXPORT_LIMIT)
    )
    data = sheets.workbook(_HEAD, lines, sheet="片区看板", widths=_WIDTHS)
    return sheets.download(data, f"片区看板{timezone.localdate():%Y%m%d}.xlsx")
