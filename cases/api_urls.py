from django.urls import path

from cases import api

urlpatterns = [
    path("jurisdiction/", api.JurisdictionAnswer.as_view(), name="api_jurisdiction"),
    path("complaints/", api.ComplaintList.as_view(), name="api_complaints"),
    path("cases/", api.CaseList.as_view(), name="api_cases"),
    path("cases/<int:pk>/", api.CaseView.as_view(), name="api_case"),
    path("cases/<int:pk>/trail/", api.CaseTrail.as_view(), name="api_case_trail"),
    path("cases/<int:pk>/papers/", api.CasePapers.as_view(), name="api_case_papers"),
    path("cases/<int:pk>/<slug:action>/", api.CaseAction.as_view(), name="api_case_action"),
]
