"""Equipment and dispatch for other systems: what there is, who has it, who is called where."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.generics import ListAPIView

from core.api import ActorView, Page
from personnel import policy
from personnel.forms.equipment import EquipmentFilter
from personnel.models import DispatchOfficer, DispatchOrder, Equipment
from personnel.selectors import equipment as selectors
from personnel.selectors.dispatch import visible_dispatches


class EquipmentRow(serializers.ModelSerializer[Equipment]):
    """One piece; `holder` and `due_at` while it is on loan."""

    unit = serializers.CharField(read_only=True)
    kind_label = serializers.CharField(source="get_kind_display", read_only=True)
    state_label = serializers.CharField(source="get_state_display", read_only=True)
    holder = serializers.SerializerMethodField()
    due_at = serializers.SerializerMethodField()

    class Meta:
        model = Equipment
        fields = [
            "id",
            "code",
            "kind",
            "kind_label",
            "model",
            "plate",
            "unit",
            "state",
            "state_label",
            "acquired_on",
            "inspect_due_on",
            "holder",
            "due_at",
        ]

    def get_holder(self, piece: Equipment) -> str | None:
        loan = selectors.loan_of(piece)
        return str(loan.officer) if loan else None

    def get_due_at(self, piece: Equipment) -> str | None:
        loan = selectors.loan_of(piece)
        return loan.due_at.isoformat() if loan else None


class EquipmentPage(Page):
    ordering = ("kind", "code")


class EquipmentList(ActorView, ListAPIView[Equipment]):
    """The list page's pieces and filters: q, kind, unit, state, held, due."""

    serializer_class = EquipmentRow
    pagination_class = EquipmentPage
    queryset = Equipment.objects.none()

    def filter_queryset(self, queryset: Any) -> Any:
        policy.require_seeing_equipment(self.actor)
        return EquipmentFilter(self.request.query_params, user=self.actor).rows()


class DispatchedRow(serializers.ModelSerializer[DispatchOfficer]):
    name = serializers.CharField(source="officer.user.name", read_only=True)

    class Meta:
        model = DispatchOfficer
        fields = ["officer", "name", "answer", "answered_at"]


class DispatchRow(serializers.ModelSerializer[DispatchOrder]):
    zone = serializers.CharField(source="zone.name", read_only=True)
    township = serializers.CharField(source="township.name", read_only=True)
    authority_name = serializers.CharField(read_only=True)
    officers = DispatchedRow(many=True, read_only=True)
    equipment = serializers.SerializerMethodField()

    class Meta:
        model = DispatchOrder
        fields = [
            "id",
            "number",
            "zone",
            "township",
            "place",
            "purpose",
            "domain",
            "authority_name",
            "starts_at",
            "ends_at",
            "status",
            "source",
            "source_url",
            "officers",
            "equipment",
            "revision",
        ]

    def get_equipment(self, order: DispatchOrder) -> list[str]:
        return [row.equipment.code for row in order.equipment.all()]


class DispatchPage(Page):
    ordering = ("-starts_at", "-id")


class DispatchList(ActorView, ListAPIView[DispatchOrder]):
    """Dispatch orders visible to me; `status` and `township` (code) narrow them."""

    serializer_class = DispatchRow
    pagination_class = DispatchPage

    def get_queryset(self) -> Any:
        if getattr(self, "swagger_fake_view", False):  # the schema is built without a user
            return DispatchOrder.objects.none()
        rows = visible_dispatches(self.actor)
        asked = self.request.query_params
        if asked.get("status"):
            rows = rows.filter(status=asked["status"])
        if asked.get("township"):
            rows = rows.filter(township__code=asked["township"])
        return rows.prefetch_related("officers__officer__user", "equipment__equipment")
