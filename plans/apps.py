"""Plans: joint operations."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = "联合行动"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from plans import panels, receivers, todo

        receivers.connect()
        todo.register()
        panels.register()
