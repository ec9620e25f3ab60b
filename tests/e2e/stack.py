"""The whole platform for one test session: real servers, page server, worker, scheduler.

It is the same code as `manage.py serve`, on a database of its own under var/e2e.
"""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import psycopg2
from django.conf import settings

from xiangcheng_enforcement import embedded
from xiangcheng_enforcement.embedded.process import LOOPBACK, free_port
from xiangcheng_enforcement.supervisor import Child, Supervisor

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

CASES = 60
SEED = 2026
READY_SECONDS = 60.0


def _var_dir() -> Path:
    return settings.BASE_DIR / "var" / "e2e"


@dataclass
class Stack:
    """A running platform and the means to break it."""

    cases: int = CASES
    servers: embedded.Servers = field(init=False)
    supervisor: Supervisor = field(init=False)

    @property
    def url(self) -> str:
        """Address without a final slash."""
        return f"http://{LOOPBACK}:{self.supervisor.port}"

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            **self.servers.environment,
            "DJANGO_SETTINGS_MODULE": "xiangcheng_enforcement.settings.trial",
            "VAR_DIR": str(_var_dir()),
        }

    def start(self) -> None:
        """A fresh database with the district and a small demo, then all processes."""
        embedded.remove(_var_dir() / "embedded")
        self.servers = embedded.ensure(_var_dir() / "embedded", durable=False)
        self.manage("serve", "--prepare-only", f"--cases={self.cases}", f"--seed={SEED}")
        self.supervisor = Supervisor(
            base=settings.BASE_DIR,
            run_dir=_var_dir() / "run",
            port=free_port(),
            environment=self.environment,
        )
        self.supervisor.end_leftovers()
        self.supervisor.start()
        self._wait_for_web()
        self._wait_for_worker(seen=0)

    def stop(self) -> None:
        if hasattr(self, "supervisor"):
            self.supervisor.stop()
        self.servers.release()
        embedded.remove(_var_dir() / "embedded")

    def manage(self, *arguments: str) -> str:
        """Output of a management command run against this stack; fails when it fails."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"manage.py {arguments}:\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def query(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Rows of a statement, committed; for looking under the pages and for tampering."""
        connection = psycopg2.connect(self.servers.environment["DATABASE_URL"])
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(statement, values)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def kill_worker(self) -> None:
        self._child("worker").kill()

    def start_worker(self) -> None:
        """Start the killed worker and wait until it takes tasks."""
        seen = self._ready_lines()
        self._child("worker").start()
        self._wait_for_worker(seen)

    def kill_beat(self) -> None:
        self._child("beat").kill()

    def start_beat(self) -> None:
        self._child("beat").start()

    def kill_postgres(self) -> None:
        self.servers.postgres.kill()

    def start_postgres(self) -> None:
        """Start it on its old port; it recovers what was committed."""
        before = self.servers.postgres.url
        self.servers.start()
        assert self.servers.postgres.url == before, "another program took the port"

    def kill_broker(self) -> None:
        self.servers.valkey.kill()

    def start_broker(self) -> None:
        before = self.servers.valkey.url
        self.servers.start()
        assert self.servers.valkey.url == before, "another program took the port"

    def _child(self, name: str) -> Child:
        return self.supervisor.children[name]

    def _wait_for_web(self) -> None:
        web = self._child("web")
        deadline = time.monotonic() + READY_SECONDS
        while not self._answers():
            assert web.alive, web.last_words(40)
            assert time.monotonic() < deadline, web.last_words(40)
            time.sleep(0.1)

    def _answers(self) -> bool:
        server = http.client.HTTPConnection(LOOPBACK, self.supervisor.port, timeout=2)
        try:
            server.request("GET", "/healthz")
            return server.getresponse().status == 200
        except (http.client.HTTPException, OSError):
            return False
        finally:
            server.close()

    def _ready_lines(self) -> int:
        return self._child("worker").log.read_text(errors="replace").count(" ready.")

    def _wait_for_worker(self, seen: int) -> None:
        worker = self._child("worker")
        deadline = time.monotonic() + READY_SECONDS
        while self._ready_lines() <= seen:
            assert worker.alive, worker.last_words(40)
            assert time.monotonic() < deadline, worker.last_words(40)
            time.sleep(0.1)
