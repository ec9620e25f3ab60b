"""Service of papers (送达): what each way needs as its proof, and the day it counts from.

《行政处罚法》第六十一条 refers to 《民事诉讼法》: 第八十八条 direct, 第八十九条 left, 第九十条
electronic (consent signed: 《行政处罚法》第六十一条第二款), 第九十一条 entrusted and by mail,
第九十二条 to 第九十四条 handed on, 第九十五条 by announcement.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from core.errors import RuleViolation

_OFFICERS = "《行政处罚法》第四十二条第一款"
_CIVIL = "《民事诉讼法》"
THE_PARTY = frozenset({"本人", "当事人", "受送达人", "本人签收"})


class Way(StrEnum):
    DIRECT = "direct"
    LEFT = "left"
    ENTRUSTED = "entrusted"
    MAIL = "mail"
    HANDED_ON = "handed_on"
    ELECTRONIC = "electronic"
    PUBLIC = "public"

    @property
    def basis(self) -> str:
        return WAY_BASIS[self]


WAY_BASIS: Mapping[Way, str] = MappingProxyType(
    {
        Way.DIRECT: f"{_CIVIL}第八十八条",
        Way.LEFT: f"{_CIVIL}第八十九条",
        Way.ENTRUSTED: f"{_CIVIL}第九十一条",
        Way.MAIL: f"{_CIVIL}第九十一条",
        Way.HANDED_ON: f"{_CIVIL}第九十二条至第九十四条",
        Way.ELECTRONIC: f"《行政处罚法》第六十一条第二款、{_CIVIL}第九十条",
        Way.PUBLIC: f"{_CIVIL}第九十五条",
    }
)
# Who may sign for the party. A family member does so for a natural person only, a person in
# charge of receiving mail for an organisation (or a business of one's own).
FAMILY = "同住的成年家属"
HEAD = "法定代表人或者主要负责人"
MAILROOM = "负责收件的人"
RELATIONS = (HEAD, MAILROOM, FAMILY, "委托代理人", "指定的代收人")


@dataclass(frozen=True)
class ServiceFacts:
    """What is entered of one service. `party_kind`: citizen, individual, organisation ("" unknown).

    `since`: the paper's day; `recorded`: a photo, film or scan is attached; `served_on` is None
    where the way itself gives the day (electronic, by announcement).
    """

    way: Way
    since: date | None
    served_on: date | None = None
    officers: int = 2
    party: str = ""
    party_kind: str = ""
    receiver: str = ""
    relation: str = ""
    place: str = ""
    refused_why: str = ""
    witness: str = ""
    recorded: bool = False
    mail_number: str = ""
    sent_to: str = ""
    consent: str = ""
    arrived_on: date | None = None
    announced_on: date | None = None
    announced_where: str = ""
    reason: str = ""
    proof: str = ""


def check(facts: ServiceFacts, today: date) -> None:
    """Raise, at the form field, unless the way has its proof and its days are in order."""
    if facts.officers < 2:
        message = "送达由两名以上执法人员进行，请勾选送达人"
        raise RuleViolation("too_few_officers", message, _OFFICERS, "officers")
    _NEEDS[facts.way](facts)
    _need(facts, "proof", "请写明送达回证和证明材料")
    field = _DAY_FIELD.get(facts.way, "served_on")
    day = first_day(facts)
    if day is None:
        raise RuleViolation("no_day", f"请填写{_DAY_WORDS[field]}", facts.way.basis, field)
    if day > today:
        message = f"{_DAY_WORDS[field]}晚于今天，请核对"
        raise RuleViolation("future_service", message, facts.way.basis, field)
    if facts.since is not None and day < facts.since:
        message = f"{_DAY_WORDS[field]}不能早于文书作出之日 {facts.since}"
        raise RuleViolation("served_before_made", message, facts.way.basis, field)


_DAY_FIELD = {Way.ELECTRONIC: "arrived_at", Way.PUBLIC: "announced_on"}
_DAY_WORDS = {
    "served_on": "送达日期",
    "arrived_at": "到达系统时间",
    "announced_on": "公告发出日期",
}


def first_day(facts: ServiceFacts) -> date | None:
    """The day of the act: receipt, arrival in the system, or the announcement."""
    if facts.way is Way.ELECTRONIC:
        return facts.arrived_on
    if facts.way is Way.PUBLIC:
        return facts.announced_on
    return facts.served_on


def _need(facts: ServiceFacts, name: str, message: str) -> None:
    if not str(getattr(facts, name)).strip():
        raise RuleViolation(f"no_{name}", message, facts.way.basis, name)


def _direct(facts: ServiceFacts) -> None:
    _need(facts, "receiver", "请填写签收人；拒绝签收的，改用留置送达")
    _check_relation(facts)


def _check_relation(facts: ServiceFacts) -> None:
    receiver, relation = facts.receiver.strip(), facts.relation.strip()
    natural = facts.party_kind in ("citizen", "individual")
    if not relation:
        if receiver in THE_PARTY or receiver == facts.party.strip():
            return
        message = "签收人不是当事人本人（本单位）的，请选择与受送达人的关系"
        raise RuleViolation("no_relation", message, facts.way.basis, "relation")
    if relation == FAMILY and facts.party_kind and not natural:
        message = "受送达人是法人、其他组织的，由法定代表人、主要负责人或者负责收件的人签收"
        raise RuleViolation("family_of_organisation", message, facts.way.basis, "relation")
    if relation == MAILROOM and facts.party_kind == "citizen":
        message = "受送达人是公民的，由本人、同住的成年家属或者代收人签收"
        raise RuleViolation("mailroom_of_citizen", message, facts.way.basis, "relation")


def _left(facts: ServiceFacts) -> None:
    _need(facts, "refused_why", "请写明拒收事由")
    _need(facts, "place", "请填写留置的地点（受送达人的住所）")
    if not facts.witness.strip() and not facts.recorded:
        message = "留置送达须有见证人（基层组织或者所在单位的代表），或者拍照、录像：请填写或者上传"
        raise RuleViolation("no_witness", message, facts.way.basis, "witness")


def _entrusted(facts: ServiceFacts) -> None:
    _need(facts, "sent_to", "请填写受委托送达的机关")
    _need(facts, "reason", "请写明直接送达有困难的原因")
    _need(facts, "receiver", "请填写签收人")


def _mail(facts: ServiceFacts) -> None:
    _need(facts, "mail_number", "请填写邮件号，送达日期以回执上注明的收件日期为准")


def _handed_on(facts: ServiceFacts) -> None:
    _need(facts, "sent_to", "请填写代为转交的单位（部队、监所、强制性教育机构）")
    _need(facts, "receiver", "请填写签收人；以受送达人签收之日为送达日期")


def _electronic(facts: ServiceFacts) -> None:
    _need(facts, "consent", "电子送达须经当事人同意并签订确认书，请填写确认书的日期或者编号")
    _need(facts, "sent_to", "请填写确认书载明的电子送达地址")


def _public(facts: ServiceFacts) -> None:
    _need(facts, "reason", "请写明受送达人下落不明或者其他方式无法送达的原因和经过")
    _need(facts, "announced_where", "请填写公告的载体（报纸、网站、公告栏）")


_NEEDS: Mapping[Way, Callable[[ServiceFacts], None]] = {
    Way.DIRECT: _direct,
    Way.LEFT: _left,
    Way.ENTRUSTED: _entrusted,
    Way.MAIL: _mail,
    Way.HANDED_ON: _handed_on,
    Way.ELECTRONIC: _electronic,
    Way.PUBLIC: _public,
}
# Which fields matter for which way; the others are not kept.
FIELDS: Mapping[Way, frozenset[str]] = MappingProxyType(
    {
        Way.DIRECT: frozenset({"receiver", "relation", "place"}),
        Way.LEFT: frozenset({"place", "refused_why", "witness"}),
        Way.ENTRUSTED: frozenset({"receiver", "relation", "place", "sent_to", "reason"}),
        Way.MAIL: frozenset({"receiver", "mail_number"}),
        Way.HANDED_ON: frozenset({"receiver", "sent_to"}),
        Way.ELECTRONIC: frozenset({"consent", "sent_to", "arrived_at"}),
        Way.PUBLIC: frozenset({"reason", "announced_on", "announced_where"}),
    }
)
