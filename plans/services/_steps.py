"""What the services of a joint operation share: lock, tell, count the version, leave the trace."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from core import audit, notices
from core.errors import RuleViolation
from core.models import User
from personnel.selectors import engagements
from plans.models import Operation
from plans.policy import operation as policies
from plans.rules.operation import require_step
from plans.selectors import operations, team


def begin(operation_id: int, action: str, by: User, version: int | None = None) -> Operation:
    """The operation, locked, with its parts. Refused when it is not this person's step, when the
    state does not allow it, or when somebody changed it since the page was read."""
    Operation.objects.select_for_update(of=("self",)).get(pk=operation_id)
    operation = operations.whole(Operation.objects.filter(pk=operation_id)).get()
    policies.require(by, action, operation)
    require_step(operation.state, action)
    if version is not None and version != operation.version:
        raise RuleViolation("stale", "他人刚刚修改了这次行动，请核对最新情况后再提交")
    return operation


def finish(
    operation: Operation, verb: str, by: User | None, payload: dict[str, object] | None = None
) -> None:
    """Save with the next version, and append one entry to the trail."""
    operation.version += 1
    operation.save()
    audit.record(by=by, verb=verb, subject=operation, payload=payload)


def tell(
    operation: Operation, people: Iterable[User], what: str, text: str, *, but: User | None = None
) -> int:
    """One notice to each of them, once for this version."""
    return notices.send(
        [user for user in people if user != but],
        key=f"operation:{operation.pk}:{operation.version}:{what}",
        text=f"联合行动“{operation.name}”：{text}",
        url=operation.get_absolute_url(),
        urgent=True,
    )


def members(operation: Operation) -> list[User]:
    return [row.officer.user for row in operation.members.all()]


def concerned(operation: Operation) -> list[User]:
    """The leaders of the units, and the chiefs."""
    today = timezone.localdate()
    return [*team.leaders(operation, today), *team.chiefs(operation, today)]


def span(operation: Operation) -> str:
    return engagements.span_words(operation.starts_at, operation.ends_at)
