"""Units that don't answer, work past its day, disputes past their term: who is told, once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from cases.models import Arrangement, ArrangementUnit, Case, Dispute
from cases.services import _asking, _progress, dispute
from core import notices
from core.models import User

State = ArrangementUnit.State


def unanswered(today: date) -> list[int]:
    """Parts whose term to answer is over, and of which nobody was told today."""
    late = ArrangementUnit.objects.filter(
        state=State.ASKED, answer_due_on__lt=today, raised_on=None
    ).exclude(urged_on=today)
    running = late.filter(arrangement__state=Arrangement.State.RUNNING)
    return list(running.values_list("pk", flat=True))


@transaction.atomic
def press(*, part_id: int, today: date) -> int:
    """The unit's leader is reminded first; a day later the matter goes up to the chief."""
    case_id = ArrangementUnit.objects.values_list("arrangement__case_id", flat=True).get(pk=part_id)
    case = _progress.lock(case_id)
    part = ArrangementUnit.objects.select_related(
        "arrangement__escalation__lead_zone", "arrangement__arranged_by", "township", "agency"
    ).get(pk=part_id)
    if part.state != State.ASKED or part.raised_on or part.urged_on == today:
        return 0
    if part.urged_on is None:
        part.urged_on = today
        part.save(update_fields=["urged_on"])
        text = f"{part}尚未答复（期限 {part.answer_due_on}）：{part.asked_words}，请立即答复"
        return _send(case, _asking.leaders_of(part), f"part:{part.pk}:urged", text)
    part.raised_on = today
    part.save(update_fields=["raised_on"])
    _progress.note(case, "part_silent", by=None, payload={"unit": str(part)})
    directors = _asking.directors_of(part.arrangement, case)
    text = f"{part}逾期未答复，已提醒其负责人；可以改请其他单位"
    return _send(case, directors, f"part:{part.pk}:raised", text)


def unfinished(today: date) -> list[int]:
    """Running arrangements that end today or should have ended."""
    rows = Arrangement.objects.filter(state=Arrangement.State.RUNNING, finish_by__lte=today)
    return list(rows.values_list("pk", flat=True))


def remind_unfinished(*, arrangement_id: int, today: date) -> int:
    """On the last day the units still at work; once after it the chief as well."""
    row = Arrangement.objects.select_related("case__township", "escalation__lead_zone").get(
        pk=arrangement_id
    )
    if row.state != Arrangement.State.RUNNING or row.finish_by is None or row.finish_by > today:
        return 0
    late = row.finish_by < today
    parts = [p for p in row.units.select_related("township", "agency") if p.is_open]
    people = [user for part in parts for user in _asking.spokespeople(part)]
    if late:
        people += _asking.directors_of(row, row.case)
    named = "、".join(str(part) for part in parts)
    said = "已逾期" if late else "今天到期"
    text = f"安排的工作{said}（{row.finish_by}），未完成：{named}"
    key = f"arrangement:{row.pk}:{row.finish_by}:{'late' if late else 'today'}"
    return _send(row.case, people, key, text)


def disputed(today: date) -> list[int]:
    """Disputes whose term of negotiation is over."""
    rows = Dispute.objects.filter(status=Dispute.Status.OPEN, negotiate_by__lt=today)
    return list(rows.values_list("pk", flat=True))


def remind_dispute(*, dispute_id: int) -> int:
    """The seven working days are over: settle it, or ask the district government."""
    row = Dispute.objects.select_related("case__township__zone").get(pk=dispute_id)
    text = f"管辖争议协商期限已过（{row.negotiate_by}），协商不成的请报请区政府指定管辖"
    key = f"dispute:{row.pk}:overdue"
    return _send(row.case, dispute.people_of(row.case), key, text)


def _send(case: Case, people: Iterable[User], key: str, text: str) -> int:
    return notices.send(
        people,
        key=key,
        text=f"{case.number} {case.title}：{text}",
        url=_asking.page_of(case),
        urgent=True,
    )
