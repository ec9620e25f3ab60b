"""Loading the demo: people, delegations, then the cases in batches of bounded memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from cases.models import (
    Arrangement,
    Case,
    Delivery,
    Discussion,
    Escalation,
    InvestigationRecord,
    Transfer,
)
from cases.rules.workflow import CaseState, target_of
from cases.services.decision import _remedies
from core import calendars
from core.errors import RuleViolation
from core.evidence_chain import canonical_json
from legal_review.models import Review
from xiangcheng_enforcement.demo import (
    changes,
    complaints,
    delegations,
    dispatches,
    equipment,
    exhibits,
    grades,
    guidance,
    issued,
    operations,
    papers_of_people,
    people,
    publications,
    rosters,
    staffing,
    steps_ending,
    steps_handling,
    steps_intake,
    steps_notice,
    steps_performance,
    steps_publicity,
    steps_report,
    steps_transfer,
    studies,
    transfers,
)
from xiangcheng_enforcement.demo.casefile import At, CaseFile, Office, Step
from xiangcheng_enforcement.demo.clock import DAY, Clock, day_of, demo_year
from xiangcheng_enforcement.demo.fate import Fates
from xiangcheng_enforcement.demo.gravity import Gravity
from xiangcheng_enforcement.demo.judge import Judge
from xiangcheng_enforcement.demo.matters import Matters
from xiangcheng_enforcement.demo.papers import CaseNumbers, PaperNumbers
from xiangcheng_enforcement.demo.rows import Rows
from xiangcheng_enforcement.demo.survey import Demo, Survey, Told
from xiangcheng_enforcement.demo.tables import Copier, reserve_ids
from xiangcheng_enforcement.demo.terms import Terms
from xiangcheng_enforcement.demo.walk import Rules
from xiangcheng_enforcement.demo.words import Writer
from xiangcheng_enforcement.demo.world import World, read_world
from xiangcheng_enforcement.loading.records import Tally
from zones.models import Township

BATCH = 2_000
_TELLING = 400  # the newest cases also left notices in inboxes
_LARGE = 5_000  # from so many cases on the planner needs to be told at once

_STEPS: dict[str, Callable[[CaseFile, At], Step]] = {
    "register": steps_intake.register,
    "accept": steps_intake.accept,
    "refuse": steps_intake.refuse,
    "decline_filing": steps_intake.decline_filing,
    "transfer": steps_transfer.transfer,
    "record_receipt": steps_transfer.record_receipt,
    "transfer_ended": steps_transfer.transfer_ended,
    "propose_filing": steps_intake.propose_filing,
    "approve_filing": steps_intake.approve_filing,
    "escalate": steps_report.escalate,
    "route": steps_report.route,
    "arrange": steps_report.arrange,
    "record": steps_handling.record,
    "conclude": steps_handling.conclude,
    "propose_termination": steps_handling.propose_termination,
    "terminate": steps_handling.terminate,
    "exempt": steps_notice.exempt,
    "notify": steps_notice.notify,
    "hear_statement": steps_notice.hear_statement,
    "redraft": steps_notice.redraft,
    "submit_for_review": steps_ending.submit_for_review,
    "review_returned": steps_ending.review_returned,
    "review_passed": steps_ending.review_passed,
    "discuss": steps_ending.discuss,
    "decide": steps_ending.decide,
    "serve": steps_performance.serve,
    "publish": steps_publicity.publish,
    "pay": steps_performance.pay,
    "demand": steps_performance.demand,
    "serve_paper": steps_performance.serve_paper,
    "enforce": steps_performance.enforce,
    "approve_enforcement": steps_performance.approve_enforcement,
    "remedy": steps_performance.remedy,
    "remedy_result": steps_performance.remedy_result,
    "enforce_result": steps_performance.enforce_result,
    "propose_closing": steps_performance.propose_closing,
    "approve_closing": steps_performance.approve_closing,
    "archive": steps_publicity.archive,
}
_NOTES = {"register", "route", "arrange"}  # leave a trace, are no transitions


@dataclass(frozen=True)
class Loaded:
    """What the load did."""

    people: Tally
    delegations: Tally
    cases: int


@transaction.atomic
def load(*, cases: int, seed: int, today: date, progress: Callable[[int], None]) -> Loaded:
    """Make people and delegations that are missing, and `cases` new cases; all or nothing.

    Raises RuleViolation when cases are there already (a second demo year would double the first)
    or the reference data is missing.
    """
    if Case.objects.exists():
        raise RuleViolation("not_empty", "已有案件，不再载入演示数据", field="cases")
    calendar = calendars.build_calendar()
    clock = Clock(demo_year(today), today, calendar)
    if not (calendar.loaded_years and Township.objects.exists()) or clock.first >= today:
        raise RuleViolation("no_district", "请先载入片区资料（load_district）", field="cases")
    appointed = people.ensure_people(today)
    rosters.ensure_rosters(today)
    delegated = delegations.ensure_delegations()
    world = read_world(clock.first, today)
    rules = Rules(clock, Terms(calendar), Judge(clock.first), Gravity())
    matters = Matters(world)
    grades.ensure_grades(matters)
    demo = Demo(cases, seed, world, rules, Fates(world, matters))
    _write(demo, matters, progress)
    issued.ensure_case_papers()
    exhibits.ensure_exhibits()
    transfers.ensure_transfers()
    papers_of_people.ensure_papers(today)
    changes.ensure_changes(today)
    publications.ensure_publications(today)
    equipment.ensure_equipment(today)
    dispatches.ensure_dispatches(today)
    operations.ensure_operations(today)
    staffing.ensure_staffing(clock.first)
    studies.ensure_studies()
    complaints.ensure_complaints(world, today, calendar)
    guidance.ensure_guidance(today)
    return Loaded(appointed, delegated, cases)


def _write(demo: Demo, matters: Matters, progress: Callable[[int], None]) -> None:
    survey = demo.survey()
    rows = Rows()
    office = _office(demo.world, demo.rules, matters, rows, survey)
    numbers = CaseNumbers(survey.years)
    keys = reserve_ids(Case, demo.cases)
    writer = Writer(matters)
    with Copier(rows.in_order()) as copier:
        for told in demo.tell():
            reported = day_of(told.life.reported // DAY)
            file = CaseFile(
                office=office,
                index=told.index,
                pk=keys[told.index],
                number=numbers.take(reported.year),
                life=told.life,
                words=writer.words(told.life, told.draw),
                draw=told.draw,
                tells=told.index >= demo.cases - _TELLING,
            )
            _write_case(file, told)
            if (told.index + 1) % BATCH == 0:
                copier.flush()
                progress(told.index + 1)
    if demo.cases >= _LARGE:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _write_case(file: CaseFile, told: Told) -> None:
    for verb, moment in [("register", told.life.reported), *told.life.steps]:
        at = file.at(moment)
        before = file.state
        actor, payload = _STEPS[verb](file, at)
        file.state = _after(before, verb)
        if file.state is not before:
            file.stage_since = at.stamp
        content = {"before": before, "after": file.state, **payload}
        file.chain.add(verb, at.stamp, actor, canonical_json(content))
    if file.state is CaseState.SERVED:
        steps_performance.watch_window(file)
    steps_transfer.write(file)
    file.write()


_known_targets: dict[tuple[CaseState, str], CaseState] = {}


def _after(state: CaseState, verb: str) -> CaseState:
    """Where the workflow table leads; raises RuleViolation where it does not."""
    target = _known_targets.get((state, verb))
    if target is None:
        target = state if verb in _NOTES else target_of(state, verb)
        _known_targets[state, verb] = target
    return target


def _office(world: World, rules: Rules, matters: Matters, rows: Rows, survey: Survey) -> Office:
    verbs = survey.verbs
    return Office(
        world=world,
        rules=rules,
        matters=matters,
        rows=rows,
        papers=PaperNumbers(survey.papers),
        escalation_ids=iter(reserve_ids(Escalation, verbs["escalate"])),
        arrangement_ids=iter(reserve_ids(Arrangement, verbs["arrange"])),
        discussion_ids=iter(reserve_ids(Discussion, verbs["discuss"])),
        delivery_ids=iter(reserve_ids(Delivery, verbs["serve"] + verbs["serve_paper"])),
        transfer_ids=iter(reserve_ids(Transfer, verbs["transfer"])),
        record_ids=iter(reserve_ids(InvestigationRecord, verbs["record"])),
        review_ids=iter(reserve_ids(Review, verbs["submit_for_review"])),
        remedies=_remedies(),
        remedies_land=_remedies(land=True),
    )
