"""催办: who may, who is told, what is left behind, and never twice a day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from cases.models import Urging
from cases.services import urging
from core import audit
from core.errors import RuleViolation
from core.models import Notice
from personnel.roles import Role
from tests import stories
from tests.factories.personnel import person
from tests.people import People

pytestmark = pytest.mark.django_db
WORDS = "请本周内完成取证"


def urge(case, by, message: str = WORDS) -> urging.Round:
    return urging.urge(case_ids=[case.pk], message=message, by=by)


def told() -> list[str]:
    rows = Notice.objects.filter(key__startswith="urged:")
    return sorted(str(row.recipient) for row in rows.select_related("recipient"))


def test_handlers_and_the_head_of_the_unit_are_told_once_each(people: People):
    case = stories.filed(people)
    done = urge(case, people.chief_west)
    assert told() == sorted(map(str, [people.shiting, people.shiting_second,
                                      people.shiting_deputy]))  # fmt: skip
    assert len(done.people) == 3
    notice = Notice.objects.filter(key__startswith="urged:").first()
    assert WORDS in notice.text
    assert "西部片长" in notice.text
    assert notice.url == case.get_absolute_url()


def test_before_there_are_handlers_whoever_registered_it_is_told(people: People):
    _ = people.shiting_deputy
    case = stories.registered(people.shiting, "石亭街道")
    urge(case, people.chief_west)
    assert str(people.shiting) in told()


def test_it_is_in_the_trail_and_on_the_page_of_the_case(client, people: People):
    case = stories.filed(people)
    urge(case, people.chief_west)
    entry = audit.trail_of(case).last()
    assert entry.verb == "urge"
    assert entry.payload["message"] == WORDS
    case.refresh_from_db()
    assert case.version == entry.seq
    client.force_login(people.shiting)
    page = client.get(case.get_absolute_url()).content.decode()
    assert f"催办 1 次，最近 {timezone.localdate()}" in page


def test_the_second_time_on_a_day_is_named_and_sends_nothing(people: People):
    first, second = stories.filed(people), stories.filed(people)
    urge(first, people.chief_west)
    before = Notice.objects.count()
    done = urging.urge(case_ids=[first.pk, second.pk], message=WORDS, by=people.shiting_deputy)
    assert done.today_already == [first.number]
    assert done.urged == [second]
    assert Urging.objects.filter(case=first).count() == 1
    # the deputy chief, who sends it, is not told
    assert Notice.objects.count() == before + 2


def test_on_the_next_day_it_may_be_urged_again(people: People):
    case = stories.filed(people)
    urge(case, people.chief_west)
    Urging.objects.update(urged_on=timezone.localdate() - timedelta(days=1))
    assert urge(case, people.chief_west).urged == [case]
    assert case.urgings.count() == 2


def test_a_closed_case_is_not_urged(people: People):
    case = stories.filed(people)
    type(case).objects.filter(pk=case.pk).update(state="closed", closed_on=timezone.localdate())
    assert urge(case, people.chief_west).over == [case.number]
    assert told() == []


@pytest.mark.parametrize(
    ("role", "scope", "home"),
    [
        pytest.param(Role.COORDINATOR, "西部片区", "区自然资源局", id="协作组长"),
        pytest.param(Role.DEPUTY_CHIEF, "石亭街道", "", id="本镇街副片长"),
        pytest.param(Role.COORDINATION_OFFICE, "芗城区", "区城管执法局", id="指导单位"),
    ],
)
def test_the_other_leaders_may_urge_too(people: People, role, scope, home):
    case = stories.registered(people.shiting, "石亭街道")
    assert urge(case, person("催办人", role, scope, home=home)).urged == [case]


@pytest.mark.parametrize(
    ("role", "scope", "home"),
    [
        pytest.param(Role.ZONE_CHIEF, "东部片区", "区住建局", id="他片区片长"),
        pytest.param(Role.DEPUTY_CHIEF, "天宝镇", "", id="他镇街副片长"),
        pytest.param(Role.TOWN_OFFICER, "石亭街道", "", id="镇街执法人员"),
        pytest.param(Role.ZONE_REVIEWER, "西部片区", "区司法局", id="法制审核员"),
    ],
)
def test_nobody_else_may(people: People, role, scope, home):
    case = stories.registered(people.shiting, "石亭街道")
    with pytest.raises(PermissionDenied, match="您不能催办"):
        urge(case, person("催办人", role, scope, home=home))
    assert not Urging.objects.exists()


def test_without_words_nothing_is_sent_and_the_reason_is_told(client, people: People):
    case = stories.filed(people)
    with pytest.raises(RuleViolation, match="请写明催办内容"):
        urge(case, people.chief_west, "  ")
    client.force_login(people.chief_west)
    page = client.post(reverse("board"), {"case": [case.pk], "message": ""})
    text = page.content.decode()
    assert "请写明催办内容" in text
    box = text.partition(f'value="{case.pk}"')[2].partition(">")[0]
    assert "checked" in box, "what was chosen stays chosen"


def test_from_the_board_the_filters_stay_in_the_address(client, people: People):
    case = stories.filed(people)
    client.force_login(people.chief_west)
    town = stories.town("石亭街道").pk
    asked = f"{reverse('board')}?town={town}"
    page = client.post(asked, {"case": [case.pk], "message": WORDS}, follow=True)
    assert page.redirect_chain == [(asked, 302)]
    text = page.content.decode()
    assert "已催办 1 件，通知 3 人" in text
    assert "今天已催办" in text
