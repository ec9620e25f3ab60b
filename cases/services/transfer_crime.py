"""What the police, the procurators and the court decide of a case handed to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from cases.models import Case, TransferStep
from cases.rules import transfer_crime as rules
from cases.rules.transfer_crime import CrimeStep
from cases.selectors.transfers import crime_of
from cases.services import _progress, _transfer, _transfer_course
from core.errors import RuleViolation
from core.models import User

_310 = "《行政执法机关移送涉嫌犯罪案件的规定》第八条"


@dataclass(frozen=True)
class Told:
    """One step: what, on which day, by which document."""

    step: str
    on: date
    document: str
    note: str = ""


@transaction.atomic
def record(*, case_id: int, told: Told, by: User, version: int | None = None) -> Case:
    """Enter the next step. Refused by the police or sent back: the case goes on; filed by the
    police: it rests; punished by the court: it ends here."""
    case = _progress.begin(case_id=case_id, action="crime_step", by=by, version=version)
    waiting = crime_of(case)
    if waiting is None:
        raise RuleViolation("no_crime", "本案没有公安机关已接受的移送", _310)
    row = _transfer.locked(case, waiting.pk)
    steps = list(row.steps.all())
    taken = [CrimeStep(one.step) for one in steps]
    if told.step not in list(CrimeStep):
        raise RuleViolation("no_step", "请选择事项", _310, field="step")
    step, since = CrimeStep(told.step), steps[-1].on if steps else row.answered_on
    assert since is not None  # taken over
    rules.check_step(step, taken, told.on, since)
    if told.on > timezone.localdate():
        raise RuleViolation("future_step", "日期晚于今天，请核对", _310, field="on")
    taken.append(step)
    term = rules.answer_term(taken)
    until = _transfer.answer_due(term, told.on) if term else None
    TransferStep.objects.create(
        transfer=row,
        step=step.value,
        on=told.on,
        document=told.document[:80],
        note=told.note[:300],
        due_on=until,
        recorded_by=by,
    )
    row.awaits = rules.awaited(taken)
    row.due_on = until if step is CrimeStep.RECONSIDERATION else None
    if step in rules.RESUMES:
        _transfer_course.go_on(case, row, by)
    elif step in rules.RESTS:
        _transfer_course.rest(case, row)
    payload = {"outcome": step.label, "document": told.document, "note": told.note}
    _progress.finish(case, "crime_step", by=by, payload=payload)
    if step in rules.ENDS:
        _transfer_course.end(case, row, by)
    row.save()
    return case
