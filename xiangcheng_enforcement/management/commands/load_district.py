"""`manage.py load_district`: zones, towns, bureaus, items, calendar and parameters."""

from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand, CommandError

from core.errors import RuleViolation
from xiangcheng_enforcement.loading import district


class Command(BaseCommand):
    help = "Loads the district's reference data from fixtures/; running it again changes nothing."

    def handle(self, **options: Any) -> None:
        try:
            tallies = district.load()
        except RuleViolation as violation:
            raise CommandError(f"{violation.message} {violation.basis}") from violation
        if options["verbosity"] > 0:
            for tally in tallies:
                self.stdout.write(str(tally))
            changed = sum(tally.created + tally.updated for tally in tallies)
            self.stdout.write(f"片区资料已载入，共变动 {changed} 条。" if changed else "没有变动。")
