"""Invented values for the style page, which shows every component once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django import forms

from core.forms import SignatureField

LOCAL = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class SampleDue:
    """The shape of a deadline that `due_badge` shows."""

    text: str
    level: str
    provisional: bool = False
    why: str = ""


@dataclass(frozen=True)
class SamplePage:
    """The shape of a page that `pager` shows."""

    number: int = 3
    has_next: bool = True
    has_previous: bool = True
    next_number: int = 4
    previous_number: int = 2
    total_label: str = "共 1000+ 条"


class SampleFilter(forms.Form):
    """A filter form: the first field stays in sight on a phone."""

    q = forms.CharField(label="关键词", required=False, widget=forms.TextInput({"type": "search"}))
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), ("a", "调查中")])
    place = forms.ChoiceField(
        label="属地", required=False, choices=[("", "全部"), ("z", "芝山街道")]
    )
    since = forms.DateField(label="立案日起", required=False)
    until = forms.DateField(label="立案日止", required=False)


class SampleForm(forms.Form):
    """One field of every kind."""

    title = forms.CharField(label="案由", help_text="写行为，不写结论。")
    item = forms.ChoiceField(label="执法事项", choices=[("", "请选择"), ("1", "占道经营")])
    found_on = forms.DateField(label="发现日期")
    fine = forms.DecimalField(label="拟罚款（元）", required=False, help_text="保留两位小数。")
    source = forms.ChoiceField(
        label="来源",
        widget=forms.RadioSelect,
        choices=[("1", "巡查"), ("2", "投诉举报"), ("3", "移送")],
    )
    places = forms.MultipleChoiceField(
        label="涉及乡镇（街道）",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("1", "石亭街道"), ("2", "天宝镇"), ("3", "浦南镇")],
    )
    facts = forms.CharField(label="基本事实", widget=forms.Textarea({"rows": 3}))
    evidence = forms.FileField(label="证据材料", required=False, help_text="每份不超过 20 MB。")
    urgent = forms.BooleanField(label="需当日报片长", required=False)


class SelectForm(forms.Form):
    """A searchable drop-down."""

    people = forms.MultipleChoiceField(
        label="办案人员",
        help_text="至少两名，输入姓名查找。",
        choices=[
            ("1", "陈志明（芝山街道）"),
            ("2", "林晓燕（通北街道）"),
            ("3", "黄建国（区城管执法局）"),
        ],
        widget=forms.SelectMultiple({"data-search": ""}),
    )


class SigningForm(forms.Form):
    """A signature by finger, mouse or keyboard."""

    signature = SignatureField(label="领用人签名")


def _tile(name: str, load: int, late: int = 0, *, station: bool = False) -> dict[str, object]:
    shown: dict[str, object] = {"name": name, "url": "?", "load": load, "late": late}
    return {**shown, "is_station": station, "tone": "neutral"}


def tile_groups() -> list[dict[str, object]]:
    """The district's three groups of tiles with invented loads."""
    west = [_tile("石亭街道", 23, 3, station=True), _tile("天宝镇", 14), _tile("浦南镇", 9, 1)]
    central = [
        _tile("东铺头街道", 18),
        _tile("西桥街道", 27, 2),
        _tile("通北街道", 12),
        _tile("芝山街道", 36, 5, station=True),
    ]
    east = [_tile("新桥街道", 16), _tile("巷口街道", 4), _tile("南坑街道", 21, 1, station=True)]
    named = (
        ("西部片区", "片长：许文彬", west),
        ("中部片区", "片长：郑海峰", central),
        ("东部片区", "片长：蔡丽华", east),
    )
    return [{"name": n, "url": "?", "chief": c, "towns": towns} for n, c, towns in named]


def _trail() -> list[dict[str, object]]:
    rows = (
        (9, 5, "陈志明", "受理登记", "巡查发现占道经营，拍照三张。", "info", "3fa91c02"),
        (10, 40, "林晓燕", "上报片长", "涉及石亭街道、天宝镇两地。", "warning", "b07d66ae"),
        (15, 12, "许文彬", "片长安排", "由石亭街道牵头，天宝镇协助。", "success", "9c4410fe"),
        (16, 30, "系统", "期限提醒", "", "neutral", ""),
        (17, 2, "吴敏", "审核退回", "事实部分缺少询问笔录，请补正。", "danger", "51e0c7d9"),
    )
    return [
        {
            "at": datetime(2026, 11, 20, hour, minute, tzinfo=LOCAL),
            "actor_name": who,
            "title": title,
            "text": text,
            "tone": tone,
            "hash_short": mark,
        }
        for hour, minute, who, title, text, tone, mark in rows
    ]


def _steps() -> list[dict[str, str]]:
    done = (("受理", "11-02"), ("立案", "11-05"), ("调查", "11-16"))
    shown = [{"label": label, "state": "done", "note": note} for label, note in done]
    shown.append({"label": "审核", "state": "current", "note": "剩 3 个工作日"})
    later = ("决定", "送达", "执行", "结案")
    return shown + [{"label": label, "state": "todo", "note": ""} for label in later]


def _rows() -> list[dict[str, object]]:
    late = SampleDue("逾期 2 天", "late")
    soon = SampleDue("剩 3 个工作日", "soon")
    calm = SampleDue("剩 41 天", "ok", provisional=True, why="2027 年放假安排尚未公布")
    listed = (
        ("芝山罚〔2026〕0031", "占用城市道路经营", "芝山街道", "调查中", "progress", late, "200"),
        (
            "石亭罚〔2026〕0017",
            "未按规定分类投放垃圾",
            "石亭街道",
            "待审核",
            "warning",
            soon,
            "500",
        ),
        ("天宝罚〔2026〕0009", "擅自占用集体土地", "天宝镇", "已决定", "success", calm, "12800"),
        ("浦南罚〔2026〕0004", "露天焚烧秸秆", "浦南镇", "已撤案", "neutral", None, "0"),
    )
    names = ("number", "title", "place", "state", "tone", "due", "fine")
    rows = [dict(zip(names, row, strict=True)) for row in listed]
    filed = date(2026, 11, 2)
    extra = {"filed": filed, "url": "?"}
    return [
        {**row, **extra, "fine": Decimal(str(row["fine"])), "late": row["due"] is late}
        for row in rows
    ]


def _chart() -> dict[str, object]:
    months = ["6 月", "7 月", "8 月", "9 月", "10 月", "11 月"]
    series = {"西部": [12, 15, 11, 18, 16, 21], "中部": [22, 19, 26, 24, 29, 31]}
    series["东部"] = [9, 14, 12, 11, 15, 13]
    option = {
        "legend": {"bottom": 0},
        "grid": {"left": 36, "right": 12, "top": 24, "bottom": 56},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "category", "data": months},
        "yAxis": {"type": "value"},
        "series": [{"type": "bar", "name": n, "data": d} for n, d in series.items()],
    }
    rows = [[month, *(data[i] for data in series.values())] for i, month in enumerate(months)]
    return {"option": option, "rows": rows, "head": ["月份", *series]}


def _refused() -> SampleForm:
    return SampleForm({"title": "", "source": "1", "fine": "abc", "facts": "现场有六个摊位。"})


def samples() -> dict[str, object]:
    """The context of templates/core/style.html."""
    return {
        "tones": [
            ("neutral", "未办理"),
            ("info", "已受理"),
            ("progress", "调查中"),
            ("success", "已结案"),
            ("warning", "待补正"),
            ("danger", "已退回"),
        ],
        "dues": [
            SampleDue("剩 41 天", "ok"),
            SampleDue("剩 3 个工作日", "soon"),
            SampleDue("今天到期", "soon"),
            SampleDue("逾期 2 天", "late"),
            SampleDue("剩 88 天", "ok", provisional=True, why="2027 年放假安排尚未公布"),
            None,
        ],
        "page": SamplePage(),
        "filter_form": SampleFilter({"state": "a"}),
        "form": SampleForm(),
        "refused": _refused(),
        "select_form": SelectForm(),
        "signing_form": SigningForm(),
        "map_groups": tile_groups(),
        "trail": _trail(),
        "steps_shown": _steps(),
        "rows": _rows(),
        "chart_data": _chart(),
        "amount": Decimal("12345.6"),
        "some_day": date(2026, 11, 23),
        "some_moment": datetime(2026, 11, 23, 8, 5, tzinfo=LOCAL),
    }
