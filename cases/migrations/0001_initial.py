import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("personnel", "0001_initial"),
        ("zones", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=30, unique=True, verbose_name="案号")),
                (
                    "submission_key",
                    models.UUIDField(
                        editable=False, null=True, unique=True, verbose_name="提交标识"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("complaint", "投诉举报"),
                            ("inspection", "检查发现"),
                            ("superior", "上级交办"),
                            ("referral", "部门移送"),
                            ("cross_town", "跨镇移送"),
                            ("media", "媒体曝光"),
                            ("remote", "非现场监测"),
                            ("self", "当事人自述"),
                        ],
                        max_length=20,
                        verbose_name="案件来源",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reported", "待受理"),
                            ("accepted", "待立案"),
                            ("filed", "调查中"),
                            ("investigated", "调查终结"),
                            ("notified", "已告知"),
                            ("under_review", "法制审核中"),
                            ("cleared", "审核通过"),
                            ("decided", "已决定"),
                            ("served", "已送达"),
                            ("closed", "已结案"),
                            ("refused", "不予受理"),
                            ("not_filed", "不予立案"),
                            ("transferred", "已移送"),
                        ],
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                (
                    "workflow_version",
                    models.PositiveSmallIntegerField(default=1, verbose_name="程序版本"),
                ),
                ("version", models.PositiveIntegerField(default=0, verbose_name="修订号")),
                ("title", models.CharField(max_length=120, verbose_name="案由")),
                ("description", models.TextField(verbose_name="简要案情")),
                ("place", models.CharField(max_length=120, verbose_name="案发地点")),
                ("occurred_on", models.DateField(verbose_name="违法行为发生日")),
                ("continuing", models.BooleanField(default=False, verbose_name="连续或者继续状态")),
                ("party_name", models.CharField(max_length=120, verbose_name="当事人")),
                (
                    "reporter_name",
                    models.CharField(blank=True, max_length=40, verbose_name="举报人"),
                ),
                (
                    "reporter_phone",
                    models.CharField(blank=True, max_length=20, verbose_name="举报人电话"),
                ),
                ("is_major", models.BooleanField(default=False, verbose_name="重大")),
                ("is_complex", models.BooleanField(default=False, verbose_name="复杂疑难")),
                (
                    "authority_kind",
                    models.CharField(
                        choices=[
                            ("town", "乡镇（街道）"),
                            ("bureau", "区级部门"),
                            ("city", "市级机关"),
                            ("undetermined", "待定"),
                        ],
                        default="undetermined",
                        max_length=15,
                        verbose_name="执法主体类别",
                    ),
                ),
                ("jurisdiction", models.JSONField(default=dict, verbose_name="主体判定")),
                (
                    "reporting",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "无须上报"),
                            ("pending", "待转送"),
                            ("routed", "待片长安排"),
                            ("arranged", "片长已安排"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="上报片长",
                    ),
                ),
                (
                    "reported_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="登记时间"
                    ),
                ),
                ("accepted_on", models.DateField(blank=True, null=True, verbose_name="受理日期")),
                ("filed_on", models.DateField(blank=True, null=True, verbose_name="立案日期")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="决定日期")),
                ("served_on", models.DateField(blank=True, null=True, verbose_name="送达日期")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="办结日期")),
                ("needs_review", models.BooleanField(default=False, verbose_name="须法制审核")),
                (
                    "cleared_hash",
                    models.CharField(blank=True, max_length=64, verbose_name="审核通过文本校验值"),
                ),
                (
                    "closing_note",
                    models.CharField(blank=True, max_length=300, verbose_name="办结说明"),
                ),
                ("next_due_on", models.DateField(blank=True, null=True, verbose_name="最近期限")),
                (
                    "next_due_term",
                    models.CharField(blank=True, max_length=30, verbose_name="最近期限事项"),
                ),
                (
                    "next_due_provisional",
                    models.BooleanField(default=False, verbose_name="最近期限为暂定"),
                ),
                (
                    "authority_agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="zones.agency",
                    ),
                ),
                (
                    "authority_township",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="zones.township",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="zones.enforcementitem",
                        verbose_name="执法事项",
                    ),
                ),
                (
                    "township",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="zones.township",
                        verbose_name="登记镇街",
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="zones.village",
                        verbose_name="村（社区）",
                    ),
                ),
            ],
            options={
                "verbose_name": "案件",
                "verbose_name_plural": "案件",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="CaseOfficer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "duty",
                    models.CharField(
                        choices=[("lead", "主办"), ("second", "协办")],
                        max_length=10,
                        verbose_name="分工",
                    ),
                ),
                ("certificate_number", models.CharField(max_length=30, verbose_name="执法证号")),
                (
                    "assigned_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="指派时间"
                    ),
                ),
                (
                    "removed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="解除时间"),
                ),
                ("case_ended", models.BooleanField(default=False, verbose_name="案件已终结")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="handlers",
                        to="cases.case",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handled",
                        to="personnel.officer",
                    ),
                ),
            ],
            options={
                "verbose_name": "办案人",
                "verbose_name_plural": "办案人",
                "ordering": ["id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="CasePlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="次序")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="cases.case",
                    ),
                ),
                (
                    "township",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="zones.township",
                    ),
                ),
            ],
            options={
                "verbose_name": "涉及镇街",
                "verbose_name_plural": "涉及镇街",
                "ordering": ["order"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="CaseScope",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=16, verbose_name="范围")),
                ("reason", models.CharField(max_length=20, verbose_name="缘由")),
                ("listed_at", models.DateTimeField(verbose_name="排序时间")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scopes",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "可见范围",
                "verbose_name_plural": "可见范围",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="CaseTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("term", models.CharField(max_length=30, verbose_name="期限")),
                ("label", models.CharField(max_length=60, verbose_name="名称")),
                ("basis", models.CharField(max_length=120, verbose_name="依据")),
                ("starts_on", models.DateField(verbose_name="起算日")),
                ("due_on", models.DateField(verbose_name="届满日")),
                (
                    "length",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="期限长度"),
                ),
                ("in_workdays", models.BooleanField(default=False, verbose_name="按工作日")),
                ("binds_unit", models.BooleanField(default=True, verbose_name="约束办案单位")),
                ("provisional", models.BooleanField(default=False, verbose_name="暂定")),
                ("why", models.CharField(blank=True, max_length=200, verbose_name="暂定原因")),
                ("derivation", models.JSONField(default=list, verbose_name="推算过程")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="完成日")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="terms",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "期限",
                "verbose_name_plural": "期限",
                "ordering": ["due_on", "id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=60, unique=True, verbose_name="文号")),
                ("authority_name", models.CharField(max_length=60, verbose_name="处罚机关")),
                ("text", models.TextField(verbose_name="正文")),
                ("remedies", models.TextField(verbose_name="救济途径")),
                ("text_hash", models.CharField(max_length=64, verbose_name="正文校验值")),
                ("decided_on", models.DateField(verbose_name="决定日期")),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="zones.agency",
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decision",
                        to="cases.case",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                "verbose_name": "处罚决定",
                "verbose_name_plural": "处罚决定",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("direct", "直接送达"),
                            ("left", "留置送达"),
                            ("entrusted", "委托送达"),
                            ("mail", "邮寄送达"),
                            ("electronic", "电子送达"),
                            ("public", "公告送达"),
                        ],
                        max_length=12,
                        verbose_name="送达方式",
                    ),
                ),
                ("served_on", models.DateField(verbose_name="送达日期")),
                ("receiver", models.CharField(blank=True, max_length=60, verbose_name="签收人")),
                ("proof", models.CharField(max_length=300, verbose_name="送达回证与证明")),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="delivery",
                        to="cases.case",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "送达",
                "verbose_name_plural": "送达",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("facts", models.TextField(verbose_name="违法事实和证据")),
                ("basis", models.TextField(verbose_name="处罚依据")),
                ("discretion", models.TextField(verbose_name="裁量理由")),
                (
                    "penalty",
                    models.CharField(
                        choices=[
                            ("warning", "警告"),
                            ("criticism", "通报批评"),
                            ("fine", "罚款"),
                            ("confiscate_income", "没收违法所得"),
                            ("confiscate_property", "没收非法财物"),
                            ("suspend_permit", "暂扣许可证件"),
                            ("downgrade", "降低资质等级"),
                            ("revoke_permit", "吊销许可证件"),
                            ("restrict_operation", "限制开展生产经营活动"),
                            ("stop_operation", "责令停产停业"),
                            ("close", "责令关闭"),
                            ("bar_from_occupation", "限制从业"),
                            ("other", "法律、行政法规规定的其他行政处罚"),
                            ("none", "不予行政处罚"),
                        ],
                        max_length=20,
                        verbose_name="处罚种类",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=12, verbose_name="罚款金额（元）"
                    ),
                ),
                ("performance", models.TextField(verbose_name="履行方式和期限")),
                (
                    "updated_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="修改时间"
                    ),
                ),
                (
                    "applied_version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="zones.itemversion",
                        verbose_name="适用的规定",
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="draft",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "拟作决定",
                "verbose_name_plural": "拟作决定",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Escalation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "待转送"),
                            ("routed", "待片长安排"),
                            ("arranged", "已安排"),
                            ("lapsed", "随案办结"),
                        ],
                        default="pending",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("reasons", models.JSONField(default=list, verbose_name="上报原因")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                (
                    "raised_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="上报时间"
                    ),
                ),
                (
                    "routed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="送达片长时间"),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="escalations",
                        to="cases.case",
                    ),
                ),
                (
                    "lead_named_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_zone",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="zones.zone",
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "上报",
                "verbose_name_plural": "上报",
                "ordering": ["-id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Arrangement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("local", "退回属地办理"),
                            ("lead_town", "指派牵头镇街"),
                            ("joint", "组织联合执法"),
                        ],
                        max_length=12,
                        verbose_name="方式",
                    ),
                ),
                ("instruction", models.TextField(verbose_name="安排意见")),
                ("finish_by", models.DateField(blank=True, null=True, verbose_name="完成时限")),
                (
                    "arranged_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="安排时间"
                    ),
                ),
                (
                    "arranged_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_township",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="zones.township",
                        verbose_name="牵头镇街",
                    ),
                ),
                (
                    "escalation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="arrangement",
                        to="cases.escalation",
                    ),
                ),
            ],
            options={
                "verbose_name": "片长安排",
                "verbose_name_plural": "片长安排",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="EscalationRecipient",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("lead", "牵头片长"),
                            ("chief", "相关片长"),
                            ("office", "指导单位"),
                        ],
                        max_length=10,
                        verbose_name="身份",
                    ),
                ),
                (
                    "told_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="告知时间"
                    ),
                ),
                ("seen_at", models.DateTimeField(blank=True, null=True, verbose_name="查看时间")),
                (
                    "escalation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recipients",
                        to="cases.escalation",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "zone",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="zones.zone",
                    ),
                ),
            ],
            options={
                "verbose_name": "上报对象",
                "verbose_name_plural": "上报对象",
                "ordering": ["id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="InvestigationRecord",
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
                        choices=[
                            ("site", "现场检查（勘验）笔录"),
                            ("interview", "询问笔录"),
                            ("other", "其他调查材料"),
                        ],
                        max_length=12,
                        verbose_name="种类",
                    ),
                ),
                ("held_at", models.DateTimeField(verbose_name="时间")),
                ("place", models.CharField(max_length=120, verbose_name="地点")),
                (
                    "subject",
                    models.CharField(blank=True, max_length=60, verbose_name="被检查（询问）人"),
                ),
                ("content", models.TextField(verbose_name="记录内容")),
                ("certificates_shown", models.BooleanField(verbose_name="已出示执法证件")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="登记时间"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="records",
                        to="cases.case",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "officers",
                    models.ManyToManyField(
                        related_name="+", to="personnel.officer", verbose_name="执法人员"
                    ),
                ),
            ],
            options={
                "verbose_name": "调查记录",
                "verbose_name_plural": "调查记录",
                "ordering": ["held_at", "id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Party",
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
                        choices=[
                            ("citizen", "公民"),
                            ("sole_trader", "个体工商户"),
                            ("organisation", "法人或者其他组织"),
                        ],
                        max_length=15,
                        verbose_name="类别",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="姓名（名称）")),
                (
                    "identifier",
                    models.CharField(
                        blank=True, max_length=20, verbose_name="证件号或统一社会信用代码"
                    ),
                ),
                (
                    "representative",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="法定代表人（经营者）"
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="电话")),
                (
                    "address",
                    models.CharField(blank=True, max_length=120, verbose_name="住址（住所）"),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parties",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "当事人",
                "verbose_name_plural": "当事人",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="PriorNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=60, unique=True, verbose_name="文号")),
                ("served_on", models.DateField(verbose_name="告知送达日期")),
                ("window_ends_on", models.DateField(verbose_name="陈述申辩届满日")),
                ("statement", models.TextField(blank=True, verbose_name="陈述申辩意见")),
                ("answer", models.TextField(blank=True, verbose_name="复核意见")),
                ("waived", models.BooleanField(default=False, verbose_name="当事人书面放弃")),
                (
                    "heard_on",
                    models.DateField(blank=True, null=True, verbose_name="陈述申辩登记日"),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="prior_notice",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "处罚告知",
                "verbose_name_plural": "处罚告知",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="ArrangementUnit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="zones.agency",
                    ),
                ),
                (
                    "arrangement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="units",
                        to="cases.arrangement",
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
                "verbose_name": "参与单位",
                "verbose_name_plural": "参与单位",
                "ordering": ["id"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agency__isnull", False), ("township", None)),
                            models.Q(("agency", None), ("township__isnull", False)),
                            _connector="OR",
                        ),
                        name="participant_is_one_unit",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["-reported_at", "-id"], name="case_latest"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["township", "state"], name="case_town_state"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["authority_township", "state"], name="case_unit_town"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["authority_agency", "state"], name="case_unit_agency"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_on", None)),
                fields=["township", "state", "next_due_on"],
                name="case_open_by_town",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("next_due_on__isnull", False)),
                fields=["next_due_on"],
                name="case_due",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("decided_on__isnull", False)),
                fields=["decided_on"],
                name="case_decided",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["title", "party_name", "number"],
                name="case_search",
                opclasses=["gin_trgm_ops", "gin_trgm_ops", "gin_trgm_ops"],
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("authority_agency", None),
                        ("authority_kind", "town"),
                        ("authority_township__isnull", False),
                    ),
                    models.Q(
                        ("authority_agency__isnull", False),
                        ("authority_kind", "bureau"),
                        ("authority_township", None),
                    ),
                    models.Q(
                        ("authority_agency", None),
                        ("authority_kind__in", ["city", "undetermined"]),
                        ("authority_township", None),
                    ),
                    _connector="OR",
                ),
                name="authority_matches_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("closed_on__isnull", False),
                        ("state__in", ["closed", "refused", "not_filed", "transferred"]),
                    ),
                    models.Q(
                        ("closed_on", None),
                        (
                            "state__in",
                            [
                                "reported",
                                "accepted",
                                "filed",
                                "investigated",
                                "notified",
                                "under_review",
                                "cleared",
                                "decided",
                                "served",
                            ],
                        ),
                    ),
                    _connector="OR",
                ),
                name="closed_iff_final",
            ),
        ),
        migrations.AddIndex(
            model_name="caseofficer",
            index=models.Index(
                condition=models.Q(("case_ended", False), ("removed_at", None)),
                fields=["officer", "case"],
                name="officer_open_cases",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseofficer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at", None)),
                fields=("case", "officer"),
                name="handler_once_per_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseofficer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("duty", "lead"), ("removed_at", None)),
                fields=("case",),
                name="one_lead_handler",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseplace",
            constraint=models.UniqueConstraint(
                fields=("case", "township"), name="one_place_per_town"
            ),
        ),
        migrations.AddIndex(
            model_name="casescope",
            index=models.Index(fields=["key", "-listed_at", "-case"], name="scope_list"),
        ),
        migrations.AddConstraint(
            model_name="casescope",
            constraint=models.UniqueConstraint(fields=("case", "key"), name="one_scope_per_key"),
        ),
        migrations.AddIndex(
            model_name="caseterm",
            index=models.Index(
                condition=models.Q(("closed_on", None)), fields=["due_on"], name="term_running"
            ),
        ),
        migrations.AddConstraint(
            model_name="caseterm",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_on", None)),
                fields=("case", "term"),
                name="one_running_term_of_a_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("agency__isnull", False), ("township", None)),
                    models.Q(("agency", None), ("township__isnull", False)),
                    _connector="OR",
                ),
                name="decided_by_town_or_bureau",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount__gt", 0), ("penalty", "fine")),
                    models.Q(models.Q(("penalty", "fine"), _negated=True), ("amount", 0)),
                    _connector="OR",
                ),
                name="amount_only_of_fines",
            ),
        ),
        migrations.AddIndex(
            model_name="escalation",
            index=models.Index(fields=["lead_zone", "status"], name="escalation_of_zone"),
        ),
        migrations.AddConstraint(
            model_name="escalation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ["pending", "routed"])),
                fields=("case",),
                name="one_open_escalation",
            ),
        ),
        migrations.AddConstraint(
            model_name="escalation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["pending", "lapsed"]),
                    ("routed_at__isnull", False),
                    _connector="OR",
                ),
                name="routed_when_beyond_pending",
            ),
        ),
        migrations.AddConstraint(
            model_name="escalationrecipient",
            constraint=models.UniqueConstraint(fields=("escalation", "user"), name="told_once"),
        ),
        migrations.AddConstraint(
            model_name="escalationrecipient",
            constraint=models.UniqueConstraint(
                condition=models.Q(("part", "lead")),
                fields=("escalation",),
                name="one_leading_chief",
            ),
        ),
        migrations.AddConstraint(
            model_name="investigationrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(("certificates_shown", True)), name="certificates_always_shown"
            ),
        ),
    ]
