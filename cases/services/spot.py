"""Penalties on the spot (简易程序): registered, decided and served in one act; 备案."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from cases import policy
from cases.models import Case
from cases.rules import spot
from cases.rules.deadlines import Term
from cases.rules.filing import PartyKind
from cases.rules.gravity import PenaltyKind
from cases.selectors.facts import report_reasons, review_reasons
from cases.selectors.law import law_of
from cases.services import _drafting, _progress, _spot, _terms, disclosure, filing, intake
from cases.services._spot import Cash, Signed, Spot
from core import access, notices
from core.errors import RuleViolation
from core.models import User
from personnel.models import Officer

__all__ = ["Cash", "Signed", "Spot", "penalise", "receive_record"]


def penalise(*, spot_case: Spot, key: uuid.UUID, by: User) -> Case:
    """Decide on the spot (第五十一条、第五十二条). The same `key` gives the same case."""
    earlier = Case.objects.filter(submission_key=key, created_by=by).first()
    if earlier is not None:
        return earlier
    try:
        return _penalise(spot_case, key, by)
    except IntegrityError:
        twin = Case.objects.filter(submission_key=key, created_by=by).first()
        if twin is None:
            raise
        return twin  # the other half of a double click was a moment faster


@transaction.atomic
def _penalise(wanted: Spot, key: uuid.UUID, by: User) -> Case:
    today = timezone.localdate()
    made = intake.register(report=_spot.report(wanted, today), key=key, by=by, accept=True)
    _require_competent(made, by)
    case = _progress.begin(case_id=made.pk, action="spot_decide", by=by)
    _check(case, wanted, today)
    team = _team(case, wanted, by)
    case.procedure = Case.Procedure.SIMPLE
    draft = _drafting.write(case, _spot.intended(wanted, case))
    decision = _spot.decide(case, wanted, draft.penalty_words, by, today)
    case.decided_on = case.served_on = today
    filing.assign(case, team[0], team[1:])
    delivery = _spot.serve(case, wanted, by, today)
    _spot.keep_photos(case, wanted, team, by)
    _spot.open_terms(case, wanted, by, today)
    disclosure.begin(case)
    _progress.finish(
        case,
        "spot_decide",
        by=by,
        on=today,
        payload={
            "number": decision.number,
            "authority": decision.authority_name,
            "officers": [str(officer) for officer in team],
            "penalty": draft.penalty_words,
            "statement": wanted.statement or "当事人未提出陈述申辩",
            "answer": wanted.answer,
            "cash": wanted.cash.receipt if wanted.cash else "",
            "text_hash": decision.text_hash,
        },
    )
    delivery.paper = _spot.paper(case, decision, wanted, team, by)
    delivery.save(update_fields=["paper"])
    _tell_head(case, by)
    return case


def _require_competent(case: Case, by: User) -> None:
    """Another organ's matter is no case for these officers: said plainly, not as a refusal."""
    if case.authority is not None and policy.may(by, "spot_decide", case):
        return
    why = "；".join(reason["text"] for reason in case.jurisdiction.get("reasons", [])[:2])
    raise RuleViolation(
        "not_competent",
        f"该事项由{case.authority_name}执法，您的单位不能当场处罚（{why}）。请转普通程序登记后移送",
        "《行政处罚法》第二十二条、第二十四条",
        field="item",
    )


def _check(case: Case, wanted: Spot, today: date) -> None:
    law = law_of(case, today)
    if not law.wordings:
        raise RuleViolation("no_law", law.reason, law.basis, field="item")
    grave = tuple(
        dict.fromkeys(reason.text for reason in (*report_reasons(case), *review_reasons(case)))
    )
    spot.check_spot(
        spot.SpotFacts(
            kind=PenaltyKind(wanted.penalty),
            fine=wanted.amount,
            party=PartyKind(wanted.party_kind),
            item_penalty=law.wordings[-1].penalty,
            certificates_shown=wanted.certificates_shown,
            rights_told=wanted.rights_told,
            statement=wanted.statement,
            answer=wanted.answer,
            grave=grave,
        )
    )
    if wanted.cash is not None:
        if not wanted.amount:
            raise RuleViolation("cash_without_fine", "警告不收缴罚款", field="spot_ground")
        spot.check_cash(
            wanted.cash.ground, fine=wanted.amount, receipt=wanted.cash.receipt, simple=True
        )
    if not wanted.signed.party and not wanted.signed.refused.strip():
        message = "请当事人签名；拒绝签收的，写明情形并在决定书上注明"
        raise RuleViolation(
            "not_signed", message, "《行政处罚法》第五十二条第一款", field="party_signature"
        )


def _team(case: Case, wanted: Spot, by: User) -> list[Officer]:
    mine: Officer | None = getattr(by, "officer", None)
    if mine is None:
        raise RuleViolation("not_an_officer", "您没有执法人员档案，不能当场处罚")
    try:
        filing.check_team(case, [mine, wanted.colleague])
    except RuleViolation as found:
        raise RuleViolation(found.code, found.message, found.basis, "colleague") from found
    return [mine, wanted.colleague]


def _tell_head(case: Case, by: User) -> None:
    notices.send(
        [user for user in access.users_with("approve_cases", case.unit) if user.pk != by.pk],
        key=f"spot:{case.pk}",
        text=f"{case.number} {case.title}：当场处罚决定，请备案",
        url=case.get_absolute_url(),
    )


@transaction.atomic
def receive_record(*, case_id: int, note: str = "", by: User, version: int | None = None) -> Case:
    """The organ receives the record of the decision (备案, 第五十二条第三款)."""
    case = _progress.lock(case_id)
    if version is not None and version != case.version:
        raise RuleViolation("stale", "案件已被他人更新，请核对后再提交")
    policy.require_receiving(by, case)
    running = case.terms.filter(term=Term.SPOT_RECORD.value, closed_on=None)
    if not running.exists():
        raise RuleViolation("recorded_already", "该当场处罚决定已经备案，无须重复办理")
    _terms.close_term(case, Term.SPOT_RECORD, timezone.localdate())
    return _progress.note(case, "receive_record", by=by, payload={"note": note})
