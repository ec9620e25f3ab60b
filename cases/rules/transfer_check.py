"""Whether a case may be handed on as proposed: competence, one at a time, not on, a list."""

from __future__ import annotations

from dataclasses import dataclass, field

from cases.rules.transfer import TransferKind
from core.errors import RuleViolation

_22 = "《行政处罚法》第二十二条至第二十五条"
_25 = "《行政处罚法》第二十五条"
# 《行政处罚法》 does not say whether what was handed over may be handed on: the rule of the courts
# and of 市场监管 is followed.
NOT_ON = (
    "参照《行政诉讼法》第二十二条、《市场监督管理行政处罚程序规定》第十四条；"
    "指定管辖依《行政处罚法》第二十五条"
)


@dataclass(frozen=True)
class Proposal:
    """A transfer as it is proposed.

    `competent`: whom the rule of competence names now; `fits`: it would name the receiver;
    `first_filed`: the sender filed first and is competent; `handed_over`: the sender itself got the
    case by a transfer; `disclaimed`: units that returned it as not theirs; `pending`: another
    transfer waits; `units`: names of all units of the platform.
    """

    kind: TransferKind
    sender: str
    receiver: str
    reason: str
    pieces: int
    competent: str = ""
    fits: bool = True
    first_filed: bool = False
    handed_over: bool = False
    disclaimed: frozenset[str] = field(default_factory=frozenset)
    pending: str = ""
    city: bool = False
    originals: bool = False
    units: frozenset[str] = field(default_factory=frozenset)


def check_proposal(wanted: Proposal) -> None:
    """Raise RuleViolation, at the field and with the way out, unless it may be sent so."""
    rule, where = wanted.kind.rule, "unit" if wanted.kind.rule.inside else "organ"
    if not wanted.receiver.strip():
        raise RuleViolation("no_receiver", "请写明移送给哪个单位、机关", rule.basis, field=where)
    if not wanted.reason.strip():
        raise RuleViolation("no_reason", "请写明移送理由", rule.basis, field="reason")
    if wanted.pending and wanted.kind is not TransferKind.DISCIPLINE:
        raise RuleViolation("in_transfer", f"{wanted.pending}，不能同时再移送", rule.basis)
    if not wanted.pieces:
        text = "移送清单是空的，请至少列明一件移交的材料"
        raise RuleViolation("no_pieces", text, rule.basis, field="pieces")
    if wanted.originals and not rule.goods:
        text = "移送问题线索只附复印件，请取消移交原件、原物"
        raise RuleViolation("no_originals", text, rule.basis, field="originals")
    if wanted.handed_over and wanted.kind not in (TransferKind.CRIME, TransferKind.DISCIPLINE):
        text = (
            f"本案是移送给{wanted.sender}的，受移送单位不得再自行移送；"
            "认为不属于本单位管辖的，请报请区政府指定管辖"
        )
        raise RuleViolation("not_on", text, NOT_ON, field=where)
    (_check_inside if rule.inside else _check_outside)(wanted)


def _check_inside(wanted: Proposal) -> None:
    if wanted.receiver == wanted.sender:
        raise RuleViolation("own_unit", "本案就在本单位，无须移送", _22, field="unit")
    if wanted.receiver in wanted.disclaimed:
        text = (
            f"{wanted.receiver}已以不属于其管辖退回，不能重复移送；"
            "对管辖有争议的，先协商，协商不成报请区政府指定管辖"
        )
        raise RuleViolation("disclaimed", text, _25, field="unit")
    if wanted.first_filed:
        text = (
            f"{wanted.sender}最先立案且有管辖权，由{wanted.sender}办理，不得移送{wanted.receiver}"
        )
        raise RuleViolation("first_filed", text, _25, field="unit")
    if not wanted.fits:
        who = wanted.competent
        way = f"依照管辖规则，本案由{who}执法，请移送{who}" if who else "本案执法主体尚未判定"
        if who == wanted.sender:
            way = f"依照管辖规则，本案由{who}执法，应由本单位办理"
        text = f"{wanted.receiver}对本案没有管辖权：{way}；有争议的报请区政府指定管辖"
        raise RuleViolation("not_competent", text, _22, field="unit")


def _check_outside(wanted: Proposal) -> None:
    if wanted.receiver.strip() in wanted.units:
        text = f"“{wanted.receiver}”是平台内的单位，请选“移送镇街”或者“移送区级部门”"
        raise RuleViolation("inside_unit", text, _22, field="organ")
    if wanted.kind is TransferKind.CITY and not wanted.city:
        who = wanted.competent or "本区"
        text = f"该事项没有上收市级，依照管辖规则本案由{who}执法，不能移送市级机关"
        raise RuleViolation("not_of_the_city", text, _22, field="kind")
