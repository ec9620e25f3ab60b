"""What is hidden before a decision is made public: names, numbers, addresses of natural persons.

《行政处罚法》第五十条 (secrets and privacy), 《政府信息公开条例》第十五条; the organ's own officers
and the place of the act stay. What a pattern can't decide is only pointed out to the reader.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from core.rules.identifiers import birth_date


class Hidden(StrEnum):
    """Kinds of what is hidden."""

    NAME = "name"
    IDENTIFIER = "identifier"
    PHONE = "phone"
    ADDRESS = "address"
    PLATE = "plate"
    ACCOUNT = "account"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Hidden.NAME: "自然人姓名",
    Hidden.IDENTIFIER: "证件号码",
    Hidden.PHONE: "电话",
    Hidden.ADDRESS: "住址",
    Hidden.PLATE: "车牌",
    Hidden.ACCOUNT: "银行账号",
}
_DOUBLE = re.compile("欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|令狐|慕容|司徒|夏侯")
_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦"
    "昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛"
    "汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡"
    "田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮"
    "储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟"
    "薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却桑桂濮牛寿通边扈燕冀郏"
    "浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧利游肖"
)
_TAG = re.compile(r"（[^（）]*）$")  # a mark behind a name, e.g. of invented persons
_HAN = re.compile(r"[\u4e00-\u9fff]{2,4}")
_BRANCH = re.compile(r"\S·\S")
_PLACE_ENDS = "道镇村店厂局所部"  # of three signs and more: a unit or a shop

_NOT_DIGIT = r"(?<![0-9A-Za-z])"
_ENDS = r"(?![0-9A-Za-z])"
_RESIDENT = re.compile(rf"{_NOT_DIGIT}[1-9]\d{{16}}[\dXx]{_ENDS}")
_MOBILE = re.compile(
    rf"(?<!证号)(?<!证号：){_NOT_DIGIT}(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{{4}}[- ]?\d{{4}}{_ENDS}"
)
_LANDLINE = re.compile(
    rf"{_NOT_DIGIT}(?:（0\d{{2,3}}）|\(0\d{{2,3}}\)|0\d{{2,3}}[-－— ]?)\d{{7,8}}{_ENDS}"
)
_TOLD_PHONE = re.compile(rf"(?:电话|联系方式)(?:号码)?[：:为]?\s*(\d{{7,8}}){_ENDS}")
_ACCOUNT = re.compile(rf"{_NOT_DIGIT}\d{{4}}(?:[ -]?\d{{4}}){{3}}(?:[ -]?\d{{1,3}})?{_ENDS}")
_TOLD_ACCOUNT = re.compile(r"(?:账号|帐号|账户|卡号)[：:为]?\s*(\d[\d -]{8,28}\d)")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·•. -]?"
    r"(?=[A-HJ-NP-Z0-9]*\d)[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警]"
)
_HOME = re.compile(
    r"(?:住址|家庭住址|户籍地址|户籍地|现住|家住)[：:为]?\s*([^，。；、\n（）]{3,50})"
)
_ROOM = re.compile(
    r"[\u4e00-\u9fff0-9]{2,20}?(?:小区|花园|公寓|新村|家园|苑|号)"
    r"\d{1,3}(?:号楼|幢|栋|座)(?:\d{1,2}单元)?\d{2,4}(?:室|房|号)?"
)
_ROLE = re.compile(
    r"(?:法定代表人|经营者|负责人|证人|见证人|投诉人|举报人|受害人|被询问人|代理人|店主|业主|员工|邻居)"
    r"(?:是|为|：|:)?([\u4e00-\u9fff]{2,4})"
)
_ENDS_NAME = "，。；、：（）“”\n 的在与和系称于"
_DOOR = re.compile(r"[\u4e00-\u9fff]{1,10}(?:路|街|巷|弄|村|社|里)\d{1,4}(?:-\d+)?号(?:之\d+)?")


@dataclass(frozen=True)
class Known:
    """What the file knows of natural persons: exactly this is hidden wherever it stands."""

    names: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mark:
    """A stretch of a text: what it is, and whether it must be hidden (`sure`) or only looked at."""

    start: int
    end: int
    kind: Hidden
    sure: bool = True


@dataclass(frozen=True)
class Piece:
    """Part of a text for showing; `kind` None: nothing about it."""

    text: str
    kind: Hidden | None = None
    sure: bool = True


@dataclass(frozen=True)
class Redacted:
    """The text as it may be shown; `pieces` with what was put in place of something."""

    text: str
    pieces: tuple[Piece, ...]
    counts: tuple[tuple[Hidden, int], ...]


def bare(name: str) -> str:
    """A name without the mark in brackets behind it."""
    return _TAG.sub("", name.strip())


def is_personal_name(name: str) -> bool:
    """Whether this can be a person's name: a surname and one to three signs, or one with ·."""
    text = bare(name)
    if _BRANCH.search(text):
        return len(text) <= 20
    if not _HAN.fullmatch(text) or (len(text) > 2 and text[-1] in _PLACE_ENDS):
        return False
    return text[0] in _SURNAMES or bool(_DOUBLE.match(text))


def mask_name(name: str) -> str:
    """张三 → 张某, 张三丰 → 张某某; the mark behind it stays."""
    text, tag = bare(name), name.strip()[len(bare(name)) :]
    if "·" in text:
        return f"{text.partition('·')[0][:1]}某某{tag}"
    kept = 2 if _DOUBLE.match(text) and len(text) > 2 else 1
    return f"{text[:kept]}{'某' * min(2, max(1, len(text) - kept))}{tag}"


def sightings(text: str, known: Known) -> list[Mark]:
    """What must be hidden and what should be looked at, in order, without overlaps."""
    found = sorted(_all(text, known), key=lambda m: not m.sure)
    kept: list[Mark] = []
    for mark in found:
        if all(mark.end <= other.start or mark.start >= other.end for other in kept):
            kept.append(mark)
    return sorted(kept, key=lambda mark: mark.start)


def redact(text: str, known: Known) -> Redacted:
    """Hide what must be hidden."""
    marks = [mark for mark in sightings(text, known) if mark.sure]
    pieces: list[Piece] = []
    at = 0
    for mark in marks:
        pieces.append(Piece(text[at : mark.start]))
        pieces.append(Piece(_instead(text[mark.start : mark.end], mark.kind), mark.kind))
        at = mark.end
    pieces.append(Piece(text[at:]))
    whole = "".join(piece.text for piece in pieces)
    counts = tuple((kind, sum(m.kind is kind for m in marks)) for kind in Hidden)
    return Redacted(
        whole,
        tuple(piece for piece in pieces if piece.text),
        tuple((kind, number) for kind, number in counts if number),
    )


def pieces_of(text: str, known: Known) -> tuple[Piece, ...]:
    """The text as it stands, with what is still to hide and to look at marked."""
    marks = sightings(text, known)
    edges = sorted({0, len(text), *(m.start for m in marks), *(m.end for m in marks)})
    by_start = {mark.start: mark for mark in marks}
    found = []
    for start, end in pairwise(edges):
        mark = by_start.get(start)
        found.append(
            Piece(text[start:end], mark.kind, mark.sure) if mark else Piece(text[start:end])
        )
    return tuple(found)


def _instead(text: str, kind: Hidden) -> str:
    if kind is Hidden.NAME:
        return mask_name(text)
    if kind is Hidden.PLATE:
        return f"{text[:2]}*****"
    return f"（{kind.label}略）"


def _all(text: str, known: Known) -> Iterator[Mark]:
    yield from _known(text, known)
    yield from _numbers(text)
    for match in _PLATE.finditer(text):
        yield Mark(*match.span(), Hidden.PLATE)
    for match in _HOME.finditer(text):
        if not match[1].startswith("（"):
            yield Mark(*match.span(1), Hidden.ADDRESS)
    for match in _ROOM.finditer(text):
        yield Mark(*match.span(), Hidden.ADDRESS)
    yield from _roles(text)
    for match in _DOOR.finditer(text):
        yield Mark(*match.span(), Hidden.ADDRESS, sure=False)


def _known(text: str, known: Known) -> Iterator[Mark]:
    groups: tuple[tuple[Hidden, Iterable[str]], ...] = (
        (Hidden.ADDRESS, known.addresses),
        (Hidden.IDENTIFIER, known.identifiers),
        (Hidden.PHONE, known.phones),
        (Hidden.NAME, [bare(name) for name in known.names]),
    )
    for kind, values in groups:
        for value in sorted(set(values), key=len, reverse=True):
            if len(value) < 2 or (kind is Hidden.NAME and value[1:].strip("某") == ""):
                continue
            for match in re.finditer(re.escape(value), text):
                yield Mark(*match.span(), kind)


def _numbers(text: str) -> Iterator[Mark]:
    for match in _RESIDENT.finditer(text):
        if birth_date(match[0]):
            yield Mark(*match.span(), Hidden.IDENTIFIER)
    for form in (_MOBILE, _LANDLINE):
        for match in form.finditer(text):
            yield Mark(*match.span(), Hidden.PHONE)
    for match in _TOLD_PHONE.finditer(text):
        yield Mark(*match.span(1), Hidden.PHONE)
    for match in _ACCOUNT.finditer(text):
        yield Mark(*match.span(), Hidden.ACCOUNT)
    for match in _TOLD_ACCOUNT.finditer(text):
        yield Mark(*match.span(1), Hidden.ACCOUNT)


def _roles(text: str) -> Iterator[Mark]:
    """A name behind a part somebody plays: sure where the name plainly ends, else to look at."""
    for match in _ROLE.finditer(text):
        name, start = match[1], match.start(1)
        for length in (3, 2, 4):
            candidate = name[:length]
            after = text[start + length : start + length + 1]
            whole = len(candidate) == length and (not after or after in _ENDS_NAME)
            if whole and is_personal_name(candidate) and candidate[1:].strip("某"):
                yield Mark(start, start + length, Hidden.NAME)
                break
        else:
            if is_personal_name(name[:2]) and name[1] != "某":
                yield Mark(start, start + min(3, len(name)), Hidden.NAME, sure=False)
