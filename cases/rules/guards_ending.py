"""What must be present after the decision: enforcement, closing, publication, archive."""

from __future__ import annotations

from datetime import date

from cases.rules.case_facts import Blocker, CaseFacts


def performed(facts: CaseFacts, today: date) -> Blocker | None:
    if facts.enforcement_ended or facts.court_right_lost or facts.annulled:
        return None
    if facts.fine_owed > 0:
        text = f"罚款尚有 {facts.fine_owed:.2f} 元未缴，缴清、执行完毕或者终结执行后方可结案"
        return Blocker("fine_owed", text, "《行政处罚法》第六十七条、第七十二条")
    if facts.correction_open:
        text = "责令改正的事项尚未登记复查结果"
        return Blocker("correction_open", text, "《行政处罚法》第二十八条")
    return None


def cash_handed_in(facts: CaseFacts, today: date) -> Blocker | None:
    if not facts.cash_not_handed_in:
        return None
    text = "当场收缴的罚款尚未登记交至机关并缴付银行"
    return Blocker("cash_in_hand", text, "《行政处罚法》第七十一条")


def record_received(facts: CaseFacts, today: date) -> Blocker | None:
    if not facts.record_pending:
        return None
    text = "当场处罚决定尚未报所属行政机关备案，备案后方可结案"
    return Blocker("record_pending", text, "《行政处罚法》第五十二条第三款")


def remedies_over(facts: CaseFacts, today: date) -> Blocker | None:
    if not facts.remedies_open:
        return None
    text = f"{'、'.join(facts.remedies_open)}尚未办结"
    return Blocker("remedy_open", text, "《行政处罚法》第七十三条")


def decision_stands(facts: CaseFacts, today: date) -> Blocker | None:
    if not facts.decision_undone:
        return None
    text = f"决定已被{facts.decision_undone}，不得公示原决定"
    return Blocker("decision_undone", text, "《行政处罚法》第四十八条第二款")


def not_public(facts: CaseFacts, today: date) -> Blocker | None:
    if facts.disclosed != "shown":
        return None
    text = "决定正在公示；内容有误的，先撤回再重新公示"
    return Blocker("published_already", text, "《行政处罚法》第四十八条")


def public(facts: CaseFacts, today: date) -> Blocker | None:
    if facts.disclosed == "shown":
        return None
    text = "决定没有在公示，无须撤回"
    return Blocker("not_published", text, "《行政处罚法》第四十八条第二款")


def not_archived(facts: CaseFacts, today: date) -> Blocker | None:
    if not facts.archive_number:
        return None
    text = f"本案已归档（{facts.archive_number}）"
    return Blocker("archived_already", text, "《行政处罚法》第四十七条")


def no_draft_papers(facts: CaseFacts, today: date) -> Blocker | None:
    if not facts.draft_papers:
        return None
    text = f"尚有拟稿文书：{'、'.join(facts.draft_papers)}，制发或者作废后方可归档"
    return Blocker("draft_papers", text, "《行政处罚法》第四十七条")


def still_stands(facts: CaseFacts, today: date) -> Blocker | None:
    if not facts.annulled:
        return None
    text = "处罚决定已被撤销或者确认无效，不再履行和执行"
    return Blocker("annulled", text, "《行政处罚法》第七十三条")


def something_owed(facts: CaseFacts, today: date) -> Blocker | None:
    if facts.owes or facts.annulled:
        return None
    return Blocker("nothing_owed", "当事人已经履行，无须催告、强制执行", "《行政强制法》第三十五条")


def demand_over(facts: CaseFacts, today: date) -> Blocker | None:
    if facts.demand_matured:
        return None
    text = "须先催告，催告书送达满法定期限当事人仍不履行的，方可强制执行"
    return Blocker("no_demand", text, "《行政强制法》第三十五条、第五十四条")
