"""What the eligibility rule is told, the day before, on the day, the day after."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from personnel import selectors
from personnel.models import Certificate, DispatchOfficer, DispatchOrder, Officer, Recusal
from personnel.roles import Role
from personnel.rules.eligibility import bar
from tests import stories
from tests.factories.personnel import person
from tests.people import People

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
DOMAIN = "城管-市容环卫"


def code(officer: Officer, day, *, unit="石亭街道", place="石亭街道", domain=DOMAIN, party=""):
    [facts] = selectors.officer_facts([officer], day)
    found = bar(
        facts,
        on=day,
        domain=domain,
        unit=selectors.unit_key(stories.town(unit)),
        place=selectors.unit_key(stories.town(place)),
        parties=[party],
    )
    return found.code if found else ""


def around(officer: Officer, day, **asked):
    """The bar on the day before, the day, and the day after."""
    return [code(officer, day + timedelta(days=shift), **asked) for shift in (-1, 0, 1)]


def test_the_certificate_begins(people: People):
    officer = people.shiting.officer
    officer.certificates.update(valid_from=TODAY())
    assert around(officer, TODAY()) == ["certificate_not_begun", "", ""]


def test_the_certificate_ends(people: People):
    officer = people.shiting.officer
    officer.certificates.update(expires_on=TODAY())
    assert around(officer, TODAY()) == ["", "", "certificate_expired"]


def test_the_office_begins(people: People):
    officer = person("新任", Role.TOWN_OFFICER, "石亭街道", starts_on=TODAY()).officer
    assert around(officer, TODAY()) == ["not_of_unit", "", ""]


def test_the_secondment_ends(people: People):
    officer = person(
        "下沉", Role.SECONDED_OFFICER, "石亭街道", home="区城管执法局", ends_on=TODAY()
    ).officer
    assert around(officer, TODAY()) == ["", "", "not_of_unit"]


@pytest.mark.parametrize(
    ("answer", "status", "expected"),
    [
        ("accepted", "issued", ["place_not_covered", "", "place_not_covered"]),
        ("accepted", "cancelled", ["place_not_covered"] * 3),
        ("called", "issued", ["place_not_covered"] * 3),
        ("declined", "issued", ["place_not_covered"] * 3),
    ],
)
def test_an_accepted_dispatch_covers_its_town_for_its_time(
    people: People, answer, status, expected
):
    officer, chief = people.shiting.officer, people.chief_west
    start = timezone.make_aware(datetime.combine(TODAY(), time(9)))
    town = stories.town("天宝镇")
    order = DispatchOrder.objects.create(
        zone=town.zone, township=town, place="镇政府", purpose="检查", starts_at=start,
        ends_at=start + timedelta(hours=3), status=status, number="芗片调〔2026〕1号",
        created_by=chief, issued_by=chief, issued_at=start,
    )  # fmt: skip
    DispatchOfficer.objects.create(order=order, officer=officer, answer=answer)
    assert around(officer, TODAY(), place="天宝镇") == expected
    assert around(officer, TODAY()) == ["", "", ""]  # the own town stays covered


def test_a_dispatch_gives_a_place_and_never_another_towns_name(people: People):
    test_an_accepted_dispatch_covers_its_town_for_its_time(
        people, "accepted", "issued", ["place_not_covered", "", "place_not_covered"]
    )
    officer = people.shiting.officer
    assert around(officer, TODAY(), unit="天宝镇", place="天宝镇") == ["not_of_unit"] * 3


def test_a_bureaus_officer_covers_every_town_but_acts_only_for_the_bureau(people: People):
    [facts] = selectors.officer_facts([people.bureau.officer], TODAY())
    assert all(facts.covers(f"T{pk}") for pk in (1, 2, 3))
    assert around(people.bureau.officer, TODAY()) == ["not_of_unit"] * 3


def test_recusal_holds_until_it_is_lifted(people: People):
    officer = people.shiting.officer
    row = Recusal.objects.create(
        officer=officer, party="某店", ground="近亲属", recorded_on=TODAY()
    )
    assert code(officer, TODAY(), party="某店") == "recused"
    assert code(officer, TODAY(), party="别店") == ""
    row.lifted_on = TODAY()
    row.save()
    assert code(officer, TODAY(), party="某店") == ""


def test_the_domain_of_a_bureaus_certificate(people: People):
    officer = people.shiting.officer
    Certificate.objects.filter(officer=officer).update(domains=["消防"])
    assert code(officer, TODAY()) == "certificate_domain"
    assert code(officer, TODAY(), domain="消防") == ""


def test_facts_of_many_cost_as_few_queries_as_of_one(people: People, django_assert_num_queries):
    one = [people.shiting.officer]
    many = [*one, people.shiting_second.officer, people.tianbao.officer, people.bureau.officer]
    for chosen in (one, many):
        with django_assert_num_queries(4):
            selectors.officer_facts(chosen, TODAY())
