"""`manage.py load_demo --cases N --seed S`: invented people and a year of invented cases."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core.errors import RuleViolation
from xiangcheng_enforcement.demo.load import load


class Command(BaseCommand):
    help = "Loads demo people and cases; the same seed and day give the same cases."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--cases", type=int, default=300, help="up to 1000000")
        parser.add_argument("--seed", type=int, default=2026)
        parser.add_argument("--today", type=date.fromisoformat, help="the day after the last one")

    def handle(self, **options: Any) -> None:
        if not 0 <= options["cases"] <= 1_000_000:
            raise CommandError("案件数应在 0 至 1000000 之间。")
        started = time.monotonic()
        try:
            loaded = load(
                cases=options["cases"],
                seed=options["seed"],
                today=options["today"] or timezone.localdate(),
                progress=lambda done: self._progress(done, options),
            )
        except RuleViolation as violation:
            raise CommandError(violation.message) from violation
        if options["verbosity"] > 0:
            seconds = time.monotonic() - started
            self.stdout.write(f"{loaded.people}；{loaded.delegations}")
            self.stdout.write(f"演示案件 {loaded.cases} 件已载入，用时 {seconds:.1f} 秒。")

    def _progress(self, done: int, options: dict[str, Any]) -> None:
        if options["verbosity"] > 0 and done % 50_000 == 0:
            self.stdout.write(f"已写入 {done} / {options['cases']} 件")
            self.stdout.flush()
