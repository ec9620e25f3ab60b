"""`manage.py verify_trails [--case NUMBER]`: recompute every hash; exit code 1 on a fault."""

from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from cases.models import Case
from xiangcheng_enforcement.loading import trails


class Command(BaseCommand):
    help = "Verifies the hash chains and that each case stands where its trail ends."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--case", metavar="NUMBER", help="only this case")

    def handle(self, **options: Any) -> None:
        count = 0
        for fault in self._faults(options["case"]):
            count += 1
            self.stdout.write(f"{fault.subject}：{fault.text}")
        if count:
            raise CommandError(f"留痕校验未通过，共 {count} 处。", returncode=1)
        self.stdout.write("留痕校验通过。")

    def _faults(self, number: str | None) -> Any:
        if number is None:
            return trails.faults_everywhere()
        case = Case.objects.filter(number=number).first()
        if case is None:
            raise CommandError(f"没有案号为“{number}”的案件。")
        return trails.faults_of(case)
