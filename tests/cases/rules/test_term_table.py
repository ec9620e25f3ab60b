"""A date for every term, worked out by hand over the holidays of 2026; the sum is in the test's id.

Worked: Sunday 2026-01-04, Saturdays 02-14 and 02-28, Sunday 09-20, Saturday 10-10. Off: 01-01 to
01-03, 02-15 to 02-23, 09-25 to 09-27, 10-01 to 10-07.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.rules.day_by_day import Mark, walk
from cases.rules.deadlines import Unit, due_date, due_moment
from cases.rules.terms import TERM_RULES, Term
from core.errors import RuleViolation
from core.rules.periods import Period
from tests.core.rules.notices import CALENDAR

P = pytest.param
CASES = [
    P("COMPLAINT_ACK", "2026-02-13", "2026-02-25", id="受理3工作日=0214调休+0224+0225"),
    P("COMPLAINT_REPLY", "2026-09-18", "2026-10-15", id="答复15=0920至0924五+三+1008至10三+四"),
    P("FILING", "2026-02-13", "2026-03-02", id="立案7工作日=0214+0224至0228五+0302"),
    P("DECISION", "2026-07-06", "2026-10-04", id="决定90日=7月25+8月31+9月30+4-国庆周日不顺延"),
    P("DECISION", "2026-01-05", "2026-04-05", id="决定90日=1月26+2月28+3月31+5-周日不顺延"),
    P("DECISION", "2025-10-05", "2026-01-03", id="决定90日=10月26+11月30+12月31+3-元旦不顺延"),
    P("EVIDENCE_PRESERVE", "2026-09-24", "2026-10-12", id="保存7=0928至30三+1008至10三+1012"),
    P("EVIDENCE_PRESERVE", "2026-02-10", "2026-02-26", id="保存7=0211至14四+0224至26三"),
    P("SEIZURE", "2026-09-01", "2026-10-01", id="查封30日=9月29+1-国庆不顺延"),
    P("STATEMENT_WINDOW", "2026-02-12", "2026-02-26", id="申辩5=0213+0214调休+0224至26三"),
    P("HEARING_REQUEST", "2026-09-29", "2026-10-12", id="要求听证5=0930+1008至10三+1012"),
    P("HEARING_NOTICE_BEFORE", "2026-03-03", "2026-02-13", id="听证0303倒数=0302+0228至24五+0214"),
    P("HEARING_NOTICE_BEFORE", "2026-01-12", "2025-12-30", id="听证0112倒数=0109至04六+1231"),
    P("LEGAL_REVIEW", "2026-02-13", "2026-02-27", id="审核5=0214调休+0224至27四"),
    P("LEGAL_REVIEW_EXTENSION", "2025-12-31", "2026-01-08", id="审核延长5=0104调休周日+05至08四"),
    P("TRANSFER_APPROVAL", "2026-09-29", "2026-10-02", id="移送决定3自然日-国庆不顺延"),
    P("TRANSFER_ANSWER", "2026-02-13", "2026-02-27", id="接收移送5=0214调休+0224至27四"),
    P("POLICE_REVIEW", "2026-09-29", "2026-10-02", id="公安审查3自然日-国庆不顺延"),
    P("POLICE_CHALLENGE", "2026-09-29", "2026-10-02", id="提请复议3自然日-国庆不顺延"),
    P("POLICE_SUPERVISION", "2026-09-29", "2026-10-02", id="建议立案监督3自然日-国庆不顺延"),
    P("POLICE_GOODS", "2026-09-29", "2026-10-02", id="移交物品3自然日-国庆不顺延"),
    P("SERVE_DECISION", "2025-12-30", "2026-01-09", id="送达7=1231+0104调休周日+05至09五"),
    P("PUBLIC_SERVICE", "2026-01-20", "2026-02-19", id="公告30日=1月11+19-春节不顺延"),
    P("PAY_FINE", "2026-02-02", "2026-02-24", id="缴款15日=0217春节-顺延至0224"),
    P("PAY_FINE", "2026-01-30", "2026-02-14", id="缴款15日=0214调休周六-不顺延"),
    P("PAY_FINE", "2026-09-20", "2026-10-08", id="缴款15日=1005国庆-顺延至1008"),
    P("PAY_FINE", "2026-09-25", "2026-10-10", id="缴款15日=1010调休周六-不顺延"),
    P("PAY_FINE", "2025-12-18", "2026-01-04", id="缴款15日=0102元旦-顺延至调休周日0104"),
    P("PAY_FINE", "2025-09-26", "2025-10-11", id="缴款15日=2025年1011调休周六"),
    P("SPOT_RECORD", "2026-09-30", "2026-10-10", id="当场处罚备案3=1008+1009+1010调休"),
    P("ONSITE_HANDIN", "2026-02-14", "2026-02-25", id="交机关2=0224+0225-收缴在调休周六"),
    P("ONSITE_BANK", "2026-09-30", "2026-10-09", id="缴银行2=1008+1009"),
    P("SURCHARGE_DEMAND", "2026-09-09", "2026-10-09", id="加处满30日=9月21+9"),
    P("SUBSTITUTE_URGE", "2026-10-12", "2026-09-30", id="代履行1012倒数=1010调休+1009+1008"),
    P("COURT_ENFORCE_URGE", "2026-02-09", "2026-02-28", id="催告10=0210至14五+0224至28五"),
    P("COURT_ENFORCE_WINDOW", "2025-11-30", "2026-02-28", id="申请法院3个月-二月无30日"),
    P("RECONSIDERATION", "2026-08-03", "2026-10-08", id="复议60日=8月28+9月30+2-顺延至1008"),
    P("RECONSIDERATION", "2025-12-17", "2026-02-24", id="复议60日=12月14+1月31+15-顺延过春节"),
    P("LITIGATION", "2026-04-02", "2026-10-08", id="起诉6个月=1002-顺延至1008"),
    P("LITIGATION", "2025-08-31", "2026-02-28", id="起诉6个月=二月末日-调休周六不顺延"),
    P("LITIGATION_AFTER_RECONSIDERATION", "2026-09-17", "2026-10-08", id="复议后15日=1002-顺延"),
    P("LITIGATION_LAND_DEMOLITION", "2025-12-18", "2026-01-04", id="土地15日=0102-顺延至0104"),
    P("PUBLISH_PENALTY", "2026-02-13", "2026-03-02", id="公开7=0214+0224至28五+0302"),
    P("PUBLISH_OTHER", "2026-02-02", "2026-03-06", id="公开20=0203至06四+六+0224至28五+五"),
    P("WITHDRAW_PUBLICATION", "2026-09-29", "2026-10-09", id="撤回3=0930+1008+1009"),
    P("ARCHIVE", "2025-12-02", "2026-01-01", id="归档30日=12月29+1-元旦不顺延"),
    P("LIMITATION", "2024-10-01", "2026-10-01", id="时效2年-国庆不顺延"),
    P("LIMITATION_LIFE_FINANCE", "2021-02-18", "2026-02-18", id="时效5年-春节不顺延"),
]
STARTS = st.dates(date(2024, 1, 1), date(2026, 6, 30))
DATED = [term for term, rule in TERM_RULES.items() if rule.unit is not Unit.HOUR]
WORKDAYS = [
    term for term in DATED
    if TERM_RULES[term].unit is Unit.WORKDAY and not TERM_RULES[term].backwards
]  # fmt: skip
PAUSABLE = [t for t in DATED if not TERM_RULES[t].backwards and TERM_RULES[t].length < 100]


@pytest.mark.parametrize(("code", "start", "end"), CASES)
def test_the_last_day_of_each_term_over_the_holidays_of_2026(code, start, end):
    due = due_date(Term(code), date.fromisoformat(start), CALENDAR)
    assert due.due_on == date.fromisoformat(end)
    assert not due.provisional


def test_every_term_counted_in_days_has_its_date_by_hand():
    assert {case.values[0] for case in CASES} == {term.value for term in DATED}


@pytest.mark.parametrize(
    ("code", "start", "end"),
    [
        P("ESCALATION", "2026-02-14T17:30", "2026-02-15T17:30", id="报告片长24小时-入春节"),
        P("EMERGENCY_APPROVAL", "2026-09-30T22:10", "2026-10-01T22:10", id="补办24小时-入国庆"),
        P("TRANSFER", "2025-12-31T09:00", "2026-01-01T09:00", id="移送公安24小时-跨年"),
    ],
)
def test_hours_do_not_stop_for_a_holiday(code, start, end):
    moment = due_moment(Term(code), datetime.fromisoformat(start))
    assert moment == datetime.fromisoformat(end)


@pytest.mark.parametrize(
    ("code", "start", "pause", "end"),
    [
        P("EVIDENCE_PRESERVE", "2026-02-10", ("2026-02-24", "2026-02-26"), "2026-03-02",
          id="7工作日-中止0224至26三日=0227+0228调休+0302"),
        P("DECISION", "2026-07-06", ("2026-09-28", "2026-10-07"), "2026-10-14",
          id="90日-中止10日跨国庆=1004加10"),
        P("SEIZURE", "2026-02-01", ("2026-02-10", "2026-02-19"), "2026-03-13",
          id="30日-鉴定10日不计=0303加10"),
        P("PAY_FINE", "2026-09-10", ("2026-09-20", "2026-09-25"), "2026-10-08",
          id="15日-中止6日=0925加6为1001-再顺延"),
    ],
)  # fmt: skip
def test_suspended_days_are_given_back(code, start, pause, end):
    period = Period(*(date.fromisoformat(day) for day in pause))
    due = due_date(Term(code), date.fromisoformat(start), CALENDAR, suspended=[period])
    assert due.due_on == date.fromisoformat(end)


@settings(deadline=None)
@given(st.sampled_from(WORKDAYS), STARTS, st.data())
def test_suspending_n_working_days_moves_a_working_day_term_by_n(term, start, data):
    end = due_date(term, start, CALENDAR).due_on
    first = start + timedelta(days=data.draw(st.integers(1, (end - start).days)))
    pause = Period(first, first + timedelta(days=data.draw(st.integers(0, 40))))
    rested = sum(
        CALENDAR.is_workday(first + timedelta(days=n))
        for n in range((pause.ends_on - first).days + 1)
    )
    moved = due_date(term, start, CALENDAR, suspended=[pause]).due_on
    assert CALENDAR.workdays_between(end, moved) == rested


@settings(deadline=None)
@given(st.sampled_from(PAUSABLE), STARTS, st.integers(0, 60), st.integers(0, 30))
def test_day_by_day_tells_the_same_end_and_counts_the_whole_length(term, start, after, days):
    first = start + timedelta(days=after)
    pauses = [Period(first, first + timedelta(days=days))]
    lines = walk(term, start, CALENDAR, suspended=pauses)
    due = due_date(term, start, CALENDAR, suspended=pauses)
    assert lines[-1].day == due.due_on
    assert lines[-1].is_last
    assert {(b.day - a.day).days for a, b in pairwise(lines)} == {1}
    counted = [line.number for line in lines if line.mark is Mark.COUNTED]
    assert counted == list(range(1, len(counted) + 1))
    if TERM_RULES[term].unit in (Unit.WORKDAY, Unit.DAY):
        assert len(counted) == TERM_RULES[term].length


@pytest.mark.parametrize("term", [Term.HEARING_NOTICE, Term.SUBSTITUTE_URGE])
def test_counted_back_the_lines_lead_from_the_service_to_the_event(term):
    lines = walk(term, date(2026, 10, 15), CALENDAR)
    assert lines[0].day == due_date(term, date(2026, 10, 15), CALENDAR).due_on
    assert lines[0].is_last
    assert lines[-1].day == date(2026, 10, 15)
    counted = sum(line.mark is Mark.COUNTED for line in lines)
    assert counted == TERM_RULES[term].length


@pytest.mark.parametrize(
    ("pauses", "term", "why"),
    [
        P([(1, 5), (5, 9)], Term.DECISION, "重叠", id="两段中止重叠"),
        P([(1, None)], Term.DECISION, "仍在中止", id="中止没有止日"),
        P([(1, 2)], Term.HEARING_NOTICE, "没有中止", id="向前计算的期限不中止"),
    ],
)
def test_suspensions_that_can_not_be_right_are_refused(pauses, term, why):
    day = date(2026, 3, 1)
    periods = [Period(day.replace(day=a), b and day.replace(day=b)) for a, b in pauses]
    with pytest.raises(RuleViolation, match=why):
        due_date(term, day, CALENDAR, suspended=periods)


def test_the_table_says_for_every_term_what_starts_it_and_what_follows():
    for term, rule in TERM_RULES.items():
        assert rule.start, term
        assert rule.consequence, term
        assert not rule.rests or rule.pauses, term
    assert TERM_RULES[Term.SEIZURE].extension.at_most == 30
    assert TERM_RULES[Term.LEGAL_REVIEW].extension.at_most == 5
    assert TERM_RULES[Term.DECISION].extension.approved
    assert [t for t, r in TERM_RULES.items() if r.rests] == [Term.DECISION]
