"""Processes known by pid *and* start time, and free ports."""

from __future__ import annotations

import json
import os
import signal
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import psutil

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Running:
    """A server we started: a pid alone may have been given to someone else since."""

    pid: int
    created: float
    port: int

    @classmethod
    def of(cls, pid: int, port: int) -> Self:
        return cls(pid, psutil.Process(pid).create_time(), port)

    @classmethod
    def read(cls, memo: Path) -> Self | None:
        """What `memo` says, or None when it is missing or was cut short."""
        try:
            return cls(**json.loads(memo.read_text()))
        except (OSError, ValueError, TypeError):
            return None

    def write(self, memo: Path) -> None:
        draft = memo.with_suffix(".draft")
        draft.write_text(json.dumps(self.__dict__))
        draft.replace(memo)

    def process(self) -> psutil.Process | None:
        """The living process, or None when it ended or its pid is someone else's now."""
        try:
            process = psutil.Process(self.pid)
            same = abs(process.create_time() - self.created) < 1
            alive = process.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return None
        return process if same and alive else None

    def stop(self, how: signal.Signals, seconds: float) -> None:
        """Ask it to end, by its own pid; kill it when it has not after `seconds`."""
        process = self.process()
        if process is None:
            return
        process.send_signal(how)
        if not _gone(process, seconds):
            process.kill()
            _gone(process, 5)


def _gone(process: psutil.Process, seconds: float) -> bool:
    try:
        process.wait(seconds)
    except psutil.TimeoutExpired:
        return False
    return True


def residents(folder: Path) -> list[psutil.Process]:
    """Processes that work in `folder`: a database's backends outlive a killed postmaster."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.pid != os.getpid() and Path(process.cwd()) == folder:
                found.append(process)
        except (psutil.Error, OSError):
            continue
    return found


def free_port(preferred: int | None = None) -> int:
    """`preferred` when nobody listens there, else a port the system gives."""
    for candidate in (preferred, 0):
        if candidate is None:
            continue
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((LOOPBACK, candidate))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise RuntimeError("no free port on 127.0.0.1")
