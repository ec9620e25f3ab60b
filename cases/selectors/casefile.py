"""The case file (电子案卷): what goes into which volume, in which order, and its builds."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils import timezone

from cases.models import Case, Evidence, Paper
from cases.rules.papers import KINDS, Section, Volume, in_file_order
from cases.selectors.chinese_days import chinese_day
from core.models import Job

KIND = "cases.casefile"


@dataclass(frozen=True)
class Item:
    """One piece of the file: a paper, or a piece of evidence with or without a file."""

    section: Section
    title: str
    number: str = ""
    day: str = ""
    paper: Paper | None = None
    evidence: Evidence | None = None
    body: str = ""  # of a page that is made for the file only

    @property
    def volume(self) -> Volume:
        return KINDS[self.paper.kind].volume if self.paper else Volume.MAIN


def items_of(case: Case) -> list[Item]:
    """Issued papers and evidence in use, in the order of the file; voided papers stay out."""
    papers = sorted(
        (row for row in case.papers.all() if row.status == Paper.Status.ISSUED),
        key=lambda row: (in_file_order(row.kind), row.issued_at, row.pk),
    )
    found = [_of_paper(row) for row in papers]
    proofs = [_of_evidence(row) for row in case.evidence.all() if row.set_aside_at is None]
    order = {section: place for place, section in enumerate(Section)}
    return sorted([*found, *proofs, *_receipts(case)], key=lambda item: order[item.section])


def _of_paper(row: Paper) -> Item:
    section = KINDS[row.kind].section
    return Item(section, row.title, row.number or "", chinese_day(row.issued_on), paper=row)


def _of_evidence(row: Evidence) -> Item:
    day = chinese_day(timezone.localdate(row.collected_at))
    title = f"{row.get_kind_display()}：{row.title}"
    return Item(Section.EVIDENCE, title, "", day, evidence=row)


def _receipts(case: Case) -> list[Item]:
    """Receipts of payment on one page (缴款票据); the originals stay with 财政."""
    rows = list(case.payments.all())
    if not rows:
        return []
    lines = [
        f"||{row.paid_on}|{row.amount:.2f}|{row.get_channel_display()}|{row.receipt}"
        for row in rows
    ]
    body = "\n".join(["||日期|金额（元）|方式|票据号", *lines])
    return [Item(Section.MONEY, "缴款登记", "", chinese_day(rows[-1].paid_on), body=body)]


def runs_of(case: Case) -> models.QuerySet[Job]:
    """Builds of this case's file, latest first."""
    return Job.objects.filter(kind=KIND, params__case=case.pk).select_related("created_by")
