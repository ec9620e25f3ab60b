"""`manage.py check_templates`: every template compiles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.template import TemplateSyntaxError
from django.template.loader import get_template


class Command(BaseCommand):
    help = "Compiles all templates of the project: unknown tags, filters and parents fail."
    requires_system_checks = []

    def handle(self, **options: Any) -> None:
        folder = Path(settings.BASE_DIR) / "templates"
        names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
        broken = [f"{name}: {error}" for name in names if (error := _error_of(name))]
        if broken:
            raise CommandError("\n".join(broken))
        self.stdout.write(f"{len(names)} templates compile.")


def _error_of(name: str) -> str | None:
    try:
        get_template(name)
    except TemplateSyntaxError as error:
        return str(error)
    return None
