from django.urls import path

from legal_review import api

urlpatterns = [
    path("reviews/", api.ReviewList.as_view(), name="api_reviews"),
    path("reviews/<int:pk>/opinion/", api.ReviewOpinion.as_view(), name="api_review_opinion"),
    path("reviews/<int:pk>/remarks/", api.ReviewRemarks.as_view(), name="api_review_remarks"),
    path(
        "reviews/<int:pk>/remarks/<int:remark>/",
        api.RemarkRemoval.as_view(),
        name="api_review_remark",
    ),
    path("reviews/<int:pk>/changes/", api.ReviewChanges.as_view(), name="api_review_changes"),
    path("reviews/<int:pk>/<slug:key>/", api.ReviewStep.as_view(), name="api_review_step"),
]
