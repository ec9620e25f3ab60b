"""The words of the minutes of a study meeting, in the small language of papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cases.rules.study import NOT_INSTEAD, Effect

_MARKS = str.maketrans({"#": "＃", "~": "～", ">": "＞", "|": "｜", "【": "〖", "】": "〗"})


@dataclass(frozen=True)
class Said:
    """What one person said of a case; `dissents`: to be kept as a differing opinion."""

    name: str
    unit: str
    text: str
    dissents: bool = False


@dataclass(frozen=True)
class Concluded:
    """What the meeting came to on a case; `finish_by` only of an order to `unit`."""

    effect: Effect
    text: str
    unit: str = ""
    finish_by: date | None = None


def plain(text: str) -> str:
    """What a person wrote, so that no line of it is read as a mark of the paper language."""
    lines = (line.strip().translate(_MARKS) for line in text.replace("\r\n", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


def of_case(question: str, said: Sequence[Said], concluded: Concluded | None) -> str:
    """The part of the minutes on one case; nothing of another case stands in it."""
    opinions = [
        f"{one.name}（{one.unit}）{'保留不同意见' if one.dissents else ''}：{plain(one.text)}"
        for one in said
    ]
    lines = ["# 研讨问题", plain(question), "# 参加人员意见"]
    lines += opinions or ["参加人员没有另行提出书面意见。"]
    lines += ["# 研讨结论", _conclusion(concluded), "# 效力", NOT_INSTEAD]
    return "\n".join(line for line in lines if line)


def _conclusion(concluded: Concluded | None) -> str:
    if concluded is None:
        return ""
    text = f"（{concluded.effect.label}）{plain(concluded.text)}"
    if concluded.effect is Effect.BINDING and concluded.finish_by:
        day = concluded.finish_by
        text += f"\n由{concluded.unit}于{day.year}年{day.month}月{day.day}日前落实，并报告结果。"
    return text
