"""Legal review: the queue of 区司法局."""

from django.apps import AppConfig


class LegalReviewConfig(AppConfig):
    name = "legal_review"
    verbose_name = "法制审核"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from legal_review import panels, receivers, todo

        receivers.connect()
        todo.register()
        panels.register()
