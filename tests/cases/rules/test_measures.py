"""Who may seal or seize, what, and until when (《行政强制法》)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from cases.rules import measures as rule
from cases.rules.measures import Ground, Object, Power
from core.errors import RuleViolation

LAW = "《城镇燃气管理条例》第四十五条"
DECISION = "闽政〔2022〕×号关于××镇行使相对集中行政处罚权的决定"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("power", "document", "is_town", "code"),
    [
        (Power.LAW, "", False, ""),
        (Power.LAW, "", True, "no_power"),
        (Power.LAW, DECISION, True, "no_power"),
        (Power.CONCENTRATED, DECISION, True, ""),
        (Power.CONCENTRATED, DECISION, False, ""),
        (Power.CONCENTRATED, "", True, "no_document"),
        (Power.CONCENTRATED, "有文", False, "no_document"),
        (Power.DELEGATED, DECISION, True, "power_delegated"),
        (Power.DELEGATED, DECISION, False, "power_delegated"),
    ],
)
def test_the_power_is_the_organs_own(power, document, is_town, code):
    ground = Ground(power, document, LAW)
    if not code:
        rule.check_power(ground, is_town=is_town)
        return
    with pytest.raises(RuleViolation) as refused:
        rule.check_power(ground, is_town=is_town)
    assert refused.value.code == code
    assert refused.value.basis.startswith("《行政强制法》第十七条")


@pytest.mark.parametrize("basis", [LAW, "依照《食品安全法》第一百一十条第（四）项"])
def test_the_law_is_named_with_its_article(basis):
    rule.check_basis(Ground(Power.LAW, "", basis))


@pytest.mark.parametrize("basis", ["", "按规定", "《燃气条例》", "第四十五条"])
def test_a_basis_without_name_or_article_is_none(basis):
    with pytest.raises(RuleViolation, match="名称和条款"):
        rule.check_basis(Ground(Power.LAW, "", basis))


@pytest.mark.parametrize(
    ("what", "field"),
    [
        (Object(False, True, True), "belongs_to_offence"),
        (Object(True, False, True), "no_daily_necessities"),
        (Object(True, True, False), "not_seized_by_others"),
    ],
)
def test_what_may_not_be_touched(what, field):
    with pytest.raises(RuleViolation) as refused:
        rule.check_object(what)
    assert refused.value.field == field
    rule.check_object(Object(True, True, True))


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        (None, "no_moment"),
        (NOW + timedelta(minutes=1), "future_measure"),
        (NOW - timedelta(hours=24, minutes=1), "reported_too_late"),
    ],
)
def test_an_urgent_measure_is_reported_within_a_day(moment, code):
    with pytest.raises(RuleViolation) as refused:
        rule.check_emergency(moment, NOW)
    assert refused.value.code == code
    assert rule.check_emergency(NOW - timedelta(hours=24), NOW)


DUE = date(2026, 12, 24)


@pytest.mark.parametrize(
    ("days", "extended", "today", "code"),
    [
        (30, False, DUE, ""),
        (31, False, DUE, "extension_too_long"),
        (0, False, DUE, "extension_too_long"),
        (10, True, DUE, "extended_already"),
        (10, False, DUE + timedelta(days=1), "extension_too_late"),
    ],
)
def test_it_is_extended_once_by_thirty_days_before_it_ends(days, extended, today, code):
    if not code:
        rule.check_extension(days, due_on=DUE, extended=extended, today=today)
        return
    with pytest.raises(RuleViolation) as refused:
        rule.check_extension(days, due_on=DUE, extended=extended, today=today)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("outcome", "decided", "note", "code"),
    [
        ("lifted", False, "", ""),
        ("confiscated", True, "", ""),
        ("confiscated", False, "", "nothing_confiscated"),
        ("destroyed", False, "", "no_note"),
        ("transferred", False, "移送市公安局芗城分局，清单 1 号", ""),
    ],
)
def test_how_it_ends(outcome, decided, note, code):
    if not code:
        rule.check_outcome(outcome, confiscation_decided=decided, note=note)
        return
    with pytest.raises(RuleViolation) as refused:
        rule.check_outcome(outcome, confiscation_decided=decided, note=note)
    assert refused.value.code == code
