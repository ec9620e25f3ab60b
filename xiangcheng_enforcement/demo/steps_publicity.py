"""The decision made public, or kept back (cases.services.disclosure); the file archived."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from cases.models import Archive
from cases.models.decision import NO_PENALTY
from cases.rules import archiving
from cases.rules import disclosure as rule
from cases.rules.deadlines import Term
from cases.rules.filing import PartyKind
from cases.rules.gravity import GravityParameters, PenaltyKind
from cases.rules.redaction import bare, mask_name
from xiangcheng_enforcement.demo.casefile import At, CaseFile, Step
from xiangcheng_enforcement.demo.clock import day_of
from xiangcheng_enforcement.demo.papers import ARCHIVE

_LIMITS = GravityParameters()
_PERIODS = rule.Periods()
_WHY = "决定信息没有一定社会影响"


def begin(file: CaseFile) -> None:
    """The proposal is kept and its term runs from the decision."""
    proposal = rule.propose(_matter(file))
    due = file.open_term(proposal.term, file.decided_day)
    file.disclosed = [
        file.pk, proposal.publish, proposal.reason, due.date, "", "", "", None, None, None, None,
        None,
    ]  # fmt: skip


def publish(file: CaseFile, at: At) -> Step:
    """As proposed; shown until the rule says, and taken down when that day is over."""
    matter = _matter(file)
    proposal = rule.propose(matter)
    file.close_term(proposal.term, at.date)
    row = file.disclosed
    if proposal.exclusion is not None:
        row[2] = f"{proposal.exclusion.label}：{_WHY}"
        row[8], row[9] = at.stamp, file.lead.user_id
        told = {"disclosed": "不公开", "reason": row[2], "basis": proposal.exclusion.basis}
        return file.lead, told
    large = _LIMITS.threshold(is_organisation=matter.is_organisation)
    last = rule.shown_until(matter, day_of(at.day), large_fine=large, periods=_PERIODS)
    assert file.draft is not None  # decided
    party, shown = _party(file)
    text = file.draft.text.replace(party, shown)
    row[4:8] = file.words.title.removeprefix("涉嫌"), shown, text, at.stamp
    row[9], row[10] = file.lead.user_id, last.isoformat()
    row[11] = _taken_down(file, last)
    return file.lead, {"disclosed": "公开", "reason": row[2], "until": row[10]}


def archive(file: CaseFile, at: At) -> Step:
    """As a file of paper: nobody bound an electronic one (cases.services.archive)."""
    unit, office = file.unit, file.office
    assert unit is not None  # filed
    grave = [reason.text for reason in office.rules.gravity.to_discuss(file.life.fate)]
    kept, _ = archiving.retention(simple=False, grave=grave)
    year = day_of(at.day).year
    running = office.papers.running(ARCHIVE, unit, at.day)
    number = archiving.archive_number(unit.prefix, year, running)
    file.archived = at.date
    file.close_term(Term.ARCHIVE, at.date)
    office.rows.archives.rows.append((file.pk, number, kept, file.lead.user_id, at.stamp))
    label = Archive.Retention(kept).label
    return file.lead, {"archive_number": number, "retention": label}


def _taken_down(file: CaseFile, last: date) -> str | None:
    """Taken down in the night after the last day, if that has come."""
    over = last < file.office.rules.clock.today
    return f"{last.isoformat()} 23:59:59+08" if over else None


def _party(file: CaseFile) -> tuple[str, str]:
    name = file.words.party
    masked = mask_name(name) if file.life.fate.party is PartyKind.CITIZEN else name
    return bare(name), bare(masked)


def _matter(file: CaseFile) -> rule.Matter:
    fate = file.life.fate
    kinds = frozenset() if fate.penalty == NO_PENALTY else frozenset({PenaltyKind(fate.penalty)})
    influence = [reason.text for reason in file.office.rules.gravity.to_hear(fate)]
    if fate.major:
        influence.append("重大案件")
    return rule.Matter(
        kinds=kinds,
        fine=Decimal(fate.amount),
        is_organisation=fate.party.is_organisation,
        influence=tuple(influence),
    )
