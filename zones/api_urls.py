from django.urls import path

from zones import api

urlpatterns = [
    path("zones/", api.ZoneList.as_view(), name="api_zones"),
    path("items/", api.ItemList.as_view(), name="api_items"),
]
