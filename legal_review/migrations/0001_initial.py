import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0001_initial"),
        ("personnel", "0003_office_conditions"),
        ("zones", "0002_station_in_zone"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "submission_key",
                    models.UUIDField(editable=False, unique=True, verbose_name="提交标识"),
                ),
                ("title", models.CharField(max_length=80, verbose_name="问题")),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("subject", "主体"),
                            ("authority", "权限"),
                            ("procedure", "程序"),
                            ("facts", "证据"),
                            ("law", "依据"),
                            ("discretion", "裁量"),
                            ("papers", "文书"),
                            ("transfer", "移送"),
                            ("other", "其他"),
                        ],
                        default="other",
                        max_length=12,
                        verbose_name="要点",
                    ),
                ),
                (
                    "urgency",
                    models.CharField(
                        choices=[("normal", "一般"), ("urgent", "紧急（正在现场、期限将至）")],
                        default="normal",
                        max_length=8,
                        verbose_name="缓急",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "待答复"),
                            ("answered", "已答复"),
                            ("solved", "已解决"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="提问时间"
                    ),
                ),
                ("routed_because", models.CharField(max_length=200, verbose_name="分派理由")),
                ("due_on", models.DateField(verbose_name="答复期限")),
                ("due_provisional", models.BooleanField(default=False, verbose_name="期限暂定")),
                ("due_from", models.DateField(verbose_name="期限起算日")),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="首次答复时间"),
                ),
                ("solved_at", models.DateTimeField(blank=True, null=True, verbose_name="解决时间")),
                (
                    "asker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions_asked",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提问人",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="cases.case",
                        verbose_name="案件",
                    ),
                ),
                (
                    "guide",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="personnel.officer",
                        verbose_name="答复人",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="zones.enforcementitem",
                        verbose_name="执法事项",
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
                        verbose_name="镇街",
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
                "verbose_name": "法制咨询",
                "verbose_name_plural": "法制咨询",
                "ordering": ["-asked_at", "-id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="KnowledgeEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=80, verbose_name="标题")),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("subject", "主体"),
                            ("authority", "权限"),
                            ("procedure", "程序"),
                            ("facts", "证据"),
                            ("law", "依据"),
                            ("discretion", "裁量"),
                            ("papers", "文书"),
                            ("transfer", "移送"),
                            ("other", "其他"),
                        ],
                        default="other",
                        max_length=12,
                        verbose_name="要点",
                    ),
                ),
                ("domain", models.CharField(blank=True, max_length=40, verbose_name="领域")),
                ("question_text", models.TextField(verbose_name="问题")),
                ("answer_text", models.TextField(verbose_name="答复")),
                ("articles", models.TextField(blank=True, verbose_name="法律条文")),
                ("keywords", models.CharField(blank=True, max_length=120, verbose_name="关键词")),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("valid", "有效"),
                            ("superseded", "已被取代"),
                            ("withdrawn", "已废止"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="效力",
                    ),
                ),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="失效日期")),
                (
                    "end_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="失效理由"),
                ),
                (
                    "checked_on",
                    models.DateField(
                        default=django.utils.timezone.localdate, verbose_name="核对日期"
                    ),
                ),
                (
                    "written_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="编写时间"
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="发布时间"),
                ),
                ("useful_count", models.PositiveIntegerField(default=0, verbose_name="有用")),
                ("revision", models.PositiveIntegerField(default=1, verbose_name="修订号")),
                (
                    "grams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "items",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="zones.enforcementitem",
                        verbose_name="执法事项",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "superseded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaces",
                        to="legal_review.knowledgeentry",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "question",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entry",
                        to="legal_review.question",
                        verbose_name="来源咨询",
                    ),
                ),
            ],
            options={
                "verbose_name": "问答",
                "verbose_name_plural": "问答",
                "ordering": ["-published_at", "-id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="QuestionEntry",
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
                            ("ask", "提问"),
                            ("follow", "追问"),
                            ("answer", "答复"),
                            ("forward", "转请答复"),
                            ("solve", "已解决"),
                            ("withdraw", "撤回"),
                        ],
                        max_length=10,
                        verbose_name="种类",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="内容")),
                ("articles", models.TextField(blank=True, verbose_name="引用条文")),
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
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="legal_review.question",
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="personnel.officer",
                        verbose_name="转请",
                    ),
                ),
            ],
            options={
                "verbose_name": "咨询往来",
                "verbose_name_plural": "咨询往来",
                "ordering": ["id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="QuestionFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file", models.FileField(upload_to="questions/", verbose_name="文件")),
                ("name", models.CharField(max_length=120, verbose_name="原文件名")),
                ("size", models.PositiveIntegerField(verbose_name="字节")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="legal_review.questionentry",
                    ),
                ),
            ],
            options={
                "verbose_name": "咨询附件",
                "verbose_name_plural": "咨询附件",
                "ordering": ["id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(verbose_name="轮次")),
                (
                    "assigned_because",
                    models.CharField(blank=True, max_length=200, verbose_name="分派理由"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "审核中"),
                            ("passed", "通过"),
                            ("returned", "退回"),
                            ("voided", "失效"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("first_look", "镇街初审"),
                            ("materials", "待补材料"),
                            ("zone", "片区审核"),
                            ("countersign", "复核"),
                            ("ruling", "待司法局裁定"),
                            ("done", "已审结"),
                        ],
                        default="zone",
                        max_length=12,
                        verbose_name="环节",
                    ),
                ),
                ("reasons", models.JSONField(default=list, verbose_name="送审事由")),
                ("materials", models.JSONField(default=list, verbose_name="送审材料")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="送审说明")),
                ("draft_text", models.TextField(verbose_name="送审文本")),
                ("draft_hash", models.CharField(max_length=64, verbose_name="送审文本校验值")),
                (
                    "requested_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="送审时间"
                    ),
                ),
                ("clock_from", models.DateField(blank=True, null=True, verbose_name="期限起算日")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="审核期限")),
                ("due_provisional", models.BooleanField(default=False, verbose_name="期限暂定")),
                (
                    "concluded_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="审结时间"),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="cases.case",
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="personnel.officer",
                        verbose_name="现由谁办理",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="personnel.officer",
                        verbose_name="审核员",
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
                        verbose_name="送审镇街",
                    ),
                ),
                (
                    "zone",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="zones.zone",
                        verbose_name="片区",
                    ),
                ),
            ],
            options={
                "verbose_name": "法制审核",
                "verbose_name_plural": "法制审核",
                "ordering": ["due_on", "id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "point",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("subject", "主体"),
                            ("authority", "权限"),
                            ("procedure", "程序"),
                            ("facts", "事实证据"),
                            ("law", "依据"),
                            ("discretion", "裁量"),
                            ("papers", "文书、移送"),
                        ],
                        max_length=12,
                        verbose_name="审核要点",
                    ),
                ),
                ("start", models.PositiveIntegerField(verbose_name="起")),
                ("end", models.PositiveIntegerField(verbose_name="止")),
                ("quote", models.TextField(verbose_name="所引文字")),
                ("text", models.TextField(verbose_name="批注")),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间"),
                ),
                (
                    "removed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="撤去时间"),
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
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remarks",
                        to="legal_review.review",
                    ),
                ),
            ],
            options={
                "verbose_name": "审核批注",
                "verbose_name_plural": "审核批注",
                "ordering": ["start", "id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20, verbose_name="意见")),
                ("points", models.JSONField(default=dict, verbose_name="审核要点")),
                ("point_notes", models.JSONField(default=dict, verbose_name="要点说明")),
                ("text", models.TextField(blank=True, verbose_name="具体意见")),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="出具时间"
                    ),
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
                    "review",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinion",
                        to="legal_review.review",
                    ),
                ),
            ],
            options={
                "verbose_name": "审核意见",
                "verbose_name_plural": "审核意见",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="MaterialRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("missing", models.JSONField(default=list, verbose_name="缺少的材料")),
                ("note", models.TextField(blank=True, verbose_name="说明")),
                (
                    "back_to",
                    models.CharField(
                        choices=[
                            ("first_look", "镇街初审"),
                            ("materials", "待补材料"),
                            ("zone", "片区审核"),
                            ("countersign", "复核"),
                            ("ruling", "待司法局裁定"),
                            ("done", "已审结"),
                        ],
                        max_length=12,
                        verbose_name="补齐后的环节",
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="退补时间"
                    ),
                ),
                (
                    "supplied_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="补齐时间"),
                ),
                ("supplied_note", models.TextField(blank=True, verbose_name="补充说明")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "supplied_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="material_request",
                        to="legal_review.review",
                    ),
                ),
            ],
            options={
                "verbose_name": "补充材料",
                "verbose_name_plural": "补充材料",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="FirstLook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("because", models.CharField(blank=True, max_length=200, verbose_name="分派理由")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "待初审"),
                            ("forwarded", "转片区审核"),
                            ("returned", "退回承办单位"),
                            ("skipped", "未经初审"),
                        ],
                        max_length=10,
                        verbose_name="结果",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="初审意见")),
                ("at", models.DateTimeField(blank=True, null=True, verbose_name="初审时间")),
                (
                    "officer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="personnel.officer",
                        verbose_name="初审人",
                    ),
                ),
                (
                    "review",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="first_look",
                        to="legal_review.review",
                    ),
                ),
            ],
            options={
                "verbose_name": "镇街初审",
                "verbose_name_plural": "镇街初审",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Dissent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reviewer_view", models.TextField(verbose_name="审核意见")),
                ("view", models.TextField(verbose_name="机关意见和理由")),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="登记时间"
                    ),
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
                    "discussion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.discussion",
                        verbose_name="集体讨论",
                    ),
                ),
                (
                    "review",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dissent",
                        to="legal_review.review",
                    ),
                ),
            ],
            options={
                "verbose_name": "对审核意见的异议",
                "verbose_name_plural": "对审核意见的异议",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Countersignature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reasons", models.JSONField(default=list, verbose_name="复核事由")),
                ("because", models.CharField(blank=True, max_length=200, verbose_name="分派理由")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("", "待复核"), ("agreed", "同意"), ("disagreed", "不同意")],
                        max_length=10,
                        verbose_name="结果",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="复核意见")),
                ("at", models.DateTimeField(blank=True, null=True, verbose_name="复核时间")),
                (
                    "ruling",
                    models.CharField(
                        blank=True,
                        choices=[("", "未裁定"), ("passed", "裁定通过"), ("returned", "裁定退回")],
                        max_length=10,
                        verbose_name="裁定",
                    ),
                ),
                ("ruling_text", models.TextField(blank=True, verbose_name="裁定理由")),
                ("ruled_at", models.DateTimeField(blank=True, null=True, verbose_name="裁定时间")),
                (
                    "officer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="personnel.officer",
                        verbose_name="复核人",
                    ),
                ),
                (
                    "ruled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="countersignature",
                        to="legal_review.review",
                    ),
                ),
            ],
            options={
                "verbose_name": "审核复核",
                "verbose_name_plural": "审核复核",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="ReviewExtension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="延长理由")),
                ("days", models.PositiveSmallIntegerField(verbose_name="延长工作日")),
                ("before", models.DateField(verbose_name="原期限")),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="延长时间"
                    ),
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
                    "review",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extension",
                        to="legal_review.review",
                    ),
                ),
            ],
            options={
                "verbose_name": "审核延期",
                "verbose_name_plural": "审核延期",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="ReviewRecusal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="回避理由")),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间"),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="personnel.officer",
                    ),
                ),
            ],
            options={
                "verbose_name": "审核员回避",
                "verbose_name_plural": "审核员回避",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="TypicalError",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "point",
                    models.CharField(
                        choices=[
                            ("subject", "主体"),
                            ("authority", "权限"),
                            ("procedure", "程序"),
                            ("facts", "事实证据"),
                            ("law", "依据"),
                            ("discretion", "裁量"),
                            ("papers", "文书、移送"),
                        ],
                        max_length=12,
                        verbose_name="审核要点",
                    ),
                ),
                ("title", models.CharField(max_length=80, verbose_name="标题")),
                ("wrong", models.TextField(verbose_name="错在哪里")),
                ("right", models.TextField(verbose_name="应当怎样")),
                ("articles", models.TextField(verbose_name="法律条文")),
                ("example", models.TextField(blank=True, verbose_name="示例（已隐去案件信息）")),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("valid", "有效"),
                            ("superseded", "已被取代"),
                            ("withdrawn", "已废止"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "end_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="撤下理由"),
                ),
                (
                    "written_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="编写时间"
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="发布时间"),
                ),
                ("revision", models.PositiveIntegerField(default=1, verbose_name="修订号")),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="zones.enforcementitem",
                        verbose_name="执法事项",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "常见错误",
                "verbose_name_plural": "常见错误",
                "ordering": ["point", "-published_at", "-id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="KnowledgeUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间"),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="uses",
                        to="legal_review.knowledgeentry",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "问答有用",
                "verbose_name_plural": "问答有用",
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("entry", "user"), name="one_use_per_person")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(fields=["guide", "status", "due_on"], name="question_mine"),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(fields=["status", "due_on"], name="question_queue"),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(fields=["asker", "-asked_at"], name="question_asked"),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(fields=["-asked_at", "-id"], name="question_latest"),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["answered", "solved"]), _negated=True),
                    ("answered_at__isnull", False),
                    _connector="OR",
                ),
                name="question_answered_at_some_time",
            ),
        ),
        migrations.AddIndex(
            model_name="knowledgeentry",
            index=models.Index(fields=["standing", "-published_at"], name="knowledge_latest"),
        ),
        migrations.AddIndex(
            model_name="knowledgeentry",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["grams"], name="knowledge_grams"
            ),
        ),
        migrations.AddConstraint(
            model_name="knowledgeentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("standing", "draft"), ("published_at__isnull", False), _connector="OR"
                ),
                name="knowledge_published_unless_draft",
            ),
        ),
        migrations.AddConstraint(
            model_name="knowledgeentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("standing__in", ["superseded", "withdrawn"]), _negated=True),
                    ("ended_on__isnull", False),
                    _connector="OR",
                ),
                name="knowledge_ended_on_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="knowledgeentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("standing", "superseded"), _negated=True),
                    ("superseded_by__isnull", False),
                    _connector="OR",
                ),
                name="knowledge_superseded_by_something",
            ),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(fields=["status", "due_on", "id"], name="review_queue"),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(fields=["zone", "status", "due_on", "id"], name="review_of_zone"),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(
                fields=["township", "status", "due_on", "id"], name="review_of_town"
            ),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(
                condition=models.Q(("status", "open")),
                fields=["holder", "due_on", "id"],
                name="review_on_desk",
            ),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(fields=["zone", "-requested_at", "-id"], name="review_zone_latest"),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(fields=["-requested_at", "-id"], name="review_latest"),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(fields=["reviewer", "requested_at"], name="review_taken"),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "open")), fields=("case",), name="one_open_review"
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(
                fields=("case", "round"), name="one_review_per_round"
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("concluded_at", None), ("status", "open")),
                    models.Q(
                        models.Q(("status", "open"), _negated=True), ("concluded_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="concluded_iff_not_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "open"), models.Q(("stage", "done"), _negated=True)),
                    models.Q(
                        models.Q(("status", "open"), _negated=True),
                        ("holder", None),
                        ("stage", "done"),
                    ),
                    _connector="OR",
                ),
                name="done_iff_not_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("due_on", None), ("holder", None), ("stage", "materials")),
                    models.Q(
                        models.Q(("stage", "materials"), _negated=True), ("due_on__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="no_clock_while_material_lacks",
            ),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.CheckConstraint(
                condition=models.Q(("end__gt", models.F("start"))), name="remark_has_a_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="countersignature",
            constraint=models.CheckConstraint(
                condition=models.Q(("ruling", ""), ("outcome", "disagreed"), _connector="OR"),
                name="ruled_only_where_two_differ",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewrecusal",
            constraint=models.UniqueConstraint(
                fields=("case", "officer"), name="reviewer_steps_back_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="typicalerror",
            constraint=models.UniqueConstraint(
                condition=models.Q(("standing", "withdrawn"), _negated=True),
                fields=("point", "item"),
                name="one_error_per_point_and_item",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="typicalerror",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("standing", "draft"), ("published_at__isnull", False), _connector="OR"
                ),
                name="error_published_unless_draft",
            ),
        ),
    ]
