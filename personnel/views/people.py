"""People and their papers."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpResponse
from django.utils import timezone

from core.http import UserRequest, render_page
from core.paging import ListPage, page_number
from personnel import policy, selectors
from personnel.forms.people import PeopleFilter
from personnel.models import Officer


def officers(request: UserRequest) -> HttpResponse:
    """People of my units with their certificates and offices."""
    if not policy.sees_people(request.user):
        raise PermissionDenied("您的职务不含查看人员")
    form = PeopleFilter(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    rows = selectors.visible_officers(request.user).prefetch_related("certificates")
    if chosen.get("q"):
        rows = rows.filter(user__name__icontains=chosen["q"])
    if chosen.get("town"):
        rows = rows.filter(home_township=chosen["town"])
    if chosen.get("agency"):
        rows = rows.filter(home_agency=chosen["agency"])
    rows = _by_paper(rows, chosen.get("paper", ""))
    order = ("home_township__order", "home_agency_id", "id")
    page = ListPage(rows.order_by(*order), page_number(request.GET.get("page")))
    offices = selectors.offices_of(page.rows)
    lines = [
        {"officer": row, "paper": selectors.paper_of(row), "offices": offices.get(row.pk, [])}
        for row in page.rows
    ]
    may_import = policy.maintains_people(request.user)
    context = {"form": form, "page": page, "lines": lines, "may_import": may_import}
    return render_page(request, "personnel/officers.html", "personnel/_officers.html", context)


def _by_paper(rows: models.QuerySet[Officer], paper: str) -> models.QuerySet[Officer]:
    today = timezone.localdate()
    valid = models.Q(
        certificates__status="valid",
        certificates__valid_from__lte=today,
        certificates__expires_on__gte=today,
    )
    if paper == "valid":
        return rows.filter(valid).distinct()
    if paper == "soon":
        horizon = today + timedelta(days=60)
        return rows.filter(valid, certificates__expires_on__lte=horizon).distinct()
    if paper == "none":
        return rows.exclude(pk__in=Officer.objects.filter(valid).values("pk"))
    return rows
