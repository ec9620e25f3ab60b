"""What an appointment to an office of the plan must satisfy.

《片区联合执法工作方案》二（二）3（1）（片长、协作组长、联络人）、3（2）（副片长）、3（3）和附件（六）
（法制审核人员）、附件（四）（组织部确定片长名单）.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from core.errors import RuleViolation
from core.rules.periods import Period

_PLAN = "《漳州市芗城区乡镇（街道）片区联合执法工作方案》"
_CHIEF = f"{_PLAN}二（二）3（1）"
_DEPUTY = f"{_PLAN}二（二）3（2）"
_REVIEWER = f"{_PLAN}二（二）3（3）、附件（六）"


class Rank(StrEnum):
    """Ranks of officials, lowest first."""

    CLERK = "clerk"
    SECTION_MEMBER = "section_member"
    DEPUTY_SECTION = "deputy_section"
    SECTION = "section"
    DEPUTY_DIVISION = "deputy_division"

    @property
    def label(self) -> str:
        return _RANK_LABELS[self]

    def reaches(self, other: "Rank") -> bool:
        """Whether this rank is at least ``other``."""
        order = list(Rank)
        return order.index(self) >= order.index(other)


_RANK_LABELS = {
    Rank.CLERK: "办事员",
    Rank.SECTION_MEMBER: "科员",
    Rank.DEPUTY_SECTION: "副科级",
    Rank.SECTION: "正科级",
    Rank.DEPUTY_DIVISION: "副处级",
}


class ScopeKind(StrEnum):
    """What an office extends to."""

    ZONE = "zone"
    TOWN = "town"
    BUREAU = "bureau"
    DISTRICT = "district"

    @property
    def label(self) -> str:
        return _SCOPE_LABELS[self]


_SCOPE_LABELS = {
    ScopeKind.ZONE: "片区",
    ScopeKind.TOWN: "乡镇（街道）",
    ScopeKind.BUREAU: "区直部门",
    ScopeKind.DISTRICT: "全区",
}


class Office(StrEnum):
    """Offices whose appointment the rules know; others need only a scope and a document."""

    ZONE_CHIEF = "zone_chief"
    COORDINATOR = "coordinator"
    DEPUTY_CHIEF = "deputy_chief"
    LIAISON = "liaison"
    TOWN_OFFICER = "town_officer"
    BUREAU_OFFICER = "bureau_officer"
    LEGAL_REVIEWER = "legal_reviewer"
    JUSTICE_ADMIN = "justice_admin"

    @property
    def label(self) -> str:
        return _OFFICE_LABELS[self]


_OFFICE_LABELS = {
    Office.ZONE_CHIEF: "片长",
    Office.COORDINATOR: "协作组长",
    Office.DEPUTY_CHIEF: "副片长",
    Office.LIAISON: "部门联络人",
    Office.TOWN_OFFICER: "乡镇（街道）执法人员",
    Office.BUREAU_OFFICER: "区直部门执法人员",
    Office.LEGAL_REVIEWER: "法制审核员",
    Office.JUSTICE_ADMIN: "司法局管理员",
}

# Reviewers are named for a zone (二（二）3（3）) and for each town (附件（六）): two layers.
SCOPE_KINDS: Mapping[Office, frozenset[ScopeKind]] = MappingProxyType(
    {
        Office.ZONE_CHIEF: frozenset({ScopeKind.ZONE}),
        Office.COORDINATOR: frozenset({ScopeKind.ZONE}),
        Office.DEPUTY_CHIEF: frozenset({ScopeKind.TOWN}),
        Office.LIAISON: frozenset({ScopeKind.BUREAU}),
        Office.TOWN_OFFICER: frozenset({ScopeKind.TOWN}),
        Office.BUREAU_OFFICER: frozenset({ScopeKind.BUREAU}),
        Office.LEGAL_REVIEWER: frozenset({ScopeKind.ZONE, ScopeKind.TOWN}),
        Office.JUSTICE_ADMIN: frozenset({ScopeKind.DISTRICT}),
    }
)
SINGLE_HOLDER = frozenset(
    {Office.ZONE_CHIEF, Office.COORDINATOR, Office.DEPUTY_CHIEF, Office.LIAISON}
)


@dataclass(frozen=True)
class AppointmentFacts:
    """An appointment to be made.

    ``home`` is the bureau or town whose staff the person belongs to, ``scope`` the zone, town or
    bureau they are appointed for; ``zone_bureau`` the bureau the plan names for that zone.
    ``appointed_by_chief_of`` is the zone whose serving chief signs, where a chief does. ``others``
    are the periods in which somebody else holds the same office for the same scope.
    """

    office: Office
    scope_kind: ScopeKind
    scope: str
    person: str
    home: str
    rank: Rank
    document: str
    starts_on: date
    ends_on: date | None = None
    zone_bureau: str = ""
    appointed_by_chief_of: str | None = None
    others: tuple[Period, ...] = ()
    legally_qualified: bool = False


def appointment_violations(facts: AppointmentFacts) -> tuple[RuleViolation, ...]:
    """Everything that stands against the appointment; empty: it may be made."""
    found = [
        _scope_violation(facts),
        _document_violation(facts),
        _period_violation(facts),
        *_office_violations(facts),
    ]
    return tuple(violation for violation in found if violation)


def check_appointment(facts: AppointmentFacts) -> None:
    """Raise the first of ``appointment_violations``."""
    for violation in appointment_violations(facts):
        raise violation


def _scope_violation(facts: AppointmentFacts) -> RuleViolation | None:
    allowed = SCOPE_KINDS[facts.office]
    if facts.scope_kind in allowed:
        return None
    names = "或者".join(kind.label for kind in ScopeKind if kind in allowed)
    message = f"{facts.office.label}的任职范围应为{names}"
    return RuleViolation("office_scope", message, _PLAN, "scope")


def _document_violation(facts: AppointmentFacts) -> RuleViolation | None:
    if facts.document.strip():
        return None
    return RuleViolation("no_document", "须填写任职文号", f"{_PLAN}附件（四）", "document")


def _period_violation(facts: AppointmentFacts) -> RuleViolation | None:
    try:
        period = Period(facts.starts_on, facts.ends_on)
    except RuleViolation as violation:
        return violation
    if facts.office in SINGLE_HOLDER and any(period.overlaps(other) for other in facts.others):
        message = f"{facts.scope}在此期间已有{facts.office.label}，须先免去原任职"
        return RuleViolation("office_taken", message, _PLAN, "starts_on")
    return None


def _office_violations(facts: AppointmentFacts) -> list[RuleViolation | None]:
    if facts.office is Office.ZONE_CHIEF:
        return [_chief_bureau(facts), _rank_violation(facts, _CHIEF)]
    if facts.office is Office.DEPUTY_CHIEF:
        return [_home_violation(facts, _DEPUTY), _rank_violation(facts, _DEPUTY)]
    if facts.office is Office.COORDINATOR:
        return [_coordinator_violation(facts)]
    if facts.office in (Office.LIAISON, Office.TOWN_OFFICER, Office.BUREAU_OFFICER):
        return [_home_violation(facts, _PLAN)]
    if facts.office is Office.LEGAL_REVIEWER:
        return [_reviewer_violation(facts)]
    return []


def _chief_bureau(facts: AppointmentFacts) -> RuleViolation | None:
    if facts.home == facts.zone_bureau:
        return None
    message = f"{facts.scope}片长应由{facts.zone_bureau}领导担任，{facts.person}属{facts.home}"
    return RuleViolation("chief_bureau", message, _CHIEF, "person")


def _rank_violation(facts: AppointmentFacts, basis: str) -> RuleViolation | None:
    if facts.rank.reaches(Rank.DEPUTY_SECTION):
        return None
    message = f"{facts.office.label}应由副科级领导担任，{facts.person}为{facts.rank.label}"
    return RuleViolation("rank_too_low", message, basis, "person")


def _home_violation(facts: AppointmentFacts, basis: str) -> RuleViolation | None:
    if facts.home == facts.scope:
        return None
    message = f"{facts.office.label}应由{facts.scope}人员担任，{facts.person}属{facts.home}"
    return RuleViolation("not_own_staff", message, basis, "person")


def _coordinator_violation(facts: AppointmentFacts) -> RuleViolation | None:
    if facts.appointed_by_chief_of == facts.scope:
        return None
    message = f"协作组长由{facts.scope}片长明确，他人不能任命"
    return RuleViolation("not_by_own_chief", message, _CHIEF, "appointed_by")


def _reviewer_violation(facts: AppointmentFacts) -> RuleViolation | None:
    if facts.legally_qualified:
        return None
    message = f"{facts.person}未取得国家统一法律职业资格（原已从事的须登记），不能担任法制审核员"
    return RuleViolation(
        "reviewer_unqualified", message, f"《行政处罚法》第五十八条第二款；{_REVIEWER}", "person"
    )
