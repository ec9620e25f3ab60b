"""Parties of a case."""

from __future__ import annotations

from django.db import models

from cases.models.case import Case


class Party(models.Model):
    """A party (当事人)."""

    class Kind(models.TextChoices):
        CITIZEN = "citizen", "公民"
        SOLE_TRADER = "sole_trader", "个体工商户"
        ORGANISATION = "organisation", "法人或者其他组织"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parties")
    kind = models.CharField("类别", max_length=15, choices=Kind.choices)
    name = models.CharField("姓名（名称）", max_length=120)
    identifier = models.CharField("证件号或统一社会信用代码", max_length=20, blank=True)
    representative = models.CharField("法定代表人（经营者）", max_length=40, blank=True)
    phone = models.CharField("电话", max_length=20, blank=True)
    address = models.CharField("住址（住所）", max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "当事人"
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
