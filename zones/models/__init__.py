"""片区、乡镇（街道）、区直部门、执法事项与赋权。"""

from zones.models.grants import (
    AgencyGroupPermission,
    AgencyUserPermission,
    DistrictGroupPermission,
    DistrictUserPermission,
    TownshipGroupPermission,
    TownshipUserPermission,
    ZoneGroupPermission,
    ZoneUserPermission,
)
from zones.models.places import Agency, District, PolicyDocument, Township, Village, Zone
from zones.models.powers import Empowerment, EnforcementItem

__all__ = [
    "Agency",
    "AgencyGroupPermission",
    "AgencyUserPermission",
    "District",
    "DistrictGroupPermission",
    "DistrictUserPermission",
    "Empowerment",
    "EnforcementItem",
    "PolicyDocument",
    "Township",
    "TownshipGroupPermission",
    "TownshipUserPermission",
    "Village",
    "Zone",
    "ZoneGroupPermission",
    "ZoneUserPermission",
]
