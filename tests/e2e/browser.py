"""Which browser the journeys use: the system's, else Playwright's own, else Debian's package.

`python tests/e2e/browser.py` finds or installs it and prints its path.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


class NoBrowserError(RuntimeError):
    """There is none and none could be installed."""


def executable() -> Path | None:
    """Path of a browser that is there now, or None. CHROMIUM names one."""
    for name in (os.environ.get("CHROMIUM", ""), *NAMES):
        if name and (path := shutil.which(name)):
            return Path(path)
    return _playwrights_own()


def provide() -> Path:
    """Path of a browser, installed if need be; raises NoBrowserError."""
    for install in (lambda: None, _install_by_playwright, _install_by_apt):
        install()
        if path := executable():
            return path
    raise NoBrowserError(
        "no Chromium found: install chromium or google-chrome, or set CHROMIUM to its path"
    )


def provide_chinese_font() -> None:
    """Without one, screenshots show boxes; not worth failing for."""
    fc_list = shutil.which("fc-list")
    if fc_list is None:
        return
    listing = subprocess.run([fc_list, ":lang=zh"], capture_output=True, check=False)
    if not listing.stdout.strip():
        _apt("fonts-noto-cjk")


def _playwrights_own() -> Path | None:
    program = (
        "from playwright.sync_api import sync_playwright as start\n"
        "with start() as playwright: print(playwright.chromium.executable_path)"
    )
    found = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    path = Path(found.stdout.strip() or "-")
    return path if path.is_file() else None


def _install_by_playwright() -> None:
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    _try(command, seconds=300)


def _install_by_apt() -> None:
    _apt("chromium")


def _apt(package: str) -> None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    _try(["apt-get", "update"], seconds=300, environment=environment)
    command = ["apt-get", "install", "--yes", "--no-install-recommends", package]
    _try(command, seconds=900, environment=environment)


def _try(command: list[str], seconds: float, environment: dict[str, str] | None = None) -> None:
    """Run it; a failure is told on stderr and leaves the next way to be tried."""
    sys.stderr.write(f"$ {' '.join(command)}\n")
    try:
        subprocess.run(command, check=True, timeout=seconds, env=environment, stdout=sys.stderr)
    except (subprocess.SubprocessError, OSError) as error:
        sys.stderr.write(f"{error}\n")


if __name__ == "__main__":
    try:
        sys.stdout.write(f"{provide()}\n")
    except NoBrowserError as error:
        sys.exit(str(error))
    provide_chinese_font()
