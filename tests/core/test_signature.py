"""A signature is judged by its pixels, whatever the browser says it is."""

from __future__ import annotations

import base64
from io import BytesIO

import pytest
from django import forms
from django.template import Context, Template
from PIL import Image, ImageDraw

from core.forms import PlainForm, SignatureField

PREFIX = "data:image/png;base64,"


class Form(PlainForm):
    signature = SignatureField(label="签名")


def encoded(image: Image.Image, kind: str = "PNG") -> str:
    kept = BytesIO()
    image.save(kept, kind)
    return PREFIX + base64.b64encode(kept.getvalue()).decode()


def pad(*, strokes: int = 3, size: tuple[int, int] = (600, 200)) -> Image.Image:
    image = Image.new("RGBA", size)
    pen = ImageDraw.Draw(image)
    for i in range(strokes):
        pen.line([(40 + 90 * i, 40), (80 + 90 * i, 150), (120 + 90 * i, 60)], "#10202f", 4)
    return image


def sent(drawn: str = "", typed: str = "") -> Form:
    return Form({"signature": drawn, "signature_typed": typed})


def test_a_drawn_signature_is_kept_as_a_small_png_of_its_pixels():
    form = sent(encoded(pad()))
    assert form.is_valid(), form.errors
    kept = form.cleaned_data["signature"]
    image = Image.open(BytesIO(base64.b64decode(kept.removeprefix(PREFIX))))
    assert (image.format, image.mode, image.size) == ("PNG", "L", (600, 200))
    assert len(kept) < 8000
    assert image.getpixel((0, 0)) == 255


def test_a_typed_name_stands_in_where_drawing_is_impossible():
    form = sent(typed="  阿卜杜拉·买买提 ")
    assert form.is_valid()
    assert form.cleaned_data["signature"] == "text:阿卜杜拉·买买提"
    shown = Template('{% load signing %}{% signature s "领用人签名" %}')
    assert "阿卜杜拉·买买提" in shown.render(Context({"s": form.cleaned_data["signature"]}))


def test_what_was_drawn_counts_before_what_was_typed():
    assert (
        sent(encoded(pad()), "陈志明")
        .fields["signature"]
        .widget.value_from_datadict(
            {"signature": encoded(pad()), "signature_typed": "陈志明"}, {}, "signature"
        )
        .startswith(PREFIX)
    )


@pytest.mark.parametrize(
    ("drawn", "typed", "told"),
    [
        ("", "", "请手写签名"),
        (encoded(pad(strokes=0)), "", "空白"),
        (encoded(Image.new("RGBA", (600, 200), "white")), "", "空白"),
        (encoded(pad(size=(2500, 200))), "", "过大"),
        (encoded(Image.new("1", (30_000, 30_000))), "", "有效的图片"),
        (encoded(pad().convert("RGB"), "JPEG"), "", "有效的图片"),
        (PREFIX + "%%%", "", "有效的图片"),
        (PREFIX + base64.b64encode(b"<svg onload=alert(1)>").decode(), "", "有效的图片"),
        ("data:image/svg+xml;base64,PHN2Zz4=", "", "有效的图片"),
        ("https://example.org/a.png", "", "有效的图片"),
        (PREFIX + "A" * 400_000, "", "有效的图片"),
        ("", "王", "本人姓名"),
        ("", "<b>王某</b>", "本人姓名"),
    ],
)
def test_anything_else_is_refused_with_what_to_do(drawn: str, typed: str, told: str):
    assert told in str(sent(drawn, typed).errors["signature"])


def test_a_damaged_file_is_refused_and_never_breaks_the_page():
    whole = base64.b64decode(encoded(pad()).removeprefix(PREFIX))
    for place in range(8, len(whole)):
        broken = whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]
        data = PREFIX + base64.b64encode(broken[: None if place % 2 else place + 9]).decode()
        try:
            SignatureField().clean(data)
        except forms.ValidationError:
            continue


def test_a_refused_form_still_has_the_signature():
    shown = Template("{% load ui %}{% form_fields form %}").render(
        Context({"form": sent(encoded(pad(strokes=1)), "")})
    )
    assert encoded(pad(strokes=1)) in shown
    assert "<legend" in shown
