"""Who may stand on a zone's roster in which category, and when the roster may go out.

《片区联合执法工作方案》二（二）1（五类人员）、3（3）（公布名单）、附件（三）（每个镇街两名以上）、附件（六）
（司法局审核和公示）; 《行政处罚法》第四十二条 (qualified officers).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.errors import RuleViolation
from personnel.rules.eligibility import CertificateFacts, CertificateStatus, OfficerFacts
from personnel.rules.eligibility import certificate_bar as bar_of_papers
from personnel.rules.offices import Rank

TEAM = "方案二（二）1"
TWO = "方案附件（三）"
REVIEW = "方案二（二）3（3）、附件（六）"
CERTIFIED = "《行政处罚法》第四十二条"
TOWN_MINIMUM = 2  # 两名以上, the figure included


class Kind(StrEnum):
    """The five kinds of people the plan puts into a zone's team."""

    BUREAU_LEADER = "bureau_leader"
    BRIGADE_HEAD = "brigade_head"
    TOWN_LEADER = "town_leader"
    SECONDED = "seconded"
    TOWN_OFFICER = "town_officer"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def enforces(self) -> bool:
        """Leaders direct and need no certificate; the others act and need one."""
        return self not in (Kind.BUREAU_LEADER, Kind.TOWN_LEADER)

    @property
    def of_town(self) -> bool:
        """Submitted by a town, not by a bureau."""
        return self in (Kind.TOWN_LEADER, Kind.TOWN_OFFICER)


_LABELS = {
    Kind.BUREAU_LEADER: "部门分管领导",
    Kind.BRIGADE_HEAD: "部门综合执法大队队长",
    Kind.TOWN_LEADER: "镇街分管领导",
    Kind.SECONDED: "下沉、派驻人员",
    Kind.TOWN_OFFICER: "镇街执法人员",
}


@dataclass(frozen=True)
class PersonFacts:
    """A person on a day. Units are keys (``T3`` a town, ``A5`` a bureau).

    ``serves`` are towns whose own officer the person is, ``posted`` those it is posted to by its
    bureau: key → name.
    """

    id: int
    name: str
    home: str
    home_name: str
    rank: Rank
    post: str = ""
    active: bool = True
    certificates: tuple[CertificateFacts, ...] = ()
    serves: frozenset[str] = frozenset()
    posted: tuple[tuple[str, str], ...] = ()

    def posts_in(self, towns: Collection[str]) -> list[str]:
        """Names of the towns among ``towns`` that the person is posted to."""
        return [name for key, name in self.posted if key in towns]


@dataclass(frozen=True)
class Place:
    """A category in which a person may stand, and why."""

    kind: Kind
    why: str


def places_of(person: PersonFacts, unit: str, towns: Collection[str]) -> list[Place]:
    """The categories in which ``unit`` may name the person for the zone of ``towns``."""
    if not person.active:
        return []
    if unit.startswith("T"):
        return _town_places(person, unit) if unit in towns else []
    return _bureau_places(person, unit, towns)


def _town_places(person: PersonFacts, unit: str) -> list[Place]:
    found = []
    if unit in person.serves:
        found.append(Place(Kind.TOWN_OFFICER, f"{person.home_name}执法人员"))
    if person.home == unit and person.rank.reaches(Rank.DEPUTY_SECTION):
        found.append(Place(Kind.TOWN_LEADER, f"{person.rank.label}，{person.home_name}人员"))
    return found


def _bureau_places(person: PersonFacts, unit: str, towns: Collection[str]) -> list[Place]:
    if person.home != unit:
        return []
    found = []
    posts = person.posts_in(towns)
    if posts:
        found.append(Place(Kind.SECONDED, f"已下沉{'、'.join(posts)}"))
    if heads_brigade(person.post):
        found.append(Place(Kind.BRIGADE_HEAD, f"行政职务：{person.post}"))
    if person.rank.reaches(Rank.DEPUTY_SECTION):
        found.append(Place(Kind.BUREAU_LEADER, f"{person.rank.label}，{person.home_name}人员"))
    return found


def heads_brigade(post: str) -> bool:
    """Whether a post is that of the head of an enforcement brigade, not of a deputy."""
    return "大队" in post and "长" in post and "副" not in post


def shown_unit(person: PersonFacts, kind: Kind, towns: Collection[str]) -> str:
    """The unit as the roster names it; a posted person's towns stand behind the bureau."""
    posts = person.posts_in(towns) if kind is Kind.SECONDED else []
    return f"{person.home_name}（下沉{'、'.join(posts)}）" if posts else person.home_name


@dataclass(frozen=True)
class Paper:
    """The certificate check of one person: fine or not, in words; days left include none today."""

    good: bool
    text: str
    number: str = ""
    expires_on: date | None = None


def check_paper(person: PersonFacts, kind: Kind, on: date) -> Paper:
    """The certificate that is good on ``on``; its last day counts. Leaders need none."""
    good = [
        paper
        for paper in person.certificates
        if paper.covers(on) and paper.status is CertificateStatus.VALID
    ]
    if good:
        best = max(good, key=lambda paper: paper.expires_on)
        left = (best.expires_on - on).days
        words = f"有效，剩 {left} 天" if left else "有效，今天到期"
        return Paper(True, words, best.number, best.expires_on)
    if not kind.enforces:
        return Paper(True, "领导职务，不要求持证")
    return Paper(False, _no_paper(person, on))


def _no_paper(person: PersonFacts, on: date) -> str:
    facts = OfficerFacts(person.id, "", person.certificates, frozenset())
    violation = bar_of_papers(facts, on=on, domain="")
    assert violation is not None  # no certificate is good
    return violation.message.removeprefix("的").removesuffix("，不得从事执法活动")


def refusal(person: PersonFacts, unit: str, towns: Collection[str], on: date) -> str:
    """Why the unit can't name the person at all; "" when it can in some category."""
    places = places_of(person, unit, towns)
    if any(check_paper(person, place.kind, on).good for place in places):
        return ""
    if places:
        return check_paper(person, places[0].kind, on).text
    if not person.active:
        return "账号已停用"
    if unit.startswith("T"):
        return "不是副科级领导，也没有本镇街执法人员任职"
    return "不是副科级领导、综合执法大队队长，也没有下沉到本片区"


@dataclass(frozen=True)
class Listed:
    """A person as a roster lists them: by which unit, as what, with which certificate."""

    person: PersonFacts
    unit: str
    kind: Kind
    number: str = ""


def fault_of(member: Listed, towns: Collection[str], on: date) -> str:
    """Why a listed person may not stand on the roster on ``on``; "" when nothing is wrong.

    ``number`` "" (not yet frozen): any certificate serves; else the one that was published must
    itself be good.
    """
    person, kind = member.person, member.kind
    if kind not in {place.kind for place in places_of(person, member.unit, towns)}:
        return _no_place(member)
    paper = check_paper(person, kind, on)
    if not paper.good:
        return paper.text
    if not (kind.enforces and member.number):
        return ""
    own = [c for c in person.certificates if c.number == member.number]
    if any(c.covers(on) and c.status is CertificateStatus.VALID for c in own):
        return ""
    return f"名单所列行政执法证（{member.number}）已失效，换发的证件须由新版名单列入"


def _no_place(member: Listed) -> str:
    if not member.person.active:
        return "账号已停用"
    return {
        Kind.BUREAU_LEADER: "不再是该部门副科级以上人员",
        Kind.BRIGADE_HEAD: "不再担任综合执法大队队长",
        Kind.TOWN_LEADER: "不再是该镇街副科级以上人员",
        Kind.SECONDED: "下沉已结束，不在本片区",
        Kind.TOWN_OFFICER: "不再是该镇街执法人员",
    }[member.kind]


@dataclass(frozen=True)
class Condition:
    """One thing a roster must satisfy before it goes out, and how it stands."""

    label: str
    met: bool
    text: str
    basis: str


def conditions(
    members: Sequence[Listed],
    towns: Sequence[tuple[str, str]],
    waiting: Sequence[str],
    on: date,
) -> list[Condition]:
    """All conditions of a roster of the zone of ``towns`` (key, name), met or not.

    ``waiting`` are the names of units that have not submitted.
    """
    keys = {key for key, _ in towns}
    faults = [
        f"{member.person.name}（{fault}）"
        for member in members
        if (fault := fault_of(member, keys, on))
    ]
    return [
        _condition("各单位均已提交", waiting, "尚未提交：", REVIEW),
        _condition("五类人员齐备", _kinds_missing(members), "缺少：", TEAM),
        _condition("每个镇街两名以上持证执法人员", _short(members, towns, on), "", TWO),
        _condition("列入人员符合条件、证件有效", faults, "", CERTIFIED),
    ]


def _condition(label: str, faults: Sequence[str], lead: str, basis: str) -> Condition:
    text = f"{lead}{'；'.join(faults)}" if faults else "符合"
    return Condition(label, not faults, text, basis)


def _kinds_missing(members: Iterable[Listed]) -> list[str]:
    there = {member.kind for member in members}
    return [kind.label for kind in Kind if kind not in there]


def _short(members: Sequence[Listed], towns: Iterable[tuple[str, str]], on: date) -> list[str]:
    found = []
    for key, name in towns:
        count = sum(
            _serves(member, key) and check_paper(member.person, member.kind, on).good
            for member in members
        )
        if count < TOWN_MINIMUM:
            found.append(f"{name}现有 {count} 名，须 {TOWN_MINIMUM} 名以上")
    return found


def _serves(member: Listed, town: str) -> bool:
    """The town's own officer, or one posted there, as 附件（三） counts them."""
    if member.kind is Kind.SECONDED:
        return bool(member.person.posts_in([town]))
    return member.kind is Kind.TOWN_OFFICER and member.unit == town


def require(found: Iterable[Condition]) -> None:
    """Raise RuleViolation for the first condition that is not met."""
    for condition in found:
        if not condition.met:
            message = f"{condition.label}未满足：{condition.text}"
            raise RuleViolation("roster_condition", message, condition.basis)
