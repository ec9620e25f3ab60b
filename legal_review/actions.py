"""The steps of a round: words, form, who may, which service. Page and API use the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from core.models import User
from legal_review.forms import steps as forms
from legal_review.models import Review
from legal_review.policy import reviews as policy
from legal_review.rules.checklist import OpinionKind
from legal_review.services import (
    assigning,
    countersigning,
    dissent,
    judging,
    opening,
    terms,
)

Stage = Review.Stage


@dataclass(frozen=True)
class Step:
    """How a step is shown, who may take it now, and the service it calls."""

    label: str
    icon: str
    form: type[forms.StepForm]
    may: Callable[[User, Review], bool]
    run: Callable[[int, Any, User], object]
    success: str
    hint: str = ""
    tone: str = "outline-primary"  # of its button


def _gives_back(review_id: int, data: Any, by: User) -> object:
    if data["outcome"] == "forward":
        return judging.forward(review_id=review_id, note=data["note"], by=by)
    kind = OpinionKind(data["outcome"])
    return judging.give_back(review_id=review_id, kind=kind, text=data["note"], by=by)


def _may_ask(user: User, review: Review) -> bool:
    asked = getattr(review, "material_request", None)
    at_hand = policy.may_look_first(user, review) or policy.may_review(user, review)
    return at_hand and asked is None


def _may_extend(user: User, review: Review) -> bool:
    return policy.may_extend(user, review) and getattr(review, "extension", None) is None


def _may_dissent(user: User, review: Review) -> bool:
    return policy.may_dissent(user, review) and getattr(review, "dissent", None) is None


STEPS: Mapping[str, Step] = MappingProxyType(
    {
        "first-look": Step(
            "镇街初审",
            "eye",
            forms.FirstLookForm,
            policy.may_look_first,
            _gives_back,
            "初审已完成",
            hint="初审只看材料是否齐全、文书是否规范；同意与否由片区审核员决定。",
            tone="primary",
        ),
        "countersign": Step(
            "复核",
            "vector-pen",
            forms.CountersignForm,
            policy.may_countersign,
            lambda pk, data, by: countersigning.countersign(
                review_id=pk, agrees=data["answer"] == "agree", text=data["text"], by=by
            ),
            "复核意见已提交",
            hint="复核同意后才算审核通过；不同意的，由区司法局裁定。",
            tone="primary",
        ),
        "rule": Step(
            "裁定",
            "hammer",
            forms.RulingForm,
            policy.may_rule,
            lambda pk, data, by: countersigning.rule_on(
                review_id=pk, passes=data["answer"] == "pass", text=data["text"], by=by
            ),
            "裁定已作出",
            hint="审核员与复核人意见不一致，两种意见均留存。",
            tone="primary",
        ),
        "take": Step(
            "认领",
            "hand-index",
            forms.StepForm,
            policy.may_take,
            lambda pk, data, by: assigning.take(review_id=pk, by=by),
            "已认领，请在期限前审结",
            tone="primary",
        ),
        "supply": Step(
            "补齐材料",
            "folder-plus",
            forms.SupplyForm,
            policy.may_supply,
            lambda pk, data, by: opening.supply_material(
                review_id=pk, note=data["note"], confirmed=data["confirmed"], by=by
            ),
            "材料已补齐，审核期限从今天起算",
            tone="primary",
        ),
        "dissent": Step(
            "登记异议",
            "chat-square-quote",
            forms.DissentForm,
            _may_dissent,
            lambda pk, data, by: dissent.record(review_id=pk, view=data["view"], by=by),
            "异议已登记，可以再报审核",
            hint="须先登记审核意见出具以后的集体讨论。异议不代替审核，再报后仍须审核通过才能作出决定。",
        ),
        "ask-material": Step(
            "退补材料",
            "folder-x",
            forms.AskMaterialForm,
            _may_ask,
            lambda pk, data, by: opening.ask_for_material(
                review_id=pk, missing=data["missing"].splitlines(), note=data["note"], by=by
            ),
            "已退补材料，补齐之日起重新计算期限",
            hint="收到后第一个工作日内一次告知；以后有欠缺的，出具补正意见。",
        ),
        "extend": Step(
            "延长期限",
            "calendar-plus",
            forms.ReasonForm,
            _may_extend,
            lambda pk, data, by: terms.extend(review_id=pk, reason=data["reason"], by=by),
            "审核期限已延长",
            hint="只能延长一次，且应在期限届满前办理。",
        ),
        "step-back": Step(
            "申请回避",
            "person-slash",
            forms.ReasonForm,
            policy.may_step_back,
            lambda pk, data, by: assigning.step_back(review_id=pk, reason=data["reason"], by=by),
            "已回避，本件已改派",
            hint="与当事人有利害关系，或者参与过本案办理的，应当回避（《行政处罚法》第四十三条）。",
        ),
    }
)


def available(user: User, review: Review) -> dict[str, Step]:
    """What this person may do with the round now, the most important first."""
    return {key: step for key, step in STEPS.items() if step.may(user, review)}
