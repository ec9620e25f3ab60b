"""The district as data: who lies where, and which scopes carry rights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# Codename, label. The same codenames stand on every scope model: a right means the same
# everywhere, only its reach differs.
SCOPE_PERMISSIONS: list[tuple[str, str | _StrPromise]] = [
    ("view_cases", "查看案件"),
    ("register_cases", "登记线索、受理"),
    ("handle_cases", "办理案件"),
    ("approve_cases", "负责人审批"),
    ("arrange_cases", "安排跨镇及重大案件"),
    ("assist_arranging", "协助片长协调"),
    ("convene_studies", "召集案件研讨会"),
    ("review_cases", "法制审核"),
    ("assign_reviews", "分派法制审核"),
    ("curate_knowledge", "整理问答库和常见错误"),
    ("name_lead_zone", "指定牵头片区"),
    ("designate_jurisdiction", "登记指定管辖"),
    ("view_board", "查看片区看板"),
    ("view_people", "查看人员"),
    ("manage_appointments", "管理任职"),
    ("manage_parameters", "确认参数"),
    ("manage_paper_templates", "维护文书模板"),
    ("manage_catalogue", "维护事项目录"),
    ("propose_changes", "提出赋权调整"),
    ("review_changes_staffing", "编办审核赋权调整"),
    ("review_changes_justice", "司法局审核赋权调整"),
    ("publish_power_list", "公布权责清单"),
    ("maintain_people", "维护人员档案"),
    ("manage_certificates", "登记执法证件"),
    ("manage_training", "组织考试和培训"),
    ("manage_secondments", "办理下沉"),
    ("propose_replacement", "提出调换建议"),
    ("compose_roster", "编制联合执法人员名单"),
    ("submit_roster", "提交名单人员"),
    ("review_roster", "审核公布名单"),
    ("view_staffing", "查看队伍检查"),
    ("view_equipment", "查看装备"),
    ("manage_equipment", "管理装备"),
    ("manage_budget", "安排经费"),
    ("view_dispatch", "查看调度"),
    ("dispatch", "统一调度"),
    ("view_operations", "查看联合行动"),
    ("plan_operations", "拟制联合行动"),
    ("order_operations", "下达联合行动"),
    ("view_plans", "查看年度计划"),
    ("keep_targets", "维护检查对象和事项"),
    ("make_plans", "编制年度计划"),
    ("merge_plans", "汇总年度计划"),
    ("comment_plans", "对年度计划提意见"),
    ("consolidate_plans", "审定年度计划"),
    ("file_plans", "年度计划备案"),
    ("carry_out_inspections", "实施行政检查"),
    ("approve_inspections", "审批行政检查"),
    ("view_audit", "查阅留痕"),
    ("manage_accounts", "管理账号与基础数据"),
]


class PolicyDocument(models.Model):
    """A document the arrangement rests on (依据文件)."""

    number = models.CharField("文号", max_length=60, unique=True)
    title = models.CharField("标题", max_length=200)
    issuer = models.CharField("发文机关", max_length=100)
    issued_on = models.DateField("发文日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "依据文件"
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.title}（{self.number}）"


class District(models.Model):
    """The district itself: the scope of district-wide offices. One row in one deployment."""

    code = models.CharField("区划代码", max_length=12, unique=True)
    name = models.CharField("名称", max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = "区"
        default_permissions = ()
        permissions = SCOPE_PERMISSIONS

    def __str__(self) -> str:
        return self.name


class Agency(models.Model):
    """A bureau or office of the district (区直部门)."""

    class Kind(models.TextChoices):
        BUREAU = "bureau", "执法部门"
        OFFICE = "office", "综合部门"

    code = models.CharField("代码", max_length=20, unique=True)
    name = models.CharField("全称", max_length=60, unique=True)
    short_name = models.CharField("简称", max_length=30, unique=True)
    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    empowers = models.BooleanField("行政执法赋权部门", default=False)
    secondment_exempt = models.BooleanField("下沉比例豁免", default=False)
    duties = models.TextField("职责（方案附件）", blank=True)
    document_prefix = models.CharField("机关代字", max_length=20, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "区直部门"
        ordering = ["id"]
        default_permissions = ()
        permissions = SCOPE_PERMISSIONS

    def __str__(self) -> str:
        return self.short_name


class Zone(models.Model):
    """A joint-enforcement zone (片区). Never a legal subject: it has no seal and no heading."""

    code = models.CharField("代码", max_length=4, unique=True)
    name = models.CharField("名称", max_length=20, unique=True)
    station = models.OneToOneField(
        "Township",
        on_delete=models.PROTECT,
        related_name="station_of",
        verbose_name="片区中心驻点",
        null=True,  # only while the district is being loaded; see the deferred constraint
    )
    chief_agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="chief_zones", verbose_name="片长单位"
    )

    class Meta:
        verbose_name = verbose_name_plural = "片区"
        ordering = ["id"]
        default_permissions = ()
        permissions = SCOPE_PERMISSIONS
        constraints = [
            models.UniqueConstraint(fields=["id", "chief_agency"], name="zone_chief_agency_pair")
        ]

    def __str__(self) -> str:
        return self.name


class Township(models.Model):
    """A town or street (乡镇、街道), or a farm with a code of its own that lies in no zone."""

    class Kind(models.TextChoices):
        STREET = "street", "街道"
        TOWN = "town", "镇"
        FARM = "farm", "农林场"

    code = models.CharField("区划代码", max_length=9, unique=True)
    name = models.CharField("名称", max_length=20, unique=True)
    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    zone = models.ForeignKey(
        Zone,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="townships",
        verbose_name="片区",
    )
    order = models.PositiveSmallIntegerField("方案次序")
    document_prefix = models.CharField("机关代字", max_length=20, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "乡镇（街道）"
        ordering = ["order"]
        default_permissions = ()
        permissions = SCOPE_PERMISSIONS
        constraints = [
            models.UniqueConstraint(fields=["id", "zone"], name="township_zone_pair"),
            models.CheckConstraint(
                condition=models.Q(kind="farm", zone=None)
                | (~models.Q(kind="farm") & models.Q(zone__isnull=False)),
                name="each_town_in_one_zone",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def authority_name(self) -> str:
        """The heading of its decisions: XX镇人民政府 / XX街道办事处, never the brigade or zone."""
        return f"{self.name}人民政府" if self.kind == self.Kind.TOWN else f"{self.name}办事处"


class Village(models.Model):
    """A village or community (村、社区): the place of an act is told down to here."""

    code = models.CharField("区划代码", max_length=12, unique=True)
    name = models.CharField("名称", max_length=40)
    township = models.ForeignKey(
        Township, on_delete=models.PROTECT, related_name="villages", verbose_name="乡镇（街道）"
    )

    class Meta:
        verbose_name = verbose_name_plural = "村（社区）"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name
