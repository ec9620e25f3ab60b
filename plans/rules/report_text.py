"""The briefing (联合行动方案) and the report (联合行动总结) of a joint operation as text.

In the language of papers: `# ` heads a section, `|` is a row of a form, `||` of a list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

TO_FILL = "【待填：存在问题和下一步建议】"


@dataclass(frozen=True)
class UnitLine:
    name: str
    leads: bool
    duty: str
    people: int
    result: str


@dataclass(frozen=True)
class PersonLine:
    """``arrived`` in words, "" when the person did not check in; ``late`` in minutes."""

    name: str
    unit: str
    duty: str
    certificate: str
    arrived: str = ""
    late: int = 0


@dataclass(frozen=True)
class FindingLine:
    place: str
    subject: str
    outcome: str
    text: str
    case: str = ""


@dataclass(frozen=True)
class Facts:
    """Everything both texts say, in words."""

    name: str
    number: str
    zone: str
    origin: str
    objective: str
    basis: str
    span: str
    muster: str
    places: Sequence[str]
    units: Sequence[UnitLine]
    people: Sequence[PersonLine]
    equipment: Sequence[str]
    findings: Sequence[FindingLine] = ()
    actual: str = ""

    @property
    def lead(self) -> str:
        return next((unit.name for unit in self.units if unit.leads), "")


def briefing(facts: Facts) -> str:
    """What everybody reads before going out."""
    lines = [
        f"|名称|{_cell(facts.name)}",
        f"|来源|{_cell(facts.origin)}|牵头片区|{facts.zone}",
        f"|时间|{facts.span}",
        f"|集合地点|{_cell(facts.muster)}",
        "# 一、目的和任务",
        *_paragraphs(facts.objective),
        "# 二、法律依据",
        *_paragraphs(facts.basis),
        "# 三、行动地点",
        *(f"{n}. {_line(place)}" for n, place in enumerate(facts.places, 1)),
        "# 四、参加单位和分工",
        "||单位|人数|分工",
        *(f"||{_unit(u)}|{u.people}|{_cell(u.duty) or '按统一安排'}" for u in facts.units),
        "# 五、人员",
        "||姓名|单位|行政执法证号|分工",
        *(
            f"||{p.name}|{p.unit}|{p.certificate}|{_cell(p.duty) or '执法检查'}"
            for p in facts.people
        ),
        "# 六、装备",
        "、".join(_line(piece) for piece in facts.equipment) or "各单位自备。",
        "# 七、要求",
        "执法人员不得少于两人，主动出示行政执法证件，全过程记录；发现违法行为的，由有管辖权的单位立案查处，"
        "联合行动不改变案件管辖；参加人员到达现场后在平台签到。",
    ]
    return "\n".join(lines)


def report(facts: Facts) -> str:
    """The first draft of the report, from what was written down; it stays to be edited."""
    arrived = [person for person in facts.people if person.arrived]
    late = [person for person in arrived if person.late]
    missing = [person.name for person in facts.people if not person.arrived]
    when = facts.actual or facts.span
    lines = [
        "# 一、基本情况",
        f"{when}，{facts.zone}组织“{_line(facts.name)}”，由{facts.lead}牵头，"
        f"{'、'.join(unit.name for unit in facts.units)}共 {len(facts.units)} 个单位参加，"
        f"应到 {len(facts.people)} 人，签到 {len(arrived)} 人，"
        f"使用装备 {len(facts.equipment)} 件，检查地点 {len(facts.places)} 处。",
        *([f"迟到：{'、'.join(f'{p.name}（{p.late} 分钟）' for p in late)}。"] if late else []),
        *([f"未签到：{'、'.join(missing)}。"] if missing else []),
        "# 二、检查结果",
        _counted(facts.findings),
        *_table(facts.findings),
        "# 三、各单位完成情况",
        *(f"{unit.name}：{_line(unit.result) or '未填报'}" for unit in facts.units),
        "# 四、存在问题和下一步建议",
        TO_FILL,
    ]
    return "\n".join(lines)


def _counted(findings: Sequence[FindingLine]) -> str:
    if not findings:
        return "没有登记检查结果。"
    outcomes = dict.fromkeys(one.outcome for one in findings)
    parts = [f"{name} {sum(one.outcome == name for one in findings)} 户（处）" for name in outcomes]
    cases = [one.case for one in findings if one.case]
    tail = f"已登记案件 {len(cases)} 件：{'、'.join(cases)}。" if cases else "未登记案件。"
    return f"共检查 {len(findings)} 户（处），其中{'，'.join(parts)}。{tail}"


def _table(findings: Sequence[FindingLine]) -> list[str]:
    if not findings:
        return []
    rows = [
        f"||{_cell(one.place)}|{_cell(one.subject)}|{_outcome(one)}|{_cell(one.text)}"
        for one in findings
    ]
    return ["||地点|检查对象|结果|情况", *rows]


def _outcome(finding: FindingLine) -> str:
    return f"{finding.outcome}（{finding.case}）" if finding.case else finding.outcome


def _unit(unit: UnitLine) -> str:
    return f"{unit.name}（牵头）" if unit.leads else unit.name


def _paragraphs(text: str) -> list[str]:
    return [_line(line) for line in text.splitlines() if line.strip()]


def _line(text: str) -> str:
    """One paragraph, never read as a mark of the paper's language."""
    words = " ".join(text.split())
    return f"　{words}" if words[:1] in ("#", "~", ">", "|") else words


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "｜").split())
