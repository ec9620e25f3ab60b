"""Plan a year from a file; touches no database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from plans.planner.reading import InstanceError, instance_from
from plans.planner.solving import Progress, Search, solve
from plans.planner.writing import solution_as_json


class Command(BaseCommand):
    """``solve_plan INSTANCE.json --output SOLUTION.json``: the planner's core on a file."""

    help = "编制年度联合检查计划：读入 JSON 实例，写出计划；不使用数据库"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """File in, file out, limits."""
        parser.add_argument("instance", type=Path)
        parser.add_argument("--output", type=Path, required=True)
        parser.add_argument("--time-limit", type=float, default=60.0, help="seconds")
        parser.add_argument("--workers", type=int, default=2, help="threads of the exact proof")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, solve, write; progress goes to stderr."""
        try:
            data = json.loads(options["instance"].read_text(encoding="utf-8"))
            instance = instance_from(data)
        except OSError as error:
            raise CommandError(f"无法读取 {options['instance']}：{error.strerror}") from None
        except json.JSONDecodeError as error:
            raise CommandError(f"不是有效的 JSON：第 {error.lineno} 行 {error.msg}") from None
        except InstanceError as error:
            raise CommandError(str(error)) from None
        search = Search(options["time_limit"], options["workers"], self._progress)
        solution = solve(instance, search)
        text = json.dumps(solution_as_json(solution), ensure_ascii=False, indent=1)
        options["output"].write_text(text + "\n", encoding="utf-8")
        report = solution.report
        self.stderr.write(
            f"{report.visits} visits (bound {report.visits_lower_bound}), "
            f"unmet {sum(row.missing for row in solution.unmet)}, spread {report.load_spread}, "
            f"town-days {report.town_days}, month {report.month_max_over_mean}, "
            f"{report.seconds} s"
        )

    def _progress(self, progress: Progress) -> None:
        figures = "" if progress.unmet is None else f"  未排 {progress.unmet}，{progress.visits} 次"
        self.stderr.write(f"{progress.done:4.0%} {progress.stage}{figures}")
