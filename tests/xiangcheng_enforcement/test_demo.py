"""The demo year: complete, consistent with the services and rules, the same each time."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import RequestFactory
from django.utils import timezone

from cases.models import Case, CaseTerm, Decision, Draft, EscalationRecipient, PriorNotice, Transfer
from cases.rules.guards import blockers
from cases.rules.terms import Term
from cases.rules.transfer import TransferKind
from cases.rules.workflow import FINAL, MAIN_WAY, CaseState
from cases.selectors import facts_of, visible_cases
from cases.selectors.facts import report_reasons, review_reasons
from cases.services import (
    _jurisdiction,
    _terms,
    recomputing,
)
from core import numbering
from core.models import AuditEntry, NumberSequence, User
from legal_review.models import Review
from personnel import selectors as personnel
from personnel.models import Certificate, Officer
from personnel.roles import LABELS
from personnel.services import rights
from tests.xiangcheng_enforcement.conftest import CASES, TODAY
from xiangcheng_enforcement import demo_logins
from xiangcheng_enforcement.demo.judge import Judge
from xiangcheng_enforcement.loading import trails
from zones.models import Empowerment, EnforcementItem, Township

pytestmark = pytest.mark.django_db


def test_every_state_occurs_even_in_a_small_demo(cases: list[Case]) -> None:
    assert {case.stage for case in cases} == set(CaseState)
    assert len(cases) == CASES


def test_some_are_late_some_soon_due_and_some_wait_for_the_chief(cases: list[Case]) -> None:
    open_cases = [case for case in cases if case.stage not in FINAL]
    due = [case.next_due_on for case in open_cases if case.next_due_on]
    assert any(day < TODAY for day in due)
    assert any(TODAY <= day <= TODAY + timedelta(days=7) for day in due)
    assert {"", "routed", "arranged"} <= {case.reporting for case in open_cases}
    assert {"town", "bureau", "city"} == {case.authority_kind for case in cases}
    assert 0.1 < len(open_cases) / len(cases) < 0.35


def test_trails_are_whole_and_end_where_the_cases_are(cases: list[Case]) -> None:
    assert list(trails.faults_everywhere()) == []


def test_nothing_lies_in_the_future_or_before_the_demo_year(cases: list[Case]) -> None:
    # Study meetings and transfers are led through the services, at the moment of loading.
    of_cases = AuditEntry.objects.filter(subject_type="cases.case")
    told = of_cases.exclude(verb__in=["call_study", "conclude_study"])
    told = told.exclude(subject_id__in=_handed_over())
    moments = told.values_list("at", flat=True)
    days = {timezone.localdate(moment) for moment in moments}
    assert max(days) < TODAY
    assert min(days) >= TODAY - timedelta(days=365)
    for entries in _by_case().values():
        assert [e.at for e in entries] == sorted(e.at for e in entries)
        assert len({e.at for e in entries}) == len(entries)


def _handed_over() -> set[int]:
    """Cases handed on, or about to be, at the moment of loading; the city's were in the year."""
    made = Transfer.objects.exclude(kind=TransferKind.CITY.value)
    return set(made.values_list("case_id", flat=True))


def _by_case() -> dict[int, list[AuditEntry]]:
    found: dict[int, list[AuditEntry]] = {}
    for entry in AuditEntry.objects.filter(subject_type="cases.case").order_by("subject_id", "seq"):
        found.setdefault(entry.subject_id, []).append(entry)
    return found


def test_dates_of_the_case_are_those_of_its_trail(cases: list[Case]) -> None:
    dated = {"accept": "accepted_on", "approve_filing": "filed_on", "decide": "decided_on",
             "serve": "served_on"}  # fmt: skip
    trails_of, moved = _by_case(), _handed_over()
    for case in cases:
        if case.pk in moved:
            continue  # accepted anew by the unit that took it over
        entries = {e.verb: timezone.localdate(e.at) for e in trails_of[case.pk]}
        for verb, name in dated.items():
            assert getattr(case, name) == entries.get(verb), case
        assert timezone.localdate(case.reported_at) == entries["register"]
    assert [case.reported_at for case in cases] == sorted(case.reported_at for case in cases)


# --- what the services and rules would have written -------------------------------------
def test_the_jurisdiction_is_the_rules_own_answer(cases: list[Case]) -> None:
    moved = _handed_over()
    for case in cases:
        if case.item.empowerments.filter(starts_on__gt=case.reported_at).exists():
            continue  # delegated to more towns since: the reasons would be told otherwise today
        if case.pk in moved:
            continue  # judged anew at the moment of loading
        towns = [place.township for place in case.places.select_related("township")]
        proposed = case.approvals.filter(kind="filing").first()
        asked = max(d for d in (timezone.localdate(case.reported_at), case.accepted_on,
                                proposed and timezone.localdate(proposed.requested_at),
                                case.filed_on, case.decided_on) if d)  # fmt: skip
        on = case.filed_on or asked
        decided_in_town = case.decided_on and case.authority_township
        answer = _jurisdiction.judge(
            item=case.item,
            towns=towns,
            on=on,
            major=case.is_major,
            complex_=case.is_complex,
            first_filed_by=case.township,
            filed_under=case.authority_township if decided_in_town else None,
        )
        assert case.jurisdiction == _jurisdiction.as_json(answer, asked), case
        assert (case.authority.name if case.authority else None) == answer.authority


@pytest.mark.parametrize("day", [date(2025, 6, 30), date(2026, 3, 31), date(2026, 4, 1), TODAY])
def test_the_remembered_answer_equals_a_fresh_one_at_the_edges(
    cases: list[Case], day: date
) -> None:
    judge = Judge(date(2024, 7, 1))
    west = [Township.objects.get(name=name) for name in ("石亭街道", "天宝镇", "天宝林场")]
    for item in EnforcementItem.objects.filter(
        code__in=["XC009", "XC010", "XC022", "XC061", "XC066", "XC086", "XC100", "XC185"]
    ):
        for towns in ([west[0]], [west[1]], west):
            for filed_under in (None, towns[0]):
                fresh = _jurisdiction.judge(
                    item=item, towns=towns, on=day, first_filed_by=towns[0], filed_under=filed_under
                )
                names = tuple(town.name for town in towns)
                under = filed_under.name if filed_under else None
                kept = judge.ask(item, names, day, filed_under=under)
                text = kept.json_on(day.isoformat(), day.isoformat())
                assert json.loads(text) == _jurisdiction.as_json(fresh, day)


def test_terms_are_those_of_the_table_and_the_next_one_is_on_the_case(cases: list[Case]) -> None:
    assert recomputing.recompute_open_terms() == []
    for case in cases:
        kept = (case.next_due_on, case.next_due_term, case.next_due_provisional)
        _terms.refresh_next_due(case)
        assert kept == (case.next_due_on, case.next_due_term, case.next_due_provisional), case
    assert CaseTerm.objects.filter(provisional=True).exclude(why="").exists()


def test_a_term_row_is_what_the_service_writes(cases: list[Case]) -> None:
    names = (
        "label",
        "basis",
        "due_on",
        "length",
        "in_workdays",
        "provisional",
        "why",
        "derivation",
    )
    for term in Term:
        row = CaseTerm.objects.filter(term=term.value).first()
        if row is None:
            continue
        twin = _terms.open_term(cases[0], term, row.starts_on, binds=row.binds_unit)
        assert [getattr(row, n) for n in names] == [getattr(twin, n) for n in names]


def test_the_marks_kept_on_cases_are_what_the_rules_say(cases: list[Case]) -> None:
    for case in cases:
        assert case.needs_review == bool(review_reasons(case)), case
        if case.stage in MAIN_WAY[1:]:
            assert bool(case.reporting) == bool(report_reasons(case)), case


def test_texts_are_hashed_as_reviewed_and_issued(cases: list[Case]) -> None:
    for draft in Draft.objects.select_related("case"):
        issued = Decision.objects.filter(case=draft.case).first()
        if issued:
            assert (issued.text, issued.text_hash) == (draft.text, draft.text_hash)
        if draft.case.cleared_hash:
            assert draft.case.cleared_hash == draft.text_hash
    for review in Review.objects.filter(status="passed"):
        assert review.case.cleared_hash == review.draft_hash
    assert set(Review.objects.values_list("status", flat=True)) == {"open", "passed", "returned"}


def test_no_decision_was_made_that_the_guards_would_have_stopped(cases: list[Case]) -> None:
    for case in cases:
        facts = facts_of(case)
        if case.decided_on:
            assert blockers("decide", facts, case.decided_on) == [], case
        elif case.stage is CaseState.CLEARED:
            assert blockers("decide", facts, TODAY) == [], case


def test_a_town_decides_in_its_own_name_and_never_a_zone(cases: list[Case]) -> None:
    for issued in Decision.objects.select_related("case", "township", "agency"):
        organ = issued.township.authority_name if issued.township else issued.agency.name
        assert issued.authority_name == organ
        assert "片区" not in organ


def test_chiefs_concerned_were_told_and_the_first_towns_chief_leads(cases: list[Case]) -> None:
    told = EscalationRecipient.objects.select_related("zone", "escalation__case__township__zone")
    assert told.filter(part="office").exists()
    for recipient in told.filter(part="lead"):
        assert recipient.zone == recipient.escalation.case.township.zone
        assert recipient.user == personnel.chiefs_by_zone(TODAY)[recipient.zone_id]


# --- numbers ------------------------------------------------------------
def test_numbers_have_no_gap_and_new_ones_go_on(cases: list[Case]) -> None:
    by_year: dict[str, list[int]] = {}
    for case in cases:
        year, number = re.fullmatch(r"芗执案〔(\d+)〕(\d+)号", case.number).groups()
        by_year.setdefault(year, []).append(int(number))
    assert all(found == list(range(1, len(found) + 1)) for found in by_year.values())
    assert numbering.take("case", 2026) == len(by_year["2026"]) + 1


@pytest.mark.parametrize(("model", "day"), [(PriorNotice, "served_on"), (Decision, "decided_on")])
def test_papers_are_numbered_by_organ_in_the_order_of_their_days(
    cases: list[Case], model: type[PriorNotice | Decision], day: str
) -> None:
    series: dict[str, list[tuple[int, date]]] = {}
    for number, on in model.objects.values_list("number", day):
        head, _, tail = number.partition("〕")
        series.setdefault(head, []).append((int(tail.removesuffix("号")), on))
    for papers in series.values():
        papers.sort()
        assert [number for number, _ in papers] == list(range(1, len(papers) + 1))
        assert [on for _, on in papers] == sorted(on for _, on in papers)
    kind = next(iter(series))[-7:-5]
    total = sum(NumberSequence.objects.filter(key__startswith=kind).values_list("last", flat=True))
    assert total == model.objects.count()


# --- people ------------------------------------------------------------
def test_each_printed_login_works_and_is_described_as_it_is(cases: list[Case]) -> None:
    request = RequestFactory().post("/")
    for row in demo_logins.rows():
        user = authenticate(request, username=row.username, password=row.password)
        assert user is not None, row
        offices = personnel.live_appointments(TODAY).filter(officer__user=user)
        assert (user.name, [(LABELS[o.role], str(o.scope)) for o in offices]) == (
            row.name,
            [(row.role, row.scope)],
        )


def test_rights_follow_from_the_appointments(cases: list[Case]) -> None:
    assert rights.sync_everyone() == 0


def test_a_town_officer_and_a_chief_see_their_own(cases: list[Case]) -> None:
    officer = User.objects.get(username="officer_shiting1")
    seen = visible_cases(user=officer)
    assert 0 < seen.count() < CASES
    own = seen.exclude(scopes__key=f"U{officer.pk}", scopes__reason="研讨")
    assert all("石亭街道" in [p.township.name for p in c.places.all()] for c in own)
    chief = User.objects.get(username="chief_west")
    western = visible_cases(user=chief)
    assert set(seen.values_list("pk", flat=True)) < set(western.values_list("pk", flat=True))
    assert western.count() < CASES


def test_every_town_can_act_and_one_certificate_is_about_to_end(cases: list[Case]) -> None:
    for town in Township.objects.exclude(zone=None):
        assert personnel.certified_counts([town], TODAY)[town.pk] >= 2
    ending = Certificate.objects.filter(expires_on__lte=TODAY + timedelta(days=30))
    assert [str(c.officer.home) for c in ending] == ["浦南镇"]


def test_three_bureaus_have_posted_half_of_their_people(cases: list[Case]) -> None:
    posted = personnel.live_appointments(TODAY).filter(role="seconded_officer")
    for name in ("区城管执法局", "区住建局", "区自然资源局"):
        working = Officer.objects.filter(
            home_agency__short_name=name,
            appointments__role__in=["agency_officer", "seconded_officer"],
        ).distinct()
        assert 2 * posted.filter(officer__in=working).count() >= working.count()


def test_delegations_of_the_demo_say_so(cases: list[Case]) -> None:
    rows = Empowerment.objects.all()
    assert rows.exists()
    assert all(row.is_demo and "演示" in row.document for row in rows)
    undelegated = {"农业农村", "应急", "文旅"}
    assert not rows.filter(item__domain__in=undelegated).exists()
    assert rows.exclude(ends_on=None).exists()
    taken = EnforcementItem.objects.exclude(city_since=None)
    assert taken.exists()
    assert all("演示" in item.note for item in taken)


def test_invented_parties_are_marked(cases: list[Case]) -> None:
    assert all(case.party_name.endswith("（演示）") for case in cases)


# --- refusals ------------------------------------------------------------
def test_a_second_demo_year_is_refused(cases: list[Case]) -> None:
    with pytest.raises(CommandError, match="已有案件"):
        call_command("load_demo", cases=10, verbosity=0)
