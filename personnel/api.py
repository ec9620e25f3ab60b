"""Equipment for other systems: what there is, where, who has it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.generics import ListAPIView

from core.api import ActorView, Page
from personnel import policy
from personnel.forms.equipment import EquipmentFilter
from personnel.models import Equipment
from personnel.selectors import equipment as selectors


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
