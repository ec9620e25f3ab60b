"""Circumstances that make a case one for the chief: which there are, and what they are called.

The officer ticks them (the officer's own judgement); the system finds some by itself. What they
lead to is decided in ``gravity``.
"""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType


class Circumstance(StrEnum):
    """What an officer may say of a case, besides that it is major or complex."""

    SAFETY = "safety"
    ATTENTION = "attention"
    DOMAINS = "domains"
    CRIME = "crime"
    DISPUTE = "dispute"
    UNDELEGATED = "undelegated"
    CAPACITY = "capacity"
    REPEATED = "repeated"
    MEDIA = "media"


MAJOR, COMPLEX = "major", "complex"
LABELS: Mapping[str, str] = MappingProxyType(
    {
        MAJOR: "重大案件（承办人认定）",
        COMPLEX: "复杂疑难（承办人认定）",
        Circumstance.SAFETY.value: "危及公共安全、人身安全或者生产安全",
        Circumstance.ATTENTION.value: "社会关注，可能造成重大社会影响",
        Circumstance.DOMAINS.value: "涉及多个执法领域、多个法律关系",
        Circumstance.CRIME.value: "涉嫌犯罪",
        Circumstance.DISPUTE.value: "管辖有争议",
        Circumstance.UNDELEGATED.value: "事项未赋权案发地镇街",
        Circumstance.CAPACITY.value: "执法力量不足",
        Circumstance.REPEATED.value: "屡次违法",
        Circumstance.MEDIA.value: "媒体曝光",
    }
)
# How many earlier penalties for the same item within how many years count as 屡次 (待确认).
REPEATED_TIMES, REPEATED_YEARS = 2, 2
# What may be reported and holds nothing up, as `gravity` calls it: code, words and article.
MAY_BE_REPORTED: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "undelegated": ("UNDELEGATED", "事项未赋权案发地乡镇（街道）", ""),
        "short_of_officers": (
            "CAPACITY",
            "案发地持证执法人员不足两人，请片长调派人员",
            "《行政处罚法》第四十二条",
        ),
        "repeated": (
            "MAJOR",
            f"同一当事人 {REPEATED_YEARS} 年内因同一事项已受处罚 {REPEATED_TIMES} 次以上，"
            "可以按重大案件上报",
            "",
        ),
        "media": ("MAJOR", "媒体曝光，引起社会关注的可以按重大案件上报", ""),
    }
)
# What only the system finds.
FOUND_ONLY = frozenset({Circumstance.REPEATED.value, Circumstance.MEDIA.value})
# What the officer may tick when registering; when reporting there is more.
AT_REGISTERING = (
    Circumstance.SAFETY,
    Circumstance.ATTENTION,
    Circumstance.DOMAINS,
    Circumstance.CRIME,
    Circumstance.DISPUTE,
)

_SHORT = frozenset({"too_few_officers"})
_NOT_HELD = frozenset(
    {"not_delegated", "delegation_ended", "delegation_not_begun", "statutory_not_street"}
)


def found_in(kind: str, rules: Iterable[str]) -> frozenset[Circumstance]:
    """What the answer on jurisdiction shows: the kind of authority and the rules it cites."""
    cited = set(rules)
    found = set()
    if kind == "bureau" and cited & _NOT_HELD:
        found.add(Circumstance.UNDELEGATED)
    if cited & _SHORT:
        found.add(Circumstance.CAPACITY)
    return frozenset(found)


def towns_named(address: str, towns: Iterable[str]) -> tuple[str, ...]:
    """Towns an address names, by their full names or without the kind before a village's."""
    return tuple(town for town in towns if _named(address, town))


def _named(address: str, town: str) -> bool:
    if town in address:
        return True
    short = re.sub("(街道|镇|乡)$", "", town)
    # 天宝洪坑村 is in 天宝镇; 天宝大道, a street of that name, need not be.
    return bool(re.search(f"{re.escape(short)}[\u4e00-\u9fa5]{{1,4}}(村|社区)", address))
