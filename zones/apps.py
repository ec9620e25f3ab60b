"""Zones: the district's zones, towns, bureaus, powers, and who is competent."""

from django.apps import AppConfig


class ZonesConfig(AppConfig):
    name = "zones"
    verbose_name = "片区"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core import access
        from zones import panels, todo
        from zones.models import Agency, District, Township, Zone
        from zones.services import importing

        access.register_scope("district", District)
        access.register_scope("zone", Zone)
        access.register_scope("township", Township)
        access.register_scope("agency", Agency)
        panels.register()
        todo.register()
        importing.IMPORT.register()
