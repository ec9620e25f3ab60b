"""Parts of a transfer: whether the receiver is competent, and the list of what goes along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.utils import timezone

from cases.models import (
    Case,
    Evidence,
    Exhibit,
    Paper,
    Transfer,
    TransferPiece,
)
from cases.rules import transfer as rules
from cases.rules.deadlines import Term, due_date
from cases.rules.exhibits import IN_HAND
from cases.rules.transfer import TransferKind
from cases.rules.transfer_check import Proposal, check_proposal
from cases.selectors.transfers import open_of, was_handed_over
from cases.services import _jurisdiction, _terms
from core import access, calendars, notices
from core.errors import RuleViolation
from core.models import User
from zones.models import Agency, EnforcementItem, Township
from zones.rules.jurisdiction import AuthorityKind, Jurisdiction
from zones.selectors import district

_FORCE_27 = "《行政强制法》第二十一条、第二十七条；《行政处罚法》第五十六条"


@dataclass(frozen=True)
class Piece:
    """A paper, a piece of evidence or a thing that goes along, as original or as copy."""

    row: Paper | Evidence | Exhibit
    original: bool = False


@dataclass(frozen=True)
class Wanted:
    """A transfer as it is asked for: `unit` inside the platform, else `organ` by name.

    `item`: what the investigation found to apply, where it is not what was registered.
    """

    kind: str
    reason: str
    unit: Township | Agency | None = None
    organ: str = ""
    item: EnforcementItem | None = None
    pieces: Sequence[Piece] = ()
    materials: Sequence[str] = ()


@dataclass(frozen=True)
class Competence:
    """Who is competent as things are, and what the rule says when the receiver files first."""

    usual: Jurisdiction
    with_receiver: Jurisdiction
    first_filed: bool

    def fits(self, unit: Township | Agency) -> bool:
        return self.with_receiver.authority == unit.name


def competence(
    case: Case, unit: Township | Agency | None, item: EnforcementItem | None = None
) -> Competence:
    """Ask the rule of competence about the item as it was found to be, on today's day."""
    item, towns = item or case.item, [place.township for place in case.places.all()]
    known, today = _jurisdiction.read([item]), timezone.localdate()
    filer = case.authority if case.filed_on else None
    received = case.township if filer is None else None
    ask = partial(
        _jurisdiction.judge,
        item=item,
        towns=towns,
        on=today,
        known=known,
        designation=case.designations.first(),
    )
    usual = ask(first_filed_by=filer, received_by=received)
    as_filer = ask(first_filed_by=unit) if unit else usual
    stays = filer is not None and usual.authority == filer.name
    return Competence(usual, as_filer, stays)


def check(case: Case, kind: TransferKind, wanted: Wanted) -> None:
    """Raise unless the case may be handed on so."""
    if kind not in rules.kinds_of(case.workflow_version):
        raise RuleViolation("no_such_kind", "本案不能这样移送，请重新选择", field="kind")
    found = competence(case, wanted.unit, wanted.item)
    pending = open_of(case) + [row for row in case.transfers.all() if row.rests_case]
    pending = [row for row in pending if row.of_kind is not TransferKind.DISCIPLINE]
    check_proposal(
        Proposal(
            kind=kind,
            sender=case.unit.name,
            receiver=wanted.unit.name if wanted.unit else wanted.organ,
            reason=wanted.reason,
            pieces=len(wanted.pieces) + len([line for line in wanted.materials if line.strip()]),
            competent=found.usual.authority or "",
            fits=wanted.unit is None or found.fits(wanted.unit),
            first_filed=found.first_filed,
            handed_over=was_handed_over(case),
            disclaimed=_disclaimed(case),
            pending=f"本案正在移送{pending[0].receiver}" if pending else "",
            city=found.usual.kind is AuthorityKind.CITY,
            originals=any(piece.original for piece in wanted.pieces),
            units=_inside_names(),
        )
    )
    if rules.course_of(kind, case.workflow_version) is rules.Course.ENDS:
        given = {p.row.pk for p in wanted.pieces if p.original and isinstance(p.row, Exhibit)}
        require_things_along(case, given)


def _inside_names() -> frozenset[str]:
    towns, agencies = district.all_towns(), district.all_agencies()
    short = {agency.short_name for agency in agencies}
    names = {town.name for town in towns} | {agency.name for agency in agencies}
    return frozenset(names | short)


def _disclaimed(case: Case) -> frozenset[str]:
    """Units that returned the case as not theirs."""
    return frozenset(
        row.unit.name
        for row in case.transfers.all()
        if row.unit and row.status == row.Status.RETURNED and row.ground == row.Ground.COMPETENCE
    )


def require_things_along(case: Case, given: set[int]) -> None:
    """A case that leaves the platform leaves nothing held behind."""
    left = [row for row in case.exhibits.all() if row.state in IN_HAND and row.pk not in given]
    if left:
        names = "、".join(row.name for row in left[:5])
        text = f"{names}仍在保管，须列入清单以原物移交，或者先处置后再移送"
        raise RuleViolation("things_left", text, _FORCE_27, field="originals")


def title_of(row: Paper | Evidence | Exhibit) -> str:
    """As the list names it: a paper with its number, evidence with its kind, a thing with how many
    there are."""
    return f"{row.title}{row.number or ''}" if isinstance(row, Paper) else str(row)


def write_pieces(row: Transfer, pieces: Sequence[Piece], materials: Sequence[str]) -> None:
    """The list of what goes along (移送清单)."""
    fields = {Paper: "paper", Evidence: "evidence", Exhibit: "exhibit"}
    TransferPiece.objects.bulk_create(
        TransferPiece(
            transfer=row,
            title=title_of(piece.row)[:160],
            original=piece.original,
            **{fields[type(piece.row)]: piece.row},
        )
        for piece in pieces
    )
    lines = [line.strip()[:160] for line in materials if line.strip()]
    TransferPiece.objects.bulk_create(TransferPiece(transfer=row, title=line) for line in lines)


def answer_due(term: Term, start: date) -> date:
    """The last day for the receiver's answer."""
    length = _terms.length_of(term)
    return due_date(term, start, calendars.work_calendar(), length=length).due_on


_READ = [
    "from_township",
    "from_agency",
    "to_township",
    "to_agency",
    "item",
    "approval",
    "proposed_by",
    "sent_by",
]


def locked(case: Case, pk: int) -> Transfer:
    """The transfer, locked until the transaction ends."""
    rows = case.transfers.select_for_update(of=("self",)).select_related(*_READ)
    return rows.get(pk=pk)


def people_of(unit: Township | Agency) -> list[User]:
    """Officers and heads of the unit."""
    found = [*access.users_with("handle_cases", unit), *access.users_with("approve_cases", unit)]
    return list({user.pk: user for user in found}.values())


def tell(case: Case, row: Transfer, people: Sequence[User], words: str, stage: str) -> None:
    notices.send(
        people,
        key=f"transfer:{row.pk}:{stage}",
        text=f"{case.number} {case.title}：{words}",
        url=f"{case.get_absolute_url()}?tab=transfers",
        urgent=True,
    )
