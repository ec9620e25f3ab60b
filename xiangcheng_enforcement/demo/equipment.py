"""Equipment of the demo: pieces of towns and bureaus, lent, faulty, due, booked, and paid for."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO

from django.utils import timezone
from PIL import Image, ImageDraw

from core import access, audit
from core.models import User
from personnel.models import BudgetLine, Equipment, EquipmentInspection, EquipmentLoan, Officer
from personnel.selectors import handlers_of_unit
from personnel.services import engagements
from personnel.services.equipment import PieceWords, register, report_fault, send_to_repair
from xiangcheng_enforcement.loading.records import Tally
from zones.models import Agency, Township
from zones.selectors.changes import the_district

Unit = Township | Agency
_Shares = tuple[tuple[int, ...], ...]
Kind = Equipment.Kind
_MODELS = {
    "terminal": ("ZD", "手持执法终端 T6（演示）"),
    "camera": ("JL", "4G 执法记录仪 X5（演示）"),
    "vehicle": ("CL", "七座巡查车（演示）"),
    "uniform": ("FZ", "制式服装一套（演示）"),
}
# How many of each kind a unit has, in turn; some units lack something.
_TOWN_SETS = ((2, 3, 1, 1), (2, 2, 1, 1), (1, 2, 1, 1), (2, 2, 0, 1))
_BUREAU_SETS = ((1, 2, 1, 0), (1, 1, 1, 0), (1, 1, 0, 0))
_TOWN_SUMS = ("468000", "120000", "18000", "90000", "36000")
_BUREAU_SUMS = ("0", "80000", "12000", "60000", "24000")
_BOUGHT = date(2024, 9, 2)
_MATTERS = ("沿街市容巡查", "渣土运输联合检查", "农贸市场周边整治", "违建现场勘查")


@dataclass
class _Store:
    """What one unit got: by kind, with who looks after it and who works there."""

    unit: Unit
    manager: User
    officers: list[Officer]
    pieces: dict[str, list[Equipment]] = field(default_factory=dict)

    def first(self, kind: str) -> Equipment:
        return self.pieces[kind][0]


def ensure_equipment(today: date) -> Tally:
    """Write everything unless any piece is there."""
    tally = Tally("执法装备")
    tally.unchanged = Equipment.objects.count()
    finance = access.users_with("manage_budget", the_district()).first()
    if tally.unchanged or finance is None:
        return tally
    stores = list(_stores(today, finance))
    towns = {str(s.unit): s for s in stores if isinstance(s.unit, Township)}
    for number, store in enumerate(towns.values()):
        _use(store, number, today)
    _troubles(towns, today)
    for name in ("石亭街道", "天宝镇", "芝山街道"):
        _ask(towns[name], today.year + 1)
    tally.created = Equipment.objects.count()
    return tally


def _stores(today: date, finance: User) -> Iterator[_Store]:
    towns = Township.objects.exclude(zone=None).order_by("order")
    bureaus = Agency.objects.exclude(items=None).order_by("pk").distinct()
    sets: tuple[tuple[_Shares, tuple[str, ...], Iterable[Unit]], ...] = (
        (_TOWN_SETS, _TOWN_SUMS, towns),
        (_BUREAU_SETS, _BUREAU_SUMS, bureaus),
    )
    plate = 0
    for shares, sums, units in sets:
        for number, unit in enumerate(units):
            manager = access.users_with("manage_equipment", unit).first()
            officers = list(handlers_of_unit(unit, today).order_by("pk"))
            if manager is None or not officers:
                continue
            lines = _budget(unit, today.year, sums, number, manager, finance)
            store = _Store(unit, manager, officers)
            share = shares[number % len(shares)]
            for kind, count in zip(_MODELS, share, strict=True):
                plate += count if kind == Kind.VEHICLE else 0
                _equip(store, kind, count, today, lines, plate)
            yield store


def _equip(
    store: _Store, kind: str, count: int, today: date, lines: dict[str, BudgetLine], plate: int
) -> None:
    mark, model = _MODELS[kind]
    short = str(store.unit).strip("区局")[:2]
    inspected = kind in (Kind.VEHICLE, Kind.CAMERA)
    words = PieceWords(
        kind=kind,
        model=model,
        acquired_on=_BOUGHT,
        plate=f"闽E演{plate:04d}" if kind == Kind.VEHICLE else "",
        custodian=store.officers[0],
        inspect_due_on=today + timedelta(days=150 + 7 * (plate % 9)) if inspected else None,
        budget_line=lines["vehicle"] if kind == Kind.VEHICLE and plate % 2 else None,
    )
    codes = [f"{short}-{mark}-{n + 1:02d}" for n in range(count)]
    if not codes:
        return
    store.pieces[kind] = register(codes=codes, unit=store.unit, words=words, by=store.manager)
    for piece in store.pieces[kind] if inspected else []:
        assert piece.inspect_due_on is not None
        EquipmentInspection.objects.create(
            equipment=piece,
            inspected_on=piece.inspect_due_on - timedelta(days=365),
            passed=True,
            next_due_on=piece.inspect_due_on,
            recorded_by=store.manager,
        )


def _budget(
    unit: Unit, year: int, sums: tuple[str, ...], number: int, manager: User, finance: User
) -> dict[str, BudgetLine]:
    """This year's lines, asked for and granted, nine tenths in every third unit."""
    lines = {}
    for kind, text in zip(BudgetLine.Kind, sums, strict=True):
        asked = Decimal(text) + 1000 * (number % 4)
        if not Decimal(text):
            continue
        line = _line(unit, year, kind, asked, manager)
        line.granted = asked * (9 if number % 3 == 0 else 10) / 10
        line.save(update_fields=["granted"])
        payload = {"granted": f"{line.granted:.2f}"}
        audit.record(by=finance, verb="grant", subject=line, payload=payload)
        lines[kind.value] = line
    return lines


def _line(
    unit: Unit, year: int, kind: BudgetLine.Kind, asked: Decimal, manager: User
) -> BudgetLine:
    line = BudgetLine.objects.create(
        year=year,
        kind=kind,
        township=unit if isinstance(unit, Township) else None,
        agency=unit if isinstance(unit, Agency) else None,
        requested=asked,
        note=f"{kind.label}（演示）",
        recorded_by=manager,
    )
    payload = {"requested": f"{asked:.2f}", "note": line.note}
    audit.record(by=manager, verb="request", subject=line, payload=payload)
    return line


def _ask(store: _Store, year: int) -> None:
    """Next year's requests, which wait for 财政局."""
    for kind, text in zip(BudgetLine.Kind, _TOWN_SUMS, strict=True):
        _line(store.unit, year, kind, Decimal(text) + 6000, store.manager)


def _use(store: _Store, number: int, today: date) -> None:
    """A camera lent and returned yesterday, lent again until tomorrow noon; the vehicle booked."""
    camera, officer = store.first("camera"), store.officers[0]
    _lend(store, camera, officer, at(today, 8.5, -1), at(today, 18, -1), returned=True)
    if number % 2:
        _lend(store, camera, officer, at(today, 8.5), at(today, 12, 1))
        terminal = store.first("terminal")
        _lend(store, terminal, store.officers[1], at(today, 8.5), at(today, 18, 30))
    for piece in store.pieces.get("vehicle", []):
        label = _MATTERS[number % len(_MATTERS)]
        for day in (0, 2 + number % 3):
            _book(store, piece, at(today, 9, day), label, officer.user)


def _troubles(towns: dict[str, _Store], today: date) -> None:
    """One loan overdue, one piece faulty, one at the workshop, inspections late and soon."""
    late = towns["天宝镇"]
    camera = late.pieces["camera"][1]
    _lend(late, camera, late.officers[1], at(today, 8.5, -4), at(today, 18, -2))
    store = towns["浦南镇"]
    report_fault(
        piece_id=store.pieces["terminal"][-1].pk,
        description="触摸屏右侧失灵，无法拍照上传。",
        by=store.officers[0].user,
    )
    store = towns["芝山街道"]
    piece = store.pieces["camera"][-1]
    report_fault(
        piece_id=piece.pk, description="电池鼓包，续航不足一小时。", by=store.officers[1].user
    )
    send_to_repair(piece_id=piece.pk, note="送漳州维修点，预计五日", by=store.manager)
    for name, kind, days in (
        ("西桥街道", "vehicle", -5),
        ("通北街道", "camera", 5),
        ("石亭街道", "camera", 20),
    ):
        for piece in towns[name].pieces.get(kind, [])[-1:]:
            _inspect_by(piece, today + timedelta(days=days))


def _inspect_by(piece: Equipment, due: date) -> None:
    piece.inspect_due_on = due
    piece.save(update_fields=["inspect_due_on"])
    piece.inspections.update(next_due_on=due, inspected_on=due - timedelta(days=365))


def at(today: date, hour: float, days: int = 0) -> datetime:
    """That hour of the day so many days from today."""
    midnight = datetime.combine(today + timedelta(days=days), time())
    return timezone.make_aware(midnight + timedelta(hours=hour))


def _lend(
    store: _Store,
    piece: Equipment,
    officer: Officer,
    lent_at: datetime,
    due_at: datetime,
    *,
    returned: bool = False,
) -> None:
    loan = EquipmentLoan.objects.create(
        equipment=piece,
        officer=officer,
        purpose="日常巡查",
        lent_at=lent_at,
        due_at=due_at,
        lent_by=store.manager,
        signature=_signed(officer.pk),
    )
    told = {"officer": str(officer), "purpose": loan.purpose, "due_at": due_at.isoformat()}
    audit.record(by=store.manager, verb="lend", subject=piece, payload=told)
    if returned:
        loan.returned_at, loan.returned_to = due_at - timedelta(minutes=20), store.manager
        loan.return_signature, loan.return_note = _signed(store.manager.pk), "完好"
        loan.save()
        back = {"officer": str(officer), "faulty": False, "note": "完好"}
        audit.record(by=store.manager, verb="return", subject=piece, payload=back)


def _book(store: _Store, piece: Equipment, starts_at: datetime, label: str, by: User) -> None:
    place = f"{store.unit}辖区"
    use = engagements.Use(label, place, piece.get_absolute_url(), str(store.unit))
    ends_at = starts_at + timedelta(hours=2.5)
    engagements.take(subject=piece, starts_at=starts_at, ends_at=ends_at, use=use, by=by)
    span = f"{starts_at:%Y-%m-%d %H:%M}–{ends_at:%H:%M}"
    told = {"label": label, "place": place, "held_by": str(store.unit), "span": span}
    audit.record(by=by, verb="reserve", subject=piece, payload=told)


def _signed(seed: int) -> str:
    """An invented signature: three strokes that differ from person to person."""
    image = Image.new("L", (240, 80), 255)
    pen = ImageDraw.Draw(image)
    for n in range(3):
        left = 20 + 70 * n
        points = [(left + 11 * i, 18 + (seed * (7 + n) * (i + 3) ** 2) % 46) for i in range(5)]
        pen.line(points, fill=32, width=3, joint="curve")
    kept = BytesIO()
    image.save(kept, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(kept.getvalue()).decode()
