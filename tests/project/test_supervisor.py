"""The supervisor starts a dead child again and leaves nothing behind."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

import psutil
import pytest

from xiangcheng_enforcement.embedded.process import Running
from xiangcheng_enforcement.supervisor import Child, Supervisor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SLEEP = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def supervisor(tmp_path: Path, said: list[str]) -> Iterator[Supervisor]:
    stack = Supervisor(tmp_path, tmp_path / "run", 1, {"PATH": "/usr/bin:/bin"}, said.append)
    for child in stack.children.values():
        child.command = SLEEP
    stack.start()
    yield stack
    stack.stop()


def until(condition: object, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_dead_child_is_reported_and_started_again(
    supervisor: Supervisor, said: list[str]
) -> None:
    worker = supervisor.children["worker"]
    until(lambda: "up" in worker.last_words())
    assert worker.process is not None
    before = worker.process.pid
    worker.kill()
    supervisor.watch()
    assert any("worker" in line for line in said)
    assert worker.start_again_at is not None
    worker.start_again_at = 0.0
    supervisor.watch()
    assert worker.alive
    assert worker.process.pid != before


def test_each_failure_waits_longer_up_to_a_bound(supervisor: Supervisor) -> None:
    worker = supervisor.children["worker"]
    worker.failures = 20
    worker.kill()
    supervisor.watch()
    assert worker.start_again_at is not None
    assert 25 < worker.start_again_at - time.monotonic() <= 30


def test_stopping_ends_all(supervisor: Supervisor) -> None:
    processes = [child.process for child in supervisor.children.values()]
    supervisor.stop()
    assert all(process is not None and process.poll() is not None for process in processes)
    assert not list(supervisor.run_dir.glob("*.json"))


def test_what_a_killed_supervisor_left_is_ended(tmp_path: Path) -> None:
    stack = Supervisor(tmp_path, tmp_path / "run", 1, {})
    stray = subprocess.Popen(SLEEP)
    Running.of(stray.pid, 0).write(stack.children["worker"].memo)
    stack.end_leftovers()
    assert stray.poll() is not None


def test_a_stranger_with_the_same_pid_is_left_alone(tmp_path: Path) -> None:
    stack = Supervisor(tmp_path, tmp_path / "run", 1, {})
    stranger = subprocess.Popen(SLEEP)
    created = psutil.Process(stranger.pid).create_time()
    Running(stranger.pid, created - 60, 0).write(stack.children["worker"].memo)
    stack.end_leftovers()
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait(5)


def test_killing_a_child_ends_its_own_children(tmp_path: Path) -> None:
    program = (
        "import subprocess, sys, time\n"
        "print(subprocess.Popen(['sleep', '60']).pid, flush=True); time.sleep(60)"
    )
    child = Child("tree", [sys.executable, "-c", program], tmp_path, {}, tmp_path)
    child.environment = {"PATH": "/usr/bin:/bin"}
    child.start()
    until(lambda: child.last_words().strip())
    grandchild = psutil.Process(int(child.last_words()))
    child.kill()
    until(lambda: not grandchild.is_running() or grandchild.status() == psutil.STATUS_ZOMBIE)
