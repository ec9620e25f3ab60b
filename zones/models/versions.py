"""What an item said when: its basis, penalty and holder, each version with its days."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.urls import reverse
from django.utils import timezone

from core.models import User
from zones.models.places import Agency, PolicyDocument, Township
from zones.models.powers import DateRange, EnforcementItem
from zones.rules.discretion import Grade, grades_of


def _period(first: str, last: str) -> DateRange:
    return DateRange(first, last, RangeBoundary(inclusive_lower=True, inclusive_upper=True))


class ItemVersion(models.Model):
    """One wording of an item, in force from a day to a day (依据的生效与失效)."""

    item = models.ForeignKey(
        EnforcementItem, on_delete=models.PROTECT, related_name="versions", verbose_name="事项"
    )
    name = models.CharField("事项名称", max_length=200)
    legal_basis = models.CharField("法律依据", max_length=300)
    penalty_summary = models.CharField("处罚种类与幅度", max_length=300, blank=True)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", verbose_name="原实施部门"
    )
    hearing_citizen = models.PositiveIntegerField("听证标准（公民，元）", null=True, blank=True)
    hearing_organisation = models.PositiveIntegerField(
        "听证标准（法人或其他组织，元）", null=True, blank=True
    )
    limitation_years = models.PositiveSmallIntegerField("追究时效（年）", default=2)
    discretion = models.JSONField("裁量档次", default=list, blank=True)
    valid_from = models.DateField("生效日")
    valid_until = models.DateField("失效前最后一日", null=True, blank=True)
    document = models.ForeignKey(
        PolicyDocument,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="来源文件",
    )
    source = models.CharField("来源", max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "事项版本"
        ordering = ["item", "valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until=None)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="item_version_in_order",
            ),
            ExclusionConstraint(
                name="one_item_version_a_day",
                expressions=[
                    ("item", RangeOperators.EQUAL),
                    (_period("valid_from", "valid_until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item.code} 自 {self.valid_from}"

    @property
    def grades(self) -> tuple[Grade, ...]:
        """The grades of discretion with their figures."""
        return grades_of(self.discretion)


class ChangeSet(models.Model):
    """A proposed adjustment of what towns hold (动态调整): proposed, reviewed, then in effect."""

    class State(models.TextChoices):
        DRAFT = "draft", "起草中"
        PROPOSED = "proposed", "待审核"
        APPROVED = "approved", "已同意，待生效"
        EFFECTIVE = "effective", "已生效"
        REJECTED = "rejected", "未同意"

    submission_key = models.UUIDField("提交标识", unique=True, null=True, editable=False)
    title = models.CharField("名称", max_length=120)
    reason = models.TextField("调整理由")
    document = models.CharField("依据文件", max_length=120)
    effective_on = models.DateField("生效日期")
    proposing_township = models.ForeignKey(
        Township, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposing_agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.DRAFT)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("起草时间", default=timezone.now)
    applied_at = models.DateTimeField("生效办理时间", null=True, blank=True)
    is_demo = models.BooleanField("演示", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "事项调整"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="effective", applied_at__isnull=False)
                | (~models.Q(state="effective") & models.Q(applied_at=None)),
                name="change_applied_iff_effective",
            ),
            models.CheckConstraint(
                condition=models.Q(proposing_township=None) | models.Q(proposing_agency=None),
                name="change_has_one_proposer",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("change", args=[self.pk])

    @property
    def proposer(self) -> Township | Agency | None:
        return self.proposing_township or self.proposing_agency

    @property
    def proposer_name(self) -> str:
        """A set of neither a town nor a bureau is 编办's own."""
        return str(self.proposer or "区委编办")


class ChangeLine(models.Model):
    """One adjustment: this item, this town (or all), begun, ended, or taken back by the city."""

    class Kind(models.TextChoices):
        DELEGATE = "delegate", "赋权"
        END = "end", "部门收回"
        CITY = "city", "上收市级"

    change_set = models.ForeignKey(ChangeSet, on_delete=models.CASCADE, related_name="lines")
    kind = models.CharField("种类", max_length=10, choices=Kind.choices)
    item = models.ForeignKey(EnforcementItem, on_delete=models.PROTECT, related_name="+")
    township = models.ForeignKey(
        Township, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "调整事项"
        ordering = ["item", "township"]
        constraints = [
            models.UniqueConstraint(
                fields=["change_set", "item", "township"],
                nulls_distinct=False,
                name="change_line_once",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="city", township=None)
                | (~models.Q(kind="city") & models.Q(township__isnull=False)),
                name="city_takes_the_whole_item",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.item}"


class ChangeReview(models.Model):
    """The word of 编办 or 司法局 on a proposed adjustment; both must agree."""

    class Organ(models.TextChoices):
        STAFFING = "staffing", "区委编办"
        JUSTICE = "justice", "区司法局"

    change_set = models.ForeignKey(ChangeSet, on_delete=models.CASCADE, related_name="reviews")
    organ = models.CharField("审核单位", max_length=10, choices=Organ.choices)
    agrees = models.BooleanField("同意")
    opinion = models.CharField("意见", max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "调整审核"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["change_set", "organ"], name="one_word_per_organ")
        ]

    def __str__(self) -> str:
        return f"{self.get_organ_display()}：{'同意' if self.agrees else '不同意'}"


class Publication(models.Model):
    """A town's power list (权责清单) as published: a frozen copy with its version."""

    township = models.ForeignKey(
        Township, on_delete=models.PROTECT, related_name="publications", verbose_name="镇街"
    )
    version = models.PositiveIntegerField("版本")
    as_of = models.DateField("截至日期")
    rows = models.JSONField("清单")
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField("公布时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "权责清单公布"
        ordering = ["township", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "version"], name="one_publication_per_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.township} 第 {self.version} 版"
