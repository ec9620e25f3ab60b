"""Evidence (eight kinds of 第四十六条), things kept, and how they came and went."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.urls import reverse
from django.utils import timezone

from cases.models.approval import Approval
from cases.models.case import Case
from cases.models.investigation import InvestigationRecord
from cases.rules.measures import Power
from core.models import User
from personnel.models import Equipment, Officer


class Evidence(models.Model):
    """One piece of evidence with its original file. Never deleted; set aside with a reason."""

    class Kind(models.TextChoices):
        DOCUMENT = "document", "书证"
        OBJECT = "object", "物证"
        AUDIOVISUAL = "audiovisual", "视听资料"
        ELECTRONIC = "electronic", "电子数据"
        WITNESS = "witness", "证人证言"
        STATEMENT = "statement", "当事人的陈述"
        EXPERT = "expert", "鉴定意见"
        RECORD = "record", "勘验笔录、现场笔录"

    class Scan(models.TextChoices):
        NONE = "none", "未配置查毒"
        CLEAN = "clean", "未发现病毒"
        INFECTED = "infected", "发现病毒，已隔离"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField("证据种类", max_length=14, choices=Kind.choices)
    title = models.CharField("名称", max_length=120)
    proves = models.CharField("证明事项", max_length=300, blank=True)
    file = models.FileField("原件", upload_to="evidence/", blank=True)
    thumbnail = models.FileField("缩略图", upload_to="evidence/small/", blank=True)
    name = models.CharField("原文件名", max_length=160, blank=True)
    media_type = models.CharField("内容类型", max_length=80, blank=True)
    size = models.PositiveBigIntegerField("字节", default=0)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    sm3 = models.CharField("SM3", max_length=64, blank=True)
    scan = models.CharField("查毒", max_length=10, choices=Scan.choices, default=Scan.NONE)
    collected_at = models.DateTimeField("取得时间")
    place = models.CharField("取得地点", max_length=120)
    collectors = models.ManyToManyField(Officer, related_name="+", verbose_name="取证人")
    provider = models.CharField("提供人", max_length=60, blank=True)
    witness = models.CharField("见证人", max_length=60, blank=True)
    recorder = models.ForeignKey(
        Equipment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="执法记录仪",
    )
    original_kept_at = models.CharField("原物（原始载体）存放处", max_length=120, blank=True)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField("登记时间", default=timezone.now)
    submission_key = models.UUIDField("提交标识", unique=True, null=True, editable=False)
    set_aside_at = models.DateTimeField("不予采用时间", null=True, blank=True)
    set_aside_why = models.CharField("不予采用理由", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "证据"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(file="") | ~models.Q(sha256="", sm3=""),
                name="file_has_its_hashes",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.title}"

    def get_absolute_url(self) -> str:
        return reverse("evidence_piece", args=[self.pk])


class UploadSession(models.Model):
    """A large file on its way, piece by piece; it can be resumed after a broken connection."""

    key = models.UUIDField("标识", primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    name = models.CharField("文件名", max_length=160)
    size = models.PositiveBigIntegerField("总字节")
    received = models.PositiveBigIntegerField("已收字节", default=0)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField("开始时间", default=timezone.now)
    seen_at = models.DateTimeField("最近动静", default=timezone.now)
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "分段上传"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(received__lte=models.F("size")), name="no_more_than_announced"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.received}/{self.size}"


class Preservation(models.Model):
    """Evidence registered and preserved in advance (先行登记保存, 第五十六条)."""

    class Outcome(models.TextChoices):
        RETURNED = "returned", "退还"
        SEIZED = "seized", "转为查封、扣押"
        TESTED = "tested", "送检测、检验、鉴定"
        CONFISCATED = "confiscated", "依法没收"
        TRANSFERRED = "transferred", "移送有关部门"
        LIFTED = "lifted", "解除保存"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="preservations")
    approval = models.OneToOneField(
        Approval, on_delete=models.PROTECT, null=True, blank=True, related_name="preservation"
    )
    reason = models.CharField("保存理由", max_length=200)
    place = models.CharField("保存地点", max_length=120)
    keeper = models.CharField("保管人", max_length=60)
    preserved_on = models.DateField("保存之日", null=True, blank=True)
    due_on = models.DateField("处理期限", null=True, blank=True)
    outcome = models.CharField("处理决定", max_length=12, choices=Outcome.choices, blank=True)
    outcome_on = models.DateField("处理日期", null=True, blank=True)
    outcome_note = models.CharField("处理说明", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "先行登记保存"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="", outcome_on=None)
                | (~models.Q(outcome="") & models.Q(outcome_on__isnull=False)),
                name="preservation_settled_on_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case.number} 先行登记保存"


class Measure(models.Model):
    """A compulsory measure (查封、扣押; 行政强制法 第二十二条起)."""

    class Kind(models.TextChoices):
        SEAL = "seal", "查封场所、设施或者财物"
        SEIZE = "seize", "扣押财物"

    class Outcome(models.TextChoices):
        LIFTED = "lifted", "解除并退还"
        CONFISCATED = "confiscated", "依法没收"
        DESTROYED = "destroyed", "依法销毁"
        TRANSFERRED = "transferred", "移送有关机关"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="measures")
    kind = models.CharField("种类", max_length=8, choices=Kind.choices)
    legal_basis = models.CharField("法律依据", max_length=200)
    power = models.CharField(
        "强制措施权的来源", max_length=14, choices=[(power.value, power.label) for power in Power]
    )
    power_document = models.CharField("授权文件和文号", max_length=200, blank=True)
    reason = models.CharField("理由", max_length=200)
    approval = models.OneToOneField(
        Approval, on_delete=models.PROTECT, null=True, blank=True, related_name="measure"
    )
    emergency = models.BooleanField("情况紧急，当场实施", default=False)
    carried_out_at = models.DateTimeField("实施时间", null=True, blank=True)
    approval_due_at = models.DateTimeField("补办批准时限", null=True, blank=True)
    place = models.CharField("地点", max_length=120)
    due_on = models.DateField("期限届满", null=True, blank=True)
    extended_to = models.DateField("延长至", null=True, blank=True)
    testing_from = models.DateField("检测鉴定起", null=True, blank=True)
    testing_to = models.DateField("检测鉴定止", null=True, blank=True)
    testing_told_on = models.DateField("书面告知检测鉴定期间之日", null=True, blank=True)
    outcome = models.CharField("处理", max_length=12, choices=Outcome.choices, blank=True)
    outcome_on = models.DateField("处理日期", null=True, blank=True)
    outcome_note = models.CharField("处理说明", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "行政强制措施"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="", outcome_on=None)
                | (~models.Q(outcome="") & models.Q(outcome_on__isnull=False)),
                name="measure_settled_on_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case.number} {self.get_kind_display()}"

    @property
    def last_day(self) -> date | None:
        """The day on which it ends, extension and testing counted in."""
        return self.extended_to or self.due_on


class Exhibit(models.Model):
    """A thing kept, sampled or seized, and where it is now.

    What its case lets go waits as TO_RETURN until the receiver has signed for it.
    """

    class State(models.TextChoices):
        PRESERVED = "preserved", "登记保存"
        SAMPLED = "sampled", "抽样取证"
        SEIZED = "seized", "查封、扣押"
        TESTING = "testing", "送检测鉴定"
        TO_RETURN = "to_return", "待退还"
        RETURNED = "returned", "已退还"
        CONFISCATED = "confiscated", "没收"
        DESTROYED = "destroyed", "销毁"
        AUCTIONED = "auctioned", "拍卖、上缴"
        TRANSFERRED = "transferred", "已移送"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="exhibits")
    preservation = models.ForeignKey(
        Preservation, on_delete=models.PROTECT, null=True, blank=True, related_name="exhibits"
    )
    measure = models.ForeignKey(
        Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="exhibits"
    )
    record = models.ForeignKey(
        InvestigationRecord,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="exhibits",
        verbose_name="抽样取证记录",
    )
    name = models.CharField("物品名称", max_length=80)
    quantity = models.DecimalField("数量", max_digits=10, decimal_places=2, default=1)
    unit = models.CharField("单位", max_length=10, default="件")
    description = models.CharField("规格、特征", max_length=200, blank=True)
    state = models.CharField("状态", max_length=12, choices=State.choices)
    kept_at = models.CharField("存放地点", max_length=120)
    keeper = models.CharField("保管人", max_length=60)
    sent_to = models.CharField("检测鉴定机构", max_length=80, blank=True)
    result = models.CharField("检测鉴定结果", max_length=300, blank=True)
    disposed_on = models.DateField("处置日期", null=True, blank=True)
    disposal_document = models.CharField("处置文书、单据和编号", max_length=120, blank=True)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField("登记时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "涉案物品"
        ordering = ["id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name} {self.quantity.normalize():f} {self.unit}"

    def get_absolute_url(self) -> str:
        return reverse("exhibit", args=[self.pk])


class CustodyEntry(models.Model):
    """One link of an exhibit's chain of custody (保管交接)."""

    exhibit = models.ForeignKey(Exhibit, on_delete=models.CASCADE, related_name="custody")
    at = models.DateTimeField("时间", default=timezone.now)
    what = models.CharField("交接事项", max_length=120)
    from_whom = models.CharField("移交人", max_length=60, blank=True)
    to_whom = models.CharField("接收人", max_length=60)
    place = models.CharField("地点", max_length=120, blank=True)
    signature = models.TextField("接收人签名", blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "保管交接"
        ordering = ["at", "id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.exhibit} {self.what}"
