"""Form bases: Bootstrap attributes, messages, the key against double submission, signatures."""

from __future__ import annotations

import base64
import struct
import uuid
from io import BytesIO
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from PIL import Image

from core.sheets_in import LARGEST_FILE, MOST_ROWS

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


TYPED = "text:"  # before a typed name; a drawn signature is a PNG data URL
_DRAWN = "data:image/png;base64,"
# base64 and Pillow's ways to say "not a PNG"
_NOT_A_PNG = (ValueError, OSError, SyntaxError, struct.error, Image.DecompressionBombError)


class SignatureInput(forms.Widget):
    """A pad to sign on by finger or mouse; a typed name where drawing is impossible.

    Pages with it load `{% signature_assets %}`; without scripts only the typed name is offered.
    """

    use_fieldset = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        typed = str(data.get(f"{name}_typed", "")).strip()
        return str(data.get(name, "")) or (f"{TYPED}{typed}" if typed else "")

    def id_for_label(self, id_: str) -> str:
        return ""  # the label is the legend of several controls

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        given = str(value or "")
        shown = {
            "name": name,
            "id": (attrs or {}).get("id", f"id_{name}"),
            "drawn": given if given.startswith(_DRAWN) else "",
            "typed": given.removeprefix(TYPED) if given.startswith(TYPED) else "",
        }
        return render_to_string("components/_signature_pad.html", shown)


class SignatureField(forms.Field):
    """A signature, checked by its content: `data:image/png;base64,…`, drawn anew from its pixels
    (black on white, at most 600 pixels wide), or `text:` and a typed name."""

    widget = SignatureInput
    default_error_messages = {"required": "请手写签名；不便手写时键入姓名"}
    most_bytes = 300_000
    most_pixels = (2400, 1200)
    least_ink = 60  # pixels: fewer are a slip of the finger

    def to_python(self, value: Any) -> str:
        given = str(value or "")
        if given.startswith(TYPED):
            return self._typed(given.removeprefix(TYPED))
        return self._drawn(given) if given else ""

    def _typed(self, given: str) -> str:
        name = " ".join(given.split())
        if not 2 <= len(name) <= 40 or not name.replace("·", "").replace(" ", "").isalpha():
            raise forms.ValidationError("请键入本人姓名（2 至 40 个字）", code="name")
        return f"{TYPED}{name}"

    def _drawn(self, given: str) -> str:
        if not given.startswith(_DRAWN) or len(given) > self.most_bytes:
            raise forms.ValidationError("签名不是有效的图片，请清除后重签", code="format")
        try:
            raw = base64.b64decode(given.removeprefix(_DRAWN), validate=True)
            image = Image.open(BytesIO(raw), formats=["PNG"])
            if any(side > most for side, most in zip(image.size, self.most_pixels, strict=True)):
                raise forms.ValidationError("签名图片过大，请清除后重签", code="size")
            drawn = image.convert("RGBA")
        except _NOT_A_PNG as error:
            raise forms.ValidationError(
                "签名不是有效的图片，请清除后重签", code="format"
            ) from error
        paper = Image.new("RGBA", drawn.size, "white")
        ink = Image.alpha_composite(paper, drawn).convert("L")
        if sum(ink.histogram()[:160]) < self.least_ink:
            raise forms.ValidationError("签名是空白的，请在框内签名", code="blank")
        ink.thumbnail((600, 300))
        kept = BytesIO()
        ink.save(kept, "PNG", optimize=True)
        return _DRAWN + base64.b64encode(kept.getvalue()).decode()


class FilesInput(forms.ClearableFileInput):
    """The browser's control for several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files of one field; cleaned to a list, empty where none was chosen.

    Which contents are taken is for the service to say (`core.uploads`).
    """

    widget = FilesInput

    def __init__(self, *, widget_attrs: dict[str, str] | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("widget", FilesInput(attrs={"multiple": True, **(widget_attrs or {})}))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, (list, tuple)) else [data] if data else []
        if not given:
            super().clean(None, initial)
        return [super(FilesField, self).clean(one, initial) for one in given]


class UploadForm(PlainForm):
    """A workbook to import."""

    file = forms.FileField(
        label="xlsx 工作簿",
        help_text=f"不超过 5 MB、{MOST_ROWS} 行",
        widget=forms.ClearableFileInput({"accept": ".xlsx"}),
        error_messages={"required": "请选择文件", "empty": "文件是空的"},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError("文件超过 5 MB，请分成几个文件")
        return file


class ParameterForm(PlainForm):
    value = forms.IntegerField(label="数值", min_value=1, max_value=1_000_000)


class AuditFilter(PlainForm):
    actor = forms.CharField(label="经手人", required=False)
    since = forms.DateField(label="起", required=False, widget=DayInput())
    until = forms.DateField(label="止", required=False, widget=DayInput())
