"""`manage.py bench --sizes 10000 100000`: the figures of docs/benchmarks.md."""

from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand, CommandParser

from xiangcheng_enforcement.bench import burst
from xiangcheng_enforcement.bench.figures import Table
from xiangcheng_enforcement.bench.ground import prepared
from xiangcheng_enforcement.bench.works import Bench


class Command(BaseCommand):
    help = "Measures on a database of its own, which is created, filled, served and dropped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
        parser.add_argument("--seed", type=int, default=2026)
        parser.add_argument("--only", default="", help="part of the name of what to measure")
        parser.add_argument("--burst", type=int, help="internal: raise so many reports at once")

    def handle(self, **options: Any) -> None:
        if options["burst"]:
            first, committed = burst.raise_at_once(options["burst"])
            self.stdout.write(f"{first} {committed}")
            return
        table = Table()
        for size in options["sizes"]:
            self._say(f"正在准备 {size:,} 件案件……")
            with prepared(size, options["seed"]) as ground:
                Bench(ground, table, self._say, options["only"]).run()
        self._say("")
        self._say(str(table))

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
