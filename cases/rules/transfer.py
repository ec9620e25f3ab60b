"""Handing a case on (移送): to whom, by which article, what goes along, what becomes of the case.

A unit that is not competent hands the case to the one that is (《行政处罚法》第二十二条至
第二十五条); what looks like a crime goes to the police (第二十七条; 国务院令第310号
《行政执法机关移送涉嫌犯罪案件的规定》); a lead about an official goes to 纪委监委 beside the case.
Pure data and values; `transfer_crime` has what follows when the police have a case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from cases.rules.terms import Term

_22 = "《行政处罚法》第二十二条至第二十五条"
_27 = "《行政处罚法》第二十七条"
_310 = "《行政执法机关移送涉嫌犯罪案件的规定》"
_FORCE_21 = "《行政强制法》第二十一条"
POLICE, PROCURATORATE = "漳州市公安局芗城分局", "漳州市芗城区人民检察院"
SUPERVISION, CITY = "中共漳州市芗城区纪委、漳州市芗城区监委", "漳州市市级行政执法机关"


class TransferKind(StrEnum):
    """To whom a case is handed."""

    TOWN = "town"
    BUREAU = "bureau"
    CITY = "city"
    ORGAN = "organ"
    CRIME = "crime"
    DISCIPLINE = "discipline"

    @property
    def rule(self) -> KindRule:
        return KINDS[self]


class Course(StrEnum):
    """What becomes of the case once it is taken over."""

    MOVES = "moves"
    ENDS = "ends"
    RESTS = "rests"
    GOES_ON = "goes_on"

    @property
    def label(self) -> str:
        return _COURSES[self]


_COURSES = {
    Course.MOVES: "接收后由接收单位继续办理，案号和办理记录不变，本单位仍可查看进展和结果",
    Course.ENDS: "接收后本案在本单位办结，材料和记录保留，处理结果登记在本案",
    Course.RESTS: "送出后本案中止，公安机关不予立案或者司法机关移回的恢复办理",
    Course.GOES_ON: "只移送问题线索，本案照常办理",
}


class Fate(StrEnum):
    """What becomes of a running term."""

    ENDED = "结束"
    SUSPENDED = "中止计算"
    CONTINUES = "继续计算"
    ANEW = "重新起算"


@dataclass(frozen=True)
class TermEffect:
    """Which terms, what becomes of them, and by which article."""

    fate: Fate
    text: str
    basis: str


@dataclass(frozen=True)
class KindRule:
    """One line of the table.

    `inside`: to a unit of the platform. `asks_head`: the head of the organ approves it even before
    the case is filed; a filed case always needs it, but for a lead. `answer`: the term in which the
    receiver is to answer. `goods`: originals and things may go along. `organ`: offered as receiver.
    """

    label: str
    inside: bool
    basis: str
    course: Course
    answer: Term
    hands_over: str
    paper: str
    asks_head: bool = False
    goods: bool = True
    organ: str = ""


_FILE = "案件登记材料、调查记录、证据材料和涉案物品，附移送清单"
KINDS: Mapping[TransferKind, KindRule] = MappingProxyType(
    {
        TransferKind.TOWN: KindRule(
            "移送镇街", True, _22, Course.MOVES, Term.TRANSFER_ANSWER, _FILE, "transfer_letter"
        ),
        TransferKind.BUREAU: KindRule(
            "移送区级部门", True, _22, Course.MOVES, Term.TRANSFER_ANSWER, _FILE, "transfer_letter"
        ),
        TransferKind.CITY: KindRule(
            "移送市级机关",
            False,
            f"{_22}；《片区联合执法工作方案》二（二）2",
            Course.ENDS,
            Term.TRANSFER_ANSWER,
            _FILE,
            "transfer_letter",
            organ=CITY,
        ),
        TransferKind.ORGAN: KindRule(
            "移送其他行政机关",
            False,
            _22,
            Course.ENDS,
            Term.TRANSFER_ANSWER,
            _FILE,
            "transfer_letter",
        ),
        TransferKind.CRIME: KindRule(
            "涉嫌犯罪移送公安机关",
            False,
            f"{_27}；{_310}第五条、第六条",
            Course.RESTS,
            Term.POLICE_REVIEW,
            "涉嫌犯罪案件移送书、案件情况调查报告、涉案物品清单、检验报告或者鉴定意见、其他有关材料",
            "crime_transfer",
            asks_head=True,
            organ=POLICE,
        ),
        TransferKind.DISCIPLINE: KindRule(
            "移送问题线索（纪委监委）",
            False,
            f"{_310}第十八条；《监察法》关于国家机关移送问题线索的规定",
            Course.GOES_ON,
            Term.TRANSFER_ANSWER,
            "问题线索说明和有关材料复印件，不移交原件",
            "transfer_letter",
            goods=False,
            organ=SUPERVISION,
        ),
    }
)
KIND_CHOICES = [(kind.value, rule.label) for kind, rule in KINDS.items()]
INSIDE = tuple(kind.value for kind, rule in KINDS.items() if rule.inside)
# Terms of what is held run on when a case moves: the law gives the new holder no more time.
RUN_ON = frozenset({Term.EVIDENCE_PRESERVATION, Term.SEIZURE, Term.EMERGENCY_APPROVAL})

_60 = "《行政处罚法》第五十四条、第六十条"
_HELD = TermEffect(
    Fate.CONTINUES,
    "先行登记保存、查封扣押的期限继续计算，由接收单位在原期限内处理",
    "《行政处罚法》第五十六条；《行政强制法》第二十五条",
)
_EFFECTS: Mapping[Course, tuple[TermEffect, ...]] = MappingProxyType(
    {
        Course.MOVES: (
            TermEffect(Fate.CONTINUES, "接收以前本单位的各项期限照常计算", _60),
            TermEffect(Fate.ENDED, "本单位的立案、办案期限自接收之日结束", _60),
            TermEffect(
                Fate.ANEW, "接收单位的立案期限自接收之日起算，办案期限自其立案之日起算", _60
            ),
            _HELD,
        ),
        Course.ENDS: (
            TermEffect(Fate.CONTINUES, "接收以前各项期限照常计算，退回的不因移送扣除", _60),
            TermEffect(Fate.ENDED, "各项期限自受移送机关接收之日结束", _60),
        ),
        Course.RESTS: (
            TermEffect(
                Fate.SUSPENDED, "办案期限自送出之日中止，恢复办理之日继续", f"{_27}、第六十条"
            ),
            TermEffect(Fate.ANEW, "尚未立案的，立案期限自恢复办理之日起算", _60),
            TermEffect(
                Fate.CONTINUES, "查封、扣押的期限继续计算，财物随案移送并书面告知当事人", _FORCE_21
            ),
        ),
        Course.GOES_ON: (TermEffect(Fate.CONTINUES, "本案各项期限继续计算", _60),),
    }
)


def effects(kind: TransferKind) -> tuple[TermEffect, ...]:
    """What becomes of the running terms, for the page and for the service that carries it out."""
    return _EFFECTS[kind.rule.course]


def course_of(kind: TransferKind, version: int) -> Course:
    """A case of the first version of the procedure ends with the transfer itself, whoever gets it.

    It knew no leads beside the case, so the last kind is not offered there.
    """
    return Course.ENDS if version == 1 else kind.rule.course


def kinds_of(version: int) -> list[TransferKind]:
    """The kinds a version of the procedure knows; the first led only out of the district."""
    if version > 1:
        return list(TransferKind)
    return [TransferKind.CITY, TransferKind.ORGAN, TransferKind.CRIME]


def asks_head(kind: TransferKind, *, filed: bool, version: int) -> bool:
    """Whether the head must approve: always for a crime (310号令第五条), else once it is filed.

    What the head had filed leaves the organ only with the head's approval (第五十七条第一款).
    """
    if version == 1 or kind is TransferKind.DISCIPLINE:
        return False
    return kind.rule.asks_head or filed
