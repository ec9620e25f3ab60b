"""Reference data for other systems: zones with their towns, items with who holds them."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from core.api import ActorView, Page
from zones import selectors
from zones.forms.catalogue import ItemFilter
from zones.models import EnforcementItem, ItemVersion, Zone
from zones.selectors.catalogue import listed_items


class ZoneRow(serializers.ModelSerializer[Zone]):
    station = serializers.CharField(source="station.name", read_only=True)
    chief_agency = serializers.CharField(source="chief_agency.name", read_only=True)
    townships: Any = serializers.SlugRelatedField("name", many=True, read_only=True)

    class Meta:
        model = Zone
        fields = ["code", "name", "station", "chief_agency", "townships"]


class VersionRow(serializers.ModelSerializer[ItemVersion]):
    """One wording of an item with its days; `valid_until` is the last day."""

    agency = serializers.CharField(source="agency.name", read_only=True)

    class Meta:
        model = ItemVersion
        fields = [
            "name",
            "legal_basis",
            "penalty_summary",
            "agency",
            "hearing_citizen",
            "hearing_organisation",
            "limitation_years",
            "valid_from",
            "valid_until",
        ]


class ItemRow(serializers.ModelSerializer[EnforcementItem]):
    """An item; `held_by` are the towns that hold it by delegation today."""

    agency = serializers.CharField(source="agency.name", read_only=True)
    held_by = serializers.SerializerMethodField()
    versions = VersionRow(many=True, read_only=True)

    class Meta:
        model = EnforcementItem
        fields = [
            "code",
            "name",
            "domain",
            "legal_basis",
            "agency",
            "city_since",
            "withdrawn_on",
            "held_by",
            "versions",
        ]

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
    queryset = EnforcementItem.objects.all()

    def filter_queryset(self, queryset: Any) -> Any:
        """The filters of the list page: q, domain, agency, town, state, on."""
        form = ItemFilter(self.request.query_params)
        form.is_valid()
        day = form.cleaned_data.get("on") or timezone.localdate()
        versions = Prefetch("versions", ItemVersion.objects.select_related("agency"))
        return listed_items(form.cleaned_data, day).prefetch_related(versions)

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        rows = args[0] if args else []
        held = selectors.holders_on(rows, timezone.localdate())
        kwargs["context"] = {**self.get_serializer_context(), "held": held}
        return self.serializer_class(*args, **kwargs)
