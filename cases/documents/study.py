"""A study meeting as an entry for calendars, and its minutes as PDF."""

from __future__ import annotations

from django.utils import timezone
from icalendar import Calendar, Event

from cases.documents import sheet
from cases.models import StudyMeeting
from cases.selectors import study_minutes
from cases.selectors.chinese_days import chinese_day

_PRODUCT = "-//芗城区片区联合执法平台//研讨会//ZH"


def as_ics(meeting: StudyMeeting, host: str) -> bytes:
    """Time and place only: nothing of the cases leaves the platform with it."""
    event = Event()
    event.add("uid", f"study-{meeting.pk}@xiangcheng")
    event.add("dtstamp", meeting.created_at)
    event.add("summary", meeting.title)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.ends_at)
    event.add("location", meeting.place)
    event.add("sequence", meeting.revision)
    event.add("status", "CANCELLED" if meeting.state == "cancelled" else "CONFIRMED")
    event.add("url", f"{host}{meeting.get_absolute_url()}")
    book = Calendar()
    book.add("prodid", _PRODUCT)
    book.add("version", "2.0")
    book.add_component(event)
    return bytes(book.to_ical())


def minutes_pdf(meeting: StudyMeeting) -> bytes:
    """All of the minutes; before the signing marked as not signed."""
    signed = timezone.localdate(meeting.signed_at) if meeting.signed_at else None
    end = f"\n>主持人：{meeting.chair}　记录人：{meeting.recorder}"
    if signed:
        end += f"\n>{chinese_day(signed)}签发"
    return sheet.typeset(
        "sheet.typ",
        sheet.layout(
            title=f"{meeting.title}纪要",
            body=study_minutes.whole(meeting) + end,
            organ="芗城区片区联合执法",
            draft="" if signed else "拟稿，未签发",
            day=chinese_day(signed) or "　　年　月　日",
            foot=f"正文校验值（SHA-256）：{meeting.minutes_hash}" if signed else "",
        ),
    )
