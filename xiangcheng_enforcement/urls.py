"""Addresses of the pages; each app keeps its own."""

from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from .api_docs import api_docs
from .health import healthz
from .icon import favicon
from .workbench import workbench

urlpatterns = [
    path("", workbench, name="workbench"),
    path("healthz", healthz, name="healthz"),
    path("favicon.ico", favicon),
    path("accounts/", include("xiangcheng_enforcement.account_urls")),
    path("", include("core.urls")),
    path("", include("zones.urls")),
    path("", include("personnel.urls")),
    path("", include("cases.urls")),
    path("", include("legal_review.urls")),
    path("", include("plans.urls")),
    path("api/v1/", include("xiangcheng_enforcement.api_urls")),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", api_docs, name="api-docs"),
    path("admin/", admin.site.urls),
]
