"""Whose move it is: the table of next steps, each situation named."""

from __future__ import annotations

import pytest

from cases.rules.steps import FINAL, S
from cases.rules.turn import TurnFacts, next_action
from cases.rules.workflow import TABLES

TABLE = [
    ("a report waits to be taken up", TurnFacts(S.REPORTED), "accept"),
    ("taken up", TurnFacts(S.ACCEPTED), "propose_filing"),
    ("the power lies with the city", TurnFacts(S.ACCEPTED, city=True), "transfer"),
    ("filing asked", TurnFacts(S.FILING), "approve_filing"),
    ("filed, nothing written down", TurnFacts(S.FILED), "record"),
    ("filed, a record is there", TurnFacts(S.FILED, records=1), "conclude"),
    ("suspended", TurnFacts(S.FILED, records=1, suspended=True), "resume"),
    ("investigated", TurnFacts(S.INVESTIGATED), "notify"),
    ("no penalty intended", TurnFacts(S.INVESTIGATED, spares=True), "decide"),
    (
        "no penalty, review owed",
        TurnFacts(S.INVESTIGATED, spares=True, needs_review=True),
        "submit_for_review",
    ),
    ("told, nothing owed", TurnFacts(S.NOTIFIED), "decide"),
    ("told, review owed", TurnFacts(S.NOTIFIED, needs_review=True), "submit_for_review"),
    ("told, discussion owed", TurnFacts(S.NOTIFIED, discussion_owed=True), "discuss"),
    ("hearing asked for", TurnFacts(S.NOTIFIED, hearing="requested"), "notice_hearing"),
    ("hearing announced", TurnFacts(S.NOTIFIED, hearing="noticed"), "hold_hearing"),
    ("hearing held", TurnFacts(S.NOTIFIED, hearing="held"), "report_hearing"),
    (
        "hearing reported, review owed",
        TurnFacts(S.NOTIFIED, hearing="reported", needs_review=True),
        "submit_for_review",
    ),
    ("hearing withdrawn", TurnFacts(S.NOTIFIED, hearing="withdrawn"), "decide"),
    ("under review", TurnFacts(S.UNDER_REVIEW), "review_passed"),
    ("review passed", TurnFacts(S.CLEARED), "decide"),
    ("passed, discussion owed", TurnFacts(S.CLEARED, discussion_owed=True), "discuss"),
    ("decided", TurnFacts(S.DECIDED), "serve"),
    ("served, fine open", TurnFacts(S.SERVED, owed=True), "pay"),
    ("served, fine late", TurnFacts(S.SERVED, owed=True, late=True), "demand"),
    (
        "late, payment by instalments asked for",
        TurnFacts(S.SERVED, owed=True, late=True, instalment_asked=True),
        "pay",
    ),
    (
        "late, the demand has matured",
        TurnFacts(S.SERVED, owed=True, late=True, demanded=True),
        "enforce",
    ),
    (
        "late, a demand is running",
        TurnFacts(S.SERVED, owed=True, late=True, urged=True),
        "pay",
    ),
    (
        "late, but contested",
        TurnFacts(S.SERVED, owed=True, late=True, contested=True),
        "remedy_result",
    ),
    (
        "late, the demand is not yet served",
        TurnFacts(S.SERVED, owed=True, late=True, urged=True, demand_unserved=True),
        "serve_paper",
    ),
    (
        "late, execution asked for",
        TurnFacts(S.SERVED, owed=True, late=True, demanded=True, enforcement_asked=True),
        "approve_enforcement",
    ),
    ("paid", TurnFacts(S.SERVED), "propose_closing"),
    ("cash not yet at the bank", TurnFacts(S.SERVED, cash_in_hand=True), "hand_in"),
    ("closing asked", TurnFacts(S.SERVED, closing_asked=True), "approve_closing"),
    ("being enforced", TurnFacts(S.ENFORCING, owed=True), "enforce_result"),
    (
        "enforcement ended",
        TurnFacts(S.ENFORCING, owed=True, enforcement_ended=True),
        "propose_closing",
    ),
    ("first version: taken up", TurnFacts(S.ACCEPTED, 1), "file"),
    ("first version: told", TurnFacts(S.NOTIFIED, 1, discussion_owed=True), "decide"),
    ("first version: served", TurnFacts(S.SERVED, 1, owed=True), "close"),
]


@pytest.mark.parametrize(("facts", "action"), [row[1:] for row in TABLE], ids=[r[0] for r in TABLE])
def test_the_next_step(facts: TurnFacts, action: str):
    assert next_action(facts) == action
    if action != "hand_in":
        row = TABLES[facts.version][action]
        assert facts.state in row.sources


def test_every_open_state_of_the_procedure_in_force_has_a_next_step():
    assert {facts.state for _, facts, _ in TABLE} == set(S) - FINAL
