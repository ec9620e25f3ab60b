"""Words and rules of a transfer for the pages of a case."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from cases.models import Case, Transfer
from cases.rules.transfer import KINDS, TermEffect, TransferKind, effects, kinds_of
from cases.selectors.due import Due
from cases.selectors.transfers import due_of, waiting_of, was_handed_over
from cases.services._transfer import competence
from core import calendars
from core.templatetags.ui import state_badge
from zones.rules.jurisdiction import Jurisdiction

register = template.Library()

_TONES = {
    "asked": "progress",
    "approved": "warning",
    "sent": "progress",
    "accepted": "success",
    "returned": "danger",
    "refused": "danger",
    "withdrawn": "neutral",
}


@register.simple_tag
def transfer_badge(row: Transfer) -> SafeString:
    """The state of a transfer by word and colour."""
    return state_badge(row.get_status_display(), _TONES[row.status])


@register.simple_tag
def competent_now(case: Case) -> Jurisdiction:
    """Whom the rule of competence names as things are."""
    return competence(case, None).usual


@register.simple_tag
def transfer_kinds(case: Case) -> list[dict[str, Any]]:
    """The kinds this case knows: rule, what becomes of the case, of its terms."""
    return [
        {"label": KINDS[kind].label, "rule": KINDS[kind], "effects": effects(kind)}
        for kind in kinds_of(case.workflow_version)
    ]


@register.simple_tag
def handed_over(case: Case) -> bool:
    """The unit got the case by a transfer and may not hand it on."""
    return was_handed_over(case)


@register.simple_tag
def waiting_transfer(case: Case) -> Transfer | None:
    """The transfer a unit of the platform is to take over or return."""
    return waiting_of(case)


@register.filter
def transfer_effects(row: Transfer) -> tuple[TermEffect, ...]:
    return effects(TransferKind(row.kind))


@register.simple_tag
def answer_due(row: Transfer) -> Due | None:
    """The badge of the day by which an answer is owed; None where none is."""
    today: date = timezone.localdate()
    return due_of(row, today, calendars.work_calendar())
