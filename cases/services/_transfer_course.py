"""What becomes of a case, its things, team and terms when somebody else takes it over."""

from __future__ import annotations

from django.utils import timezone

from cases import events
from cases.models import Case, CustodyEntry, Draft, Exhibit, Suspension, Transfer
from cases.rules import transfer as rules
from cases.rules.deadlines import Term
from cases.rules.exhibits import IN_HAND
from cases.services import _held, _jurisdiction, _progress, _terms, approvals, interruption
from core.models import User
from zones.models import Agency, Township
from zones.rules.jurisdiction import Jurisdiction


def hand_things(case: Case, row: Transfer, *, to_whom: str, place: str, by: User) -> list[str]:
    """Originals change hands: a link in the chain of custody of each thing (保管交接)."""
    pieces = row.pieces.filter(original=True).select_related("exhibit", "evidence")
    done = []
    for piece in pieces:
        if piece.exhibit is not None and piece.exhibit.state in IN_HAND:
            _hand_thing(piece.exhibit, row, to_whom, place, by)
            done.append(str(piece.exhibit))
        elif piece.evidence is not None:
            piece.evidence.original_kept_at = f"{row.receiver}（{place or to_whom}）"[:120]
            piece.evidence.save(update_fields=["original_kept_at"])
            done.append(str(piece.evidence))
    if row.unit is None:
        _release_held(case)
    return done


def _hand_thing(thing: Exhibit, row: Transfer, to_whom: str, place: str, by: User) -> None:
    CustodyEntry.objects.create(
        exhibit=thing,
        what=f"随案移送{row.receiver}"[:120],
        from_whom=thing.keeper[:60],
        to_whom=to_whom[:60],
        place=place[:120],
        recorded_by=by,
    )
    thing.keeper, thing.kept_at = to_whom[:60], (place or row.receiver)[:120]
    if row.unit is None:
        thing.state, thing.disposed_on = Exhibit.State.TRANSFERRED, timezone.localdate()
        thing.disposal_document = f"{row.get_kind_display()} {row.receipt}".strip()[:120]
    thing.save()


def _release_held(case: Case) -> None:
    """What went to an organ outside with all its things is settled as handed over."""
    today, note = timezone.localdate(), "随案移送"
    for kept in _held.unsettled(case):
        if not kept.exhibits.filter(state__in=IN_HAND).exists():
            kept.outcome, kept.outcome_on = kept.Outcome.TRANSFERRED, today
            kept.outcome_note = note
            kept.save(update_fields=["outcome", "outcome_on", "outcome_note"])
    for taken in _held.running(case):
        if not taken.exhibits.filter(state__in=IN_HAND).exists():
            taken.outcome, taken.outcome_on = taken.Outcome.TRANSFERRED, today
            taken.outcome_note = note
            taken.save(update_fields=["outcome", "outcome_on", "outcome_note"])
    _held.follow_preservations(case)
    _held.follow_measures(case)


def move(case: Case, row: Transfer, unit: Township | Agency, answer: Jurisdiction) -> None:
    """The receiver has it: its own competence, its own terms; the sender's team leaves it."""
    now, today = timezone.now(), timezone.localdate()
    if case.suspended_on:
        interruption.end_rest(case, row.sent_by or row.proposed_by)
    case.item = row.item or case.item
    case.authority_kind = answer.kind.value
    case.authority_township = unit if isinstance(unit, Township) else None
    case.authority_agency = unit if isinstance(unit, Agency) else None
    case.jurisdiction = _jurisdiction.as_json(answer, today)
    case.filed_on, case.cleared_hash = None, ""
    case.handlers.filter(removed_at=None).update(removed_at=now)
    approvals.withdraw_open(case)
    Draft.objects.filter(case=case).delete()
    case._state.fields_cache.pop("draft", None)
    ended = [term for term in Term if term not in rules.RUN_ON]
    case.terms.filter(closed_on=None, term__in=ended).update(closed_on=today)
    _jurisdiction.show_to(case, row.sender, "移送单位")
    _jurisdiction.show_to(case, unit, "移送接收")


def rest(case: Case, row: Transfer) -> None:
    """The police have it: the case rests from today; before filing, that term ends."""
    today = timezone.localdate()
    if case.suspended_on is None:
        Suspension.objects.create(
            case=case, reason=f"涉嫌犯罪移送{row.receiver}"[:200], starts_on=today
        )
        case.suspended_on = today
        _terms.suspend(case, today)
    _terms.close_term(case, Term.FILING, today)
    row.rests_case = True


def go_on(case: Case, row: Transfer, by: User) -> None:
    """The case goes on; what was not yet filed has its term anew."""
    row.rests_case = False
    if case.suspended_on:
        interruption.end_rest(case, by)
    if case.filed_on is None:
        _terms.open_term(case, Term.FILING, timezone.localdate())


def end(case: Case, row: Transfer, by: User) -> None:
    """The case ends with the sender; its file stays, and whoever saw it goes on seeing it."""
    if case.suspended_on:
        interruption.end_rest(case, by)
    row.rests_case = False
    case.closing_note = f"移送{row.receiver}：{row.reason}"[:300]
    _terms.close_all(case, timezone.localdate())
    approvals.withdraw_open(case)
    _progress.finish(case, "transfer_ended", by=by, payload={"receiver": row.receiver})
    events.closed.send(sender=Case, case=case, by=by)
