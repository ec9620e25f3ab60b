"""Evidence and things preserved in a few demo cases: pictures drawn by code, marked as invented.

A year of originals would fill disks: the newest cases under investigation get theirs, dated after
the last entry of their trail.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import cast

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw

from cases.documents.sheet import typeset
from cases.models import Approval, Case, Evidence, Exhibit, Preservation
from cases.rules.approvals import ApprovalKind
from cases.rules.steps import CaseState as S
from cases.services import _arrivals, _held, exhibits
from core import access, audit
from core.digests import digests_of
from core.evidence_chain import GENESIS, Link, hash_of
from core.file_types import JPEG, PDF, FileType
from core.models import AuditEntry, User
from core.uploads import small
from personnel.models import Officer

_EACH = 3
_STATES = (S.FILED, S.INVESTIGATED, S.NOTIFIED)
_MARK = "（演示）"


@dataclass(frozen=True)
class _Sheet:
    """One invented original."""

    kind: str
    title: str
    proves: str
    name: str
    type: FileType
    draw: Callable[[Case], bytes]


def ensure_exhibits() -> int:
    """Evidence for the newest cases of each stage, things preserved in some; how many cases."""
    if Evidence.objects.exists():
        return 0
    chosen = [
        case
        for state in _STATES
        for case in Case.objects.filter(state=state, suspended_on=None).order_by("-pk")[:_EACH]
    ]
    for case in chosen:
        _enter(case)
    for case in [one for one in chosen if one.state == S.FILED and not one.reporting]:
        _preserve(case)
    return len(chosen)


def _enter(case: Case) -> None:
    officers = [row.officer for row in case.handlers.order_by("id")]
    by, at = officers[0].user, _next_moment(case)
    for sheet in _SHEETS:
        row = _row(case, sheet, by, officers, at)
        payload = {
            "case": case.number,
            "name": row.name,
            "size": row.size,
            "sha256": row.sha256,
            "sm3": row.sm3,
            "scan": row.get_scan_display(),
        }
        _append(row, "take_in", at, by, payload)
        told = {
            "kind": row.get_kind_display(),
            "titles": [row.title],
            "officers": [str(officer) for officer in officers],
            "sha256": [row.sha256],
        }
        _note(case, "add_evidence", at, by, told)
        at += timedelta(minutes=3)


def _row(case: Case, sheet: _Sheet, by: User, officers: list[Officer], at: datetime) -> Evidence:
    content = sheet.draw(case)
    digests = digests_of([content])
    row = Evidence(
        case=case,
        kind=sheet.kind,
        title=f"{sheet.title}{_MARK}",
        proves=sheet.proves,
        name=sheet.name,
        media_type=sheet.type.content_type,
        size=digests.size,
        sha256=digests.sha256,
        sm3=digests.sm3,
        collected_at=at - timedelta(minutes=15),
        place=case.place,
        added_by=by,
        added_at=at,
    )
    row.file.save(f"demo{sheet.type.extension}", ContentFile(content), save=False)
    if sheet.type is JPEG:
        row.thumbnail.save(
            "demo.jpg", small(BytesIO(content), JPEG, _arrivals.SMALL_SIDE), save=False
        )
    row.save()
    row.collectors.set(officers)
    return row


def _preserve(case: Case) -> None:
    """Asked and approved on the case's last day; the decision on the things is still due."""
    handler = case.handlers.order_by("id")[0].officer.user
    approver = access.users_with("approve_cases", case.unit).first()
    if approver is None:
        return
    at = _next_moment(case)
    things = [exhibits.Thing("涉案工具（演示）", Decimal(2), "件", "旧，无编号")]
    told = {
        "place": f"{case.unit}证据室",
        "keeper": str(handler),
        "goods": "、".join(str(thing) for thing in things),
    }
    reason = "有关物品可能被转移，以后难以取得"
    asked = Approval.objects.create(
        case=case,
        kind=ApprovalKind.PRESERVATION.value,
        reason=reason,
        payload={**told, "things": [thing.as_payload() for thing in things]},
        requested_by=handler,
        requested_at=at,
        status=Approval.Status.APPROVED,
        decided_by=approver,
        decided_at=at + timedelta(minutes=30),
        opinion="同意",
    )
    day = timezone.localdate(at)
    row = Preservation.objects.create(
        case=case,
        approval=asked,
        reason=reason,
        place=told["place"],
        keeper=told["keeper"],
        preserved_on=day,
        due_on=_held.preservation_due(day),
    )
    made = exhibits.take_in(
        case,
        things,
        state=Exhibit.State.PRESERVED,
        what="先行登记保存",
        kept_at=row.place,
        keeper=row.keeper,
        by=handler,
        preservation=row,
    )
    for thing in made:
        thing.custody.update(at=at + timedelta(minutes=30))
    _note(case, "preserve", at, handler, {**told, "reason": reason})
    _held.follow_preservations(case)
    answer = {
        "approval": asked.get_kind_display(),
        "opinion": asked.opinion,
        "goods": told["goods"],
        "due_on": str(row.due_on),
    }
    _note(case, "approve", at + timedelta(minutes=30), approver, answer)


def _next_moment(case: Case) -> datetime:
    """A quarter of an hour after the last entry of the trail."""
    last = audit.trail_of(case).values_list("at", flat=True).last()
    return cast("datetime", last) + timedelta(minutes=15)


def _note(case: Case, verb: str, at: datetime, by: User, payload: Mapping[str, object]) -> None:
    """As `_progress.note`, at that moment."""
    case.version += 1
    case.save()
    _append(case, verb, at, by, {"before": case.state, "after": case.state, **payload})


def _append(
    subject: Case | Evidence, verb: str, at: datetime, by: User, payload: Mapping[str, object]
) -> None:
    """As `audit.record`, at that moment."""
    subject_type, subject_id = audit.subject_key(subject)
    last = audit.trail_of(subject).values_list("seq", "entry_hash").last()
    seq, previous = (last[0] + 1, last[1]) if last else (1, GENESIS)
    link = Link(
        subject=f"{subject_type}:{subject_id}",
        seq=seq,
        at=at,
        actor_id=by.pk,
        actor_name=str(by),
        verb=verb,
        payload=dict(payload),
        previous_hash=previous,
    )
    AuditEntry.objects.create(
        subject_type=subject_type,
        subject_id=subject_id,
        seq=seq,
        at=at,
        actor=by,
        actor_name=link.actor_name,
        verb=verb,
        payload=dict(payload),
        previous_hash=previous,
        entry_hash=hash_of(link),
    )


def _street(case: Case) -> bytes:
    """A shop front and goods on the pavement, drawn; no place and no person."""
    image = Image.new("RGB", (1280, 960), (205, 222, 236))
    pen = ImageDraw.Draw(image)
    pen.rectangle((120, 180, 1160, 640), fill=(232, 214, 184), outline=(120, 96, 60), width=6)
    pen.rectangle((120, 180, 1160, 270), fill=(160, 42, 46))
    for left in (200, 520, 840):
        pen.rectangle((left, 320, left + 220, 640), fill=(96, 116, 128), outline="white", width=4)
    pen.rectangle((0, 640, 1280, 800), fill=(188, 188, 184))
    pen.rectangle((0, 800, 1280, 960), fill=(92, 94, 98))
    for number in range(7):
        left = 160 + number * 140 + (case.pk * (number + 3)) % 40
        top = 610 + (case.pk * (number + 5)) % 60
        pen.rectangle((left, top, left + 110, top + 130), fill=(150, 110, 62), outline=(90, 60, 30))
    pen.text((40, 900), f"DEMO {case.pk:06d}", fill="white", font_size=40)
    target = BytesIO()
    image.save(target, "JPEG", quality=82)
    return target.getvalue()


def _statement(case: Case) -> bytes:
    """A receipt, set as a paper; its facts are those of the case."""
    rows = [
        ["案号", case.number],
        ["当事人", case.party_name],
        ["内容", "进货单复印件（演示），与原件核对一致"],
    ]
    data = {"what": "listing", "title": "进货单", "heading": "进货单（演示）", "rows": rows}
    return typeset("file.typ", data)


_SHEETS = (
    _Sheet(
        Evidence.Kind.AUDIOVISUAL.value,
        "现场照片",
        "现场的位置、范围和物品摆放情况",
        "IMG_0117.jpg",
        JPEG,
        _street,
    ),
    _Sheet(
        Evidence.Kind.DOCUMENT.value,
        "进货单复印件",
        "物品的来源和数量",
        "进货单.pdf",
        PDF,
        _statement,
    ),
)
