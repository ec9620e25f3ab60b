"""Loading a year's holiday notice: read, shown with what it would move, confirmed, recomputed.

Two jobs: the first works out what would change, the second writes it and recomputes. Both carry
the notice as plain values, so either can be begun anew.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from chinese_calendar import constants
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from cases.services import recomputing
from core import access, calendars, jobs
from core.errors import RuleViolation
from core.jobs import Progress
from core.models import Job, User
from core.rules.workdays import (
    DayException,
    check_notice,
    forgotten_days,
    parse_exceptions,
)
from core.sheets_in import raw_rows

PREVIEW, LOAD = "calendar.preview", "calendar.load"
MOST_SHOWN = 5000
_BASIS = "《全国年节及纪念日放假办法》"
_HEADINGS = {"日期": "date", "类型": "kind", "节日": "name"}
_KINDS = {
    "放假": "holiday_off",
    "休息": "holiday_off",
    "上班": "workday_makeup",
    "调休上班": "workday_makeup",
    "补班": "workday_makeup",
}
_LARGEST = 200_000  # bytes of a csv; a notice has some thirty lines


@dataclass(frozen=True)
class HolidayNotice:
    """One year's notice: its number and the days it takes out of the plain week."""

    year: int
    document: str
    days: Mapping[date, DayException]
    source: str


def may_load(user: User) -> bool:
    return access.grants_of(user).any("manage_parameters")


def require_loading(user: User) -> None:
    if not may_load(user):
        raise PermissionDenied("放假通知由区司法局管理员载入")


# --- where a notice comes from --------------------------------------------------
def from_file(*, name: str, data: bytes, year: int, document: str) -> HolidayNotice:
    """From a csv or an xlsx with 日期、类型、节日 (or date, kind, name) in the first line."""
    rows = _from_xlsx(data) if data[:2] == b"PK" else _from_csv(data)
    days = parse_exceptions(rows)
    check_notice(year, document, days)
    return HolidayNotice(year, document.strip(), days, name[:80])


def from_package(*, year: int, document: str) -> HolidayNotice:
    """From the package chinesecalendar, for the years it has."""
    if year not in package_years():
        text = f"软件包 chinesecalendar 没有 {year} 年，请用文件载入"
        raise RuleViolation("not_in_package", text, _BASIS, field="year")
    found = [(day, name, False) for day, name in constants.holidays.items() if day.weekday() < 5]
    found += [(day, name, True) for day, name in constants.workdays.items()]
    rows = [
        {
            "date": day.isoformat(),
            "kind": "workday_makeup" if worked else "holiday_off",
            "name": str(name),
        }
        for day, name, worked in found
        if day.year == year
    ]
    days = parse_exceptions(rows)
    check_notice(year, document, days)
    return HolidayNotice(year, document.strip(), days, "chinesecalendar")


def package_years() -> list[int]:
    return sorted({day.year for day in constants.holidays})


def _from_csv(data: bytes) -> list[dict[str, str]]:
    if len(data) > _LARGEST:
        raise RuleViolation("file_too_large", "文件太大，一年的放假通知只有几十行", field="file")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise RuleViolation("not_readable", "不是 csv 文本，也不是 xlsx 工作簿", field="file")
    lines = csv.DictReader(io.StringIO(text))
    known = {
        _HEADINGS.get((name or "").strip(), (name or "").strip()) for name in lines.fieldnames or []
    }
    _require_columns(known)
    return [_row({k or "": v for k, v in line.items()}) for line in lines if any(line.values())]


def _from_xlsx(data: bytes) -> list[dict[str, str]]:
    try:
        found = list(raw_rows(data, _HEADINGS))
    except RuleViolation as refusal:
        if refusal.code != "columns_missing":
            raise
        found = list(raw_rows(data, _HEADINGS.values()))
    return [_row(cells) for _, cells in found]


def _require_columns(known: set[str]) -> None:
    missing = [word for word, name in _HEADINGS.items() if name not in known]
    if missing:
        text = f"第一行缺少这些列：{'、'.join(missing)}"
        raise RuleViolation("columns_missing", text, field="file")


def _row(cells: Mapping[str, Any]) -> dict[str, str]:
    """One line under the names the rule reads; dates and kinds as it writes them."""
    row = {}
    for heading, value in cells.items():
        name = _HEADINGS.get(heading.strip(), heading.strip())
        if isinstance(value, datetime):
            value = value.date()
        row[name] = "" if value is None else str(value).strip()
    row["kind"] = _KINDS.get(row.get("kind", ""), row.get("kind", ""))
    row["date"] = row.get("date", "").replace("/", "-")
    return row


# --- preview, confirmation, loading ------------------------------------------------
def submit(*, notice: HolidayNotice, by: User) -> Job:
    """Have the worker find out what the notice would change and move; nothing is written."""
    require_loading(by)
    return jobs.submit(
        kind=PREVIEW,
        title=f"{notice.year} 年放假通知：预览",
        params={
            "year": notice.year,
            "document": notice.document,
            "source": notice.source,
            "days": [
                [day.isoformat(), each.is_workday, each.name]
                for day, each in sorted(notice.days.items())
            ],
        },
        by=by,
    )


def notice_of(job: Job) -> HolidayNotice:
    days = {
        date.fromisoformat(day): DayException(is_workday=worked, name=name)
        for day, worked, name in job.params["days"]
    }
    return HolidayNotice(job.params["year"], job.params["document"], days, job.params["source"])


def _since(changed: Sequence[calendars.Change], year: int) -> date:
    """The first day from which a last day can move: the year itself becomes final too."""
    return min([date(year, 1, 1), *(change.day for change in changed)])


def preview(job: Job, progress: Progress) -> Mapping[str, object]:
    """Job: the days that change, and the terms that would move with them."""
    notice = notice_of(job)
    changed = calendars.changes(notice.year, notice.days)
    moved, settled = recomputing.preview(
        calendars.with_notice(notice.year, notice.days),
        since=_since(changed, notice.year),
        tell=progress,
    )
    return {
        "changes": [_told(change) for change in changed],
        "moved": [_plain(row) for row in moved[:MOST_SHOWN]],
        "moved_total": len(moved),
        "settled": settled,
        "forgotten": [
            f"{day.isoformat()}（{name}）" for day, name in forgotten_days(notice.year, notice.days)
        ],
        "url": reverse("workdays_preview", args=[job.pk]),
    }


def previews(user: User) -> Any:
    return Job.objects.filter(kind=PREVIEW, created_by=user)


@transaction.atomic
def confirm(*, preview_id: int, by: User) -> Job:
    """Have the previewed notice loaded, once; asking again gives the same job."""
    require_loading(by)
    shown = previews(by).select_for_update().get(pk=preview_id)
    if shown.state != Job.State.DONE:
        raise RuleViolation("preview_not_ready", "预览尚未完成，不能载入")
    earlier = loading_of(shown.pk)
    if earlier is not None:
        return earlier
    return jobs.submit(
        kind=LOAD,
        title=f"载入 {shown.params['year']} 年放假通知",
        params={**shown.params, "preview": shown.pk},
        by=by,
    )


def loading_of(preview_id: int) -> Job | None:
    """The job that loads, or loaded, this preview; one that failed does not count."""
    return (
        Job.objects.filter(kind=LOAD, params__preview=preview_id)
        .exclude(state__in=[Job.State.FAILED, Job.State.CANCELLED])
        .first()
    )


def load(job: Job, progress: Progress) -> Mapping[str, object]:
    """Job: write the notice and recompute, in one transaction; the moved terms are its result."""
    if "written" in job.params:  # the worker died between writing and saying so
        return dict(job.params["written"])
    if not may_load(job.created_by):
        raise RuleViolation("no_longer_entitled", "提交人已无载入放假通知的权限")
    notice = notice_of(job)
    progress(0, 0, "写入日历，重新推算期限")
    with transaction.atomic():
        changed = calendars.store(
            year=notice.year, document=notice.document, days=notice.days, by=job.created_by
        )
        moved = recomputing.recompute_open_terms(since=_since(changed, notice.year))
        result = {
            "year": notice.year,
            "document": notice.document,
            "changed": len(changed),
            "moved": [_plain(row) for row in moved[:MOST_SHOWN]],
            "moved_total": len(moved),
            "url": reverse("workdays_moved", args=[job.pk]),
        }
        Job.objects.filter(pk=job.pk).update(params=job.params | {"written": result})
    return result


def _plain(row: recomputing.Moved) -> dict[str, object]:
    return asdict(row) | {
        "before": row.before.isoformat(),
        "after": row.after.isoformat(),
        "days": row.days,
    }


def _told(change: calendars.Change) -> dict[str, str]:
    return {
        "day": change.day.isoformat(),
        "before": change.before.label if change.before else "",
        "after": change.after.label if change.after else "",
    }


# --- the reminder before a year ends --------------------------------------------------
