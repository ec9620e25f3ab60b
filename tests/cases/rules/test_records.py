"""What a record of the investigation must show, and how dialogue and report read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cases.rules.findings import HEADS, Findings, report_text
from cases.rules.records import Exchange, RecordFacts, check_record, dialogue_text
from core.errors import RuleViolation

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def facts(**changes: Any) -> RecordFacts:
    values: dict[str, Any] = {
        "kind": "interview",
        "held_at": NOW - timedelta(hours=1),
        "ended_at": NOW,
        "subject": "王某",
        "content": "问：…\n答：…",
        "certificates_shown": True,
        "rights_told": True,
    }
    return RecordFacts(**{**values, **changes})


def test_a_full_record_is_taken():
    check_record(facts(), NOW)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"held_at": NOW + timedelta(minutes=1)}, "future_record"),
        ({"ended_at": NOW - timedelta(hours=2)}, "ended_before_begun"),
        ({"ended_at": NOW + timedelta(hours=2)}, "ended_before_begun"),
        ({"certificates_shown": False}, "papers_not_shown"),
        ({"subject": " "}, "no_subject"),
        ({"rights_told": False}, "rights_not_told"),
        ({"content": " "}, "empty_record"),
    ],
    ids=[
        "begins in the future",
        "ends before it begins",
        "ends in the future",
        "certificates not shown",
        "nobody named",
        "rights not told",
        "nothing written down",
    ],
)
def test_what_a_record_lacks(changes, code):
    with pytest.raises(RuleViolation) as refusal:
        check_record(facts(**changes), NOW)
    assert refusal.value.code == code


def test_an_inspection_needs_nobody_named_and_no_rights_told():
    check_record(facts(kind="site", subject="", rights_told=False), NOW)


def test_dialogue_leaves_out_rows_without_question_and_says_who_did_not_answer():
    rows = [Exchange("何时？", "昨日。"), Exchange("", "x"), Exchange("为何？", " ")]
    assert (
        dialogue_text(rows, "补充") == "问：何时？\n答：昨日。\n问：为何？\n答：（未作回答）\n补充"
    )


def test_the_report_has_every_head_in_order():
    text = report_text(Findings(**{name: name for name in HEADS}))
    assert [line for line in text.splitlines() if "、" in line] == [
        f"{number}、{head}" for number, head in zip("一二三四五六七", HEADS.values(), strict=True)
    ]
