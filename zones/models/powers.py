"""What may be punished, by whom it is held, and what has been delegated to towns."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models

from zones.models.places import Agency, Township


class DateRange(models.Func):
    """daterange(starts_on, ends_on, '[]'): both days included, an open end allowed."""

    function = "DATERANGE"
    output_field = DateRangeField()


class EnforcementItem(models.Model):
    """One punishable matter with its legal basis (执法事项)."""

    code = models.CharField("事项编码", max_length=20, unique=True)
    name = models.CharField("事项名称", max_length=200)
    domain = models.CharField("领域", max_length=40, db_index=True)
    legal_basis = models.CharField("法律依据", max_length=300)
    penalty_summary = models.CharField("处罚种类与幅度", max_length=300, blank=True)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="items", verbose_name="原实施部门"
    )
    statutory_town = models.BooleanField("镇人民政府法定职权", default=False)
    city_since = models.DateField("上收市级之日", null=True, blank=True)
    basis_valid_until = models.DateField("依据有效至", null=True, blank=True)
    successor_basis = models.CharField("后继依据", max_length=300, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)
    withdrawn_on = models.DateField("退出目录之日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "执法事项"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Empowerment(models.Model):
    """A delegation (赋权): this item, to this town, in this period, by this document."""

    item = models.ForeignKey(
        EnforcementItem, on_delete=models.PROTECT, related_name="empowerments", verbose_name="事项"
    )
    township = models.ForeignKey(
        Township, on_delete=models.PROTECT, related_name="empowerments", verbose_name="承接镇街"
    )
    starts_on = models.DateField("起")
    ends_on = models.DateField("止（含当日）", null=True, blank=True)
    document = models.CharField("承接确认书或文件", max_length=120)
    end_reason = models.CharField("终止缘由", max_length=20, blank=True)
    end_document = models.CharField("终止文件", max_length=120, blank=True)
    is_demo = models.BooleanField("演示赋权", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "赋权"
        ordering = ["item", "township", "starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="empowerment_period_in_order",
            ),
            ExclusionConstraint(
                name="no_overlapping_empowerment",
                expressions=[
                    ("item", RangeOperators.EQUAL),
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
            ),
        ]
        indexes = [models.Index(fields=["township", "starts_on"], name="empowerment_of_town")]

    def __str__(self) -> str:
        return f"{self.township}：{self.item}"
