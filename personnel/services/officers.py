"""Records of people: begun, corrected, a photo. Accounts stay with 系统管理员.

Whoever keeps a unit's people makes the record together with an account that has no password:
the person can be appointed and called up at once, and can log in when 系统管理员 has set a first
password (GB/T 22239—2019 第三级：三员分立 — who keeps records opens no accounts).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from core import audit, uploads
from core.errors import RuleViolation
from core.models import User
from personnel import policy
from personnel.models import Officer
from personnel.rules.offices import Rank
from personnel.selectors.officers import version_of
from zones.models import Agency, Township

LARGEST_PHOTO = 10 * uploads.MEGABYTE


@dataclass(frozen=True)
class Person:
    """Who somebody is and where they belong."""

    name: str
    home: Township | Agency
    rank: str = Rank.SECTION_MEMBER.value
    post: str = ""
    on_establishment: bool = True
    is_field: bool = False
    phone: str = ""
    legal_qualification: str = ""


@transaction.atomic
def create(*, person: Person, username: str, by: User) -> Officer:
    """Begin a record, with an account that nobody can log in to yet."""
    policy.require_maintaining(by, person.home)
    user = User(username=username, name=person.name)
    user.set_unusable_password()
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:
        taken = User.objects.get(username=username)
        text = f"登录名“{username}”已由{taken}使用，请换一个"
        raise RuleViolation("username_taken", text, field="username") from None
    officer = Officer(user=user)
    _write(officer, person)
    officer.save()
    audit.record(by=by, verb="create_person", subject=officer, payload=_told(person))
    return officer


@transaction.atomic
def edit(*, officer_id: int, person: Person, version: int, by: User) -> Officer:
    """Correct a record. Refused when somebody changed it meanwhile (`version_of` seen)."""
    officer = locked(officer_id)
    policy.require_maintaining(by, officer.home)
    if person.home != officer.home:
        policy.require_maintaining(by, person.home)
    if version != version_of(officer):
        raise RuleViolation("stale", "他人刚刚修改了这份档案，请核对后再保存")
    before = _told(_person(officer))
    _write(officer, person)
    if officer.user.name != person.name:
        officer.user.name = person.name
        officer.user.save(update_fields=["name"])
    officer.save()
    changes = {key: [before[key], new] for key, new in _told(person).items() if before[key] != new}
    audit.record(by=by, verb="edit_person", subject=officer, payload={"changes": changes})
    return officer


@transaction.atomic
def set_photo(*, officer_id: int, file: UploadedFile[Any], by: User) -> Officer:
    """A new photo in place of the old one, drawn anew without place or device."""
    officer = locked(officer_id)
    policy.require_maintaining(by, officer.home)
    checked = uploads.check(file, uploads.PICTURE, LARGEST_PHOTO, field="photo")
    picture = uploads.portrait(checked)
    storage, old = officer.photo.storage, officer.photo.name
    officer.photo.save(str(picture.name), picture, save=False)
    officer.save(update_fields=["photo"])
    audit.record(by=by, verb="set_photo", subject=officer, payload={"name": checked.name})
    if old:  # a portrait that is no longer needed is not kept (《个人信息保护法》第十九条)
        transaction.on_commit(lambda: storage.delete(old))
    return officer


@transaction.atomic
def leave_trace_of_export(*, by: User, rows: int, filters: dict[str, str]) -> None:
    """Personal data left the platform: who took how much of it."""
    audit.record(
        by=by, verb="export_people", subject=by, payload={"rows": rows, "filters": filters}
    )


def locked(officer_id: int) -> Officer:
    """The record, locked for this transaction; dispatch and leave queue here."""
    return (
        Officer.objects.select_for_update(of=("self",))
        .select_related("user", "home_township", "home_agency")
        .get(pk=officer_id)
    )


def _write(officer: Officer, person: Person) -> None:
    officer.home_township = person.home if isinstance(person.home, Township) else None
    officer.home_agency = person.home if isinstance(person.home, Agency) else None
    for name in ("rank", "post", "on_establishment", "is_field", "phone", "legal_qualification"):
        setattr(officer, name, getattr(person, name))


def _person(officer: Officer) -> Person:
    return Person(
        name=officer.user.name,
        home=officer.home,
        rank=officer.rank,
        post=officer.post,
        on_establishment=officer.on_establishment,
        is_field=officer.is_field,
        phone=officer.phone,
        legal_qualification=officer.legal_qualification,
    )


def _told(person: Person) -> dict[str, object]:
    return {**asdict(person), "home": str(person.home)}
