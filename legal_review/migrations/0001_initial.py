import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0001_initial"),
        ("personnel", "0001_initial"),
        ("zones", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                ("reasons", models.JSONField(default=list, verbose_name="送审事由")),
                ("draft_text", models.TextField(verbose_name="送审文本")),
                ("draft_hash", models.CharField(max_length=64, verbose_name="送审文本校验值")),
                (
                    "requested_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="送审时间"
                    ),
                ),
                ("due_on", models.DateField(verbose_name="审核期限")),
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
        migrations.AddIndex(
            model_name="review",
            index=models.Index(fields=["status", "due_on"], name="review_queue"),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(fields=["reviewer", "status", "due_on"], name="review_mine"),
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
    ]
