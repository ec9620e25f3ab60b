"""A case handed on (移送), the list of what goes with it, and what the police then decide."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from cases.models.approval import Approval
from cases.models.case import Case
from cases.models.evidence import Evidence, Exhibit
from cases.models.paper import Paper
from cases.rules.terms import TERM_RULES
from cases.rules.transfer import KIND_CHOICES, TransferKind
from cases.rules.transfer_crime import STEP_CHOICES, CrimeStep, answer_term
from core.models import User
from zones.models import Agency, EnforcementItem, Township

HOURS_TO_SEND = timedelta(hours=24)  # 国务院令第310号第五条


class Transfer(models.Model):
    """One handing on of a case, from the proposal to the receipt. Never deleted."""

    class Status(models.TextChoices):
        ASKED = "asked", "待审批"
        REFUSED = "refused", "未批准"
        APPROVED = "approved", "已批准待送出"
        SENT = "sent", "待接收"
        ACCEPTED = "accepted", "已接收"
        RETURNED = "returned", "已退回"
        WITHDRAWN = "withdrawn", "已撤回"

    class Ground(models.TextChoices):
        MATERIALS = "materials", "材料不齐"
        COMPETENCE = "competence", "不属于本单位管辖"
        FACTS = "facts", "当事人或者事实不清"
        OTHER = "other", "其他"

    OPEN = (Status.ASKED, Status.APPROVED, Status.SENT)

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="transfers")
    kind = models.CharField("移送种类", max_length=12, choices=KIND_CHOICES)
    status = models.CharField("状态", max_length=10, choices=Status.choices)
    from_township = models.ForeignKey(
        Township, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    from_agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_township = models.ForeignKey(
        Township, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_organ = models.CharField("平台以外的机关", max_length=60, blank=True)
    item = models.ForeignKey(
        EnforcementItem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="查明应适用的执法事项",
    )
    reason = models.TextField("移送理由")
    basis = models.CharField("依据", max_length=200)
    approval = models.OneToOneField(
        Approval, on_delete=models.PROTECT, null=True, blank=True, related_name="transfer"
    )
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("提出时间", default=timezone.now)
    approved_at = models.DateTimeField("批准时间", null=True, blank=True)
    sent_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField("送出时间", null=True, blank=True)
    copied_to = models.CharField("抄送", max_length=60, blank=True)
    copied_on = models.DateField("抄送日期", null=True, blank=True)
    due_on = models.DateField("答复期限", null=True, blank=True)
    awaits = models.BooleanField("接收后仍待答复", default=False)
    rests_case = models.BooleanField("案件因移送中止", default=False)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_on = models.DateField("接收、退回日期", null=True, blank=True)
    answer_version = models.PositiveIntegerField("答复时案件修订号", null=True, blank=True)
    ground = models.CharField("退回情形", max_length=12, choices=Ground.choices, blank=True)
    answer = models.CharField("接收说明、退回或者撤回理由", max_length=300, blank=True)
    receiver_name = models.CharField("接收人", max_length=60, blank=True)
    receipt = models.CharField("回执文号", max_length=80, blank=True)
    receipt_file = models.FileField("回执扫描件", upload_to="transfers/", blank=True)
    receipt_name = models.CharField("原文件名", max_length=160, blank=True)
    receipt_sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    result = models.CharField("处理结果", max_length=300, blank=True)
    result_on = models.DateField("处理结果日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "案件移送"
        ordering = ["-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(from_township=None, from_agency__isnull=False)
                | models.Q(from_township__isnull=False, from_agency=None),
                name="transfer_from_one_unit",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="town", to_township__isnull=False, to_agency=None)
                | models.Q(kind="bureau", to_township=None, to_agency__isnull=False)
                | (
                    ~models.Q(kind__in=["town", "bureau"])
                    & models.Q(to_township=None, to_agency=None)
                    & ~models.Q(to_organ="")
                ),
                name="transfer_to_one_receiver",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="returned") | ~models.Q(answer=""),
                name="transfer_returned_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(status__in=["asked", "approved", "sent"])
                & ~models.Q(kind="discipline"),
                name="one_transfer_on_its_way",
            ),
        ]
        indexes = [
            models.Index(fields=["to_township", "status"], name="transfer_to_town"),
            models.Index(fields=["to_agency", "status"], name="transfer_to_agency"),
            models.Index(fields=["from_township", "status"], name="transfer_from_town"),
            models.Index(fields=["from_agency", "status"], name="transfer_from_agency"),
            models.Index(
                fields=["due_on"],
                condition=models.Q(status="sent") | models.Q(awaits=True),
                name="transfer_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.number} {self.get_kind_display()}：{self.get_status_display()}"

    @property
    def of_kind(self) -> TransferKind:
        return TransferKind(self.kind)

    @property
    def sender(self) -> Township | Agency:
        return self.from_township or self.from_agency  # type: ignore[return-value]

    @property
    def unit(self) -> Township | Agency | None:
        """The receiver inside the platform; None for an organ outside."""
        return self.to_township or self.to_agency

    @property
    def receiver(self) -> str:
        return str(self.unit or self.to_organ)

    @property
    def is_open(self) -> bool:
        """Proposed or on its way: neither taken over, returned, withdrawn nor refused."""
        return self.status in self.OPEN

    @property
    def is_crime(self) -> bool:
        return self.of_kind is TransferKind.CRIME

    @property
    def send_by(self) -> datetime | None:
        """Until when what the head approved must be with the police."""
        return self.approved_at + HOURS_TO_SEND if self.is_crime and self.approved_at else None

    @property
    def last_step(self) -> str:
        """What police, procurators or court told last; "" where nothing."""
        steps = list(self.steps.all())
        return steps[-1].get_step_display() if steps else ""

    @property
    def withdrawable(self) -> bool:
        """Before it is taken over; what the police have been sent is not taken back."""
        return self.is_open and not (self.is_crime and self.status == self.Status.SENT)


class TransferPiece(models.Model):
    """One line of the list of what is handed over (移送清单)."""

    transfer = models.ForeignKey(Transfer, on_delete=models.CASCADE, related_name="pieces")
    paper = models.ForeignKey(
        Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    evidence = models.ForeignKey(
        Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    exhibit = models.ForeignKey(
        Exhibit, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    title = models.CharField("名称", max_length=160)
    original = models.BooleanField("原件、原物", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "移送清单"
        ordering = ["id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.title}（{'原件、原物' if self.original else '复印件'}）"


class TransferStep(models.Model):
    """What police, procurators or court told, or were asked; appended, never changed."""

    transfer = models.ForeignKey(Transfer, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField("事项", max_length=16, choices=STEP_CHOICES)
    on = models.DateField("日期")
    document = models.CharField("文书和文号", max_length=80)
    note = models.CharField("说明", max_length=300, blank=True)
    due_on = models.DateField("由此起算的期限", null=True, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("登记时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "刑事办理情况"
        ordering = ["id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.get_step_display()} {self.on}"

    @property
    def due_words(self) -> str:
        """What the term that begins with the step is for."""
        term = answer_term([CrimeStep(self.step)])
        return TERM_RULES[term].label if term else ""
