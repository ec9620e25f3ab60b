from django.urls import path

from personnel import api

urlpatterns = [
    path("officers/", api.OfficerList.as_view(), name="api_officers"),
    path("officers/<int:pk>/", api.OfficerView.as_view(), name="api_officer"),
    path("equipment/", api.EquipmentList.as_view(), name="api_equipment"),
    path("dispatches/", api.DispatchList.as_view(), name="api_dispatches"),
]
