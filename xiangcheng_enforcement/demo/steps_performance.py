"""Service of the decision, payment or the court, and closing."""

from __future__ import annotations

from cases.models import Demand, Enforcement
from cases.rules.approvals import ApprovalKind
from cases.rules.deadlines import Term
from xiangcheng_enforcement.demo import steps_publicity
from xiangcheng_enforcement.demo.casefile import At, CaseFile, Step
from xiangcheng_enforcement.demo.matters import pick

_COURT_BASIS = "《行政强制法》第五十三条、第五十四条"


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
    steps_publicity.begin(file)
    return by, {"method": method, "served_on": at.date}


def pay(file: CaseFile, at: At) -> Step:
    """The whole fine, into the bank (罚缴分离)."""
    amount, receipt = file.life.fate.amount, f"演示票据{file.pk:08d}"
    file.office.rows.payments.rows.append(
        (file.pk, amount, at.date, "bank", receipt, file.second.user_id, at.stamp)
    )
    file.close_term(Term.FINE_PAYMENT, at.date)
    return file.second, {"amount": str(amount), "channel": "bank", "receipt": receipt}


def demand(file: CaseFile, at: At) -> Step:
    """催告 before the court is asked; ten working days must pass."""
    purpose = Demand.Purpose.COURT.value
    content = file.office.matters.texts["demands"][file.life.fate.penalty]
    file.office.rows.demands.rows.append(
        (file.pk, purpose, content, at.date, file.lead.user_id, at.stamp)
    )
    file.open_term(Term.COURT_DEMAND, at.day, binds=False)
    return file.lead, {"purpose": purpose, "served_on": at.date}


def enforce(file: CaseFile, at: At) -> Step:
    """The court is asked within three months of the end of the time to sue."""
    court = file.office.matters.texts["court"]
    kind = Enforcement.Kind.COURT.value
    content = f"申请强制执行{file.office.matters.texts['executed'][file.life.fate.penalty]}"
    file.executed = [
        file.pk, kind, content, _COURT_BASIS, at.date, court, None, None, "", None, "",
        file.lead.user_id,
    ]  # fmt: skip
    return file.lead, {"kind": kind, "applied_on": at.date, "court": court}


def enforce_result(file: CaseFile, at: At) -> Step:
    """Executed, or ended because nothing can be got."""
    done = file.draw() < 0.7
    result = Enforcement.Result.DONE if done else Enforcement.Result.ENDED
    note = file.office.matters.texts["execution_results"][result.value]
    file.executed[8:11] = result.value, at.date, note
    return file.lead, {"result": result.value, "result_on": at.date, "note": note}


def propose_closing(file: CaseFile, at: At) -> Step:
    outcomes, fate = file.office.matters.texts["outcomes"], file.life.fate
    kind = "court" if fate.unpaid else fate.penalty
    outcome = pick(outcomes.get(kind, outcomes["warning"]), file.draw)
    file.ask(ApprovalKind.CLOSING, outcome, "{}", file.lead, at)
    return file.lead, {"outcome": outcome}


def approve_closing(file: CaseFile, at: At) -> Step:
    assert file.unit is not None  # filed
    by = file.unit.approver
    outcome = file.answer_request(by, at)
    file.closing_note = outcome
    file.dates["ended"] = at.date
    file.close_term(Term.FINE_PAYMENT, at.date)
    file.open_term(Term.ARCHIVE, at.day)
    return by, {"outcome": outcome}
