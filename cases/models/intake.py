"""Complaints and reports (投诉举报) before, and beside, a case."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse
from django.utils import timezone

from cases.models.case import Case
from cases.rules.complaints import REFUSALS, Standing
from cases.rules.fingerprint import print_of
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

    class AnswerMethod(models.TextChoices):
        WEB = "web", "网上查询"
        PHONE = "phone", "电话告知"
        VISIT = "visit", "当面告知"
        LETTER = "letter", "书面答复"
        HOTLINE = "hotline", "经 12345 回复"

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
    # Equal for equal phones, and says nothing about the number: finds repeats of a reporter.
    reporter_mark = models.CharField("联系人比对码", max_length=64, blank=True, db_index=True)
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
    refusal = models.CharField(
        "不予受理的理由", max_length=10, choices=list(REFUSALS.items()), blank=True
    )
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
    answer_method = models.CharField(
        "答复方式", max_length=10, choices=AnswerMethod.choices, blank=True
    )
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    revision = models.PositiveIntegerField("修订号", default=1)
    # Prints of the texts (rules.fingerprint): what trigrams compare.
    content_print = models.TextField("内容比对码", editable=False)
    place_print = models.TextField("地点比对码", editable=False)
    party_print = models.TextField("被反映人比对码", blank=True, editable=False)

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
            models.Index(fields=["-received_at", "-id"], name="complaint_latest"),
            models.Index(fields=["township", "status", "-received_at"], name="complaint_of_town"),
            models.Index(
                fields=["ack_due_on"], condition=models.Q(status="received"), name="complaint_ack"
            ),
            models.Index(
                fields=["answer_due_on"],
                condition=models.Q(answered_at=None, wants_answer=True),
                name="complaint_answer",
            ),
            GinIndex(
                name="complaint_likeness",
                fields=["content_print", "place_print", "party_print"],
                opclasses=["gin_trgm_ops", "gin_trgm_ops", "gin_trgm_ops"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.place}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.make_prints()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("complaint", args=[self.pk])

    def make_prints(self) -> None:
        """Keep the prints in step with the texts; bulk work calls it itself."""
        self.content_print = print_of(self.content)
        self.place_print = print_of(self.place)
        self.party_print = print_of(self.party_name)

    @property
    def holder(self) -> Township | Agency:
        """The unit that has it now: the one it was passed to, else the town it came to."""
        return self.transferred_township or self.transferred_agency or self.township

    @property
    def is_inside(self) -> bool:
        """Passed to a unit of this platform."""
        return bool(self.transferred_township_id or self.transferred_agency_id)

    @property
    def standing(self) -> Standing:
        return Standing(
            status=self.status,
            inside=self.is_inside,
            has_case=self.case_id is not None,
            answered=self.answered_at is not None,
        )

    @property
    def awaits_answer(self) -> bool:
        return self.wants_answer and self.answered_at is None and not self.standing.waits

    @property
    def has_contact(self) -> bool:
        return bool(self.reporter_name or self.reporter_phone)


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
