"""After an order is issued: answers, substitutes, another time, cancelling, finishing."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from core import parameters
from core.errors import RuleViolation
from core.models import User
from personnel import events, policy
from personnel.models import DispatchOfficer, DispatchOrder, Officer
from personnel.rules import dispatch as rule
from personnel.selectors import candidates
from personnel.services import _dispatch
from personnel.services import dispatch as issuing
from personnel.services import engagements as reserving

Status, Answer = DispatchOrder.Status, DispatchOfficer.Answer
ANSWER_HOURS = "DISPATCH_ANSWER"
DEFAULT_HOURS = 2


@transaction.atomic
def answer(*, order_id: int, accept: bool, by: User, reason: str = "") -> DispatchOfficer:
    """The called person's own word. Declining wants a reason, frees the time at once, and tells
    the chief whom to call instead; who accepted may still decline until the order is over."""
    order = _dispatch.lock(order_id)
    row = order.officers.select_related("officer__user", "engagement").filter(
        officer__user=by
    ).first()  # fmt: skip
    if row is None:
        raise RuleViolation("not_called", "本次调度没有调用您")
    _dispatch.require_status(order, Status.ISSUED)
    if order.ends_at <= timezone.now():
        raise RuleViolation("already_past", "本次调度已经结束，不再答复")
    if row.answer not in _dispatch.HELD or (accept and row.answer == Answer.ACCEPTED):
        raise RuleViolation("answered", f"您{row.get_answer_display()}，不必再答复")
    reason = reason.strip()
    if not accept and not reason:
        raise RuleViolation("no_reason", "请写明不能参加的理由", rule.BASIS, "reason")
    row.answer = Answer.ACCEPTED if accept else Answer.DECLINED
    row.answered_at, row.decline_reason = timezone.now(), "" if accept else reason[:200]
    row.save()
    if not accept and row.engagement:
        reserving.release([row.engagement])
    verb = "accept" if accept else "decline"
    _dispatch.finish_step(order, verb, by, {"officer": str(row.officer), "reason": reason})
    _tell_answer(order, row)
    events.dispatch_answered.send(
        sender=DispatchOrder,
        order=order,
        officer=row.officer,
        accepted=accept,
        reason=reason,
        by=by,
    )
    return row


def _tell_answer(order: DispatchOrder, row: DispatchOfficer) -> None:
    if row.answer == Answer.ACCEPTED:
        text = f"{order.number}：{row.officer}已接受调度"
        _dispatch.tell(order, _dispatch.chiefs(order), f"accepted:{row.pk}", text)
        return
    best = candidates.replacements(order)[:1]
    instead = f"，建议改派{best[0].name}（{best[0].home}）" if best else "，暂无可改派人员"
    _dispatch.tell(
        order,
        _dispatch.chiefs(order),
        f"declined:{row.pk}",
        f"{order.number}：{row.officer}不能参加（{row.decline_reason}）{instead}",
        urgent=True,
    )
    _dispatch.tell(
        order,
        _dispatch.home_leaders([row.officer]),
        f"declined-home:{row.pk}",
        f"{order.number}：{row.officer}不能参加（{row.decline_reason}）",
    )


def substitute(
    *, order_id: int, officer_id: int, by: User, revision: int | None = None
) -> DispatchOfficer:
    """Call one more person into an open seat. Refused as `dispatch.issue` refuses."""
    try:
        return _substitute(order_id, officer_id, by, revision)
    except RuleViolation as violation:
        if violation.code not in ("taken", "not_available"):
            raise
        order = DispatchOrder.objects.select_related("zone", "township", "agency").get(pk=order_id)
        called = set(order.officers.values_list("officer_id", flat=True)) | {officer_id}
        raise issuing.with_others(violation, order, called) from violation


@transaction.atomic
def _substitute(order_id: int, officer_id: int, by: User, revision: int | None) -> DispatchOfficer:
    order = _dispatch.lock(order_id, revision)
    policy.require_dispatching(by, order.zone)
    _dispatch.require_status(order, Status.ISSUED)
    rule.check_times(order.starts_at, order.ends_at, timezone.now())
    team = list(order.officers.filter(answer__in=_dispatch.HELD).values_list("officer", flat=True))
    if officer_id in team:
        raise RuleViolation("called_already", "这个人已在本次调度中，不必再派")
    if len(team) >= order.officers_needed:
        raise RuleViolation("no_seat", f"需要 {order.officers_needed} 人，已经派齐")
    [officer] = _dispatch.lock_officers([officer_id])
    known = {c.id: c for c in candidates.candidates(order, only=[*team, officer_id])}
    need = candidates.need_of(order)
    if officer_id not in known:
        raise RuleViolation("not_available", f"{officer}当日没有执法岗位，不能调度", rule.BASIS)
    why = rule.why_not(known[officer_id], need)
    if why:
        raise RuleViolation("not_available", f"{officer}不能调度：{why}", rule.BASIS)
    held = [known[pk] for pk in team if pk in known]
    [ranked] = rule.substitutes(held, [known[officer_id]], need) or [None]
    if ranked is None:
        message = f"{officer}不能以{order.authority_name}名义执法，先补足两名执法主体人员"
        raise RuleViolation("not_of_unit", message, "《行政处罚法》第四十二条")
    row = DispatchOfficer(order=order, officer=officer, why="，".join(ranked.reasons))
    row.save()
    _dispatch.reserve(order, [row], by)
    _dispatch.finish_step(order, "substitute", by, {"officer": str(officer)})
    issuing.tell_called(order, [officer], by)
    return row


def reschedule(
    *, order_id: int, starts_at: datetime, ends_at: datetime, by: User, revision: int | None = None
) -> DispatchOrder:
    """Another time for an issued order: all can come, or it stays as it was.

    Everybody answers anew, whatever they said of the old time.
    """
    try:
        return _reschedule(order_id, starts_at, ends_at, by, revision)
    except RuleViolation as violation:
        if violation.code in ("taken", "not_available"):
            message = f"{violation.message}。时间未改；可先改派，或者换一个时间"
            raise RuleViolation(
                violation.code, message, violation.basis, "starts_at"
            ) from violation
        raise


@transaction.atomic
def _reschedule(
    order_id: int, starts_at: datetime, ends_at: datetime, by: User, revision: int | None
) -> DispatchOrder:
    order = _dispatch.lock(order_id, revision)
    policy.require_dispatching(by, order.zone)
    _dispatch.require_status(order, Status.ISSUED)
    rule.check_times(starts_at, ends_at, timezone.now())
    before = _dispatch.span(order)
    rows = list(order.officers.filter(answer__in=_dispatch.HELD).order_by("officer_id"))
    things = list(order.equipment.select_related("engagement").order_by("equipment_id"))
    people = {o.pk: o for o in _dispatch.lock_officers([row.officer_id for row in rows])}
    pieces = {e.pk: e for e in _dispatch.lock_equipment([row.equipment_id for row in things])}
    order.starts_at, order.ends_at = starts_at, ends_at
    _dispatch.check_people(order, [row.officer_id for row in rows])
    _dispatch.check_pieces(order, [row.equipment_id for row in things])
    reserving.release(_dispatch.time_of(rows, things))
    for row in rows:
        row.officer, row.answer, row.answered_at = people[row.officer_id], Answer.CALLED, None
        row.save()
    for thing in things:
        thing.equipment = pieces[thing.equipment_id]
    _dispatch.reserve(order, rows, by)
    _dispatch.reserve_equipment(order, things, by)
    after = _dispatch.span(order)
    _dispatch.finish_step(order, "reschedule", by, {"from": before, "to": after})
    text = f"{order.number}：时间由 {before} 改为 {after}（{order.where}），请重新答复"
    _dispatch.tell(order, [o.user for o in people.values()], "moved", text, urgent=True)
    _dispatch.tell(
        order,
        _dispatch.home_leaders(people.values()),
        "moved-homes",
        f"{order.number}：时间由 {before} 改为 {after}（{order.where}）",
    )
    return order


@transaction.atomic
def cancel(*, order_id: int, reason: str, by: User, revision: int | None = None) -> DispatchOrder:
    """Call it off (撤销): everything is free again, everybody called is told. A draft may be
    given up by whoever prepares for the zone."""
    order = _dispatch.lock(order_id, revision)
    issued = order.status == Status.ISSUED
    if issued:
        policy.require_dispatching(by, order.zone)
    else:
        policy.require_preparing(by, order.zone)
        _dispatch.require_status(order, Status.DRAFT)
    reason = reason.strip()
    if not reason:
        raise RuleViolation("no_reason", "请写明撤销原因", rule.BASIS, "reason")
    rows = list(
        order.officers.filter(answer__in=_dispatch.HELD).select_related(
            "officer__user", "officer__home_agency", "officer__home_township", "engagement"
        )
    )
    things = list(order.equipment.select_related("engagement"))
    reserving.release(_dispatch.time_of(rows, things))
    for row in rows:
        row.answer = Answer.RELEASED
        row.save(update_fields=["answer"])
    order.status, order.closed_at, order.close_note = Status.CANCELLED, timezone.now(), reason[:300]
    _dispatch.finish_step(order, "cancel", by, {"reason": reason})
    if issued:
        text = f"{order.number}：{_dispatch.span(order)} 的调度已撤销（{reason}），您不必前往"
        people = [row.officer for row in rows]
        _dispatch.tell(order, [o.user for o in people], "cancelled", text, urgent=True)
        text = f"{order.number}：调度已撤销（{reason}）"
        _dispatch.tell(order, _dispatch.home_leaders(people), "cancelled-homes", text)
    events.dispatch_closed.send(sender=DispatchOrder, order=order, by=by)
    return order


@transaction.atomic
def finish(*, order_id: int, note: str, by: User, revision: int | None = None) -> DispatchOrder:
    """Write down the outcome (完成); what was not used of the time is free again."""
    order = _dispatch.lock(order_id, revision)
    policy.require_dispatching(by, order.zone)
    _dispatch.require_status(order, Status.ISSUED)
    now, note = timezone.now(), note.strip()
    if now < order.starts_at:
        raise RuleViolation("not_begun", "尚未开始，不能填写完成情况；不再进行的请撤销", rule.BASIS)
    if not note:
        raise RuleViolation("no_note", "请写明完成情况", rule.BASIS, "note")
    rows = order.officers.filter(answer__in=_dispatch.HELD).select_related("engagement")
    held = _dispatch.time_of(rows, order.equipment.select_related("engagement"))
    reserving.end_early(held, now)
    order.status, order.closed_at, order.close_note = Status.DONE, now, note[:300]
    _dispatch.finish_step(order, "finish", by, {"note": note})
    events.dispatch_closed.send(sender=DispatchOrder, order=order, by=by)
    return order


def answer_hours() -> int:
    """Hours before the start from which silence is told (待确认)."""
    return parameters.values().get(ANSWER_HOURS, DEFAULT_HOURS)


def remind_silent(now: datetime | None = None) -> int:
    """Swept by beat: shortly before the start remind who is silent, and tell the chief; once."""
    moment = now or timezone.now()
    rows = (
        DispatchOfficer.objects.filter(
            answer=Answer.CALLED,
            order__status=Status.ISSUED,
            order__starts_at__lte=moment + timedelta(hours=answer_hours()),
            order__ends_at__gt=moment,
        )
        .select_related("officer__user", "order__zone", "order__township", "order__issued_by")
        .order_by("pk")
    )
    for row in rows:
        _remind(row.order, row.officer)
    return len(rows)


def _remind(order: DispatchOrder, officer: Officer) -> None:
    # The start is part of the key: another time is another silence, another step is not.
    key = f"silent:{officer.pk}:{order.starts_at:%Y%m%d%H%M}"
    span = _dispatch.span(order)
    _dispatch.tell_once(
        order, [officer.user], key, f"{order.number}：{span} 的调度即将开始，请立即答复"
    )
    _dispatch.tell_once(
        order,
        _dispatch.chiefs(order),
        f"{key}:chief",
        f"{order.number}：{officer}尚未答复（{span}）",
    )
