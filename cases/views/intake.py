"""The report form, and the preview of jurisdiction while it is filled in."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from cases import policy
from cases.forms.report import ReportForm
from cases.selectors.reports import grounds_said
from cases.services import _jurisdiction, intake
from cases.views import jurisdiction
from core import access
from core.http import UserRequest, attempt
from zones.models import EnforcementItem, Township


def report(request: UserRequest) -> HttpResponse:
    """Register a matter."""
    if not access.grants_of(request.user).any("register_cases"):
        policy.require_registering(request.user, Township.objects.order_by("order")[0])
    form = ReportForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        case = attempt(
            request,
            lambda: intake.register(
                report=form.report(),
                key=form.cleaned_data["submission_key"],
                by=request.user,
                accept=form.cleaned_data["accept"],
            ),
            success=lambda made: f"已登记：{made.number}",
            form=form,
        )
        if case is not None:
            return redirect(case)
    return render(request, "cases/report.html", {"form": form, "complaint": None})


def jurisdiction_preview(request: UserRequest) -> HttpResponse:
    """Who would be competent, as the form is being filled in."""
    ids = [value for value in request.GET.getlist("other_towns") if value.isdecimal()]
    first = request.GET.get("township", "")
    order = [pk for pk in [first, *ids] if pk.isdecimal()]
    known = {str(t.pk): t for t in Township.objects.filter(pk__in=order)}
    towns = [known[pk] for pk in dict.fromkeys(order) if pk in known]
    item_id = request.GET.get("item", "")
    items = EnforcementItem.objects.select_related("agency")
    item = items.filter(pk=item_id).first() if item_id.isdecimal() else None
    today, said = timezone.localdate(), request.GET.getlist("circumstances")
    answer, demo = None, False
    if item and towns:
        facts = _jurisdiction.read([item])
        answer = _jurisdiction.judge(
            item=item,
            towns=towns,
            on=today,
            major="is_major" in request.GET,
            complex_="is_complex" in request.GET,
            suspected_crime="crime" in said,
            received_by=towns[0],
            known=facts,
        )
        demo = facts.rests_on_demo(answer, today)
    context = {
        "answer": answer,
        "demo": demo,
        "grounds": grounds_said([code for code in said if code != "crime"]),
        "page_url": jurisdiction.address(item, towns) if item else "",
    }
    return render(request, "cases/_jurisdiction_preview.html", context)
