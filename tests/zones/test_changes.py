"""An adjustment from proposal to effect: who may, what is written, what is refused and told."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from core import audit, worklist
from core.errors import RuleViolation
from core.models import CalendarYear, Notice, User
from personnel.roles import Role
from tests import stories
from tests.factories.personnel import person
from tests.people import People
from zones.events import empowerment_changed
from zones.models import Agency, ChangeSet, Empowerment
from zones.selectors import changes as selectors
from zones.services import changes, delegations
from zones.tasks import apply_due_changes

pytestmark = pytest.mark.django_db
State = ChangeSet.State


@pytest.fixture
def staffing(people: People) -> User:
    return person("编办甲", Role.STAFFING_OFFICE, "芗城区", home="区委编办")


@pytest.fixture
def justice(people: People) -> User:
    return people.justice


@pytest.fixture
def deputy(people: People) -> User:
    return person("天宝副片长", Role.DEPUTY_CHIEF, "天宝镇")


def today():
    return timezone.localdate()


def proposal(days: int = 0) -> changes.Proposal:
    on = today() + timedelta(days=days)
    return changes.Proposal("承接调整（测试）", "群众反映集中", "芗编办〔2026〕1号", on)


def drafted(by: User, unit=None, *, kind="delegate", towns=("天宝镇",), items=None, days=0):
    change = changes.draft(proposal=proposal(days), unit=unit, key=uuid.uuid4(), by=by)
    chosen = [item.pk for item in items or [stories.undelegated_item()]]
    places = [stories.town(name).pk for name in towns]
    changes.add_lines(change_id=change.pk, kind=kind, items=chosen, towns=places, by=by)
    return change


def proposed(by: User, unit=None, **more):
    change = drafted(by, unit, **more)
    seen = selectors.version_of(change)
    return changes.propose(change_id=change.pk, version=seen, by=by)


def word(change, by: User, organ: str, *, agrees=True, opinion=""):
    return changes.give_word(
        change_id=change.pk, organ=organ, agrees=agrees, opinion=opinion, by=by
    )


def agreed(change, staffing: User, justice: User):
    word(change, staffing, "staffing")
    return word(change, justice, "justice")


def test_both_agree_and_it_takes_effect_at_once(staffing, justice, deputy):
    heard = []

    def listener(**news):
        heard.append((news["item_ids"], news["town_ids"]))

    empowerment_changed.connect(listener)
    change = agreed(proposed(staffing, towns=("天宝镇", "浦南镇")), staffing, justice)
    assert change.state == State.EFFECTIVE
    item = stories.undelegated_item()
    rows = Empowerment.objects.filter(item=item).order_by("township__order")
    assert [(r.township.name, r.starts_on, r.ends_on, r.document) for r in rows] == [
        ("天宝镇", today(), None, "芗编办〔2026〕1号"),
        ("浦南镇", today(), None, "芗编办〔2026〕1号"),
    ]
    assert len(heard) == 1
    assert heard[0][0] == [item.pk]
    assert Notice.objects.filter(recipient=deputy, text__contains="起生效").count() == 1
    verbs = list(audit.trail_of(change).values_list("verb", flat=True))
    assert verbs == ["draft", "add_lines", "propose", "review", "review", "approve", "apply"]
    assert audit.verify_trail(change) == []


def test_it_waits_for_its_day_and_the_task_is_idempotent(staffing, justice, monkeypatch):
    change = agreed(proposed(staffing, days=3), staffing, justice)
    assert change.state == State.APPROVED
    assert apply_due_changes() == 0
    day = today() + timedelta(days=3)
    monkeypatch.setattr(timezone, "localdate", lambda *_: day)
    assert apply_due_changes() == 1
    assert apply_due_changes() == 0
    assert Empowerment.objects.get(item=stories.undelegated_item()).starts_on == day
    change.refresh_from_db()
    assert change.state == State.EFFECTIVE


def test_reviews_that_took_longer_do_not_act_backwards(staffing, justice, monkeypatch):
    change = proposed(staffing)
    day = today() + timedelta(days=5)
    monkeypatch.setattr(timezone, "localdate", lambda *_: day)
    change = agreed(change, staffing, justice)
    assert change.effective_on == day
    assert Empowerment.objects.get(item=stories.undelegated_item()).starts_on == day


def test_ending_and_taking_to_the_city(staffing, justice):
    item = stories.delegated_item("天宝镇", "浦南镇", "石亭街道")
    yesterday = today() - timedelta(days=1)
    agreed(proposed(staffing, kind="end", items=[item]), staffing, justice)
    row = Empowerment.objects.get(item=item, township__name="天宝镇")
    assert (row.ends_on, row.end_reason) == (yesterday, "部门收回")
    assert row.end_document == "芗编办〔2026〕1号"
    agreed(proposed(staffing, kind="city", items=[item], towns=()), staffing, justice)
    item.refresh_from_db()
    assert item.city_since == today()
    ends = Empowerment.objects.filter(item=item).values_list("ends_on", "end_reason")
    assert sorted(ends) == sorted([(yesterday, "部门收回"), *[(yesterday, "上收市级")] * 2])
    town = stories.town("石亭街道")
    assert item.pk not in selectors.held_on(town, today()).values_list("item_id", flat=True)
    gone = selectors.difference(town, today(), yesterday)
    assert ([r.item_id for r in gone.removed], gone.added) == ([item.pk], [])


def test_an_overlap_is_refused_naming_item_town_and_period(staffing, justice):
    item = stories.delegated_item("天宝镇")
    with pytest.raises(RuleViolation, match=f"{item.name}”对天宝镇已有赋权（2024-07-01 起）"):
        drafted(staffing, items=[item])
    change = proposed(staffing, days=2)
    agreed(change, staffing, justice)
    line = change.lines.get()
    Empowerment.objects.create(
        item=line.item, township=line.township, starts_on=today(), document="另行承接"
    )
    late = today() + timedelta(days=2)
    assert delegations.apply_due(late) == 0
    told = Notice.objects.filter(recipient=staffing, text__contains="未能生效").get()
    assert "对天宝镇已有赋权" in told.text
    word(change, justice, "justice", agrees=False, opinion="与既有赋权冲突")
    change.refresh_from_db()
    assert change.state == State.REJECTED


def test_a_refusal_needs_a_reason_and_may_be_copied(staffing, justice, deputy):
    town = stories.town("天宝镇")
    change = proposed(deputy, town)
    with pytest.raises(RuleViolation, match="须写明理由"):
        word(change, justice, "justice", agrees=False, opinion="  ")
    word(change, justice, "justice", agrees=False, opinion="承接力量不足")
    change.refresh_from_db()
    assert change.state == State.REJECTED
    assert Notice.objects.filter(recipient=deputy, text__contains="未获同意").exists()
    with pytest.raises(RuleViolation, match="不再审核"):
        word(change, staffing, "staffing")
    key = uuid.uuid4()
    new = changes.copy(change_id=change.pk, key=key, by=deputy)
    assert changes.copy(change_id=change.pk, key=key, by=deputy) == new
    assert (new.state, new.lines.count()) == (State.DRAFT, 1)


def test_who_may_propose_what(staffing, deputy, people):
    town = stories.town("浦南镇")
    with pytest.raises(PermissionDenied):
        drafted(deputy, town)
    with pytest.raises(RuleViolation, match="只能提出本镇街的"):
        drafted(deputy, stories.town("天宝镇"), towns=("浦南镇",))
    bureau = Agency.objects.get(short_name="区农业农村局")
    assert drafted(people.bureau_leader, bureau).lines.count() == 1
    other = stories.delegated_item()
    with pytest.raises(RuleViolation, match="区农业农村局不能提出调整"):
        drafted(people.bureau_leader, bureau, items=[other])
    with pytest.raises(PermissionDenied):
        drafted(people.tianbao, stories.town("天宝镇"))


def test_who_may_review_and_only_once(staffing, justice, deputy):
    change = proposed(deputy, stories.town("天宝镇"))
    with pytest.raises(PermissionDenied):
        word(change, deputy, "staffing")
    with pytest.raises(PermissionDenied):
        word(change, staffing, "justice")
    word(change, staffing, "staffing")
    with pytest.raises(RuleViolation, match="区委编办已给出意见"):
        word(change, staffing, "staffing")


def test_double_clicks_and_stale_pages(staffing):
    key = uuid.uuid4()
    made = [changes.draft(proposal=proposal(), unit=None, key=key, by=staffing) for _ in "12"]
    assert made[0] == made[1]
    change = drafted(staffing)
    seen = selectors.version_of(change)
    changes.edit(change_id=change.pk, proposal=proposal(1), version=seen, by=staffing)
    with pytest.raises(RuleViolation, match="他人刚刚修改"):
        changes.propose(change_id=change.pk, version=seen, by=staffing)
    changes.propose(change_id=change.pk, version=seen + 1, by=staffing)
    with pytest.raises(RuleViolation, match="不能再修改"):
        changes.propose(change_id=change.pk, version=seen + 2, by=staffing)
    assert change.lines.count() == 1


def test_bulk_adding_leaves_out_what_cannot_stand(staffing):
    item = stories.delegated_item("天宝镇")
    change = changes.draft(proposal=proposal(), unit=None, key=uuid.uuid4(), by=staffing)
    towns = [stories.town(name).pk for name in ("天宝镇", "浦南镇", "石亭街道")]
    added = changes.add_lines(
        change_id=change.pk, kind="delegate", items=[item.pk], towns=towns, by=staffing
    )
    assert (added.count, len(added.refused)) == (2, 1)
    lines = list(change.lines.values_list("pk", flat=True))
    assert changes.remove_lines(change_id=change.pk, lines=lines, by=staffing) == 2
    assert changes.remove_lines(change_id=change.pk, lines=lines, by=staffing) == 0


def test_who_sees_it(staffing, justice, deputy, people):
    other = person("浦南副片长", Role.DEPUTY_CHIEF, "浦南镇")
    change = drafted(deputy, stories.town("天宝镇"))

    def sees(user: User) -> bool:
        return selectors.visible_changes(User.objects.get(pk=user.pk)).filter(pk=change.pk).exists()

    assert [sees(u) for u in (deputy, staffing, other, people.tianbao)] == [True] + [False] * 3
    changes.propose(change_id=change.pk, version=selectors.version_of(change), by=deputy)
    assert [sees(u) for u in (staffing, justice, other, people.tianbao)] == [True, True] + [
        False
    ] * 2
    with pytest.raises(Http404):
        selectors.get_visible_change(user=other, pk=change.pk)
    agreed(change, staffing, justice)
    assert sees(people.tianbao)


def test_to_dos(staffing, justice, deputy):
    def waiting(user: User) -> list[str]:
        return [g.label for g in worklist.groups_for(User.objects.get(pk=user.pk))]

    # so that 司法局 is not also asked for the notice of a year that begins soon
    CalendarYear.objects.get_or_create(
        year=timezone.localdate().year + 1, defaults={"document": "测试通知"}
    )
    change = drafted(deputy, stories.town("天宝镇"))
    assert waiting(deputy) == ["待提交的赋权调整"]
    changes.propose(change_id=change.pk, version=selectors.version_of(change), by=deputy)
    assert waiting(staffing) == ["待编办审核赋权调整"]
    assert waiting(justice) == ["待司法局审核赋权调整"]
    word(change, staffing, "staffing")
    assert waiting(staffing) == []


def test_the_pages_stay_few_in_queries(client, staffing, deputy, django_assert_max_num_queries):
    change = proposed(deputy, stories.town("天宝镇"))
    mine = drafted(staffing, towns=("天宝镇", "浦南镇"))
    client.force_login(staffing)
    addresses = [
        reverse("changes"),
        reverse("change_new"),
        reverse("change", args=[change.pk]),
        reverse("change", args=[mine.pk]),
        reverse("change_edit", args=[mine.pk]),
        reverse("change_lines", args=[mine.pk]),
        reverse("power_history") + "?against=2025-03-01",
    ]
    client.get("/")
    for address in addresses:
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200, address


def test_the_way_by_pages(client, staffing, justice):
    client.force_login(staffing)
    form = {
        "submission_key": uuid.uuid4(),
        "unit": "district",
        "title": "页面测试",
        "document": "芗编办〔2026〕2号",
        "effective_on": today().isoformat(),
        "reason": "测试",
    }
    assert (
        client.post(reverse("change_new"), form | {"effective_on": "2020-01-01"})
        .context["form"]
        .errors["effective_on"]
    )
    client.post(reverse("change_new"), form)
    change = ChangeSet.objects.get()
    town = stories.town("天宝镇")
    lines = {"kind": "delegate", "domain": "农业农村", "towns": [town.pk]}
    client.post(reverse("change_lines", args=[change.pk]), lines)
    assert change.lines.count() > 1
    version = selectors.version_of(change)
    client.post(reverse("change_propose", args=[change.pk]), {"version": version})
    client.post(reverse("change_review", args=[change.pk, "staffing"]), {"agrees": "yes"})
    client.force_login(justice)
    address = reverse("change_review", args=[change.pk, "justice"])
    assert "须写明理由" in client.post(address, {"agrees": "no"}).content.decode()
    client.post(address, {"agrees": "yes"})
    change.refresh_from_db()
    assert change.state == State.EFFECTIVE
    client.force_login(staffing)
    for name in ("change_edit", "change_lines"):
        assert client.get(reverse(name, args=[change.pk])).url == change.get_absolute_url()
    for name in ("changes_export", "power_history_export"):
        found = client.get(reverse(name) + "?against=2025-03-01")
        assert found.content[:2] == b"PK", name
    shown = client.get(f"{reverse('power_history')}?town={town.pk}&against=2025-03-01")
    assert "芗编办〔2026〕2号" in shown.content.decode()
