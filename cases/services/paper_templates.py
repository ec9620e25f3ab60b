"""Templates of papers: a new version is written, tried, published; old papers keep theirs."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from cases import policy
from cases.models import Case, PaperTemplate
from cases.rules.paper_language import fill, tidy
from cases.rules.paper_values import sample
from cases.rules.papers import KINDS, kind_of
from cases.selectors.paper_values import about_of, values_of
from core import audit
from core.errors import RuleViolation
from core.models import User

# Lines that come with the text of the decision itself (Draft.text).
_DECIDED = "当事人 违法事实和证据 处罚依据 处罚决定 履行方式和期限"


def trial(code: str, body: str, case: Case | None = None) -> str:
    """The template filled with a case's data, or with samples. RuleViolation says what is wrong."""
    values: dict[str, Any] = sample()
    if case is not None:
        about = about_of(case, kind_of(code))
        values = values_of(case, about, timezone.localdate())
    return fill(body, values)


@transaction.atomic
def write(*, code: str, title: str, body: str, note: str, by: User) -> PaperTemplate:
    """Save the working version: the unpublished one if there is one, else a new one."""
    policy.require_templates(by)
    if code not in KINDS:
        raise RuleViolation("no_such_paper", "没有这种文书")
    text = tidy(body)
    trial(code, text)
    rows = PaperTemplate.objects.select_for_update().filter(kind=code).order_by("-version")
    latest = rows.first()
    if latest is not None and latest.published_at is None:
        row = latest
        row.title, row.body, row.note, row.created_by = title, text, note, by
        row.save()
    else:
        row = PaperTemplate.objects.create(
            kind=code,
            version=latest.version + 1 if latest else 1,
            title=title,
            body=text,
            note=note,
            created_by=by,
        )
    audit.record(
        by=by,
        verb="write_template",
        subject=row,
        payload={"kind": code, "version": row.version, "note": note},
    )
    return row


@transaction.atomic
def publish(*, template_id: int, by: User) -> PaperTemplate:
    """Put a version into force for papers begun from now on. Twice changes nothing."""
    policy.require_templates(by)
    row = PaperTemplate.objects.select_for_update().get(pk=template_id)
    if row.published_at is not None:
        return row
    trial(row.kind, row.body)
    _check_needs(row)
    row.published_at = timezone.now()
    row.save(update_fields=["published_at"])
    audit.record(
        by=by,
        verb="publish_template",
        subject=row,
        payload={"kind": row.kind, "version": row.version},
    )
    return row


def _check_needs(row: PaperTemplate) -> None:
    """A line the law demands must stand in the template, or come from the decided text."""
    told = row.body + (_DECIDED if "决定.全文" in row.body else "")
    missing = [need for need in kind_of(row.kind).needs if need.label not in told]
    if missing:
        words = "、".join(
            f"“{need.label}”{f'（{need.basis}）' if need.basis else ''}" for need in missing
        )
        raise RuleViolation(
            "template_incomplete", f"模板缺少必备内容：{words}，补上后再启用", field="body"
        )
