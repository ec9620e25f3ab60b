"""For other systems: people, equipment and dispatch, with the visibility of the pages."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import ActorView, Page
from personnel import policy, selectors
from personnel.forms.equipment import EquipmentFilter
from personnel.models import (
    Appointment,
    Certificate,
    DispatchOfficer,
    DispatchOrder,
    Equipment,
    Officer,
)
from personnel.selectors import equipment, papers, training
from personnel.selectors.dispatch import visible_dispatches
from personnel.selectors.officers import get_visible_officer


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
        loan = equipment.loan_of(piece)
        return str(loan.officer) if loan else None

    def get_due_at(self, piece: Equipment) -> str | None:
        loan = equipment.loan_of(piece)
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


class CertificateRow(serializers.ModelSerializer[Certificate]):
    """A certificate; `standing` is what it is today, `expires_on` its last good day."""

    standing = serializers.SerializerMethodField()

    class Meta:
        model = Certificate
        fields = ["number", "domains", "issuer", "valid_from", "expires_on", "status", "standing"]

    def get_standing(self, row: Certificate) -> str:
        return papers.line_of(row, timezone.localdate()).standing.value


class OfficeRow(serializers.ModelSerializer[Appointment]):
    """An office in force today."""

    role_label = serializers.CharField(read_only=True)
    scope = serializers.CharField(read_only=True)

    class Meta:
        model = Appointment
        fields = ["role", "role_label", "scope", "starts_on", "ends_on", "document"]


class OfficerRow(serializers.ModelSerializer[Officer]):
    """A person with the certificates and the offices of today."""

    name = serializers.CharField(source="user.name", read_only=True)
    home = serializers.CharField(read_only=True)
    rank_label = serializers.CharField(source="get_rank_display", read_only=True)
    certificates = CertificateRow(many=True, read_only=True)
    offices = serializers.SerializerMethodField()

    class Meta:
        model = Officer
        fields = [
            "id",
            "name",
            "home",
            "rank",
            "rank_label",
            "post",
            "on_establishment",
            "is_field",
            "phone",
            "legal_qualification",
            "certificates",
            "offices",
        ]

    @extend_schema_field(OfficeRow(many=True))
    def get_offices(self, officer: Officer) -> Any:
        return OfficeRow(self.context["offices"].get(officer.pk, []), many=True).data


class OfficerDetail(OfficerRow):
    """The same, with the hours of training attended this year and those wanted."""

    training_hours = serializers.SerializerMethodField()
    training_goal = serializers.SerializerMethodField()

    class Meta(OfficerRow.Meta):
        fields = [*OfficerRow.Meta.fields, "training_hours", "training_goal"]

    def get_training_hours(self, officer: Officer) -> float:
        return float(training.hours_of([officer.pk], timezone.localdate().year).get(officer.pk, 0))

    def get_training_goal(self, officer: Officer) -> int:
        return training.yearly_goal()


class OfficerPage(Page):
    ordering = "pk"


class OfficerList(ActorView, ListAPIView[Officer]):
    """People of the units I may look at, and myself."""

    serializer_class = OfficerRow
    pagination_class = OfficerPage

    def get_queryset(self) -> Any:
        if getattr(self, "swagger_fake_view", False):  # the schema is built without a user
            return Officer.objects.none()
        return selectors.visible_officers(self.actor).prefetch_related("certificates")

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        offices = selectors.offices_of(args[0] if args else [])
        kwargs["context"] = {**self.get_serializer_context(), "offices": offices}
        return self.serializer_class(*args, **kwargs)


class OfficerView(ActorView):
    """One person; 404 when not visible to me."""

    @extend_schema(responses=OfficerDetail)
    def get(self, request: Request, pk: int) -> Response:
        officer = get_visible_officer(user=self.actor, pk=pk)
        context = {"offices": selectors.offices_of([officer])}
        return Response(OfficerDetail(officer, context=context).data)
