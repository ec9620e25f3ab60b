"""Signatures on papers: drawn or typed, or the refusal to sign with a witness."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from cases import policy
from cases.models import Paper, PaperSignature
from cases.rules.papers import gaps, kind_of
from cases.services import _progress
from cases.services.papers import hash_of
from core import audit
from core.errors import RuleViolation
from core.models import User


@dataclass(frozen=True)
class Signing:
    """Who signs as what. `refused`: why the party would not; then `witness` must be named."""

    part: str
    name: str
    image: str
    remark: str = ""
    refused: str = ""
    witness: str = ""


@transaction.atomic
def sign(*, paper_id: int, signing: Signing, by: User, revision: int) -> PaperSignature:
    """Keep a signature together with the hash of the very text that was signed."""
    case_id = Paper.objects.values_list("case_id", flat=True).get(pk=paper_id)
    case = _progress.lock(case_id)
    policy.require_papers(by, case)
    paper = Paper.objects.select_for_update().get(pk=paper_id)
    _check(paper, signing, revision)
    row = _keep(paper, signing, by)
    # The kept PDF lacks this signature; it is made anew when it is next asked for.
    paper.pdf, paper.pdf_sha256 = "", ""
    paper.save(update_fields=["pdf", "pdf_sha256"])
    payload = {"signer": f"{row.get_part_display()} {row.name}", "text_hash": row.text_hash}
    audit.record(by=by, verb="sign_paper", subject=paper, payload=payload)
    _progress.note(case, "sign_paper", by=by, payload={"paper": paper.title, **payload})
    return row


def _keep(paper: Paper, signing: Signing, by: User) -> PaperSignature:
    """A new signature; one given to an older text is given anew, what it was stays in the trail."""
    digest = hash_of(paper.body)
    values = {
        "image": "" if signing.refused else signing.image,
        "remark": _remark(signing),
        "text_hash": digest,
        "recorded_by": by,
        "signed_at": timezone.now(),
    }
    earlier = paper.signatures.filter(part=signing.part, name=signing.name).first()
    if earlier is None:
        return PaperSignature.objects.create(
            paper=paper, part=signing.part, name=signing.name, **values
        )
    if earlier.text_hash == digest or paper.status == Paper.Status.ISSUED:
        message = f"{signing.name}已经在这份文书上签过名"
        raise RuleViolation("signed_already", message, field="name")
    for name, value in values.items():
        setattr(earlier, name, value)
    earlier.save()
    return earlier


def _check(paper: Paper, signing: Signing, revision: int) -> None:
    spec = kind_of(paper.kind)
    if paper.status == Paper.Status.VOIDED:
        raise RuleViolation("paper_voided", "文书已作废，不能签名")
    if revision != paper.revision:
        raise RuleViolation("stale", "文书刚被修改，请让签名人看过最新正文后再签")
    if signing.part not in {part.value for part in spec.signs}:
        raise RuleViolation("part_not_asked", "这份文书不需要此身份签名", field="part")
    if found := gaps(spec.code, paper.body):
        told = "；".join(gap.text for gap in found)
        raise RuleViolation("paper_incomplete", f"正文还没有写完，先补齐再签名：{told}")
    if signing.refused and not signing.witness.strip():
        raise RuleViolation(
            "no_witness",
            "拒绝签名的，应当注明情况并由见证人证明，请填写见证人",
            "《行政处罚法》第五十五条；《行政强制法》第十八条",
            field="witness",
        )
    if not signing.refused and not signing.image:
        raise RuleViolation("no_signature", "请签名；拒绝签名的请填写拒签情形", field="image")


def _remark(signing: Signing) -> str:
    if signing.refused:
        return f"拒绝签名：{signing.refused}；见证人：{signing.witness}"[:200]
    return signing.remark[:200]
