"""Writing a planned import of people in a few queries: records, certificates, traces, notices.

The bulk twin of `officers.create`, `officers.edit` and `certificates.register`: new people get an
account without a password, which 系统管理员 opens.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import models

from core import audit
from core.audit import News
from core.models import Job, User
from personnel.models import Certificate, Officer
from personnel.services._people_gate import FROM_FILE, held
from personnel.services._people_plan import Change
from zones.models import Agency, Township

BATCH = 1000
_PERSON = (
    "home_township",
    "home_agency",
    "rank",
    "post",
    "on_establishment",
    "is_field",
    "phone",
    "legal_qualification",
)
_PAPER = ("domains", "issuer", "valid_from", "expires_on")


class Writer:
    """Gathers what is to be written for one job."""

    def __init__(self, job: Job, file_name: str, passed: Container[int]) -> None:
        self._by, self._passed = job.created_by, passed
        self._source = {"file": file_name, "job": job.pk}
        self._made: dict[str, tuple[Officer, Change]] = {}
        self._people: dict[int, Officer] = {}
        self._papers: list[Certificate] = []
        self._renewed: list[Certificate] = []
        self._news: list[News] = []

    def create(self, change: Change) -> None:
        user = User(username=change.row.key, name=change.values["name"])
        user.password = make_password(None)
        officer = Officer(user=user)
        _assign(officer, change.values)
        self._made[change.row.key] = (officer, change)

    def save_people(self) -> None:
        """The new accounts and records, so that certificates can hang on them."""
        made = [officer for officer, _ in self._made.values()]
        User.objects.bulk_create([officer.user for officer in made], batch_size=BATCH)
        for officer in made:
            officer.user_id = officer.user.pk
        Officer.objects.bulk_create(made, batch_size=BATCH)
        for officer, change in self._made.values():
            self._tell("create_person", officer, _told(change.values))

    def change(self, change: Change) -> None:
        """What the row says otherwise of a person, or of a certificate of theirs."""
        target = change.target
        assert target is not None  # the planner: only new rows have none
        old = _told({name: held(target, name) for name in change.values})
        news = {name: [old[name], new] for name, new in _told(change.values).items()}
        _assign(target, change.values)
        if isinstance(target, Officer):
            self._people[target.pk] = target
            self._tell("edit_person", target, {"changes": news})
        else:
            self._renewed.append(target)
            payload = {"number": target.number, "changes": news}
            self._tell("change_certificate", target.officer, payload)

    def certify(self, change: Change) -> None:
        """A new certificate of a new or a known person."""
        officer = change.officer or self._made[change.row.key][0]
        note = "" if officer.pk in self._passed else f"{FROM_FILE}（{self._source['file']}）"
        self._papers.append(
            Certificate(officer=officer, recorded_by=self._by, exam_note=note, **change.values)
        )
        self._tell("register_certificate", officer, _told(change.values) | {"exam_note": note})

    def save_rest(self) -> None:
        """Changed records, certificates and every trace."""
        _save(Officer, self._people.values(), _PERSON)
        _save(Certificate, self._renewed, _PAPER)
        Certificate.objects.bulk_create(self._papers, batch_size=BATCH)
        audit.record_many(by=self._by, news=self._news)

    def _tell(self, verb: str, officer: Officer, payload: dict[str, Any]) -> None:
        self._news.append(News(verb, officer, payload | self._source))


def _save(model: type[models.Model], rows: Iterable[models.Model], fields: Sequence[str]) -> None:
    """Write locked rows back; a third of what `bulk_update` with its CASE for each row costs."""
    model._default_manager.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=["id"], update_fields=fields
    )


def _assign(target: Officer | Certificate, values: dict[str, Any]) -> None:
    for name, value in values.items():
        if isinstance(target, Officer) and name == "unit":
            target.home_township = value if isinstance(value, Township) else None
            target.home_agency = value if isinstance(value, Agency) else None
        elif name != "name":
            setattr(target, name, value)


def _told(values: dict[str, Any]) -> dict[str, Any]:
    """Values under the names that the other entries of a person's trail use."""
    return {"home" if n == "unit" else n: _plain(value) for n, value in values.items()}


def _plain(value: Any) -> Any:
    """A value as the trail keeps it."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, (Township, Agency)) else value
