"""Adjustments of delegations: proposed, reviewed, in effect."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.db import models
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from core import audit, panels
from core.http import UserRequest, attempt, render_page
from core.paging import ListPage, page_number
from zones import policy
from zones.forms.changes import (
    ChangeFilter,
    EditChangeForm,
    LinesForm,
    NewChangeForm,
    WordForm,
)
from zones.models import ChangeLine, ChangeReview, ChangeSet
from zones.rules import changes as rule
from zones.selectors import changes as selectors
from zones.services import changes as service
from zones.views._rows import workbook

State = ChangeSet.State
LINES_SHOWN = 50
EXPORT_LIMIT = 5000


def _found(request: UserRequest) -> tuple[ChangeFilter, models.QuerySet[ChangeSet]]:
    form = ChangeFilter(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    rows = selectors.visible_changes(request.user)
    if words := chosen.get("q"):
        rows = rows.filter(models.Q(title__icontains=words) | models.Q(document__icontains=words))
    if chosen.get("state"):
        rows = rows.filter(state=chosen["state"])
    if chosen.get("town"):
        lines = ChangeLine.objects.filter(change_set=models.OuterRef("pk"), township=chosen["town"])
        rows = rows.filter(models.Exists(lines))
    rows = rows.annotate(line_count=models.Count("lines", distinct=True))
    return form, rows.order_by("-id")


def change_list(request: UserRequest) -> HttpResponse:
    """Adjustments I may see, latest first."""
    form, rows = _found(request)
    context = {
        "form": form,
        "page": ListPage(rows, page_number(request.GET.get("page"))),
        "may_propose": policy.proposes_changes(request.user),
        "filtered": any(form.cleaned_data.values()),
    }
    return render_page(request, "zones/changes/list.html", "zones/changes/_list.html", context)


def export(request: UserRequest) -> HttpResponse:
    """What the list shows, as a workbook."""
    _, rows = _found(request)
    lines = [
        (
            row.title,
            row.proposer_name,
            row.document,
            row.effective_on.isoformat(),
            getattr(row, "line_count", 0),
            row.get_state_display(),
            "演示" if row.is_demo else "",
        )
        for row in rows[:EXPORT_LIMIT]
    ]
    head = ("名称", "提出单位", "依据文件", "生效日期", "调整事项数", "状态", "标记")
    return workbook("赋权调整", "赋权调整", head, lines, (44, 18, 40, 12, 12, 16, 8))


def new_change(request: UserRequest) -> HttpResponse:
    """Begin an adjustment."""
    policy.require_proposing(request.user)
    form = NewChangeForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            request,
            lambda: service.draft(
                proposal=form.proposal(),
                unit=form.unit_chosen(),
                key=form.cleaned_data["submission_key"],
                by=request.user,
            ),
            success="已建立调整草稿，请添加事项",
            form=form,
        )
        if made is not None:
            return redirect("change_lines", pk=made.pk)
    return render(request, "zones/changes/edit.html", {"form": form, "change": None})


def change_page(request: UserRequest, pk: int) -> HttpResponse:
    """One adjustment: what it changes, how far it is, who said what."""
    change = selectors.get_visible_change(user=request.user, pk=pk)
    return render(request, "zones/changes/change.html", _context(request, change, WordForm()))


def _context(request: UserRequest, change: ChangeSet, form: WordForm) -> dict[str, object]:
    trail = list(audit.trail_of(change).select_related("actor"))
    reviews = {review.organ: review for review in change.reviews.all()}
    editable = change.state == State.DRAFT and policy.proposes_for(request.user, change.proposer)
    page = ListPage(
        selectors.lines_of(change), page_number(request.GET.get("page")), size=LINES_SHOWN
    )
    return {
        "change": change,
        "page": page,
        "lines": _judged(change, page.rows),
        "reviews": reviews,
        "organs": ChangeReview.Organ.choices,
        "word": _word_of(request, change, reviews),
        "form": form,
        "editable": editable,
        "may_copy": change.state == State.REJECTED
        and policy.proposes_for(request.user, change.proposer),
        "copy_key": uuid.uuid4(),
        "version": len(trail),
        "trail": trail[::-1],
        "panels": panels.render("change_set", request, change),
    }


def _judged(change: ChangeSet, rows: object) -> list[tuple[ChangeLine, str]]:
    """Each line with what stands against it now; nothing any more once it is over."""
    lines: list[ChangeLine] = list(rows)  # type: ignore[call-overload]
    if change.state in (State.EFFECTIVE, State.REJECTED):
        return [(line, "") for line in lines]
    towns = selectors.names_of_towns()
    facts = selectors.rule_lines(lines)
    return [
        (line, rule.fault_of(fact, change.effective_on, towns))
        for line, fact in zip(lines, facts, strict=True)
    ]


def _word_of(
    request: UserRequest, change: ChangeSet, reviews: dict[str, ChangeReview]
) -> dict[str, object] | None:
    """The organ whose word this person may give now; `retract` when only a refusal is left."""
    if change.state not in (State.PROPOSED, State.APPROVED):
        return None
    for organ in sorted(policy.reviews_for(request.user)):
        given = organ in reviews
        if given == (change.state == State.APPROVED):
            return {"organ": organ, "label": ChangeReview.Organ(organ).label, "retract": given}
    return None


def _mine(request: UserRequest, pk: int) -> ChangeSet:
    change = selectors.get_visible_change(user=request.user, pk=pk)
    policy.require_proposing_for(request.user, change.proposer)
    return change


def _too_late(request: UserRequest, change: ChangeSet) -> HttpResponse:
    messages.error(request, f"该调整{change.get_state_display()}，不能再修改")
    return redirect(change)


def edit_change(request: UserRequest, pk: int) -> HttpResponse:
    """Change the words of a draft."""
    change = _mine(request, pk)
    if change.state != State.DRAFT:
        return _too_late(request, change)
    names = ("title", "reason", "document", "effective_on")
    initial = {name: getattr(change, name) for name in names}
    initial["version"] = selectors.version_of(change)
    form = EditChangeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            request,
            lambda: service.edit(
                change_id=pk,
                proposal=form.proposal(),
                version=form.cleaned_data["version"],
                by=request.user,
            ),
            success="已保存",
            form=form,
        )
        if done is not None:
            return redirect(change)
    return render(request, "zones/changes/edit.html", {"form": form, "change": change})


def add_lines(request: UserRequest, pk: int) -> HttpResponse:
    """Choose items and towns for a draft."""
    change = _mine(request, pk)
    if change.state != State.DRAFT:
        return _too_late(request, change)
    form = LinesForm(request.POST or None, change=change)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            request,
            lambda: service.add_lines(
                change_id=pk,
                kind=form.cleaned_data["kind"],
                items=form.item_ids(),
                towns=form.town_ids(),
                by=request.user,
            ),
            success=_added,
            form=form,
        )
        if done is not None:
            return redirect(change)
    return render(request, "zones/changes/lines.html", {"form": form, "change": change})


def _added(done: service.Added) -> str:
    left_out = f"；未添加 {len(done.refused)} 条：{rule.told(done.refused)}" if done.refused else ""
    return f"已添加 {done.count} 条{left_out}"


@require_POST
def remove_lines(request: UserRequest, pk: int) -> HttpResponse:
    change = selectors.get_visible_change(user=request.user, pk=pk)
    chosen = [int(value) for value in request.POST.getlist("line") if value.isdecimal()]
    if "all" in request.POST:
        chosen = list(change.lines.values_list("pk", flat=True))
    attempt(
        request,
        lambda: service.remove_lines(change_id=pk, lines=chosen, by=request.user),
        success=lambda count: f"已移除 {count} 条" if count else "没有选中的事项",
    )
    return redirect(change)


@require_POST
def propose(request: UserRequest, pk: int) -> HttpResponse:
    change = selectors.get_visible_change(user=request.user, pk=pk)
    seen = request.POST.get("version", "")
    attempt(
        request,
        lambda: service.propose(
            change_id=pk, version=int(seen) if seen.isdecimal() else -1, by=request.user
        ),
        success="已提交区委编办、区司法局审核",
    )
    return redirect(change)


@require_POST
def review(request: UserRequest, pk: int, organ: str) -> HttpResponse:
    """The word of 编办 or 司法局."""
    change = selectors.get_visible_change(user=request.user, pk=pk)
    policy.require_reviewing(request.user, organ)
    form = WordForm(request.POST)
    if form.is_valid():
        done = attempt(
            request,
            lambda: service.give_word(
                change_id=pk,
                organ=organ,
                agrees=form.cleaned_data["agrees"] == "yes",
                opinion=form.cleaned_data["opinion"],
                by=request.user,
            ),
            success=lambda row: f"意见已登记，该调整{row.get_state_display()}",
            form=form,
        )
        if done is not None:
            return redirect(change)
        change.refresh_from_db()
    return render(request, "zones/changes/change.html", _context(request, change, form))


@require_POST
def copy(request: UserRequest, pk: int) -> HttpResponse:
    """A refused adjustment as a new draft."""
    change = selectors.get_visible_change(user=request.user, pk=pk)
    try:
        key = uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        key = uuid.uuid4()
    made = attempt(
        request,
        lambda: service.copy(change_id=pk, key=key, by=request.user),
        success="已复制为新的草稿，请修改后重新提交",
    )
    return redirect(made or change)
