"""The review queue for other systems."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import ActorView, Page
from legal_review.models import Review
from legal_review.rules.checklist import OpinionKind, Point
from legal_review.selectors import reviews as selectors
from legal_review.services import reviews as services


class ReviewRow(serializers.ModelSerializer[Review]):
    case_number = serializers.CharField(source="case.number", read_only=True)
    case_title = serializers.CharField(source="case.title", read_only=True)
    reviewer = serializers.StringRelatedField[Any]()
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
            "status",
            "due_on",
            "draft_hash",
        ]


class OpinionIn(serializers.Serializer[Any]):
    """What the reviewer sends: an opinion, the seven points (true: in order), the text."""

    kind = serializers.ChoiceField(choices=[(k.value, k.label) for k in OpinionKind])
    points = serializers.DictField(child=serializers.BooleanField(), default=dict)
    text = serializers.CharField(allow_blank=True, default="")

    def validate_points(self, value: dict[str, bool]) -> dict[Point, bool]:
        unknown = set(value) - {point.value for point in Point}
        if unknown:
            raise serializers.ValidationError(f"没有这些审核要点：{'、'.join(sorted(unknown))}")
        return {Point(key): judged for key, judged in value.items()}


class ReviewPage(Page):
    ordering = ("due_on", "id")


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
        services.conclude(
            review_id=review.pk,
            kind=OpinionKind(data["kind"]),
            points=data["points"],
            text=data["text"],
            by=self.actor,
        )
        review.refresh_from_db()
        return Response(ReviewRow(review).data, status=status.HTTP_201_CREATED)
