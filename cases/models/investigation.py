"""What the investigation found."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from cases.models.case import Case
from core.models import User
from personnel.models import Officer


class InvestigationRecord(models.Model):
    """A record of inspection or interview (笔录), made by two officers or more."""

    class Kind(models.TextChoices):
        SITE = "site", "现场检查（勘验）笔录"
        INTERVIEW = "interview", "询问笔录"
        OTHER = "other", "其他调查材料"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="records")
    kind = models.CharField("种类", max_length=12, choices=Kind.choices)
    held_at = models.DateTimeField("时间")
    place = models.CharField("地点", max_length=120)
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
