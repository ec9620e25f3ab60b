"""Personnel: officers, certificates, appointments and the rights that flow from them."""

from django.apps import AppConfig


class PersonnelConfig(AppConfig):
    name = "personnel"
    verbose_name = "人员"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core import access
        from personnel import panels, todo
        from personnel.services import importing, importing_equipment
        from personnel.services.rights import refresh_user

        access.register_refresher(refresh_user)
        panels.register()
        todo.register()
        importing.IMPORT.register()
        importing_equipment.IMPORT.register()
