"""Hearings (听证) and collective discussion (集体讨论)."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from cases.models.case import Case
from core.models import User
from personnel.models import Officer


class Hearing(models.Model):
    """From the party's request to the report; the chair is nobody who investigated (第六十四条)."""

    class Status(models.TextChoices):
        REQUESTED = "requested", "已申请，待通知"
        NOTICED = "noticed", "已通知，待举行"
        HELD = "held", "已举行"
        REPORTED = "reported", "已提交听证报告"
        WITHDRAWN = "withdrawn", "当事人撤回或视为放弃"

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="hearing")
    status = models.CharField(
        "状态", max_length=10, choices=Status.choices, default=Status.REQUESTED
    )
    requested_on = models.DateField("申请日期")
    request_text = models.TextField("申请理由", blank=True)
    notice_served_on = models.DateField("听证通知送达日期", null=True, blank=True)
    held_at = models.DateTimeField("举行时间", null=True, blank=True)
    place = models.CharField("地点", max_length=120, blank=True)
    is_public = models.BooleanField("公开举行", default=True)
    closed_why = models.CharField("不公开理由", max_length=120, blank=True)
    chair = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorder = models.CharField("记录人", max_length=40, blank=True)
    attendees = models.TextField("参加人", blank=True)
    record = models.TextField("听证笔录", blank=True)
    report = models.TextField("听证报告", blank=True)
    conclusion = models.CharField("听证结论", max_length=300, blank=True)
    reported_at = models.DateTimeField("报告时间", null=True, blank=True)
    withdrawn_on = models.DateField("撤回（视为放弃）日期", null=True, blank=True)
    withdrawn_why = models.CharField("撤回（视为放弃）情形", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "听证"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status__in=["held", "reported"])
                | models.Q(held_at__isnull=False, notice_served_on__isnull=False),
                name="held_after_notice",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case.number} 听证（{self.get_status_display()}）"


class Discussion(models.Model):
    """The heads of the organ discuss a grave penalty together (第五十七条第二款)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="discussions")
    held_at = models.DateTimeField("时间")
    place = models.CharField("地点", max_length=120)
    chair = models.CharField("主持人", max_length=40)
    recorder = models.CharField("记录人", max_length=40)
    observers = models.CharField("列席人员", max_length=200, blank=True)
    conclusion = models.TextField("讨论结论")
    agreed = models.BooleanField("同意拟作决定")
    text_hash = models.CharField("讨论文本校验值", max_length=64)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("登记时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "集体讨论"
        ordering = ["held_at", "id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.case.number} 集体讨论 {self.held_at:%Y-%m-%d}"


class DiscussionOpinion(models.Model):
    """What one of those who took part said."""

    discussion = models.ForeignKey(Discussion, on_delete=models.CASCADE, related_name="opinions")
    name = models.CharField("姓名", max_length=40)
    post = models.CharField("职务", max_length=40, blank=True)
    opinion = models.TextField("意见")

    class Meta:
        verbose_name = verbose_name_plural = "讨论意见"
        ordering = ["id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name}：{self.opinion[:20]}"
