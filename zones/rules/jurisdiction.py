"""Who may punish what, in whose name, who is told, and why (执法主体判定).

The power over each act is decided by ``competence``; here the acts of one matter are brought
together (《行政处罚法》第二十五条、第二十九条), the zones to be told are found
(《片区联合执法工作方案》二（二）3（3）) and suspected crimes sent on (第二十七条). A zone is never
an authority and a chief's arrangement is not 指定管辖.
"""

from zones.rules.competence import (
    CITY_ORGAN,
    PLAN,
    decide_act,
    empowered_towns,
    no_power,
    short_of_officers,
    town_power,
)
from zones.rules.facts import (
    Act,
    AuthorityKind,
    Delegation,
    DistrictFacts,
    ItemFacts,
    Jurisdiction,
    Matter,
    Outcome,
    Reason,
    ZoneFacts,
    heading,
    is_town_government,
)

__all__ = [
    "Act",
    "AuthorityKind",
    "Delegation",
    "DistrictFacts",
    "ItemFacts",
    "Jurisdiction",
    "Matter",
    "Outcome",
    "Reason",
    "ZoneFacts",
    "decide_jurisdiction",
    "empowered_towns",
    "heading",
    "is_town_government",
    "may_town_act",
]

POLICE = "公安机关"
_REPORT = f"{PLAN}二（二）3（3）"
_LED_FIRST = (AuthorityKind.TOWN, AuthorityKind.BUREAU, AuthorityKind.CITY)


def decide_jurisdiction(matter: Matter, district: DistrictFacts) -> Jurisdiction:
    """The competent authority of a matter; always an answer or a named gap, never an error."""
    if not matter.acts:
        gap = Reason("no_act", "须先选择执法事项和违法行为发生地", "《行政处罚法》第二十二条")
        return Jurisdiction(AuthorityKind.UNDETERMINED, None, (), joint=False, reasons=(gap,))
    parts = tuple(decide_act(matter, district, act) for act in matter.acts)
    kind, authority = _lead(matter, district, parts)
    grounds = _report_grounds(matter, district, kind, authority)
    zones = _zones_to_tell(matter, district) if grounds else ()
    organs = {(part.kind, part.authority) for part in parts}
    joint = kind in (AuthorityKind.TOWN, AuthorityKind.BUREAU) and (
        len(organs) > 1 or _needs_support(matter, kind, authority) or _spreads(matter, district)
    )
    reasons = (
        *(reason for part in parts for reason in part.reasons),
        *_invalid_claims(matter, district, parts),
        *_split_reasons(parts, organs, kind, authority),
        *grounds,
        *(_zone_reasons(matter, district, zones) if grounds else ()),
        *_crime_reasons(matter),
    )
    return Jurisdiction(
        kind=kind,
        authority=authority,
        report_to=zones,
        joint=joint,
        reasons=tuple(dict.fromkeys(reasons)),
        transfer_to=_transfer_target(matter, parts),
        parts=parts,
    )


def may_town_act(matter: Matter, district: DistrictFacts, town: str) -> tuple[bool, Reason]:
    """Whether ``town`` holds the power over the first act, and the reason why or why not."""
    item = matter.acts[0].item
    if item.city_since is not None and item.city_since <= matter.on:
        text = f"{item.label}自 {item.city_since} 起已上收市级"
        return False, Reason("city_level", text, f"{PLAN}二（二）2")
    if town not in district.towns:
        text = f"{town}不是本区乡镇（街道）"
        return False, Reason("outside_zones", text, f"{PLAN}二（二）1")
    power = town_power(item, town, matter.on)
    return (True, power) if power else (False, no_power(item, town, matter.on))


def _lead(
    matter: Matter, district: DistrictFacts, parts: tuple[Outcome, ...]
) -> tuple[AuthorityKind, str | None]:
    """Which answer leads when acts differ: any gap first, then a town, a bureau, the city.

    Among towns the first to file, else the one that comes first in the district; among bureaus
    that of the act named first (the principal one).
    """
    if any(part.kind is AuthorityKind.UNDETERMINED for part in parts):
        return AuthorityKind.UNDETERMINED, None
    kind = next(kind for kind in _LED_FIRST if any(part.kind is kind for part in parts))
    organs = [part.authority for part in parts if part.kind is kind]
    if matter.first in organs:
        return kind, matter.first
    if kind is AuthorityKind.TOWN:
        ranked = [town for town in district.towns if town in organs]
        return kind, ranked[0] if ranked else organs[0]
    return kind, organs[0]


def _needs_support(matter: Matter, kind: AuthorityKind, authority: str | None) -> bool:
    return (
        kind is AuthorityKind.TOWN
        and authority is not None
        and short_of_officers(matter, authority)
    )


def _spreads(matter: Matter, district: DistrictFacts) -> bool:
    """Whether it touches several places, at least one of them in a zone."""
    return len(matter.places) > 1 and any(district.zone_of(town) for town in matter.places)


def _report_grounds(
    matter: Matter, district: DistrictFacts, kind: AuthorityKind, authority: str | None
) -> list[Reason]:
    places = matter.places
    grounds = []
    if len(places) > 1:
        text = f"案件涉及{'、'.join(district.in_order(places))}，跨乡镇（街道），须报告片长"
        grounds.append(Reason("cross_town", text, _REPORT))
    if matter.major:
        grounds.append(Reason("major", "重大案件，须报告片长", _REPORT))
    if matter.complex:
        grounds.append(Reason("complex", "复杂疑难案件，须报告片长", _REPORT))
    if matter.suspected_crime:
        grounds.append(Reason("grave_crime", "涉嫌犯罪，按重大案件报告片长", _REPORT))
    if _needs_support(matter, kind, authority):
        count = matter.certified_officers[authority or ""]
        text = (
            f"{authority}持证执法人员 {count} 人，不足两人，不能独立办案；"
            "执法主体不变，请片长调派持证人员联合办理"
        )
        grounds.append(
            Reason("too_few_officers", text, f"《行政处罚法》第四十二条；{PLAN}附件（三）")
        )
    return grounds


def _zones_to_tell(matter: Matter, district: DistrictFacts) -> tuple[str, ...]:
    """Every zone concerned; that of the town that filed first leads, else district order."""
    concerned = [
        zone.name for zone in district.zones if any(place in zone.towns for place in matter.places)
    ]
    first = district.zone_of(matter.first) if matter.first else None
    return tuple(sorted(concerned, key=lambda zone: zone != first))


def _zone_reasons(matter: Matter, district: DistrictFacts, zones: tuple[str, ...]) -> list[Reason]:
    if not zones:
        text = "案发地不属于任何片区，没有可报告的片长，由区城管执法局协调"
        return [Reason("no_zone", text, f"{PLAN}附件（一）")] if matter.places else []
    if len(zones) == 1:
        return [Reason("report_zone", f"向{zones[0]}片长报告", _REPORT)]
    first = matter.first
    led = first is not None and district.zone_of(first) == zones[0]
    done = "立案" if matter.first_filed_by else "受理"
    how = f"{first}最先{done}" if led else "尚无立案在先的记录，暂按片区顺序"
    text = (
        f"跨{'、'.join(zones)}，各片长均须报告，{how}，由{zones[0]}片长牵头；"
        "区城管执法局可以另行确定。片长安排不是指定管辖"
    )
    return [Reason("several_zones", text, f"{_REPORT}；《行政处罚法》第二十五条")]


def _invalid_claims(
    matter: Matter, district: DistrictFacts, parts: tuple[Outcome, ...]
) -> list[Reason]:
    """Designations and earlier filings that were put forward but carry nothing."""
    spoken = {reason.rule for part in parts for reason in part.reasons}
    claims = []
    if matter.designated_to and not matter.designation_document:
        text = f"指定{matter.designated_to}管辖未附区政府文书；片长安排不是指定管辖"
        claims.append(Reason("designation_missing", text, "《行政处罚法》第二十五条"))
    elif matter.designated_to and "designated" not in spoken:
        text = f"指定管辖不能代替赋权，{matter.designated_to}对该事项无处罚权"
        claims.append(Reason("designation_void", text, "《行政处罚法》第二十五条、第三十八条"))
    if matter.filed_under and "filed_stays" not in spoken:
        text = f"{matter.filed_under}立案时未取得该事项赋权，立案不能确定管辖"
        claims.append(Reason("filed_without_power", text, "《行政处罚法》第三十八条"))
    first = matter.first_filed_by
    if len(matter.places) > 1 and first in district.towns and not _holds_any(matter, first):
        text = f"{first}虽先立案，但立案日 {matter.on} 对该事项无处罚权，不因先立案取得管辖权"
        claims.append(
            Reason("first_filed_without_power", text, "《行政处罚法》第二十五条、第三十八条")
        )
    return claims


def _holds_any(matter: Matter, town: str) -> bool:
    held = any(town_power(act.item, town, matter.on) for act in matter.acts)
    return held or town == matter.filed_under


def _split_reasons(
    parts: tuple[Outcome, ...],
    organs: set[tuple[AuthorityKind, str | None]],
    kind: AuthorityKind,
    authority: str | None,
) -> list[Reason]:
    if len(organs) < 2 or kind is AuthorityKind.UNDETERMINED:
        return _one_fine(parts)
    others = dict.fromkeys(
        part.authority or CITY_ORGAN
        for part in parts
        if (part.kind, part.authority) != (kind, authority)
    )
    text = (
        f"各行为的执法主体不同：本案由{authority}办理其有权的部分，"
        f"其余分案由{'、'.join(others)}处理；对同一违法行为不得给予两次以上罚款"
    )
    return [Reason("split", text, "《行政处罚法》第二十九条、第三十八条")]


def _one_fine(parts: tuple[Outcome, ...]) -> list[Reason]:
    places = [frozenset(part.act.towns) for part in parts]
    if len(parts) < 2 or len(set(places)) == len(places):
        return []
    text = "同一违法行为违反多个法律规范的，只罚一次，按罚款数额高的规定处罚"
    return [Reason("one_fine", text, "《行政处罚法》第二十九条")]


def _crime_reasons(matter: Matter) -> list[Reason]:
    if not matter.suspected_crime:
        return []
    text = f"违法行为涉嫌犯罪，应当及时移送{POLICE}，不得以行政处罚代替"
    return [Reason("suspected_crime", text, "《行政处罚法》第二十七条、第八条")]


def _transfer_target(matter: Matter, parts: tuple[Outcome, ...]) -> str | None:
    if matter.suspected_crime:
        return POLICE
    return CITY_ORGAN if any(part.kind is AuthorityKind.CITY for part in parts) else None
