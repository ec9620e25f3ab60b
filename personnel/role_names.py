"""The names of the offices, and of what an office is held at."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    ZONE_CHIEF = "zone_chief"
    COORDINATOR = "coordinator"
    DEPUTY_CHIEF = "deputy_chief"
    TOWN_OFFICER = "town_officer"
    AGENCY_LEADER = "agency_leader"
    AGENCY_OFFICER = "agency_officer"
    SECONDED_OFFICER = "seconded_officer"
    LIAISON = "liaison"
    ZONE_REVIEWER = "zone_reviewer"
    TOWN_REVIEWER = "town_reviewer"
    JUSTICE_ADMIN = "justice_admin"
    COORDINATION_OFFICE = "coordination_office"
    GOVERNMENT_OFFICE = "government_office"
    STAFFING_OFFICE = "staffing_office"
    ORGANISATION = "organisation"
    HUMAN_RESOURCES = "human_resources"
    FINANCE = "finance"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"


class Scope(StrEnum):
    ZONE = "zone"
    TOWNSHIP = "township"
    AGENCY = "agency"
    DISTRICT = "district"
