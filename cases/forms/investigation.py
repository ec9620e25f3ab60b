"""Forms of the investigation: the plan, the records with their dialogue, the final report."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from cases.forms.actions import CaseForm, OfficerField, long_field, offer_handlers
from cases.models import InvestigationRecord
from cases.rules.findings import HEADS, Findings, report_text
from cases.rules.records import INTERVIEW, OPENING, Exchange, dialogue_text
from cases.services.investigation import Plan, Record
from core.forms import DayInput, MomentInput
from personnel.models import Officer

_ROWS, _IN_SIGHT = 20, 6


class PlanForm(CaseForm):
    aims = long_field("需查明的事实", 3)
    steps = long_field("调查步骤、方法和分工", 4)
    risks = forms.CharField(label="风险和注意事项", max_length=280, required=False)
    finish_by = forms.DateField(label="计划完成日期", required=False, widget=DayInput())

    def extra(self) -> dict[str, Any]:
        names = ("aims", "steps", "risks", "finish_by")
        return {"plan": Plan(**{name: self.cleaned_data[name] for name in names})}


class DialogueInput(forms.Textarea):
    """Rows of a question and its answer; the first few in sight, the rest one click away."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Exchange]:
        questions = data.getlist(f"{name}_question") if hasattr(data, "getlist") else []
        answers = data.getlist(f"{name}_answer") if hasattr(data, "getlist") else []
        return [Exchange(q, a) for q, a in zip(questions, answers, strict=False)]

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0"

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        rows = [*(value or []), *[Exchange("", "")] * _ROWS][:_ROWS]
        base = (attrs or {}).get("id", name)
        shown = [self._row(name, f"{base}_{i}", i, row) for i, row in enumerate(rows)]
        filled = max((i + 1 for i, row in enumerate(rows) if row.question or row.answer), default=0)
        cut = max(_IN_SIGHT, filled)
        rest = format_html_join("", "{}", ([row] for row in shown[cut:]))
        first = format_html_join("", "{}", ([row] for row in shown[:cut]))
        more = format_html(
            '<details class="fold dialogue__more"><summary>再写几组</summary>{}</details>', rest
        )
        return format_html('<div class="dialogue">{}{}</div>', first, more if rest else "")

    def _row(self, name: str, id_: str, index: int, row: Exchange) -> SafeString:
        return format_html(
            '<div class="dialogue__row">'
            '<label class="dialogue__word" for="{id}">问</label>'
            '<textarea class="form-control" rows="1" maxlength="500" name="{name}_question"'
            ' id="{id}" aria-label="第 {number} 问">{question}</textarea>'
            '<label class="dialogue__word" for="{id}_a">答</label>'
            '<textarea class="form-control" rows="1" maxlength="2000" name="{name}_answer"'
            ' id="{id}_a" aria-label="第 {number} 答">{answer}</textarea></div>',
            id=id_,
            name=name,
            number=index + 1,
            question=row.question,
            answer=row.answer,
        )


class DialogueField(forms.Field):
    """Pairs of question and answer; rows without a question are left out."""

    widget = DialogueInput

    def to_python(self, value: Any) -> list[Exchange]:
        rows = [row for row in value or [] if row.question.strip() or row.answer.strip()]
        bare = next((i for i, row in enumerate(rows, 1) if not row.question.strip()), None)
        if bare is not None:
            raise forms.ValidationError(f"第 {bare} 组只有回答，请补上所问的问题")
        return rows


class RecordForm(CaseForm):
    kind = forms.ChoiceField(label="种类", choices=InvestigationRecord.Kind.choices)
    held_at = forms.DateTimeField(label="开始时间", widget=MomentInput())
    ended_at = forms.DateTimeField(label="结束时间", required=False, widget=MomentInput())
    place = forms.CharField(label="地点", max_length=120)
    subject = forms.CharField(
        label="被检查（询问）人",
        max_length=60,
        required=False,
        help_text="询问应当个别进行，一份笔录只写一人",
    )
    witness = forms.CharField(
        label="见证人", max_length=60, required=False, help_text="当事人不在场或者拒绝签名时邀请"
    )
    recorder = forms.CharField(label="记录人", max_length=40, required=False)
    dialogue = DialogueField(
        label="问答（询问笔录）",
        required=False,
        help_text="逐问逐答填写；没有写问题的行不记入笔录",
    )
    content = long_field(
        "记录内容",
        6,
        required=False,
        help_text="检查、勘验、抽样的情况和结果；询问笔录可在此补充问答以外的内容",
    )
    refused_to_sign = forms.CharField(
        label="拒绝签名的情形和理由",
        max_length=180,
        required=False,
        help_text="对方签名的不填；拒绝签名的，写明理由和见证、录音录像情况",
    )
    officers = OfficerField(
        label="执法人员", queryset=Officer.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    certificates_shown = forms.BooleanField(label="已向当事人出示执法证件", required=False)
    rights_told = forms.BooleanField(label="已告知权利义务和申请回避的权利", required=False)

    def prepare(self) -> None:
        offer_handlers(self.fields["officers"], self.case)
        self.fields["held_at"].initial = timezone.localtime().replace(second=0, microsecond=0)
        self.fields["place"].initial = self.case.place
        self.fields["subject"].initial = self.case.party_name[:60]
        self.fields["dialogue"].initial = [Exchange(question, "") for question in OPENING]

    def extra(self) -> dict[str, Any]:
        return {"record": self.record()}

    def record(self) -> Record:
        """The record as the service takes it; an interview's text is its dialogue."""
        names = [
            "kind",
            "held_at",
            "ended_at",
            "place",
            "subject",
            "witness",
            "recorder",
            "content",
            "refused_to_sign",
            "certificates_shown",
            "rights_told",
            "officers",
        ]
        values = {name: self.cleaned_data[name] for name in names}
        if values["kind"] == INTERVIEW:
            asked = [row for row in self.cleaned_data["dialogue"] if row.answer.strip()]
            values["content"] = dialogue_text(asked, values["content"])
        return Record(**values)


class ConcludeForm(CaseForm):
    """One field for each head of the report, with what the case knows already."""

    origin = long_field(HEADS["origin"], 2)
    party = long_field(HEADS["party"], 2)
    facts = long_field(HEADS["facts"], 4, help_text="时间、地点、经过、情节和后果")
    evidence = long_field(HEADS["evidence"], 4)
    qualification = long_field(HEADS["qualification"], 3)
    discretion = long_field(
        HEADS["discretion"],
        3,
        help_text="从轻、减轻、从重或者不予处罚的情节（《行政处罚法》第三十条至第三十三条）",
    )
    proposal = long_field(HEADS["proposal"], 2)

    def prepare(self) -> None:
        case = self.case
        accepted = f"，{case.accepted_on} 受理" if case.accepted_on else ""
        filed = f"，{case.filed_on} 立案" if case.filed_on else ""
        known = {
            "origin": f"{case.get_source_display()}{accepted}{filed}。",
            "party": self._party(),
            "facts": case.description,
            "evidence": self._evidence(),
            "qualification": f"当事人的行为涉及“{case.item.name}”（{case.item.legal_basis}）。",
        }
        for name, text in known.items():
            self.fields[name].initial = text

    def _party(self) -> str:
        row = next(iter(self.case.parties.all()), None)
        if row is None:
            return self.case.party_name
        pairs = (
            ("", f"{row.name}（{row.get_kind_display()}）"),
            ("证件号或统一社会信用代码：", row.identifier),
            ("法定代表人（经营者）：", row.representative),
            ("住所：", row.address),
        )
        return "；".join(f"{word}{text}" for word, text in pairs if text)

    def _evidence(self) -> str:
        evidence = [r for r in self.case.evidence.all() if r.set_aside_at is None]
        lines = [f"{r.get_kind_display()}：{r.title}，证明{r.proves}" for r in evidence]
        lines += [
            f"{r.get_kind_display()}（{timezone.localtime(r.held_at):%Y-%m-%d}）"
            for r in self.case.records.all()
        ]
        return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))

    def extra(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"findings": report_text(Findings(**{name: data[name] for name in HEADS}))}
