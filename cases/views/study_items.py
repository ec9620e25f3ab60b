"""One case on the agenda of a study meeting: materials, opinions, conclusion, carrying out."""

from __future__ import annotations

from pathlib import PurePath

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from cases.documents import sheet
from cases.forms.study_steps import ConclusionForm, DoneForm, MaterialsForm, OpinionForm
from cases.models import StudyItem
from cases.policy import study as policy
from cases.rules.study import NOT_INSTEAD, allows
from cases.selectors import get_visible_case
from cases.selectors import study as selectors
from cases.services import study_agenda, study_course, study_outcome
from core import ranges, uploads
from core.http import UserRequest, attempt


def item_page(request: UserRequest, pk: int) -> HttpResponse:
    """The case as it lies before the meeting, what each said, and my own opinion."""
    item = selectors.get_item(user=request.user, pk=pk)
    part = policy.part_of(request.user, item.meeting)
    said = item.opinions.all()
    mine = next((row for row in said if part and row.participant_id == part.pk), None)
    initial = {"text": mine.text, "dissents": mine.dissents} if mine else {}
    form = OpinionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            request,
            lambda: study_course.opine(item_id=pk, by=request.user, **form.cleaned_data),
            success="意见已记录，纪要签发以前可以修改",
            form=form,
        )
        if done is not None:
            return redirect("study_item", pk=pk)
    return render(request, "cases/study/item.html", _context(request, item, mine, form))


def _context(
    request: UserRequest, item: StudyItem, mine: object, form: OpinionForm
) -> dict[str, object]:
    user, meeting = request.user, item.meeting
    stage = meeting.stage
    return {
        "item": item,
        "case": item.case,
        "meeting": meeting,
        "mine": mine,
        "form": form,
        "opinions": item.opinions.all(),
        "reads": policy.may_read_materials(user, meeting),
        "may_opine": policy.part_of(user, meeting) is not None and allows("opine", stage),
        "may_resolve": policy.is_chair(user, meeting) and allows("resolve", stage),
        "may_prepare": policy.prepares(user, item) and allows("materials", stage),
        "may_take_off": policy.organises(user, meeting) and stage.value == "draft",
        "not_instead": NOT_INSTEAD,
    }


@require_POST
def take_off(request: UserRequest, pk: int) -> HttpResponse:
    item = selectors.get_item(user=request.user, pk=pk)
    attempt(
        request,
        lambda: study_agenda.take_off(item_id=pk, by=request.user) or True,
        success="已移出议程",
    )
    return redirect(item.meeting)


def materials(request: UserRequest, pk: int) -> HttpResponse:
    """Choose what lies before the meeting."""
    item = selectors.get_item(user=request.user, pk=pk)
    policy.require_preparing(request.user, item)
    form = MaterialsForm(request.POST or None, request.FILES or None, item=item, user=request.user)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = attempt(
            request,
            lambda: study_agenda.lay_before(
                item_id=pk,
                papers=list(data.get("papers", ())),
                pieces=list(data.get("pieces", ())),
                files=data["further"],
                by=request.user,
            ),
            success="材料已保存",
            form=form,
        )
        if done is not None:
            return redirect("study_item", pk=pk)
    return _form(request, item, form, "准备材料", "folder-plus", "保存材料", files=True)


def conclusion(request: UserRequest, pk: int) -> HttpResponse:
    """The chair's conclusion on the case."""
    item = selectors.get_item(user=request.user, pk=pk)
    policy.require_chair(request.user, item.meeting)
    form = ConclusionForm(request.POST or None, item=item)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            request,
            lambda: study_outcome.resolve(item_id=pk, conclusion=form.made(), by=request.user),
            success="研讨结论已保存，签发纪要后生效",
            form=form,
        )
        if done is not None:
            return redirect(item.meeting)
    return _form(request, item, form, "研讨结论", "check2-square", "保存结论")


def _form(
    request: UserRequest,
    item: StudyItem,
    form: object,
    label: str,
    icon: str,
    button: str,
    *,
    files: bool = False,
) -> HttpResponse:
    context = {
        "item": item,
        "meeting": item.meeting,
        "form": form,
        "label": label,
        "icon": icon,
        "button": button,
        "files": files,
        "not_instead": NOT_INSTEAD,
    }
    return render(request, "cases/study/item_form.html", context)


def done(request: UserRequest, pk: int) -> HttpResponse:
    """The unit reports what it did; it need not have been at the meeting."""
    item = get_object_or_404(
        StudyItem.objects.select_related("meeting", "township", "agency"), pk=pk
    )
    item.case = get_visible_case(user=request.user, pk=item.case_id)
    policy.require_carrying_out(request.user, item)
    form = DoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            request,
            lambda: study_outcome.carry_out(
                item_id=pk, text=form.cleaned_data["text"], by=request.user
            ),
            success="落实情况已报告，已告知会议主持人",
            form=form,
        )
        if made is not None:
            return redirect(f"{item.case.get_absolute_url()}?tab=reporting")
    return render(request, "cases/study/done.html", {"item": item, "case": item.case, "form": form})


def paper(request: UserRequest, pk: int, paper_pk: int) -> HttpResponse:
    """A paper laid before the meeting, as PDF."""
    item = selectors.get_item(user=request.user, pk=pk)
    row = next((one for one in item.papers.all() if one.pk == paper_pk), None)
    if row is None:
        raise Http404("这份文书不在会议材料中")
    study_agenda.note_reading(item=item, paper=row, by=request.user)
    response = HttpResponse(sheet.kept_pdf(row, item.case), content_type="application/pdf")
    name = content_disposition_header(False, f"{row.title}.pdf")
    response["Content-Disposition"] = name or ""
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    return response


def piece(request: UserRequest, pk: int, piece_pk: int) -> HttpResponseBase:
    """The original of a piece of evidence laid before the meeting."""
    item = selectors.get_item(user=request.user, pk=pk)
    row = next((one for one in item.evidence.all() if one.pk == piece_pk), None)
    if row is None:
        raise Http404("这件证据不在会议材料中")
    row.case = item.case
    file = study_agenda.take_out(item=item, piece=row, by=request.user)
    suffix = PurePath(str(row.file.name)).suffix
    return ranges.sent(
        file,
        row.size,
        name=row.name if PurePath(row.name).suffix else f"{row.title}{suffix}",
        content_type=row.media_type,
        inline=True,
        header=request.headers.get("Range", ""),
    )


def extra(request: UserRequest, pk: int, file_pk: int) -> HttpResponseBase:
    """A file added for the meeting."""
    item = selectors.get_item(user=request.user, pk=pk)
    policy.require_materials(request.user, item.meeting)
    row = get_object_or_404(item.files, pk=file_pk)
    known = request.headers.get("if-none-match", "")
    return uploads.served(row.file, row.name.rsplit(".", 1)[0], unchanged_since=known)
