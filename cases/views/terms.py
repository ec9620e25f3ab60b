"""期限表, the calculator, and the derivation of one term of a case."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from cases import selectors
from cases.forms.terms import TermForm
from cases.rules import term_questions
from cases.rules.deadlines import TERM_RULES, Term
from cases.rules.figures import FIGURES
from cases.rules.terms import PARTY_TERMS
from cases.rules.terms_inquiry import INQUIRY
from cases.selectors.due import due_of_term
from cases.selectors.term_days import LEGEND, sheets, sheets_of
from core import calendars, parameters
from core.errors import RuleViolation
from core.http import UserRequest, render_page


def _rows() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The table as it is in force: figures of configurable terms as 司法局 keeps them."""
    kept = {row.code: row for row in parameters.all_parameters()}
    found: tuple[list[dict[str, Any]], list[dict[str, Any]]] = ([], [])
    for term, rule in TERM_RULES.items():
        parameter = kept.get(term.value) if rule.configurable else None
        length = parameter.value if parameter else rule.length
        row = {
            "code": term.value,
            "rule": rule,
            "span": f"{length} {rule.unit.label}",
            "of_party": term in PARTY_TERMS,
            "unconfirmed": rule.configurable and not (parameter and parameter.confirmed_on),
        }
        found[term not in INQUIRY].append(row)
    return found


def term_table(request: UserRequest) -> HttpResponse:
    """Every term: start, length, what stops and lengthens it, what follows, by which article."""
    inquiry, after = _rows()
    context = {
        "groups": [
            ("立案、调查到决定", "inquiry", inquiry),
            ("送达、执行到归档", "after", after),
        ],
        "figures": FIGURES.values(),
    }
    return render(request, "cases/terms/table.html", context)


def calculator(request: UserRequest) -> HttpResponse:
    """When a term would end: the whole question is in the address."""
    asked = "code" in request.GET
    form = TermForm(request.GET) if asked else TermForm(initial=TermForm.example())
    calendar, answer = calendars.work_calendar(), None
    months: list[Any] = []
    if asked and form.is_valid():
        question = form.question()
        try:
            answer = term_questions.answer(
                question, calendar, today=timezone.localdate(), lengths=parameters.values()
            )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            months = _months(question, answer)
    context = {
        "form": form,
        "asked": asked,
        "answer": answer,
        "by_hour": bool(answer and answer.rule and answer.rule.unit.value == "hour"),
        "months": months,
        "legend": LEGEND,
        "years": sorted(calendar.loaded_years),
    }
    return render_page(request, "cases/terms/calculator.html", "cases/terms/_answer.html", context)


def _months(question: term_questions.Question, answer: term_questions.Answer) -> list[Any]:
    """The sheets, where the answer is a plain count from the start."""
    if question.served or answer.due is None or question.start is None:
        return []
    term = Term(question.code)
    length = parameters.values().get(term.value, TERM_RULES[term].length)
    start, due = term_questions.day_of(question.start), term_questions.day_of(answer.due)
    calendar = calendars.work_calendar()
    return sheets(term, start, calendar, length + question.extended, question.suspended, due)


def term_page(request: UserRequest, pk: int, term_pk: int) -> HttpResponse:
    """How the last day of one term of a case was found, day by day."""
    case = selectors.get_visible_case(user=request.user, pk=pk)
    row = next((term for term in case.terms.all() if term.pk == term_pk), None)
    if row is None:
        raise Http404("本案没有这个期限")
    calendar = calendars.work_calendar()
    rule = TERM_RULES[Term(row.term)]
    context = {
        "case": case,
        "row": row,
        "rule": rule,
        "unit": rule.unit.label,
        "of_party": not row.binds_unit,
        "due": due_of_term(row, timezone.localdate(), calendar),
        "months": sheets_of(row, calendar),
        "legend": LEGEND,
        "rests": row.suspended,
    }
    return render(request, "cases/terms/term.html", context)
