"""Every town's list side by side (赋权对照表): items down, towns across, on one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db import models
from django.http import HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core.http import UserRequest, render_page
from zones import selectors
from zones.forms.powerlist import MatrixFilter
from zones.models import Empowerment, EnforcementItem, Township
from zones.selectors.powerlist import in_catalogue, in_force
from zones.views import _rows

_FIELDS = ("pk", "code", "name", "domain", "statutory_town", "city_since", "agency__short_name")
_EMPTY = mark_safe('<td class="mx__no"><span class="visually-hidden">未赋权</span></td>')
Held = tuple[date, date | None, bool]


@dataclass(frozen=True)
class Line:
    """One item and what each town has of it. `cells` is safe markup, `words` the same as text."""

    code: str
    name: str
    domain: str
    bureau: str
    city_since: date | None
    words: list[str]
    cells: SafeString

    @property
    def differs(self) -> bool:
        return len({bool(word) for word in self.words}) > 1


@dataclass(frozen=True)
class Table:
    """The matrix as filtered, with how many items each town holds in it."""

    towns: list[Township]
    lines: list[Line]
    counts: list[tuple[Township, int]]
    demo: bool


def matrix(request: UserRequest) -> HttpResponse:
    """The whole matrix on one page: 477 × 10 cells, so the cells are made outside the template."""
    form = MatrixFilter(request.GET)
    context = {"form": form, "day": form.day, "table": _table(form)}
    return render_page(request, "zones/matrix/matrix.html", "zones/matrix/_table.html", context)


def export(request: UserRequest) -> HttpResponse:
    """The matrix as shown, as a workbook."""
    form = MatrixFilter(request.GET)
    table = _table(form)
    head = ["事项编码", "事项名称", "领域", "原实施部门", *(town.name for town in table.towns)]
    lines = [
        [
            line.code,
            line.name,
            line.domain,
            line.bureau,
            *(
                [f"上收市级（{line.city_since}）"] * len(table.towns)
                if line.city_since
                else line.words
            ),
        ]
        for line in table.lines
    ]
    widths = [11, 44, 18, 16, *([20] * len(table.towns))]
    title = f"芗城区乡镇（街道）赋权对照表（{form.day}）"
    return _rows.workbook(f"赋权对照表{form.day:%Y%m%d}", title, head, lines, widths)


def _table(form: MatrixFilter) -> Table:
    day = form.day
    towns = [town for zone in selectors.zones_with_towns() for town in zone.townships.all()]
    held = _held(day)
    rows = _items(form).values_list(*_FIELDS)
    lines = [_line(row, towns, held.get(row[0], {}), day) for row in rows]
    if form.chosen("differs"):
        lines = [line for line in lines if line.differs]
    counts = [(town, sum(1 for line in lines if line.words[n])) for n, town in enumerate(towns)]
    demo = any(found[2] for of_item in held.values() for found in of_item.values())
    return Table(towns, lines, counts, demo)


def _items(form: MatrixFilter) -> models.QuerySet[EnforcementItem]:
    rows = EnforcementItem.objects.filter(in_catalogue(form.day)).order_by("code")
    if form.chosen("domain"):
        rows = rows.filter(domain=form.chosen("domain"))
    if form.chosen("bureau"):
        rows = rows.filter(agency=form.chosen("bureau"))
    words = form.chosen("q")
    if words:
        rows = rows.filter(
            models.Q(name__icontains=words)
            | models.Q(code__icontains=words)
            | models.Q(legal_basis__icontains=words)
        )
    return rows


def _held(day: date) -> dict[int, dict[int, Held]]:
    """Item id → town id → since when, until when, whether for the demo; one query."""
    found: dict[int, dict[int, Held]] = {}
    rows = Empowerment.objects.filter(in_force(day)).order_by()
    names = ("item_id", "township_id", "starts_on", "ends_on", "is_demo")
    for item, town, since, until, demo in rows.values_list(*names):
        found.setdefault(item, {})[town] = (since, until, demo)
    return found


def _line(
    row: tuple[int, str, str, str, bool, date | None, str],
    towns: list[Township],
    held: dict[int, Held],
    day: date,
) -> Line:
    _, code, name, domain, statutory, city_since, bureau = row
    since = city_since if city_since and city_since <= day else None
    if since is not None:
        words, cells = [""] * len(towns), [_city(since, len(towns))]
    else:
        pairs = [_cell(held.get(town.pk), statutory and town.kind == "town") for town in towns]
        words, cells = [word for word, _ in pairs], [cell for _, cell in pairs]
    safe = mark_safe("".join(cells))  # noqa: S308 - every cell is made by format_html
    return Line(code, name, domain, bureau, since, words, safe)


@lru_cache(maxsize=1024)
def _cell(held: Held | None, by_statute: bool) -> tuple[str, SafeString]:
    """The words and the markup of a cell; few kinds of cell exist, so each is made once."""
    if by_statute:  # needs no delegation, whatever was delegated besides
        word = "法定职权（法律直接规定镇人民政府）"
        return word, _marked("法定", word, "statute")
    if held is None:
        return "", _EMPTY
    since, until, demo = held
    word = f"自 {since}" + (f" 至 {until}" if until else "")
    if demo:
        word = f"{word}，演示赋权"
        return word, _marked("●演", word, "demo")
    return word, _marked("●", word, "held")


@lru_cache(maxsize=1024)
def _city(since: date, columns: int) -> SafeString:
    return format_html(
        '<td class="mx__city" colspan="{}">上收市级（自 {}）</td>', columns, since.isoformat()
    )


def _marked(sign: str, word: str, kind: str) -> SafeString:
    return format_html(
        '<td class="mx__{}" title="{}"><span aria-hidden="true">{}</span>'
        '<span class="visually-hidden">{}</span></td>',
        kind,
        word,
        sign,
        word,
    )
