"""How one form field is shown: which classes its control needs and which block it fills."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.widgets import CheckboxSelectMultiple, RadioSelect, Textarea, Widget

from core.forms import SignatureInput

_GROUPS = (RadioSelect, CheckboxSelectMultiple)
_WIDE = (Textarea, CheckboxSelectMultiple, forms.ClearableFileInput, SignatureInput)


def kind_of(widget: Widget) -> str:
    """group (several boxes), pad (drawn by itself), check (one box) or control (all else)."""
    if isinstance(widget, _GROUPS):
        return "group"
    if isinstance(widget, SignatureInput) or getattr(widget, "is_several", False):
        return "pad"
    return "check" if isinstance(widget, forms.CheckboxInput) else "control"


def _base_class(widget: Widget) -> str:
    if kind_of(widget) == "check":
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"


def _use_native_dates(widget: Widget) -> None:
    """A text date control becomes the browser's own, which only understands ISO dates."""
    if not isinstance(widget, (forms.DateInput, forms.DateTimeInput)):
        return
    if widget.input_type != "text":
        return
    moment = isinstance(widget, forms.DateTimeInput)
    widget.input_type = "datetime-local" if moment else "date"
    widget.format = "%Y-%m-%dT%H:%M" if moment else "%Y-%m-%d"


def control_html(bound: BoundField, *, small: bool = False) -> str:
    """The control with the theme's classes and, if refused, the mark that it is."""
    widget = bound.field.widget
    _use_native_dates(widget)
    base = _base_class(widget)
    classes = [str(widget.attrs.get("class", "")) or base]
    if small and base != "form-check-input":
        classes.append(f"{base}-sm")
    if bound.errors:
        classes.append("is-invalid")
    return bound.as_widget(attrs={"class": " ".join(classes)})


def describe(bound: BoundField) -> dict[str, Any]:
    """What components/_field.html needs."""
    widget = bound.field.widget
    kind = kind_of(widget)
    return {
        "bound": bound,
        "kind": kind,
        "control": "" if kind == "group" else control_html(bound),
        "options": _options(bound) if kind == "group" else [],
        "label": bound.label,
        "help": bound.help_text,
        "errors": list(bound.errors),
        "required": bound.field.required,
        "wide": kind == "pad" or isinstance(widget, _WIDE),
        "described_by": bound.aria_describedby or "",
        "id": bound.id_for_label or bound.auto_id,
        "base_id": bound.auto_id,
    }


def _options(bound: BoundField) -> list[dict[str, Any]]:
    bound.field.widget.attrs["class"] = "form-check-input"
    return [
        {"tag": option.tag(), "id": option.id_for_label, "label": option.choice_label}
        for option in bound.subwidgets
    ]


def error_links(form: forms.BaseForm) -> list[dict[str, str]]:
    """Every error of a form, each with the control it is about ("" for the form as a whole)."""
    links = [{"target": "", "label": "", "text": str(e)} for e in form.non_field_errors()]
    for name in form.errors:
        if name not in form.fields:
            continue
        bound = form[name]
        # An error on a hidden control has no place of its own beside a field.
        target = "" if bound.is_hidden else bound.id_for_label or f"{bound.auto_id}_0"
        label = "" if bound.is_hidden else str(bound.label)
        links += [{"target": target, "label": label, "text": str(e)} for e in bound.errors]
    return links
