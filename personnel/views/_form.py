"""The page around a single form: where it belongs, what to know first, what the button does."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from core.forms import PlainForm
from core.http import UserRequest
from personnel.models import Officer


@dataclass(frozen=True)
class FormPage:
    """Words of the page. `back`: label and address of where it belongs; `draft`: its key."""

    title: str
    submit: str
    icon: str
    back: tuple[str, str]
    draft: str = ""
    note: str = ""
    note_tone: str = "info"
    confirm: str = ""
    danger: bool = False

    def render(self, request: UserRequest, form: PlainForm) -> HttpResponse:
        return render(request, "personnel/form.html", {"form": form, "words": self})


def of(officer: Officer) -> tuple[str, str]:
    """Back to the person."""
    return str(officer), officer.get_absolute_url()


def of_list(label: str, name: str) -> tuple[str, str]:
    return label, reverse(name)
