"""Who convenes, reads and speaks in a study meeting (疑难案件研讨会), and who carries it out."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from cases import policy
from cases.models import Case, StudyItem, StudyMeeting, StudyParticipant
from cases.rules import study as rule
from core import access
from core.models import User
from zones.models import Township, Zone
from zones.selectors import zones_with_towns


def convener(user: User) -> rule.Convener:
    """In which zones this person may convene; a deputy chief in the zone of the own town."""
    grants = access.grants_of(user)
    zones = set(grants.ids("convene_studies", "zone"))
    towns = grants.ids("convene_studies", "township")
    if towns:
        found = Township.objects.filter(pk__in=towns, zone__isnull=False)
        zones |= set(found.values_list("zone_id", flat=True))
    return rule.Convener(frozenset(zones), bool(grants.ids("convene_studies", "district")))


def convenes(user: User) -> bool:
    return access.grants_of(user).any("convene_studies")


def zones_offered(user: User) -> list[Zone]:
    """Zones this person may choose for a meeting."""
    mine = convener(user)
    return [zone for zone in zones_with_towns() if mine.district or zone.pk in mine.zones]


def may_convene(user: User, zone_ids: set[int]) -> bool:
    return rule.may_convene(convener(user), zone_ids)


def concerns(user: User, zone_ids: set[int | None]) -> bool:
    """Convenes somewhere a case of these zones may be studied."""
    if not convenes(user):
        return False
    mine = convener(user)
    return mine.district or bool(mine.zones & {zone for zone in zone_ids if zone})


def require_convening(user: User, zone_ids: set[int]) -> None:
    if not may_convene(user, zone_ids):
        raise PermissionDenied(
            "本片区的研讨会由片长、协作组长、副片长或者片区法制审核员召集，跨片区的由指导单位召集"
        )


def is_chair(user: User, meeting: StudyMeeting) -> bool:
    return bool(meeting.chair.user_id == user.pk)


def require_chair(user: User, meeting: StudyMeeting) -> None:
    if not is_chair(user, meeting):
        raise PermissionDenied(f"由会议主持人{meeting.chair}办理")


def organises(user: User, meeting: StudyMeeting) -> bool:
    """Chair and recorder, who drew it up, and whoever may convene in its zones."""
    if user.pk in (meeting.chair.user_id, meeting.recorder.user_id, meeting.created_by_id):
        return True
    return may_convene(user, {zone.pk for zone in meeting.zones.all()})


def require_organising(user: User, meeting: StudyMeeting) -> None:
    if not organises(user, meeting):
        raise PermissionDenied("由会议的召集人、主持人或者记录人办理")


def part_of(user: User, meeting: StudyMeeting) -> StudyParticipant | None:
    """This person's own row among the invited."""
    rows = meeting.participants.all()
    return next((row for row in rows if row.officer.user_id == user.pk), None)


def commands(user: User, case: Case) -> bool:
    """The chief of a zone in which the case happened: may give its unit orders."""
    grants = access.grants_of(user)
    zones = {place.township.zone_id for place in case.places.all()}
    return any(grants.has("arrange_cases", "zone", zone) for zone in zones)


def prepares(user: User, item: StudyItem) -> bool:
    """Materials are chosen by the organisers and by the handlers of the case."""
    return organises(user, item.meeting) or policy.is_handler(user, item.case)


def require_preparing(user: User, item: StudyItem) -> None:
    if not prepares(user, item):
        raise PermissionDenied("材料由会议召集人或者本案办案人准备")


def may_read_materials(user: User, meeting: StudyMeeting) -> bool:
    """What was laid before the meeting: for those invited and those who organise it."""
    return part_of(user, meeting) is not None or organises(user, meeting)


def require_materials(user: User, meeting: StudyMeeting) -> None:
    if not may_read_materials(user, meeting):
        raise PermissionDenied("会议材料只供参会人员和会议召集人查阅")


def may_carry_out(user: User, item: StudyItem) -> bool:
    """Handlers of the case, officers and head of the unit that was told to."""
    if item.unit is None:
        return False
    if policy.is_handler(user, item.case):
        return True
    grants = access.grants_of(user)
    kind = "township" if isinstance(item.unit, Township) else "agency"
    return any(grants.has(right, kind, item.unit.pk) for right in ("handle_cases", "approve_cases"))


def require_carrying_out(user: User, item: StudyItem) -> None:
    if not may_carry_out(user, item):
        raise PermissionDenied(f"落实情况由{item.unit}或者本案办案人报告")
