"""What a decision on the spot consists of: the rows and the paper made in the one act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from cases.models import (
    Case,
    Decision,
    Delivery,
    Evidence,
    Paper,
    PaperSignature,
    Payment,
)
from cases.rules import spot
from cases.rules.deadlines import Term
from cases.selectors.law import law_of
from cases.services import _drafting, _terms, intake, papers
from core import uploads
from core.models import User
from personnel.models import Officer
from zones.models import EnforcementItem, Township, Village

TYPED = "text:"
LARGEST_PHOTO = 20 * uploads.MEGABYTE
PAID_AT_BANK = (
    "自收到本决定书之日起十五日内到指定银行或者通过电子支付系统缴纳罚款；逾期不缴纳的，"
    "每日按罚款数额的百分之三加处罚款，加处罚款不超出罚款数额（《行政处罚法》第六十七条、第七十二条）。"
)


@dataclass(frozen=True)
class Cash:
    """Money taken on the spot; `receipt` is the number of the treasury's own receipt."""

    ground: str
    receipt: str


@dataclass(frozen=True)
class Signed:
    """Signatures as `core.forms.SignatureField` gives them; `refused`: why the party did not."""

    party: str
    lead: str
    second: str
    refused: str = ""


@dataclass(frozen=True)
class Spot:
    """What the two officers found and decided on the spot; `amount` in yuan, 0 for a warning."""

    township: Township
    item: EnforcementItem
    place: str
    party_kind: str
    party_name: str
    facts: str
    penalty: str
    amount: Decimal
    colleague: Officer
    certificates_shown: bool
    rights_told: bool
    signed: Signed
    village: Village | None = None
    party_identifier: str = ""
    party_phone: str = ""
    party_address: str = ""
    party_representative: str = ""
    statement: str = ""
    answer: str = ""
    cash: Cash | None = None
    photos: Sequence[UploadedFile[Any]] = ()
    deviation_reason: str = ""


def report(wanted: Spot, today: date) -> intake.Report:
    return intake.Report(
        source=Case.Source.INSPECTION.value,
        title=wanted.item.name[:120],
        description=wanted.facts,
        item=wanted.item,
        township=wanted.township,
        other_towns=[],
        village=wanted.village,
        place=wanted.place,
        occurred_on=today,
        party_kind=wanted.party_kind,
        party_name=wanted.party_name,
        party_identifier=wanted.party_identifier,
        party_representative=wanted.party_representative,
        party_phone=wanted.party_phone,
        party_address=wanted.party_address,
    )


def intended(wanted: Spot, case: Case) -> _drafting.Intended:
    if not wanted.amount:
        performance = "当场予以警告。"
    elif wanted.cash is not None:
        basis = spot.CASH_GROUNDS[wanted.cash.ground]
        performance = f"罚款已当场收缴（{basis}），专用票据号 {wanted.cash.receipt}。"
    else:
        performance = PAID_AT_BANK
    heard = f"当事人陈述申辩：{wanted.statement}；复核：{wanted.answer}" if wanted.statement else ""
    return _drafting.Intended(
        facts=wanted.facts,
        basis=law_of(case, timezone.localdate()).wordings[-1].legal_basis,
        discretion=heard or "违法事实确凿，有法定依据，适用简易程序。",
        penalty=wanted.penalty,
        amount=wanted.amount,
        performance=performance,
        deviation_reason=wanted.deviation_reason,
    )


def decide(case: Case, wanted: Spot, penalty: str, by: User, today: date) -> Decision:
    draft = case.draft
    village = wanted.village.name if wanted.village else ""
    text = spot.decision_text(
        party=wanted.party_name,
        place=f"{wanted.township.name}{village}{wanted.place}",
        on=today,
        facts=wanted.facts,
        basis=draft.basis,
        penalty=penalty,
        performance=draft.performance,
        statement=wanted.statement,
        answer=wanted.answer,
        authority=case.authority_name,
    )
    return Decision.objects.create(
        case=case,
        number=papers.number_of(case, "当罚"),
        township=case.authority_township,
        agency=case.authority_agency,
        authority_name=case.authority_name,
        text=text,
        remedies=spot.REMEDIES,
        text_hash=papers.hash_of(text),
        decided_on=today,
        decided_by=by,
    )


def serve(case: Case, wanted: Spot, by: User, today: date) -> Delivery:
    refused = wanted.signed.refused.strip()
    return Delivery.objects.create(
        case=case,
        subject=Delivery.Subject.DECISION,
        method=Delivery.Method.DIRECT,
        served_on=today,
        receiver="" if refused else wanted.party_name[:60],
        place=wanted.place,
        refused_why=refused[:200],
        proof="当场交付当事人，拒绝签收，已在决定书上注明" if refused else "当场交付，当事人签收",
        recorded_by=by,
    )


def keep_photos(case: Case, wanted: Spot, team: Sequence[Officer], by: User) -> None:
    for index, file in enumerate(wanted.photos, start=1):
        checked = uploads.check(file, uploads.PICTURE, LARGEST_PHOTO, "photo")
        digests = checked.digests()
        row = Evidence(
            case=case,
            kind=Evidence.Kind.AUDIOVISUAL,
            title=f"现场照片{index}",
            proves="违法事实",
            name=checked.name,
            media_type=checked.type.content_type,
            size=checked.size,
            sha256=digests.sha256,
            sm3=digests.sm3,
            collected_at=timezone.now(),
            place=wanted.place,
            added_by=by,
        )
        row.file.save(checked.stored_name, checked.file, save=False)
        row.save()
        row.collectors.set(team)


def open_terms(case: Case, wanted: Spot, by: User, today: date) -> None:
    _terms.open_term(case, Term.SPOT_RECORD, today)
    if not wanted.amount:
        return
    if wanted.cash is None:
        _terms.open_term(case, Term.FINE_PAYMENT, today, binds=False)
        return
    Payment.objects.create(
        case=case,
        amount=wanted.amount,
        paid_on=today,
        channel=Payment.Channel.ON_SPOT,
        receipt=wanted.cash.receipt,
        spot_ground=wanted.cash.ground,
        recorded_by=by,
    )
    _terms.open_term(case, Term.CASH_HANDIN, today)


def paper(case: Case, decision: Decision, wanted: Spot, team: Sequence[Officer], by: User) -> Paper:
    paper = papers.produce(case, "spot_decision", by=by, number=decision.number)
    signed = wanted.signed
    party = wanted.party_representative or wanted.party_name
    rows = [
        (PaperSignature.Part.PARTY, party, signed.party, signed.refused),
        (PaperSignature.Part.OFFICER, str(team[0]), signed.lead, ""),
        (PaperSignature.Part.OFFICER, str(team[1]), signed.second, ""),
    ]
    for part, name, drawn, remark in rows:
        PaperSignature.objects.create(
            paper=paper,
            part=part,
            name=drawn.removeprefix(TYPED)[:40] if drawn.startswith(TYPED) else name[:40],
            image="" if drawn.startswith(TYPED) else drawn,
            remark=f"拒绝签收：{remark}"[:200] if remark else "",
            text_hash=paper.text_hash or papers.hash_of(paper.body),
            recorded_by=by,
        )
    return paper
