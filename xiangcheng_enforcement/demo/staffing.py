"""Postings of the demo, and what happened to offices: an acting chief, a handover, 调换建议."""

from __future__ import annotations

from datetime import date, timedelta

from core.models import User
from personnel.models import Appointment, Leave, Officer, ReplacementProposal, Secondment
from personnel.services import handover, replacements, secondments
from personnel.services.appointments import Passing, appoint_acting, dismiss
from personnel.services.secondments import Terms
from xiangcheng_enforcement.loading.records import Tally
from zones.models import Township

DOCUMENT = "芗委组〔2024〕演示1号"
APPOINTED_ON = date(2024, 7, 1)  # the Monday after the plan was issued
POSTED_BY = "芗委组〔2024〕演示2号"
# Days until the posting ends; the others are open-ended. 区城管执法局 falls under half first.
ENDING_IN = {"seconded_urban3": 45, "seconded_resources2": 100, "seconded_housing2": 230}
_TASKS = [task.value for task in Secondment.Task]


def post(officer: Officer, town: str, today: date) -> Secondment:
    """A posting since the plan began, with a round of tasks that differs from person to person."""
    left = ENDING_IN.get(officer.user.username)
    turn = officer.pk % len(_TASKS)
    return secondments.second(
        terms=Terms(
            officer=officer,
            township=Township.objects.get(name=town),
            starts_on=APPOINTED_ON,
            ends_on=today + timedelta(days=left) if left else None,
            document=POSTED_BY,
            post=f"{town}综合执法队",
            tasks=sorted({*_TASKS[turn : turn + 3], "inspection", "evidence"}, key=_TASKS.index),
        ),
        by=None,
    )


def ensure_staffing(first: date) -> Tally:
    """Carry the stories through the real services unless they are there."""
    tally = Tally("代理、交接、调换建议")
    tally.unchanged = ReplacementProposal.objects.count()
    if not tally.unchanged:
        _acting_chief(max(first - timedelta(days=30), APPOINTED_ON + timedelta(days=7)))
        _handover()
        _proposals()
        tally.created = 4
    return tally


def _user(username: str) -> User:
    return User.objects.get(username=username)


def _acting_chief(start: date) -> None:
    """The central chief was away for three days, before the demo's cases begin."""
    organisation, held = _user("office_organisation"), _office("chief_central")
    end = start + timedelta(days=2)
    Leave.objects.create(
        officer=held.officer,
        kind=Leave.Kind.STUDY,
        starts_on=start,
        ends_on=end,
        note="演示：党校学习",
        recorded_by=organisation,
    )
    appoint_acting(
        appointment_id=held.pk,
        officer=Officer.objects.get(user__username="leader_urban"),
        starts_on=start,
        ends_on=end,
        document="芗委组〔2024〕演示代理1号",
        by=organisation,
    )


def _handover() -> None:
    """The liaison of 区文旅局 leaves; a colleague follows and has taken over."""
    successor = Officer.objects.get(user__username="officer_culture1")
    ended = dismiss(
        appointment_id=_office("liaison_culture").pk,
        by=_user("office_organisation"),
        reason="岗位调整",
        passing=Passing(
            successor=successor,
            document="芗委组〔2026〕演示3号",
            note="下沉人选已与镇街商量，名单在局办公室。",
        ),
    )
    handover.accept(handover_id=ended.handover.pk, by=successor.user)


def _proposals() -> None:
    """One waits for 区城管执法局, one was declined by 区住建局."""
    replacements.propose(
        secondment_id=_posting("seconded_urban4").pk,
        reasons="辖区在建项目多，现有下沉人员长期负责市容，违法建设的现场认定须反复请示。",
        wanted="熟悉违法建设查处，能独立制作现场笔录",
        by=_user("deputy_shiting"),
    )
    declined = replacements.propose(
        secondment_id=_posting("seconded_housing4").pk,
        reasons="每周到岗不足三天，住建类投诉多由镇里自行处理。",
        wanted="能保证到岗时间",
        by=_user("deputy_tianbao"),
    )
    replacements.decline(
        proposal_id=declined.pk,
        answer="本局物业股仅余两人，暂无人选可派；已要求其自下周起每周到岗不少于四天，请天宝镇考勤。",
        by=_user("liaison_housing"),
    )


def _office(username: str) -> Appointment:
    return Appointment.objects.get(officer__user__username=username, acting_for=None)


def _posting(username: str) -> Secondment:
    return Secondment.objects.get(officer__user__username=username)
