"""The standard templates of papers (fixtures/paper_templates), as first published versions."""

from __future__ import annotations

from django.utils import timezone

from cases.models import PaperTemplate
from cases.rules.papers import KINDS
from xiangcheng_enforcement.loading.records import Tally, fixture

NOTE = "系统所附标准文本"


def load() -> Tally:
    """Kinds without a template get ours; a changed file of ours becomes a new version of ours.

    Where 区司法局 has written a version of its own, the file is left alone.
    """
    tally = Tally("文书模板")
    latest: dict[str, PaperTemplate] = {}
    for row in PaperTemplate.objects.order_by("version"):
        latest[row.kind] = row
    for code, kind in KINDS.items():
        body = fixture(f"paper_templates/{code}.txt").read_text(encoding="utf-8")
        known = latest.get(code)
        if known is not None and (known.created_by_id or known.body == body):
            tally.unchanged += 1
            continue
        PaperTemplate.objects.create(
            kind=code,
            version=known.version + 1 if known else 1,
            title=kind.title,
            body=body,
            note=NOTE,
            published_at=timezone.now(),
        )
        if known:
            tally.updated += 1
        else:
            tally.created += 1
    return tally
