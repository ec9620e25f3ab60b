"""`manage.py serve`: the whole platform on this machine until Ctrl-C."""

from __future__ import annotations

import argparse
import fcntl
import http.client
import json
import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError, CommandParser, call_command
from django.db import connections, transaction

from xiangcheng_enforcement import demo_logins
from xiangcheng_enforcement.embedded.process import LOOPBACK, free_port
from xiangcheng_enforcement.static_stamp import collect_if_changed
from xiangcheng_enforcement.supervisor import Supervisor

if TYPE_CHECKING:
    from types import FrameType

PORT = 8000
HEALTH_SECONDS = 60.0
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
SERVER_NAMES = {"DATABASE_URL": "PostgreSQL", "REDIS_URL": "Valkey"}


class Command(BaseCommand):
    help = "Starts servers, data, pages and background work; prints address and demo logins."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=_port, default=os.environ.get("PORT") or None)
        parser.add_argument("--cases", type=int, default=300, help="cases of a new demo database")
        parser.add_argument("--seed", type=int, default=2026)
        parser.add_argument("--no-demo", action="store_true", help="the district without people")
        parser.add_argument("--prepare-only", action="store_true", help="data ready, then leave")

    def handle(self, **options: Any) -> None:
        _end_on_signals()
        run_dir = Path(settings.VAR_DIR) / "run"
        run_dir.mkdir(parents=True, exist_ok=True)
        with (run_dir / "serve.lock").open("a") as lock:
            self._refuse_second(lock.fileno(), run_dir)
            try:
                self._prepare(options)
                if not options["prepare_only"]:
                    self._serve(run_dir, options["port"])
            except KeyboardInterrupt:
                self._say("已停止。")
            finally:
                connections.close_all()
                if settings.EMBEDDED is not None:
                    settings.EMBEDDED.release()

    def _refuse_second(self, lock: int, run_dir: Path) -> None:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            address = run_dir / "address"
            where = address.read_text() if address.exists() else "（正在启动）"
            raise CommandError(f"平台已在运行：{where}。如需重启，请先停止它。") from error

    def _prepare(self, options: dict[str, Any]) -> None:
        self._say("正在准备数据库……")
        call_command("migrate", interactive=False, verbosity=0)
        if not get_user_model()._default_manager.exists():
            self._say("正在载入片区资料和演示数据……")
            with transaction.atomic():  # all or nothing: a killed first start begins anew
                call_command("load_district")
                if not options["no_demo"]:
                    call_command("load_demo", cases=options["cases"], seed=options["seed"])
        collect_if_changed()
        connections.close_all()

    def _serve(self, run_dir: Path, wanted: int | None) -> None:
        supervisor = Supervisor(
            base=Path(settings.BASE_DIR),
            run_dir=run_dir,
            port=_choose_port(wanted),
            environment=_environment(),
            say=self._say,
        )
        supervisor.end_leftovers()
        address = run_dir / "address"
        try:
            supervisor.start()
            self._wait_until_healthy(supervisor)
            address.write_text(f"http://{LOOPBACK}:{supervisor.port}/")
            self._print_welcome(address.read_text(), run_dir)
            self._watch(supervisor)
        finally:
            for number in STOP_SIGNALS:
                signal.signal(number, signal.SIG_IGN)  # stopping is under way
            address.unlink(missing_ok=True)
            supervisor.stop()

    def _watch(self, supervisor: Supervisor) -> NoReturn:
        while True:
            time.sleep(0.5)
            if settings.EMBEDDED is not None:
                for name in settings.EMBEDDED.revive():
                    self._say(f"{SERVER_NAMES[name]} 意外退出，已重新启动。")
            supervisor.watch()

    def _wait_until_healthy(self, supervisor: Supervisor) -> None:
        deadline = time.monotonic() + HEALTH_SECONDS
        while not _is_healthy(supervisor.port):
            for child in supervisor.children.values():
                if not child.alive:
                    raise CommandError(f"进程 {child.name} 未能启动：\n{child.last_words(40)}")
            if time.monotonic() > deadline:
                words = supervisor.children["web"].last_words(40)
                raise CommandError(f"{HEALTH_SECONDS:.0f} 秒内未就绪：\n{words}")
            time.sleep(0.1)

    def _print_welcome(self, address: str, run_dir: Path) -> None:
        self._say("")
        self._say("芗城区片区联合执法平台已启动：")
        self._say(f"    {address}")
        self._say("")
        if demo_logins.rows():
            self._say("演示账号（人员和案件均为虚构）：")
            self._say(demo_logins.table())
            self._say("")
        self._say(f"日志在 {run_dir}；按 Ctrl-C 停止，数据保留。")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _end_on_signals() -> None:
    """Also SIGINT, which a shell makes a background job ignore; nohup keeps its meaning."""
    for number in STOP_SIGNALS:
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _interrupt)


def _interrupt(number: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def _port(text: str) -> int:
    if text.isdecimal() and 0 < int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(f"“{text}”不是端口号（1 至 65535）")


def _choose_port(wanted: int | None) -> int:
    if wanted is None:
        return free_port(PORT)
    if free_port(wanted) != wanted:
        raise CommandError(f"端口 {wanted} 已被占用，请换一个，例如 --port {free_port()}。")
    return wanted


def _environment() -> dict[str, str]:
    """Children get the addresses of the servers, so that they start none themselves."""
    environment = dict(os.environ)
    environment["DJANGO_SETTINGS_MODULE"] = os.environ["DJANGO_SETTINGS_MODULE"]
    environment["VAR_DIR"] = str(settings.VAR_DIR)
    if settings.EMBEDDED is not None:
        environment |= settings.EMBEDDED.environment
    return environment


def _is_healthy(port: int) -> bool:
    server = http.client.HTTPConnection(LOOPBACK, port, timeout=2)  # asks no proxy
    try:
        server.request("GET", "/healthz")
        return bool(json.load(server.getresponse())["status"] == "ok")
    except (http.client.HTTPException, OSError, ValueError, KeyError):
        return False
    finally:
        server.close()
