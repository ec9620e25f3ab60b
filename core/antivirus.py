"""Asking ClamAV's daemon about a file, where one is configured (`CLAMD` in the settings).

The protocol is INSTREAM: pieces with their length before them, a zero at the end, one line back.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterable
from enum import Enum

from django.conf import settings

_SECONDS = 60.0
_CLOSED = "查毒服务暂时不可用，文件没有登记；请稍后再提交，或者联系系统管理员"


class Verdict(Enum):
    """What is known of a file."""

    UNASKED = "unasked"  # no daemon is configured
    CLEAN = "clean"
    INFECTED = "infected"


class ScannerUnavailableError(Exception):
    """A daemon is configured and gave no answer: nothing may pass unseen."""


def configured() -> bool:
    return bool(settings.CLAMD)


def ask(chunks: Iterable[bytes]) -> tuple[Verdict, str]:
    """The verdict and the name of what was found ("" where nothing was).

    Raises ScannerUnavailableError.
    """
    if not configured():
        return Verdict.UNASKED, ""
    try:
        answer = _stream(chunks)
    except OSError as error:
        raise ScannerUnavailableError(_CLOSED) from error
    if answer.endswith("FOUND"):
        return Verdict.INFECTED, answer.removeprefix("stream: ").removesuffix(" FOUND")
    if answer.endswith("OK"):
        return Verdict.CLEAN, ""
    raise ScannerUnavailableError(f"{_CLOSED}（{answer[:80]}）")


def _stream(chunks: Iterable[bytes]) -> str:
    with _connect(str(settings.CLAMD)) as line:
        line.sendall(b"zINSTREAM\0")
        for chunk in chunks:
            line.sendall(struct.pack(">I", len(chunk)) + chunk)
        line.sendall(struct.pack(">I", 0))
        answer = bytearray()
        while not answer.endswith(b"\0") and (part := line.recv(4096)):
            answer += part
    return answer.rstrip(b"\0").decode(errors="replace").strip()


def _connect(address: str) -> socket.socket:
    """`/run/clamd.sock` or `host:port`."""
    if address.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(_SECONDS)
        line.connect(address)
        return line
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=_SECONDS)
