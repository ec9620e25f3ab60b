"""Legal review, the decision, its service, and closing."""

from __future__ import annotations

import json

from cases.rules.approvals import ApprovalKind
from cases.rules.deadlines import Term
from legal_review.rules.checklist import OpinionKind, Point
from xiangcheng_enforcement.demo.casefile import (
    At,
    CaseFile,
    DraftText,
    ReviewRound,
    Step,
)
from xiangcheng_enforcement.demo.matters import pick
from xiangcheng_enforcement.demo.notices import tell
from xiangcheng_enforcement.demo.papers import DECISION
from xiangcheng_enforcement.demo.world import Unit, ZoneInfo

_ALL_GOOD = json.dumps({point.value: True for point in Point})
_ONE_WANTING = json.dumps({point.value: point is not Point.PAPERS for point in Point})


def submit_for_review(file: CaseFile, at: At) -> Step:
    found = file.office.rules.gravity.to_review(file.life.fate)
    reasons = [reason.text for reason in found]
    draft, reviewer = _draft(file), _zone(file).reviewer
    because = (
        f"{reviewer.name}审核过本案上一轮，继续审核"
        if file.reviews
        else f"{reviewer.name}是{_zone(file).name}法制审核员"
    )
    review = ReviewRound(
        pk=next(file.office.review_ids),
        round=len(file.reviews) + 1,
        because=because,
        reasons=json.dumps(reasons, ensure_ascii=False),
        draft=draft,
        by=file.lead,
        requested=at,
        due=file.office.rules.terms.due(Term.LEGAL_REVIEW, at.day),
    )
    file.reviews.append(review)
    words = f"提请法制审核，{review.due.date} 前审结"
    tell(file, at, [reviewer], f"review-open:{review.pk}", words, review=review.pk)
    return file.lead, {"text_hash": draft.digest, "reasons": reasons, "note": ""}


def review_returned(file: CaseFile, at: At) -> Step:
    text = pick(file.office.matters.texts["corrections"], file.draw)
    return _conclude(file, at, OpinionKind.CORRECT, _ONE_WANTING, text)


def review_passed(file: CaseFile, at: At) -> Step:
    text = file.office.matters.texts["agree"]
    return _conclude(file, at, OpinionKind.AGREE, _ALL_GOOD, text)


def _conclude(file: CaseFile, at: At, kind: OpinionKind, points: str, text: str) -> Step:
    review, reviewer = file.reviews[-1], _zone(file).reviewer
    review.status = "passed" if kind.passes else "returned"
    review.concluded_at = at.stamp
    file.cleared = review.draft.digest if kind.passes else ""
    file.office.rows.opinions.rows.append(
        (review.pk, kind.value, points, text, reviewer.user_id, at.stamp)
    )
    outcome = "审核通过" if kind.passes else "审核退回，请修改后再报"
    key = f"review:{file.pk}:{len(file.chain.lines) + 1}"
    tell(file, at, [file.lead, file.second], key, outcome, urgent=not kind.passes)
    opinion = f"{kind.label} {text}"
    return reviewer, {"text_hash": review.draft.digest, "opinion": opinion}


def decide(file: CaseFile, at: At) -> Step:
    """In the name of the unit that filed, by its approver; the text is the text reviewed."""
    filed_under = file.unit.name if file.unit and file.unit.is_town else None
    file.judge(file.filed_day, at, filed_under=filed_under)
    unit, draft = _unit(file), _draft(file)
    number = file.office.papers.take(DECISION, unit, at.day)
    file.dates["decided"] = at.date
    file.office.rows.decisions.rows.append(
        (file.pk, number, unit.pk if unit.is_town else None, None if unit.is_town else unit.pk,
         unit.heading, draft.text, file.office.remedies, draft.digest, at.date,
         unit.approver.user_id)
    )  # fmt: skip
    file.close_term(Term.DECISION, at.date)
    file.open_term(Term.SERVICE, at.day)
    payload = {"number": number, "authority": unit.heading, "text_hash": draft.digest}
    return unit.approver, payload


def serve(file: CaseFile, at: At) -> Step:
    """The party's own terms begin to run."""
    matters = file.office.matters
    method = matters.methods.pick(file.draw)
    receiver = pick(matters.texts["receivers"], file.draw) if method == "direct" else ""
    by = file.second
    file.dates["served"] = at.date
    file.office.rows.deliveries.rows.append(
        (file.pk, method, at.date, receiver, matters.texts["proofs"][method], by.user_id)
    )
    file.close_term(Term.SERVICE, at.date)
    if file.life.fate.penalty == "fine":
        file.open_term(Term.FINE_PAYMENT, at.day, binds=False)
    file.open_term(Term.RECONSIDERATION, at.day, binds=False)
    file.open_term(Term.LITIGATION, at.day, binds=False)
    return by, {"method": method, "served_on": at.date}


def pay(file: CaseFile, at: At) -> Step:
    """The whole fine, into the bank (罚缴分离)."""
    amount, receipt = file.life.fate.amount, f"演示票据{file.pk:08d}"
    file.office.rows.payments.rows.append(
        (file.pk, amount, at.date, "bank", receipt, file.second.user_id, at.stamp)
    )
    file.close_term(Term.FINE_PAYMENT, at.date)
    return file.second, {"amount": str(amount), "channel": "bank", "receipt": receipt}


def propose_closing(file: CaseFile, at: At) -> Step:
    outcomes = file.office.matters.texts["outcomes"]
    outcome = pick(outcomes.get(file.life.fate.penalty, outcomes["warning"]), file.draw)
    file.ask(ApprovalKind.CLOSING, outcome, "{}", file.lead, at)
    return file.lead, {"outcome": outcome}


def approve_closing(file: CaseFile, at: At) -> Step:
    unit = _unit(file)
    outcome = file.answer_request(unit.approver, at)
    file.closing_note = outcome
    file.dates["ended"] = at.date
    file.close_term(Term.FINE_PAYMENT, at.date)
    file.open_term(Term.ARCHIVE, at.day)
    return unit.approver, {"outcome": outcome}


def _draft(file: CaseFile) -> DraftText:
    assert file.draft is not None  # notified
    return file.draft


def _unit(file: CaseFile) -> Unit:
    assert file.unit is not None  # filed
    return file.unit


def _zone(file: CaseFile) -> ZoneInfo:
    zone = file.life.fate.towns[0].zone
    assert zone is not None  # cases are registered in towns, and every town has a zone
    return zone
