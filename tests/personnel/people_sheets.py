"""Workbooks for tests of the import of people."""

from __future__ import annotations

from datetime import date
from typing import Any

from core import jobs
from core.models import Job, User
from core.sheets import workbook
from personnel.resources import PersonResource
from personnel.services import importing

COLUMNS = PersonResource().columns


def row(username: str, **changes: Any) -> list[Any]:
    """One good row of a new person of 石亭街道 without a certificate; `changes` by field name."""
    values = dict.fromkeys(COLUMNS, "") | {
        "name": f"人员{username}",
        "username": username,
        "unit": "石亭街道",
        "rank": "科员",
        "post": "执法队员",
        "on_establishment": "是",
        "is_field": "否",
        "phone": "13900000000",
    }
    return [(values | changes)[name] for name in COLUMNS]


def certified(username: str, number: str, **changes: Any) -> list[Any]:
    paper = {
        "number": number,
        "domains": "综合执法",
        "issuer": "福建省司法厅",
        "valid_from": date(2024, 7, 1),
        "expires_on": date(2029, 6, 30),
    }
    return row(username, **(paper | changes))


def sheet(rows: list[list[Any]]) -> bytes:
    return workbook(list(COLUMNS.values()), rows)


def previewed(rows: list[list[Any]] | bytes, by: User) -> Job:
    data = rows if isinstance(rows, bytes) else sheet(rows)
    job = importing.IMPORT.submit(file_name="人员.xlsx", data=data, by=by)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.message
    return job


def written(preview: Job, by: User) -> Job:
    job = importing.IMPORT.confirm(preview_id=preview.pk, by=by)
    jobs.run(job.pk)
    job.refresh_from_db()
    return job
