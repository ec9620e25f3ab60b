"""What is not reported, or not looked at, in time: reminders first, then it goes on by itself.

Beat calls these at any time and as often as it likes: notices have keys, rows are locked, and what
was done is written beside the row it concerns.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from cases.models import Case, Escalation, EscalationRecipient
from cases.rules.reporting import Overdue, Part, unanswered, unreported
from cases.selectors.reports import spans_kept
from cases.services import _progress, _routing, escalation
from core import notices
from core.models import User
from personnel import selectors as people
from personnel.roles import Role

_ANSWERING = (Part.LEAD.value, Part.CHIEF.value)


def unreported_by(now: datetime) -> list[int]:
    """Cases whose report to the chief is overdue, the oldest first."""
    limit = now - timedelta(hours=spans_kept().report)
    rows = Case.objects.filter(report_owed_since__lte=limit, closed_on=None)
    return list(rows.order_by("report_owed_since").values_list("pk", flat=True))


def press(*, case_id: int, now: datetime) -> int:
    """Remind the officers and the deputy chief of the town; later the system reports by itself."""
    case = Case.objects.select_related("township", "created_by").get(pk=case_id)
    since = case.report_owed_since
    if since is None:
        return 0
    spans = spans_kept()
    stage = unreported(since, now, spans)
    if stage is Overdue.GO_ON:
        return int(escalation.report_by_itself(case_id=case_id, now=now) is not None)
    if stage is Overdue.NOTHING:
        return 0
    alone = timezone.localtime(since + timedelta(hours=spans.report + spans.alone))
    return notices.send(
        [*_officers(case), *_deputies(case)],
        key=f"unreported:{case.pk}:{since:%Y%m%d%H%M}",
        text=(
            f"{case.number} {case.title}：应当上报片长，已超过 {spans.report} 小时，"
            f"请立即上报；{alone:%m-%d %H:%M} 起由系统自动上报"
        ),
        url=case.get_absolute_url(),
        urgent=True,
    )


def _officers(case: Case) -> list[User]:
    rows = case.handlers.filter(removed_at=None).select_related("officer__user")
    return [row.officer.user for row in rows] or [case.created_by]


def _deputies(case: Case) -> list[User]:
    return people.to_tell(Role.DEPUTY_CHIEF, timezone.localdate(), township=case.township)


def unseen_by(now: datetime) -> list[int]:
    """Reports under way that somebody told has not looked at in time."""
    limit = now - timedelta(hours=spans_kept().answer)
    rows = EscalationRecipient.objects.filter(
        seen_at=None, told_at__lte=limit, escalation__status=Escalation.Status.ROUTED
    )
    return list(rows.order_by("escalation").values_list("escalation", flat=True).distinct())


@transaction.atomic
def urge(*, escalation_id: int, now: datetime) -> int:
    """Remind who has not looked; after the same time again tell the coordinator of the zone.

    Who is in office today is asked anew: where somebody acts for the chief by now, the acting
    replacement is told and leads.
    """
    case_id = Escalation.objects.values_list("case_id", flat=True).get(pk=escalation_id)
    case = _progress.lock(case_id)
    report = Escalation.objects.select_for_update(of=("self",)).get(pk=escalation_id)
    if report.status != Escalation.Status.ROUTED:
        return 0
    offices = _routing.offices_on(timezone.localdate(now))
    sent = escalation.route_again(report, case, offices)
    way = _routing.routing_of(case, report, offices)
    asked = {told.person for told in way.told}
    rows = report.recipients.filter(seen_at=None, user__in=asked).select_related("user", "zone")
    return sent + sum(_urge_one(case, report, row, now) for row in rows)


def _urge_one(case: Case, report: Escalation, row: EscalationRecipient, now: datetime) -> int:
    spans = spans_kept()
    stage = unanswered(row.told_at, now, spans)
    sent = 0
    if stage is not Overdue.NOTHING and row.urged_at is None:
        row.urged_at = now
        row.save(update_fields=["urged_at"])
        sent += notices.send(
            [row.user],
            key=f"urge:{row.pk}",
            text=f"{case.number} {case.title}：上报已超过 {spans.answer} 小时未查看，请查看并签收",
            url=case.get_absolute_url(),
            urgent=True,
        )
        _note(case, [row.user], f"{row.user}超过 {spans.answer} 小时未查看")
    if stage is Overdue.GO_ON and row.part in _ANSWERING and row.zone is not None:
        sent += _tell_coordinators(case, report, row, 2 * spans.answer)
    return sent


def _tell_coordinators(case: Case, report: Escalation, row: EscalationRecipient, hours: int) -> int:
    today = timezone.localdate()
    told: list[User] = []
    for user in people.to_tell(Role.COORDINATOR, today, zone=row.zone):
        _, new = EscalationRecipient.objects.get_or_create(
            escalation=report,
            user=user,
            defaults={
                "zone": row.zone,
                "part": Part.COORDINATOR.value,
                "why": f"{row.zone}片长{row.user}超过 {hours} 小时未查看，请联系",
            },
        )
        told += [user] if new else []
    if not told:
        return 0
    text = f"{case.number} {case.title}：{row.zone}片长{row.user}超过 {hours} 小时未查看，请联系"
    url = case.get_absolute_url()
    notices.send(told, key=f"urge:{row.pk}:coordinator", text=text, url=url, urgent=True)
    _note(case, told, f"{row.user}超过 {hours} 小时未查看")
    return len(told)


def _note(case: Case, told: list[User], reason: str) -> None:
    payload = {"told": [str(user) for user in told], "reason": reason}
    _progress.note(case, "urge_report", by=None, payload=payload)
