"""The parts of the catalogue of papers: volumes and sections of the file, who signs, one kind."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cases.rules.terms import Term


class Volume(StrEnum):
    """The two volumes of a case file; the party never reads the second."""

    MAIN = "main"
    INNER = "inner"

    @property
    def label(self) -> str:
        return "正卷" if self is Volume.MAIN else "副卷"

    @property
    def order(self) -> int:
        return list(Volume).index(self)


class Section(StrEnum):
    """Sections of the file in their order: 正卷 ②–⑧, then 副卷 ①–⑦."""

    FILING = "filing"
    DECISION = "decision"
    TO_PARTY = "to_party"
    EVIDENCE = "evidence"
    HEARING = "hearing"
    MONEY = "money"
    OTHER = "other"
    SOURCE = "source"
    REPORT = "report"
    REVIEW = "review"
    DISCUSSION = "discussion"
    HEARING_REPORT = "hearing_report"
    CLOSING = "closing"
    INNER_OTHER = "inner_other"

    @property
    def label(self) -> str:
        return _SECTION_LABELS[self]

    @property
    def order(self) -> int:
        return list(Section).index(self)


_SECTION_LABELS = {
    Section.FILING: "立案审批",
    Section.DECISION: "处罚决定及送达",
    Section.TO_PARTY: "对当事人制发的其他文书",
    Section.EVIDENCE: "证据",
    Section.HEARING: "听证",
    Section.MONEY: "财物处理和缴款",
    Section.OTHER: "其他",
    Section.SOURCE: "案源材料",
    Section.REPORT: "调查终结报告及批件",
    Section.REVIEW: "法制审核",
    Section.DISCUSSION: "集体讨论",
    Section.HEARING_REPORT: "听证报告",
    Section.CLOSING: "结案",
    Section.INNER_OTHER: "其他内部材料",
}
_INNER = frozenset(list(Section)[list(Section).index(Section.SOURCE) :])


class Part(StrEnum):
    """Who signs a paper."""

    PARTY = "party"
    OFFICER = "officer"
    WITNESS = "witness"
    RECORDER = "recorder"

    @property
    def label(self) -> str:
        return _PART_LABELS[self]


_PART_LABELS = {
    Part.PARTY: "当事人",
    Part.OFFICER: "执法人员",
    Part.WITNESS: "见证人",
    Part.RECORDER: "记录人",
}


@dataclass(frozen=True)
class Need:
    """A line the paper must hold, and the article that says so."""

    label: str
    basis: str = ""


@dataclass(frozen=True)
class PaperKind:
    """One kind of paper.

    `mark` "": carries no number. `states`: terms whose dates it tells the party. `about`: the
    related rows of the case it is written about ("" the case itself). `officers`: how many
    officers sign. `sealed`: signed with organ, day and seal. `served`: needs proof of service.
    `issuer`: the organ that issues it where that is not the case's own.
    `when`: actions of the table in whose states it is offered, besides those that name it.
    """

    code: str
    title: str
    section: Section
    order: int
    mark: str = ""
    about: str = ""
    needs: tuple[Need, ...] = ()
    signs: tuple[Part, ...] = ()
    officers: int = 0
    states: tuple[Term, ...] = ()
    sealed: bool = False
    served: bool = False
    issuer: str = ""
    when: tuple[str, ...] = ()

    @property
    def volume(self) -> Volume:
        return Volume.INNER if self.section in _INNER else Volume.MAIN

    @property
    def to_party(self) -> bool:
        return self.served
