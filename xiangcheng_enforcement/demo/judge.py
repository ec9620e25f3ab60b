"""The jurisdiction rule's answers for bulk loading: asked once per bucket of days, then reused.

Between two days on which a delegation, the city's takeover, a certificate or an office begins or
ends, the rule gives the same answer; only the filing day printed in its reasons differs
(“立案日 2026-03-02”). So a question is answered once for the first day of its bucket and the day
is set into the text afterwards: the same as `cases.services._jurisdiction.judge` (tested).
"""

from __future__ import annotations

import json
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta

from cases.services._jurisdiction import as_json
from personnel import selectors as people
from personnel.models import Appointment, Certificate
from personnel.roles import HANDLING_ROLES
from zones import selectors as district
from zones.models import EnforcementItem, Township
from zones.rules.jurisdiction import Act, ItemFacts, Matter, decide_jurisdiction

_DAY = timedelta(days=1)
_MARK = "\x00"


@dataclass(frozen=True, slots=True)
class Answer:
    """Who is competent and why; `parts` is the stored JSON, cut where a day belongs."""

    kind: str
    authority: str | None
    reasons: tuple[str, ...]
    parts: tuple[str, ...]

    def json_on(self, filed: str, asked: str) -> str:
        """`Case.jurisdiction` for a question about the day `filed`, asked on the day `asked`."""
        return f'{{"on": "{asked}", {filed.join(self.parts)}'

    def reasons_on(self, filed: str) -> list[str]:
        """The reasons in words, as a case filed on the day `filed` keeps them in its trail."""
        return [reason.replace(_MARK, filed) for reason in self.reasons]


class Judge:
    """Answers for one period of days."""

    def __init__(self, first: date) -> None:
        self._first = first
        self._district = district.district_facts()
        self._towns = {town.name: town for town in Township.objects.exclude(zone=None)}
        self._staff_changes = _staff_changes()
        self._items: dict[str, tuple[ItemFacts, list[date]]] = {}
        self._counts: dict[date, dict[int, int]] = {}
        self._answers: dict[tuple[object, ...], Answer] = {}

    def ask(
        self,
        item: EnforcementItem,
        towns: tuple[str, ...],
        on: date,
        *,
        major: bool = False,
        complex_: bool = False,
        filed_under: str | None = None,
    ) -> Answer:
        facts, changes = self._facts(item)
        bucket = bisect_right(changes, on)
        key = (item.pk, towns, bucket, major, complex_, filed_under)
        answer = self._answers.get(key)
        if answer is None:
            day = max(changes[bucket - 1] if bucket else self._first, self._first)
            matter = Matter(
                on=day,
                acts=(Act(item=facts, towns=towns),),
                major=major,
                complex=complex_,
                first_filed_by=towns[0],
                certified_officers={
                    name: self._certified(self._towns[name], day)
                    for name in towns
                    if name in self._towns
                },
                filed_under=filed_under,
            )
            answer = self._answers[key] = self._decide(matter)
        return answer

    def _decide(self, matter: Matter) -> Answer:
        found = decide_jurisdiction(matter, self._district)
        stored = as_json(found, matter.on)
        del stored["on"]
        text = json.dumps(stored, ensure_ascii=False)[1:]
        parts = text.replace(f"立案日 {matter.on}", f"立案日 {_MARK}").split(_MARK)
        reasons = [r.text.replace(f"立案日 {matter.on}", f"立案日 {_MARK}") for r in found.reasons]
        return Answer(found.kind.value, found.authority, tuple(reasons), tuple(parts))

    def _facts(self, item: EnforcementItem) -> tuple[ItemFacts, list[date]]:
        known = self._items.get(item.code)
        if known is None:
            facts = district.item_facts(item)
            days = set(self._staff_changes)
            for delegation in facts.delegations:
                days.add(delegation.starts_on)
                if delegation.ends_on:
                    days.add(delegation.ends_on + _DAY)
            if facts.city_since:
                days.add(facts.city_since)
            known = self._items[item.code] = (facts, sorted(days))
        return known

    def _certified(self, town: Township, day: date) -> int:
        if day not in self._counts:
            self._counts[day] = people.certified_counts(self._towns.values(), day)
        return self._counts[day].get(town.pk, 0)


def _staff_changes() -> set[date]:
    """Days on which the number of certified officers somewhere may change."""
    offices = Appointment.objects.filter(role__in=HANDLING_ROLES)
    periods = [
        *offices.values_list("starts_on", "ends_on"),
        *Certificate.objects.values_list("valid_from", "expires_on"),
    ]
    return {starts for starts, _ in periods} | {ends + _DAY for _, ends in periods if ends}
