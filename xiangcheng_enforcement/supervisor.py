"""Child processes of one stack: started together, restarted when they die, ended together."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import psutil

from .embedded.process import Running

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

LONGEST_PAUSE = 30.0
STABLE_SECONDS = 60.0
STOP_SECONDS = 20.0


@dataclass
class Child:
    """One program of the stack, its log, and how often it has failed lately."""

    name: str
    command: list[str]
    cwd: Path
    environment: Mapping[str, str]
    run_dir: Path
    failures: int = 0
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    start_again_at: float | None = None

    @property
    def log(self) -> Path:
        return self.run_dir / f"{self.name}.log"

    @property
    def memo(self) -> Path:
        return self.run_dir / f"{self.name}.json"

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=self.cwd,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for the supervisor, which ends them in order
                preexec_fn=_end_with_parent,
            )
        self.started, self.start_again_at = time.monotonic(), None
        Running.of(self.process.pid, 0).write(self.memo)

    def terminate(self) -> None:
        if self.process is not None and self.alive:
            self.process.terminate()

    def wait(self, deadline: float) -> None:
        """Wait for the end; after `deadline` (monotonic seconds) end it and its children."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.kill()
        self.memo.unlink(missing_ok=True)

    def kill(self) -> None:
        """End it and its own children at once, as a crash would."""
        if self.process is None or not self.alive:
            return
        doomed = [psutil.Process(self.process.pid)]
        doomed += doomed[0].children(recursive=True)
        for process in doomed:
            try:
                process.kill()
            except psutil.NoSuchProcess:
                continue
        self.process.wait(10)
        psutil.wait_procs(doomed[1:], timeout=10)

    def last_words(self, lines: int = 20) -> str:
        text = self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""
        return "\n".join(text.splitlines()[-lines:])


@dataclass
class Supervisor:
    """Page server, worker and scheduler of one stack on one port.

    `environment` is complete: settings module, DATABASE_URL, REDIS_URL. `say` gets each
    line meant for the person in front of the terminal.
    """

    base: Path
    run_dir: Path
    port: int
    environment: Mapping[str, str]
    say: Callable[[str], None] = print
    children: dict[str, Child] = field(init=False)

    def __post_init__(self) -> None:
        self.run_dir.mkdir(parents=True, exist_ok=True)
        environment = {**self.environment, "PORT": str(self.port), "PYTHONUNBUFFERED": "1"}
        self.children = {
            name: Child(name, command, self.base, environment, self.run_dir)
            for name, command in self._commands().items()
        }

    def _commands(self) -> dict[str, list[str]]:
        project = "xiangcheng_enforcement"
        celery = [sys.executable, "-m", "celery", "-A", project]
        web = [sys.executable, "-m", "gunicorn", "-c", f"python:{project}.gunicorn_conf"]
        schedule = self.run_dir / "beat-schedule"
        return {
            "web": [*web, f"{project}.wsgi"],
            "worker": [
                *(*celery, "worker", "--concurrency", "2", "--loglevel", "INFO"),
                *("--without-gossip", "--without-mingle", "--hostname", f"{project}@%h"),
            ],
            "beat": [
                *(*celery, "beat", "--loglevel", "INFO"),
                *("--schedule", str(schedule), "--pidfile", ""),
            ],
        }

    def end_leftovers(self) -> None:
        """End what a killed supervisor left behind, if it is still the same process."""
        for child in self.children.values():
            left = Running.read(child.memo)
            if left is not None:
                left.stop(signal.SIGTERM, seconds=STOP_SECONDS)
            child.memo.unlink(missing_ok=True)

    def start(self) -> None:
        for child in self.children.values():
            if child.log.exists():
                child.log.replace(child.log.with_suffix(".old.log"))
            child.start()

    def watch(self) -> None:
        """One look at all children: start again those that died, later each time."""
        now = time.monotonic()
        for child in self.children.values():
            if child.alive:
                if now - child.started > STABLE_SECONDS:
                    child.failures = 0
            elif child.start_again_at is None:
                self._report_death(child, now)
            elif now >= child.start_again_at:
                child.start()

    def _report_death(self, child: Child, now: float) -> None:
        pause = min(LONGEST_PAUSE, 2.0**child.failures)
        child.failures += 1
        child.start_again_at = now + pause
        code = child.process.returncode if child.process else "?"
        self.say(f"进程 {child.name} 已退出（代码 {code}），{pause:.0f} 秒后重启。最后的日志：")
        self.say(child.last_words())

    def stop(self) -> None:
        """End all children by their own pids, politely first."""
        for child in self.children.values():
            child.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.children.values():
            child.wait(deadline)


def _end_with_parent() -> None:
    """Linux: the child is asked to end when the supervisor is killed outright."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)
        if os.getppid() == 1:  # the parent died before the line above
            os._exit(1)
