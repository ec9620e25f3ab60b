"""One page for all small actions on a piece: a form, a button, back to the piece."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render

from core.http import UserRequest, attempt
from personnel.models import Equipment


@dataclass(frozen=True)
class Act:
    """How an action is told: its key, heading, button, what it leads to, and what is said after."""

    key: str
    title: str
    button: str
    hint: str
    done: str
    tone: str = "primary"


def perform(
    request: UserRequest,
    piece: Equipment,
    act: Act,
    form: BaseForm,
    call: Callable[[], object],
) -> HttpResponse:
    """Show the form, or run the service and return to the piece. A refusal is told beside its
    field with everything typed."""
    if request.method == "POST" and form.is_valid():
        done = attempt(request, call, success=act.done, form=form)
        if done is not None:
            return redirect(piece)
    context = {
        "piece": piece,
        "act": act,
        "form": form,
        "signs": "signature" in form.fields,
        "searches": "officer" in form.fields,
    }
    return render(request, "personnel/equipment/act.html", context)
