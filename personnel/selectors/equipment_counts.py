"""What each unit has and lacks, and the money asked for and granted (方案三（三）、附件（七）)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import models
from django.http import Http404

from core import access, audit, parameters
from core.models import User
from personnel.models import BudgetLine, Equipment
from personnel.roles import HANDLING_ROLES
from personnel.rules.equipment import Need, Norm, needs
from personnel.selectors.offices import live_appointments
from zones.models import Agency, Township

Unit = Township | Agency
KINDS = BudgetLine.Kind


def norm() -> Norm:
    """The figures as kept by 司法局, else the defaults."""
    kept, default = parameters.values(), Norm()
    return Norm(
        kept.get("OFFICERS_PER_TERMINAL", default.officers_per_terminal),
        kept.get("OFFICERS_PER_CAMERA", default.officers_per_camera),
        kept.get("VEHICLES_PER_UNIT", default.vehicles),
    )


@dataclass(frozen=True)
class Coverage:
    """One unit: its officers, and of each kind what it should have and has."""

    unit: Unit
    officers: int
    needs: list[Need]

    @property
    def short(self) -> int:
        return sum(need.short for need in self.needs)


def coverage(user: User, day: date) -> list[Coverage]:
    """The units the user may look at, in the plan's order; those without officers left out."""
    grants, rows = access.grants_of(user), []
    towns, agencies = Township.objects.exclude(zone=None), Agency.objects.all()
    if not grants.ids("view_equipment", "district"):
        towns = towns.filter(pk__in=grants.ids("view_equipment", "township"))
        agencies = agencies.filter(pk__in=grants.ids("view_equipment", "agency"))
    people, had, usable = _officers(day), _pieces(), _pieces(state=Equipment.State.IN_USE)
    figures = norm()
    units: list[Unit] = [*towns.select_related("zone").order_by("zone_id", "order"), *agencies]
    for unit in units:
        key = (isinstance(unit, Township), unit.pk)
        if people[key] or had[key]:
            found = needs(people[key], had[key], usable[key], figures)
            rows.append(Coverage(unit, people[key], found))
    return rows


def _officers(day: date) -> Counter[tuple[bool, int]]:
    """(is a town, id) → officers who handle cases there that day."""
    rows = live_appointments(day).filter(role__in=HANDLING_ROLES, officer__user__is_active=True)
    held = rows.order_by().values_list("township_id", "agency_id", "officer_id").distinct()
    return Counter((bool(town), town or agency) for town, agency, _ in held)


def _pieces(**state: str) -> dict[tuple[bool, int], dict[str, int]]:
    rows = Equipment.objects.exclude(state=Equipment.State.RETIRED).filter(**state).order_by()
    found: dict[tuple[bool, int], dict[str, int]] = defaultdict(dict)
    counted = rows.values_list("township_id", "agency_id", "kind").annotate(n=models.Count("pk"))
    for town, agency, kind, number in counted:
        found[bool(town), town or agency][kind] = number
    return found


def visible_budget(user: User) -> models.QuerySet[BudgetLine]:
    """All lines for 财政局 and who looks at the district's equipment, else those of own units."""
    rows = BudgetLine.objects.select_related("township", "agency", "recorded_by")
    grants = access.grants_of(user)
    if grants.any("manage_budget") or grants.ids("view_equipment", "district"):
        return rows
    return rows.filter(
        models.Q(township_id__in=grants.ids("manage_equipment", "township"))
        | models.Q(agency_id__in=grants.ids("manage_equipment", "agency"))
    )


def get_visible_line(*, user: User, pk: int) -> BudgetLine:
    found = visible_budget(user).filter(pk=pk).first()
    if found is None:
        raise Http404("没有这条经费，或者它不在您的职责范围内")
    return found


def version_of_line(line: BudgetLine) -> int:
    return audit.trail_of(line).count()


@dataclass
class Sums:
    """Asked for, granted, and how many requests are not yet answered."""

    label: str = ""
    requested: Decimal = Decimal(0)
    granted: Decimal = Decimal(0)
    waiting: int = 0

    def add(self, line: BudgetLine) -> None:
        self.requested += line.requested
        self.granted += line.granted or Decimal(0)
        self.waiting += line.granted is None


@dataclass
class UnitSums:
    """One unit's lines by kind, and their total."""

    unit: str
    lines: dict[str, BudgetLine] = field(default_factory=dict)
    total: Sums = field(default_factory=Sums)

    @property
    def cells(self) -> list[BudgetLine | None]:
        return [self.lines.get(kind.value) for kind in KINDS]


@dataclass
class BudgetTable:
    """A year's lines: per unit, per kind, for the district."""

    units: list[UnitSums]
    kinds: dict[str, Sums]
    total: Sums


def budget_table(lines: Iterable[BudgetLine]) -> BudgetTable:
    units: dict[tuple[bool, int], UnitSums] = {}
    kinds, total = {kind.value: Sums(str(kind.label)) for kind in KINDS}, Sums()
    for line in lines:
        unit = line.unit
        row = units.setdefault((isinstance(unit, Agency), _place(unit)), UnitSums(str(unit)))
        row.lines[line.kind] = line
        for sums in (row.total, kinds[line.kind], total):
            sums.add(line)
    return BudgetTable([units[key] for key in sorted(units)], kinds, total)


def _place(unit: Unit) -> int:
    """Towns in the plan's order, bureaus in theirs."""
    return unit.order if isinstance(unit, Township) else unit.pk
