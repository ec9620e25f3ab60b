"""A joint operation: what for, where, when, which units, people and equipment."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from core.models import User
from personnel.models import Engagement, Equipment, Officer
from plans.rules.operation import LABELS, OVER, OperationState, minutes_late
from zones.models import Agency, Township, Zone


class Operation(models.Model):
    """联合行动: one outing of several units, from a draft to its report."""

    class Origin(models.TextChoices):
        CASE = "case", "片长安排"
        SIMPLE = "simple", "副片长组织"
        CAMPAIGN = "campaign", "专项行动"

    number = models.CharField("编号", max_length=40, unique=True, null=True, blank=True)
    origin = models.CharField("来源", max_length=10, choices=Origin.choices)
    source_key = models.CharField(
        "来源标识",
        max_length=60,
        unique=True,
        null=True,
        blank=True,
        help_text="由什么产生，如 arrangement:12；同一来源只产生一次",
    )
    case = models.ForeignKey(
        Case,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="operations",
        verbose_name="为哪个案件",
    )
    zone = models.ForeignKey(
        Zone, on_delete=models.PROTECT, related_name="operations", verbose_name="牵头片区"
    )
    name = models.CharField("名称", max_length=80)
    objective = models.TextField("目的和任务", max_length=2000)
    basis = models.TextField("法律依据", max_length=1000)
    muster = models.CharField("集合地点", max_length=120)
    starts_at = models.DateTimeField("开始")
    ends_at = models.DateTimeField("结束")
    state = models.CharField(
        "状态",
        max_length=10,
        choices={state.value: label for state, label in LABELS.items()},
        default=OperationState.DRAFT.value,
    )
    version = models.PositiveIntegerField("版本", default=1)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("拟制时间", default=timezone.now)
    ordered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ordered_at = models.DateTimeField("下达时间", null=True, blank=True)
    began_at = models.DateTimeField("实际开始", null=True, blank=True)
    finished_at = models.DateTimeField("实际结束", null=True, blank=True)
    cancelled_at = models.DateTimeField("取消时间", null=True, blank=True)
    cancel_reason = models.CharField("取消原因", max_length=300, blank=True)
    report_body = models.TextField("总结正文", blank=True)
    reported_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reported_at = models.DateTimeField("提交总结时间", null=True, blank=True)
    submission_key = models.UUIDField("提交标识", unique=True, null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "联合行动"
        ordering = ["-starts_at", "-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="operation_in_order"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "cancelled"])
                | models.Q(ordered_at__isnull=False, number__isnull=False),
                name="operation_ordered_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["-starts_at", "-id"], name="operation_latest"),
            models.Index(fields=["zone", "-starts_at"], name="operation_of_zone"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("operation", args=[self.pk])

    @property
    def is_over(self) -> bool:
        return self.state in OVER

    @property
    def lead(self) -> OperationUnit | None:
        """The unit that leads, from the units as read."""
        return next((row for row in self.units.all() if row.leads), None)


class OperationPlace(models.Model):
    """A place that is gone to: the town, the address, and the point if it is known."""

    operation = models.ForeignKey(Operation, on_delete=models.CASCADE, related_name="places")
    township = models.ForeignKey(
        Township, on_delete=models.PROTECT, related_name="+", verbose_name="镇街"
    )
    address = models.CharField("地点", max_length=120)
    latitude = models.DecimalField("纬度", max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=6, null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "行动地点"
        ordering = ["id"]
        default_permissions = ()

    def __str__(self) -> str:
        if self.address.startswith(self.township.name):
            return self.address
        return f"{self.township} {self.address}"


class OperationUnit(models.Model):
    """A town or bureau that takes part, and in the end what it did."""

    operation = models.ForeignKey(Operation, on_delete=models.CASCADE, related_name="units")
    township = models.ForeignKey(
        Township, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    leads = models.BooleanField("牵头", default=False)
    duty = models.CharField("分工", max_length=200, blank=True)
    result = models.TextField("完成情况", max_length=1000, blank=True)
    result_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    result_at = models.DateTimeField("填报时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "参加单位"
        ordering = ["-leads", "id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(township=None, agency__isnull=False)
                | models.Q(township__isnull=False, agency=None),
                name="operation_unit_is_one_unit",
            ),
            models.UniqueConstraint(fields=["operation", "township"], name="town_takes_part_once"),
            models.UniqueConstraint(fields=["operation", "agency"], name="bureau_takes_part_once"),
            models.UniqueConstraint(
                fields=["operation"], condition=models.Q(leads=True), name="one_unit_leads"
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit)

    @property
    def unit(self) -> Township | Agency:
        unit = self.township or self.agency
        assert unit is not None
        return unit


class OperationMember(models.Model):
    """A person sent by a unit: booked for the whole time, and checked in on the spot."""

    operation = models.ForeignKey(Operation, on_delete=models.CASCADE, related_name="members")
    unit = models.ForeignKey(OperationUnit, on_delete=models.PROTECT, related_name="members")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="operations")
    engagement = models.OneToOneField(
        Engagement, on_delete=models.PROTECT, related_name="operation_member"
    )
    duty = models.CharField("分工", max_length=60, blank=True)
    arrived_at = models.DateTimeField("签到时间", null=True, blank=True)
    latitude = models.DecimalField("纬度", max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=6, null=True, blank=True)
    accuracy = models.PositiveIntegerField("定位误差（米）", null=True, blank=True)
    arrival_note = models.CharField("签到说明", max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "参加人员"
        ordering = ["unit", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["operation", "officer"], name="sent_once"),
            models.CheckConstraint(
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(latitude__isnull=False, longitude__isnull=False),
                name="arrival_point_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(self.officer)

    def late_for(self, starts_at: object) -> int:
        """Minutes late, measured from that start."""
        return minutes_late(starts_at, self.arrived_at)  # type: ignore[arg-type]


class OperationEquipment(models.Model):
    """A vehicle, camera or terminal booked for the time."""

    operation = models.ForeignKey(Operation, on_delete=models.CASCADE, related_name="equipment")
    equipment = models.ForeignKey(Equipment, on_delete=models.PROTECT, related_name="operations")
    engagement = models.OneToOneField(
        Engagement, on_delete=models.PROTECT, related_name="operation_equipment"
    )

    class Meta:
        verbose_name = verbose_name_plural = "行动装备"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["operation", "equipment"], name="carried_once")
        ]

    def __str__(self) -> str:
        return str(self.equipment)
