"""One page per action with its form; the POST calls its service."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from cases import policy, selectors
from cases.actions import ACTIONS, available, carry_out
from cases.forms.actions import CaseForm
from cases.models import Case
from cases.rules.workflow import actions_from, table_of
from core.http import UserRequest, attempt


def act(request: UserRequest, pk: int, action: str) -> HttpResponse:
    """Show the action's form, or carry it out."""
    case = selectors.get_visible_case(user=request.user, pk=pk)
    spec = ACTIONS.get(action)
    if spec is None:
        raise Http404("没有这个操作")
    if spec.page:
        return redirect(spec.page, pk=case.pk)
    table = table_of(case.workflow_version)
    if action in actions_from(case.stage, case.workflow_version):
        policy.require(request.user, action, case)
    elif action not in table and action not in available(request.user, case):
        raise PermissionDenied(f"您现在不能办理“{spec.label}”")
    form = spec.form(request.POST or None, request.FILES or None, case=case)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            request,
            lambda: carry_out(action, case, form, request.user),
            success=f"{spec.success}（{case.number}）",
            form=form,
        )
        if done is not None:
            return redirect(case)
        case.refresh_from_db()
        _show_newer_version(form, case)
    blockers = selectors.next_steps(case, [action], timezone.localdate())[action]
    context = {
        "case": case,
        "action": action,
        "spec": spec,
        "form": form,
        "blockers": blockers,
        "basis": table[action].basis if action in table else "",
    }
    return render(request, spec.template, context)


def _show_newer_version(form: CaseForm, case: Case) -> None:
    """Someone else moved the case: what was typed stays, and may be sent again knowingly."""
    assert isinstance(form.data, QueryDict)
    data = form.data.copy()
    data["version"] = str(case.version)
    form.data = data
