"""Is a plan lawful? Judged on the JSON alone, sharing nothing with the planner."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from datetime import date


def faults(instance: dict, solution: dict) -> list[str]:
    """Every breach of H1–H9, in words; an empty list means the plan is lawful."""
    found: list[str] = []
    topics = {t["id"]: t for t in instance["topics"]}
    officers = {o["id"]: o for o in instance["officers"]}
    targets = {t["id"]: t for t in instance["targets"]}
    working = set(instance["calendar"]["working_days"])
    done: Counter = Counter()
    days_of: dict[str, list[date]] = defaultdict(list)
    where: dict[tuple, list[str]] = defaultdict(list)
    teams: Counter = Counter()
    per_day: Counter = Counter()
    per_week: Counter = Counter()
    for visit in solution["visits"]:
        target = targets[visit["target"]]
        day = date.fromisoformat(visit["day"])
        at = f"{visit['target']} {visit['day']}/{visit['slot']}"
        duties = {d["topic"]: d for d in target["duties"]}
        if visit["day"] not in working:
            found.append(f"H5 {at}: not a working day")
        if not 0 <= visit["slot"] < instance["slots_per_day"]:
            found.append(f"H5 {at}: no such slot")
        if not visit["topics"]:
            found.append(f"H1 {at}: a visit for nothing")
        if len(set(visit["topics"])) != len(visit["topics"]):
            found.append(f"H1 {at}: a topic twice in one visit")
        if len(set(visit["officers"])) != len(visit["officers"]):
            found.append(f"H3 {at}: an officer twice")
        if sum(topics[t]["minutes"] for t in visit["topics"]) > instance["slot_minutes"]:
            found.append(f"H8 {at}: too long")
        teams[visit["day"], visit["slot"]] += 1
        days_of[visit["target"]].append(day)
        crew = [officers[o] for o in visit["officers"]]
        for topic in visit["topics"]:
            if topic not in duties:
                found.append(f"H1 {at}: {topic} is no duty there")
                continue
            duty = duties[topic]
            done[visit["target"], topic] += 1
            if not duty["not_before"] <= visit["day"] <= duty["not_after"]:
                found.append(f"H1 {at}: {topic} outside its window")
            able = [
                o
                for o in crew
                if o["authority"] == duty["authority"]
                and topics[topic]["domain"] in o["domains"]
                and o["certificate_expires"] >= visit["day"]
            ]
            if len(able) < 2:
                found.append(f"H3 {at}: {topic} covered by {len(able)}")
        wanted = {duties[t]["authority"] for t in visit["topics"] if t in duties}
        for officer in crew:
            name = officer["id"]
            if officer["authority"] not in wanted:
                found.append(f"H3 {at}: {name} has no topic there")
            if visit["day"] in officer["unavailable"]:
                found.append(f"H4 {at}: {name} is away")
            if officer["certificate_expires"] < visit["day"]:
                found.append(f"H3 {at}: certificate of {name} has expired")
            if target["town"] not in officer["towns"]:
                found.append(f"H4 {at}: {name} may not work in {target['town']}")
            if name in target["recused"]:
                found.append(f"H7 {at}: {name} is recused")
            where[name, visit["day"], visit["slot"]].append(visit["target"])
            per_day[name, visit["day"]] += 1
            per_week[name, day.isocalendar()[:2]] += 1
    found += [f"H4 {key}: in {len(v)} places" for key, v in where.items() if len(v) > 1]
    found += [
        f"H4 {name} {day}: {n} visits that day"
        for (name, day), n in per_day.items()
        if n > officers[name]["max_visits_per_day"]
    ]
    found += [
        f"H4 {name} {week}: {n} visits that week"
        for (name, week), n in per_week.items()
        if n > officers[name]["max_visits_per_week"]
    ]
    found += [f"H6 {key}: {n} teams" for key, n in teams.items() if n > instance["vehicles"]]
    for name, days in days_of.items():
        target = targets[name]
        if len(days) > target["annual_cap"]:
            found.append(f"H2 {name}: {len(days)} visits")
        days.sort()
        for before, after in itertools.pairwise(days):
            if (after - before).days < target["min_gap_days"]:
                found.append(f"H2 {name}: {before} and {after} too near")
    return found + _missing(solution, targets, done)


def _missing(solution: dict, targets: dict, done: Counter) -> list[str]:
    found = []
    unmet: Counter = Counter()
    for row in solution["unmet"]:
        unmet[row["target"], row["topic"]] += row["missing"]
        if not row["reason"]:
            found.append(f"H9 {row['target']} {row['topic']}: no reason")
    for name, target in targets.items():
        for duty in target["duties"]:
            key = (name, duty["topic"])
            if done[key] > duty["times"]:
                found.append(f"H1 {key}: done {done[key]} of {duty['times']}")
            if done[key] + unmet.pop(key, 0) != duty["times"]:
                found.append(f"H9 {key}: done {done[key]}, so unmet is wrong")
    found += [f"H9 {key}: unmet, but no duty" for key, n in unmet.items() if n]
    return found


def figures(instance: dict, solution: dict) -> dict[str, float]:
    """The figures of the report, counted anew."""
    targets = {t["id"]: t for t in instance["targets"]}
    visits = solution["visits"]
    load = Counter(o for v in visits for o in v["officers"])
    groups: dict[tuple, list[int]] = defaultdict(list)
    for o in instance["officers"]:
        if o["certificate_expires"] >= f"{instance['year']}-12-31":
            key = (o["authority"], tuple(sorted(o["domains"])), tuple(sorted(o["towns"])))
            groups[key].append(load[o["id"]])
    months = Counter(v["day"][:7] for v in visits)
    all_months = {d[:7] for d in instance["calendar"]["working_days"]}
    return {
        "visits": len(visits),
        "visits_lower_bound": sum(
            max((d["times"] for d in t["duties"]), default=0) for t in targets.values()
        ),
        "load_spread": max((max(g) - min(g) for g in groups.values()), default=0),
        "town_days": len({(targets[v["target"]]["town"], v["day"]) for v in visits}),
        "month_max_over_mean": max(months.values(), default=0) * len(all_months) / len(visits)
        if visits
        else 0.0,
    }
