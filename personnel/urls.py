from django.urls import path

from personnel import views

urlpatterns = [
    path("people/", views.officers, name="officers"),
    path("appointments/", views.appointments, name="appointments"),
    path("appointments/new/", views.appoint, name="appoint"),
    path("appointments/<int:pk>/end/", views.dismiss, name="dismiss"),
]
