"""Terms that run in a case."""

from __future__ import annotations

from datetime import date

from django.db import models

from cases.models.case import Case
from core.rules.periods import Period


class CaseTerm(models.Model):
    """One running or ended term (期限), with how its date came about."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="terms")
    term = models.CharField("期限", max_length=40)
    label = models.CharField("名称", max_length=60)
    basis = models.CharField("依据", max_length=120)
    starts_on = models.DateField("起算日")
    due_on = models.DateField("届满日")
    length = models.PositiveIntegerField("期限长度", null=True, blank=True)
    in_workdays = models.BooleanField("按工作日", default=False)
    binds_unit = models.BooleanField("约束办案单位", default=True)
    provisional = models.BooleanField("暂定", default=False)
    why = models.CharField("暂定原因", max_length=200, blank=True)
    derivation = models.JSONField("推算过程", default=list)
    suspended = models.JSONField(
        "中止期间", default=list, blank=True, help_text="[起, 止]，含首尾；止为空表示仍在中止"
    )
    extended_days = models.PositiveIntegerField("已批准延长", default=0)
    extension_basis = models.CharField("延长依据", max_length=200, blank=True)
    closed_on = models.DateField("完成日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "期限"
        ordering = ["due_on", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["case", "term"],
                condition=models.Q(closed_on=None),
                name="one_running_term_of_a_kind",
            )
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=models.Q(closed_on=None), name="term_running")
        ]

    def __str__(self) -> str:
        return f"{self.label}：{self.due_on}"

    @property
    def is_resting(self) -> bool:
        """Suspended now: it does not run and has no last day until the case goes on."""
        return self.closed_on is None and any(last is None for _, last in self.suspended)

    @property
    def pauses(self) -> list[Period]:
        """The stretches in which it rested, those that are over."""
        return [
            Period(date.fromisoformat(first), date.fromisoformat(last))
            for first, last in self.suspended
            if last
        ]
