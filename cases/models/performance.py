"""After the decision: payment, demand, court, remedies, execution, publication, archive."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from cases.models.approval import Approval
from cases.models.case import Case
from core.models import Job, User


class Payment(models.Model):
    """Money the party paid. 罚缴分离: into a bank, except where the law allows cash."""

    class Channel(models.TextChoices):
        BANK = "bank", "指定银行"
        ELECTRONIC = "electronic", "电子支付"
        ON_SPOT = "on_spot", "当场收缴"
        COURT = "court", "法院执行到位"

    class SpotGround(models.TextChoices):
        SMALL = "small", "一百元以下罚款（第六十八条第一项）"
        HARD_LATER = "hard_later", "不当场收缴事后难以执行（第六十八条第二项）"
        REMOTE = "remote", "边远、水上、交通不便地区，当事人提出（第六十九条）"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="payments")
    amount = models.DecimalField("金额（元）", max_digits=12, decimal_places=2)
    of_surcharge = models.DecimalField(
        "其中加处罚款（元）", max_digits=12, decimal_places=2, default=0
    )
    paid_on = models.DateField("缴款日期")
    channel = models.CharField("方式", max_length=12, choices=Channel.choices)
    receipt = models.CharField("票据号", max_length=60)
    spot_ground = models.CharField(
        "当场收缴情形", max_length=12, choices=SpotGround.choices, blank=True
    )
    on_water = models.BooleanField("水上当场收缴", default=False)
    landed_on = models.DateField("抵岸日期", null=True, blank=True)
    handed_in_on = models.DateField("交至机关日期", null=True, blank=True)
    banked_on = models.DateField("缴付银行日期", null=True, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("登记时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "缴款"
        ordering = ["paid_on", "id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="payment_is_positive"),
            models.UniqueConstraint(fields=["case", "receipt"], name="one_payment_per_receipt"),
            models.CheckConstraint(
                condition=models.Q(channel="on_spot") & ~models.Q(spot_ground="")
                | ~models.Q(channel="on_spot") & models.Q(spot_ground=""),
                name="cash_only_on_a_ground",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} 元（{self.paid_on}）"


class Instalment(models.Model):
    """One part of a fine that may be paid later (延期、分期, 第六十六条)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="instalments")
    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="instalments")
    due_on = models.DateField("应缴日期")
    amount = models.DecimalField("应缴金额（元）", max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = verbose_name_plural = "分期缴款"
        ordering = ["due_on", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["approval", "due_on"], name="one_instalment_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.due_on} {self.amount} 元"


class Demand(models.Model):
    """A demand (催告) before enforcement: ten working days before the court (强制法 第五十四条)."""

    class Purpose(models.TextChoices):
        COURT = "court", "申请法院强制执行前"
        OWN = "own", "本机关强制执行前"
        SUBSTITUTE = "substitute", "代履行前"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="demands")
    purpose = models.CharField("目的", max_length=12, choices=Purpose.choices)
    content = models.TextField("催告内容")
    served_on = models.DateField("送达日期", null=True, blank=True)
    statement = models.TextField("当事人陈述申辩", blank=True)
    answer = models.TextField("复核意见", blank=True)
    heard_on = models.DateField("陈述申辩登记日", null=True, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("登记时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "催告"
        ordering = ["id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.case.number} 催告 {self.served_on or '（待送达）'}"


class Enforcement(models.Model):
    """Compulsory execution: by the court, by the organ itself, or by a substitute."""

    class Kind(models.TextChoices):
        COURT = "court", "申请人民法院强制执行"
        OWN = "own", "本机关强制执行"
        SUBSTITUTE = "substitute", "代履行"

    class Result(models.TextChoices):
        DONE = "done", "执行完毕"
        SETTLED = "settled", "达成执行协议并履行"
        REFUSED = "refused", "不予受理或者不准予执行"
        ENDED = "ended", "终结执行"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="enforcements")
    kind = models.CharField("方式", max_length=12, choices=Kind.choices)
    approval = models.ForeignKey(
        Approval, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    content = models.TextField("执行内容")
    legal_basis = models.CharField("强制执行依据", max_length=200, blank=True)
    applied_on = models.DateField("申请（决定）日期")
    court = models.CharField("法院", max_length=60, blank=True)
    announced_on = models.DateField("公告日期", null=True, blank=True)
    accepted_on = models.DateField("法院受理日期", null=True, blank=True)
    ruled_on = models.DateField("裁定日期", null=True, blank=True)
    comply_by = models.DateField("公告限期自行拆除之日", null=True, blank=True)
    executor = models.CharField("代履行人", max_length=60, blank=True)
    carried_out_at = models.DateTimeField("实施时间", null=True, blank=True)
    urgent_why = models.CharField("夜间、节假日实施的紧急情况", max_length=200, blank=True)
    cost = models.DecimalField("费用（元）", max_digits=12, decimal_places=2, null=True, blank=True)
    result = models.CharField("结果", max_length=10, choices=Result.choices, blank=True)
    result_on = models.DateField("结果日期", null=True, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "强制执行"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=models.Q(result=""),
                name="one_running_enforcement_of_a_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case.number} {self.get_kind_display()}"


class Remedy(models.Model):
    """Reconsideration or litigation (复议、诉讼) against the decision."""

    class Kind(models.TextChoices):
        RECONSIDERATION = "reconsideration", "行政复议"
        LITIGATION = "litigation", "行政诉讼"

    class Result(models.TextChoices):
        UPHELD = "upheld", "维持（驳回）"
        CHANGED = "changed", "变更"
        REVOKED = "revoked", "撤销"
        UNLAWFUL = "unlawful", "确认违法"
        VOID = "void", "确认无效"
        WITHDRAWN = "withdrawn", "撤回申请（撤诉）"
        SETTLED = "settled", "调解、和解"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="remedies")
    kind = models.CharField("种类", max_length=16, choices=Kind.choices)
    organ = models.CharField("复议机关、法院", max_length=60)
    number = models.CharField("受理文号、案号", max_length=60, blank=True)
    filed_on = models.DateField("申请（起诉）日期")
    stays_execution = models.BooleanField("停止执行", default=False)
    result = models.CharField("结果", max_length=10, choices=Result.choices, blank=True)
    result_on = models.DateField("结果送达日期", null=True, blank=True)
    result_note = models.CharField("裁决要旨", max_length=300, blank=True)
    new_amount = models.DecimalField(
        "变更后的罚款（元）", max_digits=12, decimal_places=2, null=True, blank=True
    )
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "复议、诉讼"
        ordering = ["filed_on", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=models.Q(result=""),
                name="one_open_remedy_of_a_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(result="", result_on=None)
                | (~models.Q(result="") & models.Q(result_on__isnull=False)),
                name="remedy_ended_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.number} {self.get_kind_display()}"


class Disclosure(models.Model):
    """Whether and how the decision is made public (公示, 第四十八条), and its withdrawal."""

    class State(models.TextChoices):
        PENDING = "pending", "待公示"
        SHOWN = "shown", "公示中"
        WITHHELD = "withheld", "不公开"
        WITHDRAWN = "withdrawn", "已撤回"
        ENDED = "ended", "公示期满"

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="disclosure")
    required = models.BooleanField("应当公开")
    reason = models.CharField("公开或者不公开的理由", max_length=200)
    due_on = models.DateField("公开期限", null=True, blank=True)
    title_shown = models.CharField("公示的案由", max_length=120, blank=True)
    party_shown = models.CharField("公示的当事人名称", max_length=120, blank=True)
    text_shown = models.TextField("公示内容（已去除个人信息）", blank=True)
    published_at = models.DateTimeField("公开时间", null=True, blank=True)
    withheld_at = models.DateTimeField("决定不公开时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="决定人",
    )
    shown_until = models.DateField("公示期至", null=True, blank=True)
    taken_down_at = models.DateTimeField("期满下架时间", null=True, blank=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    withdraw_due_on = models.DateField("撤回期限", null=True, blank=True)
    withdrawn_why = models.CharField("撤回理由（公开说明）", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "公示"
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["-published_at"],
                condition=models.Q(published_at__isnull=False),
                name="disclosure_public",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case.number} 公示"

    @property
    def state(self) -> State:
        """Where it stands today; a day that has passed counts without the nightly task."""
        if self.withdrawn_at:
            return self.State.WITHDRAWN
        if self.published_at and self.shown_until:
            over = self.taken_down_at or self.shown_until < timezone.localdate()
            return self.State.ENDED if over else self.State.SHOWN
        return self.State.WITHHELD if self.withheld_at else self.State.PENDING


class Archive(models.Model):
    """The closed case file (归档): its number, retention, pages; `job` made the files kept."""

    class Retention(models.TextChoices):
        PERMANENT = "permanent", "永久"
        THIRTY = "thirty", "30 年"
        TEN = "ten", "10 年"

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="archive")
    number = models.CharField("归档号", max_length=30, unique=True)
    retention = models.CharField("保管期限", max_length=10, choices=Retention.choices)
    # Known once the worker has bound the volumes.
    pages_main = models.PositiveIntegerField("正卷页数", null=True, blank=True)
    pages_side = models.PositiveIntegerField("副卷页数", null=True, blank=True)
    job = models.ForeignKey(
        Job, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="装订"
    )
    main_sha256 = models.CharField("正卷校验值", max_length=64, blank=True)
    inner_sha256 = models.CharField("副卷校验值", max_length=64, blank=True)
    bundle_sha256 = models.CharField("案卷包校验值", max_length=64, blank=True)
    archived_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    archived_at = models.DateTimeField("归档时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "归档"
        default_permissions = ()

    def __str__(self) -> str:
        return self.number
