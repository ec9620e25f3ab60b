"""For other systems: published rosters, and what is wanting in the staffing."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.generics import ListAPIView

from core.api import ActorView, Page
from personnel import policy
from personnel.forms.staffing import FindingFilter
from personnel.models import Finding, Roster, RosterMember
from personnel.selectors import rosters, staffing
from personnel.selectors.finding_lines import Line, Words
from personnel.services import staffing as service


class MemberRow(serializers.ModelSerializer[RosterMember]):
    """One person as published; certificates of leaders may be empty."""

    kind_label = serializers.CharField(source="get_kind_display", read_only=True)

    class Meta:
        model = RosterMember
        fields = ["name", "unit_name", "kind", "kind_label", "certificate_number"]


class RosterRow(serializers.ModelSerializer[Roster]):
    """A published version; `members` are those who may stand on it today."""

    zone = serializers.CharField(source="zone.name", read_only=True)
    zone_code = serializers.CharField(source="zone.code", read_only=True)
    members = serializers.SerializerMethodField()

    class Meta:
        model = Roster
        fields = ["zone", "zone_code", "version", "published_at", "members"]

    @extend_schema_field(MemberRow(many=True))
    def get_members(self, roster: Roster) -> Any:
        return MemberRow(self.context["members"].get(roster.pk, []), many=True).data


class RosterPage(Page):
    ordering = "zone_id"


class RosterList(ActorView, ListAPIView[Roster]):
    """The published roster of each zone whose versions I may see."""

    serializer_class = RosterRow
    pagination_class = RosterPage

    def get_queryset(self) -> Any:
        if getattr(self, "swagger_fake_view", False):  # the schema is built without a user
            return Roster.objects.none()
        rows = rosters.visible_rosters(self.actor)
        return rows.filter(status=Roster.Status.PUBLISHED)

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        members = rosters.public_lists(args[0] if args else [], timezone.localdate())
        kwargs["context"] = {**self.get_serializer_context(), "members": members}
        return self.serializer_class(*args, **kwargs)


class FindingRow(serializers.ModelSerializer[Finding]):
    """One shortcoming; `scope` is Z, T or A with a number, `days` how long it has stood."""

    check_label = serializers.SerializerMethodField()
    unit = serializers.SerializerMethodField()
    zone = serializers.SerializerMethodField()
    grave = serializers.SerializerMethodField()
    basis = serializers.SerializerMethodField()
    who = serializers.SerializerMethodField()
    days = serializers.SerializerMethodField()

    class Meta:
        model = Finding
        fields = [
            "code",
            "check_label",
            "scope",
            "unit",
            "zone",
            "text",
            "grave",
            "basis",
            "who",
            "since",
            "days",
            "cleared_at",
        ]

    def _line(self, row: Finding) -> Line:
        words: Words = self.context["words"]
        return words.line(row)

    def get_check_label(self, row: Finding) -> str:
        return self._line(row).rule.label

    def get_unit(self, row: Finding) -> str:
        return self._line(row).where

    def get_zone(self, row: Finding) -> str:
        return self._line(row).zone

    def get_grave(self, row: Finding) -> bool:
        return self._line(row).rule.grave

    def get_basis(self, row: Finding) -> str:
        return self._line(row).rule.basis

    def get_who(self, row: Finding) -> str:
        return self._line(row).who

    def get_days(self, row: Finding) -> int:
        return self._line(row).days


class FindingPage(Page):
    ordering = ("since", "pk")


class FindingList(ActorView, ListAPIView[Finding]):
    """The board's findings, judged afresh, and its filters: check, zone, unit, grave, state."""

    serializer_class = FindingRow
    pagination_class = FindingPage
    queryset = Finding.objects.none()
    words: Words | None = None  # the schema is built without a request

    def filter_queryset(self, queryset: Any) -> Any:
        if not policy.sees_staffing(self.actor):
            raise PermissionDenied("您的职务不含查看队伍检查")
        staff = service.refresh().staff
        self.words = Words(staff.names, staff.people, timezone.localdate())
        form = FindingFilter(self.request.query_params, names=staff.names)
        return form.narrow(staffing.visible_findings(self.actor, cleared=form.cleared))

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        kwargs["context"] = {**self.get_serializer_context(), "words": self.words}
        return self.serializer_class(*args, **kwargs)
