"""PostgreSQL and Valkey with nothing installed, for the trial and for tests.

`ensure(folder)` starts both or finds those of an earlier start; every process that uses
them holds a shared lock, and the last one to leave stops them. A killed process loses its
lock, so what it left running is reused and then stopped by the next one.
"""

from __future__ import annotations

import atexit
import fcntl
import os
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from .home import Home, locate
from .postgres import Postgres
from .valkey import Valkey

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Servers", "ensure", "remove"]


@dataclass
class Servers:
    """Both servers of one folder and this process's claim on them.

    `wanted` names those this process needs; the others may be external.
    """

    home: Home
    postgres: Postgres
    valkey: Valkey
    wanted: frozenset[str]
    _claim: IO[str]
    _owner: int

    @property
    def environment(self) -> dict[str, str]:
        """What child processes need to use these servers instead of starting their own."""
        return {name: server.url for name, server in self._wanted_servers()}

    def start(self) -> list[str]:
        """Start those that do not run, on the old port if free; the names of those."""
        with _alone(self.home):
            dead = [name for name, server in self._wanted_servers() if server.running is None]
            for _, server in self._wanted_servers():
                server.ensure()
        return dead

    def revive(self) -> list[str]:
        """Start again what died; the names of those. Cheap while all is well."""
        well = all(server.running is not None for _, server in self._wanted_servers())
        return [] if well else self.start()

    def release(self) -> None:
        """Leave; stops the servers when nobody else uses them. Harmless when repeated."""
        if self._claim.closed or os.getpid() != self._owner:
            return
        with suppress(FileNotFoundError), _alone(self.home):
            if self._is_last():
                self.valkey.stop()
                self.postgres.stop()
        self._claim.close()

    def _wanted_servers(self) -> Iterator[tuple[str, Postgres | Valkey]]:
        for name, server in (("DATABASE_URL", self.postgres), ("REDIS_URL", self.valkey)):
            if name in self.wanted:
                yield name, server

    def _is_last(self) -> bool:
        try:
            fcntl.flock(self._claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


def ensure(
    folder: Path,
    *,
    durable: bool = True,
    wanted: frozenset[str] = frozenset({"DATABASE_URL", "REDIS_URL"}),
) -> Servers:
    """The servers whose data belongs to `folder`, running when this returns.

    `wanted` leaves out a server whose address the caller has from elsewhere. Raises
    RuntimeError with the place of the log when a server can't be started.
    """
    home = locate(folder)
    with _alone(home):
        claim = (home.state / "users.lock").open("a")
        fcntl.flock(claim, fcntl.LOCK_SH)
    servers = Servers(home, Postgres(home, durable), Valkey(home), wanted, claim, os.getpid())
    atexit.register(servers.release)
    servers.start()
    return servers


def remove(folder: Path) -> bool:
    """Stop what runs for `folder` and delete its data; False while somebody uses it."""
    home = locate(folder)
    with (home.state / "users.lock").open("a") as claim, _alone(home):
        try:
            fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        Valkey(home).stop()
        Postgres(home).stop()
        home.remove()
    return True


@contextmanager
def _alone(home: Home) -> Iterator[None]:
    """Starting and stopping happen one process at a time."""
    with (home.state / "start.lock").open("a") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        yield
