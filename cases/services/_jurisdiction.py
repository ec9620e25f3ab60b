"""Ask the jurisdiction rule about a case and keep its answer with its reasons."""

from __future__ import annotations

from datetime import date

from cases.models import Case, CaseScope
from personnel import selectors as people
from zones import selectors as district
from zones.models import Agency, EnforcementItem, Township
from zones.rules.jurisdiction import (
    Act,
    AuthorityKind,
    Jurisdiction,
    Matter,
    decide_jurisdiction,
)


def judge(
    *,
    item: EnforcementItem | None,
    towns: list[Township],
    on: date,
    major: bool = False,
    complex_: bool = False,
    first_filed_by: Township | None = None,
    filed_under: Township | None = None,
) -> Jurisdiction:
    """The rule's answer for these facts; also used for the preview on the form."""
    acts: tuple[Act, ...] = ()
    if item is not None:
        acts = (Act(item=district.item_facts(item), towns=tuple(t.name for t in towns)),)
    inside = [town for town in towns if town.zone_id]
    counts = people.certified_counts(inside, on)
    matter = Matter(
        on=on,
        acts=acts,
        major=major,
        complex=complex_,
        first_filed_by=first_filed_by.name if first_filed_by else None,
        certified_officers={town.name: counts.get(town.pk, 0) for town in inside},
        filed_under=filed_under.name if filed_under else None,
    )
    return decide_jurisdiction(matter, district.district_facts())


def as_json(answer: Jurisdiction, on: date) -> dict[str, object]:
    return {
        "on": on.isoformat(),
        "kind": answer.kind.value,
        "authority": answer.authority,
        "report_to": list(answer.report_to),
        "joint": answer.joint,
        "reasons": [{"rule": r.rule, "text": r.text, "basis": r.basis} for r in answer.reasons],
    }


def decide(case: Case, on: date) -> Jurisdiction:
    """Store who is competent on `on`; the unit's people see the case from now on."""
    towns = [place.township for place in case.places.select_related("township")]
    filed_under = case.authority_township if case.filed_on else None
    answer = judge(
        item=case.item,
        towns=towns,
        on=case.filed_on or on,
        major=case.is_major,
        complex_=case.is_complex,
        first_filed_by=case.township if case.township in towns else None,
        filed_under=filed_under,
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


def show_to(case: Case, unit: Township | Agency, reason: str) -> None:
    """From now on the unit sees the case; never taken back."""
    add_key(case, people.unit_key(unit), reason)
    if isinstance(unit, Township) and unit.zone_id:
        add_key(case, f"Z{unit.zone_id}", reason)


def add_key(case: Case, key: str, reason: str) -> None:
    CaseScope.objects.get_or_create(
        case=case, key=key, defaults={"reason": reason, "listed_at": case.reported_at}
    )
