"""Papers of a case: those there are in file order, those its stage offers, templates in force."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.http import Http404

from cases.models import Case, CaseTerm, Paper, PaperTemplate
from cases.rules.papers import KINDS, PaperKind, in_file_order
from cases.rules.workflow import table_of
from cases.selectors.paper_values import about_of
from cases.selectors.provisional import provisional_terms_in
from cases.selectors.visibility import get_visible_case
from core.models import User


@dataclass(frozen=True)
class Offer:
    """A kind of paper that fits the stage; `missing`: the step it belongs to has no paper yet."""

    kind: PaperKind
    missing: bool


def papers_of(case: Case) -> list[Paper]:
    """All papers in the order of the file; voided ones last within their place."""
    return sorted(
        case.papers.all(),
        key=lambda row: (in_file_order(row.kind), row.status == Paper.Status.VOIDED, row.pk),
    )


def offers_for(case: Case) -> list[Offer]:
    """Kinds a handler may begin now, in file order; no query on a case from get_visible_case."""
    made = {row.kind for row in case.papers.all() if row.status != Paper.Status.VOIDED}
    stage = _kinds_of_stage(case)
    found = []
    for kind in KINDS.values():
        about = about_of(case, kind)
        if kind.about and about is None:
            continue
        if kind.code in stage or about is not None:
            found.append(Offer(kind, missing=kind.code not in made))
    return sorted(found, key=lambda offer: in_file_order(offer.kind.code))


def _kinds_of_stage(case: Case) -> set[str]:
    table = table_of(case.workflow_version)
    here = {verb for verb, row in table.items() if case.stage in row.sources}
    # A paper may be written when its step was taken: the states the step leads to count too.
    after = {verb for verb, row in table.items() if row.target is case.stage}
    named = {code for verb in here | after for code in table[verb].papers}
    fits = {kind.code for kind in KINDS.values() if set(kind.when) & (here | after)}
    wanted = {code for code in named | fits if code in KINDS}
    if getattr(case, "decision", None) is None:
        wanted -= {"decision", "no_penalty_decision", "surcharge_decision"}
    if getattr(case, "draft", None) is None:
        wanted -= {"prior_notice", "hearing_right_notice"}
    return wanted - {code for code in wanted if KINDS[code].about}


def provisional_terms(case: Case, kind: PaperKind, text: str) -> list[CaseTerm]:
    """Terms the paper tells the party, by its kind or by its text, whose date is provisional."""
    return provisional_terms_in(case, kind.states, text)


def get_paper(*, user: User, pk: int) -> tuple[Paper, Case]:
    """The paper and its case with everything; 404 where the case is not visible."""
    found = (
        Paper.objects.select_related("template", "issued_by", "drafted_by")
        .prefetch_related("signatures", "deliveries")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404("没有这份文书")
    case = get_visible_case(user=user, pk=found.case_id)
    found.case = case
    return found, case


def template_in_force(code: str) -> PaperTemplate | None:
    """The latest published version."""
    published = PaperTemplate.objects.filter(kind=code, published_at__isnull=False)
    return published.order_by("-version").first()


def template_versions(code: str) -> models.QuerySet[PaperTemplate]:
    return PaperTemplate.objects.filter(kind=code).select_related("created_by").order_by("-version")
