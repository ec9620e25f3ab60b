from django.urls import path

from personnel.views import appointments, importing, people, public, roster_units, rosters

urlpatterns = [
    path("people/", people.officers, name="officers"),
    *importing.PAGES.urls(),
    path("appointments/", appointments.appointments, name="appointments"),
    path("appointments/new/", appointments.appoint, name="appoint"),
    path("appointments/<int:pk>/end/", appointments.dismiss, name="dismiss"),
    # rosters (联合执法人员名单), and what the public sees of them
    path("rosters/", rosters.roster_list, name="rosters"),
    path("rosters/export/", rosters.export_list, name="rosters_export"),
    path("rosters/new/", rosters.open_version, name="roster_open"),
    path("rosters/<int:pk>/", rosters.roster_page, name="roster"),
    path("rosters/<int:pk>/send/", rosters.send, name="roster_send"),
    path("rosters/<int:pk>/review/", rosters.review, name="roster_review"),
    path("rosters/<int:pk>/print/", rosters.sheet, name="roster_print"),
    path("rosters/<int:pk>/xlsx/", rosters.export, name="roster_xlsx"),
    path("rosters/<int:pk>/units/<int:unit_pk>/", roster_units.edit, name="roster_unit"),
    path(
        "rosters/<int:pk>/units/<int:unit_pk>/reopen/",
        roster_units.reopen,
        name="roster_unit_reopen",
    ),
    path("rosters/<int:pk>/units/<int:unit_pk>/drop/", roster_units.drop, name="roster_unit_drop"),
    path("public/rosters/", public.rosters, name="public_rosters"),
    path("public/rosters/<slug:code>/", public.roster, name="public_roster"),
    path("public/rosters/<slug:code>/print/", public.sheet, name="public_roster_print"),
    path("public/rosters/<slug:code>/xlsx/", public.export, name="public_roster_xlsx"),
]
