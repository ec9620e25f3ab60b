"""Rosters (联合执法人员名单): all versions, one version, opening, sending, reviewing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from core import access, audit
from core.http import UserRequest, attempt, render_page
from core.paging import ListPage, page_number
from personnel import policy
from personnel.forms.rosters import OpenForm, ReasonForm, ReviewForm, RosterFilter
from personnel.models import Roster
from personnel.selectors import roster_versions as versions
from personnel.selectors import rosters as selectors
from personnel.selectors.officers import unit_key
from personnel.services import roster as service
from personnel.services import roster_review
from personnel.views import _roster_sheets as sheets
from zones.models import Zone

Status = Roster.Status
EXPORT_LIMIT = 5000


def _found(request: UserRequest) -> tuple[RosterFilter, models.QuerySet[Roster]]:
    if not selectors.sees_rosters(request.user):
        raise PermissionDenied("您的职务不含查看联合执法人员名单；已公布的名单见公示页")
    form = RosterFilter(request.GET)
    form.is_valid()
    rows = selectors.visible_rosters(request.user)
    if form.cleaned_data.get("zone"):
        rows = rows.filter(zone=form.cleaned_data["zone"])
    if form.cleaned_data.get("status"):
        rows = rows.filter(status=form.cleaned_data["status"])
    here = models.Q(members__withdrawn_at=None, members__isnull=False)
    rows = rows.annotate(
        count=models.Count("members", filter=here, distinct=True),
        withdrawn=models.Count(
            "members", filter=models.Q(members__withdrawn_at__isnull=False), distinct=True
        ),
    )
    return form, rows.order_by("zone_id", "-version")


def roster_list(request: UserRequest) -> HttpResponse:
    """Versions I may see, zone by zone, latest first."""
    form, rows = _found(request)
    context = {
        "form": form,
        "page": ListPage(rows, page_number(request.GET.get("page"))),
        "may_open": access.grants_of(request.user).any("compose_roster"),
        "filtered": any(form.cleaned_data.values()),
    }
    return render_page(
        request, "personnel/rosters/list.html", "personnel/rosters/_list.html", context
    )


def export_list(request: UserRequest) -> HttpResponse:
    """What the list shows, as a workbook."""
    _, rows = _found(request)
    return sheets.versions(rows[:EXPORT_LIMIT])


def _zone_to_open(request: UserRequest) -> Zone:
    mine = access.grants_of(request.user).ids("compose_roster", "zone")
    zones = list(Zone.objects.filter(pk__in=mine).select_related("chief_agency"))
    if not zones:
        raise PermissionDenied("名单由片区片长、协作组长编制")
    code = request.GET.get("zone", "")
    found = next((zone for zone in zones if zone.code == code), None if code else zones[0])
    if found is None:
        raise Http404("没有这个片区，或者它不在您的职责范围内")
    return found


def open_version(request: UserRequest) -> HttpResponse:
    """Begin the next version of my zone's roster."""
    zone = _zone_to_open(request)
    making = Roster.objects.filter(zone=zone, status__in=selectors.MAKING).first()
    if making is not None:
        messages.info(request, f"{making}{making.get_status_display()}，请在这里继续")
        return redirect(making)
    form = OpenForm(request.POST or None, zone=zone)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            request,
            lambda: service.open_version(
                zone=zone,
                agencies=form.cleaned_data["agencies"],
                note=form.cleaned_data["note"],
                by=request.user,
            ),
            success=_opened,
            form=form,
        )
        if made is not None:
            return redirect(made.roster)
    context = {"form": form, "zone": zone, "towns": selectors.towns_of(zone.pk)}
    return render(request, "personnel/rosters/open.html", context)


def _opened(made: service.Opened) -> str:
    text = f"已开始编制第 {made.roster.version} 版，各单位已收到通知"
    if made.copied:
        text += f"；沿用上一版 {made.copied} 人"
    return text + (f"；未沿用：{'、'.join(made.left_out)}" if made.left_out else "")


def roster_page(request: UserRequest, pk: int) -> HttpResponse:
    """One version: how far it is, who is on it, what it changes."""
    roster = selectors.get_visible_roster(user=request.user, pk=pk)
    form = ReviewForm(initial={"version": roster.revision})
    return render(request, "personnel/rosters/roster.html", _context(request, roster, form))


def _context(request: UserRequest, roster: Roster, form: ReviewForm) -> dict[str, Any]:
    today, making = timezone.localdate(), roster.status in selectors.MAKING
    rows, units = selectors.members_of(roster), selectors.units_of(roster)
    before = versions.earlier_of(roster)
    there = selectors.listed(rows, today, frozen=not making)
    # A superseded version stays as it was: what has happened since is no fault of it.
    live = roster.status != Status.SUPERSEDED
    return {
        "roster": roster,
        "making": making,
        "groups": sheets.grouped([row for row in rows if row.withdrawn_at is None]),
        "faults": selectors.faults_among(roster, there, today) if live else {},
        "here": sum(row.withdrawn_at is None for row in rows),
        "gone": [row for row in rows if row.withdrawn_at],
        "units": _unit_lines(request, roster, units) if making else [],
        "conditions": selectors.judge(roster, units, there, today) if making else [],
        "before": before,
        "difference": versions.difference(selectors.members_of(before), rows) if before else None,
        "composes": policy.may_compose_roster(request.user, roster.zone_id),
        "editable": roster.status in selectors.EDITABLE,
        "reviews": roster.status == Status.REVIEW and policy.reviews_rosters(request.user),
        "form": form,
        "reason_form": ReasonForm(),
        "trail": audit.trail_of(roster),
    }


def _unit_lines(request: UserRequest, roster: Roster, units: list[Any]) -> list[dict[str, Any]]:
    """Each unit with what this person may do about it."""
    editable = roster.status in selectors.EDITABLE
    composes = policy.may_compose_roster(request.user, roster.zone_id)
    who = selectors.submitters(units, timezone.localdate())
    lines = []
    for row in units:
        unit, done = selectors.unit_of(row), row.submitted_at is not None
        own = policy.may_submit_roster(request.user, unit)
        lines.append(
            {
                "row": row,
                "who": who.get(unit_key(unit), ""),
                "may_edit": editable and own and not done,
                "may_reopen": editable and done and (own or composes),
                "needs_reason": composes,
                "may_drop": editable and composes and not done and row.agency_id and not row.count,
            }
        )
    return lines


def _number(raw: str | None) -> int:
    return int(raw) if raw and raw.isdecimal() else -1


@require_POST
def send(request: UserRequest, pk: int) -> HttpResponse:
    """To 司法局."""
    roster = selectors.get_visible_roster(user=request.user, pk=pk)
    seen = _number(request.POST.get("version"))
    attempt(
        request,
        lambda: service.send(roster_id=pk, revision=seen, by=request.user),
        success="已送区司法局审核",
    )
    return redirect(roster)


@require_POST
def review(request: UserRequest, pk: int) -> HttpResponse:
    """司法局 returns it, or publishes it."""
    roster = selectors.get_visible_roster(user=request.user, pk=pk)
    policy.require_reviewing_roster(request.user)
    form = ReviewForm(request.POST)
    if form.is_valid():
        passes = form.cleaned_data["decision"] == "publish"
        act = roster_review.publish if passes else roster_review.give_back
        done = attempt(
            request,
            lambda: act(
                roster_id=pk,
                revision=form.cleaned_data["version"],
                remarks=form.cleaned_data["remarks"],
                by=request.user,
            ),
            success=lambda row: f"{row}{'已公布' if passes else '已退回'}",
            form=form,
        )
        if done is not None:
            return redirect(roster)
        roster.refresh_from_db()
    return render(request, "personnel/rosters/roster.html", _context(request, roster, form))


def sheet(request: UserRequest, pk: int) -> HttpResponse:
    """A version on paper."""
    roster = selectors.get_visible_roster(user=request.user, pk=pk)
    rows = [row for row in selectors.members_of(roster) if row.withdrawn_at is None]
    return sheets.printed(request, roster, rows)


def export(request: UserRequest, pk: int) -> HttpResponse:
    """A version as a workbook, with what happened to its members since."""
    roster = selectors.get_visible_roster(user=request.user, pk=pk)
    return sheets.members(roster, selectors.members_of(roster), staff=True)
