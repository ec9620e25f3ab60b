"""The JSON twin of the pages: same selectors, same forms, same services."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from cases import selectors
from cases.actions import ACTIONS, available, carry_out
from cases.filters import CaseFilter, ComplaintFilter
from cases.forms.complaints import ComplaintForm
from cases.forms.jurisdiction import JurisdictionForm
from cases.models import Case, Complaint, Paper
from cases.rules.papers import kind_of
from cases.selectors.complaints import visible_complaints
from cases.selectors.papers import papers_of
from cases.services import _jurisdiction
from cases.services import complaints as complaint_service
from core import audit
from core.api import ActorView, Page
from core.models import AuditEntry
from zones.rules.scenario import to_json


class CaseRow(serializers.ModelSerializer[Case]):
    """A case as lists show it. Reporter's data never leaves through lists."""

    state_label = serializers.CharField(source="get_state_display", read_only=True)
    township = serializers.CharField(source="township.name", read_only=True)
    item = serializers.CharField(source="item.name", read_only=True)
    authority_name = serializers.CharField(read_only=True)

    class Meta:
        model = Case
        fields = [
            "id",
            "number",
            "title",
            "state",
            "state_label",
            "township",
            "item",
            "place",
            "party_name",
            "authority_kind",
            "authority_name",
            "reporting",
            "needs_review",
            "reported_at",
            "filed_on",
            "decided_on",
            "next_due_on",
            "next_due_provisional",
            "version",
        ]


class CaseDetail(CaseRow):
    """A case with the reasons of its jurisdiction and what its reader may do."""

    actions = serializers.SerializerMethodField()

    class Meta(CaseRow.Meta):
        fields = [*CaseRow.Meta.fields, "description", "jurisdiction", "closing_note", "actions"]

    def get_actions(self, case: Case) -> list[str]:
        return available(self.context["actor"], case)


class TrailRow(serializers.ModelSerializer[AuditEntry]):
    class Meta:
        model = AuditEntry
        fields = [
            "seq",
            "at",
            "actor_id",
            "actor_name",
            "verb",
            "payload",
            "previous_hash",
            "entry_hash",
        ]


class CasePage(Page):
    ordering = ("-reported_at", "-id")


class CaseList(ActorView, ListAPIView[Case]):
    """Cases visible to me, with the filters of the page."""

    serializer_class = CaseRow
    pagination_class = CasePage
    filterset_class = CaseFilter

    def get_queryset(self) -> Any:
        if getattr(self, "swagger_fake_view", False):  # the schema is built without a user
            return Case.objects.none()
        rows = selectors.visible_cases(user=self.actor)
        return rows.select_related("township", "item", "authority_township", "authority_agency")


class CaseView(ActorView):
    """One case; 404 when it is not visible to me."""

    @extend_schema(responses=CaseDetail)
    def get(self, request: Request, pk: int) -> Response:
        case = selectors.get_visible_case(user=self.actor, pk=pk)
        return Response(CaseDetail(case, context={"actor": self.actor}).data)


class CaseTrail(ActorView):
    """The trail, as it is hashed; anyone can verify it (docs/TRAIL.md)."""

    @extend_schema(responses=TrailRow(many=True))
    def get(self, request: Request, pk: int) -> Response:
        case = selectors.get_visible_case(user=self.actor, pk=pk)
        return Response(TrailRow(audit.trail_of(case), many=True).data)


class PaperRow(serializers.ModelSerializer[Paper]):
    """A paper with its hash; the text itself is in its PDF."""

    kind_label = serializers.CharField(source="title", read_only=True)
    status_label = serializers.CharField(source="get_status_display", read_only=True)
    volume = serializers.SerializerMethodField()

    class Meta:
        model = Paper
        fields = [
            "id",
            "kind",
            "kind_label",
            "number",
            "volume",
            "status",
            "status_label",
            "revision",
            "authority_name",
            "issued_on",
            "text_hash",
            "pdf_sha256",
        ]

    def get_volume(self, paper: Paper) -> str:
        return kind_of(paper.kind).volume.label


class CasePapers(ActorView):
    """Papers of a case in the order of the file."""

    @extend_schema(responses=PaperRow(many=True))
    def get(self, request: Request, pk: int) -> Response:
        case = selectors.get_visible_case(user=self.actor, pk=pk)
        return Response(PaperRow(papers_of(case), many=True).data)


class CaseAction(ActorView):
    """Carry out an action; the body has the fields of the page's form, and the version seen."""

    @extend_schema(request=OpenApiTypes.OBJECT, responses=CaseDetail)
    def post(self, request: Request, pk: int, action: str) -> Response:
        case = selectors.get_visible_case(user=self.actor, pk=pk)
        if action not in ACTIONS:
            return Response({"detail": "没有这个操作"}, status=status.HTTP_404_NOT_FOUND)
        form = ACTIONS[action].form(request.data, request.FILES, case=case)
        if not form.is_valid():
            return Response(form.errors, status=status.HTTP_400_BAD_REQUEST)
        carry_out(action, case, form, self.actor)
        fresh = selectors.get_visible_case(user=self.actor, pk=pk)
        return Response(CaseDetail(fresh, context={"actor": self.actor}).data)


class ComplaintRow(serializers.ModelSerializer[Complaint]):
    """A complaint. Who complained is not told here, nor are its files."""

    channel_label = serializers.CharField(source="get_channel_display", read_only=True)
    status_label = serializers.CharField(source="get_status_display", read_only=True)
    township = serializers.CharField(source="township.name", read_only=True)
    holder = serializers.SerializerMethodField()
    case = serializers.CharField(source="case.number", default=None, read_only=True)

    class Meta:
        model = Complaint
        fields = [
            "id",
            "number",
            "channel",
            "channel_label",
            "source_number",
            "status",
            "status_label",
            "township",
            "holder",
            "place",
            "content",
            "party_name",
            "occurred_on",
            "confidential",
            "wants_answer",
            "received_at",
            "ack_due_on",
            "answer_due_on",
            "case",
            "answer",
            "answered_at",
            "revision",
        ]

    def get_holder(self, complaint: Complaint) -> str:
        return str(complaint.holder)


class ComplaintReceipt(ComplaintRow):
    """What was taken down, and the code for the reporter: told this once."""

    follow_code = serializers.SerializerMethodField()

    class Meta(ComplaintRow.Meta):
        fields = [*ComplaintRow.Meta.fields, "follow_code"]

    def get_follow_code(self, complaint: Complaint) -> str:
        return str(self.context["code"])


class ComplaintPage(Page):
    ordering = ("-received_at", "-id")


class ComplaintList(ActorView, ListAPIView[Complaint]):
    """Complaints visible to me, with the filters of the page; POST takes one down."""

    serializer_class = ComplaintRow
    pagination_class = ComplaintPage
    filterset_class = ComplaintFilter

    def get_queryset(self) -> Any:
        if getattr(self, "swagger_fake_view", False):
            return Complaint.objects.none()
        return visible_complaints(user=self.actor).select_related(
            "township", "transferred_township", "transferred_agency", "case"
        )

    @extend_schema(request=OpenApiTypes.OBJECT, responses={201: ComplaintReceipt})
    def post(self, request: Request) -> Response:
        """The fields of the page's form; the same `submission_key` makes one complaint."""
        form = ComplaintForm(request.data, user=self.actor)
        if not form.is_valid():
            return Response(form.errors, status=status.HTTP_400_BAD_REQUEST)
        made = complaint_service.receive(
            told=form.told(), key=form.cleaned_data["submission_key"], by=self.actor
        )
        shown = ComplaintReceipt(made.complaint, context={"code": made.code})
        return Response(shown.data, status=status.HTTP_201_CREATED)


class JurisdictionAnswer(ActorView):
    """Who is competent: the rule's answer as `manage.py decide_jurisdiction` gives it.

    `item` (code) and `town` (code or name) may be repeated; `on` is the filing date (today);
    `first` is the code of the organ that filed first; `major`, `complex`, `crime` as `on`.
    """

    @extend_schema(
        parameters=[
            OpenApiParameter("item", str, many=True, required=True),
            OpenApiParameter("town", str, many=True),
            OpenApiParameter("on", OpenApiTypes.DATE),
            OpenApiParameter("first", str),
            OpenApiParameter("major", bool),
            OpenApiParameter("complex", bool),
            OpenApiParameter("crime", bool),
        ],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request) -> Response:
        form = JurisdictionForm(request.query_params)
        if not form.is_valid():
            return Response(form.errors, status=status.HTTP_400_BAD_REQUEST)
        return Response(to_json(_jurisdiction.judge(**form.question)))
