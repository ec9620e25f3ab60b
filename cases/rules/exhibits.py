"""What may become of a thing that was kept, sampled or seized."""

from __future__ import annotations

from core.errors import RuleViolation

SAMPLING = "《行政处罚法》第五十六条"
_74 = "《行政处罚法》第七十四条"
_27 = "《行政强制法》第二十七条、第二十八条"
IN_HAND = ("preserved", "sampled", "seized", "testing", "to_return")
# Confiscated goods still lie with the organ until they are destroyed or auctioned.
DISPOSALS = {
    "preserved": ("returned",),
    "sampled": ("returned", "destroyed", "transferred", "confiscated"),
    "seized": ("returned", "confiscated", "destroyed", "transferred"),
    "testing": ("returned", "destroyed", "transferred", "confiscated"),
    "to_return": ("returned",),
    "confiscated": ("destroyed", "auctioned", "transferred"),
}


def check_disposal(
    state: str,
    outcome: str,
    *,
    document: str,
    settled: bool,
    confiscation_decided: bool,
    signed: bool,
) -> None:
    """Raise unless a thing in this state may be disposed of so."""
    if not settled:
        text = "登记保存、查封扣押还没有作出处理决定，不能处置；请先办理处理决定"
        raise RuleViolation("source_open", text, _27, field="outcome")
    if outcome not in DISPOSALS.get(state, ()):
        raise RuleViolation("no_such_disposal", "这件物品不能这样处置", _74, field="outcome")
    if outcome == "confiscated" and not confiscation_decided:
        text = "没收须由处罚决定作出；没有决定没收的，应当退还"
        raise RuleViolation("nothing_confiscated", text, _74, field="outcome")
    if not document.strip():
        text = (
            "请写明处置所依据的文书、单据和编号（退还清单、销毁记录、拍卖成交确认书、缴库凭证等）"
        )
        raise RuleViolation("no_document", text, _74, field="document")
    if outcome == "returned" and not signed:
        raise RuleViolation("not_signed", "退还须由接收人签名", _27, field="signature")
