"""Plans: the annual joint inspection plan."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = "检查计划"
    default_auto_field = "django.db.models.BigAutoField"
