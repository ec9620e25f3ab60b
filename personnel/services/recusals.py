"""Relations that keep an officer away from a party (回避, 《行政处罚法》第四十三条)."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit
from core.errors import RuleViolation
from core.models import User
from personnel import policy
from personnel.models import Officer, Recusal
from personnel.services.officers import locked

BASIS = "《行政处罚法》第四十三条"


@transaction.atomic
def record(*, officer_id: int, party: str, ground: str, by: User) -> Recusal:
    """Declare a relation: the officer's own duty, or known to those who keep the records.

    From now on the officer can't be assigned to a case of that party.
    """
    officer = locked(officer_id)
    if not policy.is_self(by, officer):
        policy.require_maintaining(by, officer.home)
    row = Recusal(
        officer=officer,
        party=party.strip(),
        ground=ground.strip(),
        recorded_on=timezone.localdate(),
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        text = f"与“{row.party}”的回避关系已经登记"
        raise RuleViolation("recusal_known", text, field="party") from None
    payload = {"party": row.party, "ground": row.ground}
    audit.record(by=by, verb="record_recusal", subject=officer, payload=payload)
    return row


def enter_decided(*, officer: Officer, party: str, ground: str, by: User) -> None:
    """The head of an organ decided so in a case, and has authority for it; known already: fine."""
    row, new = Recusal.objects.get_or_create(
        officer=officer,
        party=party,
        lifted_on=None,
        defaults={"ground": ground, "recorded_on": timezone.localdate()},
    )
    if new:
        payload = {"party": row.party, "ground": row.ground}
        audit.record(by=by, verb="record_recusal", subject=officer, payload=payload)


@transaction.atomic
def lift(*, recusal_id: int, reason: str, by: User) -> Recusal:
    """The relation is no more. Nobody lifts their own."""
    row = Recusal.objects.select_for_update(of=("self",)).get(pk=recusal_id)
    officer = locked(row.officer_id)
    if policy.is_self(by, officer):
        raise PermissionDenied("本人的回避关系由单位联络人、副片长或区司法局核实后解除")
    policy.require_maintaining(by, officer.home)
    if row.lifted_on:
        raise RuleViolation("lifted_already", f"该回避关系已于 {row.lifted_on} 解除", BASIS)
    row.lifted_on = timezone.localdate()
    row.save(update_fields=["lifted_on"])
    payload = {"party": row.party, "reason": reason.strip()}
    audit.record(by=by, verb="lift_recusal", subject=officer, payload=payload)
    return row
