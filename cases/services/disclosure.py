"""Decisions made public, kept back, taken back, taken down after their time (第四十八条)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from cases.models import Case, CaseTerm, Disclosure
from cases.rules import disclosure as rule
from cases.rules.deadlines import Term
from cases.rules.disclosure import BASIS, Exclusion
from cases.rules.redaction import Known, sightings
from cases.rules.workflow import table_of
from cases.selectors import disclosure as questions
from cases.services import _progress, _terms
from core import notices
from core.errors import RuleViolation
from core.models import User

_PRIVATE = "《行政处罚法》第五十条；《政府信息公开条例》第十五条"


@dataclass(frozen=True)
class Shown:
    """What the public will read, and until when."""

    title: str
    party: str
    text: str
    until: date


def begin(case: Case) -> Disclosure | None:
    """The decision has reached the party: the rule's proposal is kept and its term runs.

    Inside the transaction of service, before `_progress.finish`. None for procedures without it.
    """
    if "publish" not in table_of(case.workflow_version) or case.decided_on is None:
        return None
    proposal = questions.proposal_of(case)
    term = _terms.open_term(case, proposal.term, case.decided_on)
    row, _ = Disclosure.objects.update_or_create(
        case=case,
        defaults={
            "required": proposal.publish,
            "reason": proposal.reason[:200],
            "due_on": term.due_on,
        },
    )
    return row


@transaction.atomic
def publish(
    *, case_id: int, shown: Shown, reason: str = "", by: User, version: int | None = None
) -> Disclosure:
    """Make the decision public, without anything that tells of natural persons."""
    case = _progress.begin(case_id=case_id, action="publish", by=by, version=version)
    _check(case, shown)
    proposal = questions.proposal_of(case)
    row, _ = Disclosure.objects.update_or_create(
        case=case,
        defaults={
            "required": True,
            "reason": (reason.strip() or proposal.reason)[:200],
            "title_shown": shown.title,
            "party_shown": shown.party,
            "text_shown": shown.text,
            "shown_until": shown.until,
            "published_at": timezone.now(),
            "decided_by": by,
            "withheld_at": None,
            "withdrawn_at": None,
            "withdraw_due_on": None,
            "withdrawn_why": "",
            "taken_down_at": None,
        },
    )
    payload = {"disclosed": "公开", "reason": row.reason, "until": shown.until.isoformat()}
    _progress.finish(case, "publish", by=by, payload=payload)
    return row


@transaction.atomic
def withhold(
    *, case_id: int, exclusion: str, reason: str, by: User, version: int | None = None
) -> Disclosure:
    """Decide that it is not made public, on a ground and with the reason."""
    case = _progress.begin(case_id=case_id, action="publish", by=by, version=version)
    if exclusion not in set(Exclusion):
        raise RuleViolation("no_exclusion", "请选择不公开的情形", BASIS, field="exclusion")
    ground = Exclusion(exclusion)
    if not reason.strip():
        raise RuleViolation("no_reason", "请写明不公开的理由", ground.basis, field="reason")
    row, _ = Disclosure.objects.update_or_create(
        case=case,
        defaults={
            "required": False,
            "reason": f"{ground.label}：{reason.strip()}"[:200],
            "withheld_at": timezone.now(),
            "decided_by": by,
            "published_at": None,
        },
    )
    payload = {"disclosed": "不公开", "reason": row.reason, "basis": ground.basis}
    _progress.finish(case, "publish", by=by, payload=payload)
    return row


@transaction.atomic
def withdraw(*, case_id: int, reason: str, by: User, version: int | None = None) -> Disclosure:
    """Take the decision back; the reason is public (第四十八条第二款)."""
    case = _progress.begin(case_id=case_id, action="withdraw_publication", by=by, version=version)
    _refuse_private(reason, questions.known_of(case), "reason")
    row = case.disclosure
    row.withdrawn_at, row.withdrawn_why = timezone.now(), reason.strip()[:200]
    row.save()
    payload = {"disclosed": "撤回", "reason": row.withdrawn_why}
    _progress.finish(case, "withdraw_publication", by=by, payload=payload)
    return row


def decision_undone(case: Case, *, on: date, how: str) -> CaseTerm | None:
    """The decision was changed, revoked, found unlawful or void on `on` (`how`, in words).

    Inside the transaction of the remedy's result, before `_progress.finish`: what is public must
    be withdrawn within three working days and the handlers are told; what is not, stays unpublished
    and its term ends. Returns the running term, if any.
    """
    for term in (Term.PUBLICATION, Term.PUBLICATION_OTHER):
        _terms.close_term(case, term, on)
    row = Disclosure.objects.filter(case=case).first()
    if row is None or row.state != Disclosure.State.SHOWN:
        return None
    term_row = _terms.open_term(case, Term.WITHDRAWAL, on)
    row.withdraw_due_on = term_row.due_on
    row.save(update_fields=["withdraw_due_on"])
    notices.send(
        [handler.officer.user for handler in case.handlers.filter(removed_at=None)],
        key=f"withdraw:{case.pk}:{on.isoformat()}",
        text=f"{case.number} 决定已{how}，请于 {term_row.due_on} 前撤回公示并说明理由",
        url=case.get_absolute_url(),
        urgent=True,
    )
    return term_row


def take_down(*, disclosure_id: int, today: date) -> bool:
    """Its time is over: no longer shown, with a trace. Asked twice, it is done once."""
    with transaction.atomic():
        case_id = Disclosure.objects.values_list("case_id", flat=True).get(pk=disclosure_id)
        case = _progress.lock(case_id)
        row = Disclosure.objects.select_for_update().get(pk=disclosure_id)
        if row.taken_down_at or not row.published_at or not row.shown_until:
            return False
        if row.shown_until >= today:
            return False
        row.taken_down_at = timezone.now()
        row.save(update_fields=["taken_down_at"])
        _progress.note(case, "take_down", by=None, payload={"until": row.shown_until.isoformat()})
        return True


def over_by(today: date) -> list[int]:
    """Publications whose time is over and that are not taken down yet."""
    rows = Disclosure.objects.filter(
        published_at__isnull=False, taken_down_at=None, shown_until__lt=today
    )
    return list(rows.values_list("pk", flat=True))


def _check(case: Case, shown: Shown) -> None:
    known = questions.known_of(case)
    fields = (("title", "title_shown"), ("party", "party_shown"), ("text", "text_shown"))
    for name, field in fields:
        value = getattr(shown, name)
        if not value.strip():
            raise RuleViolation("nothing_shown", "请填写公示内容", BASIS, field=field)
        _refuse_private(value, known, field)
    today = timezone.localdate()
    last = rule.longest(questions.matter_of(case), today, questions.periods())
    if not today < shown.until <= last:
        message = f"公示期至应在今天以后、{last} 以前"
        raise RuleViolation("shown_too_long", message, BASIS, field="shown_until")


def _refuse_private(text: str, known: Known, field: str) -> None:
    left = [mark for mark in sightings(text, known) if mark.sure]
    if left:
        told = "、".join(
            dict.fromkeys(f"{mark.kind.label}“{text[mark.start : mark.end]}”" for mark in left)
        )
        raise RuleViolation("not_redacted", f"还有未隐去的个人信息：{told}", _PRIVATE, field=field)
