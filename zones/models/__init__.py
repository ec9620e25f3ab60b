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
from zones.models.versions import (
    ChangeLine,
    ChangeReview,
    ChangeSet,
    ItemVersion,
    Publication,
)

__all__ = [
    "Agency",
    "AgencyGroupPermission",
    "AgencyUserPermission",
    "ChangeLine",
    "ChangeReview",
    "ChangeSet",
    "District",
    "DistrictGroupPermission",
    "DistrictUserPermission",
    "Empowerment",
    "EnforcementItem",
    "ItemVersion",
    "PolicyDocument",
    "Publication",
    "Township",
    "TownshipGroupPermission",
    "TownshipUserPermission",
    "Village",
    "Zone",
    "ZoneGroupPermission",
    "ZoneUserPermission",
]
