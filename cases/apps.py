"""Cases: from report to closing."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = "案件"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cases import panels, receivers, todo
        from cases.selectors.casefile import KIND
        from cases.services import holiday_notices, simulation
        from core import jobs

        receivers.connect()
        todo.register()
        panels.register()
        jobs.register(simulation.KIND, simulation.run)
        jobs.register(KIND, receivers.bind_casefile)
        jobs.register(holiday_notices.PREVIEW, holiday_notices.preview)
        jobs.register(holiday_notices.LOAD, holiday_notices.load)
