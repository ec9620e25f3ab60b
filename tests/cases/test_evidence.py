"""Evidence: taken in whole or not at all, kept as it came, checked whenever it is taken out."""

from __future__ import annotations

import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Evidence
from cases.services import evidence as service
from core import antivirus, audit
from core.errors import RuleViolation
from core.models import Notice
from personnel.roles import Role
from tests import stories
from tests.core import films
from tests.factories.personnel import person
from tests.people import People

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def case(people: People) -> Case:
    return stories.filed(people)


def kept(media: Path) -> list[str]:
    return sorted(path.name for path in media.rglob("*") if path.is_file())


def entry(case: Case, **changes) -> service.Entry:
    values = {
        "kind": "audiovisual",
        "title": "现场堆放情况",
        "proves": "占用人行道堆放建材的位置和面积",
        "collected_at": timezone.now() - timedelta(minutes=5),
        "place": case.place,
        "collectors": [handler.officer for handler in case.handlers.all()],
    }
    return service.Entry(**{**values, **changes})


def add(case: Case, people: People, *files, key=None, **changes) -> list[Evidence]:
    return service.add(
        case_id=case.pk,
        entry=entry(case, **changes),
        key=key or uuid.uuid4(),
        files=files,
        by=people.shiting,
    )


def content_of(field) -> bytes:
    with field.open("rb") as file:
        return file.read()


def body_of(answer) -> bytes:
    """Read to its end, which closes the file behind it."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def sent(content: bytes, name: str = "照片.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_photo_is_kept_as_it_came_with_both_hashes_and_a_trace_in_the_case(case, people):
    content = films.picture()
    [row] = add(case, people, sent(content, "现场.jpg"))
    assert content_of(row.file) == content
    assert (row.name, row.media_type, row.size) == ("现场.jpg", "image/jpeg", len(content))
    assert len(row.sha256) == len(row.sm3) == 64
    assert content_of(row.thumbnail).startswith(b"\xff\xd8")
    last = audit.trail_of(case).last()
    assert (last.verb, last.payload["sha256"]) == ("add_evidence", [row.sha256])
    case.refresh_from_db()
    assert audit.verify_trail(case, expected_length=case.version) == []


def test_several_files_are_one_submission_each_a_piece_of_its_own(case, people):
    rows = add(case, people, sent(films.picture()), sent(films.pdf(), "合同.pdf"), kind="document")
    assert [row.title for row in rows] == ["现场堆放情况（1）", "现场堆放情况（2）"]
    assert audit.trail_of(case).filter(verb="add_evidence").count() == 1


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (films.mp4(90_000)[:63_000], "录像.mp4", "file_incomplete"),
        (b"MZ\x90\0" + b"\0" * 500, "照片.jpg", "file_kind"),
        (b"", "空.pdf", "file_empty"),
    ],
    ids=["a video cut off at 70 %", "a program named as a photo", "empty"],
)
def test_one_bad_file_and_nothing_of_the_submission_stays(case, people, media, content, name, code):
    before = case.version
    with pytest.raises(RuleViolation) as refused:
        add(case, people, sent(films.picture(), "好照片.jpg"), sent(content, name))
    assert (refused.value.code, refused.value.field) == (code, "originals")
    assert name in refused.value.message
    assert kept(media) == []
    assert not Evidence.objects.exists()
    case.refresh_from_db()
    assert case.version == before


def test_a_refusal_of_what_was_written_leaves_no_file_either(case, people, media):
    with pytest.raises(RuleViolation, match="取得时间晚于现在"):
        add(case, people, sent(films.picture()), collected_at=timezone.now() + timedelta(hours=1))
    assert kept(media) == []


def test_sent_twice_it_is_entered_once(case, people, media):
    key = uuid.uuid4()
    first = add(case, people, sent(films.picture()), sent(films.pdf(), "b.pdf"), key=key)
    files = kept(media)
    second = add(case, people, sent(films.picture()), sent(films.pdf(), "b.pdf"), key=key)
    assert [row.pk for row in first] == [row.pk for row in second]
    assert kept(media) == files


def test_an_infected_file_is_set_apart_refused_and_written_down(case, people, media, monkeypatch):
    verdict = (antivirus.Verdict.INFECTED, "Eicar-Test-Signature")
    monkeypatch.setattr(antivirus, "ask", lambda chunks: verdict)
    with pytest.raises(RuleViolation, match="含有病毒（Eicar-Test-Signature），已隔离"):
        add(case, people, sent(films.picture(), "照片.jpg"))
    assert not Evidence.objects.exists()
    assert [path.parent.name for path in media.rglob("*") if path.is_file()] == ["quarantine"]
    entry = audit.trail_of(people.shiting).filter(verb="quarantine").get()
    assert entry.payload["name"] == "照片.jpg"


def test_evidence_is_collected_by_two_officers(case, people):
    with pytest.raises(RuleViolation, match="不得少于两人"):
        add(case, people, sent(films.picture()), collectors=[people.shiting.officer])


def test_a_thing_without_a_file_says_where_it_is_kept(case, people):
    with pytest.raises(RuleViolation) as refused:
        add(case, people, kind="object")
    assert refused.value.field == "original_kept_at"
    [row] = add(case, people, kind="object", original_kept_at="石亭街道证据室 3 号柜")
    assert not row.file


def test_only_a_handler_enters_evidence(case, people):
    with pytest.raises(PermissionDenied):
        service.add(case_id=case.pk, entry=entry(case), key=uuid.uuid4(), by=people.shiting_deputy)


def test_a_download_checks_both_hashes_and_is_written_down(client, case, people):
    content = films.picture()
    [row] = add(case, people, sent(content, "现场.jpg"))
    client.force_login(people.shiting_deputy)
    answer = client.get(reverse("evidence_file", args=[row.pk]))
    assert body_of(answer) == content
    assert "attachment" in answer["Content-Disposition"]
    assert "%E7%8E%B0%E5%9C%BA.jpg" in answer["Content-Disposition"]
    last = audit.trail_of(row).last()
    assert (last.verb, last.actor) == ("download", people.shiting_deputy)


def test_a_file_altered_on_the_disk_is_not_given_out_and_everybody_is_told(client, case, people):
    watcher = person("审计员", Role.AUDIT_ADMIN, "芗城区", home="区司法局")
    [row] = add(case, people, sent(films.picture(), "现场.jpg"))
    path = Path(row.file.path)
    content = bytearray(path.read_bytes())
    content[-20] ^= 1
    path.write_bytes(content)
    client.force_login(people.shiting)
    answer = client.get(reverse("evidence_file", args=[row.pk]))
    assert answer.status_code == 409
    assert row.title in answer.content.decode()
    assert row.sha256 in answer.content.decode()
    assert audit.trail_of(row).last().verb == "altered"
    assert audit.trail_of(case).last().verb == "evidence_altered"
    case.refresh_from_db()
    assert audit.verify_trail(case, expected_length=case.version) == []
    told = set(Notice.objects.filter(key__contains="altered").values_list("recipient", flat=True))
    assert told == {people.shiting.pk, people.shiting_second.pk, watcher.pk}


def test_a_player_gets_the_part_it_asks_for_and_is_written_down_once(client, case, people):
    content = films.mp4(50_000)
    [row] = add(case, people, sent(content, "录像.mp4"))
    client.force_login(people.shiting)
    address = f"{reverse('evidence_file', args=[row.pk])}?view=1"
    first = client.get(address, headers={"range": "bytes=0-"})
    assert (first.status_code, first["Content-Type"]) == (206, "video/mp4")
    assert body_of(first) == content
    part = client.get(address, headers={"range": "bytes=1000-1999"})
    assert body_of(part) == content[1000:2000]
    assert part["Content-Range"] == f"bytes 1000-1999/{len(content)}"
    assert client.get(address, headers={"range": "bytes=9999999-"}).status_code == 416
    assert audit.trail_of(row).filter(verb="view").count() == 1


def test_a_part_asked_for_after_the_file_was_altered_is_refused(client, case, people):
    [row] = add(case, people, sent(films.mp4(50_000), "录像.mp4"))
    client.force_login(people.shiting)
    address = f"{reverse('evidence_file', args=[row.pk])}?view=1"
    body_of(client.get(address, headers={"range": "bytes=0-"}))
    Path(row.file.path).write_bytes(films.mp4(50_001))
    assert client.get(address, headers={"range": "bytes=1000-1999"}).status_code == 409


@pytest.mark.parametrize(
    ("who", "status"),
    [("shiting_deputy", 200), ("reviewer_west", 200), ("chief_west", 403), ("xiangkou", 404)],
)
def test_who_sees_the_evidence(client, people, who, status):
    _ = (people.reviewer_west, people.chief_west)
    case = stories.routed(stories.filed(people, "天宝镇"))
    [row] = add(case, people, sent(films.picture()))
    client.force_login(getattr(people, who))
    pages = [
        reverse("case_evidence", args=[case.pk]),
        reverse("evidence_export", args=[case.pk]),
        *(reverse(f"evidence_{name}", args=[row.pk]) for name in ("piece", "file", "small")),
    ]
    answers = [client.get(page) for page in pages]
    for answer in answers:
        body_of(answer)
    assert {answer.status_code for answer in answers} == {status}


def test_what_is_set_aside_stays_with_its_reason_and_leaves_the_list_of_the_decision(
    client, case, people
):
    [row] = add(case, people, sent(films.picture()))
    client.force_login(people.shiting)
    page = reverse("evidence_set_aside", args=[row.pk])
    assert "请填写此项" in client.post(page, {"reason": ""}).content.decode()
    client.post(page, {"reason": "拍摄时未表明身份"})
    row.refresh_from_db()
    assert row.set_aside_why == "拍摄时未表明身份"
    assert row.file
    assert audit.trail_of(case).last().verb == "set_aside"


def form_data(case: Case, people: People, **changes) -> dict:
    values = {
        "version": case.version,
        "kind": "audiovisual",
        "title": "现场照片",
        "proves": "占道堆放",
        "collected_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}",
        "place": "丹霞路北段",
        "collectors": [people.shiting.officer.pk, people.shiting_second.officer.pk],
        "submission_key": str(uuid.uuid4()),
    }
    return {**values, **changes}


def test_the_page_takes_several_files_at_once(client, case, people):
    client.force_login(people.shiting)
    page = reverse("evidence_new", args=[case.pk])
    assert 'capture="environment"' in client.get(page).content.decode()
    data = form_data(case, people)
    files = [sent(films.picture(), "一.jpg"), sent(films.picture(), "二.jpg")]
    answer = client.post(
        page, {**data, "originals": files, "shot": sent(films.picture(), "三.jpg")}
    )
    assert answer.status_code == 302
    assert case.evidence.count() == 3


def test_a_refused_file_is_told_at_its_field_and_what_was_typed_stays(client, case, people):
    client.force_login(people.shiting)
    data = form_data(case, people, originals=sent(films.mp4()[:6000], "录像.mp4"))
    body = client.post(reverse("evidence_new", args=[case.pk]), data).content.decode()
    assert "“录像.mp4”不完整：在中途被截断" in body
    assert 'value="现场照片"' in body
    assert "请重新选择照片和小文件" in body


def test_the_list_asks_as_little_for_many_pieces_as_for_one(
    client, case, people, django_assert_max_num_queries
):
    for _ in range(3):
        add(case, people, sent(films.picture()), sent(films.pdf(), "b.pdf"))
    client.force_login(people.shiting)
    page = reverse("case_evidence", args=[case.pk])
    client.get(page)
    with django_assert_max_num_queries(30) as many:
        body = client.get(page).content.decode()
    assert body.count("evidence-name") == 6
    Evidence.objects.exclude(pk=Evidence.objects.first().pk).update(kind="object")
    with django_assert_max_num_queries(len(many)):
        client.get(f"{page}?kind=audiovisual")


def test_the_case_page_shows_the_evidence_in_its_tab(client, case, people):
    add(case, people, sent(films.picture()))
    client.force_login(people.shiting)
    body = client.get(f"{case.get_absolute_url()}?tab=evidence").content.decode()
    assert "现场堆放情况" in body
    assert "证据目录" in body
