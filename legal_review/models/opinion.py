"""What is said in a round: first look, remarks, opinion, countersignature, dissent."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from cases.models import Discussion
from core.models import User
from legal_review.models.review import Review
from legal_review.rules.checklist import Point
from personnel.models import Officer


class FirstLook(models.Model):
    """The town's reviewer looks first (初审); it may pass on or give back, never pass."""

    class Outcome(models.TextChoices):
        WAITING = "", "待初审"
        FORWARDED = "forwarded", "转片区审核"
        RETURNED = "returned", "退回承办单位"
        SKIPPED = "skipped", "未经初审"

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="first_look")
    officer = models.ForeignKey(
        Officer,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="初审人",
    )
    because = models.CharField("分派理由", max_length=200, blank=True)
    outcome = models.CharField("结果", max_length=10, choices=Outcome.choices, blank=True)
    note = models.TextField("初审意见", blank=True)
    at = models.DateTimeField("初审时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "镇街初审"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.review} {self.get_outcome_display()}"


class Opinion(models.Model):
    """The reviewer's opinion; it is never edited (a trigger of the database refuses)."""

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="opinion")
    kind = models.CharField("意见", max_length=20)
    points = models.JSONField("审核要点", default=dict)
    point_notes = models.JSONField("要点说明", default=dict)
    text = models.TextField("具体意见", blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("出具时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "审核意见"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.review}：{self.kind}"


class Remark(models.Model):
    """A remark on a place of the frozen text: from `start` up to `end`, where `quote` stands."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="remarks")
    point = models.CharField(
        "审核要点",
        max_length=12,
        blank=True,
        choices=[(point.value, point.label) for point in Point],
    )
    start = models.PositiveIntegerField("起")
    end = models.PositiveIntegerField("止")
    quote = models.TextField("所引文字")
    text = models.TextField("批注")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间", default=timezone.now)
    removed_at = models.DateTimeField("撤去时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "审核批注"
        ordering = ["start", "id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")), name="remark_has_a_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.quote[:20]}：{self.text[:20]}"


class Countersignature(models.Model):
    """A second reviewer agrees or not; where the two differ 区司法局 rules (复核、裁定)."""

    class Outcome(models.TextChoices):
        WAITING = "", "待复核"
        AGREED = "agreed", "同意"
        DISAGREED = "disagreed", "不同意"

    class Ruling(models.TextChoices):
        NONE = "", "未裁定"
        PASSED = "passed", "裁定通过"
        RETURNED = "returned", "裁定退回"

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="countersignature")
    reasons = models.JSONField("复核事由", default=list)
    officer = models.ForeignKey(
        Officer,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="复核人",
    )
    because = models.CharField("分派理由", max_length=200, blank=True)
    outcome = models.CharField("结果", max_length=10, choices=Outcome.choices, blank=True)
    text = models.TextField("复核意见", blank=True)
    at = models.DateTimeField("复核时间", null=True, blank=True)
    ruling = models.CharField("裁定", max_length=10, choices=Ruling.choices, blank=True)
    ruling_text = models.TextField("裁定理由", blank=True)
    ruled_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ruled_at = models.DateTimeField("裁定时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "审核复核"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ruling="") | models.Q(outcome="disagreed"),
                name="ruled_only_where_two_differ",
            )
        ]

    def __str__(self) -> str:
        return f"{self.review} {self.get_outcome_display()}"


class Dissent(models.Model):
    """The organ stands by its text against an opinion: discussed by its heads, both views kept."""

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="dissent")
    reviewer_view = models.TextField("审核意见")
    view = models.TextField("机关意见和理由")
    discussion = models.ForeignKey(
        Discussion, on_delete=models.PROTECT, related_name="+", verbose_name="集体讨论"
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("登记时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "对审核意见的异议"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.review} 异议"
