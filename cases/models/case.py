"""The case, its places, its people, and who may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse
from django.utils import timezone

from cases.rules.workflow import FINAL, LABELS, VERSION, CaseState
from core.models import User
from personnel.models import Officer
from zones.models import Agency, EnforcementItem, Township, Village

if TYPE_CHECKING:
    from cases.models.decision import Delivery


class Case(models.Model):
    """One matter from report to closing. Its state moves only in cases.services."""

    class Source(models.TextChoices):
        COMPLAINT = "complaint", "投诉举报"
        INSPECTION = "inspection", "检查发现"
        SUPERIOR = "superior", "上级交办"
        REFERRAL = "referral", "部门移送"
        CROSS_TOWN = "cross_town", "跨镇移送"
        MEDIA = "media", "媒体曝光"
        REMOTE = "remote", "非现场监测"
        SELF = "self", "当事人自述"

    class Authority(models.TextChoices):
        TOWN = "town", "乡镇（街道）"
        BUREAU = "bureau", "区级部门"
        CITY = "city", "市级机关"
        UNDETERMINED = "undetermined", "待定"

    class Reporting(models.TextChoices):
        NONE = "", "无须上报"
        PENDING = "pending", "待转送"
        ROUTED = "routed", "待片长安排"
        ARRANGED = "arranged", "片长已安排"

    class Procedure(models.TextChoices):
        ORDINARY = "ordinary", "普通程序"
        SIMPLE = "simple", "简易程序"

    number = models.CharField("案号", max_length=30, unique=True)
    procedure = models.CharField(
        "程序", max_length=10, choices=Procedure.choices, default=Procedure.ORDINARY
    )
    submission_key = models.UUIDField("提交标识", unique=True, null=True, editable=False)
    source = models.CharField("案件来源", max_length=20, choices=Source.choices)
    state = models.CharField(
        "状态", max_length=20, choices=[(s.value, label) for s, label in LABELS.items()]
    )
    workflow_version = models.PositiveSmallIntegerField("程序版本", default=VERSION)
    stage_since = models.DateTimeField("进入本状态时间", default=timezone.now)
    version = models.PositiveIntegerField("修订号", default=0)
    title = models.CharField("案由", max_length=120)
    description = models.TextField("简要案情")
    item = models.ForeignKey(
        EnforcementItem, on_delete=models.PROTECT, verbose_name="执法事项", related_name="cases"
    )
    township = models.ForeignKey(
        Township, on_delete=models.PROTECT, verbose_name="登记镇街", related_name="cases"
    )
    village = models.ForeignKey(
        Village, on_delete=models.PROTECT, null=True, blank=True, verbose_name="村（社区）"
    )
    place = models.CharField("案发地点", max_length=120)
    occurred_on = models.DateField("违法行为发生日")
    continuing = models.BooleanField("连续或者继续状态", default=False)
    party_name = models.CharField("当事人", max_length=120)
    reporter_name = models.CharField("举报人", max_length=40, blank=True)
    reporter_phone = models.CharField("举报人电话", max_length=20, blank=True)
    is_major = models.BooleanField("重大", default=False)
    is_complex = models.BooleanField("复杂疑难", default=False)
    circumstances = models.JSONField("上报情形", default=list, blank=True)  # rules.circumstances
    authority_kind = models.CharField(
        "执法主体类别", max_length=15, choices=Authority.choices, default=Authority.UNDETERMINED
    )
    authority_township = models.ForeignKey(
        Township, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    authority_agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    jurisdiction = models.JSONField("主体判定", default=dict)
    reporting = models.CharField(
        "上报片长", max_length=10, choices=Reporting.choices, default=Reporting.NONE, blank=True
    )
    report_owed_since = models.DateTimeField("应上报而未上报", null=True, blank=True)
    reported_at = models.DateTimeField("登记时间", default=timezone.now)
    accepted_on = models.DateField("受理日期", null=True, blank=True)
    filed_on = models.DateField("立案日期", null=True, blank=True)
    decided_on = models.DateField("决定日期", null=True, blank=True)
    served_on = models.DateField("送达日期", null=True, blank=True)
    closed_on = models.DateField("办结日期", null=True, blank=True)
    archived_on = models.DateField("归档日期", null=True, blank=True)
    suspended_on = models.DateField("中止之日", null=True, blank=True)
    needs_review = models.BooleanField("须法制审核", default=False)
    cleared_hash = models.CharField("审核通过文本校验值", max_length=64, blank=True)
    closing_note = models.CharField("办结说明", max_length=300, blank=True)
    next_due_on = models.DateField("最近期限", null=True, blank=True)
    next_due_term = models.CharField("最近期限事项", max_length=30, blank=True)
    next_due_provisional = models.BooleanField("最近期限为暂定", default=False)
    created_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="登记人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "案件"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="authority_matches_kind",
                condition=models.Q(
                    authority_kind="town", authority_township__isnull=False, authority_agency=None
                )
                | models.Q(
                    authority_kind="bureau", authority_township=None, authority_agency__isnull=False
                )
                | models.Q(
                    authority_kind__in=["city", "undetermined"],
                    authority_township=None,
                    authority_agency=None,
                ),
            ),
            models.CheckConstraint(
                name="closed_iff_final",
                condition=models.Q(
                    state__in=[s.value for s in CaseState if s in FINAL], closed_on__isnull=False
                )
                | models.Q(
                    state__in=[s.value for s in CaseState if s not in FINAL], closed_on=None
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["-reported_at", "-id"], name="case_latest"),
            models.Index(fields=["township", "state"], name="case_town_state"),
            models.Index(fields=["authority_township", "state"], name="case_unit_town"),
            models.Index(fields=["authority_agency", "state"], name="case_unit_agency"),
            models.Index(
                fields=["township", "state", "next_due_on"],
                condition=models.Q(closed_on=None),
                name="case_open_by_town",
            ),
            models.Index(
                fields=["next_due_on"],
                condition=models.Q(next_due_on__isnull=False),
                name="case_due",
            ),
            models.Index(
                fields=["report_owed_since"],
                condition=models.Q(report_owed_since__isnull=False),
                name="case_report_owed",
            ),
            models.Index(
                fields=["decided_on"],
                condition=models.Q(decided_on__isnull=False),
                name="case_decided",
            ),
            GinIndex(
                name="case_search",
                fields=["title", "party_name", "number"],
                opclasses=["gin_trgm_ops", "gin_trgm_ops", "gin_trgm_ops"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("case", args=[self.pk])

    @property
    def stage(self) -> CaseState:
        return CaseState(self.state)

    @property
    def delivery(self) -> Delivery | None:
        """Service of the decision, once it has taken place."""
        rows = self.deliveries.all()
        return next((r for r in rows if r.subject == "decision" and r.status == "done"), None)

    @property
    def is_final(self) -> bool:
        return self.stage in FINAL

    @property
    def authority(self) -> Township | Agency | None:
        return self.authority_township or self.authority_agency

    @property
    def authority_name(self) -> str:
        """The heading a decision would carry; a zone can't appear here."""
        if self.authority_township:
            return self.authority_township.authority_name
        if self.authority_agency:
            return self.authority_agency.name
        return "市级执法机关" if self.authority_kind == "city" else "待定"

    @property
    def unit(self) -> Township | Agency:
        """The unit on whose desk the case lies now."""
        return self.authority or self.township


class CasePlace(models.Model):
    """A town the matter touches; the first is where it was registered."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="places")
    township = models.ForeignKey(Township, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "涉及镇街"
        ordering = ["order"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["case", "township"], name="one_place_per_town")
        ]

    def __str__(self) -> str:
        return self.township.name


class CaseScope(models.Model):
    """Who may see a case: one row per unit or person concerned, never removed.

    `key` is T<id> town, Z<id> zone, A<id> bureau, U<id> person, D<id> the district government, for
    what was put before it. `listed_at` repeats the case's time so that a unit's list is one range
    of one index, however many cases there are.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="scopes")
    key = models.CharField("范围", max_length=16)
    reason = models.CharField("缘由", max_length=20)
    listed_at = models.DateTimeField("排序时间")

    class Meta:
        verbose_name = verbose_name_plural = "可见范围"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="one_scope_per_key")]
        indexes = [
            models.Index(fields=["key", "-listed_at", "-case"], name="scope_list"),
        ]

    def __str__(self) -> str:
        return f"{self.key}（{self.reason}）"


class CaseOfficer(models.Model):
    """A handler of the case (办案人), with the certificate shown on that day."""

    class Duty(models.TextChoices):
        LEAD = "lead", "主办"
        SECOND = "second", "协办"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="handlers")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="handled")
    duty = models.CharField("分工", max_length=10, choices=Duty.choices)
    certificate_number = models.CharField("执法证号", max_length=30)
    assigned_at = models.DateTimeField("指派时间", default=timezone.now)
    removed_at = models.DateTimeField("解除时间", null=True, blank=True)
    # Kept beside the case's own state so that an officer's open cases are one short index range.
    case_ended = models.BooleanField("案件已终结", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "办案人"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["case", "officer"],
                condition=models.Q(removed_at=None),
                name="handler_once_per_case",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(duty="lead", removed_at=None),
                name="one_lead_handler",
            ),
        ]
        indexes = [
            models.Index(
                fields=["officer", "case"],
                condition=models.Q(removed_at=None, case_ended=False),
                name="officer_open_cases",
            )
        ]

    def __str__(self) -> str:
        return f"{self.officer}（{self.get_duty_display()}）"
