"""The chief's arrangement, and what each unit asked to take part answers and does."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from cases.models.case import Case
from cases.models.escalation import Escalation
from cases.rules import arranging as rules
from core.models import User
from zones.models import Agency, Township

COORDINATION_OFFICE = "区城管执法局（指导单位）"


class Arrangement(models.Model):
    """What was ordered (片长安排). It organises work; it never moves jurisdiction.

    Without a report it is simple joint work ordered by the 副片长 of the town alone.
    """

    class Mode(models.TextChoices):
        LOCAL = rules.Mode.LOCAL.value, rules.Mode.LOCAL.label
        LEAD_TOWN = rules.Mode.LEAD_TOWN.value, rules.Mode.LEAD_TOWN.label
        BUREAU = rules.Mode.BUREAU.value, rules.Mode.BUREAU.label
        JOINT = rules.Mode.JOINT.value, rules.Mode.JOINT.label
        STUDY = rules.Mode.STUDY.value, rules.Mode.STUDY.label
        COORDINATION = rules.Mode.COORDINATION.value, rules.Mode.COORDINATION.label

    class State(models.TextChoices):
        RUNNING = "running", "进行中"
        FINISHED = "finished", "已完成"
        REPLACED = "replaced", "已调整"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="arrangements")
    escalation = models.ForeignKey(
        Escalation, on_delete=models.CASCADE, null=True, blank=True, related_name="arrangements"
    )
    mode = models.CharField("方式", max_length=12, choices=Mode.choices)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.RUNNING)
    lead_township = models.ForeignKey(
        Township,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="牵头镇街",
    )
    lead_agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="牵头部门",
    )
    instruction = models.TextField("安排意见")
    finish_by = models.DateField("完成时限", null=True, blank=True)
    arranged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    arranged_at = models.DateTimeField("安排时间", default=timezone.now)
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "片长安排"
        ordering = ["-id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(state="running"),
                name="one_running_arrangement",
            ),
            models.CheckConstraint(
                condition=models.Q(lead_township=None, lead_agency__isnull=False)
                | models.Q(lead_township__isnull=False, lead_agency=None),
                name="arrangement_has_one_lead",
            ),
            models.CheckConstraint(
                condition=models.Q(escalation__isnull=False) | models.Q(mode="joint"),
                name="unreported_work_is_joint",
            ),
        ]
        indexes = [
            models.Index(
                fields=["finish_by"],
                condition=models.Q(state="running", finish_by__isnull=False),
                name="arrangement_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_mode_display()}：{self.lead}"

    @property
    def lead(self) -> Township | Agency:
        """The unit that leads; the bureau where the work was handed to one."""
        return self.lead_township or self.lead_agency  # type: ignore[return-value]

    @property
    def is_simple(self) -> bool:
        """Ordered by the 副片长 alone (简单联合执法)."""
        return self.escalation_id is None


class ArrangementUnit(models.Model):
    """A town, a bureau or the coordination office, what is asked of it, its answer and result."""

    class Part(models.TextChoices):
        LEAD = "lead", "牵头"
        SUPPORT = "support", "参与"

    class State(models.TextChoices):
        ASKED = "asked", "待答复"
        ACCEPTED = "accepted", "已接受"
        DECLINED = "declined", "不能参加"
        DONE = "done", "已完成"
        RELEASED = "released", "已改派"

    arrangement = models.ForeignKey(Arrangement, on_delete=models.CASCADE, related_name="units")
    township = models.ForeignKey(
        Township, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    part = models.CharField("分工", max_length=10, choices=Part.choices, default=Part.SUPPORT)
    asks = models.JSONField("需要", default=list, blank=True)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField("提出时间", default=timezone.now)
    answer_due_on = models.DateField("答复期限", null=True, blank=True)
    instead_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="second_choices"
    )
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    answer = models.CharField("答复", max_length=300, blank=True)
    done_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    done_at = models.DateTimeField("完成时间", null=True, blank=True)
    result = models.TextField("结果", blank=True)
    urged_on = models.DateField("提醒单位负责人日期", null=True, blank=True)
    raised_on = models.DateField("报告安排人日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "参与单位"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(township=None) | models.Q(agency=None),
                name="participant_is_one_unit",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="declined") | ~models.Q(answer=""),
                name="declined_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="done") | models.Q(done_at__isnull=False),
                name="done_part_has_its_time",
            ),
        ]
        indexes = [
            models.Index(fields=["township", "state"], name="part_of_town"),
            models.Index(fields=["agency", "state"], name="part_of_agency"),
            models.Index(
                fields=["answer_due_on"],
                condition=models.Q(state="asked"),
                name="part_unanswered",
            ),
        ]

    def __str__(self) -> str:
        return str(self.township or self.agency or COORDINATION_OFFICE)

    @property
    def unit(self) -> Township | Agency | None:
        """None: the coordination office of the district."""
        return self.township or self.agency

    @property
    def asked_words(self) -> str:
        """What is asked of the unit, in words."""
        if self.part == self.Part.LEAD:
            return "牵头办理"
        return "、".join(rules.ASKS[ask] for ask in self.asks) or "参加办理"

    @property
    def is_open(self) -> bool:
        """Something is still expected of the unit."""
        return self.state in (self.State.ASKED, self.State.ACCEPTED)
