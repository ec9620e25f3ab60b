"""What makes a case grave: the list of 区司法局, and what the handlers have marked."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from cases.models.case import Case
from cases.rules.gravity import PenaltyKind
from cases.rules.marks import Mark
from core.models import User
from zones.models import EnforcementItem


class MajorDecision(models.Model):
    """A line of 重大执法决定法制审核目录: every condition that is filled in must hold."""

    class PartyKind(models.TextChoices):
        ANY = "", "不限"
        CITIZEN = "citizen", "公民、个体工商户"
        ORGANISATION = "organisation", "法人或者其他组织"

    title = models.CharField("事项", max_length=120)
    basis = models.CharField("依据", max_length=200)
    document = models.CharField("目录文号", max_length=60)
    domain = models.CharField("执法领域", max_length=40, blank=True)
    item = models.ForeignKey(
        EnforcementItem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="执法事项",
    )
    party = models.CharField("当事人", max_length=12, blank=True, choices=PartyKind.choices)
    penalties = ArrayField(
        models.CharField(max_length=20, choices=[(k.value, k.label) for k in PenaltyKind]),
        verbose_name="处罚种类",
        default=list,
        blank=True,
    )
    amount_from = models.DecimalField(
        "罚款或者没收达到（元）", max_digits=12, decimal_places=2, null=True, blank=True
    )
    starts_on = models.DateField("施行日期")
    ends_on = models.DateField("失效日期（含当日）", null=True, blank=True)
    revision = models.PositiveIntegerField("修订号", default=1)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("登记时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "重大执法决定目录"
        ordering = ["-starts_on", "-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="listed_period_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(amount_from=None) | models.Q(amount_from__gt=0),
                name="listed_amount_above_nothing",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class GravityMark(models.Model):
    """A circumstance the handlers have found in the case (第五十八条第一款)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="marks")
    kind = models.CharField(
        "情形", max_length=20, choices=[(mark.value, mark.label) for mark in Mark]
    )
    reason = models.CharField("认定理由", max_length=300)
    marked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField("认定时间", default=timezone.now)
    lifted_at = models.DateTimeField("解除时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "重大复杂情形"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=models.Q(lifted_at=None),
                name="one_mark_of_a_kind",
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
