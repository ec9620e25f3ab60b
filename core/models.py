"""Tables every app leans on. No domain noun may appear here."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils import timezone


class User(AbstractUser):
    """An account. Rights never hang on it directly: they come from appointments with dates."""

    name = models.CharField("姓名", max_length=40)
    access_review_on = models.DateField(
        "权限复核日",
        null=True,
        blank=True,
        help_text="到此日须先按任职重新核算权限，再回答任何权限问题",
    )

    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[UserManager[Self]] = UserManager()

    class Meta:
        verbose_name = verbose_name_plural = "账号"

    def __str__(self) -> str:
        return self.name or self.username


class AuditEntry(models.Model):
    """One link of a subject's append-only chain. The database refuses UPDATE and DELETE."""

    subject_type = models.CharField("对象类型", max_length=40)
    subject_id = models.BigIntegerField("对象编号")
    seq = models.PositiveIntegerField("序号")
    at = models.DateTimeField("时间")
    actor = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="经手人",
    )
    actor_name = models.CharField("经手人姓名", max_length=60)
    verb = models.CharField("动作", max_length=40)
    payload = models.JSONField("内容", default=dict)
    previous_hash = models.CharField("上一条校验值", max_length=64)
    entry_hash = models.CharField("校验值", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "留痕"
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "seq"], name="one_entry_per_seq"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject_type}:{self.subject_id}#{self.seq} {self.verb}"


class Notice(models.Model):
    """A message to one person. `key` makes sending it twice harmless."""

    recipient = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="notices", verbose_name="收件人"
    )
    key = models.CharField("幂等键", max_length=120)
    text = models.CharField("内容", max_length=300)
    url = models.CharField("链接", max_length=200, blank=True)
    urgent = models.BooleanField("紧急", default=False)
    created_at = models.DateTimeField("时间", default=timezone.now)
    read_at = models.DateTimeField("已读时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "提醒"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "key"], name="one_notice_per_key")
        ]
        indexes = [
            models.Index(fields=["recipient", "-created_at"], name="notice_inbox"),
            models.Index(
                fields=["recipient"], condition=models.Q(read_at=None), name="notice_unread"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class CalendarYear(models.Model):
    """A year whose State Council holiday notice has been loaded."""

    year = models.PositiveSmallIntegerField("年份", primary_key=True)
    document = models.CharField("通知文号", max_length=80)
    loaded_at = models.DateTimeField("载入时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "放假通知"
        ordering = ["year"]

    def __str__(self) -> str:
        return f"{self.year} 年（{self.document}）"


class CalendarDay(models.Model):
    """An exception to the plain week: a weekday off, or a weekend day worked (调休上班)."""

    day = models.DateField("日期", primary_key=True)
    is_workday = models.BooleanField("上班")
    name = models.CharField("节日", max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = "工作日历例外"
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {'上班' if self.is_workday else '放假'}（{self.name}）"


class NumberSequence(models.Model):
    """Last number given out under a key and year; taken under a row lock: no gap, no double."""

    key = models.CharField("序列", max_length=60)
    year = models.PositiveSmallIntegerField("年份")
    last = models.PositiveIntegerField("已用至", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "编号序列"
        constraints = [
            models.UniqueConstraint(fields=["key", "year"], name="one_sequence_per_year")
        ]

    def __str__(self) -> str:
        return f"{self.key}〔{self.year}〕{self.last}"


class OutboxMessage(models.Model):
    """Work that must arrive: written with the business data, delivered by the worker."""

    topic = models.CharField("主题", max_length=60)
    key = models.CharField("幂等键", max_length=120, unique=True)
    payload = models.JSONField("内容")
    created_at = models.DateTimeField("写入时间", default=timezone.now)
    attempts = models.PositiveIntegerField("已试次数", default=0)
    next_attempt_at = models.DateTimeField("下次投递", default=timezone.now)
    delivered_at = models.DateTimeField("送达时间", null=True, blank=True)
    last_error = models.TextField("最近错误", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "出站箱"
        indexes = [
            models.Index(
                fields=["next_attempt_at", "id"],
                condition=models.Q(delivered_at=None),
                name="outbox_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.key}"


class Parameter(models.Model):
    """A figure the law leaves open, kept by 司法局; shown as 待确认 until confirmed."""

    code = models.CharField("代码", max_length=60, unique=True)
    label = models.CharField("名称", max_length=80)
    value = models.PositiveIntegerField("数值")
    unit = models.CharField("单位", max_length=20)
    note = models.CharField("依据与说明", max_length=300, blank=True)
    confirmed_on = models.DateField("确认日期", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="确认人",
    )

    class Meta:
        verbose_name = verbose_name_plural = "参数"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(confirmed_on=None, confirmed_by=None)
                | models.Q(confirmed_on__isnull=False, confirmed_by__isnull=False),
                name="parameter_confirmed_by_someone",
            )
        ]

    def __str__(self) -> str:
        return f"{self.label}：{self.value}{self.unit}"


class Job(models.Model):
    """Long work done by the worker: imports, simulations, plans. It can be left and found again."""

    class State(models.TextChoices):
        WAITING = "waiting", "排队中"
        RUNNING = "running", "进行中"
        DONE = "done", "已完成"
        FAILED = "failed", "未完成"
        CANCELLED = "cancelled", "已取消"

    kind = models.CharField("种类", max_length=40)
    title = models.CharField("名称", max_length=120)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.WAITING)
    params = models.JSONField("参数", default=dict)
    result = models.JSONField("结果", default=dict)
    done = models.PositiveIntegerField("已做", default=0)
    total = models.PositiveIntegerField("总量", default=0)
    message = models.CharField("进展", max_length=200, blank=True)
    cancel_requested = models.BooleanField("要求取消", default=False)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("提交时间", default=timezone.now)
    started_at = models.DateTimeField("开始时间", null=True, blank=True)
    seen_at = models.DateTimeField("最近动静", default=timezone.now)
    finished_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "后台任务"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["done", "failed", "cancelled"], finished_at__isnull=False
                )
                | models.Q(state__in=["waiting", "running"], finished_at=None),
                name="job_finished_iff_over",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.get_state_display()}）"

    @property
    def is_over(self) -> bool:
        return self.finished_at is not None
