"""Reference data of the district in the admin. Nothing here touches a running case."""

from django.contrib import admin

from core.admin_site import ReferenceAdmin
from zones.models import Agency, EnforcementItem, PolicyDocument, Township, Zone


@admin.register(Zone)
class ZoneAdmin(ReferenceAdmin):
    list_display = ("name", "code", "station", "chief_agency")


@admin.register(Township)
class TownshipAdmin(ReferenceAdmin):
    list_display = ("name", "code", "kind", "zone", "document_prefix")


@admin.register(Agency)
class AgencyAdmin(ReferenceAdmin):
    list_display = ("short_name", "name", "kind", "empowers", "secondment_exempt")


@admin.register(EnforcementItem)
class EnforcementItemAdmin(ReferenceAdmin):
    list_display = ("code", "name", "domain", "agency")
    search_fields = ("code", "name")


@admin.register(PolicyDocument)
class PolicyDocumentAdmin(ReferenceAdmin):
    list_display = ("number", "title", "issuer", "issued_on")
