import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import zones.models.powers


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Agency",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="代码")),
                ("name", models.CharField(max_length=60, unique=True, verbose_name="全称")),
                ("short_name", models.CharField(max_length=30, unique=True, verbose_name="简称")),
                (
                    "kind",
                    models.CharField(
                        choices=[("bureau", "执法部门"), ("office", "综合部门")],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                ("empowers", models.BooleanField(default=False, verbose_name="行政执法赋权部门")),
                (
                    "secondment_exempt",
                    models.BooleanField(default=False, verbose_name="下沉比例豁免"),
                ),
                ("duties", models.TextField(blank=True, verbose_name="职责（方案附件）")),
                (
                    "document_prefix",
                    models.CharField(blank=True, max_length=20, verbose_name="机关代字"),
                ),
            ],
            options={
                "verbose_name": "区直部门",
                "verbose_name_plural": "区直部门",
                "ordering": ["id"],
                "permissions": [
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
                ],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="District",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=12, unique=True, verbose_name="区划代码")),
                ("name", models.CharField(max_length=40, verbose_name="名称")),
            ],
            options={
                "verbose_name": "区",
                "verbose_name_plural": "区",
                "permissions": [
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
                ],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="PolicyDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=60, unique=True, verbose_name="文号")),
                ("title", models.CharField(max_length=200, verbose_name="标题")),
                ("issuer", models.CharField(max_length=100, verbose_name="发文机关")),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="发文日期")),
            ],
            options={
                "verbose_name": "依据文件",
                "verbose_name_plural": "依据文件",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Township",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=9, unique=True, verbose_name="区划代码")),
                ("name", models.CharField(max_length=20, unique=True, verbose_name="名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[("street", "街道"), ("town", "镇"), ("farm", "农林场")],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(verbose_name="方案次序")),
                (
                    "document_prefix",
                    models.CharField(blank=True, max_length=20, verbose_name="机关代字"),
                ),
            ],
            options={
                "verbose_name": "乡镇（街道）",
                "verbose_name_plural": "乡镇（街道）",
                "ordering": ["order"],
                "permissions": [
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
                ],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="ChangeSet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "submission_key",
                    models.UUIDField(
                        editable=False, null=True, unique=True, verbose_name="提交标识"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="名称")),
                ("reason", models.TextField(verbose_name="调整理由")),
                ("document", models.CharField(max_length=120, verbose_name="依据文件")),
                ("effective_on", models.DateField(verbose_name="生效日期")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "起草中"),
                            ("proposed", "待审核"),
                            ("approved", "已同意，待生效"),
                            ("effective", "已生效"),
                            ("rejected", "未同意"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="起草时间"
                    ),
                ),
                (
                    "applied_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="生效办理时间"),
                ),
                ("is_demo", models.BooleanField(default=False, verbose_name="演示")),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposing_agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="zones.agency",
                    ),
                ),
                (
                    "proposing_township",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="zones.township",
                    ),
                ),
            ],
            options={
                "verbose_name": "事项调整",
                "verbose_name_plural": "事项调整",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("applied_at__isnull", False), ("state", "effective")),
                            models.Q(
                                models.Q(("state", "effective"), _negated=True),
                                ("applied_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="change_applied_iff_effective",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("proposing_township", None),
                            ("proposing_agency", None),
                            _connector="OR",
                        ),
                        name="change_has_one_proposer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EnforcementItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="事项编码")),
                ("name", models.CharField(max_length=200, verbose_name="事项名称")),
                ("domain", models.CharField(db_index=True, max_length=40, verbose_name="领域")),
                ("legal_basis", models.CharField(max_length=300, verbose_name="法律依据")),
                (
                    "penalty_summary",
                    models.CharField(blank=True, max_length=300, verbose_name="处罚种类与幅度"),
                ),
                (
                    "statutory_town",
                    models.BooleanField(default=False, verbose_name="镇人民政府法定职权"),
                ),
                (
                    "city_since",
                    models.DateField(blank=True, null=True, verbose_name="上收市级之日"),
                ),
                (
                    "basis_valid_until",
                    models.DateField(blank=True, null=True, verbose_name="依据有效至"),
                ),
                (
                    "successor_basis",
                    models.CharField(blank=True, max_length=300, verbose_name="后继依据"),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                (
                    "withdrawn_on",
                    models.DateField(blank=True, null=True, verbose_name="退出目录之日"),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="zones.agency",
                        verbose_name="原实施部门",
                    ),
                ),
            ],
            options={
                "verbose_name": "执法事项",
                "verbose_name_plural": "执法事项",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="ChangeLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("delegate", "赋权"), ("end", "部门收回"), ("city", "上收市级")],
                        max_length=10,
                        verbose_name="种类",
                    ),
                ),
                (
                    "change_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="zones.changeset",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="zones.enforcementitem",
                    ),
                ),
                (
                    "township",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="zones.township",
                    ),
                ),
            ],
            options={
                "verbose_name": "调整事项",
                "verbose_name_plural": "调整事项",
                "ordering": ["item", "township"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("change_set", "item", "township"),
                        name="change_line_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "city"), ("township", None)),
                            models.Q(
                                models.Q(("kind", "city"), _negated=True),
                                ("township__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="city_takes_the_whole_item",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TownshipGroupPermission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "content_object",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="zones.township"
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.group"),
                ),
                (
                    "permission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="auth.permission"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TownshipUserPermission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "content_object",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="zones.township"
                    ),
                ),
                (
                    "permission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="auth.permission"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Village",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=12, unique=True, verbose_name="区划代码")),
                ("name", models.CharField(max_length=40, verbose_name="名称")),
                (
                    "township",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="villages",
                        to="zones.township",
                        verbose_name="乡镇（街道）",
                    ),
                ),
            ],
            options={
                "verbose_name": "村（社区）",
                "verbose_name_plural": "村（社区）",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Zone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=4, unique=True, verbose_name="代码")),
                ("name", models.CharField(max_length=20, unique=True, verbose_name="名称")),
                (
                    "chief_agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chief_zones",
                        to="zones.agency",
                        verbose_name="片长单位",
                    ),
                ),
                (
                    "station",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="station_of",
                        to="zones.township",
                        verbose_name="片区中心驻点",
                    ),
                ),
            ],
            options={
                "verbose_name": "片区",
                "verbose_name_plural": "片区",
                "ordering": ["id"],
                "permissions": [
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
                ],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "chief_agency"), name="zone_chief_agency_pair"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="township",
            name="zone",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="townships",
                to="zones.zone",
                verbose_name="片区",
            ),
        ),
        migrations.CreateModel(
            name="ZoneGroupPermission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "content_object",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="zones.zone"),
                ),
                (
                    "group",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.group"),
                ),
                (
                    "permission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="auth.permission"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ZoneUserPermission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "content_object",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="zones.zone"),
                ),
                (
                    "permission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="auth.permission"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AgencyGroupPermission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "content_object",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="zones.agency"
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.group"),
                ),
                (
                    "permission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="auth.permission"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "unique_together": {("group", "permission", "content_object")},
            },
        ),
        migrations.CreateModel(
            name="AgencyUserPermission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "content_object",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="zones.agency"
                    ),
                ),
                (
                    "permission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="auth.permission"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
                "unique_together": {("user", "permission", "content_object")},
            },
        ),
        migrations.CreateModel(
            name="ChangeReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "organ",
                    models.CharField(
                        choices=[("staffing", "区委编办"), ("justice", "区司法局")],
                        max_length=10,
                        verbose_name="审核单位",
                    ),
                ),
                ("agrees", models.BooleanField(verbose_name="同意")),
                ("opinion", models.CharField(blank=True, max_length=300, verbose_name="意见")),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "change_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reviews",
                        to="zones.changeset",
                    ),
                ),
            ],
            options={
                "verbose_name": "调整审核",
                "verbose_name_plural": "调整审核",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("change_set", "organ"), name="one_word_per_organ"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DistrictGroupPermission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "content_object",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="zones.district"
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.group"),
                ),
                (
                    "permission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="auth.permission"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "unique_together": {("group", "permission", "content_object")},
            },
        ),
        migrations.CreateModel(
            name="DistrictUserPermission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "content_object",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="zones.district"
                    ),
                ),
                (
                    "permission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="auth.permission"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
                "unique_together": {("user", "permission", "content_object")},
            },
        ),
        migrations.CreateModel(
            name="ItemVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="事项名称")),
                ("legal_basis", models.CharField(max_length=300, verbose_name="法律依据")),
                (
                    "penalty_summary",
                    models.CharField(blank=True, max_length=300, verbose_name="处罚种类与幅度"),
                ),
                (
                    "hearing_citizen",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="听证标准（公民，元）"
                    ),
                ),
                (
                    "hearing_organisation",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="听证标准（法人或其他组织，元）"
                    ),
                ),
                (
                    "limitation_years",
                    models.PositiveSmallIntegerField(default=2, verbose_name="追究时效（年）"),
                ),
                ("discretion", models.JSONField(blank=True, default=list, verbose_name="裁量档次")),
                ("valid_from", models.DateField(verbose_name="生效日")),
                (
                    "valid_until",
                    models.DateField(blank=True, null=True, verbose_name="失效前最后一日"),
                ),
                ("source", models.CharField(blank=True, max_length=120, verbose_name="来源")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="zones.agency",
                        verbose_name="原实施部门",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="zones.enforcementitem",
                        verbose_name="事项",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="zones.policydocument",
                        verbose_name="来源文件",
                    ),
                ),
            ],
            options={
                "verbose_name": "事项版本",
                "verbose_name_plural": "事项版本",
                "ordering": ["item", "valid_from"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="item_version_in_order",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("item", "="),
                            (
                                zones.models.powers.DateRange(
                                    "valid_from",
                                    "valid_until",
                                    django.contrib.postgres.fields.ranges.RangeBoundary(
                                        inclusive_lower=True, inclusive_upper=True
                                    ),
                                ),
                                "&&",
                            ),
                        ],
                        name="one_item_version_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(verbose_name="版本")),
                ("as_of", models.DateField(verbose_name="截至日期")),
                ("rows", models.JSONField(verbose_name="清单")),
                (
                    "published_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="公布时间"
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "township",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="zones.township",
                        verbose_name="镇街",
                    ),
                ),
            ],
            options={
                "verbose_name": "权责清单公布",
                "verbose_name_plural": "权责清单公布",
                "ordering": ["township", "-version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("township", "version"), name="one_publication_per_version"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Empowerment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="起")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="止（含当日）")),
                ("document", models.CharField(max_length=120, verbose_name="承接确认书或文件")),
                (
                    "end_reason",
                    models.CharField(blank=True, max_length=20, verbose_name="终止缘由"),
                ),
                (
                    "end_document",
                    models.CharField(blank=True, max_length=120, verbose_name="终止文件"),
                ),
                ("is_demo", models.BooleanField(default=False, verbose_name="演示赋权")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="empowerments",
                        to="zones.enforcementitem",
                        verbose_name="事项",
                    ),
                ),
                (
                    "township",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="empowerments",
                        to="zones.township",
                        verbose_name="承接镇街",
                    ),
                ),
            ],
            options={
                "verbose_name": "赋权",
                "verbose_name_plural": "赋权",
                "ordering": ["item", "township", "starts_on"],
                "indexes": [
                    models.Index(fields=["township", "starts_on"], name="empowerment_of_town")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="empowerment_period_in_order",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("item", "="),
                            ("township", "="),
                            (
                                zones.models.powers.DateRange(
                                    "starts_on",
                                    "ends_on",
                                    django.contrib.postgres.fields.ranges.RangeBoundary(
                                        inclusive_lower=True, inclusive_upper=True
                                    ),
                                ),
                                "&&",
                            ),
                        ],
                        name="no_overlapping_empowerment",
                    ),
                ],
            },
        ),
        migrations.AlterUniqueTogether(
            name="townshipgrouppermission",
            unique_together={("group", "permission", "content_object")},
        ),
        migrations.AlterUniqueTogether(
            name="townshipuserpermission",
            unique_together={("user", "permission", "content_object")},
        ),
        migrations.AddConstraint(
            model_name="township",
            constraint=models.UniqueConstraint(fields=("id", "zone"), name="township_zone_pair"),
        ),
        migrations.AddConstraint(
            model_name="township",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "farm"), ("zone", None)),
                    models.Q(models.Q(("kind", "farm"), _negated=True), ("zone__isnull", False)),
                    _connector="OR",
                ),
                name="each_town_in_one_zone",
            ),
        ),
        migrations.AlterUniqueTogether(
            name="zonegrouppermission",
            unique_together={("group", "permission", "content_object")},
        ),
        migrations.AlterUniqueTogether(
            name="zoneuserpermission",
            unique_together={("user", "permission", "content_object")},
        ),
    ]
