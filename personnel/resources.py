"""Workbooks of people and of equipment: columns, how a cell is read and written.

One row is one person with at most one certificate; a further certificate is a further row with
the same account. One row is one piece of equipment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from import_export import widgets

from core.sheets_in import Choice, Day, SheetResource, Text, column
from personnel.models import Certificate, Equipment, Officer
from personnel.rules.offices import Rank
from zones.models import Agency, Township

YES_NO = {True: "是", False: "否"}
COMPREHENSIVE = "综合执法"  # a certificate that names no domain is good for all
_BETWEEN = re.compile(r"[、，,；;]+")


class Unit(widgets.Widget):
    """A town by its name or a bureau by its full or short name; all are read once."""

    def __init__(self) -> None:
        super().__init__()
        self._by_name: dict[str, Township | Agency] = {}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Township | Agency | None:
        name = Text().clean(value)
        if not name:
            return None
        if not self._by_name:
            self._read()
        if name not in self._by_name:
            near = get_close_matches(name, self._by_name, n=1, cutoff=0.5)
            hint = f"是否为“{near[0]}”？" if near else "请填镇街名称或者区直部门的全称、简称"
            raise ValueError(f"没有这个单位，{hint}")
        return self._by_name[name]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else str(value)

    def _read(self) -> None:
        for agency in Agency.objects.all():
            self._by_name |= {agency.name: agency, agency.short_name: agency}
        self._by_name |= {town.name: town for town in Township.objects.all()}


class Domains(widgets.Widget):
    """Domains of enforcement between 、; none of them is written 综合执法. Empty is None."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[str] | None:
        names = [name.strip() for name in _BETWEEN.split(Text().clean(value)) if name.strip()]
        if not names:
            return None
        if COMPREHENSIVE in names:
            if len(names) > 1:
                raise ValueError(f"“{COMPREHENSIVE}”已含全部领域，不与其他领域并列")
            return []
        return list(dict.fromkeys(names))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        if value is None:
            return ""
        return "、".join(value) or COMPREHENSIVE


@dataclass(frozen=True)
class PersonLine:
    """What one row of the workbook says: a person, and one certificate or none."""

    officer: Officer
    certificate: Certificate | None


class PersonResource(SheetResource):
    """People and certificates in one sheet."""

    name = column("officer__user__name", "姓名", Text())
    username = column("officer__user__username", "账号", Text())
    unit = column("officer__home", "单位", Unit())
    rank = column("officer__rank", "职级", Choice({rank.value: rank.label for rank in Rank}))
    post = column("officer__post", "行政职务", Text())
    on_establishment = column("officer__on_establishment", "在编", Choice(YES_NO))
    is_field = column("officer__is_field", "本领域执法人员", Choice(YES_NO))
    phone = column("officer__phone", "联系电话", Text())
    legal_qualification = column("officer__legal_qualification", "法律职业资格证号", Text())
    number = column("certificate__number", "执法证号", Text())
    domains = column("certificate__domains", "执法领域", Domains())
    issuer = column("certificate__issuer", "发证机关", Text())
    valid_from = column("certificate__valid_from", "有效期自", Day())
    expires_on = column("certificate__expires_on", "有效期至", Day())


class EquipmentResource(SheetResource):
    """Pieces of equipment; the keeper by account. Loans and money are no part of it."""

    code = column("code", "编号", Text())
    kind = column("kind", "种类", Choice(dict(Equipment.Kind.choices)))
    model = column("model", "品牌型号", Text())
    plate = column("plate", "车牌号", Text())
    unit = column("unit", "单位", Unit())
    state = column("state", "状态", Choice(dict(Equipment.State.choices)))
    acquired_on = column("acquired_on", "配备日期", Day())
    inspect_due_on = column("inspect_due_on", "下次检验日期", Day())
    custodian = column("custodian__user__username", "保管人账号", Text())
    note = column("note", "备注", Text())


EQUIPMENT_WIDTHS = {"编号": 18, "品牌型号": 24, "单位": 18, "保管人账号": 18, "备注": 36}
PERSON_WIDTHS = {
    "单位": 18,
    "行政职务": 20,
    "本领域执法人员": 16,
    "法律职业资格证号": 22,
    "执法证号": 18,
    "执法领域": 40,
    "发证机关": 20,
}


def person_lines(officers: Iterable[Officer]) -> list[PersonLine]:
    """Officers with prefetched certificates as rows: one for each certificate, or one without."""
    lines: list[PersonLine] = []
    for officer in officers:
        papers = sorted(officer.certificates.all(), key=lambda paper: paper.pk)
        lines += [PersonLine(officer, paper) for paper in papers] or [PersonLine(officer, None)]
    return lines
