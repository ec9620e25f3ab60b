"""Questions put to the reviewer who guides the town (挂钩指导), each a thread with its files."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from core.models import User
from legal_review.rules.guidance import (
    STATE_CHOICES,
    TOPIC_CHOICES,
    URGENCY_CHOICES,
    State,
    Topic,
    Urgency,
)
from personnel.models import Officer
from zones.models import EnforcementItem, Township, Zone


class Question(models.Model):
    """A question before a case is submitted, or without a case; advice, never a review."""

    submission_key = models.UUIDField("提交标识", unique=True, editable=False)
    case = models.ForeignKey(
        Case,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name="案件",
    )
    item = models.ForeignKey(
        EnforcementItem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="执法事项",
    )
    township = models.ForeignKey(
        Township,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="镇街",
    )
    zone = models.ForeignKey(
        Zone, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    title = models.CharField("问题", max_length=80)
    topic = models.CharField(
        "要点", max_length=12, choices=TOPIC_CHOICES, default=Topic.OTHER.value
    )
    urgency = models.CharField(
        "缓急", max_length=8, choices=URGENCY_CHOICES, default=Urgency.NORMAL.value
    )
    status = models.CharField(
        "状态", max_length=10, choices=STATE_CHOICES, default=State.OPEN.value
    )
    asker = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="questions_asked", verbose_name="提问人"
    )
    asked_at = models.DateTimeField("提问时间", default=timezone.now)
    guide = models.ForeignKey(
        Officer,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name="答复人",
    )
    routed_because = models.CharField("分派理由", max_length=200)
    due_on = models.DateField("答复期限")
    due_provisional = models.BooleanField("期限暂定", default=False)
    due_from = models.DateField("期限起算日")
    answered_at = models.DateTimeField("首次答复时间", null=True, blank=True)
    solved_at = models.DateTimeField("解决时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "法制咨询"
        ordering = ["-asked_at", "-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status__in=["answered", "solved"])
                | models.Q(answered_at__isnull=False),
                name="question_answered_at_some_time",
            ),
        ]
        indexes = [
            models.Index(fields=["guide", "status", "due_on"], name="question_mine"),
            models.Index(fields=["status", "due_on"], name="question_queue"),
            models.Index(fields=["asker", "-asked_at"], name="question_asked"),
            models.Index(fields=["-asked_at", "-id"], name="question_latest"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("question", args=[self.pk])

    @property
    def state(self) -> State:
        return State(self.status)


class QuestionEntry(models.Model):
    """One word of the thread; never edited."""

    class Kind(models.TextChoices):
        ASK = "ask", "提问"
        FOLLOW = "follow", "追问"
        ANSWER = "answer", "答复"
        FORWARD = "forward", "转请答复"
        SOLVE = "solve", "已解决"
        WITHDRAW = "withdraw", "撤回"

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField("种类", max_length=10, choices=Kind.choices)
    text = models.TextField("内容", blank=True)
    articles = models.TextField("引用条文", blank=True)
    to = models.ForeignKey(
        Officer,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="转请",
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "咨询往来"
        ordering = ["id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.question} {self.get_kind_display()}"


class QuestionFile(models.Model):
    """A picture or paper sent with a word of the thread."""

    entry = models.ForeignKey(QuestionEntry, on_delete=models.CASCADE, related_name="files")
    file = models.FileField("文件", upload_to="questions/")
    name = models.CharField("原文件名", max_length=120)
    size = models.PositiveIntegerField("字节")
    sha256 = models.CharField("SHA-256", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "咨询附件"
        ordering = ["id"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
