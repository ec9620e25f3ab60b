"""What was found at a place of an operation, with its photos and the case opened from it."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from core.models import User
from plans.models.operation import Operation, OperationPlace


class Finding(models.Model):
    """One place or business looked at, and what came of it."""

    class Outcome(models.TextChoices):
        NOTHING = "nothing", "未发现问题"
        CORRECT = "correct", "责令改正"
        CASE = "case", "拟立案查处"

    operation = models.ForeignKey(Operation, on_delete=models.CASCADE, related_name="findings")
    place = models.ForeignKey(
        OperationPlace, on_delete=models.PROTECT, related_name="findings", verbose_name="行动地点"
    )
    subject = models.CharField("检查对象", max_length=120)
    outcome = models.CharField("检查结果", max_length=8, choices=Outcome.choices)
    text = models.TextField("情况", max_length=2000)
    correct_by = models.DateField("改正期限", null=True, blank=True)
    found_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    found_at = models.DateTimeField("登记时间", default=timezone.now)
    case = models.OneToOneField(
        Case,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="operation_finding",
        verbose_name="由此登记的案件",
    )
    submission_key = models.UUIDField("提交标识", unique=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "检查结果"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(case=None) | models.Q(outcome="case"),
                name="case_from_such_a_finding",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject}：{self.get_outcome_display()}"

    def get_absolute_url(self) -> str:
        return f"{reverse('operation', args=[self.operation_id])}#finding-{self.pk}"


class FindingPhoto(models.Model):
    """A photo taken on the spot: the original with both hashes, and a small one to look at."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="photos")
    file = models.FileField("照片", upload_to="operations/")
    thumbnail = models.FileField("缩略图", upload_to="operations/small/")
    name = models.CharField("原文件名", max_length=160)
    size = models.PositiveBigIntegerField("字节")
    sha256 = models.CharField("SHA-256", max_length=64)
    sm3 = models.CharField("SM3", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "现场照片"
        ordering = ["id"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
