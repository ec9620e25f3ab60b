"""执法主体判定: who is competent, on any day, and why; the answer follows the choices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from cases.forms.jurisdiction import JurisdictionForm
from cases.services import _jurisdiction
from core.http import UserRequest, render_page
from zones.models import EnforcementItem, Township
from zones.rules.jurisdiction import Jurisdiction, Reason
from zones.selectors import zones_with_towns

Explained = list[tuple[EnforcementItem, list[tuple[Township, bool, Reason]]]]


def jurisdiction(request: UserRequest) -> HttpResponse:
    """The page, or only its answer and map when htmx asks; the whole state is in the address."""
    form = JurisdictionForm(request.GET)
    day, answer, demo = form.day, None, False
    why: Explained = []
    if form.items:
        known = _jurisdiction.read(form.items)
        farms = [place for place in form.places if not place.zone_id]
        towns = [*form.towns, *farms]
        why = [(item, _jurisdiction.explain(item, towns, day, known)) for item in form.items]
        if form.is_valid():
            answer = _jurisdiction.judge(**form.question, known=known)
            demo = known.rests_on_demo(answer, day)
    context = {
        "form": form,
        "day": day,
        "is_today": day == timezone.localdate(),
        "answer": answer,
        "parts": _parts(answer) if answer else [],
        "why": _of_places(why, form.places),
        "demo": demo,
        "groups": _map(why, form.places),
        "asked": len(form.items),
    }
    page, fragment = "cases/jurisdiction/page.html", "cases/jurisdiction/_answer.html"
    return render_page(request, page, fragment, context)


def _parts(answer: Jurisdiction) -> list[dict[str, str]]:
    """Each item's own authority, when there are several items."""
    if len(answer.parts) < 2:
        return []
    return [
        {
            "code": part.act.item.code,
            "name": part.act.item.name,
            "organ": part.authority or "",
            "kind": part.kind.value,
        }
        for part in answer.parts
    ]


def address(item: EnforcementItem, towns: Sequence[Township]) -> str:
    """The page with this question filled in."""
    chosen = {"item": item.code, "town": [town.code for town in towns]}
    return f"{reverse('jurisdiction')}?{urlencode(chosen, doseq=True)}"


def _of_places(why: Explained, places: Sequence[Township]) -> Explained:
    """The explanations for the chosen places; for all towns while none is chosen."""
    chosen = {place.pk for place in places}
    if not chosen:
        return why
    return [(item, [row for row in rows if row[0].pk in chosen]) for item, rows in why]


def _map(why: Explained, places: Sequence[Township]) -> list[dict[str, Any]]:
    """The zones as the map draws them: how many chosen items each town holds on the day."""
    chosen = {place.pk for place in places}
    held: dict[int, int] = {}
    for _, rows in why:
        for town, may, _ in rows:
            held[town.pk] = held.get(town.pk, 0) + may
    return [
        {
            "name": zone.name,
            "towns": [
                {
                    "name": town.name,
                    "code": town.code,
                    "chosen": town.pk in chosen,
                    "held": held.get(town.pk, 0),
                }
                for town in zone.townships.all()
            ],
        }
        for zone in zones_with_towns()
    ]
