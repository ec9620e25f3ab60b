"""A case led through the services leaves the same kinds of traces as those of the demo."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone

from cases.models import Case
from cases.services import closing, decision, delivery, disclosure, payments
from core import audit
from core.models import AuditEntry, User
from legal_review.models import Review
from legal_review.rules.checklist import OpinionKind, Point
from legal_review.services import judging
from tests import stories
from tests.people import People

pytestmark = pytest.mark.django_db


def test_the_trail_says_what_the_services_say(cases: list[Case], people: People) -> None:
    """A cross-town case by the services; every verb's payload has the same keys in the demo."""
    with transaction.atomic():
        led = _led_by_services(people)
        said = {e.verb: set(e.payload) for e in audit.trail_of(led)}
    entries = AuditEntry.objects.filter(subject_type="cases.case").exclude(subject_id=led.pk)
    demo = {(entry.verb, frozenset(entry.payload)) for entry in entries}
    assert {(verb, frozenset(keys)) for verb, keys in said.items()} - demo == set()
    twin = Case.objects.get(pk=_twin_of(led))
    assert _shape(twin) == _shape(led)


def _led_by_services(people: People) -> Case:
    user = {name: User.objects.get(username=name) for name in
            ("officer_shiting1", "officer_shiting2", "chief_west", "reviewer_west",
             "reviewer_shiting", "deputy_shiting")}  # fmt: skip
    people.__dict__.update(
        shiting=user["officer_shiting1"],
        shiting_second=user["officer_shiting2"],
        chief_west=user["chief_west"],
        reviewer_west=user["reviewer_west"],
        shiting_deputy=user["deputy_shiting"],
    )
    fine = Decimal("200.00")
    case = stories.notified(people, stories.arranged(people), amount=fine, deviation_reason="测试")
    decision.submit_for_review(case_id=case.pk, confirmed=["true"], by=people.shiting)
    review = Review.objects.get(case=case)
    judging.forward(review_id=review.pk, note="", by=user["reviewer_shiting"])
    judging.conclude(
        review_id=review.pk,
        kind=OpinionKind.AGREE,
        points=dict.fromkeys(Point, True),
        text="同意。",
        by=people.reviewer_west,
    )
    decision.decide(case_id=case.pk, by=user["deputy_shiting"])
    service = delivery.Service(
        method="direct", served_on=timezone.localdate(), receiver="本人", proof="送达回证"
    )
    delivery.serve(case_id=case.pk, service=service, by=people.shiting)
    _publish(case, people)
    paid = payments.Paid(fine, timezone.localdate(), "bank", "测试票据")
    payments.record(case_id=case.pk, paid=paid, by=people.shiting)
    closing.propose(case_id=case.pk, outcome="已缴清", by=people.shiting)
    return stories.approved(case, user["deputy_shiting"])


def _publish(case: Case, people: People) -> None:
    text = "当事人占用人行道堆放建材，罚款人民币500.00元。"
    until = timezone.localdate() + timedelta(days=30)
    shown = disclosure.Shown("占用城市道路", "芗城某建材经营部", text, until)
    disclosure.publish(case_id=case.pk, shown=shown, by=people.shiting)


def _twin_of(led: Case) -> int:
    """A closed, fined demo case of two towns of one zone, reviewed once, its party waiving."""
    found = (
        Case.objects.exclude(pk=led.pk)
        .filter(state="closed", draft__penalty="fine", authority_kind="town")
        .annotate(towns=Count("places", distinct=True), zones=Count("places__township__zone",
                                                                    distinct=True),
                  rounds=Max("reviews__round"))
        .filter(towns=2, zones=1, rounds=1, prior_notice__waived=True)
    )  # fmt: skip
    return found[0].pk


def _shape(case: Case) -> dict[str, object]:
    letters = [(scope.key[0], scope.reason) for scope in case.scopes.all()]
    verbs = Counter(e.verb for e in audit.trail_of(case))
    verbs["record"] = 1  # as many as it took
    verbs.pop("archive", None)  # the twin has had its file archived since
    escalated = case.escalations.get()
    return {
        "state": case.state,
        "reporting": case.reporting,
        "verbs": dict(verbs),
        "scopes": Counter(letter for letter in letters if letter[0] in "TZA"),
        "terms": Counter(
            (t.term, t.binds_unit, t.closed_on is None)
            for t in case.terms.all()
            if t.term != "ARCHIVE"
        ),
        "told": [(r.part, r.zone_id is None) for r in escalated.recipients.all()],
        "reasons": [reason["code"] for reason in escalated.reasons],
        "review": [(r.status, r.round, bool(r.draft_text)) for r in case.reviews.all()],
        "points": case.reviews.get().opinion.points,
        "number": re.sub(r"\d+号$", "", re.sub("漳芗.街|漳芗.镇", "", case.decision.number)),
    }
