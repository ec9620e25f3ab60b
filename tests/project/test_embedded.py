"""The embedded servers: reused, found again after a crash, stopped by the last user."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import psycopg2
import pytest
from django.conf import settings

from xiangcheng_enforcement import embedded
from xiangcheng_enforcement.embedded import home
from xiangcheng_enforcement.embedded.process import Running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

POSTGRES = frozenset({"DATABASE_URL"})


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    place = settings.VAR_DIR / "lifecycle" / "embedded"
    embedded.remove(place)
    yield place
    embedded.remove(place)


def ask(url: str, statement: str) -> object:
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone() if cursor.description else None
    finally:
        connection.close()


def test_the_last_user_stops_the_server_and_the_data_stays(folder: Path) -> None:
    first = embedded.ensure(folder, durable=False, wanted=POSTGRES)
    second = embedded.ensure(folder, durable=False, wanted=POSTGRES)
    assert first.environment == second.environment
    ask(first.environment["DATABASE_URL"], "CREATE TABLE kept (i int)")

    second.release()
    assert first.postgres.running is not None
    first.release()
    assert first.postgres.running is None

    third = embedded.ensure(folder, durable=False, wanted=POSTGRES)
    assert ask(third.environment["DATABASE_URL"], "SELECT count(*) FROM kept") == (0,)
    third.release()


def test_the_owner_may_create_the_extensions_the_models_need(folder: Path) -> None:
    servers = embedded.ensure(folder, durable=False, wanted=POSTGRES)
    url = servers.environment["DATABASE_URL"]
    ask(url, "CREATE EXTENSION IF NOT EXISTS btree_gist; CREATE EXTENSION IF NOT EXISTS pg_trgm")
    servers.release()


def test_what_a_killed_process_left_running_is_reused(folder: Path) -> None:
    program = (
        "import os, signal, sys; from pathlib import Path\n"
        "from xiangcheng_enforcement import embedded\n"
        "embedded.ensure(Path(sys.argv[1]), durable=False, wanted=frozenset({'DATABASE_URL'}))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder)], cwd=settings.BASE_DIR, check=False
    )
    assert done.returncode == -signal.SIGKILL
    left = Running.read(home.locate(folder).state / "postgres.json")
    assert left is not None
    assert left.process() is not None

    servers = embedded.ensure(folder, durable=False, wanted=POSTGRES)
    assert servers.postgres.running == left
    servers.release()
    assert left.process() is None


def test_a_killed_server_starts_again_where_it_was(folder: Path) -> None:
    servers = embedded.ensure(folder, durable=False, wanted=POSTGRES)
    before = servers.environment
    ask(before["DATABASE_URL"], "CREATE TABLE survivor AS SELECT 1")
    servers.postgres.kill()
    # The worst case: the number in the lock file belongs to a living process now.
    lock_file = servers.postgres.data / "postmaster.pid"
    lines = lock_file.read_text().splitlines()
    lock_file.write_text("\n".join([str(os.getppid()), *lines[1:]]))

    assert servers.revive() == ["DATABASE_URL"]
    assert servers.environment == before
    assert ask(before["DATABASE_URL"], "SELECT count(*) FROM survivor") == (1,)
    assert servers.revive() == []
    servers.release()


def test_a_pid_given_to_another_process_is_not_ours() -> None:
    ours = Running.of(os.getpid(), port=1)
    assert ours.process() is not None
    assert Running(ours.pid, ours.created - 100, port=1).process() is None


def test_a_copied_checkout_has_data_of_its_own_and_a_moved_one_keeps_it(tmp_path: Path) -> None:
    base, original, copy = tmp_path / "base", tmp_path / "a", tmp_path / "b"
    for place in (base, original, copy):
        place.mkdir()
    token = home._token(original, base)
    (copy / "token").write_text(token)
    assert home._token(copy, base) != token
    assert home._token(original, base) == token

    moved = original.rename(tmp_path / "moved")
    assert home._token(moved, base) == token


def test_no_folder_above_ours_is_opened_for_the_account(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(RuntimeError, match="EMBEDDED_HOME"):
        home._refuse_unreachable(closed / "ours")
    assert closed.stat().st_mode & 0o777 == 0o700
