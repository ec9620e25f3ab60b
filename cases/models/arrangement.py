"""What the chief arranged, and the units asked to take part."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from cases.models.escalation import Escalation
from core.models import User
from zones.models import Agency, Township


class Arrangement(models.Model):
    """The chief's arrangement (片长安排). It organises work; it never moves jurisdiction."""

    class Mode(models.TextChoices):
        LOCAL = "local", "退回属地办理"
        LEAD_TOWN = "lead_town", "指派牵头镇街"
        JOINT = "joint", "组织联合执法"

    escalation = models.OneToOneField(
        Escalation, on_delete=models.CASCADE, related_name="arrangement"
    )
    mode = models.CharField("方式", max_length=12, choices=Mode.choices)
    lead_township = models.ForeignKey(
        Township, on_delete=models.PROTECT, related_name="+", verbose_name="牵头镇街"
    )
    instruction = models.TextField("安排意见")
    finish_by = models.DateField("完成时限", null=True, blank=True)
    arranged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    arranged_at = models.DateTimeField("安排时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "片长安排"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.get_mode_display()}：{self.lead_township}"


class ArrangementUnit(models.Model):
    """A town or bureau asked to take part."""

    arrangement = models.ForeignKey(Arrangement, on_delete=models.CASCADE, related_name="units")
    township = models.ForeignKey(
        Township, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "参与单位"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(township=None, agency__isnull=False)
                | models.Q(township__isnull=False, agency=None),
                name="participant_is_one_unit",
            )
        ]

    def __str__(self) -> str:
        return str(self.township or self.agency)
