"""Evidence, things preserved, compulsory measures."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from cases.actions._spec import Action, label, simple
from cases.forms import held as forms
from cases.forms.evidence import EvidenceForm
from cases.models import Case
from cases.rules.measures import Ground, Object, Power
from cases.services import evidence, measures, preservation
from core.models import User


def _add(case: Case, data: Any, by: User, version: int | None) -> object:
    """By the API: without files, which come by the page. Others may add meanwhile."""
    fields = (
        "kind", "title", "proves", "collected_at", "place", "collectors", "provider", "witness",
        "recorder", "original_kept_at",
    )  # fmt: skip
    entry = evidence.Entry(**{name: data[name] for name in fields})
    key = data["submission_key"] or uuid.uuid4()
    return evidence.add(case_id=case.pk, entry=entry, key=key, by=by)


def _preserve(case: Case, data: Any, by: User, version: int | None) -> object:
    keeping = preservation.Keeping(data["reason"], data["place"], data["keeper"], data["things"])
    return preservation.preserve(case_id=case.pk, keeping=keeping, by=by, version=version)


def _measure(case: Case, data: Any, by: User, version: int | None) -> object:
    ground = Ground(Power(data["power"]), data["power_document"], data["legal_basis"])
    what = Object(
        data["belongs_to_offence"], data["no_daily_necessities"], data["not_seized_by_others"]
    )
    plain = ("kind", "reason", "things", "place", "keeper", "carried_out_at", "emergency")
    fields = {name: data[name] for name in plain}
    seizing = measures.Seizing(ground=ground, object=what, **fields)
    return measures.measure(case_id=case.pk, seizing=seizing, by=by, version=version)


EVIDENCE: Mapping[str, Action] = MappingProxyType(
    {
        "add_evidence": Action(
            label("add_evidence"),
            "camera",
            EvidenceForm,
            _add,
            "证据已登记",
            page="evidence_new",
        ),
        "preserve": Action(
            label("preserve"),
            "archive",
            forms.PreserveForm,
            _preserve,
            "已申请先行登记保存，等待负责人审批",
            hint="经负责人批准后保存，批准之日起七个工作日内必须作出处理决定",
        ),
        "settle_preservation": Action(
            label("settle_preservation"),
            "box-arrow-up",
            forms.SettleForm,
            simple(preservation.settle, "preservation", "outcome", "note"),
            "处理决定已登记",
        ),
        "measure": Action(
            label("measure"),
            "lock",
            forms.MeasureForm,
            _measure,
            "查封、扣押已登记，等待负责人审批",
            hint="批准后实施，期限三十日；须由两名以上执法人员出示证件、通知当事人到场、当场告知"
            "理由依据和权利、制作现场笔录（《行政强制法》第十八条）",
            confirm="查封、扣押直接影响当事人的财产权，请确认依据、权限和清单无误",
        ),
        "extend_measure": Action(
            label("extend_measure"),
            "calendar-plus",
            forms.ExtendMeasureForm,
            simple(measures.extend, "measure", "days", "reason"),
            "已申请延长，等待负责人审批",
        ),
        "lift_measure": Action(
            label("lift_measure"),
            "unlock",
            forms.LiftMeasureForm,
            simple(measures.lift, "measure", "outcome", "note"),
            "处理已登记",
        ),
    }
)
