"""How long something has been waiting, in words."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

LONG = timedelta(days=1)


@register.filter
def waited(since: datetime) -> str:
    """已等 5 小时, 已等 3 天; whole units, rounded down."""
    passed = timezone.now() - since
    if passed.days:
        return f"已等 {passed.days} 天"
    hours = int(passed.total_seconds() // 3600)
    return f"已等 {hours} 小时" if hours > 0 else "已等不足 1 小时"


@register.simple_tag
def waited_badge(since: datetime) -> SafeString:
    """The same as a badge, raised in tone after a day; the exact moment on hovering."""
    level = "soon" if timezone.now() - since >= LONG else "ok"
    moment = timezone.localtime(since).strftime("%Y-%m-%d %H:%M")
    return format_html(
        '<span class="due due--{}" title="自 {} 起">{}</span>', level, moment, waited(since)
    )
