"""Whom and what a chief may call up for a time and place, in which order, and why not others.

《片区联合执法工作方案》二（二）、附件（四）（片长统一调度）; who may act at all is
``personnel.rules.eligibility``. Same values, same answer: ties are broken by id.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum

from core.errors import RuleViolation
from personnel.rules import eligibility
from personnel.rules.eligibility import TEAM_SIZE, OfficerFacts

BASIS = "《片区联合执法工作方案》二（二）、附件（四）"
MAX_DAYS = 30
ELSEWHERE = "属其他片区，须经该片区片长同意"


class Nearness(IntEnum):
    """Where somebody is posted, seen from the town of the dispatch; nearest first."""

    TOWN = 0
    ZONE = 1
    BUREAU = 2
    ELSEWHERE = 3


@dataclass(frozen=True)
class Need:
    """What is asked for: each day of it, the acting unit, the town, how many people."""

    days: tuple[date, ...]
    domain: str
    unit: str
    place: str
    officers: int
    party: str = ""


@dataclass(frozen=True)
class Candidate:
    """A person as known on the first and on the last day.

    ``hours``: engaged in the 28 days before the dispatch and the 7 after. ``taken``, ``away`` and
    ``asked`` say in words what keeps the person: another engagement, leave, this very order.
    """

    first: OfficerFacts
    last: OfficerFacts
    home: str
    nearness: Nearness
    hours: float = 0.0
    taken: str = ""
    away: str = ""
    asked: str = ""

    @property
    def id(self) -> int:
        return self.first.id

    def on(self, day: date, need: Need) -> OfficerFacts:
        return self.first if day == need.days[0] else self.last


@dataclass(frozen=True)
class Piece:
    """A vehicle or camera; ``fault`` says in words why it can't be used at all."""

    id: int
    name: str
    home: str
    nearness: Nearness
    fault: str = ""
    inspect_due_on: date | None = None
    hours: float = 0.0
    taken: str = ""


@dataclass(frozen=True)
class Ranked:
    """Somebody, or a piece, that can be had. ``of_unit``: acts in the acting unit's own name."""

    id: int
    name: str
    home: str
    reasons: tuple[str, ...]
    nearness: Nearness
    hours: float
    of_unit: bool = False


@dataclass(frozen=True)
class LeftOut:
    id: int
    name: str
    home: str
    why: str


@dataclass(frozen=True)
class Proposal:
    """``team``: the ids proposed, empty when two of the acting unit can't be had; then, or when
    fewer than asked for are free, ``lacking`` says so."""

    ranked: tuple[Ranked, ...]
    team: tuple[int, ...]
    left_out: tuple[LeftOut, ...]
    lacking: str = ""


def check_times(starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    """Raise unless the times are in order, not over yet, and no longer than MAX_DAYS."""
    if ends_at <= starts_at:
        raise RuleViolation("period_order", "结束时间须晚于开始时间", BASIS, "ends_at")
    if ends_at <= now:
        raise RuleViolation("already_past", "结束时间已过，不能再调度", BASIS, "ends_at")
    if ends_at - starts_at > timedelta(days=MAX_DAYS):
        message = f"一次调度不超过 {MAX_DAYS} 天；更长的请由部门办理下沉"
        raise RuleViolation("too_long", message, BASIS, "ends_at")


def days_between(first: date, last: date) -> tuple[date, ...]:
    return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))


def is_of_unit(candidate: Candidate, need: Need) -> bool:
    """Whether the person may act in the acting unit's name at the place on every day."""
    return all(
        eligibility.bar(
            candidate.on(day, need),
            on=day,
            domain=need.domain,
            unit=need.unit,
            place=need.place,
            parties=[need.party],
        )
        is None
        for day in need.days
    )


def why_not(candidate: Candidate, need: Need) -> str:
    """Why the person can't be called; "" when they can."""
    if candidate.nearness is Nearness.ELSEWHERE:
        return ELSEWHERE
    for words in (candidate.asked, candidate.taken, candidate.away):
        if words:
            return words
    for day in need.days:
        facts = candidate.on(day, need)
        found = eligibility.personal_bar(facts, on=day, domain=need.domain, parties=[need.party])
        if found is not None:
            return _brief(found, facts, day)
    return ""


def propose(candidates: Iterable[Candidate], need: Need) -> Proposal:
    """Rank those who can be had, choose a team, and say of everybody else why not.

    Two of the acting unit come first, least loaded first; then by nearness, least loaded first.
    """
    able, left_out = [], []
    for candidate in candidates:
        why = why_not(candidate, need)
        if why:
            left_out.append(LeftOut(candidate.id, candidate.first.name, candidate.home, why))
        else:
            able.append(_ranked(candidate, of_unit=is_of_unit(candidate, need)))
    members = sorted((r for r in able if r.of_unit), key=_by_load)[:TEAM_SIZE]
    others = sorted((r for r in able if r not in members), key=_by_nearness)
    ranked = (*members, *others)
    wanted = max(need.officers, TEAM_SIZE)
    if len(members) < TEAM_SIZE:
        team: tuple[int, ...] = ()
        lacking = (
            f"执法主体能调度的执法人员只有 {len(members)} 人，不足两人，请改时间或者先调整安排"
        )
    else:
        team = tuple(r.id for r in ranked[:wanted])
        short = wanted - len(team)
        lacking = f"需要 {wanted} 人，能调度的只有 {len(team)} 人" if short else ""
    left_out.sort(key=lambda row: (row.why == ELSEWHERE, row.id))
    return Proposal(ranked, team, tuple(left_out), lacking)


def substitutes(
    team: Iterable[Candidate], others: Iterable[Candidate], need: Need
) -> tuple[Ranked, ...]:
    """Who could take an open seat beside ``team``: while two of the acting unit are not in it,
    only they; then anybody by nearness, least loaded first."""
    able = [_ranked(c, of_unit=is_of_unit(c, need)) for c in others if not why_not(c, need)]
    if sum(is_of_unit(c, need) for c in team) < TEAM_SIZE:
        return tuple(sorted((r for r in able if r.of_unit), key=_by_load))
    return tuple(sorted(able, key=_by_nearness))


def check_team(candidates: Sequence[Candidate], need: Need) -> None:
    """Raise unless exactly these people may be called together (第四十二条)."""
    for candidate in candidates:
        why = why_not(candidate, need)
        if why:
            message = f"{candidate.first.name}不能调度：{why}"
            raise RuleViolation("not_available", message, BASIS, "officers")
    members = [c for c in candidates if is_of_unit(c, need)]
    joining = [c for c in candidates if c not in members]
    for day in need.days:
        eligibility.require_team(
            [c.on(day, need) for c in members],
            on=day,
            domain=need.domain,
            unit=need.unit,
            place=need.place,
            parties=[need.party],
            joining=[c.on(day, need) for c in joining],
        )


def piece_why_not(piece: Piece, last_day: date) -> str:
    """Why the vehicle or camera can't be had; "" when it can."""
    if piece.nearness is Nearness.ELSEWHERE:
        return ELSEWHERE
    if piece.fault:
        return piece.fault
    if piece.inspect_due_on and piece.inspect_due_on < last_day:
        return f"检验 {piece.inspect_due_on} 到期"
    return piece.taken


def propose_pieces(pieces: Iterable[Piece], wanted: int, last_day: date) -> Proposal:
    """The same for vehicles or cameras of one kind."""
    able, left_out = [], []
    for piece in pieces:
        why = piece_why_not(piece, last_day)
        if why:
            left_out.append(LeftOut(piece.id, piece.name, piece.home, why))
        else:
            reasons = (_WHERE[piece.nearness], _load_words(piece.hours))
            able.append(
                Ranked(piece.id, piece.name, piece.home, reasons, piece.nearness, piece.hours)
            )
    ranked = tuple(sorted(able, key=_by_nearness))
    team = tuple(r.id for r in ranked[:wanted])
    lacking = f"需要 {wanted} 件，能用的只有 {len(team)} 件" if len(team) < wanted else ""
    left_out.sort(key=lambda row: (row.why == ELSEWHERE, row.id))
    return Proposal(ranked, team, tuple(left_out), lacking)


_WHERE = {
    Nearness.TOWN: "在执法地",
    Nearness.ZONE: "同片区",
    Nearness.BUREAU: "区直部门",
    Nearness.ELSEWHERE: "其他片区",
}


def _by_load(row: Ranked) -> tuple[float, int]:
    return (row.hours, row.id)


def _by_nearness(row: Ranked) -> tuple[int, float, int]:
    return (row.nearness, row.hours, row.id)


def _load_words(hours: float) -> str:
    return f"近期已排 {hours:g} 小时" if hours else "近期没有安排"


def _ranked(candidate: Candidate, *, of_unit: bool) -> Ranked:
    reasons = ("执法主体人员",) if of_unit else ()
    return Ranked(
        id=candidate.id,
        name=candidate.first.name,
        home=candidate.home,
        reasons=(*reasons, _WHERE[candidate.nearness], _load_words(candidate.hours)),
        nearness=candidate.nearness,
        hours=candidate.hours,
        of_unit=of_unit,
    )


_BRIEF = {
    "recused": "应回避",
    "certificate_missing": "无行政执法证",
    "certificate_suspended": "证件已暂扣",
    "certificate_revoked": "证件已注销",
    "certificate_domain": "领域不符",
}


def _brief(found: RuleViolation, facts: OfficerFacts, day: date) -> str:
    if found.code in _BRIEF:
        return _BRIEF[found.code]
    ended = [c.expires_on for c in facts.certificates if c.expires_on < day]
    if found.code == "certificate_expired" and ended:
        return f"证件 {max(ended)} 到期"
    return f"证件 {min(c.valid_from for c in facts.certificates)} 起才有效"
