"""Reminders by the leaders of a zone (催办)."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from cases.models.case import Case
from core.models import User


class Urging(models.Model):
    """One reminder on one case; at most one a day, whoever sends it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="urgings")
    urged_on = models.DateField("催办日期")
    urged_at = models.DateTimeField("催办时间", default=timezone.now)
    urged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    message = models.CharField("催办内容", max_length=200)
    told = models.JSONField("已告知", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "催办"
        ordering = ["-urged_on"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["case", "urged_on"], name="urged_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.urged_on} {self.urged_by}"
