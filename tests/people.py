"""The story's people, each made when first asked for."""

from __future__ import annotations

from functools import cached_property

from core.models import User
from personnel.roles import Role
from tests.factories.personnel import person


class People:
    """One person for each part; attribute access creates and appoints them."""

    @cached_property
    def chief_east(self) -> User:
        return person("东部片长", Role.ZONE_CHIEF, "东部片区", home="区住建局")

    @cached_property
    def chief_central(self) -> User:
        return person("中部片长", Role.ZONE_CHIEF, "中部片区", home="区城管执法局")

    @cached_property
    def chief_west(self) -> User:
        return person("西部片长", Role.ZONE_CHIEF, "西部片区", home="区自然资源局")

    @cached_property
    def shiting(self) -> User:
        return person("石亭甲", Role.TOWN_OFFICER, "石亭街道")

    @cached_property
    def shiting_second(self) -> User:
        return person("石亭乙", Role.TOWN_OFFICER, "石亭街道")

    @cached_property
    def shiting_deputy(self) -> User:
        return person("石亭副片长", Role.DEPUTY_CHIEF, "石亭街道")

    @cached_property
    def tianbao(self) -> User:
        return person("天宝甲", Role.TOWN_OFFICER, "天宝镇")

    @cached_property
    def xiangkou(self) -> User:
        return person("巷口甲", Role.TOWN_OFFICER, "巷口街道")

    @cached_property
    def zhishan(self) -> User:
        return person("芝山甲", Role.TOWN_OFFICER, "芝山街道")

    @cached_property
    def bureau(self) -> User:
        return person("农业甲", Role.AGENCY_OFFICER, "区农业农村局")

    @cached_property
    def bureau_second(self) -> User:
        return person("农业乙", Role.AGENCY_OFFICER, "区农业农村局")

    @cached_property
    def bureau_leader(self) -> User:
        return person("农业局长", Role.AGENCY_LEADER, "区农业农村局")

    @cached_property
    def reviewer_west(self) -> User:
        return person("西部审核员", Role.ZONE_REVIEWER, "西部片区", home="区司法局")

    @cached_property
    def reviewer_west_second(self) -> User:
        return person("西部审核员乙", Role.ZONE_REVIEWER, "西部片区", home="区司法局")

    @cached_property
    def reviewer_shiting(self) -> User:
        return person("石亭审核员", Role.TOWN_REVIEWER, "石亭街道", home="区司法局")

    @cached_property
    def reviewer_east(self) -> User:
        return person("东部审核员", Role.ZONE_REVIEWER, "东部片区", home="区司法局")

    @cached_property
    def justice(self) -> User:
        return person("司法局管理员", Role.JUSTICE_ADMIN, "芗城区", home="区司法局")

    @cached_property
    def office(self) -> User:
        return person("指导单位", Role.COORDINATION_OFFICE, "芗城区", home="区城管执法局")

    @cached_property
    def government(self) -> User:
        return person("区政府办", Role.GOVERNMENT_OFFICE, "芗城区", home="区政府办")

    @cached_property
    def tianbao_deputy(self) -> User:
        return person("天宝副片长", Role.DEPUTY_CHIEF, "天宝镇")

    @cached_property
    def punan(self) -> User:
        return person("浦南甲", Role.TOWN_OFFICER, "浦南镇")

    @cached_property
    def organisation(self) -> User:
        return person("组织部", Role.ORGANISATION, "芗城区", home="区委组织部")
