"""One dispatch for people and equipment (统一调度), and the reservations that can't overlap."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.urls import reverse
from django.utils import timezone

from core.models import User
from personnel.models.equipment import Equipment
from personnel.models.officer import Officer
from zones.models import Agency, Township, Zone


class Engagement(models.Model):
    """A stretch of time for which an officer or a piece of equipment is taken.

    Every booking of the platform, whatever it is for, is a row here: the database refuses two
    rows that overlap for the same officer or piece, however many people press at once.
    """

    officer = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="engagements"
    )
    equipment = models.ForeignKey(
        Equipment, on_delete=models.PROTECT, null=True, blank=True, related_name="engagements"
    )
    during = DateTimeRangeField("时段")  # [from, to)
    label = models.CharField("事由", max_length=120)
    place = models.CharField("地点", max_length=120, blank=True)
    url = models.CharField("链接", max_length=200, blank=True)
    held_by = models.CharField("占用单位", max_length=60, blank=True)
    towns = ArrayField(
        models.BigIntegerField(),
        verbose_name="执法地",
        default=list,
        blank=True,
        help_text="下达后，时段内可去这些镇街执法",
    )
    bound = models.BooleanField(
        "随单据占用", default=False, help_text="由联合行动等单据占用，只能在单据中解除"
    )
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("登记时间", default=timezone.now)
    released_at = models.DateTimeField("释放时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "占用时段"
        ordering = ["during", "id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(officer=None, equipment__isnull=False)
                | models.Q(officer__isnull=False, equipment=None),
                name="engages_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(during__isempty=False)
                & models.Q(during__lower_inf=False)
                & models.Q(during__upper_inf=False),
                name="engagement_has_both_ends",
            ),
            ExclusionConstraint(
                name="officer_in_one_place",
                expressions=[
                    ("officer", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=models.Q(released_at=None, officer__isnull=False),
            ),
            ExclusionConstraint(
                name="equipment_in_one_place",
                expressions=[
                    ("equipment", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=models.Q(released_at=None, equipment__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer or self.equipment} {self.label}"


class DispatchOrder(models.Model):
    """A chief asks for people and equipment for a time and place (调度单)."""

    class Status(models.TextChoices):
        DRAFT = "draft", "拟制中"
        ISSUED = "issued", "已下达"
        DONE = "done", "已完成"
        CANCELLED = "cancelled", "已撤销"

    number = models.CharField("调度单号", max_length=40, unique=True, null=True, blank=True)
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="dispatches")
    township = models.ForeignKey(
        Township, on_delete=models.PROTECT, related_name="dispatches", verbose_name="执法地镇街"
    )
    place = models.CharField("集合地点", max_length=120)
    purpose = models.CharField("事由", max_length=120)
    detail = models.TextField("任务说明", blank=True)
    starts_at = models.DateTimeField("开始")
    ends_at = models.DateTimeField("结束")
    domain = models.CharField("执法领域", max_length=40)
    agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="dispatches",
        verbose_name="执法部门",
        help_text="执法地未承接该领域时以其名义执法的部门；空：以镇街自己的名义",
    )
    party = models.CharField(
        "对象名称", max_length=120, blank=True, help_text="用于核对回避关系，可空"
    )
    officers_needed = models.PositiveSmallIntegerField("需执法人员", default=2)
    vehicles_needed = models.PositiveSmallIntegerField("需车辆", default=0)
    cameras_needed = models.PositiveSmallIntegerField("需记录仪", default=0)
    source = models.CharField(
        "来源", max_length=80, blank=True, help_text="如案号；由发起的模块填写"
    )
    source_url = models.CharField("来源链接", max_length=200, blank=True)
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.DRAFT)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("登记时间", default=timezone.now)
    issued_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    issued_at = models.DateTimeField("下达时间", null=True, blank=True)
    closed_at = models.DateTimeField("完成或撤销时间", null=True, blank=True)
    close_note = models.CharField("完成情况或撤销原因", max_length=300, blank=True)
    revision = models.PositiveIntegerField("修改次数", default=1)
    submission_key = models.UUIDField("提交标识", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "调度单"
        ordering = ["-starts_at", "-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="dispatch_in_order"
            ),
            models.CheckConstraint(
                condition=models.Q(status="draft")
                | models.Q(status="cancelled")
                | models.Q(issued_at__isnull=False, issued_by__isnull=False, number__isnull=False),
                name="issued_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["created_by", "submission_key"], name="one_dispatch_per_submission"
            ),
        ]
        indexes = [models.Index(fields=["zone", "-starts_at"], name="dispatch_of_zone")]

    def __str__(self) -> str:
        return self.number or f"调度单（{self.purpose}）"

    def get_absolute_url(self) -> str:
        return reverse("dispatch", args=[self.pk])

    @property
    def unit(self) -> Township | Agency:
        """In whose name the work is done."""
        return self.agency or self.township

    @property
    def authority_name(self) -> str:
        return self.agency.name if self.agency else self.township.authority_name

    @property
    def where(self) -> str:
        return f"{self.township}（{self.place}）"


class DispatchOfficer(models.Model):
    """One person called up; the reservation stands until declined or released."""

    class Answer(models.TextChoices):
        CALLED = "called", "待答复"
        ACCEPTED = "accepted", "已接受"
        DECLINED = "declined", "已谢绝"
        RELEASED = "released", "已解除"

    order = models.ForeignKey(DispatchOrder, on_delete=models.CASCADE, related_name="officers")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="dispatches")
    engagement = models.OneToOneField(
        Engagement, on_delete=models.PROTECT, null=True, blank=True, related_name="dispatched"
    )
    why = models.CharField("推荐理由", max_length=200, blank=True)
    answer = models.CharField("答复", max_length=10, choices=Answer.choices, default=Answer.CALLED)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    decline_reason = models.CharField("谢绝理由", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "调度人员"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["order", "officer"], name="called_once_per_order")
        ]

    def __str__(self) -> str:
        return f"{self.officer} {self.get_answer_display()}"


class DispatchEquipment(models.Model):
    """One piece of equipment called for."""

    order = models.ForeignKey(DispatchOrder, on_delete=models.CASCADE, related_name="equipment")
    equipment = models.ForeignKey(Equipment, on_delete=models.PROTECT, related_name="dispatches")
    engagement = models.OneToOneField(
        Engagement, on_delete=models.PROTECT, null=True, blank=True, related_name="carried"
    )

    class Meta:
        verbose_name = verbose_name_plural = "调度装备"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["order", "equipment"], name="taken_once_per_order")
        ]

    def __str__(self) -> str:
        return str(self.equipment)


class CalendarFeed(models.Model):
    """A secret address of an ICS feed for a person or a vehicle. Only its hash is kept."""

    officer = models.OneToOneField(
        Officer, on_delete=models.CASCADE, null=True, blank=True, related_name="feed"
    )
    equipment = models.OneToOneField(
        Equipment, on_delete=models.CASCADE, null=True, blank=True, related_name="feed"
    )
    token_hash = models.CharField("地址校验值", max_length=64, unique=True)
    created_at = models.DateTimeField("生成时间", default=timezone.now)
    last_read_at = models.DateTimeField("最近读取", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "日历订阅"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(officer=None, equipment__isnull=False)
                | models.Q(officer__isnull=False, equipment=None),
                name="feed_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"日历订阅：{self.officer or self.equipment}"
