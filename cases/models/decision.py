"""Notice before the decision, the draft, the decision, and its service."""

from __future__ import annotations

import hashlib

from django.db import models
from django.utils import timezone

from cases.models.case import Case
from cases.rules.gravity import PenaltyKind
from core.models import User
from zones.models import Agency, ItemVersion, Township


class PriorNotice(models.Model):
    """The notice of what is intended (处罚告知), and what the party said to it."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="prior_notice")
    number = models.CharField("文号", max_length=60, unique=True)
    served_on = models.DateField("告知送达日期")
    window_ends_on = models.DateField("陈述申辩届满日")
    statement = models.TextField("陈述申辩意见", blank=True)
    answer = models.TextField("复核意见", blank=True)
    waived = models.BooleanField("当事人书面放弃", default=False)
    heard_on = models.DateField("陈述申辩登记日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "处罚告知"
        default_permissions = ()

    def __str__(self) -> str:
        return self.number


NO_PENALTY = "none"
PENALTIES = [
    *((kind.value, kind.label) for kind in PenaltyKind if kind is not PenaltyKind.DETENTION),
    (NO_PENALTY, "不予行政处罚"),
]


class Draft(models.Model):
    """The decision as intended (拟作决定): what is notified, reviewed and then issued."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="draft")
    facts = models.TextField("违法事实和证据")
    basis = models.TextField("处罚依据")
    discretion = models.TextField("裁量理由")
    penalty = models.CharField("处罚种类", max_length=20, choices=PENALTIES)
    amount = models.DecimalField("罚款金额（元）", max_digits=12, decimal_places=2, default=0)
    performance = models.TextField("履行方式和期限")
    applied_version = models.ForeignKey(
        ItemVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="适用的规定",
    )
    updated_at = models.DateTimeField("修改时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "拟作决定"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(penalty="fine", amount__gt=0)
                | (~models.Q(penalty="fine") & models.Q(amount=0)),
                name="amount_only_of_fines",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case.number} {self.get_penalty_display()}"

    @property
    def text(self) -> str:
        """The text that is reviewed and issued; any change to it changes the hash."""
        fined = self.penalty == PenaltyKind.FINE
        penalty = f"罚款人民币{self.amount:.2f}元" if fined else self.get_penalty_display()
        parts = [
            f"当事人：{self.case.party_name}",
            f"违法事实和证据：{self.facts}",
            f"处罚依据：{self.basis}",
            f"裁量：{self.discretion}",
            f"处罚决定：{penalty}",
            f"履行方式和期限：{self.performance}",
        ]
        return "\n".join(parts)

    @property
    def text_hash(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


class Decision(models.Model):
    """The decision as issued. Its heading comes from the jurisdiction rule."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="decision")
    number = models.CharField("文号", max_length=60, unique=True)
    township = models.ForeignKey(
        Township, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    authority_name = models.CharField("处罚机关", max_length=60)
    text = models.TextField("正文")
    remedies = models.TextField("救济途径")
    text_hash = models.CharField("正文校验值", max_length=64)
    decided_on = models.DateField("决定日期")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "处罚决定"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(township=None, agency__isnull=False)
                | models.Q(township__isnull=False, agency=None),
                name="decided_by_town_or_bureau",
            )
        ]

    def __str__(self) -> str:
        return self.number


class Delivery(models.Model):
    """Service of the decision (送达), with its proof."""

    class Method(models.TextChoices):
        DIRECT = "direct", "直接送达"
        LEFT = "left", "留置送达"
        ENTRUSTED = "entrusted", "委托送达"
        MAIL = "mail", "邮寄送达"
        ELECTRONIC = "electronic", "电子送达"
        PUBLIC = "public", "公告送达"

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="delivery")
    method = models.CharField("送达方式", max_length=12, choices=Method.choices)
    served_on = models.DateField("送达日期")
    receiver = models.CharField("签收人", max_length=60, blank=True)
    proof = models.CharField("送达回证与证明", max_length=300)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "送达"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.get_method_display()} {self.served_on}"
