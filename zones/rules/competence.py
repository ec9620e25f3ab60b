"""Who holds the power over one act on one day.

《行政处罚法》第二十条（委托）、第二十二条（违法行为发生地）、第二十四条（赋权）、第二十五条（先立案、
指定管辖）; 《城乡规划法》第六十五条 as the model of powers that statute gives to 乡、镇 alone;
《片区联合执法工作方案》二（二）2、3（3）. A zone never holds power.
"""

from collections.abc import Callable
from datetime import date

from zones.rules.facts import (
    Act,
    AuthorityKind,
    DistrictFacts,
    ItemFacts,
    Matter,
    Outcome,
    Reason,
    is_town_government,
)

PLAN = "《漳州市芗城区乡镇（街道）片区联合执法工作方案》"
CITY_ORGAN = "漳州市级行政执法机关"
_PLACE = "《行政处罚法》第二十二条"
_DELEGATED = f"《行政处罚法》第二十四条；{PLAN}二（二）3（3）"
_FIRST = "《行政处罚法》第二十五条"
_FIRE = "消防"

Chooser = Callable[[Matter, DistrictFacts, Act], Outcome | None]


def decide_act(matter: Matter, district: DistrictFacts, act: Act) -> Outcome:
    """The authority for one act: the first rule that applies, in order of precedence."""
    for rule in _RULES:
        outcome = rule(matter, district, act)
        if outcome is not None:
            return outcome
    return _bureau(matter, district, act)


def town_power(item: ItemFacts, town: str, on: date) -> Reason | None:
    """Why ``town`` itself holds the item on ``on``; None when it does not."""
    if item.statutory_town and is_town_government(town):
        text = f"法律直接规定{item.label}由乡、镇人民政府处罚，{town}人民政府有权，不需赋权"
        return Reason("statutory_town", text, "《城乡规划法》第六十五条等法律规定")
    held = [d for d in item.delegations if d.town == town and d.period.covers(on)]
    if not held:
        return None
    first = min(held, key=lambda d: (d.starts_on, d.ends_on or date.max))
    until = f"至 {first.ends_on}" if first.ends_on else "起"
    text = (
        f"{item.label}已赋权{town}（{first.starts_on} {until}），"
        f"立案日 {on} 在有效期内，以{town}自己的名义执法"
    )
    return Reason("delegated", text, _DELEGATED)


def no_power(item: ItemFacts, town: str, on: date) -> Reason:
    """Why ``town`` does not hold the item on ``on``."""
    held = sorted(
        (d for d in item.delegations if d.town == town), key=lambda d: d.starts_on, reverse=True
    )
    ended = next((d for d in held if d.starts_on <= on), None)
    if ended:
        text = f"{item.label}对{town}的赋权已于 {ended.ends_on} 终止，立案日 {on} 不再有权"
        return Reason("delegation_ended", text, _DELEGATED)
    if held:
        text = f"{item.label}自 {held[-1].starts_on} 起才赋权{town}，立案日 {on} 尚未生效"
        return Reason("delegation_not_begun", text, _DELEGATED)
    if item.statutory_town:
        text = f"法律规定的乡、镇处罚权不当然适用于街道，{item.label}未赋权{town}"
        return Reason(
            "statutory_not_street", text, "《城乡规划法》第六十五条；《行政处罚法》第十七条"
        )
    return Reason("not_delegated", f"{item.label}未赋权{town}", _DELEGATED)


def empowered_towns(act: Act, district: DistrictFacts, on: date) -> tuple[str, ...]:
    """Towns among the places of the act that hold its item on ``on``, in district order."""
    return tuple(
        town for town in district.towns if town in act.towns and town_power(act.item, town, on)
    )


def short_of_officers(matter: Matter, town: str) -> bool:
    """Whether the town has fewer than two certified officers."""
    return matter.certified_officers.get(town, 2) < 2


def _place_unknown(matter: Matter, district: DistrictFacts, act: Act) -> Outcome | None:
    if not act.towns:
        reason = Reason("place_unknown", "违法行为发生地不明，须先查明案发地再确定执法主体", _PLACE)
        return _outcome(act, AuthorityKind.UNDETERMINED, None, reason)
    known = (*district.towns, *district.outside)
    if not set(act.towns) & set(known):
        names = "、".join(sorted(set(act.towns)))
        text = f"{names}不在芗城区辖区名录内，本区机关无管辖权，须核对案发地"
        reason = Reason("outside_district", text, _PLACE)
        return _outcome(act, AuthorityKind.UNDETERMINED, None, reason)
    return None


def _filed_earlier(matter: Matter, district: DistrictFacts, act: Act) -> Outcome | None:
    town = matter.filed_under
    if town is None or not _once_held(act.item, town, matter.on):
        return None
    text = f"{town}在赋权有效期内已立案，赋权终止或者上收后仍由原立案单位办理至结案"
    reason = Reason("filed_stays", text, f"{_FIRST}第一款；{PLAN}附件（五）")
    return _outcome(act, AuthorityKind.TOWN, town, town_power(act.item, town, matter.on), reason)


def _taken_by_city(matter: Matter, district: DistrictFacts, act: Act) -> Outcome | None:
    since = act.item.city_since
    if since is None or since > matter.on:
        return None
    text = f"{act.item.label}自 {since} 起已上收市级，区、镇街不再行使，应移送{CITY_ORGAN}"
    reason = Reason("city_level", text, f"《行政处罚法》第二十三条；{PLAN}二（二）2")
    return _outcome(act, AuthorityKind.CITY, None, reason)


def _designated(matter: Matter, district: DistrictFacts, act: Act) -> Outcome | None:
    organ = matter.designated_to
    if organ is None or not matter.designation_document:
        return None
    is_town = organ in district.towns
    if is_town and town_power(act.item, organ, matter.on) is None:
        return None
    text = f"区政府以{matter.designation_document}指定{organ}管辖"
    kind = AuthorityKind.TOWN if is_town else AuthorityKind.BUREAU
    return _outcome(act, kind, organ, Reason("designated", text, f"{_FIRST}第二款"))


def _towns(matter: Matter, district: DistrictFacts, act: Act) -> Outcome | None:
    holders = empowered_towns(act, district, matter.on)
    if not holders:
        return None
    if matter.first_filed_by == act.item.bureau and len(holders) < len(set(act.towns)):
        return _bureau_filed_first(matter, act)
    chosen, how = _choose(matter, act, holders)
    power = town_power(act.item, chosen, matter.on)
    others = _unempowered(matter, district, act)
    reasons = [power, how, *others, *_outside_reasons(district, act), _fire_note(act.item)]
    return _outcome(act, AuthorityKind.TOWN, chosen, *reasons)


def _unempowered(matter: Matter, district: DistrictFacts, act: Act) -> list[Reason]:
    return [
        no_power(act.item, town, matter.on)
        for town in district.in_order(act.towns)
        if town in district.towns and town_power(act.item, town, matter.on) is None
    ]


def _choose(matter: Matter, act: Act, holders: tuple[str, ...]) -> tuple[str, Reason | None]:
    """Which of several empowered towns: the first to file, else a stable provisional order."""
    if len(holders) == 1:
        return holders[0], None
    names = "、".join(holders)
    if matter.first_filed_by in holders:
        first = matter.first_filed_by
        text = f"{names}都有管辖权，{first}最先立案，由{first}管辖"
        return first, Reason("first_filed", text, f"{_FIRST}第一款")

    if matter.first_filed_by is None and matter.received_by in holders:
        first = matter.received_by
        text = f"{names}都有管辖权，{first}最先受理，由{first}先行立案的，由{first}管辖"
        return first, Reason("received_first", text, f"{_FIRST}第一款")

    def standing(town: str) -> tuple[bool, date]:
        return short_of_officers(matter, town), _held_since(act.item, town, matter.on)

    chosen = min(holders, key=standing)  # ties keep district order
    text = (
        f"{names}都有管辖权而尚无立案在先的记录，暂列{chosen}；"
        "由最先立案者管辖，有争议的协商，协商不成报区政府指定管辖"
    )
    return chosen, Reason("several_competent", text, _FIRST)


def _bureau_filed_first(matter: Matter, act: Act) -> Outcome:
    bureau = act.item.bureau
    text = f"案发地有未赋权的乡镇（街道），{bureau}有管辖权且最先立案，由{bureau}管辖"
    reason = Reason("first_filed", text, f"{_FIRST}第一款")
    return _outcome(act, AuthorityKind.BUREAU, bureau, reason, _fire_note(act.item))


def _entrusted(matter: Matter, district: DistrictFacts, act: Act) -> Outcome | None:
    organ = act.item.entrusted_by
    if not organ:
        return None
    text = f"{act.item.label}系{organ}委托实施，以{organ}的名义处罚，须有效委托书并已公布"
    reason = Reason("entrusted", text, "《行政处罚法》第二十条")
    return _outcome(act, AuthorityKind.BUREAU, organ, reason)


def _bureau(matter: Matter, district: DistrictFacts, act: Act) -> Outcome:
    item = act.item
    reasons = _unempowered(matter, district, act) + _outside_reasons(district, act)
    if not item.bureau:
        gap = Reason("no_bureau", f"{item.label}未登记区级主管部门，须先补录", _PLACE)
        return _outcome(act, AuthorityKind.UNDETERMINED, None, *reasons, gap)
    text = f"由区级主管部门{item.bureau}以自己的名义执法"
    held = Reason("bureau", text, f"《行政处罚法》第二十三条；{PLAN}二（二）3（3）")
    return _outcome(act, AuthorityKind.BUREAU, item.bureau, *reasons, held, _fire_note(item))


def _outside_reasons(district: DistrictFacts, act: Act) -> list[Reason]:
    reasons = []
    for place in district.in_order(act.towns):
        if place in district.outside:
            text = f"{place}未划入任何片区，也不是乡镇（街道），该处违法行为由区级主管部门处理"
            reasons.append(Reason("outside_zones", text, f"{PLAN}二（二）1；{_PLACE}"))
        elif place not in district.towns:
            text = f"{place}不在芗城区辖区名录内，该处由其所在地机关管辖，须协商或者移送"
            reasons.append(Reason("outside_district", text, f"{_PLACE}、第二十五条"))
    return reasons


def _fire_note(item: ItemFacts) -> Reason | None:
    if _FIRE not in item.bureau and _FIRE not in item.domain:
        return None
    text = "消防救援机构不是区政府工作部门，消防事项的赋权和行政复议机关须另行核实"
    return Reason("fire_note", text, f"《消防法》第四条；{PLAN}附件（二）")


def _once_held(item: ItemFacts, town: str, on: date) -> bool:
    """Whether the town ever held the item up to ``on``, so that it could have filed lawfully."""
    began = any(d.town == town and d.starts_on <= on for d in item.delegations)
    return began or (item.statutory_town and is_town_government(town))


def _held_since(item: ItemFacts, town: str, on: date) -> date:
    if item.statutory_town and is_town_government(town):
        return date.min
    return min(d.starts_on for d in item.delegations if d.town == town and d.period.covers(on))


def _outcome(
    act: Act, kind: AuthorityKind, authority: str | None, *reasons: Reason | None
) -> Outcome:
    return Outcome(act, kind, authority, tuple(reason for reason in reasons if reason))


_RULES: tuple[Chooser, ...] = (
    _place_unknown,
    _filed_earlier,
    _taken_by_city,
    _designated,
    _towns,
    _entrusted,
)
