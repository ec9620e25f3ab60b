"""The district as it is laid out."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from core.http import UserRequest
from zones import selectors
from zones.models import Agency, PolicyDocument, Township


def district(request: UserRequest) -> HttpResponse:
    """Zones, towns, bureaus and the documents the arrangement rests on."""
    context = {
        "zones": selectors.zones_with_towns(),
        "agencies": Agency.objects.order_by("id"),
        "documents": PolicyDocument.objects.all(),
        "farms": Township.objects.filter(zone=None),
    }
    return render(request, "zones/district.html", context)
