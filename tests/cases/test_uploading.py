"""A large file in pieces: it goes on where it stopped, and two senders don't spoil it."""

from __future__ import annotations

import threading
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, UploadSession
from cases.services import uploading
from core.partial import Partial
from tests import stories
from tests.cases.test_evidence import content_of, form_data
from tests.core import films
from tests.people import People

FILM = films.mp4(300_000)


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def case(people: People) -> Case:
    return stories.filed(people)


class Sender:
    """As the page's script."""

    def __init__(self, client, case: Case, content: bytes = FILM, name: str = "录像.mp4") -> None:
        self.client, self.content, self.name = client, content, name
        self.key = uuid.uuid4()
        self.address = reverse("upload_part", args=[case.pk, self.key])

    def piece(self, start: int, end: int, size: int | None = None):
        query = {"offset": start, "size": size or len(self.content), "name": self.name}
        return self.client.post(
            self.address,
            self.content[start:end],
            content_type="application/octet-stream",
            query_params=query,
        )


@pytest.fixture
def sender(client, case, people) -> Sender:
    client.force_login(people.shiting)
    return Sender(client, case)


@pytest.mark.django_db
def test_a_broken_upload_goes_on_from_what_the_server_has(client, case, people, sender):
    assert sender.piece(0, 100_000).json() == {"received": 100_000, "done": False}
    assert client.get(sender.address).json() == {"received": 100_000, "done": False}
    assert sender.piece(100_000, 200_000).json()["received"] == 200_000
    assert sender.piece(200_000, len(FILM)).json() == {"received": len(FILM), "done": True}
    data = form_data(case, people, uploads=[str(sender.key)])
    assert client.post(reverse("evidence_new", args=[case.pk]), data).status_code == 302
    row = case.evidence.get()
    assert content_of(row.file) == FILM
    assert UploadSession.objects.get().finished_at
    assert not Partial(sender.key).path.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("start", [0, 50_000, 150_000], ids=["again", "overlapping", "a gap"])
def test_a_piece_out_of_step_is_told_where_to_go_on(sender, start):
    sender.piece(0, 100_000)
    answer = sender.piece(start, start + 10_000)
    assert (answer.status_code, answer.json()) == (409, {"received": 100_000})


@pytest.mark.django_db
def test_what_was_written_and_not_acknowledged_is_written_anew(sender):
    sender.piece(0, 100_000)
    with Partial(sender.key).path.open("ab") as file:
        file.write(b"half a piece, then the server fell over")
    sender.piece(100_000, 200_000)
    assert Partial(sender.key).path.read_bytes() == FILM[:200_000]


@pytest.mark.django_db
def test_a_part_lost_on_the_disk_is_sent_again(client, sender):
    sender.piece(0, 100_000)
    Partial(sender.key).path.write_bytes(FILM[:40_000])
    assert client.get(sender.address).json()["received"] == 40_000
    assert sender.piece(40_000, 120_000).json()["received"] == 120_000


@pytest.mark.django_db
def test_a_film_that_was_cut_off_before_it_was_sent_is_refused_at_its_end(client, case, sender):
    sender.content = FILM[:210_000]
    sender.piece(0, 100_000)
    answer = sender.piece(100_000, 210_000)
    assert answer.status_code == 422
    assert "“录像.mp4”不完整：在中途被截断" in answer.json()["message"]
    assert "（69%）" in answer.json()["message"] or "（70%）" in answer.json()["message"]
    assert not UploadSession.objects.exists()
    assert not Partial(sender.key).path.exists()


@pytest.mark.django_db
def test_a_file_that_is_not_on_the_list_is_refused_with_its_first_piece(sender):
    sender.content = b"MZ" + b"\0" * 9_000_000
    answer = sender.piece(0, 4_000_000)
    assert answer.status_code == 422
    assert "不是可以登记的类型" in answer.json()["message"]


@pytest.mark.django_db
def test_a_picture_larger_than_pictures_may_be_is_refused_with_its_first_piece(sender):
    sender.content = films.picture().ljust(100_000, b"\0")
    answer = sender.piece(0, 50_000, size=90 * 1024**2)
    assert "超过JPG的上限 30 MB" in answer.json()["message"]


@pytest.mark.django_db
def test_an_upload_that_is_not_finished_can_not_be_entered(client, case, people, sender):
    sender.piece(0, 100_000)
    data = form_data(case, people, uploads=[str(sender.key)])
    answer = client.post(reverse("evidence_new", args=[case.pk]), data)
    assert answer.status_code == 200
    assert not case.evidence.exists()


@pytest.mark.django_db
def test_nobody_goes_on_with_anothers_upload_nor_in_another_case(client, people, case, sender):
    sender.piece(0, 100_000)
    client.force_login(people.shiting_second)
    assert client.get(sender.address).json() == {"received": 0, "done": False}
    assert sender.piece(100_000, 200_000).status_code == 422
    client.force_login(people.shiting_deputy)
    assert sender.piece(100_000, 200_000).status_code == 403
    client.force_login(people.xiangkou)
    assert sender.piece(100_000, 200_000).status_code == 404


@pytest.mark.django_db
def test_taken_off_the_list_nothing_of_it_stays(client, sender, media):
    sender.piece(0, 100_000)
    client.delete(sender.address)
    assert not UploadSession.objects.exists()
    assert [path for path in media.rglob("*") if path.is_file()] == []


@pytest.mark.django_db
def test_parts_are_swept_after_seven_days_and_no_sooner(sender, client, case):
    sender.piece(0, 100_000)
    other = Sender(client, case)
    other.piece(0, 100_000)
    UploadSession.objects.filter(pk=sender.key).update(
        seen_at=timezone.now() - timedelta(days=7, minutes=1)
    )
    assert uploading.sweep() == 1
    assert [row.key for row in UploadSession.objects.all()] == [other.key]
    assert Partial(other.key).path.exists()


@pytest.mark.django_db(transaction=True)
def test_two_senders_of_one_piece_at_once_write_it_once(people, settings):
    case = stories.filed(people)
    announced = uploading.Announced(uuid.uuid4(), "录像.mp4", len(FILM))
    outcomes: list[str] = []
    gate = threading.Barrier(2)

    def send() -> None:
        try:
            gate.wait()
            uploading.receive(
                case=Case.objects.get(pk=case.pk),
                announced=announced,
                offset=0,
                content=FILM[:100_000],
                by=people.shiting,
            )
            outcomes.append("taken")
        except uploading.OutOfStepError as behind:
            outcomes.append(f"go on at {behind.received}")
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["go on at 100000", "taken"]
    assert Partial(announced.key).path.read_bytes() == FILM[:100_000]
