"""Complaints and reports (投诉举报) before, and beside, a case."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone

from cases.models.case import Case
from core.models import User
from zones.models import Agency, Township, Village


class Complaint(models.Model):
    """One complaint, by whatever way it came, from receipt to the answer."""

    class Channel(models.TextChoices):
        WEB = "web", "网上提交"
        VISIT = "visit", "来访"
        PHONE = "phone", "来电"
        HOTLINE = "hotline", "12345 转办"
        LETTER = "letter", "来信"
        PATROL = "patrol", "巡查发现"
        ORGAN = "organ", "其他机关移交"

    class Status(models.TextChoices):
        RECEIVED = "received", "待处理"
        ACCEPTED = "accepted", "已受理"
        REFUSED = "refused", "不予受理"
        TRANSFERRED = "transferred", "已转办"
        MERGED = "merged", "并入其他投诉"
        ANSWERED = "answered", "已答复"

    number = models.CharField("编号", max_length=30, unique=True)
    follow_code_hash = models.CharField("查询码校验值", max_length=64, unique=True)
    submission_key = models.UUIDField("提交标识", unique=True, null=True, editable=False)
    channel = models.CharField("来源", max_length=10, choices=Channel.choices)
    source_number = models.CharField("来源编号", max_length=40, blank=True)
    status = models.CharField(
        "状态", max_length=12, choices=Status.choices, default=Status.RECEIVED
    )
    township = models.ForeignKey(
        Township, on_delete=models.PROTECT, related_name="complaints", verbose_name="发生镇街"
    )
    village = models.ForeignKey(
        Village, on_delete=models.PROTECT, null=True, blank=True, verbose_name="村（社区）"
    )
    place = models.CharField("地点", max_length=120)
    content = models.TextField("反映内容")
    party_name = models.CharField("被反映人", max_length=120, blank=True)
    occurred_on = models.DateField("发生日期", null=True, blank=True)
    reporter_name = models.CharField("投诉举报人", max_length=40, blank=True)
    reporter_phone = models.CharField("联系电话", max_length=20, blank=True)
    confidential = models.BooleanField("要求保密", default=True)
    wants_answer = models.BooleanField("要求答复", default=True)
    received_at = models.DateTimeField("收到时间", default=timezone.now)
    received_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ack_due_on = models.DateField("受理期限")
    answer_due_on = models.DateField("答复期限")
    handled_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    handled_at = models.DateTimeField("受理（不予受理、转办）时间", null=True, blank=True)
    handling_note = models.TextField("理由或去向", blank=True)
    transferred_to = models.CharField("转办机关", max_length=60, blank=True)
    transferred_township = models.ForeignKey(
        Township, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    transferred_agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="repeats"
    )
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="complaints"
    )
    answer = models.TextField("答复内容", blank=True)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    revision = models.PositiveIntegerField("修订号", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "投诉举报"
        ordering = ["-received_at", "-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status="merged") | models.Q(merged_into__isnull=False),
                name="merged_into_something",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="answered") | models.Q(answered_at__isnull=False),
                name="answered_at_some_time",
            ),
        ]
        indexes = [
            models.Index(fields=["township", "status", "-received_at"], name="complaint_of_town"),
            models.Index(
                fields=["ack_due_on"], condition=models.Q(status="received"), name="complaint_ack"
            ),
            GinIndex(
                name="complaint_search",
                fields=["content", "place", "party_name"],
                opclasses=["gin_trgm_ops", "gin_trgm_ops", "gin_trgm_ops"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.place}"


class ComplaintFile(models.Model):
    """A picture or paper sent with a complaint."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="files")
    file = models.FileField("文件", upload_to="complaints/")
    name = models.CharField("原文件名", max_length=120)
    size = models.PositiveIntegerField("字节")
    sha256 = models.CharField("SHA-256", max_length=64)
    added_at = models.DateTimeField("上传时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "投诉附件"
        ordering = ["id"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
