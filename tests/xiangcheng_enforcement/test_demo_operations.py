"""The demo's joint operations: one of each stage, with traces like those of the services."""

from __future__ import annotations

from cases.models import Case
from core import audit
from plans.models import Operation


def test_one_is_reported_one_lies_ahead_one_is_a_draft(cases: list[Case]) -> None:
    rows = list(Operation.objects.order_by("starts_at"))
    assert [row.state for row in rows] == ["reported", "ordered", "draft"]
    first = rows[0]
    assert first.findings.count() == 4
    assert "建议两镇街每周联合巡查一次" in first.report_body
    assert "迟到" in first.report_body
    for row in rows:
        assert audit.verify_trail(row, expected_length=row.version) == []


def test_those_ahead_are_staffed_by_two_units(cases: list[Case]) -> None:
    ahead = Operation.objects.get(state="ordered")
    assert ahead.members.values("unit").distinct().count() == 2
