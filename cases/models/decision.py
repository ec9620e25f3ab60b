"""Notice before the decision, the draft, the decision, and its service."""

from __future__ import annotations

import hashlib

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from cases.models.case import Case
from cases.models.paper import Paper
from cases.rules.gravity import PenaltyKind
from cases.rules.outcomes import Exemption
from core.models import User
from personnel.models import Officer
from zones.models import Agency, ItemVersion, Township


class PriorNotice(models.Model):
    """The notice of what is intended (处罚告知), and what the party said to it."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="prior_notice")
    number = models.CharField("文号", max_length=60, unique=True)
    served_on = models.DateField("告知送达日期")
    window_ends_on = models.DateField("陈述申辩届满日")
    statement = models.TextField("陈述申辩意见", blank=True)
    answer = models.TextField("复核意见", blank=True)
    waived = models.BooleanField("当事人书面放弃陈述申辩", default=False)
    hearing_waived = models.BooleanField("当事人书面放弃听证", default=False)
    heard_on = models.DateField("陈述申辩登记日", null=True, blank=True)
    hearing_told = models.BooleanField("已告知听证权利", default=False)
    hearing_due_on = models.DateField("要求听证届满日", null=True, blank=True)
    penalty_told = models.CharField("告知的处罚种类", max_length=200, blank=True)
    amount_told = models.DecimalField(
        "告知的罚款金额（元）", max_digits=12, decimal_places=2, default=0
    )
    confiscation_told = models.DecimalField(
        "告知的没收金额（元）", max_digits=12, decimal_places=2, default=0
    )

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
    exemption = models.CharField(
        "不予处罚的情形",
        max_length=16,
        blank=True,
        choices=[(ground.value, ground.label) for ground in Exemption],
    )
    more_penalties = ArrayField(
        models.CharField(max_length=20), verbose_name="并处", default=list, blank=True
    )
    confiscation = models.DecimalField(
        "没收违法所得、非法财物价值（元）", max_digits=12, decimal_places=2, default=0
    )
    correction = models.CharField("责令改正", max_length=300, blank=True)
    correct_by = models.DateField("改正期限", null=True, blank=True)
    leniency = ArrayField(
        models.CharField(max_length=20), verbose_name="从轻减轻情节", default=list, blank=True
    )
    grade = models.CharField("裁量档次", max_length=60, blank=True)
    deviation_reason = models.CharField("偏离裁量基准或者类案的理由", max_length=300, blank=True)
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
        parts = [
            f"当事人：{self.case.party_name}",
            f"违法事实和证据：{self.facts}",
            f"处罚依据：{self.basis}",
            f"裁量{f'（{self.grade}）' if self.grade else ''}：{self.discretion}",
            f"处罚决定：{self.penalty_words}",
        ]
        if self.correction:
            until = f"（于 {self.correct_by} 前改正）" if self.correct_by else ""
            parts.append(f"责令改正：{self.correction}{until}")
        parts.append(f"履行方式和期限：{self.performance}")
        return "\n".join(parts)

    @property
    def penalty_words(self) -> str:
        """The penalty as the decision states it."""
        if self.penalty == NO_PENALTY:
            ground = self.get_exemption_display()
            return f"不予行政处罚（{ground}）" if ground else "不予行政处罚"
        fined = self.penalty == PenaltyKind.FINE
        words = [f"罚款人民币{self.amount:.2f}元" if fined else self.get_penalty_display()]
        words += [PenaltyKind(kind).label for kind in self.more_penalties]
        if self.confiscation:
            words.append(f"没收价值人民币{self.confiscation:.2f}元")
        return "；".join(words)

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
    """Service of a paper (送达), with its proof. Terms count from the decision's own."""

    class Subject(models.TextChoices):
        DECISION = "decision", "处罚决定书"
        NOTICE = "notice", "处罚（听证）告知书"
        HEARING_NOTICE = "hearing_notice", "听证通知书"
        DEMAND = "demand", "催告书"
        OTHER = "other", "其他文书"

    class Method(models.TextChoices):
        DIRECT = "direct", "直接送达"
        LEFT = "left", "留置送达"
        ENTRUSTED = "entrusted", "委托送达"
        MAIL = "mail", "邮寄送达"
        HANDED_ON = "handed_on", "转交送达"
        ELECTRONIC = "electronic", "电子送达"
        PUBLIC = "public", "公告送达"

    class Status(models.TextChoices):
        RUNNING = "running", "公告期间"
        DONE = "done", "已送达"
        REPLACED = "replaced", "公告期间另行送达"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="deliveries")
    subject = models.CharField(
        "送达文书", max_length=16, choices=Subject.choices, default=Subject.DECISION
    )
    paper = models.ForeignKey(
        Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="deliveries"
    )
    method = models.CharField("送达方式", max_length=12, choices=Method.choices)
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.DONE)
    served_on = models.DateField("送达日期")
    receiver = models.CharField("签收人", max_length=60, blank=True)
    relation = models.CharField("与受送达人关系", max_length=40, blank=True)
    place = models.CharField("送达地点", max_length=120, blank=True)
    refused_why = models.CharField("拒收事由", max_length=200, blank=True)
    witness = models.CharField("见证人", max_length=60, blank=True)
    mail_number = models.CharField("邮件号", max_length=40, blank=True)
    announced_on = models.DateField("公告发出日期", null=True, blank=True)
    announced_where = models.CharField("公告载体", max_length=120, blank=True)
    consent = models.CharField("电子送达确认书", max_length=120, blank=True)
    sent_to = models.CharField("受托、转交单位或者电子送达地址", max_length=120, blank=True)
    arrived_at = models.DateTimeField("到达系统时间", null=True, blank=True)
    reason = models.CharField("采用该方式的原因和经过", max_length=300, blank=True)
    proof = models.CharField("送达回证与证明", max_length=300)
    proof_file = models.FileField("送达证明文件", upload_to="deliveries/", blank=True)
    proof_name = models.CharField("原文件名", max_length=160, blank=True)
    proof_sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    officers = models.ManyToManyField(Officer, related_name="+", verbose_name="送达人")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "送达"
        ordering = ["served_on", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(subject="decision") & ~models.Q(status="replaced"),
                name="decision_is_served_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(method="public") | models.Q(announced_on__isnull=False),
                name="announced_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_method_display()} {self.served_on}"
