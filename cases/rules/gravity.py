"""What makes a case grave: report to the zone chief, legal review, hearing, collective discussion.

《行政处罚法》第五十七条第二款（集体讨论）、第五十八条（法制审核）、第六十三条（听证）;
国办发〔2018〕118号 (scope of review, wider than 第五十八条: the union counts);
《片区联合执法工作方案》二（二）3（3）.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from cases.rules.circumstances import MAY_BE_REPORTED

PLAN_BASIS = "《漳州市芗城区乡镇（街道）片区联合执法工作方案》二（二）3（3）"
_REVIEW = "《行政处罚法》第五十八条第一款第{}项"
_OPINION_118 = "国办发〔2018〕118号（重大执法决定法制审核）"
_HEARING = "《行政处罚法》第六十三条第一款第{}项"
_DISCUSSION = "《行政处罚法》第五十七条第二款"


class PenaltyKind(StrEnum):
    """Kinds of penalty (《行政处罚法》第九条)."""

    WARNING = "warning"
    CRITICISM = "criticism"
    FINE = "fine"
    CONFISCATE_INCOME = "confiscate_income"
    CONFISCATE_PROPERTY = "confiscate_property"
    SUSPEND_PERMIT = "suspend_permit"
    DOWNGRADE = "downgrade"
    REVOKE_PERMIT = "revoke_permit"
    RESTRICT_OPERATION = "restrict_operation"
    STOP_OPERATION = "stop_operation"
    CLOSE = "close"
    BAR_FROM_OCCUPATION = "bar_from_occupation"
    DETENTION = "detention"
    OTHER = "other"

    @property
    def label(self) -> str:
        return _KIND_LABELS[self]


_KIND_LABELS = {
    PenaltyKind.WARNING: "警告",
    PenaltyKind.CRITICISM: "通报批评",
    PenaltyKind.FINE: "罚款",
    PenaltyKind.CONFISCATE_INCOME: "没收违法所得",
    PenaltyKind.CONFISCATE_PROPERTY: "没收非法财物",
    PenaltyKind.SUSPEND_PERMIT: "暂扣许可证件",
    PenaltyKind.DOWNGRADE: "降低资质等级",
    PenaltyKind.REVOKE_PERMIT: "吊销许可证件",
    PenaltyKind.RESTRICT_OPERATION: "限制开展生产经营活动",
    PenaltyKind.STOP_OPERATION: "责令停产停业",
    PenaltyKind.CLOSE: "责令关闭",
    PenaltyKind.BAR_FROM_OCCUPATION: "限制从业",
    PenaltyKind.DETENTION: "行政拘留",
    PenaltyKind.OTHER: "法律、行政法规规定的其他行政处罚",
}
# 第六十三条第一款第三项、第四项; 降低资质等级 and 吊销 are one item, stopping and barring the next.
_HEARD_KINDS = {
    PenaltyKind.DOWNGRADE: "三",
    PenaltyKind.REVOKE_PERMIT: "三",
    PenaltyKind.STOP_OPERATION: "四",
    PenaltyKind.CLOSE: "四",
    PenaltyKind.BAR_FROM_OCCUPATION: "四",
}


@dataclass(frozen=True)
class Reason:
    """Why a step is owed; ``compulsory`` False: it may be taken but nothing waits for it."""

    code: str
    text: str
    basis: str
    compulsory: bool = True


@dataclass(frozen=True)
class GravityParameters:
    """What 较大数额 means, in yuan, the figure itself included (本数在内).

    National law leaves the figure to the provinces and domains; the defaults are those of the
    Fujian construction authorities (2021-11-16) and count as 待确认 until 司法局 sets its own.
    """

    citizen_threshold: Decimal = Decimal(10_000)
    organisation_threshold: Decimal = Decimal(100_000)
    confirmed: bool = False

    def threshold(self, *, is_organisation: bool) -> Decimal:
        return self.organisation_threshold if is_organisation else self.citizen_threshold


DEFAULT_PARAMETERS = GravityParameters()


@dataclass(frozen=True)
class GravityFacts:
    """What is known of the case; amounts in yuan, None while nothing is proposed."""

    towns: tuple[str, ...] = ()
    party_towns: tuple[str, ...] = ()  # where each party lives or has its seat, as far as known
    is_organisation: bool = False
    kinds: frozenset[PenaltyKind] = frozenset()
    fine: Decimal | None = None
    confiscation: Decimal | None = None
    judged_major: bool = False
    judged_complex: bool = False
    several_relations: bool = False
    joint: bool = False
    suspected_crime: bool = False
    jurisdiction_dispute: bool = False
    undelegated: bool = False
    short_of_officers: bool = False
    safety: bool = False
    repeated: bool = False
    media: bool = False  # it came to light through the media
    public_interest: bool = False
    social_impact: bool = False
    significant_rights: bool = False
    hearing_held: bool = False
    review_by_statute: bool = False
    hearing_by_statute: bool = False
    other_heavy_penalty: bool = False
    listed: tuple[Reason, ...] = ()  # lines of the list of major decisions it falls under


def escalation_reasons(
    facts: GravityFacts, parameters: GravityParameters = DEFAULT_PARAMETERS
) -> tuple[Reason, ...]:
    """Why the zone chief is told. Compulsory: no decision before the chief has arranged the case.

    UNDELEGATED, CAPACITY, a repeated offence and a party at home elsewhere may be reported but hold
    nothing up: the first only moves the case to its bureau, the second asks for people.
    """
    found = [
        *_across(facts),
        _major(facts, parameters, PLAN_BASIS),
        facts.safety
        and Reason("MAJOR", "危及公共安全、人身安全或者生产安全，按重大案件报告", PLAN_BASIS),
        facts.public_interest and Reason("MAJOR", "涉及重大公共利益，按重大案件报告", PLAN_BASIS),
        facts.social_impact
        and Reason("MAJOR", "社会关注，可能造成重大社会影响，按重大案件报告", PLAN_BASIS),
        facts.judged_complex and Reason("COMPLEX", "承办人认定案情复杂、疑难", PLAN_BASIS),
        facts.several_relations
        and Reason("COMPLEX", "涉及多个执法领域、多个法律关系，按复杂案件报告", PLAN_BASIS),
        facts.suspected_crime
        and Reason(
            "SUSPECTED_CRIME",
            "违法行为涉嫌犯罪，须及时移送司法机关，并作为重大案件报告",
            f"《行政处罚法》第二十七条；{PLAN_BASIS}",
        ),
        facts.jurisdiction_dispute
        and Reason("JURIS_DISPUTE", "管辖有争议，须协商或报请指定管辖", "《行政处罚法》第二十五条"),
        *_may_be_reported(facts),
    ]
    return tuple(reason for reason in found if reason)


def _across(facts: GravityFacts) -> list[Reason]:
    towns = tuple(dict.fromkeys(facts.towns))
    homes = tuple(dict.fromkeys(facts.party_towns))
    found = []
    if len(towns) > 1:
        text = f"案件涉及 {'、'.join(towns)}，跨乡镇（街道）"
        found.append(Reason("CROSS_TOWN", text, PLAN_BASIS))
    if len(homes) > 1:
        text = f"当事人分处 {'、'.join(homes)}，跨乡镇（街道）"
        found.append(Reason("CROSS_TOWN", text, PLAN_BASIS))
    elif homes and homes[0] not in towns:
        text = f"当事人住所在{homes[0]}，不在案发地，需要该镇街协助的可以上报"
        found.append(Reason("CROSS_TOWN", text, PLAN_BASIS, compulsory=False))
    return found


def _may_be_reported(facts: GravityFacts) -> list[Reason]:
    """What opens a report without holding anything up."""
    said = [words for name, words in MAY_BE_REPORTED.items() if getattr(facts, name)]
    return [
        Reason(code, text, f"{article}；{PLAN_BASIS}" if article else PLAN_BASIS, compulsory=False)
        for code, text, article in said
    ]


def must_report(facts: GravityFacts, parameters: GravityParameters = DEFAULT_PARAMETERS) -> bool:
    """Whether a decision has to wait for the zone chief's arrangement."""
    return any(reason.compulsory for reason in escalation_reasons(facts, parameters))


def review_reasons(
    facts: GravityFacts, parameters: GravityParameters = DEFAULT_PARAMETERS
) -> tuple[Reason, ...]:
    """Why legal review must pass before the decision; empty: review is not compulsory.

    The union of 第五十八条 and 国办发〔2018〕118号, asked again after the hearing.
    """
    towns = tuple(dict.fromkeys(facts.towns))
    grave = _large_sum(facts, parameters, _OPINION_118) or _heavy_kind(facts, _OPINION_118)
    found = [
        facts.public_interest
        and Reason("PUBLIC_INTEREST", "涉及重大公共利益", _REVIEW.format("一")),
        facts.social_impact
        and Reason("SOCIAL_IMPACT", "可能造成重大社会影响或者引发社会风险", _OPINION_118),
        (facts.significant_rights or grave is not None)
        and Reason(
            "SIGNIFICANT_RIGHTS",
            "直接关系当事人或者第三人重大权益" + (f"（{grave.text}）" if grave else ""),
            _OPINION_118,
        ),
        facts.hearing_held
        and Reason("HEARING_HELD", "已经过听证程序", f"{_REVIEW.format('二')}；{_OPINION_118}"),
        (facts.judged_complex or facts.several_relations)
        and Reason("COMPLEX", "案件情况疑难复杂、涉及多个法律关系", _REVIEW.format("三")),
        (facts.joint or len(towns) > 1)
        and Reason("JOINT", "跨乡镇（街道）或者联合办理，按疑难复杂案件审核", _REVIEW.format("三")),
        facts.judged_major and Reason("MAJOR", "承办人认定为重大案件", _OPINION_118),
        facts.review_by_statute
        and Reason("STATUTE", "法律、法规规定应当进行法制审核", _REVIEW.format("四")),
        *facts.listed,
    ]
    return tuple(reason for reason in found if reason)


def hearing_reasons(
    facts: GravityFacts, parameters: GravityParameters = DEFAULT_PARAMETERS
) -> tuple[Reason, ...]:
    """Why the party must be told of the right to a hearing (第六十三条)."""
    found = [
        _large_fine(facts, parameters, _HEARING.format("一")),
        _large_confiscation(facts, parameters, _HEARING.format("二")),
        *(
            Reason("HEAVY_KIND", f"拟{kind.label}", _HEARING.format(item))
            for kind, item in _HEARD_KINDS.items()
            if kind in facts.kinds
        ),
        facts.other_heavy_penalty
        and Reason("OTHER_HEAVY", "拟作其他较重的行政处罚", _HEARING.format("五")),
        facts.hearing_by_statute
        and Reason("STATUTE", "法律、法规、规章规定应当听证", _HEARING.format("六")),
    ]
    return tuple(reason for reason in found if reason)


def collective_discussion_reasons(
    facts: GravityFacts, parameters: GravityParameters = DEFAULT_PARAMETERS
) -> tuple[Reason, ...]:
    """Why the heads of the authority must discuss the penalty together (第五十七条第二款)."""
    found = [
        (facts.judged_complex or facts.several_relations)
        and Reason("COMPLEX", "情节复杂", _DISCUSSION),
        _major(facts, parameters, _DISCUSSION),
    ]
    return tuple(reason for reason in found if reason)


def _major(facts: GravityFacts, parameters: GravityParameters, basis: str) -> Reason | None:
    """A major case: so judged, or a penalty that carries the right to a hearing."""
    if facts.judged_major:
        return Reason("MAJOR", "承办人认定为重大案件", basis)
    grave = _large_sum(facts, parameters, basis) or _heavy_kind(facts, basis)
    return Reason("MAJOR", f"重大违法行为：{grave.text}", basis) if grave else None


def _large_sum(facts: GravityFacts, parameters: GravityParameters, basis: str) -> Reason | None:
    return _large_fine(facts, parameters, basis) or _large_confiscation(facts, parameters, basis)


def _large_fine(facts: GravityFacts, parameters: GravityParameters, basis: str) -> Reason | None:
    return _over("LARGE_FINE", "罚款", facts.fine, facts, parameters, basis)


def _large_confiscation(
    facts: GravityFacts, parameters: GravityParameters, basis: str
) -> Reason | None:
    return _over("LARGE_CONFISCATION", "没收", facts.confiscation, facts, parameters, basis)


def _over(
    code: str,
    what: str,
    amount: Decimal | None,
    facts: GravityFacts,
    parameters: GravityParameters,
    basis: str,
) -> Reason | None:
    threshold = parameters.threshold(is_organisation=facts.is_organisation)
    if amount is None or amount < threshold:
        return None
    party = "法人或者其他组织" if facts.is_organisation else "公民"
    pending = "" if parameters.confirmed else "，标准待确认"
    text = f"拟{what} {amount:.2f} 元，达到较大数额（{party} {threshold:.2f} 元以上{pending}）"
    return Reason(code, text, basis)


def _heavy_kind(facts: GravityFacts, basis: str) -> Reason | None:
    named = [kind.label for kind in _HEARD_KINDS if kind in facts.kinds]
    return Reason("HEAVY_KIND", f"拟{'、'.join(named)}", basis) if named else None
