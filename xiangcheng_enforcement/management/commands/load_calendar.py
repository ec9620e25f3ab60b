"""`manage.py load_calendar FILE.csv --year 2027 --document …`: a new holiday notice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from core.errors import RuleViolation
from xiangcheng_enforcement.loading import calendar


class Command(BaseCommand):
    help = "Loads one year's State Council holiday notice and recomputes the terms that run."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="columns date, kind, name")
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--document", required=True, help="number of the notice")

    def handle(self, **options: Any) -> None:
        try:
            days, moved = calendar.load_notice(
                options["file"], year=options["year"], document=options["document"]
            )
        except OSError as error:
            raise CommandError(f"读不到文件 {options['file']}：{error.strerror}") from error
        except RuleViolation as violation:
            raise CommandError(violation.message) from violation
        self.stdout.write(f"{options['year']} 年放假通知（{options['document']}）已载入。{days}")
        for row in moved:
            self.stdout.write(f"{row.number} {row.label}：{row.before} → {row.after}")
        self.stdout.write(f"重新推算后日期变动的期限 {len(moved)} 项。")
