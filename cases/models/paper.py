"""Enforcement papers (执法文书): templates in versions, drafts, issued papers, signatures."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from cases.models.case import Case
from core.models import User


class PaperTemplate(models.Model):
    """One version of the text of a kind of paper. Issued papers keep the version they used."""

    kind = models.CharField("文书种类", max_length=30)
    version = models.PositiveIntegerField("版次")
    title = models.CharField("标题", max_length=60)
    body = models.TextField("正文模板", help_text="段落中的 {{ 变量 }} 由案件填充")
    note = models.CharField("修订说明", max_length=200, blank=True)
    published_at = models.DateTimeField("启用时间", null=True, blank=True)
    created_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField("编写时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "文书模板"
        ordering = ["kind", "-version"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="one_template_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.title}（第 {self.version} 版）"


class Paper(models.Model):
    """One paper of a case. The text can be edited until issue; afterwards it is fixed."""

    class Status(models.TextChoices):
        DRAFT = "draft", "拟稿"
        ISSUED = "issued", "已制发"
        VOIDED = "voided", "已作废"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="papers")
    kind = models.CharField("文书种类", max_length=30)
    template = models.ForeignKey(
        PaperTemplate, on_delete=models.PROTECT, null=True, blank=True, related_name="papers"
    )
    about_type = models.CharField("所附记录类型", max_length=30, blank=True)
    about_id = models.BigIntegerField("所附记录", null=True, blank=True)
    title = models.CharField("标题", max_length=60)
    number = models.CharField("文号", max_length=60, unique=True, null=True, blank=True)
    body = models.TextField("正文")
    revision = models.PositiveIntegerField("修改次数", default=1)
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.DRAFT)
    submission_key = models.UUIDField("提交标识", unique=True, null=True, editable=False)
    drafted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField("拟稿时间", default=timezone.now)
    issued_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    issued_at = models.DateTimeField("制发时间", null=True, blank=True)
    issued_on = models.DateField("落款日期", null=True, blank=True)
    authority_name = models.CharField("落款机关", max_length=60, blank=True)
    text_hash = models.CharField("正文校验值（SHA-256）", max_length=64, blank=True)
    pdf = models.FileField("PDF", upload_to="papers/", blank=True)
    docx = models.FileField("DOCX", upload_to="papers/", blank=True)
    pdf_sha256 = models.CharField("PDF 校验值", max_length=64, blank=True)
    provisional_confirmed_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="暂定日期确认人",
    )
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)
    void_reason = models.CharField("作废原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "执法文书"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status="draft")
                | models.Q(issued_at__isnull=False, issued_by__isnull=False)
                & ~models.Q(text_hash=""),
                name="issued_paper_is_fixed",
            )
        ]
        indexes = [models.Index(fields=["case", "kind"], name="paper_of_case")]

    def __str__(self) -> str:
        return f"{self.title}{self.number or '（拟稿）'}"


class PaperSignature(models.Model):
    """A signature on a paper, drawn on the phone or entered from the signed original."""

    class Part(models.TextChoices):
        PARTY = "party", "当事人"
        OFFICER = "officer", "执法人员"
        WITNESS = "witness", "见证人"
        RECORDER = "recorder", "记录人"

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="signatures")
    part = models.CharField("身份", max_length=10, choices=Part.choices)
    name = models.CharField("姓名", max_length=40)
    image = models.TextField("签名（PNG，base64）", blank=True)
    remark = models.CharField("意见或拒签原因", max_length=200, blank=True)
    signed_at = models.DateTimeField("签名时间", default=timezone.now)
    text_hash = models.CharField("签名时正文校验值", max_length=64)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "文书签名"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["paper", "part", "name"], name="signs_a_paper_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()} {self.name}"
