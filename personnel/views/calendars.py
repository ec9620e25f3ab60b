"""Calendars of people and pieces, a zone's week, and the feeds for other calendars."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.http import urlencode
from django.views.decorators.http import require_POST
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from core.http import UserRequest, attempt, is_fragment
from personnel import policy
from personnel.models import Equipment, Officer
from personnel.selectors import calendar as selectors
from personnel.services import feeds as service

logger = logging.getLogger(__name__)


def _day(request: HttpRequest) -> date:
    """The day asked for; anything odd, or far off, is today."""
    today = timezone.localdate()
    try:
        found = parse_date(request.GET.get("on", ""))
    except ValueError:
        found = None
    near = found is not None and abs((found - today).days) < 3660
    return found if found is not None and near else today


def own_calendar(request: UserRequest) -> HttpResponse:
    """我的日程."""
    officer = _own(request)
    return _calendar(request, officer, reverse("calendar"))


def _own(request: UserRequest) -> Officer:
    found = Officer.objects.select_related("user", "home_township", "home_agency").filter(
        user=request.user
    )
    officer = found.first()
    if officer is None:
        raise Http404("您的账号没有人员档案，没有日程")
    return officer


def officer_calendar(request: UserRequest, pk: int) -> HttpResponse:
    officer = selectors.get_calendar_officer(user=request.user, pk=pk)
    return _calendar(request, officer, reverse("officer_calendar", args=[pk]))


def equipment_calendar(request: UserRequest, pk: int) -> HttpResponse:
    piece = selectors.get_calendar_equipment(user=request.user, pk=pk)
    return _calendar(request, piece, reverse("equipment_calendar", args=[pk]))


def _calendar(
    request: UserRequest, subject: Officer | Equipment, base: str, token: str = ""
) -> HttpResponse:
    day = _day(request)
    by_month = request.GET.get("view") == "month"
    weeks = selectors.month_of(day) if by_month else [selectors.week_of(day)]
    first, last = weeks[0][0], weeks[-1][-1]
    own = isinstance(subject, Officer) and subject.user_id == request.user.pk
    if isinstance(subject, Officer):
        found = selectors.days_of_officer(subject, first, last, own=own)
    else:
        found = selectors.days_of_equipment(subject, first, last)
    feed_url = _feed_address(request, subject)
    context = {
        "subject": subject,
        "own": own,
        "base": base,
        "by_month": by_month,
        "day": day,
        "weeks": _cells(weeks, found, day.month if by_month else 0),
        "any": any(found.values()),
        "earlier": _shift(day, -1, by_month=by_month),
        "later": _shift(day, 1, by_month=by_month),
        "feed_url": feed_url,
        "feed": service.feed_of(subject) if feed_url else None,
        "address": request.build_absolute_uri(reverse("ics", args=[token])) if token else "",
    }
    return render(request, "personnel/calendar/calendar.html", context)


def _cells(
    weeks: Sequence[Sequence[date]], found: selectors.Days, month: int
) -> list[list[dict[str, Any]]]:
    today = timezone.localdate()
    return [
        [
            {
                "day": day,
                "entries": found.get(day, []),
                "today": day == today,
                "outside": bool(month) and day.month != month,
            }
            for day in week
        ]
        for week in weeks
    ]


def _shift(day: date, steps: int, *, by_month: bool) -> date:
    if not by_month:
        return day + timedelta(days=7 * steps)
    first = day.replace(day=1)
    return (first + timedelta(days=31 if steps > 0 else -1)).replace(day=1)


def _feed_address(request: UserRequest, subject: Officer | Equipment) -> str:
    """Where this person makes the feed of the subject; "" when it is not theirs to make."""
    if isinstance(subject, Officer):
        return reverse("calendar_feed") if subject.user_id == request.user.pk else ""
    if policy.manages_equipment_of(request.user, subject.unit):
        return reverse("equipment_feed", args=[subject.pk])
    return ""


@require_POST
def own_feed(request: UserRequest) -> HttpResponse:
    return _feed(request, _own(request), reverse("calendar"))


@require_POST
def equipment_feed(request: UserRequest, pk: int) -> HttpResponse:
    piece = selectors.get_calendar_equipment(user=request.user, pk=pk)
    if not policy.manages_equipment_of(request.user, piece.unit):
        raise PermissionDenied("日历订阅由装备所属单位的管理人员办理")
    return _feed(request, piece, reverse("equipment_calendar", args=[pk]))


def _feed(request: UserRequest, subject: Officer | Equipment, base: str) -> HttpResponse:
    """Make, renew or withdraw. The address is shown in this answer and never again."""
    if request.POST.get("do") == "revoke":
        attempt(
            request,
            lambda: service.revoke(subject=subject, by=request.user),
            success="已停用订阅地址",
        )
        return _calendar(request, subject, base)
    token = attempt(
        request,
        lambda: service.renew(subject=subject, by=request.user),
        success="已生成订阅地址，请现在复制，离开后不再显示",
    )
    return _calendar(request, subject, base, token or "")


def zone_week(request: UserRequest) -> HttpResponse:
    """谁今天有空、装备何处: the week of the people and pieces of the towns I look at."""
    towns = selectors.towns_of(request.user)
    if not towns:
        raise PermissionDenied("您的职务不含查看调度")
    zones = list({town.zone_id: town.zone for town in towns}.values())
    code = request.GET.get("zone", "")
    chosen = next((zone for zone in zones if zone and zone.code == code), zones[0])
    here = [town for town in towns if town.zone == chosen]
    day = _day(request)
    days = [day + timedelta(days=n) for n in range(7)]
    context = {
        "zones": zones,
        "chosen": chosen,
        "day": day,
        "days": days,
        "today": timezone.localdate(),
        "people": selectors.people_of(here, days),
        "pieces": selectors.pieces_of(here, days),
        "earlier": day - timedelta(days=7),
        "later": day + timedelta(days=7),
        "may_prepare": chosen is not None and chosen.pk in policy.preparing_zone_ids(request.user),
    }
    return render(request, "personnel/calendar/week.html", context)


def zone_today(request: UserRequest) -> HttpResponse:
    """The board's panel: who is free today, who is where. Without htmx, the week."""
    code = request.GET.get("zone", "")
    if not is_fragment(request):
        return redirect(f"{reverse('zone_week')}?{urlencode({'zone': code})}")
    towns = [
        town for town in selectors.towns_of(request.user) if town.zone and town.zone.code == code
    ]
    if not towns:
        raise Http404
    today = [timezone.localdate()]
    people, pieces = selectors.people_of(towns, today), selectors.pieces_of(towns, today)
    context = {
        "people": len(people),
        "free": sum(row.free_today for row in people),
        "pieces": len(pieces),
        "free_pieces": sum(row.free_today for row in pieces),
        "taken": [
            *(("officer_calendar", row) for row in people if not row.free_today),
            *(("equipment_calendar", row) for row in pieces if not row.free_today),
        ],
        "may_prepare": towns[0].zone_id in policy.preparing_zone_ids(request.user),
    }
    return render(request, "personnel/calendar/_today.html", context)


class FeedThrottle(SimpleRateThrottle):
    """Twenty readings a minute from one address, of all tokens together; a store that is down
    stops nobody."""

    scope = "ics"
    rate = "20/min"

    def get_cache_key(self, request: Request, view: APIView) -> str:
        return f"throttle:ics:{self.get_ident(request)}"

    def allow_request(self, request: Request, view: APIView) -> bool:
        try:
            return bool(super().allow_request(request, view))
        except RedisError as error:
            logger.warning("日历订阅限流暂不可用：%s", error)
            return True


class Feed(APIView):
    """The feed of a secret address, without login. An unknown one is not there."""

    authentication_classes = ()
    permission_classes = ()
    throttle_classes = (FeedThrottle,)
    schema = None

    def get(self, request: Request, token: str) -> HttpResponse:
        feed = service.read(token)
        if feed is None:
            raise Http404
        host = request.build_absolute_uri("/").rstrip("/")
        return HttpResponse(
            service.as_ics(feed, host),
            content_type="text/calendar; charset=utf-8",
            headers={
                "Cache-Control": "private, no-store",
                "Content-Disposition": 'inline; filename="calendar.ics"',
            },
        )
