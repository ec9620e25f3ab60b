"""ClamAV where there is one: nothing infected passes, nothing passes unseen."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator

import pytest

from core import antivirus
from core.antivirus import Verdict


def _read(line: socket.socket, length: int) -> bytes:
    content = b""
    while len(content) < length and (part := line.recv(length - len(content))):
        content += part
    return content


def _serve(listener: socket.socket, seen: list[bytes]) -> None:
    """One conversation as clamd leads it."""
    line, _ = listener.accept()
    with line:
        assert _read(line, 10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack(">I", _read(line, 4))[0]:
            content += _read(line, length)
        seen.append(content)
        found = b"Eicar-Test-Signature FOUND" if b"EICAR" in content else b"OK"
        line.sendall(b"stream: " + found + b"\0")


@pytest.fixture
def daemon(settings) -> Iterator[list[bytes]]:
    seen: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        settings.CLAMD = f"127.0.0.1:{listener.getsockname()[1]}"
        thread = threading.Thread(target=_serve, args=(listener, seen))
        thread.start()
        yield seen
        thread.join(timeout=5)


def test_a_clean_file_is_sent_whole(daemon):
    assert antivirus.ask([b"first ", b"second"]) == (Verdict.CLEAN, "")
    assert daemon == [b"first second"]


def test_an_infected_file_is_named(daemon):
    assert antivirus.ask([b"x", b"EICAR"]) == (Verdict.INFECTED, "Eicar-Test-Signature")


def test_without_a_daemon_nothing_is_claimed(settings):
    settings.CLAMD = ""
    assert antivirus.ask([b"x"]) == (Verdict.UNASKED, "")


def test_a_daemon_that_does_not_answer_lets_nothing_pass(settings):
    settings.CLAMD = "127.0.0.1:9"
    with pytest.raises(antivirus.ScannerUnavailableError, match="查毒服务暂时不可用"):
        antivirus.ask([b"x"])
