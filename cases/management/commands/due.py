"""`manage.py due CODE START`: when a statutory term ends, and how that was found, as JSON.

Works without a server and without a database: the loaded calendar and the confirmed figures are
used where the database answers, else fixtures/calendar.csv and the defaults of the table;
"calendar" in the answer says which. Exit code 2 for what can't be answered.
"""

from __future__ import annotations

import csv
import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from cases.rules import term_questions as terms
from core import calendars, parameters
from core.errors import RuleViolation
from core.rules.workdays import WorkCalendar, parse_exceptions

EXAMPLES = """\
  manage.py due DECISION 2026-01-05
  manage.py due EVIDENCE_PRESERVE 2026-02-10 --suspended 2026-02-24:2026-02-26
  manage.py due HEARING_NOTICE_BEFORE 2026-10-15      （START 为听证之日）
  manage.py due EMERGENCY_APPROVAL 2026-03-02T21:30   （按小时计）
  manage.py due COURT_ENFORCE_WINDOW 2026-09-02       （START 为复议、起诉期限届满之日）
  manage.py due COURT_ENFORCE_WINDOW 2026-03-02 --served [--land]   （START 为决定书送达之日）
  manage.py due LATE_FEE_DAILY_RATE                   （金额和比例不需要 START）"""


def calendar_from_fixture() -> WorkCalendar:
    """The notices of fixtures/calendar.csv."""
    path = Path(settings.BASE_DIR) / "fixtures" / "calendar.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        days = parse_exceptions(csv.DictReader(file))
    return WorkCalendar(days, frozenset(day.year for day in days))


class Command(BaseCommand):
    help = "推算法定期限的届满日，结果以 JSON 输出"
    requires_system_checks = []

    def create_parser(self, *args: Any, **kwargs: Any) -> Any:
        parser = super().create_parser(*args, **kwargs)
        parser.error = _refuse_usage  # type: ignore[method-assign]  # argparse speaks English
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.epilog = EXAMPLES
        parser.add_argument("code", nargs="?", default="", help="期限代码，不填则列出全部代码")
        parser.add_argument("start", nargs="?", default="", help="起算日，如 2026-01-05")
        parser.add_argument(
            "--suspended", nargs="+", action="extend", default=[], help="中止期间 起:止，可以多段"
        )
        parser.add_argument("--length", default="", help="替代表中的期限长度")
        parser.add_argument("--extended", default="", help="已批准的延长，单位同期限")
        parser.add_argument(
            "--served", action="store_true", help="申请法院强制执行：START 为决定书送达之日"
        )
        parser.add_argument(
            "--land", action="store_true", help="同上，且为土地管理法限期拆除决定（15 日起诉期）"
        )
        parser.add_argument(
            "--deferred",
            action="store_true",
            help="申请法院强制执行：START 为延期分期缴款期限结束之日",
        )

    def handle(self, **options: Any) -> None:
        try:
            said = self._answer(options)
        except RuleViolation as violation:
            basis = f"（{violation.basis}）" if violation.basis else ""
            raise CommandError(f"{violation.message}{basis}", returncode=2) from violation
        self.stdout.write(json.dumps(said, ensure_ascii=False, indent=2))

    def _answer(self, options: dict[str, Any]) -> dict[str, object]:
        if not options["code"]:
            raise RuleViolation("no_code", f"请给出期限代码：{'、'.join(terms.CODES)}")
        asked = terms.Question(
            code=terms.read_code(options["code"]),
            start=terms.read_start(options["start"]) if options["start"] else None,
            length=_number(options["length"], "--length") if options["length"] else None,
            extended=_number(options["extended"], "--extended") if options["extended"] else 0,
            suspended=tuple(terms.read_period(text) for text in options["suspended"]),
            served=options["served"] or options["land"],
            land=options["land"],
            deferred=options["deferred"],
        )
        calendar, lengths, source = _in_force()
        found = terms.answer(asked, calendar, today=timezone.localdate(), lengths=lengths)
        said = terms.as_json(found)
        return said if found.figure else said | {"calendar": source}


def _in_force() -> tuple[WorkCalendar, dict[str, int], str]:
    """Calendar, figures of configurable terms, and where the calendar is from."""
    try:
        calendar, lengths = calendars.build_calendar(), parameters.values()
    except DatabaseError:
        calendar, lengths = WorkCalendar({}, frozenset()), {}
    source = "数据库已载入的放假通知"
    if not calendar.loaded_years:
        calendar, source = calendar_from_fixture(), "fixtures/calendar.csv"
    years = "、".join(str(year) for year in sorted(calendar.loaded_years))
    return calendar, lengths, f"{source}（{years} 年）"


def _number(text: str, name: str) -> int:
    if not text.isdecimal() or int(text) > 10_000:
        raise RuleViolation("bad_number", f"{name} 应为 0 至 10000 的整数，现为“{text}”")
    return int(text)


def _refuse_usage(message: str) -> NoReturn:
    sys.stderr.write(f"参数不对：{message}\n用法：manage.py due 代码 起算日 [选项]\n{EXAMPLES}\n")
    raise SystemExit(2)
