"""The pages of study meetings: list, one meeting, one case of its agenda, the case's own page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Evidence, StudyMeeting
from cases.services import study_agenda, study_course
from core.models import User
from tests import stories, studies
from tests.people import People
from zones.models import Zone

pytestmark = pytest.mark.django_db


def page(client: Any, who: User, name: str, *args: object, **query: str) -> str:
    client.force_login(User.objects.get(pk=who.pk))
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


def status(client: Any, who: User, name: str, *args: object) -> int:
    client.force_login(User.objects.get(pk=who.pk))
    return int(client.get(reverse(name, args=args)).status_code)


def sent(people: People, **changes: Any) -> dict[str, Any]:
    """What the form of a new meeting sends."""
    start = timezone.localtime() + timedelta(days=2)
    return {
        "submission_key": "7b0c4d0e-0000-4000-8000-000000000001",
        "title": "西部片区研讨会",
        "zones": [Zone.objects.get(name="西部片区").pk],
        "starts_at": f"{start:%Y-%m-%dT%H:%M}",
        "ends_at": f"{start + timedelta(hours=2):%Y-%m-%dT%H:%M}",
        "place": "三楼会议室",
        "chair": people.chief_west.officer.pk,
        "recorder": people.shiting_second.officer.pk,
        "participants": [people.tianbao.officer.pk],
        **changes,
    }


def test_a_meeting_is_drawn_up_with_its_first_case_and_sent_twice_makes_one(client, people: People):
    case = stories.filed(people)
    text = page(client, people.chief_west, "study_new", case=str(case.pk))
    assert case.number in text
    data = sent(people, case_number=case.number, question=studies.QUESTION)
    for _ in range(2):
        assert client.post(reverse("study_new"), data).status_code == 302
    meeting = StudyMeeting.objects.get()
    assert meeting.items.get().case == case


def test_a_wrong_case_number_is_told_at_the_field_and_nothing_is_made(client, people: People):
    page(client, people.chief_west, "study_new")
    data = sent(people, case_number="没有的案号", question="？")
    text = client.post(reverse("study_new"), data).content.decode()
    assert "没有这个案号的案件" in text
    assert "三楼会议室" in text
    assert not StudyMeeting.objects.exists()


def test_an_officer_has_no_form_to_convene(client, people: People):
    assert status(client, people.shiting, "study_new") == 403


def test_a_meeting_is_seen_by_its_zone_and_those_called_after_the_call(client, people: People):
    meeting = studies.drafted(people, stories.filed(people))
    assert status(client, people.tianbao, "study", meeting.pk) == 404
    assert status(client, people.chief_east, "study", meeting.pk) == 404
    client.force_login(people.chief_west)
    client.post(reverse("study_call", args=[meeting.pk]), {"revision": meeting.revision})
    assert "请您参加" in page(client, people.tianbao, "study", meeting.pk)
    assert status(client, people.xiangkou, "study", meeting.pk) == 404
    assert status(client, people.chief_east, "study", meeting.pk) == 404


def test_a_participant_answers_and_gives_an_opinion_on_the_page(client, people: People):
    meeting = studies.called(people, stories.filed(people))
    item = meeting.items.get()
    client.force_login(people.tianbao)
    client.post(reverse("study_answer", args=[meeting.pk]), {"word": "accept"})
    assert "您已确认参加" in page(client, people.tianbao, "study", meeting.pk)
    address = reverse("study_item", args=[item.pk])
    client.post(address, {"text": "应当并案。", "dissents": "on"})
    text = page(client, people.tianbao, "study_item", item.pk)
    assert "应当并案。" in text
    assert "保留不同意见" in text


def test_declining_without_a_reason_is_told_on_the_page(client, people: People):
    meeting = studies.called(people, stories.filed(people))
    client.force_login(people.tianbao)
    answer = client.post(reverse("study_answer", args=[meeting.pk]), {"word": "decline"})
    assert "请写明不能参加的原因" in answer.content.decode()


def test_a_chosen_piece_of_evidence_is_read_by_those_called_and_leaves_a_trace(
    client, people: People, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    case = stories.filed(people)
    meeting = studies.called(people, case)
    item = meeting.items.get()
    piece = Evidence.objects.create(
        case=case, kind="physical", title="建材", collected_at=timezone.now(),
        original_kept_at="石亭街道", added_by=people.shiting,
    )  # fmt: skip
    assert study_agenda.pieces_offered(people.shiting, case) == [piece]
    assert study_agenda.pieces_offered(people.chief_west, case) == []
    client.force_login(people.shiting)
    png = SimpleUploadedFile("类案.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
    answer = client.post(
        reverse("study_materials", args=[item.pk]), {"pieces": [piece.pk], "further": [png]}
    )
    assert answer.status_code == 302, answer.content.decode()
    kept = item.files.get()
    client.force_login(people.tianbao)
    answer = client.get(reverse("study_file", args=[item.pk, kept.pk]))
    assert answer.getvalue().startswith(b"%PDF")
    assert status(client, people.xiangkou, "study_file", item.pk, kept.pk) == 404
    assert "建材" in page(client, people.tianbao, "study_item", item.pk)


def test_the_case_page_shows_the_conclusion_and_the_unit_reports_there(client, people: People):
    case = stories.filed(people)
    meeting = studies.concluded(people, case)
    item = meeting.items.get()
    client.force_login(people.shiting)
    text = client.get(case.get_absolute_url(), {"tab": "reporting"}).content.decode()
    assert studies.CONCLUSION in text
    assert reverse("study_done", args=[item.pk]) in text
    client.post(reverse("study_done", args=[item.pk]), {"text": "已并案。"})
    item.refresh_from_db()
    assert item.done_text == "已并案。"


def test_the_whole_way_by_the_pages(client, people: People):
    meeting = studies.called(people, stories.filed(people))
    item = meeting.items.get()
    client.force_login(people.chief_west)
    now = f"{timezone.localtime():%Y-%m-%dT%H:%M}"
    there = [row.pk for row in meeting.participants.all()]
    data = {"held_at": now, "present": there, "revision": meeting.revision}
    assert client.post(reverse("study_hold", args=[meeting.pk]), data).status_code == 302
    term = timezone.localdate() + timedelta(days=7)
    data = {"effect": "binding", "conclusion": "并案办理。", "finish_by": term.isoformat()}
    client.post(reverse("study_conclusion", args=[item.pk]), data)
    text = page(client, people.chief_west, "study_minutes", meeting.pk)
    assert "（交办落实）并案办理。" in text
    meeting.refresh_from_db()
    client.post(reverse("study_sign", args=[meeting.pk]), {"revision": meeting.revision})
    meeting.refresh_from_db()
    assert meeting.state == "concluded"
    pdf = client.get(reverse("study_pdf", args=[meeting.pk]))
    assert pdf.content.startswith(b"%PDF")
    assert Case.objects.get(pk=item.case_id).papers.filter(kind="study_minutes").exists()


def test_the_calendar_entry_says_when_and_where_and_nothing_of_the_cases(client, people: People):
    case = stories.filed(people)
    meeting = studies.called(people, case)
    client.force_login(people.tianbao)
    entry = client.get(reverse("study_ics", args=[meeting.pk])).content.decode()
    assert f"SUMMARY:{meeting.title}" in entry
    assert case.number not in entry
    assert case.party_name not in entry


def test_what_waits_is_on_the_workbench(client, people: People):
    meeting = studies.called(people, stories.filed(people))
    assert "研讨会待确认" in page(client, people.tianbao, "workbench")
    study_course.answer(meeting_id=meeting.pk, accept=True, by=people.tianbao)
    assert "待发表意见" in page(client, people.tianbao, "workbench")


def test_the_list_and_the_meeting_ask_few_queries(
    client, people: People, django_assert_max_num_queries
):
    for _ in range(2):
        studies.called(people, stories.filed(people), stories.filed(people))
    client.force_login(people.chief_west)
    client.get(reverse("studies"))
    with django_assert_max_num_queries(12):
        assert client.get(reverse("studies"), {"zone": "", "q": "占道"}).status_code == 200
    address = reverse("study", args=[StudyMeeting.objects.first().pk])
    client.get(address)
    with django_assert_max_num_queries(24):
        assert client.get(address).status_code == 200
