"""Controls written as strings are what Django's templates would have made."""

from __future__ import annotations

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test import SimpleTestCase

from core.controls import Renderer

ODD = """<"x"> & 'y'"""
CHOICES = [("", "全部"), (1, ODD), ("组", [("a", "甲"), ("b & c", "乙")])]


@pytest.mark.parametrize(
    ("widget", "value"),
    [
        (forms.TextInput({"class": "a", "required": True, "disabled": False}), ODD),
        (forms.TextInput(), None),
        (forms.NumberInput({"min": 1, "step": 0.5}), 12000),
        (forms.HiddenInput(), 7),
        (forms.DateInput({"placeholder": ODD}), "2026-11-23"),
        (forms.DateTimeInput(), None),
        (forms.EmailInput(), ""),
        (forms.PasswordInput(render_value=False), "x"),
        (forms.Select({"data-search": "1"}, choices=CHOICES), "b & c"),
        (forms.Select(choices=CHOICES), 1),
        (forms.SelectMultiple(choices=CHOICES), ["a", 1]),
        (forms.NullBooleanSelect(), True),
        (forms.Textarea({"rows": 2}), ODD),
        (forms.CheckboxInput(), True),
        (forms.RadioSelect(choices=CHOICES), "a"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_control_is_the_same_as_by_template(widget: forms.Widget, value: object):
    ours = widget.render("name", value, {"id": "x"}, renderer=Renderer())
    theirs = widget.render("name", value, {"id": "x"}, renderer=DjangoTemplates())
    SimpleTestCase().assertHTMLEqual(ours, theirs)
