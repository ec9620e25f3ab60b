"""Every term by its own rule, with dates worked out by hand over holidays and year ends."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cases.rules.deadlines import (
    TERM_RULES,
    Term,
    Unit,
    add_months,
    due_date,
    due_moment,
    due_on,
    earliest_hearing,
)
from core.errors import RuleViolation
from core.rules.periods import Period
from tests.core.rules.notices import CALENDAR

CHINA = ZoneInfo("Asia/Shanghai")
CASES = [
    pytest.param("COMPLAINT_ACK", "2025-09-29", "2025-10-10", id="投诉受理3工作日-跨国庆"),
    pytest.param("COMPLAINT_REPLY", "2026-02-09", "2026-03-06", id="投诉答复15工作日-跨春节"),
    pytest.param("FILING", "2025-04-25", "2025-05-08", id="立案7工作日-跨劳动节和调休周日"),
    pytest.param("DECISION", "2025-07-05", "2025-10-03", id="决定90日-止于国庆不顺延"),
    pytest.param("DECISION", "2025-11-20", "2026-02-18", id="决定90日-止于春节不顺延"),
    pytest.param("EVIDENCE_PRESERVE", "2025-01-24", "2025-02-10", id="登记保存7工作日-跨25春节"),
    pytest.param("EVIDENCE_PRESERVE", "2026-02-12", "2026-02-28", id="登记保存7工作日-跨26春节"),
    pytest.param("EVIDENCE_PRESERVE", "2025-12-30", "2026-01-09", id="登记保存7工作日-跨年"),
    pytest.param("SEIZURE", "2025-09-03", "2025-10-03", id="查封扣押30日-止于国庆不顺延"),
    pytest.param("STATEMENT_WINDOW", "2025-09-26", "2025-10-10", id="陈述申辩5工作日-跨国庆"),
    pytest.param("HEARING_REQUEST", "2025-01-24", "2025-02-07", id="要求听证5工作日-跨春节"),
    pytest.param("HEARING_NOTICE_BEFORE", "2025-10-20", "2025-10-09", id="听证通知前满7工作日"),
    pytest.param("HEARING_NOTICE_BEFORE", "2025-10-14", "2025-09-26", id="听证通知-倒数跨国庆"),
    pytest.param("LEGAL_REVIEW", "2026-04-30", "2026-05-11", id="法制审核5工作日-跨劳动节"),
    pytest.param("SERVE_DECISION", "2025-09-26", "2025-10-13", id="送达7工作日-跨国庆"),
    pytest.param("PUBLIC_SERVICE", "2025-09-01", "2025-10-01", id="公告送达满30日-不顺延"),
    pytest.param("PAY_FINE", "2025-09-18", "2025-10-09", id="缴款15日-止于国庆顺延至节后"),
    pytest.param("PAY_FINE", "2025-09-26", "2025-10-11", id="缴款15日-止于调休周六不顺延"),
    pytest.param("PAY_FINE", "2025-01-15", "2025-02-05", id="缴款15日-止于春节顺延"),
    pytest.param("PAY_FINE", "2025-11-21", "2025-12-08", id="缴款15日-止于周六顺延至周一"),
    pytest.param("PAY_FINE", "2025-11-19", "2025-12-04", id="缴款15日-止于工作日"),
    pytest.param("ONSITE_HANDIN", "2025-09-30", "2025-10-10", id="罚款交机关2工作日-跨国庆"),
    pytest.param("ONSITE_BANK", "2025-12-31", "2026-01-05", id="罚款缴银行2工作日-跨年"),
    pytest.param("SUBSTITUTE_URGE", "2025-02-10", "2025-02-05", id="代履行三日前催告-倒数"),
    pytest.param("COURT_ENFORCE_URGE", "2025-09-26", "2025-10-16", id="催告满10工作日-跨国庆"),
    pytest.param("COURT_ENFORCE_WINDOW", "2025-07-03", "2025-10-03", id="申请法院3个月-不顺延"),
    pytest.param("RECONSIDERATION", "2025-12-03", "2026-02-02", id="复议60日-止于周日顺延"),
    pytest.param("LITIGATION", "2025-04-05", "2025-10-09", id="起诉6个月-止于国庆周日顺延"),
    pytest.param("LITIGATION", "2024-08-31", "2025-02-28", id="起诉6个月-二月无31日"),
    pytest.param("LITIGATION", "2023-08-30", "2024-02-29", id="起诉6个月-闰年二月"),
    pytest.param("LITIGATION_AFTER_RECONSIDERATION", "2025-12-19", "2026-01-04", id="复议后15日"),
    pytest.param("LITIGATION_LAND_DEMOLITION", "2026-02-04", "2026-02-24", id="土地拆除15日-春节"),
    pytest.param("PUBLISH_PENALTY", "2025-01-24", "2025-02-10", id="公开处罚决定7工作日-跨春节"),
    pytest.param("PUBLISH_OTHER", "2025-09-15", "2025-10-17", id="公开其他决定20工作日-跨国庆"),
    pytest.param("WITHDRAW_PUBLICATION", "2025-12-31", "2026-01-06", id="撤回公开3工作日-跨年"),
    pytest.param("LIMITATION", "2024-02-29", "2026-02-28", id="追究时效2年-闰日"),
    pytest.param("LIMITATION_LIFE_FINANCE", "2021-03-01", "2026-03-01", id="追究时效5年"),
]


@pytest.mark.parametrize(("code", "start", "end"), CASES)
def test_the_last_day_of_each_term(code, start, end):
    term = Term(code)
    due = due_date(term, date.fromisoformat(start), CALENDAR)
    assert due.due_on == date.fromisoformat(end)
    assert due.due_on == due_on(term, date.fromisoformat(start), CALENDAR)
    assert due.basis == TERM_RULES[term].basis


def test_the_party_gets_a_day_that_is_off_back():
    due = due_date(Term.FINE_PAYMENT, date(2025, 9, 18), CALENDAR)
    assert due.due_on == date(2025, 10, 9)
    assert due.derivation[0] == "2025-09-18（周四）为起算日，当日不计入"
    assert "2025-10-03（周五）国庆节放假，末日遇休息日顺延" in due.derivation
    assert "2025-10-08（周三）国庆节放假，末日遇休息日顺延" in due.derivation
    assert due.derivation[-1] == "2025-10-09（周四）期限届满"


def test_the_agency_gets_no_extra_day_for_its_own_limit():
    due = due_date(Term.DECISION, date(2025, 7, 5), CALENDAR)
    assert due.due_on == date(2025, 10, 3)
    assert "末日2025-10-03（周五）国庆节放假，本期限不顺延" in due.derivation


def test_seven_days_are_working_days_and_each_skipped_day_is_named():
    due = due_date(Term.EVIDENCE_PRESERVATION, date(2025, 1, 24), CALENDAR)
    assert due.derivation == (
        "2025-01-24（周五）为起算日，当日不计入",
        "2025-01-25（周六）周末，不计",
        "2025-01-26（周日）春节调休上班，第 1 个工作日",
        "2025-01-27（周一）第 2 个工作日",
        "2025-01-28（周二）春节放假，不计",
        "2025-01-29（周三）春节放假，不计",
        "2025-01-30（周四）春节放假，不计",
        "2025-01-31（周五）春节放假，不计",
        "2025-02-01（周六）周末，不计",
        "2025-02-02（周日）周末，不计",
        "2025-02-03（周一）春节放假，不计",
        "2025-02-04（周二）春节放假，不计",
        "2025-02-05（周三）第 3 个工作日",
        "2025-02-06（周四）第 4 个工作日",
        "2025-02-07（周五）第 5 个工作日",
        "2025-02-08（周六）春节调休上班，第 6 个工作日",
        "2025-02-09（周日）周末，不计",
        "2025-02-10（周一）第 7 个工作日",
        "2025-02-10（周一）期限届满",
    )


def test_a_month_without_that_day_ends_on_its_last_day():
    due = due_date(Term.LITIGATION, date(2024, 8, 31), CALENDAR)
    assert "2025 年 2 月没有 31 日，以该月最后一日为期满日" in due.derivation
    assert add_months(date(2025, 1, 31), 1) == date(2025, 2, 28)
    assert add_months(date(2025, 12, 15), 1) == date(2026, 1, 15)


def test_past_the_last_notice_a_date_is_provisional_and_says_why():
    due = due_date(Term.STATEMENT, date(2026, 12, 29), CALENDAR)
    assert due.due_on == date(2027, 1, 6)
    assert due.provisional
    assert due.why.startswith("2027 年放假通知尚未发布")
    assert "2027-01-01（周五）元旦法定假日（暂定），不计" in due.derivation


@pytest.mark.parametrize(
    ("term", "start", "end"),
    [
        pytest.param(Term.CASH_BANK, "2026-12-29", "2026-12-31", id="年内届满"),
        pytest.param(Term.CASH_BANK, "2023-12-31", "2024-01-03", id="起算日当日不计不看其年份"),
        pytest.param(Term.DECISION, "2026-12-29", "2027-03-29", id="机关自然日期限不看日历"),
        pytest.param(Term.LIMITATION, "2026-06-01", "2028-06-01", id="时效不看日历"),
    ],
)
def test_a_date_the_calendar_can_no_longer_move_is_final(term, start, end):
    due = due_date(term, date.fromisoformat(start), CALENDAR)
    assert (due.due_on, due.provisional, due.why) == (date.fromisoformat(end), False, "")


def test_a_payment_day_in_an_unloaded_year_is_provisional_even_on_a_weekday():
    due = due_date(Term.FINE_PAYMENT, date(2026, 12, 23), CALENDAR)
    assert due.due_on == date(2027, 1, 7)
    assert due.provisional


def test_settings_and_extensions_replace_the_length():
    start = date(2025, 3, 3)
    assert due_date(Term.LEGAL_REVIEW, start, CALENDAR, length=10).due_on == date(2025, 3, 17)
    assert due_date(Term.SEIZURE, start, CALENDAR, length=60).due_on == date(2025, 5, 2)
    with pytest.raises(RuleViolation, match="不能为负数"):
        due_date(Term.LEGAL_REVIEW, start, CALENDAR, length=-1)


def test_suspended_days_do_not_count():
    start = date(2025, 7, 5)
    pause = Period(date(2025, 8, 1), date(2025, 8, 20))
    due = due_date(Term.DECISION, start, CALENDAR, suspended=[pause])
    assert due.due_on == date(2025, 10, 23)
    assert "期间中止 20 日，不计入，期满日顺延 20 日" in due.derivation


def test_a_suspension_that_reaches_past_the_old_end_is_given_back_in_full():
    pause = Period(date(2025, 3, 28), date(2025, 4, 10))
    due = due_date(Term.SEIZURE, date(2025, 3, 3), CALENDAR, suspended=[pause])
    assert due.due_on == date(2025, 4, 16)


def test_suspended_working_days_do_not_count():
    pause = Period(date(2025, 3, 5), date(2025, 3, 9))
    due = due_date(Term.LEGAL_REVIEW, date(2025, 3, 3), CALENDAR, suspended=[pause])
    assert due.due_on == date(2025, 3, 13)
    assert "2025-03-05（周三）期间中止，不计" in due.derivation


def test_a_hearing_is_held_after_seven_whole_working_days():
    assert earliest_hearing(date(2025, 10, 9), CALENDAR) == date(2025, 10, 20)
    latest = due_date(Term.HEARING_NOTICE, date(2025, 10, 20), CALENDAR)
    assert latest.due_on == date(2025, 10, 9)
    assert latest.derivation[-1] == "其间须满 7 个完整工作日，最迟应于 2025-10-09（周四）送达"


def test_hours_run_through_nights_and_holidays():
    start = datetime(2025, 9, 30, 17, 30, tzinfo=CHINA)
    assert due_moment(Term.ESCALATION, start) == start + timedelta(hours=24)
    assert due_moment(Term.ESCALATION, start, length=2) == start + timedelta(hours=2)


def test_a_term_in_hours_has_no_day_and_a_term_in_days_no_hour():
    with pytest.raises(ValueError, match="due_moment"):
        due_date(Term.ESCALATION, date(2025, 9, 30), CALENDAR)
    with pytest.raises(ValueError, match="not in hours"):
        due_moment(Term.SERVICE, datetime(2025, 9, 30, tzinfo=CHINA))


def test_every_term_is_in_the_table_with_its_article():
    assert set(TERM_RULES) == set(Term)
    for term, rule in TERM_RULES.items():
        assert rule.length > 0, term
        assert "《" in rule.basis or "〔" in rule.basis or rule.configurable, term
        assert rule.configurable is ("待" in rule.basis), term


@pytest.mark.parametrize("term", [t for t in Term if TERM_RULES[t].rolls_over])
def test_only_terms_of_the_party_roll_over(term):
    assert term in {
        Term.FINE_PAYMENT,
        Term.RECONSIDERATION,
        Term.LITIGATION,
        Term.LITIGATION_AFTER_RECONSIDERATION,
        Term.LITIGATION_LAND,
    }


@pytest.mark.parametrize(
    "term", [t for t, rule in TERM_RULES.items() if "第八十五条" in rule.basis]
)
def test_article_85_speaks_of_two_three_five_and_seven_days(term):
    assert TERM_RULES[term].length in (2, 3, 5, 7)
    assert TERM_RULES[term].unit is Unit.WORKDAY
