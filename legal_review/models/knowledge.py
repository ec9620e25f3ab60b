"""What was learnt: answered questions as knowledge (问答库), and typical errors (常见错误)."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse
from django.utils import timezone

from core.models import User
from legal_review.models.guidance import Question
from legal_review.rules.checklist import POINTS
from legal_review.rules.guidance import TOPIC_CHOICES, Topic
from legal_review.rules.knowledge import STANDING_CHOICES, Standing, grams_of
from zones.models import EnforcementItem

POINT_CHOICES = [(point.value, words.label) for point, words in POINTS.items()]


class KnowledgeEntry(models.Model):
    """A question with its answer, freed of the case it came from, open to all staff."""

    question = models.OneToOneField(
        Question,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="entry",
        verbose_name="来源咨询",
    )
    title = models.CharField("标题", max_length=80)
    topic = models.CharField(
        "要点", max_length=12, choices=TOPIC_CHOICES, default=Topic.OTHER.value
    )
    domain = models.CharField("领域", max_length=40, blank=True)
    question_text = models.TextField("问题")
    answer_text = models.TextField("答复")
    articles = models.TextField("法律条文", blank=True)
    keywords = models.CharField("关键词", max_length=120, blank=True)
    items = models.ManyToManyField(
        EnforcementItem, blank=True, related_name="+", verbose_name="执法事项"
    )
    standing = models.CharField(
        "效力", max_length=10, choices=STANDING_CHOICES, default=Standing.DRAFT.value
    )
    superseded_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces"
    )
    ended_on = models.DateField("失效日期", null=True, blank=True)
    end_reason = models.CharField("失效理由", max_length=300, blank=True)
    # The day on which somebody last looked whether articles and items still say so.
    checked_on = models.DateField("核对日期", default=timezone.localdate)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField("编写时间", default=timezone.now)
    published_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField("发布时间", null=True, blank=True)
    useful_count = models.PositiveIntegerField("有用", default=0)
    revision = models.PositiveIntegerField("修订号", default=1)
    grams = ArrayField(models.TextField(), default=list, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "问答"
        ordering = ["-published_at", "-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(standing="draft") | models.Q(published_at__isnull=False),
                name="knowledge_published_unless_draft",
            ),
            models.CheckConstraint(
                condition=~models.Q(standing__in=["superseded", "withdrawn"])
                | models.Q(ended_on__isnull=False),
                name="knowledge_ended_on_a_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(standing="superseded") | models.Q(superseded_by__isnull=False),
                name="knowledge_superseded_by_something",
            ),
        ]
        indexes = [
            models.Index(fields=["standing", "-published_at"], name="knowledge_latest"),
            GinIndex(fields=["grams"], name="knowledge_grams"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.grams = grams_of(
            self.title, self.keywords, self.articles, self.question_text, self.answer_text
        )
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("knowledge_entry", args=[self.pk])

    @property
    def holds(self) -> bool:
        return self.standing == Standing.VALID


class KnowledgeUse(models.Model):
    """Somebody found an entry useful, once."""

    entry = models.ForeignKey(KnowledgeEntry, on_delete=models.CASCADE, related_name="uses")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "问答有用"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["entry", "user"], name="one_use_per_person")]

    def __str__(self) -> str:
        return f"{self.user} {self.entry}"


class TypicalError(models.Model):
    """An error reviews keep finding, written down for training (常见错误)."""

    point = models.CharField("审核要点", max_length=12, choices=POINT_CHOICES)
    item = models.ForeignKey(
        EnforcementItem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="执法事项",
    )
    title = models.CharField("标题", max_length=80)
    wrong = models.TextField("错在哪里")
    right = models.TextField("应当怎样")
    articles = models.TextField("法律条文")
    example = models.TextField("示例（已隐去案件信息）", blank=True)
    standing = models.CharField(
        "状态", max_length=10, choices=STANDING_CHOICES, default=Standing.DRAFT.value
    )
    end_reason = models.CharField("撤下理由", max_length=300, blank=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField("编写时间", default=timezone.now)
    published_at = models.DateTimeField("发布时间", null=True, blank=True)
    revision = models.PositiveIntegerField("修订号", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "常见错误"
        ordering = ["point", "-published_at", "-id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["point", "item"],
                condition=~models.Q(standing="withdrawn"),
                nulls_distinct=False,
                name="one_error_per_point_and_item",
            ),
            models.CheckConstraint(
                condition=models.Q(standing="draft") | models.Q(published_at__isnull=False),
                name="error_published_unless_draft",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("typical_error", args=[self.pk])
