"""What the head of the organ is asked to approve (审批), and interruptions of a case."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from cases.models.case import Case
from cases.rules.approvals import ONE_AT_A_TIME, ApprovalKind
from core.models import User


class Approval(models.Model):
    """A request to the head of the organ (负责人), answered once."""

    class Status(models.TextChoices):
        OPEN = "open", "待审批"
        APPROVED = "approved", "已批准"
        RETURNED = "returned", "已退回"
        WITHDRAWN = "withdrawn", "已撤回"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="approvals")
    kind = models.CharField(
        "事项", max_length=20, choices=[(kind.value, kind.label) for kind in ApprovalKind]
    )
    reason = models.TextField("申请理由")
    payload = models.JSONField("申请内容", default=dict)
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.OPEN)
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField("申请时间", default=timezone.now)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField("审批时间", null=True, blank=True)
    opinion = models.TextField("审批意见", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "审批"
        ordering = ["-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=["open", "withdrawn"])
                | models.Q(decided_at__isnull=False, decided_by__isnull=False),
                name="approval_decided_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=models.Q(status="open")
                & models.Q(kind__in=[kind.value for kind in ONE_AT_A_TIME]),
                name="one_open_approval_of_a_kind",
            ),
        ]
        indexes = [
            models.Index(
                fields=["case"], condition=models.Q(status="open"), name="approval_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case.number} {self.get_kind_display()}：{self.get_status_display()}"


class Suspension(models.Model):
    """A stretch in which the case rests (中止); terms that allow it do not run meanwhile."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="suspensions")
    reason = models.CharField("中止原因", max_length=200)
    starts_on = models.DateField("中止之日")
    ends_on = models.DateField("中止最后一日", null=True, blank=True)
    approval = models.ForeignKey(
        Approval, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    resumed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "中止"
        ordering = ["starts_on", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(ends_on=None), name="one_suspension_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="suspension_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.number} 自 {self.starts_on} 中止"
