"""The roster of the joint team of a zone (联合执法人员名单), and standing findings about staff."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils import timezone

from core.models import User
from personnel.models.officer import Officer
from zones.models import Agency, Township, Zone


class Roster(models.Model):
    """One version of a zone's roster: composed, submitted, reviewed by 司法局, published."""

    class Status(models.TextChoices):
        DRAFT = "draft", "编制中"
        REVIEW = "review", "司法局审核中"
        RETURNED = "returned", "退回修改"
        PUBLISHED = "published", "已公布"
        SUPERSEDED = "superseded", "已被新版取代"

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="rosters")
    version = models.PositiveIntegerField("版次")
    status = models.CharField("状态", max_length=12, choices=Status.choices, default=Status.DRAFT)
    note = models.CharField("说明", max_length=200, blank=True)
    composed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    composed_at = models.DateTimeField("编制时间", default=timezone.now)
    sent_at = models.DateTimeField("送审时间", null=True, blank=True)
    review_note = models.TextField("审核意见", blank=True)
    reviewed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField("公布时间", null=True, blank=True)
    revision = models.PositiveIntegerField("修改次数", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "联合执法人员名单"
        ordering = ["zone", "-version"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["zone", "version"], name="one_roster_per_version"),
            models.UniqueConstraint(
                fields=["zone"],
                condition=models.Q(status="published"),
                name="one_published_roster_per_zone",
            ),
            models.UniqueConstraint(
                fields=["zone"],
                condition=models.Q(status__in=["draft", "review", "returned"]),
                name="one_roster_in_the_making",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["published", "superseded"])
                | models.Q(published_at__isnull=False, reviewed_by__isnull=False),
                name="published_after_review",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.zone}联合执法人员名单（第 {self.version} 版）"

    def get_absolute_url(self) -> str:
        return reverse("roster", args=[self.pk])


class RosterUnit(models.Model):
    """A bureau or town asked to submit its people for this roster, and whether it has."""

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="units")
    township = models.ForeignKey(
        Township, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "名单提交单位"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(township=None, agency__isnull=False)
                | models.Q(township__isnull=False, agency=None),
                name="roster_unit_is_one",
            ),
            models.UniqueConstraint(fields=["roster", "agency"], name="roster_asks_an_agency_once"),
            models.UniqueConstraint(fields=["roster", "township"], name="roster_asks_a_town_once"),
        ]

    def __str__(self) -> str:
        return str(self.township or self.agency)


class RosterMember(models.Model):
    """One person on a roster. What is published is frozen in name, unit and certificate number."""

    class Kind(models.TextChoices):
        BUREAU_LEADER = "bureau_leader", "部门分管领导"
        BRIGADE_HEAD = "brigade_head", "部门综合执法大队队长"
        TOWN_LEADER = "town_leader", "镇街分管领导"
        SECONDED = "seconded", "下沉、派驻人员"
        TOWN_OFFICER = "town_officer", "镇街执法人员"

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="members")
    unit = models.ForeignKey(RosterUnit, on_delete=models.CASCADE, related_name="members")
    officer = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="roster_places", verbose_name="人员"
    )
    kind = models.CharField("类别", max_length=14, choices=Kind.choices)
    name = models.CharField("姓名", max_length=40)
    unit_name = models.CharField("单位", max_length=60)
    certificate_number = models.CharField("执法证号", max_length=30, blank=True)
    certificate_expires_on = models.DateField("证件有效期至", null=True, blank=True)
    finding = models.CharField("证件核验", max_length=200, blank=True)
    withdrawn_at = models.DateTimeField("撤下时间", null=True, blank=True)
    withdrawn_why = models.CharField("撤下原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "名单人员"
        ordering = ["kind", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["roster", "officer"], name="on_a_roster_once")
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.unit_name}）"


class Finding(models.Model):
    """A standing shortcoming of staffing, from the day it was first seen until it is mended."""

    code = models.CharField("检查项", max_length=40)
    scope = models.CharField("对象", max_length=20, help_text="Z、T、A 加编号")
    text = models.CharField("情况", max_length=200)
    since = models.DateField("自")
    seen_at = models.DateTimeField("最近核对", default=timezone.now)
    cleared_at = models.DateTimeField("解决时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "队伍检查发现"
        ordering = ["since", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["code", "scope"],
                condition=models.Q(cleared_at=None),
                name="one_open_finding_of_a_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.scope}：{self.text}"
