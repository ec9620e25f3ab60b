"""From a proposed adjustment to its reviews; what towns hold changes by no other way."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit, notices
from core.errors import RuleViolation
from core.models import User
from zones import policy
from zones.models import (
    Agency,
    ChangeLine,
    ChangeReview,
    ChangeSet,
    EnforcementItem,
    Township,
)
from zones.rules import changes as rule
from zones.selectors import changes as selectors
from zones.services import delegations

State, Organ = ChangeSet.State, ChangeReview.Organ


@dataclass(frozen=True)
class Proposal:
    """What is proposed, why, by which document, from which day."""

    title: str
    reason: str
    document: str
    effective_on: date


@dataclass(frozen=True)
class Added:
    """How many lines were added, and why others were not."""

    count: int
    refused: list[str]


@transaction.atomic
def draft(
    *,
    proposal: Proposal,
    unit: Township | Agency | None,
    key: UUID,
    by: User,
    is_demo: bool = False,
) -> ChangeSet:
    """Begin an adjustment for the unit (None: 编办); the same key makes one however often sent."""
    policy.require_proposing_for(by, unit)
    known = ChangeSet.objects.filter(submission_key=key, created_by=by).first()
    if known is not None:
        return known
    rule.check_day(proposal.effective_on, timezone.localdate())
    change = ChangeSet(
        **asdict(proposal),
        submission_key=key,
        proposing_township=unit if isinstance(unit, Township) else None,
        proposing_agency=unit if isinstance(unit, Agency) else None,
        created_by=by,
        is_demo=is_demo,
    )
    try:
        with transaction.atomic():
            change.save()
    except IntegrityError:  # the second of two clicks at once
        return ChangeSet.objects.get(submission_key=key, created_by=by)
    audit.record(by=by, verb="draft", subject=change, payload=_told(change))
    return change


@transaction.atomic
def edit(*, change_id: int, proposal: Proposal, version: int, by: User) -> ChangeSet:
    """Change the words of a draft. Refused when somebody changed it meanwhile."""
    change = _draft(change_id, by, version)
    rule.check_day(proposal.effective_on, timezone.localdate())
    for name, value in asdict(proposal).items():
        setattr(change, name, value)
    change.save()
    audit.record(by=by, verb="edit", subject=change, payload=_told(change))
    return change


@transaction.atomic
def add_lines(
    *, change_id: int, kind: str, items: Collection[int], towns: Collection[int], by: User
) -> Added:
    """Add every item with every town (the city takes whole items); those that can't stand are
    left out and told. Raises RuleViolation when nothing could be added."""
    change = _draft(change_id, by)
    city = kind == ChangeLine.Kind.CITY.value
    places: list[Township | None] = (
        [None] if city else list(Township.objects.filter(pk__in=towns).order_by("order"))
    )
    rows = [
        ChangeLine(change_set=change, kind=kind, item=item, township=place)
        for item in EnforcementItem.objects.filter(pk__in=items).select_related("agency")
        for place in places
    ]
    there = set(change.lines.values_list("item_id", "township_id"))
    known, proposer = selectors.names_of_towns(), selectors.proposer_of(change)
    good, refused = [], []
    for row, line in zip(rows, selectors.rule_lines(rows), strict=True):
        fault = rule.foreign_fault(line, proposer) or rule.fault_of(
            line, change.effective_on, known
        )
        if (row.item_id, row.township_id) in there:
            fault = f"{line.item.label}{line.town and f'（{line.town}）'}已在调整单中"
        if fault:
            refused.append(fault)
        else:
            good.append(row)
    if not good:
        text = rule.told(refused) or "请选择事项和镇街"
        raise RuleViolation("nothing_added", text, rule.BASIS if refused else "")
    ChangeLine.objects.bulk_create(good, batch_size=500)
    audit.record(by=by, verb="add_lines", subject=change, payload={"lines": _codes(good)})
    return Added(len(good), refused)


@transaction.atomic
def remove_lines(*, change_id: int, lines: Collection[int], by: User) -> int:
    """Take lines out of a draft; those already gone do no harm."""
    change = _draft(change_id, by)
    rows = list(selectors.lines_of(change).filter(pk__in=lines))
    if rows:
        audit.record(by=by, verb="remove_lines", subject=change, payload={"lines": _codes(rows)})
        change.lines.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


@transaction.atomic
def propose(*, change_id: int, version: int, by: User) -> ChangeSet:
    """Hand the draft to 编办 and 司法局; from now on it can't be changed."""
    change = _draft(change_id, by, version)
    rule.check_day(change.effective_on, timezone.localdate())
    _check(change)
    change.state = State.PROPOSED
    change.save(update_fields=["state"])
    audit.record(by=by, verb="propose", subject=change, payload=_told(change))
    notices.send(
        [user for user in delegations.reviewers() if user != by],
        key=f"change:{change.pk}:proposed",
        text=f"{change.proposer_name}提出赋权调整“{change.title}”，请审核",
        url=change.get_absolute_url(),
    )
    return change


@transaction.atomic
def give_word(*, change_id: int, organ: str, agrees: bool, opinion: str, by: User) -> ChangeSet:
    """The word of one organ. Both agree: it stands, and takes effect on its day, or at once when
    that day has come. An organ may take back its word until then."""
    policy.require_reviewing(by, organ)
    change = ChangeSet.objects.select_for_update().get(pk=change_id)
    name, opinion = Organ(organ).label, opinion.strip()
    given = change.reviews.filter(organ=organ).first()
    if change.state not in (State.PROPOSED, State.APPROVED) or (
        given and (agrees or change.state == State.PROPOSED)
    ):
        text = f"{name}已给出意见" if given else f"该调整{change.get_state_display()}，不再审核"
        raise RuleViolation("word_given", text, rule.PLAN_REVIEW)
    if not agrees and not opinion:
        raise RuleViolation("no_opinion", "不同意须写明理由", rule.PLAN_REVIEW, field="opinion")
    if change.reviews.filter(by=by).exclude(organ=organ).exists():
        raise RuleViolation("same_person", "两个单位的意见须由不同的人给出", rule.PLAN_REVIEW)
    if agrees:
        _check(change)
    change.reviews.update_or_create(
        organ=organ,
        defaults={"agrees": agrees, "opinion": opinion, "by": by, "at": timezone.now()},
    )
    payload = {"organ": organ, "agrees": agrees, "opinion": opinion}
    audit.record(by=by, verb="review", subject=change, payload=payload)
    _conclude(change, by)
    return change


def _conclude(change: ChangeSet, by: User) -> None:
    words = list(change.reviews.all())
    if all(word.agrees for word in words) and len(words) < len(Organ):
        return
    today = timezone.localdate()
    agreed = all(word.agrees for word in words)
    change.state = State.APPROVED if agreed else State.REJECTED
    if agreed and change.effective_on < today:  # the reviews took longer: never backwards
        payload = {"from": change.effective_on.isoformat(), "to": today.isoformat()}
        audit.record(by=by, verb="move_day", subject=change, payload=payload)
        change.effective_on = today
    change.save(update_fields=["state", "effective_on"])
    verb = "approve" if agreed else "reject"
    audit.record(by=by, verb=verb, subject=change, payload={"on": change.effective_on.isoformat()})
    told = f"已同意，自 {change.effective_on} 起生效" if agreed else "未获同意，可以复制后重新提出"
    notices.send(
        [change.created_by],
        key=f"change:{change.pk}:{change.state}",
        text=f"赋权调整“{change.title}”{told}",
        url=change.get_absolute_url(),
        urgent=not agreed,
    )
    if agreed and delegations.put_into_effect(change_id=change.pk, today=today):
        change.refresh_from_db()


@transaction.atomic
def copy(*, change_id: int, key: UUID, by: User) -> ChangeSet:
    """A refused adjustment as a new draft of the same unit, to be mended and proposed again."""
    old = ChangeSet.objects.select_related("proposing_township", "proposing_agency").get(
        pk=change_id
    )
    policy.require_proposing_for(by, old.proposer)
    if old.state != State.REJECTED:
        raise RuleViolation("not_refused", "未获同意的调整才须复制后重新提出")
    today = timezone.localdate()
    proposal = Proposal(old.title, old.reason, old.document, max(old.effective_on, today))
    new = draft(proposal=proposal, unit=old.proposer, key=key, by=by, is_demo=old.is_demo)
    if not new.lines.exists():
        rows = [
            ChangeLine(change_set=new, kind=row.kind, item=row.item, township=row.township)
            for row in selectors.lines_of(old)
        ]
        ChangeLine.objects.bulk_create(rows, batch_size=500)
        payload = {"from": old.pk, "lines": _codes(rows)}
        audit.record(by=by, verb="copy", subject=new, payload=payload)
    return new


def _draft(change_id: int, by: User, version: int | None = None) -> ChangeSet:
    """The draft, locked, if this person may change it and saw its latest state."""
    change = ChangeSet.objects.select_for_update().get(pk=change_id)
    policy.require_proposing_for(by, change.proposer)
    if change.state != State.DRAFT:
        text = f"该调整{change.get_state_display()}，不能再修改"
        raise RuleViolation("not_draft", text, rule.PLAN_REVIEW)
    if version is not None and version != selectors.version_of(change):
        raise RuleViolation("stale", "他人刚刚修改了这项调整，请核对后再办理")
    return change


def _check(change: ChangeSet) -> None:
    rule.check_set(
        selectors.rule_lines(selectors.lines_of(change)),
        change.effective_on,
        selectors.names_of_towns(),
        selectors.proposer_of(change),
    )


def _told(change: ChangeSet) -> dict[str, object]:
    return {
        "title": change.title,
        "reason": change.reason,
        "document": change.document,
        "effective_on": change.effective_on.isoformat(),
        "by": change.proposer_name,
    }


def _codes(rows: Collection[ChangeLine]) -> list[list[str]]:
    """Kind, item code, town of each line, for the trail."""
    return [[r.kind, r.item.code, r.township.name if r.township else ""] for r in rows]
