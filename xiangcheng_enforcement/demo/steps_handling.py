"""Records, and how the investigation ends."""

from __future__ import annotations

from datetime import datetime, timedelta

from cases.models import InvestigationRecord
from cases.rules.approvals import ApprovalKind
from xiangcheng_enforcement.demo.casefile import At, CaseFile, Step
from xiangcheng_enforcement.demo.matters import pick

_Kind = InvestigationRecord.Kind


def record(file: CaseFile, at: At) -> Step:
    """The first record is of the place, later ones of the party."""
    first, file.recorded = not file.recorded, True
    kind = (_Kind.SITE if first else _Kind.INTERVIEW).value
    words, texts = file.words, file.office.matters.texts
    content = texts["site_record" if first else "interview_record"]
    content = content.format(
        place=words.place, party=words.party, facts=words.facts, act=words.facts
    )
    pk = next(file.office.record_ids)
    rows = file.office.rows
    entered = datetime.fromisoformat(at.stamp)  # at the end of it; steps are ten minutes apart
    began, ended = entered - timedelta(minutes=9), entered - timedelta(minutes=1)
    place = words.place if first else file.life.fate.towns[0].name
    rows.records.rows.append(
        (pk, file.pk, kind, began.isoformat(), ended.isoformat(), file.second.name, True, place,
         words.representative or words.party, content, True, file.lead.user_id, at.stamp)
    )  # fmt: skip
    rows.record_officers.rows += [(pk, file.lead.officer_id), (pk, file.second.officer_id)]
    return file.lead, {"kind": kind, "officers": [file.lead.name, file.second.name]}


def conclude(file: CaseFile, at: At) -> Step:
    return file.lead, {"findings": pick(file.office.matters.texts["findings"], file.draw)}


def propose_termination(file: CaseFile, at: At) -> Step:
    """What was found is no ground for a decision (终止调查)."""
    reason = pick(file.office.matters.texts["terminations"], file.draw)
    file.ask(ApprovalKind.TERMINATION, reason, "{}", file.lead, at)
    return file.lead, {"reason": reason}


def terminate(file: CaseFile, at: At) -> Step:
    assert file.unit is not None  # filed cases have one
    by = file.unit.approver
    file.closing_note = file.answer_request(by, at)
    file.dates["ended"] = at.date
    file.close_all(at.date)
    return by, {"reason": file.closing_note}
