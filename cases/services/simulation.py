"""Trying an adjustment of delegations against last year's cases before it takes effect (试算).

Each case filed in the year is judged as if it were filed on the effective day: once with the
delegations as they stand without the adjustment, once with it. Real cases are not touched: a case
filed before stays where it was filed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.contrib.postgres.aggregates import ArrayAgg
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from core import jobs
from core.errors import RuleViolation
from core.models import Job, User
from personnel import selectors as people
from zones import policy
from zones.models import ChangeSet, EnforcementItem, Township
from zones.rules.changes import Line, applied, undone
from zones.rules.facts import ItemFacts
from zones.rules.jurisdiction import Act, AuthorityKind, Matter, decide_jurisdiction
from zones.selectors import changes as district
from zones.selectors import district_facts

KIND = "cases.simulate_changes"
DAYS = 365
_CHUNK = 2_000
_SAMPLES = 8
_GROUPS_KEPT = 500

Row = tuple[int, int, int, list[int]]
Key = tuple[int, int, tuple[int, ...]]


@transaction.atomic
def start(*, change: ChangeSet, by: User) -> Job:
    """Begin a trial run; one that this person has under way already is taken instead."""
    if not (policy.proposes_changes(by) or policy.reviews_for(by)):
        raise PermissionDenied("试算由提出单位、区委编办和区司法局办理")
    if change.state == ChangeSet.State.REJECTED:
        raise RuleViolation("rejected", "该调整未获同意，复制为新草稿后再试算")
    ChangeSet.objects.select_for_update().get(pk=change.pk)  # two clicks at once queue here
    running = Job.objects.filter(
        kind=KIND, created_by=by, finished_at=None, params={"change_set": change.pk}
    ).first()
    if running is not None:
        return running
    title = f"试算：{change.title}"[:120]
    return jobs.submit(kind=KIND, title=title, params={"change_set": change.pk}, by=by)


@dataclass
class Replay:
    """The two districts to judge in, and the answers found so far."""

    on: date
    before: Mapping[int, ItemFacts]
    after: Mapping[int, ItemFacts]
    towns: Mapping[int, str]
    certified: Mapping[str, int]
    answers: dict[Key, tuple[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.district = district_facts()

    def answer(self, key: Key) -> tuple[str, str]:
        """Who would be competent without and with the adjustment."""
        known = self.answers.get(key)
        if known is None:
            item_id, first, places = key
            before = self._decide(self.before[item_id], first, places)
            same = self.after[item_id] is self.before[item_id]
            after = before if same else self._decide(self.after[item_id], first, places)
            known = self.answers[key] = (before, after)
        return known

    def _decide(self, item: ItemFacts, first: int, places: tuple[int, ...]) -> str:
        matter = Matter(
            on=self.on,
            acts=(Act(item, tuple(self.towns[pk] for pk in places)),),
            first_filed_by=self.towns[first] if first in places else None,
            certified_officers=self.certified,
        )
        found = decide_jurisdiction(matter, self.district)
        if found.kind is AuthorityKind.CITY:
            return "市级机关"
        return found.authority or "待定"


def run(job: Job, progress: jobs.Progress) -> Mapping[str, object]:
    """Runner of the job; reads only, so it may be begun anew at any time."""
    change = ChangeSet.objects.get(pk=int(str(job.params["change_set"])))
    if change.state == ChangeSet.State.REJECTED:
        raise RuleViolation("rejected", "该调整未获同意，不再试算")
    replay = _prepare(change)
    last = min(change.effective_on - timedelta(days=1), timezone.localdate())
    first = last - timedelta(days=DAYS - 1)
    filed = Case.objects.filter(filed_on__range=(first, last))
    total = filed.count()
    progress(0, total, "正在读取案件")
    counts: Counter[Key] = Counter()
    samples: defaultdict[Key, list[int]] = defaultdict(list)
    for done, (pk, item_id, town, places) in enumerate(_rows(filed), 1):
        key = (item_id, town, tuple(sorted(places)))
        counts[key] += 1
        before, after = replay.answer(key)
        if before != after and len(samples[key]) < _SAMPLES:
            samples[key].append(pk)
        if done % _CHUNK == 0:
            progress(done, total, f"已推演 {done} 件")
    progress(total, total, "正在汇总")
    return {
        "url": reverse("simulation", args=[change.pk, job.pk]),
        "on": change.effective_on.isoformat(),
        "first": first.isoformat(),
        "last": last.isoformat(),
        "replayed": total,
        **_summed(replay, counts, samples),
    }


def _rows(filed: models.QuerySet[Case]) -> Iterator[Row]:
    rows = (
        filed.order_by()
        .annotate(places_found=ArrayAgg("places__township_id", default=[]))
        .values_list("pk", "item_id", "township_id", "places_found")
    )
    return rows.iterator(chunk_size=_CHUNK)


def _prepare(change: ChangeSet) -> Replay:
    items = district.facts_of_items(EnforcementItem.objects.select_related("agency"))
    rows = list(district.lines_of(change))
    lines: defaultdict[int, list[Line]] = defaultdict(list)
    for row, line in zip(rows, district.rule_lines(rows), strict=True):
        lines[row.item_id].append(line)
    on = change.effective_on
    turn = undone if change.state == ChangeSet.State.EFFECTIVE else applied
    other = {**items, **{pk: turn(items[pk], found, on) for pk, found in lines.items()}}
    in_effect = change.state == ChangeSet.State.EFFECTIVE
    towns = list(Township.objects.order_by("order"))
    inside = [town for town in towns if town.zone_id]
    counted = people.certified_counts(inside, timezone.localdate())
    return Replay(
        on=on,
        before=other if in_effect else items,
        after=items if in_effect else other,
        towns={town.pk: town.name for town in towns},
        certified={town.name: counted.get(town.pk, 0) for town in inside},
    )


def _summed(
    replay: Replay, counts: Counter[Key], samples: Mapping[Key, list[int]]
) -> dict[str, object]:
    """Cases that would change hands by item and town, and each organ's load before and after."""
    loads: dict[str, list[int]] = {name: [0, 0] for name in replay.certified}
    groups: dict[tuple[int, int, str, str], dict[str, object]] = {}
    numbers: Counter[tuple[int, int, str, str]] = Counter()
    for key, count in counts.items():
        before, after = replay.answer(key)
        loads.setdefault(before, [0, 0])[0] += count
        loads.setdefault(after, [0, 0])[1] += count
        if before == after:
            continue
        item_id, town, _ = key
        group = (item_id, town, before, after)
        numbers[group] += count
        cases = [*groups.get(group, {}).get("samples", []), *samples[key]]  # type: ignore[misc]
        facts = replay.before[item_id]
        groups[group] = {
            "code": facts.code,
            "item": facts.name,
            "town": replay.towns[town],
            "from": before,
            "to": after,
            "samples": cases[:_SAMPLES],
        }
    ranked = [{**groups[group], "count": count} for group, count in numbers.most_common()]
    return {
        "changed": sum(numbers.values()),
        "groups": ranked[:_GROUPS_KEPT],
        "groups_left_out": max(0, len(ranked) - _GROUPS_KEPT),
        "loads": [{"name": name, "before": b, "after": a} for name, (b, a) in loads.items()],
    }
