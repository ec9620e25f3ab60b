"""A zone's plan of a year, its visits, and what it leaves undone."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils import timezone

from core.models import Job, User
from personnel.models import Officer
from plans.models.target import InspectionTarget, InspectionTopic
from zones.models import Agency, Township, Zone


class AnnualPlan(models.Model):
    """年度联合检查计划: one version; of a zone's year one version at most is in force."""

    class State(models.TextChoices):
        DRAFT = "draft", "草案"
        COMMENT = "comment", "征求镇街意见"
        MERGED = "merged", "片长已汇总"
        CONSOLIDATED = "consolidated", "区城管执法局已审定"
        FILED = "filed", "已报区司法局备案"
        PUBLISHED = "published", "执行中"
        REPLACED = "replaced", "已被新版取代"
        DISCARDED = "discarded", "已放弃"

    zone = models.ForeignKey(
        Zone, on_delete=models.PROTECT, related_name="plans", verbose_name="片区"
    )
    year = models.PositiveSmallIntegerField("年度")
    version = models.PositiveSmallIntegerField("版本")
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.DRAFT)
    title = models.CharField("名称", max_length=80)
    seed = models.PositiveIntegerField("随机种子")
    # The planner's instance as it was solved; anyone can solve it again.
    instance = models.JSONField("求解输入", default=dict)
    instance_hash = models.CharField("输入校验值", max_length=64)
    report = models.JSONField("质量报告", default=dict)
    provisional = models.BooleanField(
        "日历暂定", default=False, help_text="次年节假日通知尚未发布，发布后滚动调整"
    )
    base = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name="由哪一版调整而来",
    )
    what_if = models.CharField("假设", max_length=200, blank=True, help_text="非空为推演稿")
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField("生成时间", default=timezone.now)
    published_at = models.DateTimeField("公布时间", null=True, blank=True)
    lock_version = models.PositiveIntegerField("修改序号", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "年度联合检查计划"
        ordering = ["-year", "zone", "-version"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["zone", "year", "version"], name="one_plan_per_version"
            ),
            models.UniqueConstraint(
                fields=["zone", "year"],
                condition=models.Q(state="published"),
                name="one_plan_in_force",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="published")
                | models.Q(published_at__isnull=False, what_if=""),
                name="published_plan_is_real",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} 第 {self.version} 版"

    def get_absolute_url(self) -> str:
        return reverse("annual-plan", args=[self.pk])


class PlannedVisit(models.Model):
    """计划检查: one joint visit of the plan."""

    class State(models.TextChoices):
        PLANNED = "planned", "待检查"
        DONE = "done", "已检查"
        MISSED = "missed", "逾期未检查"
        CANCELLED = "cancelled", "已取消"

    plan = models.ForeignKey(AnnualPlan, on_delete=models.CASCADE, related_name="visits")
    target = models.ForeignKey(
        InspectionTarget, on_delete=models.PROTECT, related_name="visits", verbose_name="检查对象"
    )
    # Kept beside the target's own town: lists and load by town need no join.
    township = models.ForeignKey(
        Township, on_delete=models.PROTECT, related_name="+", verbose_name="镇街"
    )
    day = models.DateField("日期")
    slot = models.PositiveSmallIntegerField("时段", help_text="0 上午，1 下午")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.PLANNED)
    pinned = models.BooleanField("人工固定", default=False)
    why = models.CharField("调整原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "计划检查"
        ordering = ["day", "slot", "township", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "target", "day", "slot"], name="one_visit_at_a_time"
            )
        ]
        indexes = [
            models.Index(fields=["plan", "day", "slot"], name="visit_of_day"),
            models.Index(fields=["plan", "township", "day"], name="visit_of_town"),
            models.Index(fields=["target", "day"], name="visit_of_target"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.target}"

    @property
    def half(self) -> str:
        """上午 or 下午."""
        return "上午" if self.slot == 0 else "下午"


class VisitTopic(models.Model):
    """What is inspected at a visit, and whose authority it is: a town or a bureau."""

    visit = models.ForeignKey(PlannedVisit, on_delete=models.CASCADE, related_name="topics")
    topic = models.ForeignKey(InspectionTopic, on_delete=models.PROTECT, related_name="+")
    township = models.ForeignKey(
        Township, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "检查内容"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["visit", "topic"], name="topic_once_a_visit"),
            models.CheckConstraint(
                condition=models.Q(township=None, agency__isnull=False)
                | models.Q(township__isnull=False, agency=None),
                name="topic_of_one_authority",
            ),
        ]

    def __str__(self) -> str:
        return str(self.topic)


class VisitOfficer(models.Model):
    """Who goes."""

    visit = models.ForeignKey(PlannedVisit, on_delete=models.CASCADE, related_name="officers")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="planned_visits")

    class Meta:
        verbose_name = verbose_name_plural = "检查人员"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["visit", "officer"], name="officer_once_a_visit")
        ]

    def __str__(self) -> str:
        return str(self.officer)


class UnmetDuty(models.Model):
    """未排事项: what the plan could not hold, and the rule that stands against it."""

    plan = models.ForeignKey(AnnualPlan, on_delete=models.CASCADE, related_name="unmet")
    target = models.ForeignKey(InspectionTarget, on_delete=models.PROTECT, related_name="+")
    topic = models.ForeignKey(InspectionTopic, on_delete=models.PROTECT, related_name="+")
    missing = models.PositiveSmallIntegerField("缺少次数")
    reason = models.CharField("原因", max_length=400)

    class Meta:
        verbose_name = verbose_name_plural = "未排事项"
        ordering = ["id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.target} {self.topic}：缺 {self.missing} 次"


class Draw(models.Model):
    """双随机抽取: the seed is published before the draw; anyone replays it from the inputs."""

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="draws")
    year = models.PositiveSmallIntegerField("年度")
    seed = models.CharField("随机种子", max_length=64)
    seed_published_at = models.DateTimeField("种子公布时间", default=timezone.now)
    announced_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    inputs = models.JSONField("抽取名单", default=dict)
    inputs_hash = models.CharField("名单校验值", max_length=64, blank=True)
    result = models.JSONField("抽取结果", default=dict)
    drawn_at = models.DateTimeField("抽取时间", null=True, blank=True)
    drawn_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "双随机抽取"
        ordering = ["-year", "zone", "-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(drawn_at=None)
                | models.Q(drawn_at__gte=models.F("seed_published_at")),
                name="seed_published_before_draw",
            )
        ]

    def __str__(self) -> str:
        return f"{self.zone} {self.year} 年双随机抽取"
