"""Penalties on the spot: one form on the phone, its live check, the way to a report."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from cases import policy
from cases.forms.report import ReportForm
from cases.forms.spot import SpotForm
from cases.rules.filing import PartyKind, check_simple_procedure
from cases.rules.gravity import PenaltyKind
from cases.services import _jurisdiction, spot
from core import access
from core.errors import RuleViolation
from core.http import UserRequest, attempt, explain
from zones.models import EnforcementItem, Township


def penalty(request: UserRequest) -> HttpResponse:
    """The form; the POST decides and serves. `ordinary` carries what was typed to a report."""
    if not access.grants_of(request.user).any("register_cases"):
        policy.require_registering(request.user, Township.objects.order_by("order")[0])
    form = SpotForm(request.POST or None, request.FILES or None, user=request.user)
    if "ordinary" in request.POST:
        report = ReportForm(user=request.user, initial=form.carried_over())
        return render(request, "cases/report.html", {"form": report})
    if request.method == "POST" and form.is_valid():
        case = attempt(
            request,
            lambda: spot.penalise(
                spot_case=form.spot(), key=form.cleaned_data["submission_key"], by=request.user
            ),
            success=lambda made: f"已当场处罚：{made.number}",
            form=form,
        )
        if case is not None:
            return redirect(f"{case.get_absolute_url()}?tab=papers")
    return render(request, "cases/spot/form.html", {"form": form})


def check(request: UserRequest) -> HttpResponse:
    """Whether what is on the form may be decided on the spot, as it is being filled in."""
    context: dict[str, Any] = {"limit": _limit(request), "competent": None, "where": ""}
    item_id, town_id = request.GET.get("item", ""), request.GET.get("township", "")
    if item_id.isdecimal() and town_id.isdecimal():
        item = EnforcementItem.objects.select_related("agency").filter(pk=item_id).first()
        town = Township.objects.select_related("zone").filter(pk=town_id).first()
        if item and town:
            answer = _jurisdiction.judge(
                item=item, towns=[town], on=timezone.localdate(), received_by=town
            )
            context["competent"] = answer.authority == town.name
            context["where"] = answer.authority or "其他机关"
            context["item"] = item
    return render(request, "cases/spot/_check.html", {"item": None, **context})


def _limit(request: UserRequest) -> str:
    """The refusal of the rule for the kind, sum and party on the form; '' when it is allowed."""
    try:
        kind = PenaltyKind(request.GET.get("penalty", "fine"))
        party = PartyKind(request.GET.get("party_kind", "citizen"))
        typed = request.GET.get("amount", "").strip()
        if kind is PenaltyKind.FINE and not typed:
            return ""
        fine = Decimal(typed) if kind is PenaltyKind.FINE else None
        check_simple_procedure(frozenset({kind}), fine, party)
    except RuleViolation as refusal:
        return explain(refusal)
    except (ValueError, InvalidOperation):
        return "请填写正确的处罚种类和金额"
    return ""
