"""Study meetings (疑难案件研讨会): agenda, materials, people, opinions, minutes, what follows."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils import timezone

from cases.models.arrangement import Arrangement
from cases.models.case import Case
from cases.models.evidence import Evidence
from cases.models.paper import Paper
from cases.rules.study import Effect, StudyState
from core.models import User
from personnel.models import Engagement, Officer
from zones.models import Agency, Township, Zone


class StudyMeeting(models.Model):
    """A meeting of one zone, or of several when the coordination office convenes."""

    zones = models.ManyToManyField(Zone, related_name="studies", verbose_name="片区")
    title = models.CharField("会议名称", max_length=80)
    state = models.CharField(
        "状态",
        max_length=10,
        choices=[(state.value, state.label) for state in StudyState],
        default=StudyState.DRAFT.value,
    )
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间")
    place = models.CharField("地点", max_length=120)
    chair = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="+", verbose_name="主持人"
    )
    recorder = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="+", verbose_name="记录人"
    )
    note = models.TextField("会前说明", blank=True)
    called_at = models.DateTimeField("召集时间", null=True, blank=True)
    held_at = models.DateTimeField("实际召开时间", null=True, blank=True)
    minutes = models.TextField("会议情况", blank=True)
    minutes_hash = models.CharField("纪要校验值（SHA-256）", max_length=64, blank=True)
    signed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_at = models.DateTimeField("签发时间", null=True, blank=True)
    cancel_reason = models.CharField("取消原因", max_length=200, blank=True)
    revision = models.PositiveIntegerField("修改次数", default=1)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("拟定时间", default=timezone.now)
    submission_key = models.UUIDField("提交标识", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "案件研讨会"
        ordering = ["-starts_at", "-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="study_in_order"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="concluded")
                | models.Q(signed_at__isnull=False, signed_by__isnull=False)
                & ~models.Q(minutes_hash=""),
                name="concluded_study_is_signed",
            ),
            models.UniqueConstraint(
                fields=["created_by", "submission_key"], name="one_study_per_submission"
            ),
        ]
        indexes = [models.Index(fields=["-starts_at"], name="study_by_time")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("study", args=[self.pk])

    @property
    def stage(self) -> StudyState:
        return StudyState(self.state)


class StudyItem(models.Model):
    """One case on the agenda, the question studied, and what was concluded."""

    meeting = models.ForeignKey(StudyMeeting, on_delete=models.CASCADE, related_name="items")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="studies")
    arrangement = models.ForeignKey(
        Arrangement, on_delete=models.PROTECT, null=True, blank=True, related_name="studies"
    )
    order = models.PositiveSmallIntegerField("次序", default=0)
    question = models.TextField("研讨问题")
    papers = models.ManyToManyField(Paper, blank=True, related_name="+", verbose_name="文书")
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="+", verbose_name="证据")
    put_on_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    effect = models.CharField(
        "结论效力",
        max_length=10,
        choices=[(effect.value, effect.label) for effect in Effect],
        blank=True,
    )
    conclusion = models.TextField("研讨结论", blank=True)
    minutes = models.TextField("本案纪要", blank=True)
    township = models.ForeignKey(
        Township, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    finish_by = models.DateField("完成时限", null=True, blank=True)
    done_text = models.TextField("落实情况", blank=True)
    done_at = models.DateTimeField("报告时间", null=True, blank=True)
    done_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "研讨议题"
        ordering = ["meeting", "order", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["meeting", "case"], name="case_once_on_an_agenda"),
            models.CheckConstraint(
                condition=models.Q(effect="binding", finish_by__isnull=False)
                & (
                    models.Q(township__isnull=False, agency=None)
                    | models.Q(township=None, agency__isnull=False)
                )
                | ~models.Q(effect="binding")
                & models.Q(finish_by=None, township=None, agency=None),
                name="order_has_unit_and_term",
            ),
            models.CheckConstraint(
                condition=models.Q(done_at=None, done_by=None)
                | models.Q(done_at__isnull=False, done_by__isnull=False, effect="binding"),
                name="only_orders_are_carried_out",
            ),
        ]
        indexes = [
            models.Index(
                fields=["finish_by"],
                condition=models.Q(effect="binding", done_at=None),
                name="study_order_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case.number} {self.case.title}"

    @property
    def unit(self) -> Township | Agency | None:
        """Who is to carry out what was ordered; None for an opinion."""
        return self.township or self.agency


class StudyFile(models.Model):
    """A further file for one case on the agenda."""

    item = models.ForeignKey(StudyItem, on_delete=models.CASCADE, related_name="files")
    file = models.FileField("文件", upload_to="studies/")
    name = models.CharField("文件名", max_length=120)
    size = models.PositiveBigIntegerField("字节")
    sha256 = models.CharField("SHA-256", max_length=64)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField("添加时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "研讨材料"
        ordering = ["id"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class StudyParticipant(models.Model):
    """Somebody invited; `engagement` holds the time once they said they come."""

    class Answer(models.TextChoices):
        CALLED = "called", "待确认"
        ACCEPTED = "accepted", "参加"
        DECLINED = "declined", "不能参加"

    meeting = models.ForeignKey(StudyMeeting, on_delete=models.CASCADE, related_name="participants")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="studies")
    unit = models.CharField("单位", max_length=60)
    answer = models.CharField("答复", max_length=10, choices=Answer.choices, default=Answer.CALLED)
    decline_reason = models.CharField("不能参加的原因", max_length=200, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    present = models.BooleanField("到会", null=True, blank=True)
    engagement = models.OneToOneField(
        Engagement, on_delete=models.PROTECT, null=True, blank=True, related_name="studied"
    )

    class Meta:
        verbose_name = verbose_name_plural = "参会人员"
        ordering = ["id"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["meeting", "officer"], name="invited_once")]

    def __str__(self) -> str:
        return f"{self.officer}（{self.unit}）"


class StudyOpinion(models.Model):
    """What one participant thinks of one case: one opinion, changed until the signing."""

    item = models.ForeignKey(StudyItem, on_delete=models.CASCADE, related_name="opinions")
    participant = models.ForeignKey(
        StudyParticipant, on_delete=models.PROTECT, related_name="opinions"
    )
    text = models.TextField("意见")
    dissents = models.BooleanField("保留不同意见", default=False)
    given_at = models.DateTimeField("发表时间", default=timezone.now)
    revised_at = models.DateTimeField("修改时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "研讨意见"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["item", "participant"], name="one_opinion_each")
        ]

    def __str__(self) -> str:
        return f"{self.participant}：{self.text[:20]}"
