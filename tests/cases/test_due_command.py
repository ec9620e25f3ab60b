"""`manage.py due`: as somebody at a terminal would ask."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from io import StringIO

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command

from core import calendars
from core.models import CalendarDay, CalendarYear

FIGURES = {
    "SIMPLE_MAX_PERSON_YUAN": 200,
    "SIMPLE_MAX_ORG_YUAN": 3000,
    "ONSITE_COLLECT_MAX_YUAN": 100,
    "LATE_FEE_DAILY_RATE": 0.03,
}
CODES = [
    "ONSITE_HANDIN",
    "ONSITE_BANK",
    "EVIDENCE_PRESERVE",
    "DECISION",
    "HEARING_REQUEST",
    "HEARING_NOTICE_BEFORE",
    "SERVE_DECISION",
    "PUBLIC_SERVICE",
    "PAY_FINE",
    "WITHDRAW_PUBLICATION",
    "PUBLISH_PENALTY",
    "PUBLISH_OTHER",
    "RECONSIDERATION",
    "LITIGATION",
    "LITIGATION_LAND_DEMOLITION",
    "COURT_ENFORCE_WINDOW",
    "COURT_ENFORCE_URGE",
    "SEIZURE",
    "SUBSTITUTE_URGE",
    "EMERGENCY_APPROVAL",
    "LIMITATION",
    "LIMITATION_LIFE_FINANCE",
    "STATEMENT_WINDOW",
    "FILING",
    "LEGAL_REVIEW",
]


def ask(*arguments: str) -> dict:
    out = StringIO()
    call_command("due", *arguments, stdout=out)
    return json.loads(out.getvalue())


@pytest.fixture
def at_hand(db: None) -> None:
    """The calendar of the database."""


@pytest.mark.parametrize("code", CODES)
def test_every_code_of_the_reference_table_answers(at_hand, code):
    said = ask(code, "2026-03-02")
    assert said["code"] == code
    assert said["due"]
    assert said["basis"]
    assert said["derivation"]
    assert said["calendar"].startswith("数据库已载入的放假通知（2024、2025、2026 年）")


@pytest.mark.parametrize(("code", "value"), FIGURES.items())
def test_figures_need_no_start(at_hand, code, value):
    said = ask(code)
    assert said["value"] == value
    assert "《行政处罚法》" in said["basis"]
    assert "due" not in said
    assert said.get("cap") == ("fine_amount" if code == "LATE_FEE_DAILY_RATE" else None)


@pytest.mark.parametrize(
    ("arguments", "due"),
    [
        pytest.param("DECISION 2026-01-05", "2026-04-05", id="九十日"),
        pytest.param("PAY_FINE 2026-09-20", "2026-10-08", id="十五日止于国庆顺延"),
        pytest.param(
            "EVIDENCE_PRESERVE 2026-02-10 --suspended 2026-02-24:2026-02-26",
            "2026-03-02",
            id="七工作日跨春节并中止三日",
        ),
        pytest.param(
            "DECISION 2026-07-06 --suspended 2026-07-10:2026-07-11 2026-08-01:2026-08-03",
            "2026-10-09",
            id="两段中止五日",
        ),
        pytest.param("HEARING_NOTICE_BEFORE 2026-10-15", "2026-09-29", id="听证通知最后一日"),
        pytest.param("SUBSTITUTE_URGE 2026-10-12", "2026-09-30", id="代履行催告最后一日"),
        pytest.param("EMERGENCY_APPROVAL 2026-03-02T21:30", "2026-03-03T21:30:00", id="24小时"),
        pytest.param("EMERGENCY_APPROVAL 2026-03-02", "2026-03-03T00:00:00", id="只给日期自零时"),
        pytest.param("SEIZURE 2026-01-20 --extended 30", "2026-03-21", id="查封延长三十日"),
        pytest.param("LEGAL_REVIEW 2026-02-13 --length 3", "2026-02-25", id="替代长度"),
        pytest.param("decision 2026-01-05", "2026-04-05", id="小写也认"),
    ],
)
def test_the_last_day(at_hand, arguments, due):
    assert ask(*arguments.split())["due"] == due


@pytest.mark.parametrize(
    ("arguments", "first", "last"),
    [
        pytest.param("2026-09-02", "2026-09-03", "2026-12-02", id="救济期限届满次日起三个月"),
        pytest.param("2026-02-11 --served", "2026-08-12", "2026-11-11", id="自送达推算"),
        pytest.param("2026-02-04 --land", "2026-02-25", "2026-05-24", id="土地限期拆除"),
        pytest.param("2026-06-30 --deferred", "2026-07-01", "2026-09-30", id="分期期限结束"),
    ],
)
def test_the_window_of_the_court(at_hand, arguments, first, last):
    said = ask("COURT_ENFORCE_WINDOW", *arguments.split())
    assert (said["from"], said["to"], said["due"]) == (first, last, last)


def test_after_the_demand_the_window_has_a_beginning_only(at_hand):
    said = ask("COURT_ENFORCE_URGE", "2026-09-21")
    assert (said["due"], said["from"], said["to"]) == ("2026-10-12", "2026-10-13", None)


@time_machine.travel("2026-11-24T12:00:00+08:00")
def test_past_the_last_loaded_year_the_answer_is_provisional_and_says_why(at_hand):
    said = ask("PAY_FINE", "2026-12-28")
    assert said["provisional"] is True
    assert said["why"].startswith("2027 年放假通知尚未发布")
    assert said["remarks"] == ["起算日 2026-12-28 尚未到来，结果是预计"]
    assert ask("PAY_FINE", "2026-09-20")["provisional"] is False
    before = ask("PAY_FINE", "2019-09-20")
    assert before["provisional"] is True
    assert "放假安排未录入" in before["why"]


def test_without_loaded_notices_the_file_of_the_programme_is_used(at_hand):
    CalendarDay.objects.all().delete()
    CalendarYear.objects.all().delete()
    calendars.forget_now()
    said = ask("PAY_FINE", "2026-09-20")
    assert said["due"] == "2026-10-08"
    assert said["calendar"] == "fixtures/calendar.csv（2024、2025、2026 年）"


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        pytest.param("", "请给出期限代码：SIMPLE_MAX", id="没有代码"),
        pytest.param("PAY_FIN 2026-01-05", "没有代码为“PAY_FIN”.*PAY_FINE", id="代码写错"),
        pytest.param("XYZ 2026-01-05", "可用的代码：", id="代码不存在"),
        pytest.param("DECISION", "请给出起算日（立案之日）", id="没有起算日"),
        pytest.param("DECISION 2026-02-30", "应是真实的日期", id="没有这一天"),
        pytest.param("DECISION 2026/01/05", "写作 2026-01-05", id="日期写法"),
        pytest.param("DECISION 1026-01-05", "2000 年至 2090 年", id="年份太早"),
        pytest.param("DECISION 2026-01-05 --suspended 2026-02-04", "起:止", id="中止没有止日"),
        pytest.param(
            "DECISION 2026-01-05 --suspended 2026-02-04:2026-02-01", "止日早于起日", id="颠倒"
        ),
        pytest.param(
            "DECISION 2026-01-05 --suspended 2026-02-01:2026-02-04 2026-02-04:2026-02-08",
            "重叠",
            id="重叠",
        ),
        pytest.param(
            "HEARING_NOTICE_BEFORE 2026-10-15 --suspended 2026-10-01:2026-10-02",
            "没有中止",
            id="向前计算的中止",
        ),
        pytest.param(
            "EMERGENCY_APPROVAL 2026-03-02 --suspended 2026-03-02:2026-03-02",
            "没有中止",
            id="按小时的中止",
        ),
        pytest.param("SEIZURE 2026-01-05 --extended 31", "最多延长 30 日", id="延长过长"),
        pytest.param("PUBLISH_OTHER 2026-01-05 --extended 3", "没有规定.*可以延长", id="不能延长"),
        pytest.param("DECISION 2026-01-05 --length x", "--length 应为", id="长度不是数"),
    ],
)
def test_what_can_not_be_answered_is_told_with_exit_code_two(at_hand, arguments, why):
    with pytest.raises(CommandError, match=why) as refused:
        ask(*arguments.split())
    assert refused.value.returncode == 2


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own, with no database to be reached."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "xiangcheng_enforcement.settings.test",
        "DATABASE_URL": "postgresql://127.0.0.1:1/none",
    }
    return subprocess.run(
        [sys.executable, "manage.py", "due", *arguments],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_from_a_terminal_without_a_database():
    done = run("PAY_FINE", "2026-09-20")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["due"] == "2026-10-08"
    assert said["calendar"].startswith("fixtures/calendar.csv")
    refused = run("PAY_FIN", "2026-09-20")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "没有代码为“PAY_FIN”的期限" in refused.stderr
    unknown = run("PAY_FINE", "2026-09-20", "--nothing")
    assert unknown.returncode == 2
    assert "参数不对" in unknown.stderr
