"""Templates of papers for 区司法局: versions, trial filling, differences, publishing."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from cases import policy, selectors
from cases.documents import sheet
from cases.forms.papers import TemplateForm
from cases.models import Case, PaperTemplate
from cases.rules.paper_language import difference
from cases.rules.paper_values import GROUPS, LISTS, PLAIN
from cases.rules.papers import KINDS, PaperKind, in_file_order
from cases.selectors import papers as questions
from cases.services import paper_templates as service
from core.errors import RuleViolation
from core.http import UserRequest, attempt, explain

_TRIED = 20  # latest cases offered for trying a template


def template_list(request: UserRequest) -> HttpResponse:
    """Every kind of paper with the version in force and the one being written."""
    policy.require_templates(request.user)
    versions: dict[str, list[PaperTemplate]] = {}
    for row in PaperTemplate.objects.defer("body").order_by("-version"):
        versions.setdefault(row.kind, []).append(row)
    rows = [
        {
            "kind": KINDS[code],
            "in_force": next((r for r in versions.get(code, []) if r.published_at), None),
            "draft": next((r for r in versions.get(code, []) if not r.published_at), None),
        }
        for code in sorted(KINDS, key=in_file_order)
    ]
    return render(request, "cases/templates/list.html", {"rows": rows})


def _kind(code: str) -> PaperKind:
    if code not in KINDS:
        raise Http404("没有这种文书")
    return KINDS[code]


def template_page(request: UserRequest, code: str) -> HttpResponse:
    """Versions of one kind; the chosen one tried on a case or on samples, and its difference."""
    policy.require_templates(request.user)
    kind, versions = _kind(code), list(questions.template_versions(code))
    wanted = request.GET.get("version", "")
    shown = next((row for row in versions if str(row.version) == wanted), None)
    shown = shown or (versions[0] if versions else None)
    if shown is None:
        raise Http404("这种文书还没有模板")
    before = next((row for row in versions if row.version < shown.version), None)
    recent = selectors.visible_cases(user=request.user)[:_TRIED]
    context = {
        "kind": kind,
        "versions": versions,
        "shown": shown,
        "difference": difference(before.body.splitlines(), shown.body.splitlines())
        if before
        else [],
        "before": before,
        "cases": recent,
        "tried": request.GET.get("case", ""),
    }
    return render(request, "cases/templates/page.html", context)


def _chosen_case(request: UserRequest) -> Case | None:
    wanted = request.GET.get("case", "")
    if not wanted.isdecimal():
        return None
    return selectors.get_visible_case(user=request.user, pk=int(wanted))


def preview(request: UserRequest, pk: int) -> HttpResponse:
    """A version as PDF, filled with a case's data or with samples."""
    policy.require_templates(request.user)
    row = get_object_or_404(PaperTemplate, pk=pk)
    case = _chosen_case(request)
    try:
        body = service.trial(row.kind, row.body, case)
    except RuleViolation as violation:
        context = {"row": row, "why": explain(violation)}
        return render(request, "cases/templates/broken.html", context, status=422)
    data = sheet.layout(
        title=row.title,
        body=body,
        organ=case.authority_name if case else "某某街道办事处",
        number=f"样{KINDS[row.kind].mark}〔年份〕序号" if KINDS[row.kind].mark else "",
        draft="模板试填，不是文书",
        sealed=KINDS[row.kind].sealed,
        day="　　年　月　日",
    )
    return HttpResponse(sheet.typeset("sheet.typ", data), content_type="application/pdf")


def edit(request: UserRequest, code: str) -> HttpResponse:
    """Write the working version; unknown variables and faults are shown with their line."""
    policy.require_templates(request.user)
    kind = _kind(code)
    latest = questions.template_versions(code).first()
    initial = {"title": kind.title, "body": "", "note": ""}
    if latest is not None:
        draft = latest.published_at is None
        note = latest.note if draft else ""
        initial = {"title": latest.title, "body": latest.body, "note": note}
    form = TemplateForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            request,
            lambda: service.write(code=code, by=request.user, **form.cleaned_data),
            success=lambda row: f"第 {row.version} 版已保存，试填无误后启用",
            form=form,
        )
        if made is not None:
            return redirect("paper_template", code=code)
    words = [("", PLAIN), *GROUPS.items()]
    context = {"kind": kind, "form": form, "latest": latest, "groups": words, "lists": LISTS}
    return render(request, "cases/templates/edit.html", context)


@require_POST
def publish(request: UserRequest, pk: int) -> HttpResponse:
    policy.require_templates(request.user)
    row = get_object_or_404(PaperTemplate, pk=pk)
    attempt(
        request,
        lambda: service.publish(template_id=row.pk, by=request.user),
        success=f"第 {row.version} 版已启用；此前制发的文书不变",
    )
    return redirect("paper_template", code=row.kind)
