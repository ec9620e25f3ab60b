"""Form bases: Bootstrap attributes, Chinese messages, and the key against double submission."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms

REQUIRED = "请填写此项"


class PlainForm(forms.Form):
    """A form whose controls carry the theme's classes and whose errors say what to do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _dress(field)


def _dress(field: forms.Field) -> None:
    if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
        chooses = isinstance(field, (forms.ChoiceField, forms.ModelChoiceField))
        field.error_messages["required"] = "请选择" if chooses else REQUIRED
    widget = field.widget
    if isinstance(widget, (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)):
        css = "form-check-input"
    elif isinstance(widget, forms.Select):
        css = "form-select"
    else:
        css = "form-control"
    widget.attrs.setdefault("class", css)


class OnceForm(PlainForm):
    """A form that makes one thing however often it is sent: the key travels with it."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["submission_key"].initial = uuid.uuid4


class VersionedForm(PlainForm):
    """A form on something others may change meanwhile: it remembers which version was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", **kwargs)


class ParameterForm(PlainForm):
    value = forms.IntegerField(label="数值", min_value=1, max_value=1_000_000)


class AuditFilter(PlainForm):
    actor = forms.CharField(label="经手人", required=False)
    since = forms.DateField(label="起", required=False, widget=DayInput())
    until = forms.DateField(label="止", required=False, widget=DayInput())
