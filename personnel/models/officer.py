"""People who enforce, and their papers."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from core.models import User
from personnel.rules.offices import Rank
from zones.models import Agency, Township


class Officer(models.Model):
    """A person of a town or bureau. The home unit is where the person is on the establishment."""

    user = models.OneToOneField(
        User, on_delete=models.PROTECT, related_name="officer", verbose_name="账号"
    )
    home_township = models.ForeignKey(
        Township,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="officers",
        verbose_name="所在镇街",
    )
    home_agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="officers",
        verbose_name="所在部门",
    )
    rank = models.CharField(
        "职级",
        max_length=20,
        choices=[(rank.value, rank.label) for rank in Rank],
        default=Rank.SECTION_MEMBER.value,
    )
    post = models.CharField("行政职务", max_length=40, blank=True)
    on_establishment = models.BooleanField("在编在岗", default=True)
    is_field = models.BooleanField(
        "本领域行政执法人员",
        default=False,
        help_text="区直部门：计入下沉比例的分母（方案附件（二））",
    )
    phone = models.CharField("联系电话", max_length=20, blank=True)
    photo = models.ImageField("照片", upload_to="officers/", blank=True)
    legal_qualification = models.CharField("法律职业资格证号", max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "执法人员"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(home_township=None, home_agency__isnull=False)
                | models.Q(home_township__isnull=False, home_agency=None),
                name="officer_has_one_home",
            )
        ]

    def __str__(self) -> str:
        return self.user.name

    def get_absolute_url(self) -> str:
        return reverse("officer", args=[self.pk])

    @property
    def home(self) -> Township | Agency:
        home = self.home_township or self.home_agency
        assert home is not None  # officer_has_one_home
        return home


class Certificate(models.Model):
    """An enforcement certificate (行政执法证). Empty domains: comprehensive enforcement."""

    class Status(models.TextChoices):
        VALID = "valid", "有效"
        SUSPENDED = "suspended", "暂扣"
        REVOKED = "revoked", "注销"

    officer = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="certificates", verbose_name="持证人"
    )
    number = models.CharField("证号", max_length=30, unique=True)
    domains = ArrayField(
        models.CharField(max_length=40), verbose_name="执法领域", default=list, blank=True
    )
    issuer = models.CharField("发证机关", max_length=60)
    valid_from = models.DateField("有效期自")
    expires_on = models.DateField("有效期至（含当日）")
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.VALID)
    status_reason = models.CharField("暂扣、注销原因", max_length=200, blank=True)
    exam_note = models.CharField(
        "考试情况说明",
        max_length=200,
        blank=True,
        help_text="没有考试合格记录而登记的，写明此前、其他机关核发的情况",
    )
    scan = models.FileField("证件扫描件", upload_to="certificates/", blank=True)
    scan_name = models.CharField("扫描件原文件名", max_length=120, blank=True)
    recorded_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="登记人",
    )

    class Meta:
        verbose_name = verbose_name_plural = "行政执法证"
        ordering = ["-expires_on"]
        indexes = [models.Index(fields=["expires_on"], name="certificate_expiry")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_on__gte=models.F("valid_from")),
                name="certificate_period_in_order",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}（至 {self.expires_on}）"


class Recusal(models.Model):
    """A relation that keeps an officer away from a party (回避, 行政处罚法第四十三条)."""

    officer = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="recusals", verbose_name="执法人员"
    )
    party = models.CharField("当事人名称", max_length=120)
    ground = models.CharField("理由", max_length=200)
    recorded_on = models.DateField("登记日期")
    lifted_on = models.DateField("解除日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "回避"
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "party"],
                condition=models.Q(lifted_on=None),
                name="one_recusal_per_party",
            )
        ]

    def __str__(self) -> str:
        return f"{self.officer} 回避 {self.party}"
