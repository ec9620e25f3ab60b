"""The simple procedure as 第五十一条、第五十二条 limit it, and cash by 第六十八条、第六十九条."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cases.rules import spot
from cases.rules.filing import PartyKind
from cases.rules.gravity import PenaltyKind
from core.errors import RuleViolation


def facts(**changes: Any) -> spot.SpotFacts:
    values: dict[str, Any] = {
        "kind": PenaltyKind.FINE,
        "fine": Decimal(200),
        "party": PartyKind.CITIZEN,
        "item_penalty": "警告；罚款",
        "certificates_shown": True,
        "rights_told": True,
    }
    return spot.SpotFacts(**{**values, **changes})


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"party": PartyKind.ORGANISATION, "fine": Decimal(3000)},
        {"kind": PenaltyKind.WARNING, "fine": Decimal(0)},
        {"statement": "初犯", "answer": "采纳，从轻"},
    ],
    ids=["citizen 200", "organisation 3000", "warning", "heard and answered"],
)
def test_what_may_be_decided_on_the_spot(changes):
    spot.check_spot(facts(**changes))


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"fine": Decimal("200.01")}, "over_simple_limit", "amount"),
        ({"party": PartyKind.SOLE_TRADER, "fine": Decimal(201)}, "over_simple_limit", "amount"),
        (
            {"party": PartyKind.ORGANISATION, "fine": Decimal(3001)},
            "over_simple_limit",
            "amount",
        ),
        ({"kind": PenaltyKind.CRITICISM, "fine": Decimal(0)}, "not_simple_kind", "penalty"),
        ({"fine": Decimal(0)}, "no_fine", "amount"),
        ({"kind": PenaltyKind.WARNING}, "amount_without_fine", "amount"),
        ({"item_penalty": "责令停产停业"}, "kind_not_in_item", "penalty"),
        ({"grave": ("跨镇街",)}, "not_simple_case", ""),
        ({"certificates_shown": False}, "papers_not_shown", "certificates_shown"),
        ({"rights_told": False}, "rights_not_told", "rights_told"),
        ({"statement": "不服"}, "statement_unanswered", "answer"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_may_not(changes, code, field):
    with pytest.raises(RuleViolation) as refusal:
        spot.check_spot(facts(**changes))
    assert (refusal.value.code, refusal.value.field or "") == (code, field)


@pytest.mark.parametrize(
    ("ground", "fine", "simple", "code"),
    [
        ("small", 100, True, ""),
        ("small", 101, True, "cash_over_limit"),
        ("hard_later", 200, True, ""),
        ("remote", 200, True, ""),
        ("remote", 50_000, False, ""),
        ("small", 100, False, "cash_only_simple"),
        ("hard_later", 500, False, "cash_only_simple"),
        ("", 50, True, "no_cash_ground"),
    ],
)
def test_cash_on_a_ground_of_the_law_only(ground, fine, simple, code):
    expected = pytest.raises(RuleViolation) if code else nullcontext()
    with expected as refusal:
        spot.check_cash(ground, fine=Decimal(fine), receipt="闽财 0001", simple=simple)
    assert not code or refusal.value.code == code


def test_no_cash_without_the_treasury_receipt():
    with pytest.raises(RuleViolation, match="专用票据"):
        spot.check_cash("small", fine=Decimal(50), receipt=" ", simple=True)


def test_the_decision_has_every_point_of_article_52_and_names_reconsideration_first():
    text = spot.decision_text(
        party="王某",
        place="石亭街道丹霞路",
        on=date(2026, 11, 24),
        facts="乱扔果皮",
        basis="《条例》第三十四条",
        penalty="罚款人民币50.00元",
        performance="十五日内缴纳",
        statement="",
        answer="",
        authority="石亭街道办事处",
    )
    for point in ("当事人：王某", "2026年11月24日，石亭街道", "乱扔果皮", "第三十四条", "50.00元"):
        assert point in text
    assert text.index("先向漳州市芗城区人民政府申请行政复议") < text.index("提起行政诉讼")
    assert text.endswith("石亭街道办事处")
