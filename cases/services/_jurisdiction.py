"""Ask the jurisdiction rule about a case and keep its answer with its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from cases.models import Case, CaseScope, Designation, Transfer
from cases.rules.transfer import INSIDE
from personnel import selectors as people
from zones import selectors as district
from zones.models import Agency, EnforcementItem, Township
from zones.rules.jurisdiction import (
    Act,
    AuthorityKind,
    DistrictFacts,
    Jurisdiction,
    Matter,
    Reason,
    decide_jurisdiction,
    may_town_act,
)
from zones.selectors import powerlist

ActOf = tuple[EnforcementItem, Sequence[Township]]


@dataclass(frozen=True)
class Known:
    """What the rule is told of items and district; read once, asked several times."""

    items: powerlist.ItemsRead
    district: DistrictFacts

    def rests_on_demo(self, answer: Jurisdiction, day: date) -> bool:
        """Whether a town that the answer names has its power from a delegation of the demo."""
        return any(
            self.items.rests_on_demo(part.act.item.code, part.authority, day)
            for part in answer.parts
        )


def read(items: Sequence[EnforcementItem]) -> Known:
    return Known(powerlist.read_items(items), district.district_facts())


def judge(
    *,
    item: EnforcementItem | None = None,
    towns: Sequence[Township] = (),
    acts: Sequence[ActOf] = (),
    on: date,
    major: bool = False,
    complex_: bool = False,
    suspected_crime: bool = False,
    first_filed_by: Township | Agency | None = None,
    received_by: Township | None = None,
    filed_under: Township | None = None,
    designation: Designation | None = None,
    known: Known | None = None,
) -> Jurisdiction:
    """The rule's answer for these facts; also used for the preview on the form.

    One act is `item` with `towns`; several come as `acts`, the principal one first.
    """
    chosen = [(item, towns)] if item is not None else acts
    known = known or read([one for one, _ in chosen])
    matter = Matter(
        on=on,
        acts=tuple(
            Act(known.items.facts[one.pk], tuple(town.name for town in at)) for one, at in chosen
        ),
        major=major,
        complex=complex_,
        first_filed_by=first_filed_by.name if first_filed_by else None,
        certified_officers=_certified([town for _, at in chosen for town in at], on),
        received_by=received_by.name if received_by else None,
        filed_under=filed_under.name if filed_under else None,
        suspected_crime=suspected_crime,
        designated_to=designation.unit.name if designation else None,
        designation_document=designation.document if designation else "",
    )
    return decide_jurisdiction(matter, known.district)


def explain(
    item: EnforcementItem, towns: Sequence[Township], on: date, known: Known
) -> list[tuple[Township, bool, Reason]]:
    """Why each town can or can't act on the item on `on`."""
    facts = known.items.facts[item.pk]
    matters = [(town, Matter(on=on, acts=(Act(facts, (town.name,)),))) for town in towns]
    return [(town, *may_town_act(matter, known.district, town.name)) for town, matter in matters]


def _certified(towns: Iterable[Township], on: date) -> dict[str, int]:
    inside = list({town.pk: town for town in towns if town.zone_id}.values())
    counts = people.certified_counts(inside, on) if inside else {}
    return {town.name: counts.get(town.pk, 0) for town in inside}


def as_json(answer: Jurisdiction, on: date) -> dict[str, object]:
    return {
        "on": on.isoformat(),
        "kind": answer.kind.value,
        "authority": answer.authority,
        "report_to": list(answer.report_to),
        "joint": answer.joint,
        "reasons": [{"rule": r.rule, "text": r.text, "basis": r.basis} for r in answer.reasons],
    }


def decide(case: Case, on: date, *, filing: bool = False) -> Jurisdiction:
    """Store who is competent on `on`; the unit's people see the case from now on.

    Before filing nobody has filed first: the town that took the report up would be. `filing`:
    the unit on whose desk the case lies is filing it at this moment.
    """
    filer = (case.authority or case.township) if case.filed_on or filing else None
    towns = [place.township for place in case.places.all()]
    designation = case.designations.first() if case.pk else None
    # 指定管辖 goes before having filed first (第二十五条第二款)
    filed_under = case.authority_township if case.filed_on and not designation else None
    answer = judge(
        item=case.item,
        towns=towns,
        on=case.filed_on or on,
        major=case.is_major,
        complex_=case.is_complex,
        first_filed_by=filer,
        received_by=None if filer else _received_by(case),
        filed_under=filed_under,
        designation=designation,
    )
    case.authority_kind = answer.kind.value
    case.authority_township = case.authority_agency = None
    if answer.kind is AuthorityKind.TOWN and answer.authority:
        case.authority_township = district.town_named(answer.authority)
    elif answer.kind is AuthorityKind.BUREAU and answer.authority:
        case.authority_agency = district.agency_named(answer.authority)
    case.jurisdiction = as_json(answer, on)
    if case.pk and case.authority is not None:
        show_to(case, case.authority, "执法主体")
    return answer


def _received_by(case: Case) -> Township | None:
    """Where the report lies: the town that took it up, or that took it over from another."""
    moved = case.pk and Transfer.objects.filter(
        case=case, kind__in=INSIDE, status=Transfer.Status.ACCEPTED
    )
    return (case.authority_township if moved and moved.exists() else None) or case.township


def show_to(case: Case, unit: Township | Agency, reason: str) -> None:
    """From now on the unit sees the case; never taken back."""
    keys = [people.unit_key(unit)]
    if isinstance(unit, Township) and unit.zone_id:
        keys.append(f"Z{unit.zone_id}")
    add_keys(case, keys, reason)


def add_keys(case: Case, keys: Iterable[str], reason: str) -> None:
    """A key that is there already stays with its first reason."""
    add_many([(case, key) for key in keys], reason)


def add_many(keys: Iterable[tuple[Case, str]], reason: str) -> None:
    """As `add_keys`, for several cases in one query."""
    CaseScope.objects.bulk_create(
        [
            CaseScope(case=case, key=key, reason=reason, listed_at=case.reported_at)
            for case, key in keys
        ],
        ignore_conflicts=True,
    )
