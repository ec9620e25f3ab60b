"""Terms with a rule of their own: surcharge, court, hearing, announcement, cash."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.rules import court, particular_terms
from cases.rules.deadlines import earliest_hearing
from cases.rules.surcharge import Owed, PartPaid, surcharge
from core.errors import RuleViolation
from core.rules.periods import Period
from tests.core.rules.notices import CALENDAR

D = date.fromisoformat
DUE = D("2026-10-08")


def fine(amount: str = "1000", due: date = DUE) -> list[Owed]:
    return [Owed(due, Decimal(amount))]


# --- surcharge: 《行政处罚法》第七十二条第一款第一项、第七十三条第三款 -----------
@pytest.mark.parametrize(
    ("until", "amount", "days"),
    [
        pytest.param("2026-10-08", "0.00", 0, id="缴款期限最后一日不加处"),
        pytest.param("2026-10-09", "30.00", 1, id="期满次日1日x30"),
        pytest.param("2026-10-18", "300.00", 10, id="10日x30-周末照计"),
        pytest.param("2026-11-10", "990.00", 33, id="33日x30=990"),
        pytest.param("2026-11-11", "1000.00", 34, id="34日x30=1020-以罚款本数为限"),
        pytest.param("2027-03-01", "1000.00", 144, id="此后不再增加"),
    ],
)
def test_three_per_cent_a_day_up_to_the_fine_itself(until, amount, days):
    found = surcharge(fine(), [], until=D(until))
    assert (found.amount, found.days) == (Decimal(amount), days)
    assert found.capped is (days >= 34)
    assert "第七十二条第一款第一项" in found.basis


def test_days_of_reconsideration_and_litigation_do_not_count():
    # 10-09至10-13 五日x30=150；10-14至10-23 复议不计；10-24至10-28 五日x30=150
    contested = Period(D("2026-10-14"), D("2026-10-23"))
    found = surcharge(fine(), [], until=D("2026-10-28"), remedies=[contested])
    assert (found.amount, found.days) == (Decimal("300.00"), 10)
    assert "复议、诉讼期间 10 日，不计算" in found.derivation[1]


def test_while_a_remedy_is_open_nothing_accrues():
    found = surcharge(fine(), [], until=D("2027-10-28"), remedies=[Period(D("2026-09-01"))])
    assert found.amount == 0
    assert found.from_day is None


def test_a_part_paid_reduces_the_base_from_the_next_day():
    # 10-09、10-10 两日x1000x3%=60；10-10缴600后，10-11至10-12 两日x400x3%=24
    paid = [PartPaid(D("2026-10-10"), Decimal(600))]
    found = surcharge(fine(), paid, until=D("2026-10-12"))
    assert found.amount == Decimal("84.00")
    full = [*paid, PartPaid(D("2026-10-12"), Decimal(400))]
    assert surcharge(fine(), full, until=D("2026-12-31")).amount == Decimal("84.00")


def test_paid_in_time_nothing_is_added():
    found = surcharge(fine(), [PartPaid(DUE, Decimal(1000))], until=D("2026-12-31"))
    assert found.amount == 0
    assert found.derivation == ("没有逾期未缴的罚款，不加处",)


def test_instalments_are_late_each_after_its_own_day():
    # 第一期500于10-31、第二期500于11-30；第一期逾期未缴：11-01至11-30 三十日x500x3%=450
    parts = [Owed(D("2026-10-31"), Decimal(500)), Owed(D("2026-11-30"), Decimal(500))]
    assert surcharge(parts, [], until=D("2026-10-31")).amount == 0
    assert surcharge(parts, [], until=D("2026-11-30")).amount == Decimal("450.00")
    # 12-01 起以1000为基数：450+30
    assert surcharge(parts, [], until=D("2026-12-01")).amount == Decimal("480.00")


def test_fen_are_rounded_only_in_the_sum():
    # 333.33x3%x2=19.9998
    assert surcharge(fine("333.33"), [], until=D("2026-10-10")).amount == Decimal("20.00")


def test_sums_below_zero_are_refused():
    with pytest.raises(RuleViolation, match="负数"):
        surcharge(fine("-1"), [], until=DUE)


@settings(deadline=None)
@given(
    st.decimals(0, 50000, places=2),
    st.integers(0, 120),
    st.lists(st.tuples(st.integers(-20, 100), st.decimals(0, 9000, places=2)), max_size=4),
    st.integers(0, 60),
    st.integers(0, 60),
)
def test_never_above_the_fine_and_never_less_for_waiting(amount, days, paid, from_day, length):
    rows = [PartPaid(DUE + timedelta(days=n), sum_) for n, sum_ in paid]
    first = DUE + timedelta(days=from_day)
    remedy = [Period(first, first + timedelta(days=length))]
    parts, until = [Owed(DUE, amount)], DUE + timedelta(days=days)
    found = surcharge(parts, rows, until=until, remedies=remedy)
    later = surcharge(parts, rows, until=until + timedelta(days=1), remedies=remedy)
    plain = surcharge(parts, [], until=until)
    assert 0 <= found.amount <= amount
    assert found.amount <= later.amount
    assert found.amount <= plain.amount


# --- the court: 《行政强制法》第五十三条、第五十四条 ------------------------------
@pytest.mark.parametrize(
    ("ended", "opens", "closes"),
    [
        pytest.param("2025-07-03", "2025-07-04", "2025-10-03", id="次日起三个月-国庆不顺延"),
        pytest.param("2025-11-30", "2025-12-01", "2026-02-28", id="跨年-二月无30日"),
        pytest.param("2026-09-30", "2026-10-01", "2026-12-30", id="国庆起-止于1230"),
    ],
)
def test_three_months_from_the_day_after_the_remedy_terms_ended(ended, opens, closes):
    window = court.application_window(D(ended), CALENDAR)
    assert (window.opens_on, window.closes_on) == (D(opens), D(closes))
    assert not window.holds(D(ended))
    assert window.holds(D(opens))
    assert window.holds(D(closes))
    assert not window.holds(D(closes) + timedelta(days=1))


def test_after_service_the_later_of_reconsideration_and_suit_ends_the_remedies():
    # 2026-02-11送达；复议60日至04-12（周日）顺延04-13；起诉六个月至08-11；申请08-12至11-11
    window = court.window_after_service(D("2026-02-11"), CALENDAR)
    assert (window.opens_on, window.closes_on) == (D("2026-08-12"), D("2026-11-11"))
    # 2025-04-05送达；起诉六个月至10-05，国庆顺延10-09；申请10-10至2026-01-09
    window = court.window_after_service(D("2025-04-05"), CALENDAR)
    assert (window.opens_on, window.closes_on) == (D("2025-10-10"), D("2026-01-09"))


def test_an_order_to_demolish_under_the_land_law_leaves_fifteen_days_for_suit():
    # 2026-02-04送达；15日至02-19春节，顺延02-24；申请02-25至05-24
    window = court.window_after_service(D("2026-02-04"), CALENDAR, land_demolition=True)
    assert (window.opens_on, window.closes_on) == (D("2026-02-25"), D("2026-05-24"))
    assert "《土地管理法》第八十三条" in window.basis


@pytest.mark.parametrize(
    ("basis", "ordered", "is_land"),
    [
        pytest.param(
            "《土地管理法》（2019修正）第七十四条", "没收；限期拆除；罚款", True, id="74条"
        ),
        pytest.param("《土地管理法》（2019修正）第七十八条", "退还土地；限期拆除", True, id="78条"),
        pytest.param("《土地管理法》（2019修正）第八十一条", "罚款", False, id="只罚款"),
        pytest.param("《土地管理法实施条例》第五十二条", "限期拆除", False, id="只依实施条例"),
        pytest.param("《城乡规划法》第六十六条", "责令限期拆除", False, id="城乡规划法"),
    ],
)
def test_only_demolition_ordered_under_the_land_law_itself_shortens_the_suit(
    basis, ordered, is_land
):
    assert court.is_land_demolition(basis, ordered) is is_land


def test_deferred_payment_moves_the_start_to_its_end():
    window = court.application_window(D("2026-06-30"), CALENDAR, deferred=True)
    assert (window.opens_on, window.closes_on) == (D("2026-07-01"), D("2026-09-30"))
    assert "第七十二条第二款" in window.basis


def test_the_court_may_be_asked_the_day_after_ten_working_days():
    # 2026-09-21送达；0922、23、24、28、29、30、1008、09、10（调休）、12
    window = court.demand_window(D("2026-09-21"), CALENDAR)
    assert (window.due_on, window.opens_on) == (D("2026-10-12"), D("2026-10-13"))
    assert window.closes_on is None
    assert window.holds(D("2027-01-01"))


# --- hearing, announcement, cash, the record ---------------------------------
def test_the_hearing_is_seven_whole_working_days_after_its_notice():
    # 2026-02-13送达；0214、24、25、26、27、28、0302 七日；最早0303
    first = particular_terms.first_hearing_day(D("2026-02-13"), CALENDAR)
    assert first.due_on == D("2026-03-03")
    last = particular_terms.last_hearing_notice(D("2026-03-03"), CALENDAR)
    assert last.due_on == D("2026-02-13")
    assert first.derivation[0].endswith("最早2026-03-03（周二）举行听证")


@given(st.dates(date(2024, 2, 1), date(2026, 11, 30)))
def test_a_notice_on_its_last_day_is_in_time_and_the_day_after_is_not(day):
    held_on = CALENDAR.next_workday(day)
    last = particular_terms.last_hearing_notice(held_on, CALENDAR).due_on
    assert earliest_hearing(last, CALENDAR) <= held_on
    next_day = CALENDAR.next_workday(last + timedelta(days=1))
    assert earliest_hearing(next_day, CALENDAR) > held_on


def test_an_announcement_serves_when_thirty_days_have_passed():
    due = particular_terms.public_service(D("2026-01-20"), CALENDAR)
    assert due.due_on == D("2026-02-19")
    assert due.derivation[-1].startswith("2026-02-19（周四）视为送达")


def test_cash_taken_on_water_is_handed_in_within_two_days_of_landing():
    assert particular_terms.cash_handin(D("2026-09-28"), CALENDAR).due_on == D("2026-09-30")
    landed = particular_terms.cash_handin(
        D("2026-09-28"), CALENDAR, landed_on=D("2026-09-30")
    )  # 1008、1009
    assert landed.due_on == D("2026-10-09")
    assert "抵岸之日" in landed.derivation[0]
    with pytest.raises(RuleViolation, match="抵岸不能早于收缴"):
        particular_terms.cash_handin(D("2026-09-28"), CALENDAR, landed_on=D("2026-09-27"))


def test_the_bank_gets_it_two_days_after_the_organ_and_the_record_waits_for_its_figure():
    assert particular_terms.cash_bank(D("2026-02-13"), CALENDAR).due_on == D("2026-02-24")
    assert particular_terms.spot_record(D("2026-02-13"), CALENDAR).due_on == D("2026-02-25")
    five = particular_terms.spot_record(D("2026-02-13"), CALENDAR, length=5)
    assert five.due_on == D("2026-02-27")
