"""The review queue for other systems."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import ActorView, Page
from legal_review import selectors
from legal_review.actions import STEPS, available
from legal_review.models import Remark, Review
from legal_review.rules.checklist import OpinionKind, Point
from legal_review.services import judging


class ReviewRow(serializers.ModelSerializer[Review]):
    case_number = serializers.CharField(source="case.number", read_only=True)
    case_title = serializers.CharField(source="case.title", read_only=True)
    reviewer = serializers.StringRelatedField[Any]()
    holder = serializers.StringRelatedField[Any]()
    zone = serializers.StringRelatedField[Any]()

    class Meta:
        model = Review
        fields = [
            "id",
            "case_number",
            "case_title",
            "round",
            "zone",
            "reviewer",
            "holder",
            "status",
            "stage",
            "due_on",
            "draft_hash",
        ]


class OpinionIn(serializers.Serializer[Any]):
    """What the reviewer sends: an opinion, the seven points (true: in order), the text."""

    kind = serializers.ChoiceField(choices=[(k.value, k.label) for k in OpinionKind])
    points = serializers.DictField(child=serializers.BooleanField(), default=dict)
    point_notes = serializers.DictField(child=serializers.CharField(allow_blank=True), default=dict)
    text = serializers.CharField(allow_blank=True, default="")

    def validate_point_notes(self, value: dict[str, str]) -> dict[Point, str]:
        return {Point(key): said for key, said in value.items() if key in set(Point)}

    def validate_points(self, value: dict[str, bool]) -> dict[Point, bool]:
        unknown = set(value) - {point.value for point in Point}
        if unknown:
            raise serializers.ValidationError(f"没有这些审核要点：{'、'.join(sorted(unknown))}")
        return {Point(key): judged for key, judged in value.items()}


class ReviewPage(Page):
    ordering = ("-requested_at", "-id")


class ReviewList(ActorView, ListAPIView[Review]):
    serializer_class = ReviewRow
    pagination_class = ReviewPage

    def get_queryset(self) -> Any:
        if getattr(self, "swagger_fake_view", False):  # the schema is built without a user
            return Review.objects.none()
        return selectors.visible_reviews(user=self.actor)


class ReviewOpinion(ActorView):
    """Give the opinion."""

    @extend_schema(request=OpinionIn, responses=ReviewRow)
    def post(self, request: Request, pk: int) -> Response:
        review = selectors.get_visible_review(user=self.actor, pk=pk)
        body = OpinionIn(data=request.data)
        body.is_valid(raise_exception=True)
        data = body.validated_data
        judging.conclude(
            review_id=review.pk,
            kind=OpinionKind(data["kind"]),
            points=data["points"],
            point_notes=data["point_notes"],
            text=data["text"],
            by=self.actor,
        )
        review.refresh_from_db()
        return Response(ReviewRow(review).data, status=status.HTTP_201_CREATED)


class ReviewStep(ActorView):
    """Take a step of the round (first-look, take, countersign …); the body has the fields of the
    page's form. 404 for a step this person may not take now."""

    @extend_schema(request=OpenApiTypes.OBJECT, responses=ReviewRow)
    def post(self, request: Request, pk: int, key: str) -> Response:
        review = selectors.get_review_at_hand(user=self.actor, pk=pk)
        if key not in available(self.actor, review):
            return Response({"detail": "现在没有这个操作"}, status=status.HTTP_404_NOT_FOUND)
        form = STEPS[key].form(request.data, review=review)
        if not form.is_valid():
            return Response(form.errors, status=status.HTTP_400_BAD_REQUEST)
        STEPS[key].run(review.pk, form.cleaned_data, self.actor)
        review.refresh_from_db()
        return Response(ReviewRow(review).data)


class RemarkRow(serializers.ModelSerializer[Remark]):
    """A remark on characters `start` to `end` of the frozen text, where `quote` stands."""

    by = serializers.StringRelatedField[Any]()

    class Meta:
        model = Remark
        fields = ["id", "point", "start", "end", "quote", "text", "by", "at"]
        read_only_fields = ["id", "by", "at"]


class ReviewRemarks(ActorView):
    """Remarks on the text of a round."""

    @extend_schema(responses=RemarkRow(many=True))
    def get(self, request: Request, pk: int) -> Response:
        review = selectors.get_visible_review(user=self.actor, pk=pk)
        rows = review.remarks.filter(removed_at=None).select_related("by")
        return Response(RemarkRow(rows, many=True).data)

    @extend_schema(request=RemarkRow, responses={201: RemarkRow})
    def post(self, request: Request, pk: int) -> Response:
        review = selectors.get_visible_review(user=self.actor, pk=pk)
        body = RemarkRow(data=request.data)
        body.is_valid(raise_exception=True)
        row = judging.remark(review_id=review.pk, by=self.actor, **body.validated_data)
        return Response(RemarkRow(row).data, status=status.HTTP_201_CREATED)


class RemarkRemoval(ActorView):
    """Take one's own remark away."""

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, pk: int, remark: int) -> Response:
        review = selectors.get_visible_review(user=self.actor, pk=pk)
        row = review.remarks.filter(pk=remark).first()
        if row is None:
            return Response({"detail": "没有这条批注"}, status=status.HTTP_404_NOT_FOUND)
        judging.remove_remark(remark_id=row.pk, by=self.actor)
        return Response(status=status.HTTP_204_NO_CONTENT)


class ReviewChanges(ActorView):
    """Paragraphs of the text that differ from the round before."""

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, pk: int) -> Response:
        review = selectors.get_visible_review(user=self.actor, pk=pk)
        found = selectors.changes_since_previous(review)
        return Response([{**vars(change), "kind": change.kind} for change in found])
