"""查封、扣押 (《行政强制法》): asked or taken at once, prolonged, interrupted by tests, ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from cases import policy
from cases.models import Approval, Case, Exhibit, Measure
from cases.rules import measures as rule
from cases.rules.approvals import ApprovalKind
from cases.rules.deadlines import Term, due_moment
from cases.rules.guards import check
from cases.rules.workflow import target_of
from cases.selectors.facts import facts_of
from cases.services import _held, _progress, approvals, exhibits, papers
from cases.services.exhibits import Thing
from core.errors import RuleViolation
from core.models import User
from zones.models import Township

_18 = "《行政强制法》第十八条、第二十四条"
Outcome = Measure.Outcome
_BECOMES = {
    Outcome.LIFTED: Exhibit.State.TO_RETURN,
    Outcome.CONFISCATED: Exhibit.State.CONFISCATED,
    Outcome.DESTROYED: Exhibit.State.DESTROYED,
    Outcome.TRANSFERRED: Exhibit.State.TRANSFERRED,
}


@dataclass(frozen=True)
class Seizing:
    """What is sealed or seized, why, on what ground; `carried_out_at` only when taken at once."""

    kind: str
    reason: str
    ground: rule.Ground
    object: rule.Object
    things: Sequence[Thing]
    place: str
    keeper: str
    carried_out_at: datetime | None = None
    emergency: bool = False


@transaction.atomic
def measure(*, case_id: int, seizing: Seizing, by: User, version: int | None = None) -> Case:
    """Ask the head of the organ; in urgent cases it is carried out and approved within a day."""
    case = _progress.begin(case_id=case_id, action="measure", by=by, version=version)
    rule.check_power(seizing.ground, is_town=isinstance(case.unit, Township))
    rule.check_basis(seizing.ground)
    rule.check_object(seizing.object)
    exhibits.require_things(seizing.things, _18)
    row = Measure(
        case=case,
        kind=seizing.kind,
        legal_basis=seizing.ground.legal_basis,
        power=seizing.ground.power.value,
        power_document=seizing.ground.document,
        reason=seizing.reason[:200],
        place=seizing.place,
        emergency=seizing.emergency,
    )
    told = {
        "measure_kind": row.get_kind_display(),
        "legal_basis": row.legal_basis,
        "power": "：".join(filter(None, (row.get_power_display(), row.power_document))),
        "place": seizing.place,
        "keeper": seizing.keeper,
        "goods": "、".join(str(thing) for thing in seizing.things),
    }
    if seizing.emergency:
        moment = rule.check_emergency(seizing.carried_out_at, timezone.now())
        row.approval_due_at = due_moment(Term.EMERGENCY_APPROVAL, moment)
        told["approve_by"] = f"{timezone.localtime(row.approval_due_at):%Y-%m-%d %H:%M}"
    payload = {**told, "things": [thing.as_payload() for thing in seizing.things]}
    row.approval = approvals.ask(
        case, ApprovalKind.MEASURE, reason=seizing.reason, payload=payload, by=by
    )
    row.save()
    if seizing.emergency:
        _carry_out(case, row, moment, by)
    _progress.finish(case, "measure", by=by, payload={**told, "reason": seizing.reason})
    if seizing.emergency:
        papers.produce(case, "measure_decision", by=by, about=row)
    return case


def _carry_out(case: Case, row: Measure, moment: datetime, by: User) -> None:
    """The thirty days begin; each thing gets its first link."""
    assert row.approval is not None  # asked first
    row.carried_out_at = moment
    row.due_on = _held.measure_due(row)
    row.save()
    payload = row.approval.payload
    exhibits.take_in(
        case,
        exhibits.things_from(payload["things"]),
        state=Exhibit.State.SEIZED,
        what=row.get_kind_display(),
        kept_at=row.place,
        keeper=payload["keeper"],
        by=by,
        measure=row,
    )
    _held.follow_measures(case)


def _approved(approval: Approval, case: Case, by: User) -> None:
    row = approval.measure
    if not row.emergency:
        target_of(case.stage, "measure", case.workflow_version)
        check("measure", facts_of(case), timezone.localdate())
        _carry_out(case, row, timezone.now(), approval.requested_by)
    _note(case, approval, by, {"due_on": str(row.due_on)})
    papers.produce(case, "measure_approval", by=by, about=approval)
    if not row.emergency:
        papers.produce(case, "measure_decision", by=approval.requested_by, about=row)
    words = f"{row.get_kind_display()}已批准，期限至 {row.due_on}"
    _held.tell_handlers(case, words, key=f"measure:{row.pk}:approved")


def _returned(approval: Approval, case: Case, by: User) -> None:
    """A measure taken at once that the head does not uphold is lifted at once (第十九条)."""
    row = approval.measure
    if not row.emergency or row.outcome:
        approvals.trace_only(approval, case, by)
        return
    _end(case, row, Outcome.LIFTED, "负责人认为不应当采取，立即解除（《行政强制法》第十九条）", by)
    _held.follow_measures(case)
    _progress.note(
        case,
        "send_back",
        by=by,
        payload={
            "approval": approval.get_kind_display(),
            "opinion": approval.opinion,
            "disposal": "立即解除，退还财物",
        },
    )
    papers.produce(case, "measure_lifting", by=by, about=row)
    words = "负责人没有批准当场实施的强制措施，措施已解除，请立即退还财物"
    _held.tell_handlers(case, words, key=f"measure:{row.pk}:refused", urgent=True)


@transaction.atomic
def extend(
    *,
    case_id: int,
    measure: Measure,
    days: int,
    reason: str,
    by: User,
    version: int | None = None,
) -> Case:
    """Ask for up to thirty days more, once, before it ends (第二十五条第一款)."""
    case = _progress.begin(case_id=case_id, action="extend_measure", by=by, version=version)
    row = _running(case, measure.pk)
    _check_extension(row, days)
    asked = case.approvals.filter(kind=ApprovalKind.MEASURE_EXTENSION.value, status="open")
    if asked.filter(payload__measure=row.pk).exists():
        raise RuleViolation("asked_already", "这项措施的延长已在等待负责人答复", rule.TERM)
    until = _held.measure_due(row, days)
    told = {"measure_kind": row.get_kind_display(), "days": days, "until": until.isoformat()}
    approvals.ask(
        case,
        ApprovalKind.MEASURE_EXTENSION,
        reason=reason,
        payload={**told, "measure": row.pk},
        by=by,
    )
    return _progress.finish(case, "extend_measure", by=by, payload={**told, "reason": reason})


def _extension_approved(approval: Approval, case: Case, by: User) -> None:
    row = _running(case, approval.payload["measure"])
    days = approval.payload["days"]
    _check_extension(row, days)
    row.extended_to = _held.measure_due(row, days)
    row.save(update_fields=["extended_to"])
    _held.follow_measures(case)
    _note(case, approval, by, {"days": days, "until": row.extended_to.isoformat()})
    papers.produce(case, "measure_extension", by=approval.requested_by, about=row)
    words = f"{row.get_kind_display()}延长至 {row.extended_to}，请及时书面告知当事人"
    _held.tell_handlers(case, words, key=f"measure:{row.pk}:extended")


def _check_extension(row: Measure, days: int) -> None:
    assert row.due_on is not None  # carried out
    rule.check_extension(
        days, due_on=row.due_on, extended=row.extended_to is not None, today=timezone.localdate()
    )


@transaction.atomic
def set_testing(
    *, measure_id: int, starts_on: date, ends_on: date, told_on: date, by: User
) -> Measure:
    """The days of testing do not count; they are fixed and told in writing (第二十五条第三款)."""
    case = _progress.lock(Measure.objects.values_list("case_id", flat=True).get(pk=measure_id))
    policy.require_keeping(by, case)
    row = _running(case, measure_id)
    extended = (row.extended_to - row.due_on).days if row.extended_to and row.due_on else 0
    assert row.last_day is not None  # carried out
    rule.check_testing(
        starts_on,
        ends_on,
        told_on,
        carried_out_on=_held.start_of(row),
        last_day=row.last_day,
        today=timezone.localdate(),
    )
    row.testing_from, row.testing_to, row.testing_told_on = starts_on, ends_on, told_on
    row.due_on = _held.measure_due(row)
    row.extended_to = _held.measure_due(row, extended) if extended else None
    row.save()
    _held.follow_measures(case)
    told = {"suspended_on": f"{starts_on} 至 {ends_on}", "served_on": told_on.isoformat()}
    payload = {"measure_kind": row.get_kind_display(), **told, "due_on": str(row.last_day)}
    _progress.note(case, "test_measure", by=by, payload=payload)
    return row


@transaction.atomic
def lift(
    *,
    case_id: int,
    measure: Measure,
    outcome: str,
    note: str,
    by: User,
    version: int | None = None,
) -> Case:
    """End the measure: lifted, confiscated by the decision, destroyed, transferred."""
    case = _progress.begin(case_id=case_id, action="lift_measure", by=by, version=version)
    row = _running(case, measure.pk)
    decided = exhibits.confiscation_decided(case)
    rule.check_outcome(outcome, confiscation_decided=decided, note=note)
    goods = _end(case, row, Outcome(outcome), note, by)
    _progress.finish(
        case,
        "lift_measure",
        by=by,
        payload={
            "measure_kind": row.get_kind_display(),
            "disposal": row.get_outcome_display(),
            "note": note,
            "goods": goods,
        },
    )
    _held.follow_measures(case)
    _held.save_due(case)
    papers.produce(case, "measure_lifting", by=by, about=row)
    return case


def _end(case: Case, row: Measure, outcome: Outcome, note: str, by: User) -> list[str]:
    row.outcome, row.outcome_on = outcome, timezone.localdate()
    row.outcome_note = note[:200]
    row.save()
    held = (Exhibit.State.SEIZED, Exhibit.State.TESTING)
    things = list(row.exhibits.filter(state__in=held))
    exhibits.settle(things, _BECOMES[outcome], f"处理：{row.get_outcome_display()}", by)
    return [str(thing) for thing in things]


def _running(case: Case, pk: int) -> Measure:
    row = next((one for one in _held.running(case) if one.pk == pk), None)
    if row is None:
        text = "这项措施没有在实施，或者已经处理"
        raise RuleViolation("not_running", text, rule.TERM, field="measure")
    return row


def _note(case: Case, approval: Approval, by: User, more: dict[str, object]) -> None:
    words = {"approval": approval.get_kind_display(), "opinion": approval.opinion}
    _progress.note(case, "approve", by=by, payload={**words, **more})


approvals.register(ApprovalKind.MEASURE, "", _approved, _returned)
approvals.register(ApprovalKind.MEASURE_EXTENSION, "", _extension_approved, approvals.trace_only)
