"""What the investigation found."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from cases.models.case import Case
from core.models import User
from personnel.models import Officer


class InvestigationPlan(models.Model):
    """What is to be found out, how, by whom and until when."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="plans")
    aims = models.TextField("需查明的事实")
    steps = models.TextField("调查步骤、方法和分工")
    risks = models.CharField("风险和注意事项", max_length=300, blank=True)
    finish_by = models.DateField("计划完成日期", null=True, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField("制定时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "调查方案"
        ordering = ["-id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.case.number} 调查方案"


class InvestigationRecord(models.Model):
    """A record of inspection or interview (笔录), made by two officers or more."""

    class Kind(models.TextChoices):
        SITE = "site", "现场检查（勘验）笔录"
        INTERVIEW = "interview", "询问笔录"
        SAMPLING = "sampling", "抽样取证记录"
        OTHER = "other", "其他调查材料"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="records")
    kind = models.CharField("种类", max_length=12, choices=Kind.choices)
    held_at = models.DateTimeField("时间")
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    place = models.CharField("地点", max_length=120)
    witness = models.CharField("见证人", max_length=60, blank=True)
    recorder = models.CharField("记录人", max_length=40, blank=True)
    rights_told = models.BooleanField("已告知权利义务和申请回避权", default=False)
    refused_to_sign = models.CharField("拒绝签名的情形", max_length=200, blank=True)
    subject = models.CharField("被检查（询问）人", max_length=60, blank=True)
    content = models.TextField("记录内容")
    certificates_shown = models.BooleanField("已出示执法证件")
    officers = models.ManyToManyField(Officer, related_name="+", verbose_name="执法人员")
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("登记时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "调查记录"
        ordering = ["held_at", "id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(certificates_shown=True), name="certificates_always_shown"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.held_at:%Y-%m-%d}"
