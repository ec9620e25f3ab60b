"""Enforcement equipment, who holds it, and the money for it."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils import timezone

from core.models import User
from personnel.models.officer import Officer
from zones.models import Agency, Township


def _one_owner(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(township=None, agency__isnull=False)
        | models.Q(township__isnull=False, agency=None),
        name=name,
    )


class BudgetLine(models.Model):
    """What a unit has in a year's budget for people and equipment (方案附件（七））."""

    class Kind(models.TextChoices):
        PAY = "pay", "人员待遇"
        WORK = "work", "工作经费"
        CLOTHING = "clothing", "执法服装"
        VEHICLE = "vehicle", "执法用车"
        GEAR = "gear", "执法装备"

    year = models.PositiveSmallIntegerField("年度")
    kind = models.CharField("科目", max_length=10, choices=Kind.choices)
    township = models.ForeignKey(
        Township, on_delete=models.PROTECT, null=True, blank=True, related_name="budget_lines"
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="budget_lines"
    )
    requested = models.DecimalField("申请金额（元）", max_digits=12, decimal_places=2)
    granted = models.DecimalField(
        "安排金额（元）", max_digits=12, decimal_places=2, null=True, blank=True
    )
    note = models.CharField("用途说明", max_length=200, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "经费预算"
        ordering = ["-year", "id"]
        default_permissions = ()
        constraints = [
            _one_owner("budget_of_one_unit"),
            models.UniqueConstraint(fields=["year", "kind", "township"], name="budget_once_a_town"),
            models.UniqueConstraint(
                fields=["year", "kind", "agency"], name="budget_once_an_agency"
            ),
            models.CheckConstraint(
                condition=models.Q(requested__gte=0)
                & (models.Q(granted=None) | models.Q(granted__gte=0)),
                name="budget_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} 年 {self.unit} {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("budget_line", args=[self.pk])

    @property
    def unit(self) -> Township | Agency:
        unit = self.township or self.agency
        assert unit is not None  # budget_of_one_unit
        return unit


class Equipment(models.Model):
    """One piece: a terminal, a body camera, a vehicle, a set of uniform."""

    class Kind(models.TextChoices):
        TERMINAL = "terminal", "执法终端"
        CAMERA = "camera", "执法记录仪"
        VEHICLE = "vehicle", "执法用车"
        UNIFORM = "uniform", "执法服装"
        OTHER = "other", "其他装备"

    class State(models.TextChoices):
        IN_USE = "in_use", "在用"
        FAULTY = "faulty", "故障待修"
        REPAIR = "repair", "维修中"
        RETIRED = "retired", "报废"

    code = models.CharField("编号", max_length=30, unique=True)
    kind = models.CharField("种类", max_length=10, choices=Kind.choices)
    model = models.CharField("品牌型号", max_length=60)
    plate = models.CharField("车牌号", max_length=12, blank=True)
    township = models.ForeignKey(
        Township, on_delete=models.PROTECT, null=True, blank=True, related_name="equipment"
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="equipment"
    )
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.IN_USE)
    custodian = models.ForeignKey(
        Officer,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="equipment_kept",
        verbose_name="保管人",
    )
    acquired_on = models.DateField("配备日期")
    inspect_due_on = models.DateField("下次检验（校准）日期", null=True, blank=True)
    budget_line = models.ForeignKey(
        BudgetLine,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="equipment",
        verbose_name="经费来源",
    )
    note = models.CharField("备注", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "执法装备"
        ordering = ["kind", "code"]
        default_permissions = ()
        constraints = [_one_owner("equipment_of_one_unit")]
        indexes = [models.Index(fields=["inspect_due_on"], name="equipment_inspection")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.plate or self.code}"

    def get_absolute_url(self) -> str:
        return reverse("equipment_piece", args=[self.pk])

    @property
    def unit(self) -> Township | Agency:
        unit = self.township or self.agency
        assert unit is not None  # equipment_of_one_unit
        return unit


class EquipmentInspection(models.Model):
    """A periodic inspection or calibration, and when the next one is due."""

    equipment = models.ForeignKey(Equipment, on_delete=models.CASCADE, related_name="inspections")
    inspected_on = models.DateField("检验日期")
    passed = models.BooleanField("合格")
    next_due_on = models.DateField("下次检验日期", null=True, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "装备检验"
        ordering = ["-inspected_on", "-id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["equipment", "inspected_on"], name="inspected_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.equipment} {self.inspected_on}"


class EquipmentLoan(models.Model):
    """Lent to a person (领用) and given back (归还), each with the signature of the receiver.

    Signatures are values of `core.forms.SignatureField`.
    """

    equipment = models.ForeignKey(Equipment, on_delete=models.PROTECT, related_name="loans")
    officer = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="loans", verbose_name="领用人"
    )
    purpose = models.CharField("用途", max_length=120)
    lent_at = models.DateTimeField("领用时间", default=timezone.now)
    due_at = models.DateTimeField("应还时间")
    lent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signature = models.TextField("领用人签名", blank=True)
    returned_at = models.DateTimeField("归还时间", null=True, blank=True)
    returned_to = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    return_signature = models.TextField("接收人签名", blank=True)
    return_note = models.CharField("归还时状况", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "装备领用"
        ordering = ["-lent_at", "-id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["equipment"],
                condition=models.Q(returned_at=None),
                name="lent_to_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(due_at__gt=models.F("lent_at")), name="loan_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.equipment} → {self.officer}"


class EquipmentFault(models.Model):
    """A fault reported on a piece, until it is mended or the piece retired."""

    equipment = models.ForeignKey(Equipment, on_delete=models.CASCADE, related_name="faults")
    description = models.TextField("故障情况")
    reported_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField("报告时间", default=timezone.now)
    resolved_at = models.DateTimeField("处理时间", null=True, blank=True)
    resolved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    resolution = models.CharField("处理结果", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "装备故障"
        ordering = ["-reported_at", "-id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["equipment"],
                condition=models.Q(resolved_at=None),
                name="one_open_fault_a_piece",
            )
        ]

    def __str__(self) -> str:
        return f"{self.equipment}：{self.description[:20]}"
