"""Service and closing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cases.actions._spec import Action, label, simple
from cases.forms import actions as forms
from cases.forms import payments as payment_forms
from cases.forms import service as service_forms
from cases.services import (
    closing,
    delivery,
    payments,
    spot,
)

ENDING: Mapping[str, Action] = MappingProxyType(
    {
        "serve": Action(
            label("serve"),
            "send",
            service_forms.ServeForm,
            simple(delivery.serve, "service"),
            "送达已登记",
            hint="宣告后当场交付当事人；当事人不在场的，七日内依照《民事诉讼法》的规定送达",
        ),
        "serve_paper": Action(
            label("serve_paper"),
            "envelope-check",
            service_forms.ServePaperForm,
            simple(delivery.serve_paper, "paper", "service"),
            "送达已登记",
        ),
        "pay": Action(
            label("pay"),
            "cash-coin",
            payment_forms.PayForm,
            simple(payments.record, "paid"),
            "缴款已登记",
            hint="罚缴分离：由当事人到指定银行或者电子缴纳；当场收缴只限法定情形",
        ),
        "hand_in": Action(
            "登记收缴款交存",
            "bank",
            payment_forms.HandInForm,
            simple(payments.hand_in, "payment", "handed_in_on", "banked_on"),
            "交款已登记",
            hint="当场收缴的罚款，二日内交至机关，机关二日内缴付银行（《行政处罚法》第七十一条）",
        ),
        "receive_record": Action(
            "当场处罚备案",
            "journal-check",
            payment_forms.ReceiveForm,
            simple(spot.receive_record, "note"),
            "已备案",
            hint="当场作出的处罚决定必须报所属行政机关备案（《行政处罚法》第五十二条第三款）",
        ),
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
