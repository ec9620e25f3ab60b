"""Service and closing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from cases.actions._spec import Action, label, simple
from cases.forms import actions as forms
from cases.models import Case
from cases.services import (
    closing,
    delivery,
)
from core.models import User


def _serve(case: Case, data: Any, by: User, version: int | None) -> object:
    fields = ("method", "served_on", "receiver", "proof")
    service = delivery.Service(**{name: data[name] for name in fields})
    return delivery.serve(case_id=case.pk, service=service, by=by, version=version)


ENDING: Mapping[str, Action] = MappingProxyType(
    {
        "serve": Action(label("serve"), "send", forms.ServeForm, _serve, "送达已登记"),
        "close": Action(
            label("close"),
            "archive",
            forms.CloseForm,
            simple(delivery.close, "outcome"),
            "已结案",
        ),
        "propose_closing": Action(
            label("propose_closing"),
            "archive",
            forms.CloseForm,
            simple(closing.propose, "outcome"),
            "已申请结案，等待负责人审批",
        ),
    }
)
