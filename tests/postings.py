"""Bureau officers and their postings, made through the service."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from core.models import User
from personnel.models import Officer, Secondment
from personnel.roles import Role
from personnel.services import secondments
from personnel.services.secondments import Terms
from tests.factories.personnel import person
from zones.models import Township

BUREAU = "区住建局"


def field_officer(name: str, bureau: str = BUREAU, **values: Any) -> User:
    """A certified field officer of the bureau."""
    user = person(name, Role.AGENCY_OFFICER, bureau, **values)
    Officer.objects.filter(user=user).update(is_field=True)
    return User.objects.get(pk=user.pk)


def liaison(bureau: str = BUREAU) -> User:
    return person(f"{bureau}联络人", Role.LIAISON, bureau)


def deputy(town: str) -> User:
    return person(f"{town}副片长", Role.DEPUTY_CHIEF, town)


def terms(user: User, town: str, **changes: Any) -> Terms:
    values: dict[str, Any] = {
        "officer": user.officer,
        "township": Township.objects.get(name=town),
        "starts_on": timezone.localdate(),
        "document": "芗住建〔2026〕8号",
        "tasks": ["inspection", "evidence"],
    }
    return Terms(**{**values, **changes})


def posted(user: User, town: str, *, by: User | None = None, **changes: Any) -> Secondment:
    """The officer posted to the town since 2024-07-01, or as told."""
    since = changes.pop("starts_on", date(2024, 7, 1))
    return secondments.second(terms=terms(user, town, starts_on=since, **changes), by=by)


def again(user: User) -> User:
    """The same person at the next request: nothing remembered."""
    return User.objects.get(pk=user.pk)
