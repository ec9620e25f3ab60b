"""Reference data for other systems: zones with their towns, items with who holds them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from core.api import ActorView, Page
from zones import selectors
from zones.models import EnforcementItem, Zone


class ZoneRow(serializers.ModelSerializer[Zone]):
    station = serializers.CharField(source="station.name", read_only=True)
    chief_agency = serializers.CharField(source="chief_agency.name", read_only=True)
    townships: Any = serializers.SlugRelatedField("name", many=True, read_only=True)

    class Meta:
        model = Zone
        fields = ["code", "name", "station", "chief_agency", "townships"]


class ItemRow(serializers.ModelSerializer[EnforcementItem]):
    """An item; `held_by` are the towns that hold it by delegation today."""

    agency = serializers.CharField(source="agency.name", read_only=True)
    held_by = serializers.SerializerMethodField()

    class Meta:
        model = EnforcementItem
        fields = ["code", "name", "domain", "legal_basis", "agency", "city_since", "held_by"]

    def get_held_by(self, item: EnforcementItem) -> list[str]:
        return [e.township.name for e in self.context["held"].get(item.pk, [])]


class ZoneList(ActorView, ListAPIView[Zone]):
    serializer_class = ZoneRow
    pagination_class = None

    def get_queryset(self) -> Any:
        return Zone.objects.select_related("station", "chief_agency").prefetch_related("townships")


class ItemPage(Page):
    ordering = "code"


class ItemList(ActorView, ListAPIView[EnforcementItem]):
    serializer_class = ItemRow
    pagination_class = ItemPage
    queryset = EnforcementItem.objects.select_related("agency")

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        rows = args[0] if args else []
        held = selectors.holders_on(rows, timezone.localdate())
        kwargs["context"] = {**self.get_serializer_context(), "held": held}
        return self.serializer_class(*args, **kwargs)
