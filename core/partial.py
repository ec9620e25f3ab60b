"""Files that arrive piece by piece: kept under the key of their upload until they are whole."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

FOLDER = "uploads"


class Partial:
    """What has arrived of one file. All calls for one key must come one after another."""

    def __init__(self, key: uuid.UUID) -> None:
        self.key = key
        self.path = Path(settings.MEDIA_ROOT) / FOLDER / f"{key.hex}.part"

    @property
    def size(self) -> int:
        """Bytes on the disk; 0 where nothing is."""
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            return 0

    def write(self, offset: int, content: bytes) -> None:
        """Put `content` at `offset`; what lies behind it was never acknowledged and goes."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        with os.fdopen(handle, "r+b") as file:
            file.truncate(offset)
            file.seek(offset)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    def move_to(self, target: Path) -> None:
        """The finished file takes its place; both are on one volume."""
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path.replace(target)

    def take_back(self, target: Path) -> None:
        """Undo `move_to`."""
        if target.exists():
            target.replace(self.path)

    def discard(self) -> None:
        self.path.unlink(missing_ok=True)


def left_over() -> Iterator[Partial]:
    """Every part on the disk."""
    for path in (Path(settings.MEDIA_ROOT) / FOLDER).glob("*.part"):
        try:
            yield Partial(uuid.UUID(path.stem))
        except ValueError:
            continue
