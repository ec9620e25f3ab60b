"""The agenda of a study meeting: cases with their questions, and what is laid before it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from cases import policy as case_policy
from cases.models import Case, Evidence, Paper, StudyFile, StudyItem, StudyMeeting
from cases.policy import study as policy
from cases.rules import study as rule
from cases.rules.papers import Volume, kind_of
from cases.rules.study import StudyState
from cases.selectors import study as selectors
from cases.selectors import visible_cases
from cases.services import _progress, _study, evidence, study
from core import audit, uploads
from core.errors import RuleViolation
from core.models import User

MOST_FILES = 10
LARGEST_FILE = 20 * uploads.MEGABYTE


@transaction.atomic
def begin(
    *, plan: study.Plan, by: User, key: uuid.UUID | None = None, first: tuple[str, str] | None
) -> StudyMeeting:
    """A draft with its first case (number, question), or nothing at all."""
    meeting = study.prepare(plan=plan, by=by, key=key)
    if first is not None and not meeting.items.exists():
        put_on(meeting_id=meeting.pk, case_number=first[0], question=first[1], by=by)
    return meeting


@transaction.atomic
def put_on(
    *, meeting_id: int, case_number: str, question: str, by: User, revision: int | None = None
) -> StudyItem:
    """Put a case on the agenda; where the chief ordered it studied, the item says so."""
    meeting = _study.begin(meeting_id, "agenda", revision)
    policy.require_organising(by, meeting)
    case = visible_cases(user=by).filter(number=case_number.strip()).first()
    if case is None:
        text = "没有这个案号的案件，或者它不在您的职责范围内，请核对案号"
        raise RuleViolation("no_such_case", text, field="case_number")
    _check(case, {zone.pk for zone in meeting.zones.all()})
    items = list(meeting.items.all())
    if any(item.case_id == case.pk for item in items):
        raise RuleViolation("on_it_already", "这个案件已在议程上", field="case_number")
    item = StudyItem.objects.create(
        meeting=meeting,
        case=case,
        arrangement=selectors.waiting_arrangement(case),
        order=max((row.order for row in items), default=0) + 1,
        question=question,
        put_on_by=by,
    )
    if meeting.stage is StudyState.CALLED:
        officers = _study.officers_of(meeting)
        _study.check_recusals([item], officers)
        _study.lay_open(meeting, [item], officers, by)
        text = f"{meeting.title}增加议题：{case.number} {case.title}，请会前阅卷"
        _study.tell(meeting, [one.user for one in officers], f"added:{item.pk}", text)
    _study.finish(meeting, "agenda", by, {"added": case.number, "question": question})
    return item


def _check(case: Case, meeting_zones: set[int]) -> None:
    if case.is_final:
        text = f"{case.number} 已经办结，无须研讨"
        raise RuleViolation("study_closed_case", text, field="case_number")
    zones = {place.township.zone_id for place in case.places.select_related("township")}
    rule.check_agenda([zone for zone in zones if zone], meeting_zones, case.number)


@transaction.atomic
def take_off(*, item_id: int, by: User) -> None:
    """Take a case off before the meeting is called; afterwards everybody has seen it."""
    meeting_id = StudyItem.objects.values_list("meeting_id", flat=True).get(pk=item_id)
    meeting = _study.begin(meeting_id, "agenda")
    policy.require_organising(by, meeting)
    if meeting.stage is StudyState.CALLED:
        text = "会议已召集，参会人员已阅卷，议题不能撤下；不再研讨的，会上作出参考意见说明"
        raise RuleViolation("called_already", text, rule.BASIS)
    item = _study.item_of(meeting, item_id)
    item.delete()
    _study.finish(meeting, "agenda", by, {"removed": item.case.number})


@transaction.atomic
def lay_before(
    *,
    item_id: int,
    papers: Sequence[Paper],
    pieces: Sequence[Evidence],
    files: Sequence[Any],
    by: User,
) -> StudyItem:
    """Choose papers and evidence of the case, add files. What one may not read oneself, one
    neither chooses nor takes away."""
    meeting_id = StudyItem.objects.values_list("meeting_id", flat=True).get(pk=item_id)
    meeting = _study.begin(meeting_id, "materials")
    item = _study.item_of(meeting, item_id)
    policy.require_preparing(by, item)
    case = _progress.lock(item.case_id)
    kept_papers = [row for row in item.papers.all() if not _may_lay_paper(by, case, row)]
    kept_pieces = [] if case_policy.reads_evidence(by, case) else list(item.evidence.all())
    if any(row.case_id != case.pk or not _may_lay_paper(by, case, row) for row in papers) or any(
        row.case_id != case.pk or not case_policy.reads_evidence(by, case) for row in pieces
    ):
        raise RuleViolation("not_yours_to_lay", "所选材料不在您的阅卷范围内，请重新选择")
    if len(item.files.all()) + len(files) > MOST_FILES:
        text = f"每个议题最多 {MOST_FILES} 个补充文件，请减少后重新选择"
        raise RuleViolation("too_many_files", text, field="further")
    checked = [uploads.check(one, uploads.MATERIAL, LARGEST_FILE, "further") for one in files]
    item.papers.set([*kept_papers, *papers])
    item.evidence.set([*kept_pieces, *pieces])
    for one in checked:
        row = StudyFile(
            item=item, name=one.name, size=one.size, sha256=one.digests().sha256, added_by=by
        )
        row.file.save(one.stored_name, one.file, save=False)
        row.save()
    payload = {
        "case": case.number,
        "papers": [row.title for row in papers],
        "evidence": [row.title for row in pieces],
        "files": [one.name for one in checked],
    }
    _study.finish(meeting, "materials", by, payload)
    return item


def _may_lay_paper(user: User, case: Case, paper: Paper) -> bool:
    inner = kind_of(paper.kind).volume is Volume.INNER
    return not inner or case_policy.reads_inner_volume(user, case)


def papers_offered(user: User, case: Case) -> list[Paper]:
    """Papers of the case this person may lay before the meeting."""
    rows = case.papers.exclude(status=Paper.Status.VOIDED)
    return [row for row in rows if _may_lay_paper(user, case, row)]


def pieces_offered(user: User, case: Case) -> list[Evidence]:
    """Evidence in use that this person may lay before the meeting."""
    if not case_policy.reads_evidence(user, case):
        return []
    return list(case.evidence.filter(set_aside_at=None))


def take_out(*, item: StudyItem, piece: Evidence, by: User) -> Any:
    """The original of a chosen piece, opened, checked by its hashes; its trail says who saw it."""
    policy.require_materials(by, item.meeting)
    return evidence.opened(row=piece, by=by, verb="view")


def note_reading(*, item: StudyItem, paper: Paper, by: User) -> None:
    """A paper of the 副卷 read through the meeting leaves a trace on the meeting."""
    policy.require_materials(by, item.meeting)
    if kind_of(paper.kind).volume is Volume.INNER:
        payload = {"case": item.case.number, "papers": [paper.title]}
        with transaction.atomic():
            audit.record(by=by, verb="read", subject=item.meeting, payload=payload)
