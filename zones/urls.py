from django.urls import path

from zones import views

urlpatterns = [
    path("items/", views.items, name="items"),
    path("district/", views.district, name="district"),
]
