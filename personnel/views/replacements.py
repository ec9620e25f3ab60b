"""Proposals to exchange posted people: list, proposing, answering, withdrawing."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from core import audit
from core.http import UserRequest, attempt, render_page
from core.paging import ListPage, page_number
from personnel import policy
from personnel.forms.secondments import AnswerForm, ProposalFilter, ProposeForm
from personnel.models import ReplacementProposal
from personnel.selectors import secondments as selectors
from personnel.services import handover
from personnel.services import replacements as service

OPEN = ReplacementProposal.Status.OPEN


def _by_status(
    rows: models.QuerySet[ReplacementProposal], status: str
) -> models.QuerySet[ReplacementProposal]:
    if status == "overdue":
        return rows.filter(status=OPEN, answer_due_on__lt=timezone.localdate())
    return rows.filter(status=status) if status else rows


def replacements(request: UserRequest) -> HttpResponse:
    """Proposals of my towns, to my bureau, or of the whole district (filed with 组织部)."""
    if not policy.sees_staffing(request.user):
        raise PermissionDenied("您的职务不含查看调换建议")
    form = ProposalFilter(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    rows = _by_status(selectors.visible_proposals(request.user), chosen.get("status", ""))
    if chosen.get("agency"):
        rows = rows.filter(secondment__agency=chosen["agency"])
    if chosen.get("town"):
        rows = rows.filter(secondment__township=chosen["town"])
    page = ListPage(rows.order_by("-pk"), page_number(request.GET.get("page")))
    context = {"form": form, "page": page, "filtered": any(chosen.values())}
    return render_page(
        request, "personnel/replacements/list.html", "personnel/replacements/_list.html", context
    )


def propose(request: UserRequest, pk: int) -> HttpResponse:
    """The town's deputy chief proposes to exchange a posted officer."""
    row = get_object_or_404(selectors.visible_secondments(request.user), pk=pk)
    policy.require_proposing_replacement(request.user, row.township)
    form = ProposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            request,
            lambda: service.propose(secondment_id=pk, by=request.user, **form.cleaned_data),
            success=lambda p: f"已向{row.agency}提出调换建议，答复期限 {p.answer_due_on}",
            form=form,
        )
        if made is not None:
            return redirect(made)
    return render(request, "personnel/replacements/propose.html", {"form": form, "row": row})


def replacement(request: UserRequest, pk: int) -> HttpResponse:
    """One proposal with its answer; the bureau answers here."""
    proposal = get_object_or_404(selectors.visible_proposals(request.user), pk=pk)
    old = proposal.secondment
    may_answer = proposal.status == OPEN and policy.may_answer_replacement(request.user, old.agency)
    form = None
    if may_answer or request.method == "POST":
        policy.require_answering_replacement(request.user, old.agency)
        form = AnswerForm(request.POST or None, user=request.user, old=old)
    if form is not None and request.method == "POST" and form.is_valid():
        answer = form  # what mypy and the closures below see is not None
        done = attempt(
            request,
            lambda: _answer(request, proposal.pk, answer),
            success=lambda row: f"已答复：{row.get_status_display()}",
            form=form,
        )
        if done is not None:
            return redirect(proposal)
    context = {
        "proposal": proposal,
        "old": old,
        "form": form,
        "work": handover.open_work(old.appointment) if may_answer else None,
        "overdue": proposal.overdue_on(timezone.localdate()),
        "may_withdraw": proposal.status == OPEN
        and policy.may_propose_replacement(request.user, old.township),
        "trail": audit.trail_of(proposal),
    }
    return render(request, "personnel/replacements/page.html", context)


def _answer(request: UserRequest, pk: int, form: AnswerForm) -> ReplacementProposal:
    words = form.cleaned_data["answer"]
    if form.cleaned_data["agrees"] == "yes":
        return service.accept(proposal_id=pk, terms=form.terms(), answer=words, by=request.user)
    return service.decline(proposal_id=pk, answer=words, by=request.user)


@require_POST
def withdraw(request: UserRequest, pk: int) -> HttpResponse:
    proposal = get_object_or_404(selectors.visible_proposals(request.user), pk=pk)
    attempt(
        request,
        lambda: service.withdraw(proposal_id=pk, by=request.user),
        success="已撤回调换建议",
    )
    return redirect(proposal)
