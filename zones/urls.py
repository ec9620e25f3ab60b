from django.urls import path

from zones.views import district as views

urlpatterns = [
    path("items/", views.items, name="items"),
    path("district/", views.district, name="district"),
]
