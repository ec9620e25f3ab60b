"""What the units asked to take part answer and do; a second choice where one can't."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from cases import policy
from cases.models import Arrangement, ArrangementUnit, Case
from cases.rules.arranging import CHIEF_BASIS
from cases.services import _asking, _progress
from core import notices
from core.errors import RuleViolation
from core.models import User
from zones.models import Agency, Township

State = ArrangementUnit.State


def running(case: Case) -> Arrangement:
    """The arrangement in force, its row locked by the case's."""
    found = (
        case.arrangements.filter(state=Arrangement.State.RUNNING)
        .select_related("escalation__lead_zone", "lead_township", "lead_agency", "arranged_by")
        .first()
    )
    if found is None:
        raise RuleViolation("nothing_running", "本案没有进行中的安排", CHIEF_BASIS)
    return found


def _mine(arrangement: Arrangement, by: User, *states: str) -> ArrangementUnit:
    """The part `by` speaks for that is in one of the states."""
    rows = list(arrangement.units.select_related("township", "agency"))
    mine = [row for row in rows if policy.may_answer_for(by, row)]
    if not mine:
        raise PermissionDenied("由被安排参加的单位负责人或者执法人员答复")
    found = next((row for row in mine if row.state in states), None)
    if found is None:
        now = mine[-1].get_state_display()
        raise RuleViolation("part_moved_on", f"{mine[-1]}现为“{now}”，不能再作此答复", CHIEF_BASIS)
    return found


@transaction.atomic
def accept(*, case_id: int, note: str, by: User, version: int | None = None) -> ArrangementUnit:
    """The unit takes part as asked."""
    case, arrangement = _open(case_id, version)
    part = _mine(arrangement, by, State.ASKED)
    _answer(part, State.ACCEPTED, note, by)
    _progress.note(case, "accept_part", by=by, payload={"unit": str(part), "note": note})
    _tell_director(case, arrangement, part, "accepted", f"{part}接受安排（{part.asked_words}）")
    return part


@transaction.atomic
def decline(*, case_id: int, reason: str, by: User, version: int | None = None) -> ArrangementUnit:
    """The unit can't take part, and says why; who ordered the work may ask another."""
    case, arrangement = _open(case_id, version)
    if not reason.strip():
        raise RuleViolation("no_reason", "请写明不能参加的理由", CHIEF_BASIS, field="reason")
    part = _mine(arrangement, by, State.ASKED, State.ACCEPTED)
    if part.part == ArrangementUnit.Part.LEAD and part.unit in (case.unit, case.township):
        raise RuleViolation(
            "own_case",
            "本案由本单位承办，不能退回；对管辖有异议的，请提出管辖争议",
            "《行政处罚法》第二十五条",
        )
    _answer(part, State.DECLINED, reason, by)
    _progress.note(case, "decline_part", by=by, payload={"unit": str(part), "reason": reason})
    text = f"{part}不能参加：{reason}。可以改请其他单位"
    _tell_director(case, arrangement, part, "declined", text, urgent=True)
    return part


@transaction.atomic
def report_done(
    *, case_id: int, result: str, by: User, version: int | None = None
) -> ArrangementUnit:
    """The unit's part is done, with what came of it; after the last one the work is finished."""
    case, arrangement = _open(case_id, version)
    if not result.strip():
        raise RuleViolation("no_result", "请写明完成情况", CHIEF_BASIS, field="result")
    part = _mine(arrangement, by, State.ACCEPTED)
    part.state, part.result = State.DONE, result
    part.done_by, part.done_at = by, timezone.now()
    part.save()
    _progress.note(case, "finish_part", by=by, payload={"unit": str(part), "result": result})
    _tell_director(case, arrangement, part, "done", f"{part}已完成：{result}")
    _finish_if_all_done(case, arrangement)
    return part


@transaction.atomic
def ask_second(
    *,
    case_id: int,
    part: ArrangementUnit,
    unit: Township | Agency | None,
    by: User,
    version: int | None = None,
) -> ArrangementUnit:
    """In the place of a unit that declined or is silent past its term another is asked.

    None: nobody is asked, the work goes on without it.
    """
    case, arrangement = _open(case_id, version)
    if not policy.may_direct(by, arrangement, case):
        raise PermissionDenied("由作出安排的片长（简单联合执法由副片长）改派")
    first = arrangement.units.select_related("township", "agency").get(pk=part.pk)
    _check_second(arrangement, first, unit)
    if first.state == State.ASKED or unit is None:
        _asking.release(case, first)
    if unit is None:
        _progress.note(case, "ask_second", by=by, payload={"from": str(first), "to": "不再改请"})
        _finish_if_all_done(case, arrangement)
        return first
    row = _asking.ask(case, arrangement, unit, asks=first.asks, part=first.part, instead_of=first)
    if first.part == ArrangementUnit.Part.LEAD:
        is_town = isinstance(unit, Township)
        arrangement.lead_township = unit if is_town else None  # type: ignore[assignment]
        arrangement.lead_agency = None if is_town else unit  # type: ignore[assignment]
        arrangement.save(update_fields=["lead_township", "lead_agency"])
    payload = {"from": str(first), "to": str(row), "asks": row.asked_words}
    _progress.note(case, "ask_second", by=by, payload=payload)
    return row


def _check_second(
    arrangement: Arrangement, first: ArrangementUnit, unit: Township | Agency | None
) -> None:
    late = first.answer_due_on is not None and first.answer_due_on < timezone.localdate()
    if first.state != State.DECLINED and not (first.state == State.ASKED and late):
        raise RuleViolation(
            "not_free",
            f"{first}现为“{first.get_state_display()}”，答复期限内不能改派",
            CHIEF_BASIS,
            field="part",
        )
    if first.second_choices.exists():
        raise RuleViolation(
            "asked_another", f"已改请其他单位接替{first}", CHIEF_BASIS, field="part"
        )
    if unit is None and first.part == ArrangementUnit.Part.LEAD:
        raise RuleViolation(
            "no_lead", "牵头单位不能空缺，请改请其他单位牵头", CHIEF_BASIS, field="unit"
        )
    open_units = [row.unit for row in arrangement.units.all() if row.state != State.RELEASED]
    if unit is not None and unit in open_units:
        raise RuleViolation(
            "takes_part", f"{unit}已在本次安排之中，请另选单位", CHIEF_BASIS, field="unit"
        )


def _open(case_id: int, version: int | None) -> tuple[Case, Arrangement]:
    case = _progress.lock(case_id)
    if version is not None and version != case.version:
        raise RuleViolation("stale", "案件已被他人更新，请核对最新情况后再提交")
    return case, running(case)


def _answer(part: ArrangementUnit, state: str, words: str, by: User) -> None:
    part.state, part.answer = state, words[:300]
    part.answered_by, part.answered_at = by, timezone.now()
    part.save()


def _tell_director(
    case: Case,
    arrangement: Arrangement,
    part: ArrangementUnit,
    what: str,
    text: str,
    *,
    urgent: bool = False,
) -> None:
    notices.send(
        _asking.directors_of(arrangement, case),
        key=f"part:{part.pk}:{what}",
        text=f"{case.number} {case.title}：{text}",
        url=_asking.page_of(case),
        urgent=urgent,
    )


def _finish_if_all_done(case: Case, arrangement: Arrangement) -> None:
    """All that still count are done, and nobody who declined is without a second choice."""
    rows = list(arrangement.units.all())
    taken_over = {row.instead_of_id for row in rows}
    waiting = [
        row
        for row in rows
        if row.is_open or (row.state == State.DECLINED and row.pk not in taken_over)
    ]
    if waiting:
        return
    arrangement.state, arrangement.finished_at = Arrangement.State.FINISHED, timezone.now()
    arrangement.save(update_fields=["state", "finished_at"])
    _progress.note(case, "arrangement_done", by=None, payload={"mode": arrangement.mode})
    notices.send(
        [*_asking.directors_of(arrangement, case), *_asking.handlers_of(case)],
        key=f"arrangement:{arrangement.pk}:done",
        text=f"{case.number} {case.title}：各单位均已完成，本次安排结束",
        url=_asking.page_of(case),
    )
