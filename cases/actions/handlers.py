"""Who handles the case: recusal and replacement."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cases.actions._spec import Action, label, simple
from cases.forms import handlers as forms
from cases.services import handlers

HANDLERS: Mapping[str, Action] = MappingProxyType(
    {
        "ask_recusal": Action(
            label("ask_recusal"),
            "person-dash",
            forms.RecusalRequestForm,
            simple(handlers.ask_recusal, "request"),
            "回避申请已登记，等待负责人决定",
            hint="由机关负责人决定；决定作出之前，不停止调查（《行政处罚法》第四十三条第三款）",
        ),
        "replace_handler": Action(
            label("replace_handler"),
            "person-gear",
            forms.ReplaceHandlerForm,
            simple(handlers.replace, "leaving", "successor", "reason"),
            "办案人已更换",
        ),
    }
)
