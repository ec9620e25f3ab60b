"""A dispute over jurisdiction: raised, both sides heard, settled by agreement or referred."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from cases import policy
from cases.models import Case, Dispute, DisputeView
from cases.rules import dispute as rules
from cases.rules.arranging import ARTICLE_25, NEGOTIATION_WORKDAYS
from cases.services import _asking, _jurisdiction, _progress, escalation, papers
from core import access, calendars, notices
from core.errors import RuleViolation
from core.models import User
from zones.models import Agency, District, Township

Unit = Township | Agency


def concerned(case: Case) -> list[Unit]:
    """Units that may dispute the case: its places, who has it, who was asked to take part."""
    found: list[Unit] = [place.township for place in case.places.all()]
    found.append(case.unit)
    for arrangement in case.arrangements.all():
        found += [part.unit for part in arrangement.units.all() if part.unit is not None]
    return list(dict.fromkeys(found))


def _speaks_for(case: Case, by: User) -> Unit:
    unit = next((unit for unit in concerned(case) if policy.speaks_for(by, unit)), None)
    if unit is None:
        raise PermissionDenied("管辖争议由涉及的镇街、部门提出和答辩")
    return unit


@transaction.atomic
def raise_dispute(
    *, case_id: int, kind: str, text: str, by: User, version: int | None = None
) -> Dispute:
    """A unit disputes who is competent or who leads; it goes up with its written view."""
    case = _progress.lock(case_id)
    unit = _speaks_for(case, by)
    _check_version(case, version)
    if case.is_final or case.decided_on:
        raise RuleViolation("too_late", "案件已作出决定或者办结，不能再提出管辖争议", ARTICLE_25)
    if len(concerned(case)) < 2:
        text = "本案只涉及一个单位，没有可以协商的对方；执法主体有误的，请更正案发地或者移送"
        raise RuleViolation("no_counterpart", text, ARTICLE_25)
    if _open(case) is not None:
        raise RuleViolation("open_dispute", "本案已有管辖争议在协商，请填写本单位意见", ARTICLE_25)
    until = calendars.work_calendar().add_workdays(timezone.localdate(), NEGOTIATION_WORKDAYS)
    dispute = Dispute.objects.create(case=case, kind=kind, opened_by=by, negotiate_by=until)
    _write_view(dispute, unit, text, by)
    _progress.read_matter(case)  # the dispute is a reason to report
    _progress.note(
        case,
        "raise_dispute",
        by=by,
        payload={"kind": kind, "unit": str(unit), "view": text, "until": until.isoformat()},
    )
    told = f"{unit}对“{dispute.get_kind_display()}”有异议，{until} 前协商，请填写书面意见"
    _tell(case, dispute, "raised", told)
    escalation.report_if_owed(case, by=by)
    return dispute


@transaction.atomic
def state_view(*, case_id: int, text: str, by: User, version: int | None = None) -> DisputeView:
    """The other unit's written view; its own is replaced while the dispute is negotiated."""
    case = _progress.lock(case_id)
    unit = _speaks_for(case, by)
    _check_version(case, version)
    dispute = _negotiated(case)
    view = _write_view(dispute, unit, text, by)
    _progress.note(case, "state_view", by=by, payload={"unit": str(unit), "view": text})
    _tell(case, dispute, f"view:{view.pk}", f"{unit}已就管辖争议提交书面意见")
    return view


@transaction.atomic
def settle(
    *, case_id: int, unit: Unit, record: str, by: User, version: int | None = None
) -> Dispute:
    """The units agree. The agreement is recorded; a case that must move is transferred by its
    holder, as only a designation moves jurisdiction."""
    case = _progress.lock(case_id)
    _require_settling(case, by)
    _check_version(case, version)
    dispute = _negotiated(case)
    rules.check_agreement(unit=unit.name, spoke=_spoke(dispute), record=record)
    dispute.status, dispute.record = Dispute.Status.AGREED, record
    dispute.agreed_township = unit if isinstance(unit, Township) else None
    dispute.agreed_agency = unit if isinstance(unit, Agency) else None
    dispute.ended_at = timezone.now()
    dispute.save()
    _progress.note(case, "settle_dispute", by=by, payload={"unit": str(unit), "record": record})
    follow = "" if unit == case.unit else f"，由{case.unit}办理移送"
    _tell(case, dispute, "agreed", f"管辖争议协商一致：由{unit}办理{follow}")
    return dispute


@transaction.atomic
def refer(
    *, case_id: int, record: str, reason: str, by: User, version: int | None = None
) -> Dispute:
    """No agreement: the district government is asked to designate, with a paper (指定管辖请示)."""
    case = _progress.lock(case_id)
    _require_settling(case, by)
    _check_version(case, version)
    dispute = _negotiated(case)
    rules.check_referral(spoke=_spoke(dispute), record=record)
    dispute.status, dispute.record, dispute.request = Dispute.Status.REFERRED, record, reason
    dispute.requested_by, dispute.requested_at = by, timezone.now()
    dispute.save()
    districts = list(District.objects.all())
    _jurisdiction.add_keys(case, [f"D{row.pk}" for row in districts], "报请指定管辖")
    payload = {"record": record, "reason": reason}
    _progress.note(case, "ask_designation", by=by, payload=payload)
    papers.produce(case, "designation_request", by=by, about=dispute)
    offices = [u for row in districts for u in access.users_with("designate_jurisdiction", row)]
    notices.send(
        offices,
        key=f"dispute:{dispute.pk}:referred",
        text=f"{case.number} {case.title}：报请指定管辖，请办理",
        url=_asking.page_of(case),
        urgent=True,
    )
    _tell(case, dispute, "referred", "管辖争议协商不成，已报请区政府指定管辖")
    return dispute


def lapse(case: Case) -> None:
    """A dispute ends with its case."""
    case.disputes.filter(status__in=["open", "referred"]).update(
        status=Dispute.Status.LAPSED, ended_at=timezone.now()
    )


def _open(case: Case) -> Dispute | None:
    return case.disputes.filter(status__in=["open", "referred"]).first()


def _negotiated(case: Case) -> Dispute:
    dispute = _open(case)
    if dispute is None:
        raise RuleViolation("no_dispute", "本案没有正在协商的管辖争议", ARTICLE_25)
    if dispute.status == Dispute.Status.REFERRED:
        raise RuleViolation("referred", "已报请区政府指定管辖，请等待指定", ARTICLE_25)
    return dispute


def _spoke(dispute: Dispute) -> list[str]:
    views = dispute.views.select_related("township", "agency")
    return [view.unit.name for view in views]


def _write_view(dispute: Dispute, unit: Unit, text: str, by: User) -> DisputeView:
    if not text.strip():
        raise RuleViolation("no_view", "请写明本单位的意见和理由", ARTICLE_25, field="text")
    key: dict[str, Any] = {"township" if isinstance(unit, Township) else "agency": unit}
    row, _ = DisputeView.objects.update_or_create(
        dispute=dispute, **key, defaults={"text": text, "by": by, "at": timezone.now()}
    )
    return row


def _require_settling(case: Case, by: User) -> None:
    if not policy.may_settle_dispute(by, case):
        raise PermissionDenied(f"由片长或者{case.unit}负责人主持协商、报请指定管辖")


def _check_version(case: Case, version: int | None) -> None:
    if version is not None and version != case.version:
        raise RuleViolation("stale", "案件已被他人更新，请核对最新情况后再提交")


def people_of(case: Case) -> list[User]:
    """The heads of the units concerned, their chief, and the handlers."""
    heads = [u for unit in concerned(case) for u in access.users_with("approve_cases", unit)]
    zone = case.township.zone
    chiefs = list(access.users_with("arrange_cases", zone)) if zone else []
    return [*heads, *chiefs, *_asking.handlers_of(case)]


def _tell(case: Case, dispute: Dispute, what: str, text: str) -> None:
    notices.send(
        people_of(case),
        key=f"dispute:{dispute.pk}:{what}",
        text=f"{case.number} {case.title}：{text}",
        url=_asking.page_of(case),
        urgent=True,
    )
