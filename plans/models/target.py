"""Who may be inspected and for what: targets, topics, how often, when and when not."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone

from core.models import User
from zones.models import Agency, EnforcementItem, Township


class Credit(models.TextChoices):
    """企业信用风险分类."""

    A = "A", "A 信用风险低"
    B = "B", "B 信用风险一般"
    C = "C", "C 信用风险较高"
    D = "D", "D 信用风险高"


class Risk(models.TextChoices):
    """How dangerous the business itself is, whoever runs it."""

    LOW = "low", "低风险"
    MIDDLE = "middle", "中风险"
    HIGH = "high", "高风险"


class InspectionTarget(models.Model):
    """检查对象: a business or place that can be inspected."""

    name = models.CharField("名称", max_length=120)
    credit_code = models.CharField("统一社会信用代码", max_length=18, unique=True)
    township = models.ForeignKey(
        Township, on_delete=models.PROTECT, related_name="targets", verbose_name="所在镇街"
    )
    address = models.CharField("地址", max_length=160)
    latitude = models.DecimalField("纬度", max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=6, null=True, blank=True)
    industry = models.CharField("行业", max_length=60)
    credit = models.CharField("信用等级", max_length=1, choices=Credit.choices, default=Credit.B)
    risk = models.CharField("风险等级", max_length=8, choices=Risk.choices, default=Risk.MIDDLE)
    contact = models.CharField("联系人", max_length=40, blank=True)
    phone = models.CharField("联系电话", max_length=20, blank=True)
    own_cap = models.PositiveSmallIntegerField(
        "年度检查上限", null=True, blank=True, help_text="不填按信用等级确定"
    )
    min_gap_days = models.PositiveSmallIntegerField("两次检查最少间隔（天）", default=30)
    scan_code = models.CharField(
        "扫码入企码", max_length=32, unique=True, help_text="印在对象处的二维码内容"
    )
    closed_on = models.DateField("停业或注销之日", null=True, blank=True)
    note = models.CharField("备注", max_length=300, blank=True)
    updated_at = models.DateTimeField("更新时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "检查对象"
        ordering = ["township", "name", "id"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["township", "credit", "risk"], name="target_by_grade"),
            models.Index(fields=["name"], name="target_by_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("inspection-target", args=[self.pk])


class InspectionTopic(models.Model):
    """检查事项: what a bureau (or the town it delegated to) looks at, with its checklist."""

    code = models.CharField("事项编码", max_length=20, unique=True)
    name = models.CharField("检查事项", max_length=80)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="topics", verbose_name="主管部门"
    )
    domain = models.CharField("领域", max_length=40, help_text="执法证上的领域")
    items = models.ManyToManyField(
        EnforcementItem,
        related_name="topics",
        verbose_name="对应执法事项",
        help_text="赋权后由镇街检查；未赋权由主管部门检查",
    )
    basis = models.CharField("检查依据", max_length=300)
    minutes = models.PositiveSmallIntegerField(
        "所需时间（分钟）", validators=[MinValueValidator(5), MaxValueValidator(240)]
    )
    industries = models.CharField(
        "适用行业", max_length=300, blank=True, help_text="用顿号分隔；不填适用全部对象"
    )
    active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "检查事项"
        ordering = ["code"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("inspection-topic", args=[self.pk])


class ChecklistItem(models.Model):
    """检查要点: one question of a topic's checklist."""

    topic = models.ForeignKey(InspectionTopic, on_delete=models.CASCADE, related_name="checklist")
    order = models.PositiveSmallIntegerField("次序")
    text = models.CharField("检查要点", max_length=200)
    item = models.ForeignKey(
        EnforcementItem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="不合格时涉及的执法事项",
    )

    class Meta:
        verbose_name = verbose_name_plural = "检查要点"
        ordering = ["topic", "order"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["topic", "order"], name="one_question_per_place")
        ]

    def __str__(self) -> str:
        return self.text


class FrequencyRule(models.Model):
    """检查频次: how often a topic is inspected at a grade, and what share is drawn (抽查比例)."""

    topic = models.ForeignKey(InspectionTopic, on_delete=models.CASCADE, related_name="frequencies")
    credit = models.CharField("信用等级", max_length=1, choices=Credit.choices)
    high_risk = models.BooleanField("高风险对象", default=False)
    times = models.PositiveSmallIntegerField("每年次数", validators=[MaxValueValidator(12)])
    share = models.PositiveSmallIntegerField(
        "抽查比例（%）", default=100, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    class Meta:
        verbose_name = verbose_name_plural = "检查频次"
        ordering = ["topic", "credit", "high_risk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "credit", "high_risk"], name="one_frequency_per_grade"
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.credit}：{self.times} 次，抽查 {self.share}%"


class TopicWindow(models.Model):
    """检查时段: the season within which a topic must be inspected that year (专项季节)."""

    topic = models.ForeignKey(InspectionTopic, on_delete=models.CASCADE, related_name="windows")
    not_before = models.DateField("开始")
    not_after = models.DateField("结束")
    reason = models.CharField("缘由", max_length=100, help_text="如：夏季消防专项")

    class Meta:
        verbose_name = verbose_name_plural = "检查时段"
        ordering = ["topic", "not_before"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(not_after__gte=models.F("not_before")),
                name="topic_window_in_order",
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.not_before}—{self.not_after}"


class Blackout(models.Model):
    """不安排检查日: no inspection in these days, everywhere, in a town or at a target."""

    not_before = models.DateField("开始")
    not_after = models.DateField("结束")
    township = models.ForeignKey(
        Township,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="镇街",
    )
    target = models.ForeignKey(
        InspectionTarget,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="blackouts",
        verbose_name="检查对象",
    )
    reason = models.CharField("理由", max_length=100)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "不安排检查日"
        ordering = ["not_before", "id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(not_after__gte=models.F("not_before")), name="blackout_in_order"
            ),
            models.CheckConstraint(
                condition=models.Q(township=None) | models.Q(target=None),
                name="blackout_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.not_before}—{self.not_after} {self.reason}"
