from django.urls import path

from personnel.views import appointments, importing, people

urlpatterns = [
    path("people/", people.officers, name="officers"),
    *importing.PAGES.urls(),
    path("appointments/", appointments.appointments, name="appointments"),
    path("appointments/new/", appointments.appoint, name="appoint"),
    path("appointments/<int:pk>/end/", appointments.dismiss, name="dismiss"),
]
