"""Papers of a case: drafted from its template, edited, issued once under its number, voided."""

from __future__ import annotations

import hashlib
import uuid
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases import policy
from cases.models import Case, Paper
from cases.rules.paper_language import fill, tidy
from cases.rules.papers import KINDS, PaperKind, gaps, kind_of
from cases.selectors.paper_values import about_of, values_of
from cases.selectors.papers import provisional_terms, template_in_force
from cases.services import _progress
from core import audit, numbering
from core.errors import RuleViolation
from core.models import User
from personnel import selectors as people

_DECISIONS = ("decision", "no_penalty_decision")
Status = Paper.Status


def number_of(case: Case, mark: str) -> str:
    """The organ's next number for this kind of paper, e.g. 漳芗芝街罚决〔2026〕1号.

    Taken in the caller's transaction: rolled back with it, so there is no gap and no double.
    """
    unit = case.authority
    if unit is None:
        raise RuleViolation(
            "no_authority", "执法主体尚未判定，不能编文号", "《行政处罚法》第三十八条"
        )
    year = timezone.localdate().year
    number = numbering.take(f"{mark}:{people.unit_key(unit)}", year)
    return f"{unit.document_prefix}{mark}〔{year}〕{number}号"


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def produce(
    case: Case,
    kind: str,
    *,
    by: User,
    about: Any = None,
    number: str = "",
    on: date | None = None,
) -> Paper:
    """Make a step's paper inside the step's own transaction, filled from the case, and issue it.

    `number`: one the step has taken already (a notice, a decision); else the kind's next. The
    paper stays a draft, waiting for a person, where something it must hold is not known or it
    states a provisional date. The step's own trail entry tells of it; call after `finish`.
    """
    spec = kind_of(kind)
    fresh = Case.objects.get(pk=case.pk)  # the caller's object may hold rows read before the step
    paper = _draft(fresh, spec, by=by, about=about, number=number, on=on)
    if not gaps(kind, paper.body) and not provisional_terms(fresh, spec, paper.body):
        _fix(paper, fresh, spec, by=by, on=on or timezone.localdate())
    return paper


@transaction.atomic
def begin_draft(
    *, case_id: int, kind: str, by: User, about_id: int | None = None, key: uuid.UUID | None = None
) -> Paper:
    """A new draft from the template in force. The same `key` gives the same draft."""
    case = _progress.lock(case_id)
    policy.require_papers(by, case)
    if key is not None and (made := Paper.objects.filter(submission_key=key).first()):
        return made
    if kind not in KINDS:
        raise RuleViolation("no_such_paper", "没有这种文书，请重新选择", field="kind")
    spec = kind_of(kind)
    about = about_of(case, spec, about_id)
    if spec.about and about is None:
        message = f"“{spec.title}”须先登记它所依据的记录，再制作"
        raise RuleViolation("nothing_to_write_about", message, field="kind")
    return _draft(case, spec, by=by, about=about, key=key)


def _draft(
    case: Case,
    spec: PaperKind,
    *,
    by: User,
    about: Any,
    number: str = "",
    on: date | None = None,
    key: uuid.UUID | None = None,
) -> Paper:
    template = template_in_force(spec.code)
    if template is None:
        raise RuleViolation(
            "no_template", f"“{spec.title}”没有启用的模板，请联系区司法局", field="kind"
        )
    subject = about if about is not None else about_of(case, spec)
    values = values_of(case, subject, on or timezone.localdate())
    paper = Paper.objects.create(
        case=case,
        kind=spec.code,
        template=template,
        about_type=subject._meta.model_name if subject is not None else "",
        about_id=subject.pk if subject is not None else None,
        title=template.title,
        number=number or None,
        body=fill(template.body, values),
        submission_key=key,
        drafted_by=by,
    )
    audit.record(by=by, verb="draft_paper", subject=paper, payload={"kind": spec.title})
    return paper


def _locked(paper_id: int, by: User) -> tuple[Paper, Case]:
    case_id = Paper.objects.values_list("case_id", flat=True).get(pk=paper_id)
    case = _progress.lock(case_id)
    policy.require_papers(by, case)
    return Paper.objects.select_for_update().get(pk=paper_id), case


@transaction.atomic
def revise(*, paper_id: int, body: str, by: User, revision: int) -> Paper:
    """Change the text of a draft. `revision` is the one that was on screen."""
    paper, _ = _locked(paper_id, by)
    if paper.status != Status.DRAFT:
        raise RuleViolation("paper_fixed", "文书已制发，正文不能再改；有误的请作废后重新制作")
    if revision != paper.revision:
        raise RuleViolation(
            "stale", "文书已被他人修改。您填写的内容已保留，请核对后再提交", field="body"
        )
    text = tidy(body)
    if not text:
        raise RuleViolation("paper_empty", "正文不能为空", field="body")
    if text != paper.body:
        paper.body, paper.revision = text, paper.revision + 1
        paper.save(update_fields=["body", "revision"])
        audit.record(
            by=by,
            verb="revise_paper",
            subject=paper,
            payload={"revision": paper.revision, "text_hash": hash_of(text)},
        )
    return paper


@transaction.atomic
def issue(
    *, paper_id: int, by: User, revision: int | None = None, confirm_provisional: bool = False
) -> Paper:
    """Fix the text, give it its number and hash. Asked twice, it is still issued once."""
    paper, case = _locked(paper_id, by)
    if paper.status == Status.ISSUED:
        return paper
    if paper.status == Status.VOIDED:
        raise RuleViolation("paper_voided", "文书已作废，请重新制作")
    if revision is not None and revision != paper.revision:
        raise RuleViolation("stale", "文书刚被他人修改，请核对最新正文后再制发")
    spec = kind_of(paper.kind)
    _check_text(paper, case, spec)
    _check_signatures(paper)
    unsure = provisional_terms(case, spec, paper.body)
    if unsure and not confirm_provisional:
        told = "；".join(f"{row.label} {row.due_on}（{row.why}）" for row in unsure)
        raise RuleViolation(
            "provisional_date",
            f"文书告知的日期是暂定的：{told}。请与放假通知核对后勾选确认",
            field="confirm_provisional",
        )
    paper.provisional_confirmed_by = by if unsure else None
    _fix(paper, case, spec, by=by, on=timezone.localdate())
    _progress.note(
        case,
        "issue_paper",
        by=by,
        payload={"paper": paper.title, "number": paper.number or "", "text_hash": paper.text_hash},
    )
    return paper


def _check_text(paper: Paper, case: Case, spec: PaperKind) -> None:
    found = gaps(spec.code, paper.body)
    if found:
        told = "；".join(gap.text for gap in found)
        raise RuleViolation("paper_incomplete", f"还不能制发：{told}。请补齐后再制发")
    if spec.code not in _DECISIONS:
        return
    decision = getattr(case, "decision", None)
    if decision is None or hash_of(decision.text) != decision.text_hash:
        raise RuleViolation("no_decision", "案件没有作出决定，或者决定正文已被改动，不能制发")
    if tidy(decision.text) not in paper.body:
        raise RuleViolation(
            "not_the_decided_text",
            "决定书中的决定内容与已审核、已决定的文本不一致，请恢复原文",
            "《行政处罚法》第五十八条、第五十九条",
            field="body",
        )


def _check_signatures(paper: Paper) -> None:
    """Whoever signed must have signed this very text (第五十五条, 第五十九条)."""
    stale = [row.name for row in paper.signatures.all() if row.text_hash != hash_of(paper.body)]
    if stale:
        raise RuleViolation(
            "signed_another_text",
            f"{'、'.join(stale)}签名以后正文又有改动，不能制发：请其核对现在的正文后重新签名，"
            "或者作废后重新制作",
            "《行政处罚法》第五十五条",
        )


def _fix(paper: Paper, case: Case, spec: PaperKind, *, by: User, on: date) -> None:
    if spec.mark and not paper.number:
        paper.number = number_of(case, spec.mark)
    paper.status = Status.ISSUED
    paper.issued_by, paper.issued_at, paper.issued_on = by, timezone.now(), on
    own = case.authority_name if case.authority else case.township.authority_name
    paper.authority_name = spec.issuer or own
    paper.text_hash = hash_of(paper.body)
    paper.save()
    audit.record(
        by=by,
        verb="issue_paper",
        subject=paper,
        payload={"number": paper.number or "", "text_hash": paper.text_hash},
    )


@transaction.atomic
def void(*, paper_id: int, reason: str, by: User) -> Paper:
    """Declare a paper void, with the reason; its number stays used (作废留号)."""
    paper, case = _locked(paper_id, by)
    if not reason.strip():
        raise RuleViolation("no_reason", "请写明作废原因", field="reason")
    if paper.status == Status.VOIDED:
        return paper
    if paper.deliveries.exists():
        raise RuleViolation(
            "paper_served", "文书已经送达当事人，不能作废；确有错误的，依法另作更正决定并送达"
        )
    decision = getattr(case, "decision", None)
    if paper.kind in _DECISIONS and decision is not None and decision.number == paper.number:
        raise RuleViolation("decision_stands", "决定已经作出，决定书不能单独作废")
    if not paper.text_hash:
        paper.text_hash = hash_of(paper.body)
        paper.issued_by, paper.issued_at = by, timezone.now()
    paper.status, paper.voided_at, paper.void_reason = Status.VOIDED, timezone.now(), reason[:200]
    paper.save()
    _progress.note(
        case,
        "void_paper",
        by=by,
        payload={"paper": paper.title, "number": paper.number or "", "reason": reason},
    )
    return paper
