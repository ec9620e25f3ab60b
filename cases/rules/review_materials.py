"""What must accompany a case into legal review (送审材料): one table.

国办发〔2018〕118号: the handling unit answers for the material being true, accurate and complete.
Each row says for which cases it is needed, whether the platform can see it for itself, and what
the handlers must do or confirm where it cannot.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

BASIS = "国办发〔2018〕118号（重大执法决定法制审核）"


@dataclass(frozen=True)
class MaterialFacts:
    """What the platform knows to be in the file."""

    no_penalty: bool = False
    draft: bool = False  # the intended decision
    grounds: bool = False  # how the discretion was used
    records: bool = False  # of the investigation
    evidence: bool = False
    report: bool = False  # 调查终结报告
    certified: bool = False  # certificates of all handlers on the day they were named
    notice: bool = False
    party_answered: bool = False  # a statement with its answer, a waiver, or the term is over
    hearing_asked: bool = False
    hearing_record: bool = False
    hearing_report: bool = False
    sampled: bool = False  # samples were taken or things sent for testing
    tested: bool = False  # an expert opinion or test result is there
    measures: bool = False  # something was sealed or seized
    recordings: bool = False  # audio-visual material is among the evidence


Answer = Callable[[MaterialFacts], bool]


@dataclass(frozen=True)
class Material:
    """One row. `present` None: nothing the platform can see, a person confirms it.

    `by_hand`: a person may confirm what the platform does not see. `todo`: what to do where it
    lacks.
    """

    code: str
    label: str
    todo: str
    needed: Answer = lambda facts: True
    present: Answer | None = None
    by_hand: bool = False


@dataclass(frozen=True)
class Checked:
    """A row of the table for one case; `how`: seen ("auto"), confirmed ("hand"), or lacking."""

    material: Material
    how: str

    @property
    def there(self) -> bool:
        return bool(self.how)

    @property
    def asks_a_person(self) -> bool:
        """A person confirms it: nothing in the file shows it."""
        return self.material.by_hand and self.how != "auto"

    @property
    def kept(self) -> dict[str, str]:
        """As it is kept with the review."""
        return {"code": self.material.code, "label": self.material.label, "how": self.how}


def _penalised(facts: MaterialFacts) -> bool:
    return not facts.no_penalty


MATERIALS: tuple[Material, ...] = (
    Material("draft", "拟作决定书文本", "请先拟定处罚内容", present=lambda f: f.draft),
    Material(
        "grounds",
        "裁量基准适用说明",
        "请在拟作决定中写明裁量理由",
        needed=_penalised,
        present=lambda f: f.grounds,
    ),
    Material("report", "调查终结报告", "请先办理调查终结", present=lambda f: f.report),
    Material(
        "records",
        "调查取证记录",
        "请登记现场笔录、询问笔录等调查记录",
        present=lambda f: f.records,
    ),
    Material(
        "evidence",
        "证据材料",
        "请登记证据或者调查记录",
        present=lambda f: f.evidence or f.records,
    ),
    Material(
        "certified",
        "执法人员资格情况",
        "有办案人没有执法证号，请更换办案人",
        present=lambda f: f.certified,
    ),
    Material(
        "notice",
        "处罚告知书",
        "请先办理处罚告知",
        needed=_penalised,
        present=lambda f: f.notice,
    ),
    Material(
        "answer",
        "陈述申辩及复核意见",
        "请登记陈述申辩、书面放弃，或者等期限届满",
        needed=_penalised,
        present=lambda f: f.party_answered,
    ),
    Material(
        "hearing_record",
        "听证笔录",
        "请登记听证笔录",
        needed=lambda f: f.hearing_asked,
        present=lambda f: f.hearing_record,
    ),
    Material(
        "hearing_report",
        "听证报告",
        "请提交听证报告",
        needed=lambda f: f.hearing_asked,
        present=lambda f: f.hearing_report,
    ),
    Material(
        "appraisal",
        "检测、鉴定、评估报告",
        "请登记检测鉴定结果；不需要检测鉴定的，请勾选确认",
        needed=lambda f: f.sampled,
        present=lambda f: f.tested,
        by_hand=True,
    ),
    Material(
        "recordings",
        "查封扣押的全程音像记录",
        "请登记视听资料；另行随案移交的，请勾选确认",
        needed=lambda f: f.measures,
        present=lambda f: f.recordings,
        by_hand=True,
    ),
    Material(
        "true",
        "承办单位确认送审材料真实、准确、完整",
        "请勾选确认；承办单位对材料的真实、准确、完整负责",
        by_hand=True,
    ),
)
BY_HAND = tuple(row.code for row in MATERIALS if row.by_hand)


def check(facts: MaterialFacts, confirmed: Collection[str] = ()) -> tuple[Checked, ...]:
    """The rows of the table that this case needs, with what is there of them."""
    return tuple(
        Checked(row, _how(row, facts, confirmed)) for row in MATERIALS if row.needed(facts)
    )


def _how(row: Material, facts: MaterialFacts, confirmed: Collection[str]) -> str:
    if row.present is not None and row.present(facts):
        return "auto"
    return "hand" if row.by_hand and row.code in confirmed else ""
