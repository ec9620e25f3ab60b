"""SHA-256 and SM3 (GM/T 0004) of a file, read once, chunk by chunk."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Digests:
    """Both hashes in hexadecimal (small letters), and how many bytes they cover."""

    sha256: str
    sm3: str
    size: int


def digests_of(chunks: Iterable[bytes]) -> Digests:
    """Both hashes of the chunks in their order. SM3 comes from OpenSSL (1.1.1 and later)."""
    sha256, sm3, size = hashlib.sha256(), hashlib.new("sm3"), 0
    for chunk in chunks:
        sha256.update(chunk)
        sm3.update(chunk)
        size += len(chunk)
    return Digests(sha256.hexdigest(), sm3.hexdigest(), size)


def chunks_of(file: BinaryIO, size: int = CHUNK) -> Iterator[bytes]:
    """The file from its beginning, piece by piece."""
    file.seek(0)
    while chunk := file.read(size):
        yield chunk
