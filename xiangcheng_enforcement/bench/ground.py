"""A database of its own on the same server, filled, with page server and worker on a free port."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg2
from django.conf import settings
from psycopg2 import sql

from xiangcheng_enforcement.bench.client import Browser
from xiangcheng_enforcement.embedded.process import free_port
from xiangcheng_enforcement.static_stamp import collect_if_changed
from xiangcheng_enforcement.supervisor import Child, Supervisor

READY_SECONDS = 60.0
_DATABASE = "xiangcheng_bench"
_BROKER_DATABASE = 9


@dataclass(frozen=True)
class Ground:
    """A running stack with `cases` demo cases; `load_seconds` is what loading them took."""

    cases: int
    port: int
    environment: Mapping[str, str]
    load_seconds: float
    supervisor: Supervisor

    @property
    def worker(self) -> Child:
        return self.supervisor.children["worker"]

    def revive_worker(self) -> float:
        """Start the killed worker; when it was ready to take tasks (seconds since 1970)."""
        seen = self._ready_lines()
        self.worker.start()
        deadline = time.monotonic() + READY_SECONDS
        while self._ready_lines() <= seen:
            if time.monotonic() > deadline:
                raise RuntimeError(self.worker.last_words(40))
            time.sleep(0.02)
        return time.time()

    def _ready_lines(self) -> int:
        return self.worker.log.read_text(errors="replace").count(" ready.")

    def browser(self, username: str) -> Browser:
        from xiangcheng_enforcement.demo.people import password

        return Browser(self.port).log_in(username, password())

    def manage(self, *arguments: str) -> str:
        return _manage(self.environment, *arguments)

    def execute(self, statement: str, **values: object) -> None:
        """Change the bench database directly."""
        connection = psycopg2.connect(self.environment["DATABASE_URL"])
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement, values or None)
        finally:
            connection.close()

    def query(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        """Ask the bench database directly."""
        connection = psycopg2.connect(self.environment["DATABASE_URL"])
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement, list(values))
                return list(cursor.fetchall())
        finally:
            connection.close()


@contextmanager
def prepared(cases: int, seed: int) -> Iterator[Ground]:
    """Create, fill and serve; everything is ended and dropped on leaving."""
    run_dir = Path(settings.VAR_DIR) / "bench"
    run_dir.mkdir(parents=True, exist_ok=True)
    collect_if_changed()
    environment = _environment()
    _recreate()
    try:
        seconds = _fill(environment, cases, seed)
        supervisor = Supervisor(
            base=Path(settings.BASE_DIR),
            run_dir=run_dir,
            port=free_port(),
            environment=environment,
        )
        supervisor.start()
        try:
            ground = Ground(cases, supervisor.port, environment, seconds, supervisor)
            _wait_until_ready(ground)
            yield ground
        finally:
            supervisor.stop()
    finally:
        _drop()


def _environment() -> dict[str, str]:
    database = settings.DATABASES["default"]
    user, word = quote(str(database["USER"])), quote(str(database["PASSWORD"]))
    place = f"{database['HOST']}:{database['PORT']}"
    broker = urlsplit(str(settings.CELERY_BROKER_URL))
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
        "VAR_DIR": str(settings.VAR_DIR),
        "DATABASE_URL": f"postgresql://{user}:{word}@{place}/{_DATABASE}",
        "REDIS_URL": urlunsplit(broker._replace(path=f"/{_BROKER_DATABASE}")),
    }


def _fill(environment: Mapping[str, str], cases: int, seed: int) -> float:
    _manage(environment, "migrate", "--verbosity=0")
    _manage(environment, "load_district", "--verbosity=0")
    started = time.monotonic()
    _manage(environment, "load_demo", f"--cases={cases}", f"--seed={seed}", "--verbosity=0")
    seconds = time.monotonic() - started
    connection = psycopg2.connect(environment["DATABASE_URL"])
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")  # as autovacuum would have by the next morning
    finally:
        connection.close()
    return seconds


def _manage(environment: Mapping[str, str], *arguments: str) -> str:
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(
        command,
        cwd=settings.BASE_DIR,
        env=dict(environment),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(arguments)}：\n{done.stdout}{done.stderr}"[-4000:])
    return done.stdout


def _wait_until_ready(ground: Ground) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while True:
        try:
            if Browser(ground.port).get("/healthz").status < 500:
                return
        except OSError:
            pass
        if time.monotonic() > deadline:
            raise RuntimeError("页面服务未能启动，日志在 var/bench")
        time.sleep(0.2)


def _recreate() -> None:
    _drop()
    _as_owner(sql.SQL("CREATE DATABASE {}"))


def _drop() -> None:
    _as_owner(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)"))


def _as_owner(statement: sql.SQL) -> None:
    database = settings.DATABASES["default"]
    connection = psycopg2.connect(
        host=database["HOST"],
        port=database["PORT"],
        user=database["USER"],
        password=database["PASSWORD"],
        dbname="postgres",
    )
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement.format(sql.Identifier(_DATABASE)))
    finally:
        connection.close()
