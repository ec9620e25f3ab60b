"""Proposals to exchange a posted officer (调换建议): the town proposes, the bureau decides.

方案附件（四）：乡镇（街道）有权向主管部门提出调换建议; 组织部 keeps the file.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from core import audit, calendars, notices, parameters
from core.errors import RuleViolation
from core.models import User
from personnel import policy, selectors
from personnel.models import ReplacementProposal, Secondment
from personnel.roles import Role
from personnel.services import secondments
from personnel.services.handover import Passing
from personnel.services.secondments import Terms

BASIS = "方案附件（四）"
ANSWER_WORKDAYS = 10  # the parameter REPLACEMENT_ANSWER before it is loaded
Status = ReplacementProposal.Status


@transaction.atomic
def propose(*, secondment_id: int, reasons: str, wanted: str, by: User) -> ReplacementProposal:
    """The town's deputy chief proposes to exchange the officer, with reasons."""
    row = secondments.locked(secondment_id)
    policy.require_proposing_replacement(by, row.township)
    today = timezone.localdate()
    if not row.live_on(today):
        raise RuleViolation("not_live", "该下沉不在期内，无须调换", BASIS)
    workdays = parameters.values().get("REPLACEMENT_ANSWER", ANSWER_WORKDAYS)
    made = ReplacementProposal(
        secondment=row,
        reasons=reasons,
        wanted=wanted,
        raised_by=by,
        answer_due_on=calendars.work_calendar().add_workdays(today, workdays),
    )
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        if "one_open_proposal_per_secondment" not in str(error):
            raise
        raise RuleViolation(
            "proposed_already", "已有待答复的调换建议，请等待部门答复", BASIS
        ) from error
    payload = {"reasons": reasons, "wanted": wanted, "due": made.answer_due_on.isoformat()}
    audit.record(by=by, verb="propose", subject=made, payload=payload)
    _send(
        made,
        [*selectors.spokespeople(row.agency, today), *_file_keepers()],
        "raised",
        f"{row.township}建议调换下沉人员{row.officer}（{row.agency}），"
        f"请于 {made.answer_due_on} 前答复",
    )
    return made


@transaction.atomic
def accept(
    *, proposal_id: int, terms: Terms, answer: str, by: User, note: str = ""
) -> ReplacementProposal:
    """The bureau agrees: the old posting ends now, the new one begins, open cases go over."""
    proposal, old = _open(proposal_id, by)
    if terms.officer == old.officer:
        raise RuleViolation("same_person", "接替人员不能是原下沉人员", BASIS, "officer")
    today = timezone.localdate()
    if terms.starts_on > today:
        raise RuleViolation(
            "starts_later", "原人员即时撤回，接替人员须自今天起到岗", BASIS, "officer"
        )
    new = secondments.second(terms=terms, by=by)
    if old.live_on(today):
        passing = Passing(successor=terms.officer, note=note)
        secondments.stop(old, by=by, reason=f"{old.township}建议调换，部门同意", passing=passing)
    proposal.successor = new
    _answer(proposal, Status.ACCEPTED, answer, by)
    text = f"{old.agency}同意调换{old.officer}，由{new.officer}接替"
    _send(proposal, [proposal.raised_by, *_file_keepers()], "accepted", text)
    return proposal


@transaction.atomic
def decline(*, proposal_id: int, answer: str, by: User) -> ReplacementProposal:
    """The bureau does not agree, and says why."""
    proposal, old = _open(proposal_id, by)
    if not answer.strip():
        raise RuleViolation("no_answer", "不同意须写明理由", BASIS, "answer")
    _answer(proposal, Status.DECLINED, answer, by)
    text = f"{old.agency}未同意调换{old.officer}：{answer}"
    _send(proposal, [proposal.raised_by, *_file_keepers()], "declined", text)
    return proposal


@transaction.atomic
def withdraw(*, proposal_id: int, by: User) -> ReplacementProposal:
    """The town takes its proposal back before it was answered."""
    proposal = _locked(proposal_id)
    policy.require_proposing_replacement(by, proposal.secondment.township)
    _require_open(proposal)
    proposal.status = Status.WITHDRAWN
    proposal.save(update_fields=["status"])
    audit.record(by=by, verb="withdraw", subject=proposal)
    row, today = proposal.secondment, timezone.localdate()
    told = [*selectors.spokespeople(row.agency, today), *_file_keepers()]
    _send(proposal, told, "withdrawn", f"{row.township}撤回了调换{row.officer}的建议")
    return proposal


def remind_overdue() -> int:
    """Tell the bureau on the last day for an answer; after it, 组织部 and the town as well."""
    today, sent = timezone.localdate(), 0
    rows = _rows().filter(status=Status.OPEN, answer_due_on__lte=today)
    for proposal in rows:
        row = proposal.secondment
        told = selectors.spokespeople(row.agency, today)
        if proposal.overdue_on(today):
            told = [*told, *_file_keepers(), proposal.raised_by]
            text = (
                f"{row.township}调换{row.officer}的建议逾期未答复（期限 {proposal.answer_due_on}）"
            )
            sent += _send(proposal, told, "overdue", text)
        else:
            sent += _send(
                proposal, told, "due", f"{row.township}调换{row.officer}的建议今天到期，请答复"
            )
    return sent


def _rows() -> models.QuerySet[ReplacementProposal]:
    return ReplacementProposal.objects.select_related(
        "raised_by", "secondment__officer__user", "secondment__agency", "secondment__township"
    )


def _locked(pk: int) -> ReplacementProposal:
    return _rows().select_for_update(of=("self",)).get(pk=pk)


def _open(pk: int, by: User) -> tuple[ReplacementProposal, Secondment]:
    proposal = _locked(pk)
    policy.require_answering_replacement(by, proposal.secondment.agency)
    _require_open(proposal)
    return proposal, secondments.locked(proposal.secondment_id)


def _require_open(proposal: ReplacementProposal) -> None:
    if proposal.status != Status.OPEN:
        text = f"该建议{proposal.get_status_display()}，不再办理"
        raise RuleViolation("not_open", text, BASIS)


def _answer(proposal: ReplacementProposal, status: Status, answer: str, by: User) -> None:
    proposal.status, proposal.answer = status, answer
    proposal.answered_by, proposal.answered_at = by, timezone.now()
    proposal.save()
    payload = {"answer": answer, "successor": str(proposal.successor or "")}
    audit.record(by=by, verb=status.value, subject=proposal, payload=payload)


def _file_keepers() -> list[User]:
    return selectors.holders(Role.ORGANISATION, timezone.localdate())


def _send(proposal: ReplacementProposal, told: Iterable[User], event: str, text: str) -> int:
    return notices.send(
        told,
        key=f"replacement:{proposal.pk}:{event}",
        text=text,
        url=proposal.get_absolute_url(),
        urgent=event in ("raised", "overdue"),
    )
