"""Who may take part in inspecting and investigating.

《行政处罚法》第二十二条 (place), 第四十二条 (qualified officers, two or more), 第四十三条
(recusal), 第五十五条 (showing the certificate), 第七十六条第一款第五项 (acting without one). One
rule for filing a case, entering its records, dispatching people and planning inspections.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.errors import RuleViolation

TEAM_SIZE = 2
_TWO = "《行政处罚法》第四十二条"
_CERTIFIED = "《行政处罚法》第四十二条、第五十五条、第七十六条第一款第五项"
_RECUSED = "《行政处罚法》第四十三条"
_PLACE = "《行政处罚法》第二十二条；《片区联合执法工作方案》附件（四）"
_FIELD = "officers"


class CertificateStatus(StrEnum):
    """Standing of a certificate (行政执法证)."""

    VALID = "valid"
    SUSPENDED = "suspended"
    REVOKED = "revoked"

    @property
    def label(self) -> str:
        return {"valid": "有效", "suspended": "暂扣", "revoked": "注销"}[self.value]


@dataclass(frozen=True)
class CertificateFacts:
    """A certificate; both dates are days on which it is good. No domains: 综合执法, all of them."""

    number: str
    domains: frozenset[str]
    valid_from: date
    expires_on: date
    status: CertificateStatus = CertificateStatus.VALID

    def covers(self, on: date) -> bool:
        """Whether ``on`` lies within its dates."""
        return self.valid_from <= on <= self.expires_on

    def reaches(self, domain: str) -> bool:
        """Whether it is good for ``domain``."""
        return not self.domains or domain in self.domains


@dataclass(frozen=True)
class OfficerFacts:
    """An officer on one day: the units they may act for, the towns their postings cover, the
    parties they must stay away from.

    ``places`` are the keys of towns in which an office held, a secondment or an accepted dispatch
    places them that day; ``district_wide`` is an officer of a bureau, whose place is every town.
    """

    id: int
    name: str
    certificates: tuple[CertificateFacts, ...]
    units: frozenset[str]
    recused_from: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    district_wide: bool = False

    def covers(self, place: str) -> bool:
        """Whether a posting of that day reaches the town of key ``place``."""
        return self.district_wide or place in self.places


def bar(
    officer: OfficerFacts,
    *,
    on: date,
    domain: str,
    unit: str,
    place: str,
    parties: Iterable[str] = (),
) -> RuleViolation | None:
    """Why ``officer`` may not act on ``on`` for ``unit`` in ``domain`` in the town ``place``.

    None: nothing bars them. ``parties`` are the keys of everybody from whom an interest in the
    matter could come.
    """
    if unit not in officer.units:
        message = f"{officer.name}当日不在本单位任职，也未下沉、派驻或者调度到本单位"
        return RuleViolation("not_of_unit", message, _TWO, _FIELD)
    if not officer.covers(place):
        message = f"{officer.name}当日的任职、下沉和调度均不含执法地，不能到该地执法"
        return RuleViolation("place_not_covered", message, _PLACE, _FIELD)
    return personal_bar(officer, on=on, domain=domain, parties=parties)


def personal_bar(
    officer: OfficerFacts, *, on: date, domain: str, parties: Iterable[str] = ()
) -> RuleViolation | None:
    """Why ``officer`` may not take part for anybody: recusal, certificate; None: may."""
    if officer.recused_from.intersection(parties):
        message = f"{officer.name}与当事人有利害关系，应当回避"
        return RuleViolation("recused", message, _RECUSED, _FIELD)
    return certificate_bar(officer, on=on, domain=domain)


def certificate_bar(officer: OfficerFacts, *, on: date, domain: str) -> RuleViolation | None:
    """Why no certificate of ``officer`` is good on ``on`` for ``domain``; None: one is."""
    held = officer.certificates
    if not held:
        return _no_certificate("certificate_missing", f"{officer.name}未取得行政执法证")
    running = [certificate for certificate in held if certificate.covers(on)]
    if not running:
        return _out_of_date(officer, on)
    good = [c for c in running if c.status is CertificateStatus.VALID]
    if not good:
        state = running[0].status.label
        message = f"{officer.name}的行政执法证（{running[0].number}）已{state}"
        return _no_certificate(f"certificate_{running[0].status.value}", message)
    if not any(certificate.reaches(domain) for certificate in good):
        message = f"{officer.name}的行政执法证不含“{domain}”领域"
        return _no_certificate("certificate_domain", message)
    return None


def require_team(
    officers: Sequence[OfficerFacts],
    *,
    on: date,
    domain: str,
    unit: str,
    place: str,
    parties: Iterable[str] = (),
    joining: Sequence[OfficerFacts] = (),
) -> None:
    """Raise unless these officers may act together: two or more different ones, none barred.

    ``joining`` are people of other units whom a dispatch sends along: each must be able to act,
    but none counts as one of the two of the acting unit.
    """
    everybody = [*officers, *joining]
    twice = [id_ for id_, times in Counter(one.id for one in everybody).items() if times > 1]
    if twice:
        name = next(officer.name for officer in everybody if officer.id == twice[0])
        raise RuleViolation("duplicate_officer", f"{name}被重复指派", _TWO, _FIELD)
    if len(officers) < TEAM_SIZE:
        message = f"执法人员不得少于两人，现指派 {len(officers)} 人"
        raise RuleViolation("too_few_officers", message, _TWO, _FIELD)
    concerned = frozenset(parties)
    for officer in officers:
        violation = bar(officer, on=on, domain=domain, unit=unit, place=place, parties=concerned)
        if violation is not None:
            raise violation
    for officer in joining:
        violation = personal_bar(officer, on=on, domain=domain, parties=concerned)
        if violation is not None:
            raise violation


def _out_of_date(officer: OfficerFacts, on: date) -> RuleViolation:
    latest = max(officer.certificates, key=lambda certificate: certificate.expires_on)
    if latest.expires_on < on:
        message = f"{officer.name}的行政执法证（{latest.number}）已于 {latest.expires_on} 到期"
        return _no_certificate("certificate_expired", message)
    message = f"{officer.name}的行政执法证（{latest.number}）自 {latest.valid_from} 起才有效"
    return _no_certificate("certificate_not_begun", message)


def _no_certificate(code: str, message: str) -> RuleViolation:
    return RuleViolation(code, f"{message}，不得从事执法活动", _CERTIFIED, _FIELD)
