"""Qualification exams, training and leave."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.utils import timezone

from core.models import User
from personnel.models.officer import Officer
from zones.models import Zone
from zones.models.powers import DateRange


class Exam(models.Model):
    """A sitting of the qualification exam, run by 司法局 (方案附件（六）)."""

    name = models.CharField("考试名称", max_length=80)
    held_on = models.DateField("考试日期")
    pass_mark = models.PositiveSmallIntegerField("合格分数", default=60)
    note = models.CharField("说明", max_length=200, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "资格考试"
        ordering = ["-held_on", "-id"]

    def __str__(self) -> str:
        return f"{self.name}（{self.held_on}）"


class ExamResult(models.Model):
    """One person at one sitting: entered, then marked (score None: absent or not yet marked)."""

    exam = models.ForeignKey(Exam, on_delete=models.CASCADE, related_name="results")
    officer = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="exam_results", verbose_name="人员"
    )
    score = models.PositiveSmallIntegerField("成绩", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "考试成绩"
        ordering = ["officer_id"]
        constraints = [
            models.UniqueConstraint(fields=["exam", "officer"], name="one_result_per_sitting"),
            models.CheckConstraint(
                condition=models.Q(score=None) | models.Q(score__lte=100), name="score_up_to_100"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer} {'—' if self.score is None else self.score}"

    @property
    def passed(self) -> bool:
        return self.score is not None and self.score >= self.exam.pass_mark


class Training(models.Model):
    """A course (培训), held by 司法局, a zone or a bureau."""

    class Kind(models.TextChoices):
        LAW = "law", "法律法规"
        SKILL = "skill", "办案实务"
        PLATFORM = "platform", "平台操作"
        CONDUCT = "conduct", "作风与廉政"

    title = models.CharField("课程", max_length=100)
    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    held_on = models.DateField("日期")
    hours = models.DecimalField("学时", max_digits=4, decimal_places=1)
    organiser = models.CharField("主办单位", max_length=60)
    zone = models.ForeignKey(
        Zone, on_delete=models.PROTECT, null=True, blank=True, related_name="trainings"
    )
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "培训"
        ordering = ["-held_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(hours__gt=0), name="training_has_hours")
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.held_on}）"


class Attendance(models.Model):
    """Who attended a course, and for how many hours."""

    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="attendances")
    officer = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="attendances", verbose_name="人员"
    )
    hours = models.DecimalField("实得学时", max_digits=4, decimal_places=1)

    class Meta:
        verbose_name = verbose_name_plural = "培训签到"
        ordering = ["officer_id"]
        constraints = [models.UniqueConstraint(fields=["training", "officer"], name="attends_once")]

    def __str__(self) -> str:
        return f"{self.officer} {self.hours} 学时"


class Leave(models.Model):
    """Days on which a person is not available (请假、出差、学习)."""

    class Kind(models.TextChoices):
        ANNUAL = "annual", "年休假"
        SICK = "sick", "病假"
        PERSONAL = "personal", "事假"
        BUSINESS = "business", "出差"
        STUDY = "study", "学习培训"

    officer = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="leaves", verbose_name="人员"
    )
    kind = models.CharField("事由", max_length=10, choices=Kind.choices)
    starts_on = models.DateField("起")
    ends_on = models.DateField("止（含当日）")
    note = models.CharField("说明", max_length=200, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("登记时间", default=timezone.now)
    cancelled_at = models.DateTimeField("销假时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "请假"
        ordering = ["-starts_on", "-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="leave_in_order"
            ),
            ExclusionConstraint(
                name="one_leave_at_a_time",
                expressions=[
                    ("officer", RangeOperators.EQUAL),
                    (
                        DateRange(
                            "starts_on",
                            "ends_on",
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=models.Q(cancelled_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer} {self.get_kind_display()} {self.starts_on} 至 {self.ends_on}"
