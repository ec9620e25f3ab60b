"""催办: the leaders of a zone remind handlers and the head of their unit, each case once a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from cases import policy
from cases.models import Case, Urging
from cases.rules import urging as rules
from cases.services import _progress
from core import access, notices
from core.models import User


@dataclass
class Round:
    """What came of a round: cases urged, how many people were told, numbers left out and why."""

    urged: list[Case] = field(default_factory=list)
    people: set[int] = field(default_factory=set)
    today_already: list[str] = field(default_factory=list)
    over: list[str] = field(default_factory=list)


@transaction.atomic
def urge(*, case_ids: Sequence[int], message: str, by: User) -> Round:
    """Remind on each case; those urged today already or closed meanwhile are left out and named.

    Raises PermissionDenied for a case whose zone or town `by` does not lead.
    """
    ids = sorted(set(case_ids))
    rules.check(ids, message)
    done = Round()
    for pk in ids:  # in the order of their numbers: two rounds at once wait in turn
        _urge_one(_progress.lock(pk), message.strip(), by, done)
    return done


def _urge_one(case: Case, message: str, by: User, done: Round) -> None:
    policy.require_urging(by, case)
    today = timezone.localdate()
    if case.is_final:
        done.over.append(case.number)
        return
    last = case.urgings.values_list("urged_on", flat=True).first()
    if not rules.may_urge(last, today):
        done.today_already.append(case.number)
        return
    people = [user for user in _concerned(case) if user.pk != by.pk]
    notices.send(
        people,
        key=f"urged:{case.pk}:{today}",
        text=f"催办 {case.number} {case.title}：{message}（{by}）",
        url=case.get_absolute_url(),
        urgent=True,
    )
    told = [str(user) for user in people]
    Urging.objects.create(case=case, urged_on=today, urged_by=by, message=message, told=told)
    _progress.note(case, "urge", by=by, payload={"message": message, "told": told})
    done.urged.append(case)
    done.people.update(user.pk for user in people)


def _concerned(case: Case) -> list[User]:
    """Handlers, or before there are any who registered it; and the head of the unit. Each once."""
    rows = case.handlers.filter(removed_at=None).select_related("officer__user")
    handlers = [row.officer.user for row in rows] or [case.created_by]
    heads = access.users_with("approve_cases", case.unit)
    return list({user.pk: user for user in [*handlers, *heads]}.values())
