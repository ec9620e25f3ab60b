"""A round of legal review: its text, its course, its term."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from core.models import User
from personnel.models import Officer
from zones.models import Township, Zone


class Review(models.Model):
    """One round of legal review of one very text (法制审核).

    `holder` has it on the desk now: the town's reviewer at the first look, the zone's in the
    review, the second one at the countersignature; none while it waits for an assignment, for the
    handlers' material or for 区司法局's ruling. `due_on` is empty while the term does not run.
    """

    class Status(models.TextChoices):
        OPEN = "open", "审核中"
        PASSED = "passed", "通过"
        RETURNED = "returned", "退回"
        VOIDED = "voided", "失效"

    class Stage(models.TextChoices):
        FIRST_LOOK = "first_look", "镇街初审"
        MATERIALS = "materials", "待补材料"
        ZONE = "zone", "片区审核"
        COUNTERSIGN = "countersign", "复核"
        RULING = "ruling", "待司法局裁定"
        DONE = "done", "已审结"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reviews")
    round = models.PositiveSmallIntegerField("轮次")
    zone = models.ForeignKey(
        Zone, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="片区"
    )
    township = models.ForeignKey(
        Township,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="送审镇街",
    )
    reviewer = models.ForeignKey(
        Officer,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reviews",
        verbose_name="审核员",
    )
    holder = models.ForeignKey(
        Officer,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="现由谁办理",
    )
    assigned_because = models.CharField("分派理由", max_length=200, blank=True)
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.OPEN)
    stage = models.CharField("环节", max_length=12, choices=Stage.choices, default=Stage.ZONE)
    reasons = models.JSONField("送审事由", default=list)
    materials = models.JSONField("送审材料", default=list)
    note = models.CharField("送审说明", max_length=300, blank=True)
    draft_text = models.TextField("送审文本")
    draft_hash = models.CharField("送审文本校验值", max_length=64)
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField("送审时间", default=timezone.now)
    clock_from = models.DateField("期限起算日", null=True, blank=True)
    due_on = models.DateField("审核期限", null=True, blank=True)
    due_provisional = models.BooleanField("期限暂定", default=False)
    concluded_at = models.DateTimeField("审结时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "法制审核"
        ordering = ["due_on", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(status="open"), name="one_open_review"
            ),
            models.UniqueConstraint(fields=["case", "round"], name="one_review_per_round"),
            models.CheckConstraint(
                condition=models.Q(status="open", concluded_at=None)
                | (~models.Q(status="open") & models.Q(concluded_at__isnull=False)),
                name="concluded_iff_not_open",
            ),
            models.CheckConstraint(
                condition=models.Q(status="open") & ~models.Q(stage="done")
                | ~models.Q(status="open") & models.Q(stage="done", holder=None),
                name="done_iff_not_open",
            ),
            models.CheckConstraint(
                condition=models.Q(stage="materials", due_on=None, holder=None)
                | ~models.Q(stage="materials") & models.Q(due_on__isnull=False),
                name="no_clock_while_material_lacks",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "due_on", "id"], name="review_queue"),
            models.Index(fields=["zone", "status", "due_on", "id"], name="review_of_zone"),
            models.Index(fields=["township", "status", "due_on", "id"], name="review_of_town"),
            models.Index(
                fields=["holder", "due_on", "id"],
                condition=models.Q(status="open"),
                name="review_on_desk",
            ),
            models.Index(fields=["zone", "-requested_at", "-id"], name="review_zone_latest"),
            models.Index(fields=["-requested_at", "-id"], name="review_latest"),
            models.Index(fields=["reviewer", "requested_at"], name="review_taken"),
        ]

    def __str__(self) -> str:
        return f"{self.case.number} 第 {self.round} 次审核"

    def get_absolute_url(self) -> str:
        return reverse("review", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    @property
    def started_on(self) -> date:
        """The day from which the term runs, or ran."""
        return self.clock_from or timezone.localdate(self.requested_at)


class MaterialRequest(models.Model):
    """The reviewer asks for missing material: once in a round (待补材料)."""

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="material_request")
    missing = models.JSONField("缺少的材料", default=list)
    note = models.TextField("说明", blank=True)
    back_to = models.CharField("补齐后的环节", max_length=12, choices=Review.Stage.choices)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("退补时间", default=timezone.now)
    supplied_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    supplied_at = models.DateTimeField("补齐时间", null=True, blank=True)
    supplied_note = models.TextField("补充说明", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "补充材料"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.review}：{'、'.join(self.missing)}"


class ReviewExtension(models.Model):
    """The term of a review extended: once, with a reason."""

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="extension")
    reason = models.CharField("延长理由", max_length=300)
    days = models.PositiveSmallIntegerField("延长工作日")
    before = models.DateField("原期限")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("延长时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "审核延期"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.review} 延长 {self.days} 个工作日"


class ReviewRecusal(models.Model):
    """A reviewer who stepped back from this case, with the reason (第四十三条)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField("回避理由", max_length=300)
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "审核员回避"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["case", "officer"], name="reviewer_steps_back_once")
        ]

    def __str__(self) -> str:
        return f"{self.officer}：{self.reason}"
