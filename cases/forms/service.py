"""Forms of service: one form, of which each way shows the fields it needs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from cases.forms.actions import CaseForm, OfficerField, offer_handlers
from cases.models import Delivery, Paper
from cases.rules.service import FIELDS, RELATIONS, Way
from cases.rules.terms import Term
from cases.selectors.service import to_serve
from cases.services.delivery import Service
from core.forms import DayInput, MomentInput
from personnel.models import Officer

_DATED = ",".join(way for way in Way if way not in (Way.ELECTRONIC, Way.PUBLIC))
_NAMES = (
    "method served_on receiver proof relation place refused_why witness mail_number sent_to "
    "consent arrived_at announced_on announced_where reason officers file"
)


def _when(name: str) -> dict[str, str]:
    """The ways for which the field is shown."""
    return {"data-when": f"method:{','.join(way for way in Way if name in FIELDS[way])}"}


def _text(name: str, label: str, length: int, help_text: str = "", rows: int = 0) -> Any:
    attrs: dict[str, Any] = _when(name)
    widget = forms.Textarea({**attrs, "rows": rows}) if rows else forms.TextInput(attrs)
    return forms.CharField(
        label=label, max_length=length, required=False, widget=widget, help_text=help_text
    )


class ServeForm(CaseForm):
    method = forms.ChoiceField(label="送达方式", choices=Delivery.Method.choices)
    served_on = forms.DateField(
        label="送达日期",
        required=False,
        widget=DayInput(attrs={"data-when": f"method:{_DATED}"}),
        help_text="签收之日；邮寄的为回执上注明的收件日期；留置的为留置之日",
    )
    receiver = _text("receiver", "签收人", 60)
    relation = forms.ChoiceField(
        label="签收人与受送达人关系",
        required=False,
        choices=[("", "本人（本单位）"), *((name, name) for name in RELATIONS)],
        widget=forms.Select(_when("relation")),
    )
    place = _text("place", "送达地点", 120)
    refused_why = _text("refused_why", "拒收事由", 200, rows=2)
    witness = _text(
        "witness",
        "见证人（姓名、单位）",
        60,
        "有关基层组织或者所在单位的代表；没有见证人的，上传照片、录像截图",
    )
    mail_number = _text("mail_number", "邮件号", 40)
    sent_to = _text(
        "sent_to",
        "受委托机关、转交单位或者电子送达地址",
        120,
        "委托送达填受委托的机关；转交送达填代为转交的单位；电子送达填确认书载明的地址",
    )
    consent = _text(
        "consent",
        "当事人签订的电子送达确认书",
        120,
        "确认书的日期或者编号；没有签订的不得电子送达（《行政处罚法》第六十一条第二款）",
    )
    arrived_at = forms.DateTimeField(
        label="到达当事人特定系统的时间",
        required=False,
        widget=MomentInput(attrs=_when("arrived_at")),
        help_text="以到达之日为送达日期",
    )
    reason = _text("reason", "采用该方式的原因和经过", 300, rows=3)
    announced_on = forms.DateField(
        label="公告发出日期",
        required=False,
        widget=DayInput(attrs=_when("announced_on")),
        help_text="自公告发出之日起经过三十日视为送达；期满由系统登记送达并起算当事人的期限",
    )
    announced_where = _text("announced_where", "公告载体", 120, "报纸、网站、公告栏的名称")
    officers = OfficerField(
        label="送达人",
        queryset=Officer.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "送达由两名以上执法人员进行，请勾选送达人"},
    )
    proof = forms.CharField(
        label="送达回证与证明",
        max_length=280,
        help_text="如：当事人在送达回证上签名；见证人签名的送达回证及照片；邮政回执；公告原件",
    )
    file = forms.FileField(
        label="送达证明文件",
        required=False,
        help_text="回证、回执、照片的扫描件，PDF 或者图片，不超过 20 MB",
        widget=forms.ClearableFileInput({"accept": ".pdf,image/*"}),
    )

    def prepare(self) -> None:
        offer_handlers(self.fields["officers"], self.case)
        self.fields["served_on"].initial = timezone.localdate
        self.fields["announced_on"].initial = timezone.localdate
        self.fields["receiver"].initial = self.case.party_name[:60]
        self.fields["place"].initial = self._party_address() or self.case.place
        term = next(
            (t for t in self.case.terms.all() if t.term == Term.SERVICE and not t.closed_on), None
        )
        if term is not None:
            field = self.fields["served_on"]
            field.help_text = f"应在 {term.due_on} 前送达。{field.help_text}"

    def _party_address(self) -> str:
        party = next(iter(self.case.parties.all()), None)
        return party.address[:120] if party else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("method") == Way.DIRECT and not data.get("place", "").strip():
            self.add_error("place", "请填写送达地点")
        return data

    def extra(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"service": Service(**{name: data[name] for name in _NAMES.split()})}


class PaperField(forms.ModelChoiceField["Paper"]):
    def label_from_instance(self, obj: Paper) -> str:
        number = f"（{obj.number}）" if obj.number else ""
        return f"{obj.title}{number}，{obj.issued_on} 制发"


class ServePaperForm(ServeForm):
    paper = PaperField(label="送达的文书", queryset=Paper.objects.none(), empty_label=None)
    field_order = ("paper", "method")

    def prepare(self) -> None:
        super().prepare()
        field = self.fields["paper"]
        assert isinstance(field, forms.ModelChoiceField)
        waiting = to_serve(self.case)
        field.queryset = Paper.objects.filter(pk__in=[row.pk for row in waiting]).order_by("-pk")
        self.fields["served_on"].help_text = "签收之日；邮寄的为回执上注明的收件日期"
        if len(waiting) == 1:
            field.initial = waiting[0].pk
