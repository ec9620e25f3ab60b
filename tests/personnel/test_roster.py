"""From opening to publication: who may do what, when, and who is told."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from core import audit
from core.errors import RuleViolation
from core.models import Notice, User
from personnel.models import Roster, RosterMember
from personnel.roles import Role
from personnel.rules.eligibility import CertificateStatus
from personnel.rules.roster import Kind
from personnel.selectors import roster_versions
from personnel.selectors import rosters as selectors
from personnel.services import certificates, roster, roster_review
from personnel.services.appointments import dismiss
from tests.factories.personnel import person
from tests.people import People
from tests.personnel import teams
from tests.personnel.teams import Team, again

pytestmark = pytest.mark.django_db
Status = Roster.Status


@pytest.fixture
def team(people: People) -> Team:
    return teams.western()


def unit(made: Roster, place: str):
    return next(row for row in selectors.units_of(made) if str(row) == place)


def told(user: User, part: str) -> bool:
    return Notice.objects.filter(recipient=user, text__contains=part).exists()


def test_the_zone_opens_and_every_unit_is_asked(team: Team):
    made = teams.opened(team, "首次")
    assert [str(row) for row in selectors.units_of(made)] == [*teams.TOWNS, teams.BUREAU]
    assert told(team.liaison, "请提交区自然资源局的人员")
    assert told(team.deputies["天宝镇"], "请提交天宝镇的人员")
    with pytest.raises(RuleViolation, match="第 1 版编制中，完成后才能编制新版"):
        teams.opened(team)


def test_only_the_chief_or_coordinator_of_the_zone_opens(team: Team, people: People):
    for user in (team.liaison, team.deputies["天宝镇"], people.chief_east, team.justice):
        with pytest.raises(PermissionDenied):
            roster.open_version(
                zone=teams.zone(), agencies=[teams.bureau()], note="", by=again(user)
            )
    by = again(team.coordinator)
    assert roster.open_version(zone=teams.zone(), agencies=[], note="", by=by).roster.version == 1


def test_a_unit_names_only_who_fits_and_only_itself(team: Team):
    made = teams.opened(team)
    row = unit(made, "天宝镇")
    stranger = team.officers["石亭街道"][0].officer.pk

    def save(chosen, by=team.deputies["天宝镇"], **changes):
        values = {"unit_id": row.pk, "seen": selectors.mark_of(row), "submit": False, **changes}
        return roster.save_unit(chosen=chosen, by=again(by), **values)

    with pytest.raises(RuleViolation, match="不能作为镇街执法人员列入") as refused:
        save({stranger: Kind.TOWN_OFFICER})
    assert refused.value.field == f"member_{stranger}"
    with pytest.raises(PermissionDenied):
        save({}, by=team.deputies["石亭街道"])
    own = team.officers["天宝镇"][0]
    seen = selectors.mark_of(row)
    save({own.officer.pk: Kind.TOWN_OFFICER})
    with pytest.raises(RuleViolation, match="他人刚刚修改"):
        save({}, seen=seen)
    with pytest.raises(RuleViolation, match="须提交两名以上"):
        save({}, submit=True)
    teams.lapse(own, days=-1)
    with pytest.raises(RuleViolation, match="到期"):
        save({own.officer.pk: Kind.TOWN_OFFICER})


def test_two_units_at_work_do_not_disturb_each_other(team: Team):
    made = teams.opened(team)
    seen = selectors.mark_of(unit(made, "石亭街道"))
    teams.named(made, "天宝镇", team.deputies["天宝镇"])
    assert selectors.mark_of(unit(made, "石亭街道")) == seen


def test_a_submitted_list_goes_back_with_a_reason(team: Team):
    made = teams.submitted(team)
    assert told(team.chief, "请核对后送区司法局审核")
    row = unit(made, "天宝镇")
    with pytest.raises(RuleViolation, match="须先退回修改"):
        teams.named(made, "天宝镇", team.deputies["天宝镇"])
    with pytest.raises(RuleViolation, match="请写明须修改什么"):
        roster.reopen_unit(unit_id=row.pk, reason="", by=again(team.chief))
    roster.reopen_unit(unit_id=row.pk, reason="请增加一人", by=again(team.chief))
    assert told(team.deputies["天宝镇"], "请天宝镇修改名单：请增加一人")
    made.refresh_from_db()
    with pytest.raises(RuleViolation, match="尚未提交：天宝镇"):
        roster.send(roster_id=made.pk, revision=made.revision, by=again(team.chief))
    teams.named(made, "天宝镇", team.deputies["天宝镇"])
    roster.reopen_unit(unit_id=row.pk, reason="", by=again(team.deputies["天宝镇"]))


def test_sending_wants_every_condition_and_the_latest_look(team: Team):
    made = teams.submitted(team)
    with pytest.raises(RuleViolation, match="有变动"):
        roster.send(roster_id=made.pk, revision=made.revision - 1, by=again(team.chief))
    teams.lapse(team.officers["浦南镇"][1], days=-1)
    with pytest.raises(RuleViolation, match="浦南镇现有 1 名，须 2 名以上"):
        roster.send(roster_id=made.pk, revision=made.revision, by=again(team.chief))
    teams.lapse(team.officers["浦南镇"][1], days=0)
    roster.send(roster_id=made.pk, revision=made.revision, by=again(team.chief))
    assert told(team.justice, "已送审，请审核公布")


def test_justice_returns_with_a_reason_then_publishes(team: Team):
    made = teams.sent(team)

    def act(call, remarks, by=team.justice):
        made.refresh_from_db()
        return call(roster_id=made.pk, revision=made.revision, remarks=remarks, by=again(by))

    with pytest.raises(PermissionDenied):
        act(roster_review.publish, "", by=team.chief)
    with pytest.raises(RuleViolation, match="退回须写明理由"):
        act(roster_review.give_back, "")
    assert act(roster_review.give_back, "大队长证号有误").status == Status.RETURNED
    assert told(team.chief, "被区司法局退回：大队长证号有误")
    made.refresh_from_db()
    roster.send(roster_id=made.pk, revision=made.revision, by=again(team.chief))
    done = act(roster_review.publish, "核对无误")
    assert (done.status, done.reviewed_by) == (Status.PUBLISHED, team.justice)
    assert told(team.deputies["天宝镇"], "已经区司法局审核公布")
    with pytest.raises(RuleViolation, match="不在审核中"):
        act(roster_review.publish, "")
    verbs = set(audit.trail_of(done).values_list("verb", flat=True))
    assert {"open_roster", "submit_roster_unit", "return_roster", "publish_roster"} <= verbs
    assert audit.verify_trail(done) == []


def test_a_certificate_that_lapsed_during_review_stops_publication(team: Team):
    made = teams.sent(team)
    teams.lapse(team.seconded, days=-1)
    with pytest.raises(RuleViolation, match="西部下沉（行政执法证"):
        roster_review.publish(
            roster_id=made.pk, revision=made.revision, remarks="", by=again(team.justice)
        )


def test_what_is_published_is_frozen_and_superseded_by_the_next(team: Team):
    first = teams.published(team)
    User.objects.filter(pk=team.head.pk).update(name="改名者")
    assert first.members.filter(name="西部大队长").exists()
    second = teams.opened(team)
    assert (second.version, second.members.count()) == (2, first.members.count())
    teams.named(second, "天宝镇", team.deputies["天宝镇"], but=(team.officers["天宝镇"][0],))
    # 天宝镇 keeps one own officer and one posted there
    for place in ("石亭街道", "浦南镇", teams.BUREAU):
        teams.named(second, place, team.submitters[place])
    second.refresh_from_db()
    second = roster.send(roster_id=second.pk, revision=second.revision, by=again(team.chief))
    roster_review.publish(
        roster_id=second.pk, revision=second.revision, remarks="", by=again(team.justice)
    )
    first.refresh_from_db()
    assert first.status == Status.SUPERSEDED
    change = roster_versions.difference(selectors.members_of(first), selectors.members_of(second))
    assert [row.name for row in change.removed] == ["天宝镇执法甲"]
    assert change.added == []
    assert roster_versions.earlier_of(second) == first


def test_members_come_off_by_themselves_and_return_only_by_a_new_version(team: Team):
    made = teams.published(team)
    assert roster.recheck_all() == 0
    officer = team.officers["天宝镇"][0]
    officer.officer.certificates.update(status="suspended")
    assert roster.recheck(officer.officer) == 1
    assert roster.recheck(officer.officer) == 0
    row = RosterMember.objects.get(roster=made, officer=officer.officer)
    assert "已暂扣" in row.withdrawn_why
    for user in (team.chief, team.coordinator, team.deputies["天宝镇"]):
        assert told(user, "天宝镇执法甲已从西部片区联合执法人员名单（第 1 版）撤下")
    assert not told(team.deputies["石亭街道"], "撤下")
    officer.officer.certificates.update(status="valid")
    assert roster.recheck_all() == 0
    assert row.name not in {m.name for m in selectors.public_members(made, row.withdrawn_at.date())}
    second = roster.open_version(
        zone=teams.zone(), agencies=[teams.bureau()], note="", by=again(team.chief)
    )
    assert second.copied == made.members.count() - 1


@pytest.mark.parametrize("who", ["seconded", "head"])
def test_the_end_of_an_office_or_posting_withdraws(team: Team, people: People, who: str):
    made = teams.published(team)
    user = getattr(team, who)
    if who == "head":
        User.objects.filter(pk=user.pk).update(is_active=False)
    else:
        row = user.officer.appointments.get()
        dismiss(appointment_id=row.pk, by=again(people.organisation), reason="期满")
    # the end of an office takes effect at once, a closed account with the hourly look
    assert roster.recheck_all() == (1 if who == "head" else 0)
    assert made.members.exclude(withdrawn_at=None).get().officer == user.officer


def test_suspending_a_certificate_withdraws_at_once(team: Team):
    made = teams.published(team)
    certificates.change_status(
        certificate_id=team.head.officer.certificates.get().pk,
        status=CertificateStatus.SUSPENDED,
        reason="年审未过",
        by=again(team.justice),
    )
    assert made.members.exclude(withdrawn_at=None).get().officer == team.head.officer
    assert told(team.liaison, "西部大队长已从")


def test_who_sees_a_version_in_the_making_and_a_published_one(team: Team, people: People):
    made = teams.opened(team)
    staffing = person("编办", Role.STAFFING_OFFICE, "芗城区", home="区委编办")
    fire = person("消防联络", Role.LIAISON, "区消防救援大队")

    def sees(user: User) -> bool:
        return selectors.visible_rosters(again(user)).filter(pk=made.pk).exists()

    makers = (team.chief, team.coordinator, team.liaison, team.deputies["浦南镇"], team.justice)
    others = (people.chief_east, fire, team.officers["天宝镇"][0])
    assert all(map(sees, makers))
    assert not any(map(sees, (*others, staffing)))
    with pytest.raises(Http404):
        selectors.get_visible_roster(user=again(fire), pk=made.pk)
    Roster.objects.filter(pk=made.pk).update(
        status=Status.PUBLISHED, published_at=made.composed_at, reviewed_by=team.justice
    )
    assert all(map(sees, (*makers, staffing)))
    assert not any(map(sees, others))


def test_a_bureau_that_has_named_nobody_may_be_let_go_a_town_never(team: Team):
    made = teams.opened(team)
    with pytest.raises(RuleViolation, match="镇街都须提交"):
        roster.drop_unit(unit_id=unit(made, "天宝镇").pk, by=again(team.chief))
    with pytest.raises(PermissionDenied):
        roster.drop_unit(unit_id=unit(made, teams.BUREAU).pk, by=again(team.liaison))
    assert (
        roster.drop_unit(unit_id=unit(made, teams.BUREAU).pk, by=again(team.chief)) == teams.BUREAU
    )
    assert not told(team.chief, "请核对后送")
