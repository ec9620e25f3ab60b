"""Bureau officers posted to towns (下沉), and towns' proposals to exchange them."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeBoundary, RangeOperators
from django.db import models
from django.urls import reverse
from django.utils import timezone

from core.models import User
from personnel.models.appointment import Appointment, state_on
from personnel.models.officer import Officer
from zones.models import Agency, Township
from zones.models.powers import DateRange


class Secondment(models.Model):
    """A bureau's officer serves in a town from a day to a day (方案附件（二））.

    The rights come from `appointment`, which begins and ends with it. The personnel relation
    stays with the home bureau (四不增加).
    """

    class Task(models.TextChoices):
        INSPECTION = "inspection", "行政检查"
        GUIDANCE = "guidance", "执法指导"
        NEEDS = "needs", "收集基层困难和需求"
        COMPLAINTS = "complaints", "会同受理投诉举报"
        EVIDENCE = "evidence", "案件调查取证"

    officer = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="secondments", verbose_name="下沉人员"
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="secondments", verbose_name="派出部门"
    )
    township = models.ForeignKey(
        Township, on_delete=models.PROTECT, related_name="secondments", verbose_name="下沉镇街"
    )
    post = models.CharField("驻点、岗位", max_length=60, blank=True)
    tasks = ArrayField(
        models.CharField(max_length=12, choices=Task.choices), verbose_name="下沉任务", default=list
    )
    starts_on = models.DateField("起")
    ends_on = models.DateField("止（含当日）", null=True, blank=True)
    document = models.CharField("下沉文号", max_length=120)
    appointment = models.OneToOneField(
        Appointment, on_delete=models.PROTECT, related_name="secondment", verbose_name="任职"
    )
    recorded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField("提前终止时间", null=True, blank=True)
    end_reason = models.CharField("终止原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "下沉"
        ordering = ["-starts_on", "-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="secondment_in_order",
            ),
            ExclusionConstraint(
                name="one_secondment_per_town_at_a_time",
                expressions=[
                    ("officer", RangeOperators.EQUAL),
                    ("township", RangeOperators.EQUAL),
                    (
                        DateRange(
                            "starts_on",
                            "ends_on",
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=models.Q(ended_at=None),
            ),
        ]
        indexes = [models.Index(fields=["agency", "starts_on"], name="secondment_of_agency")]

    def __str__(self) -> str:
        return f"{self.officer}（{self.agency} → {self.township}）"

    def get_absolute_url(self) -> str:
        return reverse("secondment", args=[self.pk])

    def live_on(self, day: date) -> bool:
        """Begun, not past its last day, not ended early."""
        over = self.ends_on is not None and self.ends_on < day
        return self.ended_at is None and self.starts_on <= day and not over

    def state_on(self, day: date) -> str:
        """下沉中, 未到岗, 已期满 or 已提前终止, on that day."""
        return state_on(self, day, ("下沉中", "未到岗", "已期满", "已提前终止"))

    @property
    def task_labels(self) -> list[str]:
        return [self.Task(task).label for task in self.tasks]


class ReplacementProposal(models.Model):
    """A town proposes to exchange a seconded officer (调换建议); the bureau decides.

    方案附件（四）：乡镇（街道）有权向主管部门提出调换建议. The town can't remove anybody itself.
    """

    class Status(models.TextChoices):
        OPEN = "open", "待答复"
        ACCEPTED = "accepted", "已同意调换"
        DECLINED = "declined", "未同意"
        WITHDRAWN = "withdrawn", "已撤回"

    secondment = models.ForeignKey(
        Secondment, on_delete=models.PROTECT, related_name="proposals", verbose_name="下沉"
    )
    reasons = models.TextField("调换理由")
    wanted = models.CharField("希望的专业或条件", max_length=200, blank=True)
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.OPEN)
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField("提出时间", default=timezone.now)
    answer_due_on = models.DateField("答复期限")
    answer = models.TextField("部门答复", blank=True)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    successor = models.ForeignKey(
        Secondment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name="接替的下沉",
    )

    class Meta:
        verbose_name = verbose_name_plural = "调换建议"
        ordering = ["-id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["secondment"],
                condition=models.Q(status="open"),
                name="one_open_proposal_per_secondment",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["open", "withdrawn"])
                | models.Q(answered_at__isnull=False, answered_by__isnull=False),
                name="proposal_answered_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"调换 {self.secondment}：{self.get_status_display()}"

    def get_absolute_url(self) -> str:
        return reverse("replacement", args=[self.pk])

    def overdue_on(self, day: date) -> bool:
        """Still without an answer after the last day for it."""
        return self.status == self.Status.OPEN and self.answer_due_on < day
