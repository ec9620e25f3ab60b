"""Collects static files only when one of them changed."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

if TYPE_CHECKING:
    from collections.abc import Iterator


def collect_if_changed() -> bool:
    """Bring STATIC_ROOT up to date; True when there was something to do."""
    root = Path(settings.STATIC_ROOT or "")
    stamp = root / ".stamp"
    now = _fingerprint()
    if stamp.exists() and stamp.read_text() == now:
        return False
    call_command("collectstatic", interactive=False, clear=root.exists(), verbosity=0)
    stamp.write_text(now)
    return True


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for line in sorted(_lines()):
        digest.update(line.encode())
    return digest.hexdigest()


def _lines() -> Iterator[str]:
    for finder in get_finders():
        for name, storage in finder.list(None):
            facts = Path(storage.path(name)).stat()
            yield f"{getattr(storage, 'prefix', '')}/{name} {facts.st_size} {facts.st_mtime_ns}\n"
