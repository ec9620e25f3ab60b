"""One case on its way into the tables: what its steps have made of it so far.

The steps themselves are in `steps_*`; each does to this object what the service of that step does
to the case, and returns who acted and what the trail says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from cases.models.decision import NO_PENALTY
from cases.rules.approvals import ApprovalKind
from cases.rules.deadlines import Term
from cases.rules.gravity import PenaltyKind
from cases.rules.workflow import FINAL, VERSION, CaseState
from xiangcheng_enforcement.demo.chain import Chain
from xiangcheng_enforcement.demo.clock import DAY, Draw, day_of, iso, stamp
from xiangcheng_enforcement.demo.judge import Answer
from xiangcheng_enforcement.demo.matters import Matters
from xiangcheng_enforcement.demo.papers import PaperNumbers
from xiangcheng_enforcement.demo.rows import Rows
from xiangcheng_enforcement.demo.terms import Due
from xiangcheng_enforcement.demo.walk import Life, Rules
from xiangcheng_enforcement.demo.words import Words
from xiangcheng_enforcement.demo.world import Person, Unit, World

Step = tuple[Person | None, dict[str, Any]]
PENALTY_LABELS = {NO_PENALTY: "不予行政处罚"} | {kind.value: kind.label for kind in PenaltyKind}


@dataclass(slots=True)
class At:
    """When a step is taken: its day (ordinal and written) and its moment as hashed."""

    day: int
    date: str
    stamp: str


@dataclass(frozen=True)
class Office:
    """What all case files share."""

    world: World
    rules: Rules
    matters: Matters
    rows: Rows
    papers: PaperNumbers
    escalation_ids: Iterator[int]
    arrangement_ids: Iterator[int]
    delivery_ids: Iterator[int]
    transfer_ids: Iterator[int]
    record_ids: Iterator[int]
    discussion_ids: Iterator[int]
    review_ids: Iterator[int]
    remedies: str
    remedies_land: str  # fifteen days for suit


@dataclass(slots=True)
class RunningTerm:
    due: Due
    binds: bool
    closed_on: str | None = None


@dataclass(slots=True)
class DraftText:
    """The intended decision as it stands."""

    facts: str
    basis: str
    discretion: str
    performance: str
    text: str
    digest: str
    updated_at: str
    grade: str = ""


@dataclass(slots=True)
class ReviewRound:
    pk: int
    round: int
    because: str
    reasons: str
    materials: str
    draft: DraftText
    by: Person
    requested: At
    due: Due
    status: str = "open"
    concluded_at: str | None = None


@dataclass(slots=True)
class Escalated:
    pk: int
    reasons: str
    by: Person
    at: At
    routed_at: str = ""
    lead_zone: int | None = None
    status: str = "pending"


@dataclass(slots=True)
class CaseFile:
    """The case so far."""

    office: Office
    index: int
    pk: int
    number: str
    life: Life
    words: Words
    draw: Draw
    tells: bool  # whether its people get notices
    chain: Chain = field(init=False)
    state: CaseState = CaseState.REPORTED
    reported: At = field(init=False)
    stage_since: str = ""  # "" as long as it is as it was registered
    scopes: dict[str, str] = field(default_factory=dict)
    team: list[tuple[int, str, str, str]] = field(default_factory=list)  # rows of the handlers
    terms: list[RunningTerm] = field(default_factory=list)
    registrar: Person = field(init=False)
    lead: Person = field(init=False)
    second: Person = field(init=False)
    answer: Answer = field(init=False)
    jurisdiction: str = ""
    unit: Unit | None = None
    dates: dict[str, str] = field(default_factory=dict)
    filed_day: int = 0
    reporting: str = ""
    escalated: Escalated | None = None
    draft: DraftText | None = None
    recorded: bool = False
    decided_day: int = 0
    archived: str | None = None
    disclosed: list[Any] = field(default_factory=list)  # the row of the disclosure
    told: list[Any] = field(default_factory=list)  # the row of the prior notice
    handed: dict[str, Any] = field(default_factory=dict)  # the row of the transfer
    demanded: list[Any] = field(default_factory=list)  # the row of the demand
    executed: list[Any] = field(default_factory=list)  # the row of the enforcement
    contested: list[Any] = field(default_factory=list)  # the row of the remedy
    reviews: list[ReviewRound] = field(default_factory=list)
    cleared: str = ""
    closing_note: str = ""
    requests: list[list[Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chain = Chain(self.pk)

    # --- moments -----------------------------------------------------------------------
    def at(self, moment: int) -> At:
        """The moment, made unique within its second by the number of the step."""
        ordinal = moment // DAY
        micro = 10_007 * (len(self.chain.lines) + 1) + self.index % 10_007
        return At(ordinal, iso(ordinal), stamp(moment, micro))

    # --- who is competent and who sees it ------------------------------------------------
    def judge(self, filed: int, asked: At, *, filed_under: str | None = None) -> Answer:
        """Ask the rule about the day `filed` and keep the answer (cases.services._jurisdiction)."""
        fate = self.life.fate
        answer = self.office.rules.judge.ask(
            fate.matter.item,
            tuple(town.name for town in fate.towns),
            day_of(filed),
            major=fate.major,
            complex_=fate.complex,
            filed_under=filed_under,
        )
        self.answer = answer
        self.jurisdiction = answer.json_on(iso(filed), asked.date)
        self.unit = self.office.world.unit_named(answer.authority) if answer.authority else None
        if self.unit is not None:
            self.show_to(self.unit, "执法主体")
        return answer

    def show_to(self, unit: Unit, reason: str) -> None:
        self.scopes.setdefault(unit.key, reason)
        if unit.zone is not None:
            self.scopes.setdefault(f"Z{unit.zone.pk}", reason)

    # --- terms ---------------------------------------------------------------------------
    def open_term(self, term: Term, start: int, *, binds: bool = True) -> Due:
        due = self.office.rules.terms.due(term, start)
        self.terms.append(RunningTerm(due, binds))
        return due

    def close_term(self, term: Term, on: str) -> None:
        for running in self.terms:
            if running.due.term is term and running.closed_on is None:
                running.closed_on = on

    def close_all(self, on: str) -> None:
        for running in self.terms:
            running.closed_on = running.closed_on or on

    # --- what the head of the unit is asked ---------------------------------------------------
    def ask(self, kind: ApprovalKind, reason: str, payload: str, by: Person, at: At) -> None:
        self.requests.append(
            [self.pk, kind.value, reason, payload, "open", by.user_id, at.stamp, None, None, ""]
        )

    def answer_request(self, by: Person, at: At) -> str:
        """The newest request is approved; returns its reason."""
        row = self.requests[-1]
        row[4], row[7], row[8], row[9] = "approved", by.user_id, at.stamp, "同意"
        return str(row[2])

    # --- into the tables -------------------------------------------------------------------
    def write(self) -> None:
        """Put everything that is known at the end into the buffers."""
        rows = self.office.rows
        rows.cases.rows.append(self._case_row())
        rows.entries.lines += self.chain.lines
        listed = self.reported.stamp
        ended = self.state in FINAL
        rows.handlers.rows.extend((self.pk, *handler, ended) for handler in self.team)
        rows.scopes.rows.extend((self.pk, key, why, listed) for key, why in self.scopes.items())
        rows.terms.lines += [
            f"{self.pk},{running.closed_on or ''},{running.binds},{running.due.columns}"
            for running in self.terms
        ]
        if self.draft is not None:
            rows.drafts.rows.append(self._draft_row(self.draft))
        if self.told:
            rows.prior_notices.rows.append(tuple(self.told))
        if self.disclosed:
            rows.disclosures.rows.append(tuple(self.disclosed))
        if self.demanded:
            rows.demands.rows.append(tuple(self.demanded))
        if self.contested:
            rows.remedies.rows.append(tuple(self.contested))
        if self.executed:
            rows.enforcements.rows.append(tuple(self.executed))
        if self.escalated is not None:
            rows.escalations.rows.append(self._escalation_row(self.escalated))
        rows.approvals.rows.extend(tuple(row) for row in self.requests)
        rows.reviews.rows.extend(self._review_row(review) for review in self.reviews)

    def _case_row(self) -> tuple[Any, ...]:
        fate, words, unit = self.life.fate, self.words, self.unit
        due = min(
            (t.due for t in self.terms if t.binds and t.closed_on is None),
            key=lambda due: due.due_on,
            default=None,
        )
        reviewed = self.office.rules.gravity.to_review(fate, drafted=self.draft is not None)
        dates = self.dates
        return (
            self.pk, self.number, fate.source, self.state,
            self.stage_since or self.reported.stamp, VERSION, len(self.chain.lines),
            words.title, words.description, fate.matter.item.pk, fate.towns[0].pk,
            words.village_id, words.place, words.occurred_on, words.party, words.reporter,
            "", fate.major, fate.complex, self.answer.kind,
            unit.pk if unit and unit.is_town else None,
            unit.pk if unit and not unit.is_town else None,
            self.jurisdiction, self.reporting, self.reported.stamp, dates.get("accepted"),
            dates.get("filed"), dates.get("decided"), dates.get("served"),
            dates["ended"] if self.state in FINAL else None, self.archived, bool(reviewed),
            self.cleared,
            self.closing_note, due and due.date, due.term.value if due else "",
            bool(due and due.provisional), self.registrar.user_id,
        )  # fmt: skip

    def _draft_row(self, draft: DraftText) -> tuple[Any, ...]:
        fate = self.life.fate
        return (
            self.pk, draft.facts, draft.basis, draft.discretion, fate.penalty, fate.amount,
            draft.performance, fate.exemption, draft.updated_at, draft.grade,
        )  # fmt: skip

    def _escalation_row(self, escalated: Escalated) -> tuple[Any, ...]:
        return (
            escalated.pk, self.pk, escalated.status, escalated.reasons, "", escalated.by.user_id,
            escalated.at.stamp, escalated.routed_at, escalated.lead_zone,
        )  # fmt: skip

    def _review_row(self, review: ReviewRound) -> tuple[Any, ...]:
        zone = self.life.fate.towns[0].zone
        assert zone is not None  # cases are registered in towns, and every town has a zone
        return (
            review.pk, self.pk, review.round, zone.pk, zone.reviewer.officer_id, review.because,
            review.status, review.reasons, review.draft.text, review.draft.digest,
            review.by.user_id, review.requested.stamp, review.due.date,
            review.due.provisional, review.concluded_at,
            self.unit.pk if self.unit and self.unit.is_town else None,
            None if review.concluded_at else zone.reviewer.officer_id,
            "done" if review.concluded_at else "zone", review.materials, "",
            review.requested.date,
        )  # fmt: skip
