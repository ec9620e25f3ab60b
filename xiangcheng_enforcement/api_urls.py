"""Addresses of the JSON API, version 1; each app keeps its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("zones.api_urls")),
    path("", include("personnel.api_urls")),
    path("", include("cases.api_urls")),
    path("", include("legal_review.api_urls")),
]
