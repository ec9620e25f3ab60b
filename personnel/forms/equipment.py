"""Recording equipment and moving it; the filters of its lists."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db import models
from django.utils import timezone

from core import access
from core.forms import DayInput, PlainForm, VersionedForm
from core.models import User
from personnel.models import BudgetLine, Equipment, Officer
from personnel.selectors import equipment as selectors
from personnel.services.equipment import PieceWords
from zones.models import Agency, Township, Zone

Unit = Township | Agency


def units_for(user: User, permission: str) -> dict[str, Unit]:
    """Key → unit where the user holds the permission; every unit for the district's."""
    grants = access.grants_of(user)
    towns, agencies = Township.objects.exclude(zone=None), Agency.objects.all()
    if not grants.ids(permission, "district"):
        towns = towns.filter(pk__in=grants.ids(permission, "township"))
        agencies = agencies.filter(pk__in=grants.ids(permission, "agency"))
    return keyed([*towns, *agencies])


def keyed(units: list[Unit]) -> dict[str, Unit]:
    return {key_of(unit): unit for unit in units}


def key_of(unit: Unit) -> str:
    return f"{'T' if isinstance(unit, Township) else 'A'}{unit.pk}"


def choose(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class PersonField(forms.ModelChoiceField["Officer"]):
    def label_from_instance(self, obj: Officer) -> str:
        return f"{obj}（{obj.home}）"


class EquipmentFilter(PlainForm):
    """The list's filters; `of(user)` offers only the units the user may look at."""

    HELD = [
        ("", "不限"),
        ("free", "在库"),
        ("lent", "已领用"),
        ("late", "逾期未还"),
        ("mine", "我领用的"),
    ]
    DUE = [("", "不限"), ("late", "已逾期"), ("7", "7 日内到期"), ("30", "30 日内到期")]

    q = forms.CharField(label="编号、车牌、型号、领用人", required=False)
    kind = forms.ChoiceField(
        label="种类", required=False, choices=[("", "全部"), *Equipment.Kind.choices]
    )
    unit = forms.ChoiceField(label="单位", required=False)
    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "除报废外"), *Equipment.State.choices, ("all", "全部")],
    )
    held = forms.ChoiceField(label="领用", required=False, choices=HELD)
    due = forms.ChoiceField(label="检验", required=False, choices=DUE)
    line = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        units = units_for(user, "view_equipment")
        zones = [unit.zone_id for unit in units.values() if isinstance(unit, Township)]
        grouped = [
            (f"Z{zone.pk}", zone.name) for zone in Zone.objects.filter(pk__in=filter(None, zones))
        ]
        choose(
            self,
            "unit",
            [
                ("", "全部"),
                *([("片区", grouped)] if len(grouped) else []),
                *((key, str(unit)) for key, unit in units.items()),
            ],
        )

    def rows(self) -> models.QuerySet[Equipment]:
        """Visible pieces that the filters leave, with their custody."""
        chosen = self.cleaned_data if self.is_valid() else {}
        rows = selectors.visible_equipment(self.user)
        wanted = chosen.get("state", "")
        if wanted != "all":
            retired = Equipment.State.RETIRED
            rows = rows.filter(state=wanted) if wanted else rows.exclude(state=retired)
        if chosen.get("kind"):
            rows = rows.filter(kind=chosen["kind"])
        if chosen.get("line"):
            rows = rows.filter(budget_line=chosen["line"])
        rows = self._at(rows, chosen.get("unit", ""))
        rows = self._held(rows, chosen.get("held", ""))
        rows = self._due(rows, chosen.get("due", ""))
        if words := chosen.get("q", "").strip():
            rows = rows.filter(self._words(words))
        return selectors.with_custody(rows).order_by("kind", "code")

    def _words(self, words: str) -> models.Q:
        lent = selectors.open_loans().filter(officer__user__name__icontains=words)
        found = models.Q(pk__in=lent.values("equipment_id"))
        for name in ("code", "plate", "model", "custodian__user__name"):
            found |= models.Q(**{f"{name}__icontains": words})
        return found

    def _at(self, rows: models.QuerySet[Equipment], key: str) -> models.QuerySet[Equipment]:
        if not key:
            return rows
        field = {"Z": "township__zone", "T": "township", "A": "agency"}[key[0]]
        return rows.filter(**{field: int(key[1:])})

    def _held(self, rows: models.QuerySet[Equipment], held: str) -> models.QuerySet[Equipment]:
        if not held:
            return rows
        loans = selectors.open_loans()
        if held == "late":
            loans = loans.filter(due_at__lt=timezone.now())
        if held == "mine":
            loans = loans.filter(officer__user=self.user)
        ids = loans.values("equipment_id")
        return rows.exclude(pk__in=ids) if held == "free" else rows.filter(pk__in=ids)

    def _due(self, rows: models.QuerySet[Equipment], due: str) -> models.QuerySet[Equipment]:
        if not due:
            return rows
        today = timezone.localdate()
        last = today - timedelta(days=1) if due == "late" else today + timedelta(days=int(due))
        return selectors.inspections_due(rows, last)


class _PieceForm(PlainForm):
    """What is recorded of a piece. The unit is fixed before: it decides keepers and budget."""

    code = forms.CharField(label="编号", max_length=30)
    kind = forms.ChoiceField(label="种类", choices=Equipment.Kind.choices)
    model = forms.CharField(label="品牌型号", max_length=60)
    plate = forms.CharField(label="车牌号", max_length=12, required=False, help_text="执法用车填写")
    acquired_on = forms.DateField(label="配备日期", widget=DayInput())
    inspect_due_on = forms.DateField(
        label="下次检验（校准）日期",
        required=False,
        widget=DayInput(),
        help_text="执法用车、执法记录仪必填；逾期未检验的不能领用、预约",
    )
    custodian = PersonField(
        label="保管人", queryset=Officer.objects.none(), required=False, empty_label="未指定"
    )
    budget_line = forms.ModelChoiceField(
        label="经费来源",
        queryset=BudgetLine.objects.none(),
        required=False,
        empty_label="未登记",
        help_text="本单位年度预算中的一项（方案附件（七））",
    )
    note = forms.CharField(label="备注", max_length=200, required=False)

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people, lines = self.fields["custodian"], self.fields["budget_line"]
        assert isinstance(people, forms.ModelChoiceField)
        assert isinstance(lines, forms.ModelChoiceField)
        people.queryset = selectors.people_of(unit, timezone.localdate())
        kinds = ("clothing", "vehicle", "gear")
        rows = BudgetLine.objects.select_related("township", "agency").filter(kind__in=kinds)
        lines.queryset = rows.filter(**{str(unit._meta.model_name): unit})

    def words(self) -> PieceWords:
        names = PieceWords.__dataclass_fields__
        return PieceWords(**{name: self.cleaned_data[name] for name in names})


class NewPieceForm(_PieceForm):
    """One piece, or several of a kind with codes that count up."""

    count = forms.IntegerField(
        label="件数", min_value=1, max_value=50, initial=1, help_text="多件时编号依次递增"
    )
    field_order = ["code", "count", "kind", "model", "plate"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = "如 ZS-JL-001；多件登记时为起始编号"
        self.fields["acquired_on"].initial = timezone.localdate


class EditPieceForm(_PieceForm, VersionedForm):
    """The record of a piece; remembers which version was seen."""


class MoveForm(PlainForm):
    unit = forms.ChoiceField(label="调入单位")
    reason = forms.CharField(label="调拨原因、文号", max_length=120)

    def __init__(self, *args: Any, old: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = keyed([*Township.objects.exclude(zone=None), *Agency.objects.all()])
        self.units.pop(key_of(old), None)
        choose(self, "unit", [(key, str(unit)) for key, unit in self.units.items()])

    def unit_chosen(self) -> Unit:
        return self.units[self.cleaned_data["unit"]]


class ReasonForm(PlainForm):
    """One line of explanation, labelled by who uses it."""

    reason = forms.CharField(max_length=180, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, label: str, hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label
        self.fields["reason"].help_text = hint


class WeekFilter(PlainForm):
    """Which week of which pieces."""

    KINDS = (Equipment.Kind.VEHICLE, Equipment.Kind.CAMERA, Equipment.Kind.TERMINAL)

    kind = forms.ChoiceField(
        label="种类",
        required=False,
        choices=[(k.value, k.label) for k in (*KINDS, Equipment.Kind.OTHER)],
    )
    unit = forms.ChoiceField(label="单位", required=False)
    week = forms.DateField(label="所在周", required=False, widget=DayInput())

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = units_for(user, "view_equipment")
        choose(self, "unit", [("", "全部"), *((key, str(unit)) for key, unit in units.items())])

    def monday(self) -> date:
        day: date = self.cleaned_data.get("week") or timezone.localdate()
        return day - timedelta(days=day.weekday())
