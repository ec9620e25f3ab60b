"""An inspection as it was carried out (检查实施)."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from core.models import User
from personnel.models import Officer
from plans.models.plan import PlannedVisit
from plans.models.target import ChecklistItem, InspectionTarget, InspectionTopic
from plans.rules.grounds import LABELS, Ground
from zones.models import Agency, Township


class Inspection(models.Model):
    """现场检查: begun by check-in of two officers, ended by a result and a signature."""

    class Result(models.TextChoices):
        CLEAN = "clean", "未发现问题"
        CORRECT = "correct", "责令改正"
        CASE = "case", "移交立案"
        REFUSED = "refused", "对象拒绝检查"
        ABSENT = "absent", "对象未营业"

    target = models.ForeignKey(
        InspectionTarget, on_delete=models.PROTECT, related_name="inspections"
    )
    visit = models.OneToOneField(
        PlannedVisit, on_delete=models.PROTECT, null=True, blank=True, related_name="inspection"
    )
    ground = models.CharField(
        "检查缘由",
        max_length=14,
        choices={ground.value: label for ground, label in LABELS.items()},
        default=Ground.PLAN.value,
    )
    purpose = models.CharField("检查目的", max_length=300)
    # Made on the device, so that what is sent twice is written once.
    key = models.UUIDField("现场标识", unique=True)
    township = models.ForeignKey(
        Township, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    started_at = models.DateTimeField("到达时间")
    sent_at = models.DateTimeField("上传时间", default=timezone.now)
    latitude = models.DecimalField("纬度", max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=6, null=True, blank=True)
    result = models.CharField("结果", max_length=10, choices=Result.choices, blank=True)
    note = models.TextField("检查情况", blank=True, max_length=2000)
    correct_by = models.DateField("改正期限", null=True, blank=True)
    followed_by = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="follows"
    )
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="inspections"
    )
    signer = models.CharField("签字人", max_length=40, blank=True)
    signature = models.ImageField("签字", upload_to="inspections/", blank=True)
    unsigned_because = models.CharField("未签字原因", max_length=100, blank=True)
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    public_on = models.DateField("公示之日", null=True, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "现场检查"
        ordering = ["-started_at", "-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(ground="plan") | models.Q(visit__isnull=False),
                name="planned_inspection_has_visit",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None) | ~models.Q(result=""),
                name="ended_inspection_has_result",
            ),
        ]
        indexes = [
            models.Index(fields=["target", "-started_at"], name="inspection_of_target"),
            models.Index(fields=["-started_at", "-id"], name="inspection_latest"),
            models.Index(
                fields=["correct_by"],
                name="inspection_to_correct",
                condition=models.Q(followed_by=None, correct_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target} {timezone.localdate(self.started_at)}"

    def get_absolute_url(self) -> str:
        return reverse("inspection", args=[self.pk])


class Presence(models.Model):
    """到场: an officer present, with the certificate shown."""

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="present")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    certificate = models.CharField("出示证件号", max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = "到场人员"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["inspection", "officer"], name="present_once")
        ]

    def __str__(self) -> str:
        return str(self.officer)


class Answer(models.Model):
    """The answer to one question of the checklist."""

    class Value(models.TextChoices):
        OK = "ok", "合格"
        BAD = "bad", "不合格"
        NOT_APPLICABLE = "na", "不涉及"

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="answers")
    topic = models.ForeignKey(InspectionTopic, on_delete=models.PROTECT, related_name="+")
    question = models.ForeignKey(ChecklistItem, on_delete=models.PROTECT, related_name="+")
    value = models.CharField("结论", max_length=4, choices=Value.choices)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "检查记录"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["inspection", "question"], name="one_answer_a_question")
        ]

    def __str__(self) -> str:
        return f"{self.question}：{self.get_value_display()}"


class InspectionPhoto(models.Model):
    """现场照片."""

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="photos")
    key = models.UUIDField("照片标识", unique=True)
    file = models.FileField("照片", upload_to="inspections/")
    name = models.CharField("文件名", max_length=120)
    sha256 = models.CharField("SHA-256", max_length=64)
    sm3 = models.CharField("SM3", max_length=64)
    taken_at = models.DateTimeField("拍摄时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "检查照片"
        ordering = ["id"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
