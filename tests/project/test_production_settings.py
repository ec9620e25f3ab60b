"""Production refuses to start on trial defaults."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.conf import settings

COMPLETE = {
    "SECRET_KEY": "k" * 25 + "abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "enforcement.example",
    "DATABASE_URL": "postgresql://a:b@127.0.0.1:1/c",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}


def start(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    program = "import xiangcheng_enforcement.settings.production"
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_complete_environment_starts() -> None:
    assert start(COMPLETE).returncode == 0


@pytest.mark.parametrize("missing", COMPLETE)
def test_a_missing_value_is_named(missing: str) -> None:
    done = start({name: value for name, value in COMPLETE.items() if name != missing})
    assert done.returncode != 0
    assert missing in done.stderr
    assert "拒绝启动" in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("SECRET_KEY", "short", id="short key"),
        pytest.param("ALLOWED_HOSTS", "*", id="any host"),
        pytest.param("DATABASE_URL", "sqlite:///x", id="not PostgreSQL"),
    ],
)
def test_a_weak_value_is_refused(name: str, value: str) -> None:
    done = start(COMPLETE | {name: value})
    assert done.returncode != 0
    assert name in done.stderr
