"""A slot's officers dealt out anew, so that one visit more fits in.

The quick choice of a crew may take the only officer another visit could use; here all visits of
one authority in one slot are looked at together.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from plans.planner.problem import Job, Need, bits

if TYPE_CHECKING:
    from plans.planner.roster import Roster

# A slot is dealt out in this many ways at most.
_SEATINGS = 300
# Officers looked at for one seat, the least burdened first.
_SEATED = 10


def seated(
    roster: Roster, need: Need, job: Job, day: int, slot: int
) -> dict[tuple[int, int], tuple[int, ...]] | None:
    """(job, authority) → officers, for this need and all others of its authority in the slot.

    None: however they are dealt out, somebody is missing.
    """
    authority = need.authority
    seats, able = _seats_of(roster, authority, day, slot)
    seats.insert(0, (job, need))
    union = 0
    for j, n in seats:
        for d in n.domains:
            union |= roster.problem.pool(authority, d, j.town) & able
    # Two each at the least: too few people need no trying.
    if union.bit_count() < 2 * len(seats):
        return None
    options = [_options(roster, j, n, able) for j, n in seats]
    if not all(options):
        return None
    order = sorted(range(len(seats)), key=lambda k: (len(options[k]), k))
    taken: dict[int, tuple[int, ...]] = {}
    if not _deal(order, options, taken):
        return None
    return {(seats[k][0].index, authority): part for k, part in taken.items()}


def _seats_of(
    roster: Roster, authority: int, day: int, slot: int
) -> tuple[list[tuple[Job, Need]], int]:
    """The authority's seats in the slot, and its officers there or free, as bits."""
    seats: list[tuple[Job, Need]] = []
    able = roster.ready[day][slot]
    for i in roster.at[day][slot]:
        if i in roster.fixed:
            continue
        for need, part in zip(roster.jobs[i].needs, roster.crew_of[i], strict=True):
            if need.authority == authority:
                seats.append((roster.jobs[i], need))
                able |= sum(1 << o for o in part)
    return seats, able


def _options(roster: Roster, job: Job, need: Need, able: int) -> list[tuple[int, ...]]:
    pools = [roster.problem.pool(need.authority, d, job.town) for d in need.domains]
    union = 0
    for pool in pools:
        union |= pool
    people = bits(union & able & ~job.recused)
    people.sort(key=lambda o: (roster.total[o], roster.lot[o]))
    people = people[:_SEATED]
    for size in range(2, 2 * len(need.domains) + 1):
        found = [c for c in combinations(people, size) if _covers(c, pools)]
        if found:
            return found
    return []


def _covers(officers: tuple[int, ...], pools: list[int]) -> bool:
    return all(sum(pool >> o & 1 for o in officers) >= 2 for pool in pools)


def _deal(
    order: list[int], options: list[list[tuple[int, ...]]], taken: dict[int, tuple[int, ...]]
) -> bool:
    """Give every seat a crew, no officer twice, by trying; within a bounded number of tries."""
    tries = 0
    used: set[int] = set()

    def next_seat(at: int) -> bool:
        nonlocal tries
        if at == len(order):
            return True
        for crew in options[order[at]]:
            tries += 1
            if tries > _SEATINGS:
                return False
            if used.isdisjoint(crew):
                used.update(crew)
                taken[order[at]] = crew
                if next_seat(at + 1):
                    return True
                used.difference_update(crew)
        return False

    return next_seat(0)
