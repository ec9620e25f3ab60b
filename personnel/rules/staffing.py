"""What is wanting in the staffing of zones, towns and bureaus, and who must mend it.

《片区联合执法工作方案》二（二）3（1）至（3） (offices, a reviewer a zone), 附件（二） (下沉比例),
附件（三） (全员持证；镇街两名以上具备资格), 附件（四） (任职), 附件（六） (a reviewer
a town, 名单).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

_PLAN = "方案"
CERTIFIED_AT_LEAST = 2  # “两名以上”, the figure itself included (民法典 第一千二百五十九条)
TRAINING_FROM_MONTH = 10  # before the last quarter a year's hours are nobody's arrears


class Check(StrEnum):
    """One kind of shortcoming."""

    TWO_CERTIFIED = "two_certified"
    ALL_CERTIFIED = "all_certified"
    EXPIRING = "expiring"
    ZONE_REVIEWER = "zone_reviewer"
    TOWN_REVIEWER = "town_reviewer"
    RATIO = "ratio"
    CHIEF = "chief"
    COORDINATOR = "coordinator"
    DEPUTY = "deputy"
    LIAISON = "liaison"
    ROSTER = "roster"
    ROSTER_GAPS = "roster_gaps"
    TRAINING = "training"

    @property
    def label(self) -> str:
        return CHECKS[self].label


class Duty(StrEnum):
    """Who must act; `personnel.selectors.staffing` finds the person."""

    DEPUTY_CHIEF = "deputy_chief"
    LIAISON = "liaison"
    ZONE_CHIEF = "zone_chief"
    ORGANISATION = "organisation"
    JUSTICE_ADMIN = "justice_admin"
    UNIT = "unit"  # the town's 副片长 or the bureau's 联络人

    @property
    def label(self) -> str:
        return _DUTY_LABELS[self]


_DUTY_LABELS = {
    Duty.DEPUTY_CHIEF: "副片长",
    Duty.LIAISON: "部门联络人",
    Duty.ZONE_CHIEF: "片长",
    Duty.ORGANISATION: "区委组织部",
    Duty.JUSTICE_ADMIN: "区司法局",
    Duty.UNIT: "副片长（联络人）",
}


@dataclass(frozen=True)
class CheckRule:
    """`grave`: work is held up or the plan is broken; otherwise it is a warning."""

    label: str
    basis: str
    duty: Duty
    page: str  # name of the page on which it is mended
    grave: bool = True


CHECKS: Mapping[Check, CheckRule] = MappingProxyType(
    {
        Check.TWO_CERTIFIED: CheckRule(
            "镇街持证不足两人", f"{_PLAN}附件（三）", Duty.DEPUTY_CHIEF, "officers"
        ),
        Check.ALL_CERTIFIED: CheckRule(
            "在编人员未全员持证", f"{_PLAN}附件（三）", Duty.UNIT, "officers", grave=False
        ),
        Check.EXPIRING: CheckRule(
            "证件将到期", "《行政处罚法》第四十二条", Duty.UNIT, "certificates", grave=False
        ),
        Check.ZONE_REVIEWER: CheckRule(
            "片区没有法制审核员", f"{_PLAN}二（二）3（3）", Duty.JUSTICE_ADMIN, "appointments"
        ),
        Check.TOWN_REVIEWER: CheckRule(
            "镇街没有法制审核员", f"{_PLAN}附件（六）", Duty.JUSTICE_ADMIN, "appointments"
        ),
        Check.RATIO: CheckRule(
            "下沉比例低于 50%", f"{_PLAN}附件（二）", Duty.LIAISON, "secondment_ratio"
        ),
        Check.CHIEF: CheckRule(
            "片长空缺", f"{_PLAN}二（二）3（1）", Duty.ORGANISATION, "appointments"
        ),
        Check.COORDINATOR: CheckRule(
            "协作组长空缺",
            f"{_PLAN}二（二）3（1）",
            Duty.ZONE_CHIEF,
            "appointments",
            grave=False,
        ),
        Check.DEPUTY: CheckRule(
            "副片长空缺", f"{_PLAN}二（二）3（2）", Duty.ORGANISATION, "appointments"
        ),
        Check.LIAISON: CheckRule(
            "联络人空缺",
            f"{_PLAN}二（二）3（1）",
            Duty.ORGANISATION,
            "appointments",
            grave=False,
        ),
        Check.ROSTER: CheckRule(
            "未公布联合执法人员名单", f"{_PLAN}二（二）3（3）", Duty.ZONE_CHIEF, "rosters"
        ),
        Check.ROSTER_GAPS: CheckRule(
            "名单有人员撤下，须编制新版",
            f"{_PLAN}附件（六）",
            Duty.ZONE_CHIEF,
            "rosters",
            grave=False,
        ),
        Check.TRAINING: CheckRule(
            "本年培训学时不足", "国办发〔2023〕27号", Duty.UNIT, "officers", grave=False
        ),
    }
)


VACANCIES = frozenset(
    {
        Check.CHIEF,
        Check.COORDINATOR,
        Check.DEPUTY,
        Check.LIAISON,
        Check.ZONE_REVIEWER,
        Check.TOWN_REVIEWER,
    }
)


@dataclass(frozen=True)
class UnitStaff:
    """A town or bureau. People counted are those at home there, except `certified`.

    `certified`: people who may act for it today with a valid certificate, postings included.
    `established`: 在编 people who need a certificate (附件（三）: in a town everybody 在编);
    `bare`: names of those without one.
    """

    key: str
    name: str
    is_town: bool
    certified: int = 0
    posted: int = 0  # to a town; by a bureau
    established: int = 0
    bare: tuple[str, ...] = ()
    expiring: tuple[str, ...] = ()
    untrained: tuple[str, ...] = ()
    has_head: bool = True  # 副片长 of a town, 联络人 of a bureau
    has_reviewer: bool = True
    ratio_short: str = ""  # why the ratio is not met; "" when it is, or nothing is owed

    @property
    def held(self) -> int:
        """How many of the `established` hold a certificate."""
        return self.established - len(self.bare)


@dataclass(frozen=True)
class ZoneStaff:
    """A zone: its offices and its roster. `gone`: people taken off the published version."""

    key: str
    name: str
    has_chief: bool = True
    has_coordinator: bool = True
    has_reviewer: bool = True
    has_roster: bool = True
    gone: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shortcoming:
    """One thing wanting at one zone, town or bureau (`scope` is its key)."""

    check: Check
    scope: str
    text: str


def shortcomings(
    zones: Iterable[ZoneStaff], units: Iterable[UnitStaff], *, month: int
) -> tuple[Shortcoming, ...]:
    """Everything that is wanting today; `month` tells whether the year's training is due."""
    found = [item for zone in zones for item in _of_zone(zone)]
    found += [item for unit in units for item in _of_unit(unit, month)]
    return tuple(found)


def _of_zone(zone: ZoneStaff) -> list[Shortcoming]:
    wanting = {
        Check.CHIEF: "" if zone.has_chief else f"{zone.name}没有在任片长",
        Check.COORDINATOR: "" if zone.has_coordinator else f"{zone.name}没有协作组长，由片长明确",
        Check.ZONE_REVIEWER: "" if zone.has_reviewer else f"{zone.name}没有法制审核员，至少一名",
        Check.ROSTER: "" if zone.has_roster else f"{zone.name}尚未公布联合执法人员名单",
        Check.ROSTER_GAPS: zone.has_roster and _named("已撤下", zone.gone),
    }
    return [Shortcoming(check, zone.key, text) for check, text in wanting.items() if text]


def _of_unit(unit: UnitStaff, month: int) -> list[Shortcoming]:
    wanting = {
        Check.TWO_CERTIFIED: _too_few(unit) if unit.is_town else "",
        Check.DEPUTY if unit.is_town else Check.LIAISON: _headless(unit),
        Check.TOWN_REVIEWER: ""
        if unit.has_reviewer or not unit.is_town
        else f"{unit.name}没有法制审核员，至少一名",
        Check.RATIO: unit.ratio_short,
        Check.ALL_CERTIFIED: _bare(unit),
        Check.EXPIRING: _named("六十日内到期", unit.expiring),
        Check.TRAINING: _named("学时不足", unit.untrained) if month >= TRAINING_FROM_MONTH else "",
    }
    return [Shortcoming(check, unit.key, text) for check, text in wanting.items() if text]


def _too_few(unit: UnitStaff) -> str:
    if unit.certified >= CERTIFIED_AT_LEAST:
        return ""
    missing = CERTIFIED_AT_LEAST - unit.certified
    return f"{unit.name}今天持有效证件的 {unit.certified} 人，还差 {missing} 人，不能独立立案"


def _headless(unit: UnitStaff) -> str:
    if unit.has_head:
        return ""
    return f"{unit.name}没有在任{'副片长' if unit.is_town else '联络人'}"


def _bare(unit: UnitStaff) -> str:
    if not unit.bare:
        return ""
    rate = unit.held * 100 // unit.established
    return (
        f"在编 {unit.established} 人，持证 {unit.held} 人（{rate}%）。{_named('未持证', unit.bare)}"
    )


def _named(what: str, names: tuple[str, ...]) -> str:
    if not names:
        return ""
    shown = "、".join(names[:5])
    more = f"等 {len(names)} 人" if len(names) > 5 else f"，共 {len(names)} 人"
    return f"{what}：{shown}{more}"
