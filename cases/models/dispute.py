"""A dispute over who is competent or who leads, and how it ends (《行政处罚法》第二十五条)."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from cases.models.case import Case
from core.models import User
from zones.models import Agency, Township


def _one_unit(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(township=None, agency__isnull=False)
        | models.Q(township__isnull=False, agency=None),
        name=name,
    )


class Dispute(models.Model):
    """管辖争议: both units state their view, they negotiate with a record, or it is referred."""

    class Kind(models.TextChoices):
        COMPETENCE = "competence", "由谁管辖"
        LEAD = "lead", "由谁牵头"

    class Status(models.TextChoices):
        OPEN = "open", "协商中"
        AGREED = "agreed", "协商一致"
        REFERRED = "referred", "已报请指定"
        DESIGNATED = "designated", "已指定管辖"
        LAPSED = "lapsed", "随案办结"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="disputes")
    kind = models.CharField("争议事项", max_length=12, choices=Kind.choices)
    status = models.CharField("状态", max_length=12, choices=Status.choices, default=Status.OPEN)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField("提出时间", default=timezone.now)
    negotiate_by = models.DateField("协商期限")
    record = models.TextField("协商记录", blank=True)
    agreed_township = models.ForeignKey(
        Township, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    agreed_agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    request = models.TextField("报请理由", blank=True)
    requested_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    requested_at = models.DateTimeField("报请时间", null=True, blank=True)
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "管辖争议"
        ordering = ["-id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(status__in=["open", "referred"]),
                name="one_open_dispute",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["referred", "designated"])
                | models.Q(requested_at__isnull=False),
                name="referred_dispute_was_requested",
            ),
        ]
        indexes = [
            models.Index(
                fields=["negotiate_by"], condition=models.Q(status="open"), name="dispute_due"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}（{self.get_status_display()}）"

    @property
    def agreed(self) -> Township | Agency | None:
        return self.agreed_township or self.agreed_agency

    @property
    def is_open(self) -> bool:
        return self.status in (self.Status.OPEN, self.Status.REFERRED)


class DisputeView(models.Model):
    """What one unit says in writing."""

    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="views")
    township = models.ForeignKey(
        Township, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    text = models.TextField("书面意见")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("提出时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "争议各方意见"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            _one_unit("view_is_of_one_unit"),
            models.UniqueConstraint(
                fields=["dispute", "township"],
                condition=models.Q(township__isnull=False),
                name="one_view_per_town",
            ),
            models.UniqueConstraint(
                fields=["dispute", "agency"],
                condition=models.Q(agency__isnull=False),
                name="one_view_per_agency",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}的意见"

    @property
    def unit(self) -> Township | Agency:
        return self.township or self.agency  # type: ignore[return-value]


class Designation(models.Model):
    """指定管辖: the district government's document. Nothing else moves jurisdiction."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="designations")
    dispute = models.OneToOneField(Dispute, on_delete=models.CASCADE, related_name="designation")
    township = models.ForeignKey(
        Township, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    document = models.CharField("文号", max_length=60)
    issued_on = models.DateField("印发日期")
    reason = models.TextField("指定理由")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("登记时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "指定管辖"
        ordering = ["-id"]
        default_permissions = ()
        constraints = [_one_unit("designated_is_one_unit")]

    def __str__(self) -> str:
        return f"{self.document} 指定{self.unit}"

    @property
    def unit(self) -> Township | Agency:
        return self.township or self.agency  # type: ignore[return-value]
