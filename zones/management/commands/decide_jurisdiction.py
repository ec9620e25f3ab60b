"""`manage.py decide_jurisdiction FILE.json`: the rule on scenarios from a file; no database."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.errors import RuleViolation
from zones.rules.facts import DistrictFacts, ZoneFacts
from zones.rules.scenario import decide_scenarios


def district_from_fixture() -> DistrictFacts:
    """Zones and towns as fixtures/district.json has them."""
    path = Path(settings.BASE_DIR) / "fixtures" / "district.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    towns = sorted(data["townships"], key=lambda row: row["order"])
    zones = tuple(
        ZoneFacts(
            name=zone["name"],
            towns=tuple(row["name"] for row in towns if row.get("zone") == zone["code"]),
        )
        for zone in data["zones"]
    )
    outside = tuple(row["name"] for row in towns if not row.get("zone"))
    return DistrictFacts(zones=zones, outside=outside)


class Command(BaseCommand):
    help = "按文件中的情形判定执法主体（不用数据库），结果以 JSON 输出"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="情形列表（JSON）")

    def handle(self, *args: object, **options: Path) -> None:
        try:
            scenarios = json.loads(options["file"].read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise CommandError(f"读不了 {options['file']}：{error}") from error
        if not isinstance(scenarios, list):
            raise CommandError("文件应为情形的列表")
        try:
            answers = decide_scenarios(scenarios, district_from_fixture())
        except RuleViolation as violation:
            raise CommandError(violation.message) from violation
        self.stdout.write(json.dumps(answers, ensure_ascii=False, indent=2))
