"""When a certificate may be registered, how it stands, what training and leave may say."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import RuleViolation
from personnel.rules import certificates, leave, training
from personnel.rules.certificates import Registration, Standing, standing_of
from personnel.rules.eligibility import CertificateFacts, CertificateStatus
from personnel.rules.leave import Ending, Span

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
ELEVEN = r"\d{11}"
S = CertificateStatus


def registration(**changes: object) -> Registration:
    values: dict[str, object] = {
        "number": "35060200001",
        "valid_from": TODAY,
        "expires_on": date(2029, 11, 22),
        "on_establishment": True,
        "passed_on": date(2026, 5, 10),
    }
    return Registration(**{**values, **changes})  # type: ignore[arg-type]


def check(row: Registration, pattern: str = ELEVEN) -> None:
    certificates.check_registration(row, pattern=pattern, today=TODAY)


def test_a_certificate_of_somebody_who_passed_is_registered():
    check(registration())


def test_one_issued_earlier_is_registered_when_it_is_said_how_it_came():
    earlier = {"passed_on": None, "valid_from": date(2025, 1, 1)}
    check(registration(**earlier, exam_note="2024 年由省司法厅核发"))


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"number": "3506020000"}, "number_pattern", "number"),
        ({"number": "3506020000１"}, "number_pattern", "number"),
        ({"number": "350602000012"}, "number_pattern", "number"),
        ({"number": ""}, "number_pattern", "number"),
        ({"expires_on": TODAY - DAY}, "dates", "expires_on"),
        (
            {"valid_from": date(2020, 1, 1), "expires_on": TODAY - DAY},
            "period_too_long",
            "expires_on",
        ),
        (
            {"valid_from": date(2023, 1, 1), "expires_on": TODAY - DAY},
            "already_expired",
            "expires_on",
        ),
        ({"on_establishment": False}, "not_on_establishment", ""),
        ({"passed_on": None}, "no_exam", "exam_note"),
        (
            {"passed_on": None, "exam_note": "将由省司法厅核发", "valid_from": TODAY + DAY},
            "not_issued_yet",
            "valid_from",
        ),
    ],
    ids=[
        "ten digits",
        "a full-width digit",
        "twelve digits",
        "no number",
        "ends before it begins",
        "a period of almost seven years",
        "over already",
        "not on the establishment",
        "exam not passed",
        "exam not passed, and not issued yet",
    ],
)
def test_what_may_not_be_registered(changes, code, field):
    with pytest.raises(RuleViolation) as refused:
        check(registration(**changes))
    assert (refused.value.code, refused.value.field) == (code, field)


def test_without_a_pattern_any_number_is_taken():
    check(registration(number="公安 A-12"), pattern="")
    with pytest.raises(RuleViolation):
        check(registration(number=""), pattern="")


@pytest.mark.parametrize(
    ("status", "begins", "ends", "standing"),
    [
        (S.VALID, -100, 61, Standing.VALID),
        (S.VALID, -100, 60, Standing.ENDING),
        (S.VALID, -100, 0, Standing.ENDING),
        (S.VALID, -100, -1, Standing.EXPIRED),
        (S.VALID, 1, 100, Standing.NOT_BEGUN),
        (S.VALID, 0, 100, Standing.VALID),
        (S.SUSPENDED, -100, 100, Standing.SUSPENDED),
        (S.SUSPENDED, -100, -1, Standing.EXPIRED),
        (S.REVOKED, -100, 100, Standing.REVOKED),
        (S.REVOKED, -100, -1, Standing.REVOKED),
    ],
    ids=[
        "61 days left",
        "60 days left",
        "the last good day",
        "the day after",
        "from tomorrow",
        "from today",
        "suspended",
        "suspended and over",
        "revoked",
        "revoked and over",
    ],
)
def test_how_a_certificate_stands(status, begins, ends, standing):
    found = standing_of(status, TODAY + begins * DAY, TODAY + ends * DAY, TODAY)
    assert found is standing


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    status=st.sampled_from(list(CertificateStatus)),
    begins=st.integers(-400, 400),
    length=st.integers(0, 800),
)
def test_who_stands_as_acting_is_who_the_eligibility_rule_lets_act(status, begins, length):
    first = TODAY + begins * DAY
    facts = CertificateFacts("1", frozenset(), first, first + length * DAY, status)
    standing = standing_of(status, facts.valid_from, facts.expires_on, TODAY)
    assert standing.acts == (facts.covers(TODAY) and status is S.VALID)


@pytest.mark.parametrize(
    ("held", "wanted", "allowed"),
    [
        (S.VALID, S.SUSPENDED, True),
        (S.SUSPENDED, S.VALID, True),
        (S.VALID, S.REVOKED, True),
        (S.SUSPENDED, S.REVOKED, True),
        (S.REVOKED, S.VALID, False),
        (S.REVOKED, S.SUSPENDED, False),
        (S.VALID, S.VALID, False),
    ],
)
def test_changes_of_standing(held, wanted, allowed):
    if allowed:
        certificates.check_change(held, wanted, "换岗")
        with pytest.raises(RuleViolation, match="理由"):
            certificates.check_change(held, wanted, "")
    else:
        with pytest.raises(RuleViolation, match="请刷新后核对"):
            certificates.check_change(held, wanted, "换岗")


@pytest.mark.parametrize(
    ("attended", "missing"),
    [("0", "60"), ("59.5", "0.5"), ("60", "0"), ("80", "0")],
)
def test_hours_still_to_attend(attended, missing):
    assert training.missing_hours(Decimal(attended), 60) == Decimal(missing)


@pytest.mark.parametrize("hours", ["0", "-1", "80.5", "1.3"])
def test_a_course_of_unbelievable_length(hours):
    with pytest.raises(RuleViolation):
        training.check_course(Decimal(hours))


@pytest.mark.parametrize(
    ("hours", "held", "code"),
    [
        ("4", TODAY, None),
        ("0", TODAY, None),
        ("4.5", TODAY, "attendance_hours"),
        ("0.2", TODAY, "attendance_hours"),
        ("4", TODAY + DAY, "not_held_yet"),
    ],
    ids=["all of it", "absent", "more than it had", "odd", "not held yet"],
)
def test_hours_got_from_a_course_of_four(hours, held, code):
    def judge() -> None:
        training.check_attendance(
            Decimal(hours), course_hours=Decimal(4), held_on=held, today=TODAY
        )

    if code is None:
        judge()
    else:
        with pytest.raises(RuleViolation) as refused:
            judge()
        assert refused.value.code == code


def test_marks_come_after_the_sitting():
    training.check_scores(held_on=TODAY, today=TODAY)
    with pytest.raises(RuleViolation, match="举行后才能登记成绩"):
        training.check_scores(held_on=TODAY + DAY, today=TODAY)


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (0, 0, None),
        (-30, 0, None),
        (0, 189, None),
        (0, -1, "dates"),
        (0, 190, "too_long"),
        (-31, 0, "too_late"),
    ],
    ids=["one day", "told late", "the longest", "turned round", "too long", "told too late"],
)
def test_days_of_a_leave(first, last, code):
    span = Span(TODAY + first * DAY, TODAY + last * DAY)
    if code is None:
        leave.check_span(span, TODAY)
    else:
        with pytest.raises(RuleViolation) as refused:
            leave.check_span(span, TODAY)
        assert refused.value.code == code


@pytest.mark.parametrize(
    ("first", "last", "ending"),
    [(1, 3, Ending.NEVER_TAKEN), (0, 3, Ending.NEVER_TAKEN), (-1, 0, Ending.CUT_SHORT)],
    ids=["not begun", "begins today", "on its last day"],
)
def test_cancelling_a_leave(first, last, ending):
    assert leave.ending_of(Span(TODAY + first * DAY, TODAY + last * DAY), TODAY) is ending


def test_a_leave_that_is_over_is_not_cancelled():
    with pytest.raises(RuleViolation, match="无须销假"):
        leave.ending_of(Span(TODAY - 3 * DAY, TODAY - DAY), TODAY)
