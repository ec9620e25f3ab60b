"""`manage.py sync_grants`: make stored rights equal to what the appointments give today."""

from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand

from personnel.services import rights


class Command(BaseCommand):
    help = "Repairs every account's rights; prints how many had to be put right."

    def handle(self, **options: Any) -> None:
        repaired = rights.sync_everyone()
        words = f"修正权限 {repaired} 项。" if repaired else "权限与任职一致，无须修正。"
        self.stdout.write(words)
