"""What lies on whose desk: the querysets behind to-dos, boards and counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from cases.models import Approval, Case, CaseTerm, Escalation, Reinspection
from cases.rules.terms import Term
from cases.rules.workflow import OPEN, CaseState
from cases.selectors import participation, transfers
from core import access
from core.models import User

S = CaseState
HANDLED = (S.FILED, S.INVESTIGATED, S.NOTIFIED, S.DECIDED, S.SERVED, S.ENFORCING)


def _at_units(user: User, permission: str) -> models.QuerySet[Case]:
    """Cases whose competent unit is one where the user holds `permission`."""
    grants = access.grants_of(user)
    towns, agencies = grants.ids(permission, "township"), grants.ids(permission, "agency")
    if not towns and not agencies:
        return Case.objects.none()
    units = models.Q()  # only what there is: an empty list costs as much to build as a full one
    if towns:
        units |= models.Q(authority_township_id__in=towns)
    if agencies:
        units |= models.Q(authority_agency_id__in=agencies)
    return Case.objects.filter(units)


def to_accept(user: User) -> models.QuerySet[Case]:
    """Reported in my town, not yet taken up."""
    towns = access.grants_of(user).ids("register_cases", "township")
    if not towns:
        return Case.objects.none()
    return Case.objects.filter(state=S.REPORTED.value, township_id__in=towns)


def to_file(user: User) -> models.QuerySet[Case]:
    """Taken up, and my unit is competent."""
    return _at_units(user, "handle_cases").filter(state=S.ACCEPTED.value)


def _handled_by(user: User) -> models.QuerySet[Case]:
    return Case.objects.filter(
        handlers__officer__user=user,
        handlers__removed_at=None,
        handlers__case_ended=False,
        state__in=[s.value for s in HANDLED],
    )


def to_handle(user: User) -> models.QuerySet[Case]:
    """Cases I handle that wait for my next step."""
    told = _handled_by(user).exclude(
        reporting__in=["pending", "routed"], state=S.INVESTIGATED.value
    )
    return told.exclude(state=S.DECIDED.value, pk__in=_announced())


def to_await(user: User) -> models.QuerySet[Case]:
    """Cases of mine whose decision is being served by announcement: thirty days run."""
    return _handled_by(user).filter(state=S.DECIDED.value, pk__in=_announced())


def _announced() -> models.QuerySet[CaseTerm, Any]:
    running = CaseTerm.objects.filter(term=Term.PUBLIC_SERVICE.value, closed_on=None)
    return running.values("case_id")


def to_decide(user: User) -> models.QuerySet[Case]:
    """Ready for the head of my unit: review passed, or none needed."""
    ready = models.Q(state=S.CLEARED.value) | models.Q(
        state=S.NOTIFIED.value, needs_review=False, reporting__in=["", "arranged"]
    )
    return _at_units(user, "approve_cases").filter(ready)


def to_approve(user: User) -> models.QuerySet[Case]:
    """Something in it waits for the head of my unit (审批)."""
    asked = Approval.objects.filter(status=Approval.Status.OPEN).exclude(requested_by=user)
    return _at_units(user, "approve_cases").filter(pk__in=asked.values("case_id"))


def to_receive(user: User) -> models.QuerySet[Case]:
    """Decided on the spot in my unit, its record not yet received (备案)."""
    waiting = CaseTerm.objects.filter(term=Term.SPOT_RECORD.value, closed_on=None)
    return _at_units(user, "approve_cases").filter(pk__in=waiting.values("case_id"))


def _mine_with(user: User, *terms: Term) -> models.QuerySet[Case]:
    """Cases I handle, closed ones too, in which one of the terms is running."""
    running = CaseTerm.objects.filter(
        case=models.OuterRef("pk"), closed_on=None, term__in=[term.value for term in terms]
    )
    mine = Case.objects.filter(handlers__officer__user=user, handlers__removed_at=None)
    return mine.filter(models.Exists(running))


def to_publish(user: User) -> models.QuerySet[Case]:
    """Whether the decision is made public is to be decided (第四十八条)."""
    return _mine_with(user, Term.PUBLICATION, Term.PUBLICATION_OTHER)


def to_withdraw(user: User) -> models.QuerySet[Case]:
    """A public decision was changed or revoked: it must be taken back within three days."""
    return _mine_with(user, Term.WITHDRAWAL)


def to_recheck(user: User) -> models.QuerySet[Case]:
    """The time for correction is over and nobody has found it put right (第二十八条)."""
    seen = Reinspection.objects.filter(case=models.OuterRef("pk"), result__in=Reinspection.SETTLING)
    over = models.Q(draft__correct_by__lte=timezone.localdate()) | models.Q(draft__correct_by=None)
    mine = Case.objects.filter(
        over,
        handlers__officer__user=user,
        handlers__removed_at=None,
        handlers__case_ended=False,
        state__in=[S.SERVED.value, S.ENFORCING.value],
    )
    return mine.exclude(draft__correction="").filter(~models.Exists(seen))


def to_archive(user: User) -> models.QuerySet[Case]:
    """Closed, and its file not yet archived."""
    return _mine_with(user, Term.ARCHIVE)


def to_arrange(user: User) -> models.QuerySet[Case]:
    """Reported to the zone whose chief I am, and leading."""
    zones = access.grants_of(user).ids("arrange_cases", "zone")
    if not zones:
        return Case.objects.none()
    waiting = Escalation.objects.filter(lead_zone_id__in=zones, status=Escalation.Status.ROUTED)
    routed_at = waiting.filter(case=models.OuterRef("pk")).values("routed_at")[:1]
    return Case.objects.filter(pk__in=waiting.values("case_id"), closed_on=None).annotate(
        waiting_since=models.Subquery(routed_at)
    )


def to_follow(user: User) -> models.QuerySet[Case]:
    """Reports that concern me without my leading: other chiefs, the coordination office."""
    told = Escalation.objects.filter(
        status=Escalation.Status.ROUTED,
        recipients__user=user,
        recipients__part__in=["chief", "office"],
        recipients__seen_at=None,
    ).values("case_id")
    return Case.objects.filter(pk__in=told, closed_on=None)


def due_soon(rows: models.QuerySet[Case], days: int = 7) -> models.QuerySet[Case]:
    """Open cases whose nearest term ends within `days` or has passed, most urgent first."""
    horizon = timezone.localdate() + timedelta(days=days)
    return rows.filter(
        state__in=[s.value for s in OPEN], next_due_on__isnull=False, next_due_on__lte=horizon
    ).order_by("next_due_on", "id")


@dataclass(frozen=True)
class Desk:
    """One kind of to-do: its words, its cases, and where the whole list is."""

    key: str
    label: str
    icon: str
    hint: str
    cases: Callable[[User], models.QuerySet[Case]]
    urgent: bool = False
    order: tuple[Any, ...] = (models.F("next_due_on").asc(nulls_last=True), "id")


DESKS = (
    Desk(
        "arrange",
        "待片长安排",
        "megaphone",
        "上报待安排",
        to_arrange,
        True,
        ("waiting_since", "id"),
    ),
    Desk("follow", "待知悉的上报", "eye", "相关上报", to_follow),
    Desk("approve", "待我审批", "patch-check", "待负责人审批", to_approve, urgent=True),
    Desk(
        "take_over", "待接收移送", "box-arrow-in-right", "移送待接收", transfers.to_take_over, True
    ),
    Desk("send_out", "待送出移送", "box-arrow-right", "24 小时内送出", transfers.to_send, True),
    Desk("sent_back", "移送被退回", "arrow-return-left", "退回待处理", transfers.sent_back, True),
    Desk("receipt", "已移送待回执", "hourglass-split", "等待回执、答复", transfers.to_be_answered),
    Desk("withdraw", "待撤回的公示", "eye-slash", "待撤回公示", to_withdraw, urgent=True),
    Desk("publish", "待决定公示", "broadcast", "待决定公示", to_publish),
    Desk("recheck", "待复查改正", "arrow-clockwise", "待复查改正", to_recheck),
    Desk("archive", "待归档", "archive", "待归档", to_archive),
    Desk("receive", "待备案的当场处罚", "journal-check", "待备案", to_receive),
    Desk("decide", "待审批决定", "check2-square", "待负责人审批", to_decide),
    Desk("accept", "待受理", "inbox", "待受理", to_accept),
    Desk("file", "待立案", "folder-plus", "待立案", to_file),
    Desk("announced", "公告送达期间", "newspaper", "公告期满自动送达", to_await),
    Desk("handle", "待我办理", "pencil-square", "待办理下一步", to_handle),
)


def _with_part(
    waiting: Callable[[User], models.QuerySet[Any]], path: str = "arrangement__case_id"
) -> Callable[[User], models.QuerySet[Case]]:
    return lambda user: Case.objects.filter(pk__in=waiting(user).values(path))


# Lists behind to-dos that are about a part of a case.
BEHIND = (
    Desk("asked", "待答复的安排", "envelope-open", "", _with_part(participation.to_answer)),
    Desk("doing", "参加办理", "clipboard-check", "", _with_part(participation.to_do)),
    Desk("replace", "待改派的单位", "arrow-repeat", "", _with_part(participation.to_replace)),
    Desk("designate", "待指定管辖", "bank", "", _with_part(participation.to_designate, "case_id")),
)
BY_KEY = {desk.key: desk for desk in (*DESKS, *BEHIND)}


def waiting_for(user: User) -> set[int]:
    """Ids of the cases on any of the user's desks, in one query."""
    found = [desk.cases(user).order_by().values_list("pk", flat=True) for desk in DESKS]
    some = [rows for rows in found if not rows.query.is_empty()]
    return set(some[0].union(*some[1:], all=True)) if some else set()
