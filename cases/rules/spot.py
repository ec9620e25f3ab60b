"""The simple procedure (当场处罚): what may be decided on the spot, and cash taken there.

《行政处罚法》第五十一条、第五十二条; 罚缴分离 and its exceptions 第六十七条 to 第七十条;
复议前置: 《行政复议法》第二十三条第一款第一项.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from cases.rules.figures import CASH_MAX
from cases.rules.filing import SIMPLE_BASIS, PartyKind, check_simple_procedure
from cases.rules.gravity import PenaltyKind
from core.errors import RuleViolation

HEARD_BASIS = "《行政处罚法》第四十四条、第四十五条、第五十二条"
SHOWN_BASIS = "《行政处罚法》第五十二条第一款"
RECEIPT_BASIS = "《行政处罚法》第七十条"
SMALL, HARD_LATER, REMOTE = "small", "hard_later", "remote"
CASH_GROUNDS: Mapping[str, str] = MappingProxyType(
    {
        SMALL: "《行政处罚法》第六十八条第一项",
        HARD_LATER: "《行政处罚法》第六十八条第二项",
        REMOTE: "《行政处罚法》第六十九条",
    }
)
REMEDIES = (
    "如不服本决定，应当自收到本决定书之日起六十日内先向漳州市芗城区人民政府申请行政复议"
    "（《行政复议法》第二十条、第二十三条第一款第一项、第二十四条）；对行政复议决定不服的，"
    "可以自收到复议决定书之日起十五日内依法向人民法院提起行政诉讼（《行政诉讼法》第四十五条）。"
    "复议、诉讼期间，除法律另有规定外，本决定不停止执行（《行政处罚法》第七十三条）。"
)
_WORDS = {PenaltyKind.WARNING: "警告", PenaltyKind.FINE: "罚款"}


@dataclass(frozen=True)
class SpotFacts:
    """What a decision on the spot rests on. `fine` in yuan, 0 for a warning."""

    kind: PenaltyKind
    fine: Decimal
    party: PartyKind
    item_penalty: str  # kinds and range of the wording in force
    certificates_shown: bool
    rights_told: bool
    statement: str = ""
    answer: str = ""
    grave: tuple[str, ...] = ()  # why the case is no simple one


def check_spot(facts: SpotFacts) -> None:
    """Raise, at the form field, unless this may be decided on the spot."""
    if facts.grave:
        message = f"本案不适用简易程序：{'；'.join(facts.grave)}。请转普通程序办理"
        raise RuleViolation("not_simple_case", message, SIMPLE_BASIS)
    fine = facts.fine if facts.kind is PenaltyKind.FINE else None
    try:
        check_simple_procedure(frozenset({facts.kind}), fine, facts.party)
    except RuleViolation as found:
        field = {"kinds": "penalty", "fine": "amount"}[found.field]
        raise RuleViolation(found.code, found.message, found.basis, field) from found
    if facts.kind is PenaltyKind.WARNING and facts.fine:
        raise RuleViolation("amount_without_fine", "警告不填金额", SIMPLE_BASIS, "amount")
    if _WORDS[facts.kind] not in facts.item_penalty:
        message = f"该事项的处罚种类（{facts.item_penalty or '未载明'}）不含{facts.kind.label}"
        raise RuleViolation("kind_not_in_item", message, SIMPLE_BASIS, "penalty")
    _check_rights(facts)


def _check_rights(facts: SpotFacts) -> None:
    if not facts.certificates_shown:
        message = "当场处罚须先向当事人出示执法证件"
        raise RuleViolation("papers_not_shown", message, SHOWN_BASIS, "certificates_shown")
    if not facts.rights_told:
        message = "须先告知拟处罚的内容、事实、理由、依据和陈述申辩权"
        raise RuleViolation("rights_not_told", message, HEARD_BASIS, "rights_told")
    if facts.statement.strip() and not facts.answer.strip():
        message = "当事人陈述申辩的，须当场复核并写明采纳与否及理由"
        raise RuleViolation("statement_unanswered", message, HEARD_BASIS, "answer")


def check_cash(ground: str, *, fine: Decimal, receipt: str, simple: bool) -> None:
    """Raise unless cash may be taken on this ground (``simple``: decided on the spot)."""
    if ground not in CASH_GROUNDS:
        message = "当场收缴须选定法定情形；没有的，由当事人到银行或者电子缴纳"
        raise RuleViolation("no_cash_ground", message, "《行政处罚法》第六十七条", "spot_ground")
    if ground != REMOTE and not simple:
        message = "普通程序的罚款只在边远、水上、交通不便地区经当事人提出时可以当场收缴"
        raise RuleViolation("cash_only_simple", message, CASH_GROUNDS[REMOTE], "spot_ground")
    if ground == SMALL and fine > CASH_MAX:
        message = f"罚款 {fine:.2f} 元，超过一百元，不能按此情形当场收缴"
        raise RuleViolation("cash_over_limit", message, CASH_GROUNDS[SMALL], "spot_ground")
    if not receipt.strip():
        message = "当场收缴须出具财政部门统一制发的专用票据，请填写票据号"
        raise RuleViolation("no_receipt", message, RECEIPT_BASIS, "receipt")


def decision_text(
    *,
    party: str,
    place: str,
    on: date,
    facts: str,
    basis: str,
    penalty: str,
    performance: str,
    statement: str,
    answer: str,
    authority: str,
) -> str:
    """The decision with every point of 第五十二条第二款; signatures stand on the paper."""
    heard = (
        f"当事人陈述申辩：{statement}。复核意见：{answer}。"
        if statement
        else "当事人未提出陈述申辩。"
    )
    lines = (
        f"当事人：{party}",
        f"时间和地点：{on.year}年{on.month}月{on.day}日，{place}",
        f"违法事实：{facts}",
        f"处罚依据：{basis}",
        "执法人员已出示执法证件，当场告知拟作处罚的内容、事实、理由、依据和陈述、申辩的权利。"
        + heard,
        f"处罚决定：{penalty}",
        f"履行方式和期限：{performance}",
        f"救济途径：{REMEDIES}",
        authority,
    )
    return "\n".join(lines)
