"""Reporting to the zone chief, and who was told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from cases.models.case import Case
from core.models import User
from zones.models import Zone

if TYPE_CHECKING:
    from cases.models.arrangement import Arrangement


class Escalation(models.Model):
    """A report to the chief (上报片长). Written with its outbox message; routed by the worker."""

    class Status(models.TextChoices):
        PENDING = "pending", "待转送"
        ROUTED = "routed", "待片长安排"
        ARRANGED = "arranged", "已安排"
        LAPSED = "lapsed", "随案办结"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="escalations")
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.PENDING)
    reasons = models.JSONField("上报原因", default=list)
    note = models.CharField("说明", max_length=300, blank=True)
    raised_by = models.ForeignKey(  # None: the system, because nobody reported in time
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    owed_since = models.DateTimeField("上报原因出现", null=True, blank=True)
    raised_at = models.DateTimeField("上报时间", default=timezone.now)
    routed_at = models.DateTimeField("送达片长时间", null=True, blank=True)
    lead_zone = models.ForeignKey(
        Zone, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lead_named_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "上报"
        ordering = ["-id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(status__in=["pending", "routed"]),
                name="one_open_escalation",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["pending", "lapsed"])
                | models.Q(routed_at__isnull=False),
                name="routed_when_beyond_pending",
            ),
        ]
        indexes = [
            models.Index(fields=["lead_zone", "status"], name="escalation_of_zone"),
        ]

    def __str__(self) -> str:
        return f"{self.case.number} {self.get_status_display()}"

    @property
    def raised_after(self) -> timedelta | None:
        """From when the reason existed to the report; None where both came together."""
        return self.raised_at - self.owed_since if self.owed_since else None

    @property
    def orders(self) -> Arrangement | None:
        """The arrangement in force, the latest where the chief arranged again; None before."""
        rows = self.case.arrangements.all()  # read with the case where a page shows it
        return next((row for row in rows if row.escalation_id == self.pk), None)


class EscalationRecipient(models.Model):
    """Who was told. Exactly one leads."""

    class Part(models.TextChoices):
        LEAD = "lead", "牵头片长"
        CHIEF = "chief", "相关片长"
        COORDINATOR = "coordinator", "协作组长"
        OFFICE = "office", "指导单位"

    escalation = models.ForeignKey(Escalation, on_delete=models.CASCADE, related_name="recipients")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    zone = models.ForeignKey(
        Zone, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    part = models.CharField("身份", max_length=12, choices=Part.choices)
    why = models.CharField("告知理由", max_length=200, blank=True)
    told_at = models.DateTimeField("告知时间", default=timezone.now)
    seen_at = models.DateTimeField("查看时间", null=True, blank=True)
    signed_at = models.DateTimeField("签收时间", null=True, blank=True)
    urged_at = models.DateTimeField("催办时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "上报对象"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["escalation", "user"], name="told_once"),
            models.UniqueConstraint(
                fields=["escalation"], condition=models.Q(part="lead"), name="one_leading_chief"
            ),
            models.CheckConstraint(
                condition=models.Q(signed_at=None) | models.Q(seen_at__isnull=False),
                name="signed_means_seen",
            ),
        ]
        indexes = [
            models.Index(
                fields=["told_at"], condition=models.Q(seen_at=None), name="recipient_unseen"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}（{self.get_part_display()}）"

    @property
    def seen_after(self) -> timedelta | None:
        """How long it took until the report was looked at or signed for; None: not yet."""
        return self.seen_at - self.told_at if self.seen_at else None
