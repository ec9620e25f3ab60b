"""The knowledge base: what is found, what is like a title, what must be looked at again."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.http import Http404
from django.utils import timezone

from core import access
from core.models import User
from legal_review.models import KnowledgeEntry
from legal_review.rules.knowledge import Standing, grams_of, likeness, wanted_grams
from zones.models import EnforcementItem, ItemVersion

MOST_COMPARED = 300  # entries a title is compared with, the latest first
ALIKE = 0.3


def entries_for(user: User) -> models.QuerySet[KnowledgeEntry]:
    """Published ones for everybody, drafts for those who curate."""
    rows = KnowledgeEntry.objects.defer("grams")
    if access.grants_of(user).any("curate_knowledge"):
        return rows
    return rows.exclude(standing=Standing.DRAFT.value)


def get_entry(*, user: User, pk: int) -> KnowledgeEntry:
    rows = with_doubt(entries_for(user), timezone.localdate())
    found = (
        rows.select_related("written_by", "published_by", "superseded_by", "question")
        .prefetch_related("items")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404("没有这条问答，或者还没有发布")
    return found


def in_doubt(today: date) -> models.Q:
    """Valid, and an item got a new wording or left the catalogue after the last check (待复核)."""
    through = KnowledgeEntry.items.through._default_manager.filter(
        knowledgeentry=models.OuterRef(models.OuterRef("pk"))
    )
    items = through.values("enforcementitem")
    since = models.OuterRef("checked_on")
    reworded = ItemVersion.objects.filter(
        item__in=items, valid_from__gt=since, valid_from__lte=today
    )
    gone = EnforcementItem.objects.filter(
        pk__in=items, withdrawn_on__gt=since, withdrawn_on__lte=today
    )
    changed = models.Q(models.Exists(reworded)) | models.Q(models.Exists(gone))
    return models.Q(standing=Standing.VALID.value) & changed


def with_doubt(
    rows: models.QuerySet[KnowledgeEntry], today: date
) -> models.QuerySet[KnowledgeEntry]:
    """Rows that know whether they are `doubtful`."""
    told = models.Case(
        models.When(in_doubt(today), then=True),
        default=False,
        output_field=models.BooleanField(),
    )
    return rows.annotate(doubtful=told)


def doubtful(today: date) -> models.QuerySet[KnowledgeEntry]:
    """Valid entries somebody must look at again."""
    return KnowledgeEntry.objects.filter(in_doubt(today)).order_by("published_at", "pk")


def search(rows: models.QuerySet[KnowledgeEntry], query: str) -> models.QuerySet[KnowledgeEntry]:
    """Those that have all words of the query; whose title has them as typed come first."""
    wanted = wanted_grams(query)
    if not wanted:
        return rows
    in_title = models.Case(
        models.When(title__icontains=query.strip(), then=0),
        default=1,
        output_field=models.IntegerField(),
    )
    found = rows.filter(grams__contains=wanted).annotate(in_title=in_title)
    return found.order_by("in_title", "-useful_count", "-published_at", "-pk")


def similar(title: str, most: int = 5) -> list[KnowledgeEntry]:
    """Valid entries whose title and keywords are most like the title of a new question."""
    wanted = [gram for gram in wanted_grams(title) if len(gram) > 1]
    if not wanted:
        return []
    rows = KnowledgeEntry.objects.defer("grams", "question_text").filter(
        standing=Standing.VALID.value, grams__overlap=wanted
    )
    rated = [
        (likeness(wanted, grams_of(row.title, row.keywords)), row)
        for row in rows.order_by("-published_at", "-pk")[:MOST_COMPARED]
    ]
    near = [(share, row) for share, row in rated if share >= ALIKE]
    return [row for _, row in sorted(near, key=lambda pair: -pair[0])[:most]]


def domains() -> list[str]:
    rows = KnowledgeEntry.objects.exclude(domain="").order_by("domain")
    return list(rows.values_list("domain", flat=True).distinct())
