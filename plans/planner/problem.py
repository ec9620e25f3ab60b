"""The instance as numbers: days, officers and needs by index, so that placing a visit is quick."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import date

from plans.planner.model import Instance, Target


@dataclass(slots=True)
class Need:
    """What one authority must cover at a visit: two officers for each of these domains."""

    authority: int
    domains: tuple[int, ...]


@dataclass(slots=True)
class Job:
    """One visit to be placed: ``first``–``last`` are working-day indices it may lie on.

    ``chain`` is its place among the target's visits; two of them are ``gap`` days apart.
    """

    index: int
    target: int
    town: int
    duties: tuple[int, ...]
    needs: tuple[Need, ...]
    first: int
    last: int
    chain: int
    # Officers who must stay away, a bit for each.
    recused: int = 0


@dataclass(slots=True)
class Problem:
    """Everything the search asks for, by index."""

    instance: Instance
    days: tuple[date, ...]
    ordinals: list[int]
    week_of: list[int]
    month_of: list[int]
    towns: list[str]
    town_number: dict[str, int]
    officer_number: dict[str, int]
    authorities: list[str]
    authority_number: dict[str, int]
    domains: list[str]
    officer_authority: list[int]
    officer_domains: list[frozenset[int]]
    officer_towns: list[frozenset[int]]
    # Working days on which the officer may be sent: present, and the certificate still valid.
    officer_days: list[frozenset[int]]
    day_limit: list[int]
    week_limit: list[int]
    group_of: list[int]
    topic_domain: dict[str, int]
    topic_minutes: dict[str, int]
    # (authority, domain, town) → officers certified for it who may be sent there, as bits.
    pools: dict[tuple[int, int, int], int] = field(default_factory=dict)

    def recused(self, target: Target) -> int:
        """Officers who must stay away from the target, a bit for each; unknown names are nobody."""
        number = self.officer_number
        return sum(1 << number[name] for name in target.recused if name in number)

    def pool(self, authority: int, domain: int, town: int) -> int:
        """Officers of the authority with the domain who may work in the town; a bit for each."""
        return self.pools.get((authority, domain, town), 0)

    def window(self, first: date, last: date) -> tuple[int, int]:
        """Indices of the first and last working day within; empty when first > last."""
        return bisect_left(self.days, first), bisect_right(self.days, last) - 1

    def day_at_or_after(self, ordinal: int) -> int:
        """Index of the first working day not before the ordinal; may be one past the end."""
        return bisect_left(self.ordinals, ordinal)

    def day_at_or_before(self, ordinal: int) -> int:
        """Index of the last working day not after the ordinal; may be -1."""
        return bisect_right(self.ordinals, ordinal) - 1


def _numbers(names: list[str]) -> dict[str, int]:
    return {name: i for i, name in enumerate(dict.fromkeys(names))}


def compiled(instance: Instance) -> Problem:
    """The instance by index. Names that occur nowhere else are kept: they only match nothing."""
    days = instance.working_days
    officers = instance.officers
    duties = [duty for target in instance.targets for duty in target.duties]
    towns = _numbers(sorted({t.town for t in instance.targets}))
    authorities = _numbers(
        sorted({o.authority for o in officers} | {duty.authority for duty in duties})
    )
    domains = _numbers(sorted({t.domain for t in instance.topics}))
    weeks = _numbers([f"{d.isocalendar()[0]}-{d.isocalendar()[1]}" for d in days])
    groups: dict[tuple[object, ...], int] = {}
    group_of = []
    for officer in officers:
        whole_year = officer.certificate_expires >= date(instance.year, 12, 31)
        key: tuple[object, ...] = (officer.authority, officer.domains, officer.towns)
        group_of.append(groups.setdefault(key, len(groups)) if whole_year else -1)
    problem = Problem(
        instance=instance,
        days=days,
        ordinals=[d.toordinal() for d in days],
        week_of=[weeks[f"{d.isocalendar()[0]}-{d.isocalendar()[1]}"] for d in days],
        month_of=[d.month - 1 for d in days],
        towns=list(towns),
        town_number=towns,
        officer_number={officer.id: i for i, officer in enumerate(officers)},
        authorities=list(authorities),
        authority_number=authorities,
        domains=list(domains),
        officer_authority=[authorities[o.authority] for o in officers],
        officer_domains=[
            frozenset(domains[d] for d in o.domains if d in domains) for o in officers
        ],
        officer_towns=[frozenset(towns[t] for t in o.towns if t in towns) for o in officers],
        officer_days=[
            frozenset(
                i
                for i, d in enumerate(days)
                if d not in o.unavailable and d <= o.certificate_expires
            )
            for o in officers
        ],
        day_limit=[o.max_visits_per_day for o in officers],
        week_limit=[o.max_visits_per_week for o in officers],
        group_of=group_of,
        topic_domain={t.id: domains[t.domain] for t in instance.topics},
        topic_minutes={t.id: t.minutes for t in instance.topics},
    )
    for i in range(len(officers)):
        for domain in problem.officer_domains[i]:
            for town in problem.officer_towns[i]:
                key3 = (problem.officer_authority[i], domain, town)
                problem.pools[key3] = problem.pools.get(key3, 0) | 1 << i
    return problem


def bits(mask: int) -> list[int]:
    """The numbers whose bits are set, ascending."""
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found


def needs_of(problem: Problem, target: Target, duties: tuple[int, ...]) -> tuple[Need, ...]:
    """What each authority must cover when these duties of the target are done in one visit."""
    by_authority: dict[str, set[int]] = {}
    for i in duties:
        duty = target.duties[i]
        by_authority.setdefault(duty.authority, set()).add(problem.topic_domain[duty.topic])
    return tuple(
        Need(problem.authority_number[name], tuple(sorted(domains)))
        for name, domains in sorted(by_authority.items())
    )
