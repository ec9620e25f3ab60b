import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import zones.models.powers


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("zones", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Officer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "rank",
                    models.CharField(
                        choices=[
                            ("clerk", "办事员"),
                            ("section_member", "科员"),
                            ("deputy_section", "副科级"),
                            ("section", "正科级"),
                            ("deputy_division", "副处级"),
                        ],
                        default="section_member",
                        max_length=20,
                        verbose_name="职级",
                    ),
                ),
                ("on_establishment", models.BooleanField(default=True, verbose_name="在编在岗")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="联系电话")),
                (
                    "legal_qualification",
                    models.CharField(blank=True, max_length=40, verbose_name="法律职业资格证号"),
                ),
                (
                    "home_agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="officers",
                        to="zones.agency",
                        verbose_name="所在部门",
                    ),
                ),
                (
                    "home_township",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="officers",
                        to="zones.township",
                        verbose_name="所在镇街",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="officer",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="账号",
                    ),
                ),
            ],
            options={
                "verbose_name": "执法人员",
                "verbose_name_plural": "执法人员",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=30, unique=True, verbose_name="证号")),
                (
                    "domains",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="执法领域",
                    ),
                ),
                ("issuer", models.CharField(max_length=60, verbose_name="发证机关")),
                ("valid_from", models.DateField(verbose_name="有效期自")),
                ("expires_on", models.DateField(verbose_name="有效期至（含当日）")),
                (
                    "status",
                    models.CharField(
                        choices=[("valid", "有效"), ("suspended", "暂扣"), ("revoked", "注销")],
                        default="valid",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="personnel.officer",
                        verbose_name="持证人",
                    ),
                ),
            ],
            options={
                "verbose_name": "行政执法证",
                "verbose_name_plural": "行政执法证",
                "ordering": ["-expires_on"],
            },
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("zone_chief", "片长"),
                            ("coordinator", "协作组长"),
                            ("deputy_chief", "副片长"),
                            ("town_officer", "乡镇（街道）执法人员"),
                            ("agency_leader", "部门负责人"),
                            ("agency_officer", "区直部门执法人员"),
                            ("seconded_officer", "下沉人员"),
                            ("liaison", "部门联络人"),
                            ("zone_reviewer", "法制审核员（片区）"),
                            ("town_reviewer", "法制审核员（镇街）"),
                            ("justice_admin", "司法局管理员"),
                            ("coordination_office", "城管执法局指导"),
                            ("staffing_office", "编办"),
                            ("organisation", "组织部"),
                            ("human_resources", "人社局"),
                            ("finance", "财政局"),
                            ("system_admin", "系统管理员"),
                            ("security_admin", "安全管理员"),
                            ("audit_admin", "审计管理员"),
                        ],
                        max_length=30,
                        verbose_name="职务",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="起")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="止（含当日）")),
                ("document", models.CharField(max_length=120, verbose_name="任命文号")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="终止时间")),
                (
                    "end_reason",
                    models.CharField(blank=True, max_length=120, verbose_name="终止原因"),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="登记时间"
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="zones.agency",
                        verbose_name="部门",
                    ),
                ),
                (
                    "appointed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="经办人",
                    ),
                ),
                (
                    "chief_agency",
                    models.ForeignKey(
                        blank=True,
                        help_text="仅片长：所在部门，须为方案为该片区确定的部门（数据库约束）",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="zones.agency",
                        verbose_name="片长单位",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="zones.district",
                        verbose_name="区",
                    ),
                ),
                (
                    "township",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="zones.township",
                        verbose_name="乡镇（街道）",
                    ),
                ),
                (
                    "zone",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="zones.zone",
                        verbose_name="片区",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="personnel.officer",
                        verbose_name="人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "任职",
                "verbose_name_plural": "任职",
                "ordering": ["-starts_on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Recusal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("party", models.CharField(max_length=120, verbose_name="当事人名称")),
                ("ground", models.CharField(max_length=200, verbose_name="理由")),
                ("recorded_on", models.DateField(verbose_name="登记日期")),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recusals",
                        to="personnel.officer",
                        verbose_name="执法人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "回避",
                "verbose_name_plural": "回避",
            },
        ),
        migrations.AddConstraint(
            model_name="officer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("home_agency__isnull", False), ("home_township", None)),
                    models.Q(("home_agency", None), ("home_township__isnull", False)),
                    _connector="OR",
                ),
                name="officer_has_one_home",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_on__gte", models.F("valid_from"))),
                name="certificate_period_in_order",
            ),
        ),
        migrations.AddIndex(
            model_name="appointment",
            index=models.Index(fields=["role", "zone"], name="appointment_zone"),
        ),
        migrations.AddIndex(
            model_name="appointment",
            index=models.Index(fields=["role", "township"], name="appointment_town"),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                ),
                name="appointment_period_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("agency__isnull", True),
                        ("district__isnull", True),
                        ("role__in", ("zone_chief", "coordinator", "zone_reviewer")),
                        ("township__isnull", True),
                        ("zone__isnull", False),
                    ),
                    models.Q(
                        ("agency__isnull", True),
                        ("district__isnull", True),
                        (
                            "role__in",
                            ("deputy_chief", "town_officer", "seconded_officer", "town_reviewer"),
                        ),
                        ("township__isnull", False),
                        ("zone__isnull", True),
                    ),
                    models.Q(
                        ("agency__isnull", False),
                        ("district__isnull", True),
                        ("role__in", ("agency_leader", "agency_officer", "liaison")),
                        ("township__isnull", True),
                        ("zone__isnull", True),
                    ),
                    models.Q(
                        ("agency__isnull", True),
                        ("district__isnull", False),
                        (
                            "role__in",
                            (
                                "justice_admin",
                                "coordination_office",
                                "staffing_office",
                                "organisation",
                                "human_resources",
                                "finance",
                                "system_admin",
                                "security_admin",
                                "audit_admin",
                            ),
                        ),
                        ("township__isnull", True),
                        ("zone__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="appointment_scope_of_role",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("chief_agency__isnull", False), ("role", "zone_chief")),
                    models.Q(
                        models.Q(("role", "zone_chief"), _negated=True), ("chief_agency", None)
                    ),
                    _connector="OR",
                ),
                name="chief_agency_only_of_chiefs",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("ended_at", None), ("role__in", ["zone_chief", "coordinator"])),
                expressions=[
                    ("role", "="),
                    ("zone", "="),
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
                name="one_zone_office_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("ended_at", None), ("role__in", ["deputy_chief"])),
                expressions=[
                    ("role", "="),
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
                name="one_township_office_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("ended_at", None), ("role__in", ["liaison"])),
                expressions=[
                    ("role", "="),
                    ("agency", "="),
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
                name="one_agency_office_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="recusal",
            constraint=models.UniqueConstraint(
                fields=("officer", "party"), name="one_recusal_per_party"
            ),
        ),
    ]
