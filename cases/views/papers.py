"""Papers of a case: the list, a new one, its text, issue, signature, void; PDF and DOCX."""

from __future__ import annotations

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from cases import policy, selectors
from cases.documents import sheet, word
from cases.forms.papers import EditPaperForm, IssueForm, NewPaperForm, SignForm, VoidForm
from cases.models import Case, Paper
from cases.rules.paper_language import blocks
from cases.rules.papers import Volume, gaps, kind_of
from cases.selectors import casefile as files
from cases.selectors.papers import get_paper, offers_for, papers_of, provisional_terms
from cases.services import papers as service
from cases.services import signatures
from core.http import UserRequest, attempt
from core.paging import RowsPage, page_number

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def paper_list(request: UserRequest, pk: int) -> HttpResponse:
    """All papers of the case in the order of the file, what its stage offers, the case file."""
    case = selectors.get_visible_case(user=request.user, pk=pk)
    rows = [(row, kind_of(row.kind)) for row in papers_of(case)]
    context = {
        "case": case,
        "page": RowsPage(rows, page_number(request.GET.get("page")), unit="份"),
        "may_write": policy.may_write_papers(request.user, case),
        "reads_inner": policy.reads_inner_volume(request.user, case),
        "missing": [offer.kind for offer in offers_for(case) if offer.missing],
        "runs": files.runs_of(case)[:3],
    }
    return render(request, "cases/papers/list.html", context)


def new_paper(request: UserRequest, pk: int) -> HttpResponse:
    """Begin a paper from its template."""
    case = selectors.get_visible_case(user=request.user, pk=pk)
    policy.require_papers(request.user, case)
    form = NewPaperForm(
        request.POST or None, case=case, initial={"kind": request.GET.get("kind", "")}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = attempt(
            request,
            lambda: service.begin_draft(
                case_id=case.pk, kind=data["kind"], by=request.user, key=data["submission_key"]
            ),
            success="已按案件内容拟好，请核对、补齐后制发",
            form=form,
        )
        if made is not None:
            return redirect("paper", pk=made.pk)
    return render(request, "cases/papers/new.html", {"case": case, "form": form})


def _readable(request: UserRequest, pk: int) -> tuple[Paper, Case]:
    """The paper and its case; a paper of the 副卷 only for those who may read that."""
    paper, case = get_paper(user=request.user, pk=pk)
    if kind_of(paper.kind).volume is Volume.INNER:
        policy.require_inner_volume(request.user, case)
    return paper, case


def paper_page(request: UserRequest, pk: int) -> HttpResponse:
    """One paper: text, what it still lacks, signatures, and what may be done with it."""
    paper, case = _readable(request, pk)
    unsure = provisional_terms(case, kind_of(paper.kind), paper.body)
    form = IssueForm(None, unsure=bool(unsure), initial={"revision": paper.revision})
    return _page(request, paper, case, form)


def _page(request: UserRequest, paper: Paper, case: Case, form: IssueForm) -> HttpResponse:
    spec = kind_of(paper.kind)
    may_write = policy.may_write_papers(request.user, case)
    context = {
        "paper": paper,
        "case": case,
        "spec": spec,
        "blocks": blocks(paper.body),
        "gaps": gaps(paper.kind, paper.body) if paper.status == Paper.Status.DRAFT else [],
        "unsure": provisional_terms(case, spec, paper.body)
        if paper.status == Paper.Status.DRAFT
        else [],
        "signatures": paper.signatures.all(),
        "stale_signatures": [
            row for row in paper.signatures.all() if row.text_hash != service.hash_of(paper.body)
        ],
        "deliveries": paper.deliveries.all(),
        "may_write": may_write,
        "may_sign": may_write and bool(spec.signs) and paper.status != Paper.Status.VOIDED,
        "form": form,
    }
    return render(request, "cases/papers/paper.html", context)


def edit_paper(request: UserRequest, pk: int) -> HttpResponse:
    """Change the text of a draft."""
    paper, case = _readable(request, pk)
    policy.require_papers(request.user, case)
    initial = {"body": paper.body, "revision": paper.revision}
    form = EditPaperForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = attempt(
            request,
            lambda: service.revise(
                paper_id=paper.pk, body=data["body"], by=request.user, revision=data["revision"]
            ),
            success="正文已保存",
            form=form,
        )
        if done is not None:
            return redirect("paper", pk=paper.pk)
        paper.refresh_from_db()
        _show_newer_revision(form, paper)
    context = {"paper": paper, "case": case, "form": form, "gaps": gaps(paper.kind, paper.body)}
    return render(request, "cases/papers/edit.html", context)


def _show_newer_revision(form: EditPaperForm, paper: Paper) -> None:
    """Someone else changed it: what was typed stays, and may be sent again knowingly."""
    assert isinstance(form.data, QueryDict)
    data = form.data.copy()
    data["revision"] = str(paper.revision)
    form.data = data


@require_POST
def issue_paper(request: UserRequest, pk: int) -> HttpResponse:
    """Issue it; a second press finds it issued."""
    paper, case = _readable(request, pk)
    policy.require_papers(request.user, case)
    unsure = provisional_terms(case, kind_of(paper.kind), paper.body)
    form = IssueForm(request.POST, unsure=bool(unsure))
    if form.is_valid():
        data = form.cleaned_data
        done = attempt(
            request,
            lambda: service.issue(
                paper_id=paper.pk,
                by=request.user,
                revision=data["revision"],
                confirm_provisional=data.get("confirm_provisional", False),
            ),
            success=lambda made: f"已制发：{made.title}{made.number or ''}",
            form=form,
        )
        if done is not None:
            return redirect("paper", pk=paper.pk)
    return _page(request, paper, case, form)


def void_paper(request: UserRequest, pk: int) -> HttpResponse:
    paper, case = _readable(request, pk)
    policy.require_papers(request.user, case)
    form = VoidForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            request,
            lambda: service.void(
                paper_id=paper.pk, reason=form.cleaned_data["reason"], by=request.user
            ),
            success="文书已作废，文号保留",
            form=form,
        )
        if done is not None:
            return redirect("paper", pk=paper.pk)
    return render(request, "cases/papers/void.html", {"paper": paper, "case": case, "form": form})


def sign_paper(request: UserRequest, pk: int) -> HttpResponse:
    """The pad to sign on, under the text that is signed."""
    paper, case = _readable(request, pk)
    policy.require_papers(request.user, case)
    form = SignForm(request.POST or None, paper=paper, initial={"revision": paper.revision})
    if request.method == "POST" and form.is_valid():
        done = attempt(
            request,
            lambda: signatures.sign(
                paper_id=paper.pk,
                signing=form.signing(),
                by=request.user,
                revision=form.cleaned_data["revision"],
            ),
            success=lambda row: f"{row} 已记入文书",
            form=form,
        )
        if done is not None:
            return redirect("paper", pk=paper.pk)
    context = {
        "paper": paper,
        "case": case,
        "form": form,
        "blocks": blocks(paper.body),
        "signatures": paper.signatures.all(),
    }
    return render(request, "cases/papers/sign.html", context)


def paper_pdf(request: UserRequest, pk: int) -> HttpResponse:
    paper, case = _readable(request, pk)
    return _download(sheet.kept_pdf(paper, case), "application/pdf", paper, "pdf", inline=True)


def paper_docx(request: UserRequest, pk: int) -> HttpResponse:
    paper, case = _readable(request, pk)
    return _download(word.paper_docx(paper, case), _DOCX, paper, "docx")


def _download(
    content: bytes, media: str, paper: Paper, suffix: str, *, inline: bool = False
) -> HttpResponse:
    response = HttpResponse(content, content_type=media)
    name = f"{paper.title}{paper.number or paper.pk}.{suffix}"
    response["Content-Disposition"] = content_disposition_header(not inline, name) or ""
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    return response
