"""The minutes of a study meeting, drafted from what was entered."""

from __future__ import annotations

from cases.models import StudyItem, StudyMeeting
from cases.rules import study_minutes as words
from cases.rules.study import Effect
from cases.selectors.chinese_days import chinese_moment

_COMMA = "、"


def people_of(meeting: StudyMeeting) -> tuple[str, str]:
    """Who was there and who was not, as in minutes."""
    rows = meeting.participants.all()
    there = [str(row) for row in rows if row.present]
    away = [
        f"{row}：{row.decline_reason}" if row.decline_reason else str(row)
        for row in rows
        if not row.present
    ]
    return _COMMA.join(there), "；".join(away)


def general(meeting: StudyMeeting) -> str:
    """What is said before the cases; nothing of any case."""
    there, away = people_of(meeting)
    zones = _COMMA.join(zone.name for zone in meeting.zones.all())
    lines = [
        f"会议于{chinese_moment(meeting.held_at)}在{words.plain(meeting.place)}召开，"
        f"由{meeting.chair}主持，{meeting.recorder}记录，研讨{zones}疑难案件"
        f" {len(meeting.items.all())} 件。",
        f"到会人员：{there}。",
    ]
    return "\n".join([*lines, f"未到会人员：{away}。"] if away else lines)


def of_item(item: StudyItem) -> str:
    """The part on one case."""
    said = [
        words.Said(str(row.participant.officer), row.participant.unit, row.text, row.dissents)
        for row in item.opinions.all()
    ]
    concluded = None
    if item.effect:
        effect = Effect(item.effect)
        concluded = words.Concluded(effect, item.conclusion, str(item.unit or ""), item.finish_by)
    return words.of_case(item.question, said, concluded)


def general_text(meeting: StudyMeeting) -> str:
    """As edited, else as drafted."""
    return meeting.minutes or general(meeting)


def item_text(item: StudyItem) -> str:
    return item.minutes or of_item(item)


def whole(meeting: StudyMeeting) -> str:
    """All of it, for the signed sheet: only for those who may read the meeting."""
    parts = [general_text(meeting)]
    for number, item in enumerate(meeting.items.all(), 1):
        parts += [f"# 议题{number}：{item.case.number} {words.plain(item.case.title)}"]
        parts += [item_text(item).replace("# ", "~")]
    return "\n".join(parts)
