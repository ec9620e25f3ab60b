"""How a reported case may be arranged, which way fits it, and who orders simple joint work.

《片区联合执法工作方案》二（二）3（1）–（3）; 《行政处罚法》第二十二条、第二十四条、第二十五条. An
arrangement organises work and is never 指定管辖.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from cases.rules.gravity import PLAN_BASIS
from core.errors import RuleViolation

CHIEF_BASIS = "方案二（二）3（1）"
DEPUTY_BASIS = "方案二（二）3（2）"
ARTICLE_25 = "《行政处罚法》第二十五条"

ANSWER_PARAMETER = "PARTICIPATION_ANSWER"
ANSWER_WORKDAYS = 1  # nothing fixes it: 待确认 until 司法局 confirms the parameter
NEGOTIATION_WORKDAYS = 7  # 参照住房和城乡建设部令第55号第六条


class Mode(StrEnum):
    """What a chief may order."""

    LOCAL = "local"
    LEAD_TOWN = "lead_town"
    BUREAU = "bureau"
    JOINT = "joint"
    STUDY = "study"
    COORDINATION = "coordination"

    @property
    def label(self) -> str:
        return _MODES[self][0]

    @property
    def meaning(self) -> str:
        """What follows from it, in a line."""
        return _MODES[self][1]


_MODES = {
    Mode.LOCAL: ("由属地镇街办理", "案情清楚、力量足够，登记的镇街自己办到底"),
    Mode.LEAD_TOWN: ("指派牵头镇街", "几个镇街中一个牵头，其他单位按需要配合"),
    Mode.BUREAU: ("转区级部门办理", "事项未赋权或者须由部门办理，由现承办单位移送该部门"),
    Mode.JOINT: ("组织联合执法", "两个以上单位共同检查、取证，形成联合行动"),
    Mode.STUDY: ("召集案件研讨", "事实、定性或者裁量有疑难，先研讨再办理"),
    Mode.COORDINATION: ("提请指导单位协调", "跨片区或者片区内难以协调，请区城管执法局协调"),
}
# What may be asked of a unit.
ASKS = {"people": "派人", "equipment": "出装备", "inspection": "参加检查", "opinion": "出意见"}
# Modes in which other units are asked to take part.
WITH_UNITS = frozenset({Mode.LEAD_TOWN, Mode.BUREAU, Mode.JOINT})
# Modes after which the chief will arrange again.
INTERIM = frozenset({Mode.STUDY, Mode.COORDINATION})


@dataclass(frozen=True)
class ArrangeFacts:
    """What the suggestion hangs on. `reasons`: codes of the report; `competent`: kind of organ."""

    reasons: frozenset[str] = frozenset()
    towns: int = 1
    zones: int = 1
    competent: str = "town"  # town, bureau, city, undetermined
    short_of_officers: bool = False
    studied: bool = False
    coordinated: bool = False


@dataclass(frozen=True)
class Suggestion:
    """The way that fits, and why."""

    mode: Mode
    why: str
    basis: str = PLAN_BASIS


def suggest(facts: ArrangeFacts) -> Suggestion:
    """The first that applies: dispute, no power, difficulty, several towns, else the town."""
    if "JURIS_DISPUTE" in facts.reasons and not facts.coordinated:
        return _disputed(facts)
    if facts.competent == "bureau" or "UNDELEGATED" in facts.reasons:
        why = "事项未赋权案发地镇街，由区级部门以自己的名义执法"
        return Suggestion(Mode.BUREAU, why, "《行政处罚法》第二十四条；" + PLAN_BASIS)
    if "COMPLEX" in facts.reasons and not facts.studied:
        return Suggestion(Mode.STUDY, "案情复杂、疑难，先研讨事实、定性和办理路径", CHIEF_BASIS)
    if facts.zones > 1:
        why = f"案件跨 {facts.zones} 个片区，由牵头片区组织两地联合执法"
        return Suggestion(Mode.JOINT, why)
    if facts.towns > 1:
        why = f"案件涉及 {facts.towns} 个镇街，须在两地同时检查、取证"
        return Suggestion(Mode.JOINT, why)
    if facts.short_of_officers:
        why = "案发地持证执法人员不足两人，须由其他单位派人联合办理"
        return Suggestion(Mode.JOINT, why, "《行政处罚法》第四十二条；" + PLAN_BASIS)
    return Suggestion(Mode.LOCAL, "案件只涉及一个镇街，事项已赋权、力量足够，由其办理")


def _disputed(facts: ArrangeFacts) -> Suggestion:
    if facts.zones > 1:
        why = "管辖有争议且跨片区，先请指导单位协调；协商不成报请区政府指定管辖"
        return Suggestion(Mode.COORDINATION, why, ARTICLE_25)
    why = "管辖有争议，先由一个镇街牵头办理，同时协商；协商不成报请区政府指定管辖"
    return Suggestion(Mode.LEAD_TOWN, why, ARTICLE_25)


@dataclass(frozen=True)
class Wanted:
    """What is ordered: whether a place of the case or a bureau leads; how many others help."""

    mode: Mode
    lead_is_place: bool
    has_bureau: bool
    others: int
    finish_by_past: bool = False


def check(wanted: Wanted) -> None:
    """Refuse an order that contradicts its own mode."""
    if wanted.finish_by_past:
        raise RuleViolation("finish_by_past", "完成时限早于今天，请核对", field="finish_by")
    if wanted.mode is Mode.BUREAU:
        if not wanted.has_bureau:
            text = "请选择转给哪个区级部门"
            raise RuleViolation("no_bureau_named", text, PLAN_BASIS, field="lead_agency")
        return
    if not wanted.lead_is_place:
        raise RuleViolation(
            "lead_elsewhere",
            "牵头镇街须为案发地之一",
            "《行政处罚法》第二十二条",
            field="lead_town",
        )
    if wanted.mode is Mode.JOINT and not wanted.others:
        raise RuleViolation("joint_alone", "联合执法至少还须一个参与单位", PLAN_BASIS, field="asks")


def check_simple(*, must_report: Collection[str], zones: Collection[str], others: int) -> None:
    """What the 副片长 may order alone: joint work inside the zone that nobody need report."""
    if must_report:
        raise RuleViolation(
            "not_simple",
            f"本案须上报片长安排（{'；'.join(must_report)}），副片长不能自行组织",
            PLAN_BASIS,
        )
    if len(set(zones)) > 1:
        text = "简单联合执法限于本片区；需要其他片区的镇街参加，请上报片长"
        raise RuleViolation("other_zone", text, DEPUTY_BASIS, field="asks")
    if not others:
        raise RuleViolation(
            "joint_alone", "联合执法至少还须一个参与单位", DEPUTY_BASIS, field="asks"
        )
