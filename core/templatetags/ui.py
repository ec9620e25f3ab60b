"""The building blocks of every page. They know words, tones and numbers, nothing of the trade."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.http import HttpRequest, QueryDict
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.templatetags import _fields, _icons, _tiles

register = template.Library()

NOTHING = "—"
TONES = ("neutral", "info", "progress", "success", "warning", "danger")
_SIGNS = {"success": "check-circle-fill", "warning": "exclamation-triangle-fill"}
_NO_TERM = SafeString('<span class="due due--none">无期限</span>')
_SIGNS |= {"danger": "x-octagon-fill", "error": "x-octagon-fill", "info": "info-circle-fill"}


def _tone(tone: str) -> str:
    if tone not in TONES:
        message = f"unknown tone {tone!r}"
        raise ValueError(message)
    return tone


def _request(context: Context) -> HttpRequest | None:
    # Inside `include … only` the variable is gone, the context's own request is not.
    found = context.get("request") or getattr(context, "request", None)
    return found if isinstance(found, HttpRequest) else None


def _query(context: Context) -> QueryDict:
    request = _request(context)
    return request.GET.copy() if request else QueryDict(mutable=True)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """`{% icon "bell" %}`; with a label when it stands alone."""
    return _icons.svg(name, label)


@register.simple_tag
def tone_icon(tone: str) -> SafeString:
    """The sign that goes with a message level or tone."""
    return _icons.svg(_SIGNS.get(tone, "info-circle-fill"))


# A list shows dozens of badges: strings, because a template of its own costs ten times as much.
@register.simple_tag
def state_badge(label: object, tone: str = "neutral") -> SafeString:
    """`{% state_badge record.state_label "progress" %}`."""
    return format_html('<span class="state state--{}">{}</span>', _tone(tone), label)


@register.simple_tag
def due_badge(due: Any | None) -> SafeString:
    """A deadline: `due` has text, level (ok|soon|late|none), provisional and why; or is None."""
    if not due:
        return _NO_TERM
    badge = format_html('<span class="due due--{}">{}</span>', due.level, due.text)
    if not due.provisional:
        return badge
    return badge + format_html(
        ' <span class="due due--provisional" title="{}">'
        '暂定<span class="visually-hidden">：{}</span></span>',
        due.why,
        due.why,
    )


@register.simple_tag
def money(value: Decimal | int | None) -> str:
    """12,345.00; nothing is a dash."""
    return NOTHING if value is None else f"{Decimal(value):,.2f}"


@register.simple_tag
def day(value: date | None) -> str:
    """2026-11-23; a moment is first brought to local time."""
    if isinstance(value, datetime):
        return moment(value)[:10]
    return value.isoformat() if value else NOTHING


@register.simple_tag
def moment(value: datetime | None) -> str:
    """2026-11-23 08:05, local time."""
    if value is None:
        return NOTHING
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return local.strftime("%Y-%m-%d %H:%M")


@register.simple_tag(takes_context=True)
def query_replace(context: Context, **changes: object) -> str:
    """The present query string with some values replaced; "" or None takes one away."""
    query = _query(context)
    for key, value in changes.items():
        if value in ("", None):
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}"


@register.inclusion_tag("components/_pager.html", takes_context=True)
def pager(context: Context, page: Any, target: str = "#list") -> dict[str, Any]:
    """Earlier and later pages of a list; with `target=""` links load the whole page."""
    return {
        "page": page,
        "target": target,
        "previous": query_replace(context, page=page.previous_number),
        "next": query_replace(context, page=page.next_number),
    }


@register.inclusion_tag("components/_sort_head.html", takes_context=True)
def sort_head(
    context: Context, label: str, key: str, default: str = "", target: str = "#list"
) -> dict[str, Any]:
    """A column heading that sorts by `?sort=key`, then `?sort=-key`; `default` sorts unasked."""
    present = _query(context).get("sort") or default
    order = {key: "ascending", f"-{key}": "descending"}.get(present, "none")
    following = f"-{key}" if order == "ascending" else key
    sign = {"ascending": "caret-up-fill", "descending": "caret-down-fill"}
    return {
        "label": label,
        "order": order,
        "target": target,
        "sign": sign.get(order, "chevron-expand"),
        "url": query_replace(context, sort=following, page=None),
    }


@register.inclusion_tag("components/_filterbar.html", takes_context=True)
def filterbar(
    context: Context, form: forms.BaseForm, target: str = "#list", label: str = "筛选条件"
) -> dict[str, Any]:
    """The fields of a filter form; its first field stays in sight on a phone."""
    query, request = _query(context), _request(context)
    names = {bound.html_name for bound in form}
    kept = [(k, v) for k, values in query.lists() for v in values]
    fields = [
        {"bound": bound, "control": _fields.control_html(bound, small=True)}
        for bound in form.visible_fields()
    ]
    return {
        "first": fields[:1],
        "others": fields[1:],
        "kept": [(k, v) for k, v in kept if k not in names and k != "page"],
        "hidden": form.hidden_fields(),
        "used": sum(1 for bound in form.visible_fields()[1:] if query.get(bound.html_name)),
        "path": request.path if request else "?",
        "target": target,
        "label": label,
    }


@register.inclusion_tag("components/_field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """Label, control, help and errors of one field."""
    return _fields.describe(bound)


@register.inclusion_tag("components/_form.html")
def form_fields(form: forms.BaseForm) -> dict[str, Any]:
    """All fields of a form in two columns, hidden ones included."""
    return {"hidden": form.hidden_fields(), "visible": form.visible_fields()}


@register.inclusion_tag("components/_form_errors.html")
def form_errors(form: forms.BaseForm) -> dict[str, Any]:
    """Summary above a refused form, every line leading to its field."""
    return {"links": _fields.error_links(form) if form.is_bound else []}


@register.inclusion_tag("components/_empty.html")
def empty_state(
    title: str, hint: str, url: str = "", action: str = "", icon: str = "inbox"
) -> dict[str, Any]:
    """What an empty list says, and what to do next."""
    return {"title": title, "hint": hint, "url": url, "action": action, "icon_name": icon}


@register.inclusion_tag("components/_stat.html")
def stat(
    label: str, value: object, url: str = "", tone: str = "neutral", icon: str = "", hint: str = ""
) -> dict[str, Any]:
    """One number of a dashboard, as a link when it has an address."""
    shown = {"label": label, "value": value, "url": url, "hint": hint}
    return {**shown, "tone": _tone(tone), "icon_name": icon}


@register.inclusion_tag("components/_timeline.html")
def timeline(entries: Iterable[object]) -> dict[str, Any]:
    """Events in order: at, actor_name, title, text, tone, hash_short ("" where there is none)."""
    return {"entries": entries}


@register.inclusion_tag("components/_steps.html")
def steps(entries: Iterable[object]) -> dict[str, Any]:
    """Stages of a procedure: label, state (done|current|todo|stopped), note ("" if none)."""
    return {"entries": entries}


@register.inclusion_tag("components/_progress.html")
def progress(value: int, total: int, label: str, tone: str = "info") -> dict[str, Any]:
    """How much of something is done; a total of 0 means not yet known."""
    percent = min(100, round(100 * value / total)) if total else 0
    shown = {"value": value, "total": total, "label": label}
    return {**shown, "tone": _tone(tone), "percent": percent}


@register.inclusion_tag("components/_zone_map.html", name="zone_map")
def tile_map(
    groups: Sequence[Mapping[str, Any]], title: str = "分布图", unit: str = "在办"
) -> dict[str, Any]:
    """The honeycomb map; see `_tiles.honeycomb` for what a group and a tile hold."""
    return {"groups": _tiles.honeycomb(groups), "title": title, "unit": unit}


@register.inclusion_tag("components/_crumbs.html")
def crumbs(*parts: str) -> dict[str, Any]:
    """`{% crumbs "列表" list_url "当前页" %}`: label and address in turn, the last without."""
    *earlier, here = parts
    pairs = zip(earlier[::2], earlier[1::2], strict=True)
    return {"trail": [{"label": label, "url": url} for label, url in pairs], "here": here}


@register.inclusion_tag("components/_table.html")
def data_table(
    caption: str, head: Sequence[str], rows: Sequence[Sequence[object]], numeric: int = 1
) -> dict[str, Any]:
    """A plain table of values; columns from `numeric` on are aligned as numbers."""
    paired = [list(zip(head, row, strict=True)) for row in rows]
    return {"caption": caption, "head": head, "rows": paired, "numeric": numeric}


@register.simple_block_tag
def panel(content: str, title: str, icon: str = "", id: str = "", tone: str = "") -> SafeString:
    """`{% panel "基本信息" icon="file-text" %} … {% endpanel %}`: a titled box."""
    shown = {"content": content, "title": title, "icon_name": icon, "id": id, "tone": tone}
    return render_to_string("components/_panel.html", shown)


@register.simple_block_tag
def callout(content: str, tone: str = "info", title: str = "") -> SafeString:
    """`{% callout "warning" "请注意" %} … {% endcallout %}`: a remark inside a page."""
    shown = {"content": content, "tone": _tone(tone), "title": title}
    return render_to_string("components/_callout.html", shown)


@register.simple_block_tag
def dialog(content: str, id: str, title: str) -> SafeString:
    """`{% dialog "pick" "选择人员" %} … {% enddialog %}`, opened by `data-dialog="#pick"`."""
    return render_to_string(
        "components/_dialog.html", {"content": content, "id": id, "title": title}
    )


@register.simple_tag
def select_assets() -> SafeString:
    """In head_extra of pages with `<select data-search>`: the searchable drop-down."""
    return format_html(
        '<link rel="stylesheet" href="{}">'
        '<script src="{}" defer></script><script src="{}" defer></script>',
        static("vendor/tom-select/css/tom-select.bootstrap5.min.css"),
        static("vendor/tom-select/js/tom-select.complete.min.js"),
        static("core/js/pickers.js"),
    )
