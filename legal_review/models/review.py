"""Reviews and opinions."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from core.models import User
from personnel.models import Officer
from zones.models import Zone


class Review(models.Model):
    """One round of legal review of one very text (法制审核)."""

    class Status(models.TextChoices):
        OPEN = "open", "审核中"
        PASSED = "passed", "通过"
        RETURNED = "returned", "退回"
        VOIDED = "voided", "失效"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reviews")
    round = models.PositiveSmallIntegerField("轮次")
    zone = models.ForeignKey(
        Zone, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="片区"
    )
    reviewer = models.ForeignKey(
        Officer,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reviews",
        verbose_name="审核员",
    )
    assigned_because = models.CharField("分派理由", max_length=200, blank=True)
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.OPEN)
    reasons = models.JSONField("送审事由", default=list)
    draft_text = models.TextField("送审文本")
    draft_hash = models.CharField("送审文本校验值", max_length=64)
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField("送审时间", default=timezone.now)
    due_on = models.DateField("审核期限")
    due_provisional = models.BooleanField("期限暂定", default=False)
    concluded_at = models.DateTimeField("审结时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "法制审核"
        ordering = ["due_on", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(status="open"), name="one_open_review"
            ),
            models.UniqueConstraint(fields=["case", "round"], name="one_review_per_round"),
            models.CheckConstraint(
                condition=models.Q(status="open", concluded_at=None)
                | (~models.Q(status="open") & models.Q(concluded_at__isnull=False)),
                name="concluded_iff_not_open",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "due_on"], name="review_queue"),
            models.Index(fields=["reviewer", "status", "due_on"], name="review_mine"),
        ]

    def __str__(self) -> str:
        return f"{self.case.number} 第 {self.round} 次审核"

    def get_absolute_url(self) -> str:
        return reverse("review", args=[self.pk])


class Opinion(models.Model):
    """The reviewer's opinion; it is never edited."""

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="opinion")
    kind = models.CharField("意见", max_length=20)
    points = models.JSONField("审核要点", default=dict)
    text = models.TextField("具体意见", blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("出具时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "审核意见"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.review}：{self.kind}"
