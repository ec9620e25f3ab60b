"""People for tests. `person` appoints through the real service, so rights are real."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import factory
from django.utils import timezone

from core.models import User
from personnel.models import Certificate, Officer
from personnel.roles import Role
from personnel.services import appointments
from zones.models import Agency, District, Township, Zone

PASSWORD = "Xiangcheng#2024"
LONG_AGO = date(2024, 7, 1)


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence("user{}".format)
    name = factory.Sequence("人员{}".format)
    password = factory.django.Password(PASSWORD)


class OfficerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Officer

    user = factory.SubFactory(UserFactory)
    rank = "deputy_section"
    legal_qualification = "A20203506020001"


class CertificateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Certificate

    number = factory.Sequence("3506{:07d}".format)
    issuer = "福建省司法厅"
    valid_from = LONG_AGO
    expires_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=700))


def scope_named(name: str) -> Zone | Township | Agency | District:
    """The zone, town, bureau or district of that name."""
    for model, field in (
        (Zone, "name"),
        (Township, "name"),
        (Agency, "short_name"),
        (District, "name"),
    ):
        found = model.objects.filter(**{field: name}).first()
        if found is not None:
            return found
    raise LookupError(name)


def person(
    name: str, role: Role, scope: str, *, home: str = "", certified: bool = True, **period: Any
) -> User:
    """A person of that name in that office since 2024-07-01, at home in `home` or the scope."""
    place = scope_named(scope)
    base = scope_named(home) if home else place
    officer = OfficerFactory.create(
        user__name=name,
        user__username=name,
        home_township=base if isinstance(base, Township) else None,
        home_agency=base if isinstance(base, Agency) else None,
    )
    if certified:
        CertificateFactory.create(officer=officer)
    office = {"starts_on": LONG_AGO, "document": "测试文号", **period}
    appointments.appoint(officer=officer, role=role, scope=place, by=None, **office)
    return User.objects.get(pk=officer.user.pk)
