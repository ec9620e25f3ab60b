from django.urls import path

from personnel import api

urlpatterns = [
    path("equipment/", api.EquipmentList.as_view(), name="api_equipment"),
    path("dispatches/", api.DispatchList.as_view(), name="api_dispatches"),
]
