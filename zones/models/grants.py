"""Direct foreign-key tables for django-guardian: one row is one right of one user on one scope."""

from __future__ import annotations

from django.db import models
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from zones.models.places import Agency, District, Township, Zone


class DistrictUserPermission(UserObjectPermissionBase):
    content_object = models.ForeignKey(District, on_delete=models.CASCADE)


class DistrictGroupPermission(GroupObjectPermissionBase):
    content_object = models.ForeignKey(District, on_delete=models.CASCADE)


class ZoneUserPermission(UserObjectPermissionBase):
    content_object = models.ForeignKey(Zone, on_delete=models.CASCADE)


class ZoneGroupPermission(GroupObjectPermissionBase):
    content_object = models.ForeignKey(Zone, on_delete=models.CASCADE)


class TownshipUserPermission(UserObjectPermissionBase):
    content_object = models.ForeignKey(Township, on_delete=models.CASCADE)


class TownshipGroupPermission(GroupObjectPermissionBase):
    content_object = models.ForeignKey(Township, on_delete=models.CASCADE)


class AgencyUserPermission(UserObjectPermissionBase):
    content_object = models.ForeignKey(Agency, on_delete=models.CASCADE)


class AgencyGroupPermission(GroupObjectPermissionBase):
    content_object = models.ForeignKey(Agency, on_delete=models.CASCADE)
