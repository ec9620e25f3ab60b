"""Keep the knowledge base and the list of typical errors: write, publish, check again, end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from core import audit, notices
from core.errors import RuleViolation
from core.models import User
from legal_review.models import KnowledgeEntry, KnowledgeUse, Question, TypicalError
from legal_review.policy import guidance as policy
from legal_review.rules import knowledge as rule
from legal_review.rules.knowledge import Standing
from legal_review.selectors.suggestions import identity_of


@transaction.atomic
def write(
    *,
    words: Mapping[str, Any],
    by: User,
    entry_id: int | None = None,
    question: Question | None = None,
    seen: int | None = None,
) -> KnowledgeEntry:
    """Write an entry or change it; `words` has its fields, `items` among them.

    `seen` is the revision the form was made from. A published entry stays fit to be public.
    """
    policy.require_curating(by)
    if question is not None and question.answered_at is None:
        raise RuleViolation("not_answered", "这件咨询还没有答复，答复以后才能整理进问答库")
    values = {name: value for name, value in words.items() if name != "items"}
    entry = _entry(entry_id) if entry_id else KnowledgeEntry(written_by=by, question=question)
    if seen is not None and seen != entry.revision:
        raise RuleViolation("stale", "这条问答刚被他人修改。您填写的内容已保留，请核对后再提交")
    for name, value in values.items():
        setattr(entry, name, value)
    entry.checked_on = timezone.localdate()
    if entry.pk:
        entry.revision += 1
    if entry.standing != Standing.DRAFT:
        _check(entry)
    _save_once(entry, "这件咨询已经整理成问答，请打开原条目修改")
    entry.items.set(words["items"])
    audit.record(by=by, verb="write_knowledge", subject=entry, payload={"title": entry.title})
    return entry


@transaction.atomic
def publish(*, entry_id: int, by: User) -> KnowledgeEntry:
    """Open an entry to all staff; nothing in it may name the case."""
    policy.require_curating(by)
    entry = _entry(entry_id)
    if entry.standing != Standing.DRAFT:
        raise RuleViolation("published_already", "这条问答已经发布")
    _check(entry)
    entry.standing = Standing.VALID.value
    entry.published_by, entry.published_at = by, timezone.now()
    entry.checked_on = timezone.localdate()
    entry.save()
    audit.record(by=by, verb="publish_knowledge", subject=entry)
    if entry.question is not None:
        notices.send(
            [entry.question.asker],
            key=f"knowledge:{entry.pk}",
            text=f"您的咨询已整理进问答库：{entry.title}",
            url=entry.get_absolute_url(),
        )
    return entry


@transaction.atomic
def confirm(*, entry_id: int, by: User) -> KnowledgeEntry:
    """After an item changed somebody has looked: the entry still holds as it is."""
    policy.require_curating(by)
    entry = _entry(entry_id)
    _require_valid(entry)
    entry.checked_on = timezone.localdate()
    entry.save(update_fields=["checked_on"])
    audit.record(by=by, verb="confirm_knowledge", subject=entry)
    return entry


@transaction.atomic
def end(
    *, entry_id: int, reason: str, by: User, successor: KnowledgeEntry | None = None
) -> KnowledgeEntry:
    """The entry no longer holds: replaced by `successor`, or taken back; both with the reason."""
    policy.require_curating(by)
    entry = _entry(entry_id)
    _require_valid(entry)
    if successor is not None and (successor.pk == entry.pk or not successor.holds):
        message = "取代它的须是另一条有效的问答，请重新选择"
        raise RuleViolation("no_successor", message, field="successor")
    entry.standing = (Standing.SUPERSEDED if successor else Standing.WITHDRAWN).value
    entry.superseded_by, entry.end_reason = successor, reason
    entry.ended_on = timezone.localdate()
    entry.save()
    payload = {"reason": reason, "successor": str(successor or "")}
    audit.record(by=by, verb="end_knowledge", subject=entry, payload=payload)
    return entry


@transaction.atomic
def mark_useful(*, entry_id: int, by: User) -> bool:
    """Count that it helped, once a person; pressing again takes it back. Whether it counts now."""
    entry = _entry(entry_id)
    gone, _ = KnowledgeUse.objects.filter(entry=entry, user=by).delete()
    if not gone:
        KnowledgeUse.objects.create(entry=entry, user=by)
    KnowledgeEntry.objects.filter(pk=entry.pk).update(
        useful_count=models.F("useful_count") + (-1 if gone else 1)
    )
    return not gone


@transaction.atomic
def write_error(
    *, words: Mapping[str, Any], by: User, error_id: int | None = None, seen: int | None = None
) -> TypicalError:
    """Write down an error that reviews keep finding, or change what is written."""
    policy.require_curating(by)
    error = _error(error_id) if error_id else TypicalError(written_by=by)
    if seen is not None and seen != error.revision:
        raise RuleViolation("stale", "该条目刚被他人修改。您填写的内容已保留，请核对后再提交")
    for name, value in words.items():
        setattr(error, name, value)
    if error.pk:
        error.revision += 1
    _save_once(error, "这一要点、事项的常见错误已有条目，请打开原条目修改")
    audit.record(by=by, verb="write_error", subject=error, payload={"title": error.title})
    return error


@transaction.atomic
def publish_error(*, error_id: int, by: User) -> TypicalError:
    """Show it to all staff."""
    policy.require_curating(by)
    error = _error(error_id)
    if error.standing != Standing.DRAFT:
        raise RuleViolation("published_already", "该条目已经发布")
    for name in ("wrong", "right", "example"):
        text = getattr(error, name)
        if rule.hidden_numbers(text) != text:
            message = "文字里还有案号或者文号，请修改隐去后再发布"
            raise RuleViolation("entry_names_case", message, "《行政处罚法》第五十条", name)
    error.standing, error.published_at = Standing.VALID.value, timezone.now()
    error.save()
    audit.record(by=by, verb="publish_error", subject=error)
    return error


@transaction.atomic
def withdraw_error(*, error_id: int, reason: str, by: User) -> TypicalError:
    """Take it off the list, with the reason."""
    policy.require_curating(by)
    error = _error(error_id)
    if error.standing != Standing.VALID:
        raise RuleViolation("not_published", "该条目没有在列，不用撤下")
    error.standing, error.end_reason = Standing.WITHDRAWN.value, reason
    error.save()
    audit.record(by=by, verb="withdraw_error", subject=error, payload={"reason": reason})
    return error


def _entry(pk: int) -> KnowledgeEntry:
    rows = KnowledgeEntry.objects.select_for_update(of=("self",))
    return rows.select_related("question__case", "question__asker").get(pk=pk)


def _error(pk: int) -> TypicalError:
    return TypicalError.objects.select_for_update().get(pk=pk)


def _save_once(row: models.Model, message: str) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise RuleViolation("written_already", message) from error


def _check(entry: KnowledgeEntry) -> None:
    rule.check_ready(
        question=f"{entry.title}\n{entry.question_text}" if entry.question_text.strip() else "",
        answer=entry.answer_text,
        articles=entry.articles,
        identity=identity_of(entry.question),
    )


def _require_valid(entry: KnowledgeEntry) -> None:
    if not entry.holds:
        message = f"这条问答{entry.get_standing_display()}，不用再办理"
        raise RuleViolation("not_valid", message)
