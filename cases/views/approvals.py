"""What waits for the head of the organ, and the answer to one request."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from cases import policy, selectors
from cases.forms.approvals import AnswerForm
from cases.rules.approvals import ApprovalKind
from cases.selectors import approvals as questions
from cases.services import approvals as service
from core.http import UserRequest, attempt
from core.paging import ListPage, page_number


def approval_list(request: UserRequest) -> HttpResponse:
    """Requests to the heads of my units: waiting first, then those answered."""
    waiting = request.GET.get("status") != "answered"
    rows = questions.approvals_for(request.user, waiting=waiting)
    context = {"page": ListPage(rows, page_number(request.GET.get("page"))), "waiting": waiting}
    return render(request, "cases/approvals/list.html", context)


def approval_page(request: UserRequest, pk: int) -> HttpResponse:
    """One request with what it rests on, and the answer to it."""
    row = questions.get_visible_approval(user=request.user, pk=pk)
    case = row.case
    may = row.status == row.Status.OPEN and policy.may_approve(request.user, case, row)
    if request.method == "POST":
        policy.require_approving(request.user, case, row)
    form = AnswerForm(request.POST or None, initial={"version": case.version})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = attempt(
            request,
            lambda: service.answer(
                approval_id=row.pk,
                approved=data["answer"] == "approve",
                opinion=data["opinion"],
                by=request.user,
                version=data["version"],
            ),
            success=lambda made: f"{made.get_kind_display()}：{made.get_status_display()}",
            form=form,
        )
        if done is not None:
            return redirect(case)
    kind = ApprovalKind(row.kind)
    context = {
        "row": row,
        "case": case,
        "kind": kind,
        "lines": questions.lines_of(row),
        "blockers": selectors.next_steps(case, [action], timezone.localdate())[action]
        if (action := service.action_of(kind)) and may
        else [],
        "form": form if may else None,
    }
    return render(request, "cases/approvals/page.html", context)
