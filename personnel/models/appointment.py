"""Offices held: the one source of rights."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.urls import reverse
from django.utils import timezone

from core.models import User
from personnel.models.officer import Officer
from personnel.roles import LABELS, ROLES, UNIQUE_ROLES, Role, Scope, roles_at
from zones.models import Agency, District, Township, Zone
from zones.models.powers import DateRange


def _period() -> DateRange:
    both = RangeBoundary(inclusive_lower=True, inclusive_upper=True)
    return DateRange("starts_on", "ends_on", both)


def _scope_matches_role() -> models.Q:
    matches = models.Q()
    for scope in Scope:
        filled = {f"{other.value}__isnull": other is not scope for other in Scope}
        matches |= models.Q(role__in=roles_at(scope), **filled)
    return matches


class Appointment(models.Model):
    """A person holds an office at a scope from a day to a day, by a document (任职)."""

    officer = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="appointments", verbose_name="人员"
    )
    role = models.CharField("职务", max_length=30, choices=list(LABELS.items()))
    zone = models.ForeignKey(
        Zone, on_delete=models.PROTECT, null=True, blank=True, verbose_name="片区"
    )
    township = models.ForeignKey(
        Township, on_delete=models.PROTECT, null=True, blank=True, verbose_name="乡镇（街道）"
    )
    agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name="部门",
    )
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, verbose_name="区"
    )
    chief_agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="片长单位",
        help_text="仅片长：所在部门，须为方案为该片区确定的部门（数据库约束）",
    )
    acting_for = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="stand_ins",
        verbose_name="代理谁的职务",
        help_text="代理：原任职人请假期间代行职权，不免去原任职",
    )
    starts_on = models.DateField("起")
    ends_on = models.DateField("止（含当日）", null=True, blank=True)
    document = models.CharField("任命文号", max_length=120)
    appointed_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="经办人",
    )
    ended_at = models.DateTimeField("终止时间", null=True, blank=True)
    end_reason = models.CharField("终止原因", max_length=120, blank=True)
    created_at = models.DateTimeField("登记时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="appointment_period_in_order",
            ),
            models.CheckConstraint(
                condition=_scope_matches_role(), name="appointment_scope_of_role"
            ),
            models.CheckConstraint(
                condition=models.Q(role=Role.ZONE_CHIEF.value, chief_agency__isnull=False)
                | (~models.Q(role=Role.ZONE_CHIEF.value) & models.Q(chief_agency=None)),
                name="chief_agency_only_of_chiefs",
            ),
            models.CheckConstraint(
                condition=models.Q(acting_for=None) | models.Q(ends_on__isnull=False),
                name="acting_has_an_end",
            ),
            *[
                ExclusionConstraint(
                    name=f"one_{scope.value}_office_at_a_time",
                    expressions=[
                        ("role", RangeOperators.EQUAL),
                        (scope.value, RangeOperators.EQUAL),
                        (_period(), RangeOperators.OVERLAPS),
                    ],
                    condition=models.Q(
                        role__in=[r for r in UNIQUE_ROLES if ROLES[Role(r)].scope is scope],
                        ended_at=None,
                        acting_for=None,
                    ),
                )
                for scope in (Scope.ZONE, Scope.TOWNSHIP, Scope.AGENCY)
            ],
            ExclusionConstraint(
                name="one_acting_at_a_time",
                expressions=[
                    ("acting_for", RangeOperators.EQUAL),
                    (_period(), RangeOperators.OVERLAPS),
                ],
                condition=models.Q(ended_at=None, acting_for__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["role", "zone"], name="appointment_zone"),
            models.Index(fields=["role", "township"], name="appointment_town"),
        ]

    def __str__(self) -> str:
        return f"{self.officer} {self.role_label}（{self.scope}）"

    def get_absolute_url(self) -> str:
        return reverse("appointment", args=[self.pk])

    @property
    def scope(self) -> Zone | Township | Agency | District:
        scope = self.zone or self.township or self.agency or self.district
        assert scope is not None  # appointment_scope_of_role
        return scope

    @property
    def role_label(self) -> str:
        label = LABELS[self.role]
        return f"{label}（代理）" if self.acting_for_id else label

    def live_on(self, day: date) -> bool:
        """In force on that day: begun, not past its last day, not ended early."""
        over = self.ends_on is not None and self.ends_on < day
        return self.ended_at is None and self.starts_on <= day and not over

    def state_on(self, day: date) -> str:
        """在任, 未到任, 已届满 or 已终止, on that day."""
        return state_on(self, day, ("在任", "未到任", "已届满", "已终止"))


class Term(Protocol):
    """Something with a first day, perhaps a last one, and perhaps an early end."""

    starts_on: date
    ends_on: date | None
    ended_at: datetime | None


def state_on(term: Term, day: date, words: tuple[str, str, str, str]) -> str:
    """The word for live, future, run out, ended early."""
    live, future, run_out, ended = words
    if term.ended_at is not None:
        return ended
    if term.starts_on > day:
        return future
    return run_out if term.ends_on is not None and term.ends_on < day else live


class Handover(models.Model):
    """What a leaving holder passes on, and that the successor has taken it (工作交接)."""

    appointment = models.OneToOneField(
        Appointment, on_delete=models.PROTECT, related_name="handover", verbose_name="原任职"
    )
    successor = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="handovers_taken", verbose_name="接任人"
    )
    inherited = models.JSONField(
        "移交内容",
        default=list,
        help_text="移交当时的清单：[{kind, title, url, why}]；why 非空的未能移交",
    )
    note = models.TextField("交接说明", blank=True)
    made_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="移交经办人"
    )
    made_at = models.DateTimeField("移交时间", default=timezone.now)
    accepted_at = models.DateTimeField("接收时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "工作交接"
        ordering = ["-made_at"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.appointment} → {self.successor}"

    def get_absolute_url(self) -> str:
        return reverse("handover", args=[self.pk])
