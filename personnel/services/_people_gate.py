"""Which rows an import of people refuses, given what is stored and who imports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from core.errors import RuleViolation
from core.http import explain
from core.models import User
from core.sheets_in import Row
from personnel import policy
from personnel.models import Certificate, Officer
from personnel.rules import certificates as rule
from personnel.services._people_sheet import PAPER
from zones.models import Agency, Township

FROM_FILE = "随文件导入"  # why a certificate counts without an exam passed with us
NO_CERTIFICATES = "证件登记由区司法局办理；请清空本行证件各列，或交区司法局导入"


@dataclass(frozen=True)
class Stored:
    """What is stored of the accounts and numbers that a sheet names."""

    accounts: frozenset[str]
    officers: Mapping[str, Officer]  # by account
    certificates: Mapping[str, Certificate]  # by number
    domains: frozenset[str]
    passed: Mapping[int, date]  # officer id → the day of the first exam passed with us


def held(target: Officer | Certificate, name: str) -> Any:
    """What is stored under the workbook's name of a field."""
    if isinstance(target, Officer) and name == "unit":
        return target.home
    if isinstance(target, Officer) and name == "name":
        return target.user.name
    return getattr(target, name)


def paper_news(row: Row, paper: Certificate | None) -> dict[str, Any]:
    """What the row says of a certificate that is not stored; an empty cell says nothing."""
    said = {name: row.values[name] for name in PAPER if row.values[name] not in (None, "")}
    if paper is None:
        return said | {"domains": row.values["domains"] or []} if said else {}
    return {name: value for name, value in said.items() if value != getattr(paper, name)}


class Gate:
    """Field name → what is wrong with it, for one row."""

    def __init__(self, stored: Stored, by: User, today: date) -> None:
        self._stored, self._by, self._today = stored, by, today
        self._may_certify = policy.manages_certificates(by)
        self._allowed: dict[tuple[type, int], bool] = {}

    def person(self, row: Row, officer: Officer | None) -> dict[str, str]:
        unit: Township | Agency | None = row.values["unit"]
        if officer is None:
            return self._new_person(row, unit)
        if not self._may(officer.home):
            return {"username": "该账号不是您单位的人员，由其所在单位维护"}
        if row.values["name"] not in ("", officer.user.name):
            text = f"账号已由{officer}（{officer.home}）使用；确为同一人的，请先在人员档案中改名"
            return {"username": text}
        return self._unit(unit) if unit else {}

    def _new_person(self, row: Row, unit: Township | Agency | None) -> dict[str, str]:
        if row.key in self._stored.accounts:
            return {"username": "账号已被他人使用，请另取"}
        wrong = {} if row.values["name"] else {"name": "不能为空：没有这个账号，将作为新人员登记"}
        return wrong | (self._unit(unit) if unit else {"unit": "不能为空：新人员须有单位"})

    def _unit(self, unit: Township | Agency) -> dict[str, str]:
        if self._may(unit):
            return {}
        text = f"只能导入本单位人员；{unit}的人员由其联络人（镇街为副片长）导入"
        return {"unit": text}

    def _may(self, unit: Township | Agency) -> bool:
        key = (type(unit), unit.pk)
        if key not in self._allowed:
            self._allowed[key] = policy.maintains_unit(self._by, unit)
        return self._allowed[key]

    def paper(self, row: Row, officer: Officer | None, paper: Certificate | None) -> dict[str, str]:
        news = paper_news(row, paper)
        if paper is not None and paper.officer.user.username != row.key:
            holder = paper.officer
            whose = f"{holder}（{holder.home}）" if self._may(holder.home) else "他人"
            return {"number": f"该证号已登记在{whose}名下"}
        if not news:
            return {}
        if not self._may_certify:
            return {"number": NO_CERTIFICATES}
        if paper is None:
            missing = [n for n in ("issuer", "valid_from", "expires_on") if not row.values[n]]
            return dict.fromkeys(missing, "不能为空：新证件须填") or self._new(row, officer)
        if paper.status == Certificate.Status.REVOKED:
            return {"number": "该证件已注销，不能续期或更正；换发的证件另填证号"}
        begins = news.get("valid_from", paper.valid_from)
        return _period(begins, news.get("expires_on", paper.expires_on))

    def _new(self, row: Row, officer: Officer | None) -> dict[str, str]:
        """What the rule of registering refuses; one that has ended is told, not refused."""
        said = row.values["on_establishment"]
        stored = officer.on_establishment if officer else True
        ends = row.values["expires_on"]
        registration = rule.Registration(
            number=row.values["number"],
            valid_from=row.values["valid_from"],
            expires_on=ends,
            on_establishment=stored if said is None else said,
            passed_on=self._stored.passed.get(officer.pk) if officer else None,
            exam_note=FROM_FILE,
        )
        try:
            rule.check_registration(
                registration,
                pattern=settings.CERTIFICATE_NUMBER_PATTERN,
                today=min(self._today, ends),
            )
        except RuleViolation as refusal:
            return {refusal.field or "number": explain(refusal)}
        return {}


def _period(begins: date, ends: date) -> dict[str, str]:
    if ends < begins:
        return {"expires_on": f"早于有效期自（{begins}）"}
    if (ends - begins).days > rule.LONGEST_YEARS * 366:
        return {"expires_on": f"有效期超过 {rule.LONGEST_YEARS} 年，请核对证件上的日期"}
    return {}
