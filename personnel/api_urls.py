from django.urls import path

from personnel.api import people as api
from personnel.api import rosters

urlpatterns = [
    path("officers/", api.OfficerList.as_view(), name="api_officers"),
    path("officers/<int:pk>/", api.OfficerView.as_view(), name="api_officer"),
    path("equipment/", api.EquipmentList.as_view(), name="api_equipment"),
    path("staffing/findings/", rosters.FindingList.as_view(), name="api_findings"),
    path("rosters/", rosters.RosterList.as_view(), name="api_rosters"),
    path("dispatches/", api.DispatchList.as_view(), name="api_dispatches"),
]
