"""The composition root as a Django app, so that its commands are found."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """Holds commands that put the apps together (serve, loaders); has no models."""

    name = "xiangcheng_enforcement"
    verbose_name = "芗城区片区联合执法平台"
