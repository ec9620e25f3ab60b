"""Who decided, and who helped: a case counts once, for the unit that decides it.

Taking part is counted apart, for every other unit; nothing here is a figure of appraisal
(《行政处罚法》第七十四条).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models.functions import TruncDate

from cases.models import ArrangementUnit, Case
from zones import selectors as district
from zones.models import Agency, Township

State = ArrangementUnit.State


@dataclass
class UnitRow:
    """One unit in the period. `hours`: the mean time to answer, None where nothing was."""

    unit: Township | Agency
    zone: str
    filed: int = 0
    decided: int = 0
    asked: int = 0
    accepted: int = 0
    declined: int = 0
    late: int = 0
    done: int = 0
    hours: float | None = None

    @property
    def cells(self) -> list[Any]:
        """The figures in the order of the table's columns."""
        hours = None if self.hours is None else round(self.hours, 1)
        figures = [self.filed, self.decided, self.asked, self.accepted, self.declined]
        return [str(self.unit), self.zone, *figures, self.late, self.done, hours]


HEAD = (
    "单位",
    "片区",
    "立案（本单位承办）",
    "作出决定（本单位承办）",
    "受邀参与",
    "接受",
    "不能参加",
    "逾期未答复",
    "完成",
    "平均答复（小时）",
)


def cooperation(towns: Sequence[Township], first: date, last: date) -> list[UnitRow]:
    """The towns, wherever they helped, then bureaus that had something to do in them."""
    zones = {zone.pk: zone.name for zone in district.zones_with_towns()}
    rows = {f"T{town.pk}": UnitRow(town, zones.get(town.zone_id or 0, "—")) for town in towns}
    bureaus = {f"A{row.pk}": UnitRow(row, "—") for row in district.all_agencies()}
    rows |= bureaus
    ids = [town.pk for town in towns]
    here = models.Q(township_id__in=ids) | models.Q(authority_township_id__in=ids)
    inside = Case.objects.filter(here).order_by()
    for name in ("filed", "decided"):
        period = {f"{name}_on__gte": first, f"{name}_on__lte": last}
        _count_cases(rows, inside.filter(**period), name)
    _count_parts(rows, ids, first, last)
    return [row for key, row in rows.items() if key not in bureaus or _has_any(row)]


def _has_any(row: UnitRow) -> bool:
    return bool(row.filed or row.decided or row.asked)


def _count_cases(rows: dict[str, UnitRow], cases: models.QuerySet[Case], name: str) -> None:
    grouped = cases.values("authority_township_id", "authority_agency_id").annotate(
        n=models.Count("pk")
    )
    for found in grouped:
        row = rows.get(_key(found["authority_township_id"], found["authority_agency_id"]))
        if row is not None:
            setattr(row, name, getattr(row, name) + found["n"])


def _key(town: int | None, agency: int | None) -> str:
    return f"T{town}" if town else f"A{agency}"


def _count_parts(rows: dict[str, UnitRow], ids: Sequence[int], first: date, last: date) -> None:
    """Parts of other units than the one that decides the case."""
    case = "arrangement__case__authority"
    own = models.Q(township=models.F(f"{case}_township")) | models.Q(
        agency=models.F(f"{case}_agency")
    )
    own_rows = ArrangementUnit.objects.filter(own).values("pk")
    answered = models.F("answered_at") - models.F("asked_at")
    late = models.Q(answered_on__gt=models.F("answer_due_on")) | models.Q(urged_on__isnull=False)
    here = models.Q(arrangement__case__township_id__in=ids) | models.Q(township_id__in=ids)
    grouped = (
        ArrangementUnit.objects.filter(
            here,
            asked_at__date__gte=first,
            asked_at__date__lte=last,
        )
        .exclude(pk__in=own_rows)
        .exclude(township=None, agency=None)
        .annotate(answered_on=TruncDate("answered_at"))
        .order_by()
        .values("township_id", "agency_id")
        .annotate(
            asked=models.Count("pk"),
            accepted=models.Count("pk", filter=models.Q(state__in=[State.ACCEPTED, State.DONE])),
            declined=models.Count("pk", filter=models.Q(state=State.DECLINED)),
            late=models.Count("pk", filter=late),
            done=models.Count("pk", filter=models.Q(state=State.DONE)),
            mean=models.Avg(
                models.ExpressionWrapper(answered, output_field=models.DurationField())
            ),
        )
    )
    for found in grouped:
        row = rows.get(_key(found["township_id"], found["agency_id"]))
        if row is None:
            continue
        for name in ("asked", "accepted", "declined", "late", "done"):
            setattr(row, name, found[name])
        mean: timedelta | None = found["mean"]
        row.hours = mean.total_seconds() / 3600 if mean is not None else None


def totals(rows: Iterable[UnitRow]) -> list[int]:
    """Sums of the counted columns, in the order of `HEAD` from the third on."""
    names = ("filed", "decided", "asked", "accepted", "declined", "late", "done")
    listed = list(rows)
    return [sum(getattr(row, name) for row in listed) for name in names]
