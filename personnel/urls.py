from django.urls import path

from personnel.views import people

urlpatterns = [
    path("people/", people.officers, name="officers"),
    path("appointments/", people.appointments, name="appointments"),
    path("appointments/new/", people.appoint, name="appoint"),
    path("appointments/<int:pk>/end/", people.dismiss, name="dismiss"),
]
