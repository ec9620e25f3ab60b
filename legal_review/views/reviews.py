"""The review queue and the page on which a lawyer reviews."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from cases.selectors.likeness import help_of
from core import calendars
from core.http import UserRequest, attempt, render_page
from core.paging import ListPage, page_number
from legal_review import selectors
from legal_review.actions import STEPS, available
from legal_review.forms.reviews import AssignForm, OpinionForm, QueueFilter
from legal_review.models import Review
from legal_review.policy import reviews as policy
from legal_review.rules.checklist import POINTS, OpinionKind, Point
from legal_review.services import assigning, judging

ASSIGNED = (Review.Stage.FIRST_LOOK, Review.Stage.ZONE, Review.Stage.COUNTERSIGN)
TONES = {"open": "info", "passed": "success", "returned": "danger", "voided": "neutral"}


def queue(request: UserRequest) -> HttpResponse:
    """Reviews of my zones and towns by due date, or what lies on my own desk."""
    if not policy.sees_queue(request.user):
        raise PermissionDenied("审核队列由区司法局的法制审核人员使用")
    form = QueueFilter(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    mine = chosen.get("mine")
    rows = (
        selectors.on_my_desk(user=request.user)
        if mine
        else selectors.visible_reviews(user=request.user)
    )
    status = chosen.get("status") or "open"
    if status != "open":
        rows = rows.order_by("-requested_at", "-id")
    if status != "all":
        rows = rows.filter(status=status)
    if chosen.get("zone"):
        rows = rows.filter(zone=chosen["zone"])
    if chosen.get("stage"):
        rows = rows.filter(stage=chosen["stage"])
    page = ListPage(rows, page_number(request.GET.get("page")))
    today, calendar = timezone.localdate(), calendars.work_calendar()
    lines = [(row, selectors.due_of(row, today, calendar), TONES[row.status]) for row in page.rows]
    context = {"form": form, "page": page, "lines": lines}
    return render_page(request, "legal_review/queue.html", "legal_review/_queue.html", context)


def review_page(request: UserRequest, pk: int) -> HttpResponse:
    """The frozen text, the facts and the law side by side, the seven points, the opinion."""
    review = selectors.get_visible_review(user=request.user, pk=pk)
    mine = review.is_open and policy.may_review(request.user, review)
    form = OpinionForm(request.POST or None) if mine else None
    if request.method == "POST":
        policy.require_reviewing(request.user, review)
        if form is not None and form.is_valid() and _conclude(request, review, form):
            return redirect("reviews")
    return render(request, "legal_review/review.html", _context(request, review, form))


def _conclude(request: UserRequest, review: Review, form: OpinionForm) -> bool:
    kind, points, text = form.opinion()
    done = attempt(
        request,
        lambda: judging.conclude(
            review_id=review.pk,
            kind=kind,
            points=points,
            point_notes=form.point_notes(),
            text=text,
            by=request.user,
        ),
        success=f"已出具审核意见：{kind.label}（{review.case.number}）",
        form=form,
    )
    return done is not None


def _context(request: UserRequest, review: Review, form: OpinionForm | None) -> dict[str, object]:
    case = review.case
    opinion = getattr(review, "opinion", None)
    judged = [
        (
            POINTS[point].label,
            opinion.points.get(point.value) if opinion else None,
            opinion.point_notes.get(point.value, "") if opinion else "",
        )
        for point in Point
    ]
    assigns = review.stage in ASSIGNED and policy.may_assign(request.user)
    return {
        "review": review,
        "case": case,
        "tone": TONES[review.status],
        "due": selectors.due_of(review, timezone.localdate(), calendars.work_calendar()),
        "form": form,
        "assign_form": AssignForm(review=review) if assigns else None,
        "opinion": opinion,
        "opinion_kind": OpinionKind(opinion.kind).label if opinion else "",
        "judged": judged,
        "records": case.records.prefetch_related("officers__user"),
        "handlers": case.handlers.filter(removed_at=None).select_related("officer__user"),
        "parties": case.parties.all(),
        "notice": getattr(case, "prior_notice", None),
        "escalation": case.escalations.first(),
        "draft": getattr(case, "draft", None),
        "help": help_of(case),
        "earlier": selectors.reviews_of(case).exclude(pk=review.pk),
        "steps": available(request.user, review),
        "first_look": getattr(review, "first_look", None),
        "second": getattr(review, "countersignature", None),
        "material_request": getattr(review, "material_request", None),
        "extension": getattr(review, "extension", None),
        "dissent": getattr(review, "dissent", None),
    }


@require_POST
def assign(request: UserRequest, pk: int) -> HttpResponse:
    """The justice admin gives the review to another."""
    review = selectors.get_visible_review(user=request.user, pk=pk)
    form = AssignForm(request.POST, review=review)
    if form.is_valid():
        officer = form.cleaned_data["officer"]
        attempt(
            request,
            lambda: assigning.assign(review_id=review.pk, officer=officer, by=request.user),
            success=f"已改派给{officer}",
        )
        return redirect(review)
    return render(request, "legal_review/review.html", _context(request, review, None))


def step(request: UserRequest, pk: int, key: str) -> HttpResponse:
    """One step of the round with its form; for handlers too, who see no queue."""
    spec = STEPS.get(key)
    if spec is None:
        raise Http404("没有这个操作")
    review = selectors.get_review_at_hand(user=request.user, pk=pk)
    if key not in available(request.user, review):
        raise PermissionDenied(f"您现在不能办理“{spec.label}”")
    form = spec.form(request.POST or None, review=review)
    if request.method == "POST":
        form = spec.form(request.POST, review=review)
        if form.is_valid():
            done = attempt(
                request,
                lambda: spec.run(review.pk, form.cleaned_data, request.user),
                success=f"{spec.success}（{review.case.number}）",
                form=form,
            )
            if done is not None:
                return redirect("reviews" if policy.sees_queue(request.user) else review.case)
    context = {"review": review, "case": review.case, "step": spec, "form": form}
    return render(request, "legal_review/step.html", context)
