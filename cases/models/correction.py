"""Whether what the decision ordered to be put right was put right (责令改正复查, 第二十八条)."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from cases.models.case import Case
from core.models import User
from personnel.models import Officer


class Reinspection(models.Model):
    """A look at the place after the time for correction, by two officers."""

    class Result(models.TextChoices):
        CORRECTED = "corrected", "已改正"
        PARTLY = "partly", "部分改正"
        NOT = "not", "未改正"
        MOOT = "moot", "已无须改正（标的灭失或者主体终止）"

    SETTLING = (Result.CORRECTED, Result.MOOT)

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reinspections")
    checked_on = models.DateField("复查日期")
    place = models.CharField("复查地点", max_length=120)
    result = models.CharField("复查结果", max_length=10, choices=Result.choices)
    findings = models.TextField("复查情况")
    officers = models.ManyToManyField(Officer, related_name="+", verbose_name="复查人员")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("登记时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "责令改正复查"
        ordering = ["checked_on", "id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.checked_on} {self.get_result_display()}"

    @property
    def settles(self) -> bool:
        """Nothing is left to be put right."""
        return self.result in self.SETTLING
