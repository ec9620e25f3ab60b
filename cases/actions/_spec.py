"""What an action is to pages and API: its words, its form, the service it calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cases.forms import actions as forms
from cases.models import Case
from cases.rules.workflow import label_of
from core.models import User

Run = Callable[[Case, Any, User, int | None], object]


@dataclass(frozen=True)
class Action:
    """How an action is shown and which service it calls."""

    label: str
    icon: str
    form: type[forms.CaseForm]
    run: Run
    success: str
    hint: str = ""
    confirm: str = ""
    above: str = ""  # a template shown above the form
    page: str = ""  # the address of a page of its own, where the form needs one
    beside: str = ""  # a template shown beside it, over the case
    template: str = "cases/action.html"  # the page of the action


def simple(service: Callable[..., object], *names: str) -> Run:
    """A service whose keyword arguments are the form's fields of the same names."""

    def run(case: Case, data: Any, by: User, version: int | None) -> object:
        chosen = {name: data[name] for name in names}
        return service(case_id=case.pk, by=by, version=version, **chosen)

    return run


def label(action: str) -> str:
    """The words the table of transitions has for it."""
    return label_of(action)
