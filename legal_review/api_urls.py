from django.urls import path

from legal_review import api

urlpatterns = [
    path("reviews/", api.ReviewList.as_view(), name="api_reviews"),
    path("reviews/<int:pk>/opinion/", api.ReviewOpinion.as_view(), name="api_review_opinion"),
]
