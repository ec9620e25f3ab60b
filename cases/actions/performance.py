"""After service: paying later, demand, execution, reconsideration and litigation."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cases.actions._spec import Action, label, simple
from cases.forms import performance as forms
from cases.services import demand, enforcement, instalments, remedies

PERFORMANCE: Mapping[str, Action] = MappingProxyType(
    {
        "ask_instalment": Action(
            label("ask_instalment"),
            "calendar-range",
            forms.InstalmentForm,
            simple(instalments.ask, "plan"),
            "已申请，等待负责人审批",
            hint="当事人确有经济困难，经其申请和机关批准可以暂缓或者分期缴纳；按期缴纳的不加处罚款",
        ),
        "demand": Action(
            label("demand"),
            "megaphone",
            forms.DemandForm,
            simple(demand.demand, "purpose", "content"),
            "催告书已制作，请送达当事人；期限自送达之日起算",
        ),
        "answer_demand": Action(
            "登记对催告的陈述申辩",
            "chat-left-text",
            forms.DemandAnswerForm,
            simple(demand.answer, "demand", "statement", "answer"),
            "陈述申辩已登记",
            hint="应当充分听取当事人的意见，记录、复核（《行政强制法》第三十六条）",
        ),
        "enforce": Action(
            label("enforce"),
            "hammer",
            forms.EnforceForm,
            simple(enforcement.enforce, "plan"),
            "已申请，等待负责人审批",
        ),
        "enforce_result": Action(
            label("enforce_result"),
            "clipboard-data",
            forms.ProgressForm,
            simple(enforcement.record_result, "enforcement", "progress"),
            "执行进展已登记",
        ),
        "remedy": Action(
            label("remedy"),
            "bank2",
            forms.RemedyForm,
            simple(remedies.file, "filed"),
            "复议、诉讼已登记",
        ),
        "remedy_result": Action(
            label("remedy_result"),
            "bank",
            forms.RemedyResultForm,
            simple(remedies.end, "remedy", "ended"),
            "复议、诉讼结果已登记",
        ),
    }
)
