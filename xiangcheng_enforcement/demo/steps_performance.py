"""Service of the decision, payment or the court, and closing."""

from __future__ import annotations

from cases.models import Demand, Enforcement, Remedy
from cases.rules.approvals import ApprovalKind
from cases.rules.deadlines import Term
from cases.rules.paper_kinds_jurisdiction import DISTRICT_GOVERNMENT
from cases.rules.papers import KINDS
from core.evidence_chain import canonical_json
from xiangcheng_enforcement.demo import steps_publicity, steps_service
from xiangcheng_enforcement.demo.casefile import At, CaseFile, Step
from xiangcheng_enforcement.demo.fate import suit_term
from xiangcheng_enforcement.demo.matters import pick

_COURT_BASIS = "《行政强制法》第五十三条、第五十四条"


def serve(file: CaseFile, at: At) -> Step:
    """The party's own terms begin to run."""
    method = file.office.matters.methods.pick(file.draw)
    by = file.second
    file.dates["served"] = at.date
    steps_service.keep(file, at, "decision", method, by)
    file.close_term(Term.SERVICE, at.date)
    if file.life.fate.penalty == "fine":
        file.open_term(Term.FINE_PAYMENT, at.day, binds=False)
    file.open_term(Term.RECONSIDERATION, at.day, binds=False)
    file.open_term(suit_term(file.life.fate), at.day, binds=False)
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
    """催告 before the court is asked; its ten working days run from its service."""
    content = file.office.matters.texts["demands"][file.life.fate.penalty]
    file.demanded = [file.pk, "court", content, None, file.lead.user_id, at.stamp]
    watch_window(file)
    return file.lead, {"purpose": Demand.Purpose.COURT.label}


def serve_paper(file: CaseFile, at: At) -> Step:
    """The demand, by mail."""
    file.demanded[3] = at.date
    steps_service.keep(file, at, "demand", "mail", file.second)
    file.open_term(Term.COURT_DEMAND, at.day, binds=False)
    paper = KINDS["demand"].title
    return file.second, {"paper": paper, "number": "", "method": "mail", "served_on": at.date}


def watch_window(file: CaseFile) -> None:
    """The three months to ask the court run from the end of the time to sue."""
    suit = suit_term(file.life.fate)
    ended = next((t.due.due_on for t in file.terms if t.due.term is suit), None)
    asked = any(t.due.term is Term.COURT_APPLICATION for t in file.terms)
    today = file.office.rules.clock.today.toordinal()
    if file.life.fate.unpaid and ended is not None and ended < today and not asked:
        file.open_term(Term.COURT_APPLICATION, ended)


def enforce(file: CaseFile, at: At) -> Step:
    """The head of the organ is asked to ask the court."""
    content = f"强制执行{file.office.matters.texts['executed'][file.life.fate.penalty]}"
    reason = file.office.matters.texts["demanded_in_vain"]
    plan = {
        "kind": "court", "content": content, "court": file.office.matters.texts["court"],
        "legal_basis": "", "announced_on": None, "comply_by": None, "ground": "", "executor": "",
        "cost": None,
    }  # fmt: skip
    file.ask(ApprovalKind.EXECUTION, reason, canonical_json(plan), file.lead, at)
    told = {"execution": Enforcement.Kind.COURT.label, "content": content, "reason": reason}
    return file.lead, told


def approve_enforcement(file: CaseFile, at: At) -> Step:
    """The court is asked, within three months of the end of the time to sue."""
    assert file.unit is not None  # filed
    by, court = file.unit.approver, file.office.matters.texts["court"]
    file.answer_request(by, at)
    content = f"强制执行{file.office.matters.texts['executed'][file.life.fate.penalty]}"
    file.executed = [
        file.pk, "court", content, _COURT_BASIS, at.date, court, None, None, "", None, "",
        file.lead.user_id,
    ]  # fmt: skip
    file.close_term(Term.COURT_DEMAND, at.date)
    file.close_term(Term.COURT_APPLICATION, at.date)
    told = {"execution": Enforcement.Kind.COURT.label, "applied_on": at.date, "court": court}
    return by, told


def enforce_result(file: CaseFile, at: At) -> Step:
    """Executed, or ended because nothing can be got."""
    done = file.draw() < 0.7
    result = Enforcement.Result.DONE if done else Enforcement.Result.ENDED
    note = file.office.matters.texts["execution_results"][result.value]
    file.executed[8:11] = result.value, at.date, note
    told = {"execution": Enforcement.Kind.COURT.label, "result": result.label}
    return file.lead, {**told, "result_on": at.date, "note": note}


def remedy(file: CaseFile, at: At) -> Step:
    """The party asks for reconsideration."""
    file.contested = [
        file.pk, "reconsideration", DISTRICT_GOVERNMENT, at.date, "", None, "", file.lead.user_id
    ]  # fmt: skip
    file.close_term(Term.RECONSIDERATION, at.date)
    told = {"remedy": Remedy.Kind.RECONSIDERATION.label, "organ": DISTRICT_GOVERNMENT}
    return file.lead, {**told, "requested_on": at.date, "stays_execution": ""}


def remedy_result(file: CaseFile, at: At) -> Step:
    """In vain: fifteen days are left to sue."""
    note = file.office.matters.texts["upheld"]
    file.contested[4:7] = "upheld", at.date, note
    file.close_term(Term.LITIGATION, at.date)
    file.open_term(Term.LITIGATION_AFTER_RECONSIDERATION, at.day, binds=False)
    told = {"remedy": Remedy.Kind.RECONSIDERATION.label, "result": Remedy.Result.UPHELD.label}
    return file.lead, {**told, "result_on": at.date, "note": note}


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
