"""What a unit does for a roster: name its people, submit, take back; what the zone does to it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.http import UserRequest, attempt
from personnel import policy
from personnel.forms.rosters import ReasonForm, UnitForm
from personnel.models import Roster, RosterUnit
from personnel.selectors import rosters as selectors
from personnel.services import roster as service


def _unit(request: UserRequest, pk: int, unit_pk: int) -> tuple[Roster, RosterUnit]:
    roster = selectors.get_visible_roster(user=request.user, pk=pk)
    row = roster.units.select_related("township", "agency").filter(pk=unit_pk).first()
    if row is None:
        raise Http404("这份名单没有这个提交单位")
    return roster, row


def edit(request: UserRequest, pk: int, unit_pk: int) -> HttpResponse:
    """The unit's people for this version: who fits, as what, and why."""
    roster, row = _unit(request, pk, unit_pk)
    unit = selectors.unit_of(row)
    policy.require_submitting_roster(request.user, unit)
    if roster.status not in selectors.EDITABLE or row.submitted_at is not None:
        return redirect(roster)
    pool = selectors.pool_of(unit, roster.zone_id, timezone.localdate())
    named = dict(row.members.values_list("officer_id", "kind"))
    form = UnitForm(
        request.POST or None, pool=pool, named=named, initial={"version": selectors.mark_of(row)}
    )
    if request.method == "POST" and form.is_valid():
        submit = "submit" in request.POST
        done = attempt(
            request,
            lambda: service.save_unit(
                unit_id=unit_pk,
                chosen=form.chosen(),
                seen=form.cleaned_data["version"],
                by=request.user,
                submit=submit,
            ),
            success=f"已提交{unit}的人员" if submit else "已保存，提交后片区才能送审",
            form=form,
        )
        if done is not None:
            return redirect(roster)
    lost = [
        member
        for member in row.members.all()
        if member.officer_id not in {c.person.id for c in pool.candidates}
    ]
    context = {"roster": roster, "unit": row, "form": form, "pool": pool, "lost": lost}
    return render(request, "personnel/rosters/unit.html", context)


@require_POST
def reopen(request: UserRequest, pk: int, unit_pk: int) -> HttpResponse:
    """A submitted list goes back to its unit."""
    roster, row = _unit(request, pk, unit_pk)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    attempt(
        request,
        lambda: service.reopen_unit(unit_id=row.pk, reason=reason, by=request.user),
        success=f"{row}的名单可以修改了",
    )
    return redirect(roster)


@require_POST
def drop(request: UserRequest, pk: int, unit_pk: int) -> HttpResponse:
    """The zone no longer waits for a bureau."""
    roster, row = _unit(request, pk, unit_pk)
    attempt(
        request,
        lambda: service.drop_unit(unit_id=row.pk, by=request.user),
        success=lambda name: f"不再等候{name}提交人员",
    )
    return redirect(roster)
