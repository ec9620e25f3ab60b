"""Whole files of each container, as small as they can be, made of bytes."""

from __future__ import annotations

import io
import struct
import zipfile

from PIL import Image


def box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body) + 8, name) + body


def mp4(data: int = 10_000, *, index_first: bool = False, brand: bytes = b"isom") -> bytes:
    """A film whose picture data has `data` bytes."""
    head = box(b"ftyp", brand + b"\0\0\2\0isomiso2mp41")
    index, film = box(b"moov", box(b"mvhd", b"\0" * 100)), box(b"mdat", b"\x17" * data)
    return head + (index + film if index_first else film + index)


def fragmented(pieces: int = 4) -> bytes:
    piece = box(b"moof", box(b"mfhd", b"\0" * 8)) + box(b"mdat", b"\x17" * 2000)
    return box(b"ftyp", b"iso5\0\0\2\0iso5") + box(b"moov", b"\0" * 40) + piece * pieces


def element(name: bytes, body: bytes, *, open_end: bool = False) -> bytes:
    length = b"\x01" + b"\xff" * 7 if open_end else (len(body) | 1 << 28).to_bytes(4)
    return name + length + body


def webm(*, open_end: bool = False, clusters: int = 3) -> bytes:
    """As a browser records (lengths left open) or as an encoder writes (closed)."""
    head = element(b"\x1aE\xdf\xa3", element(b"\x42\x82", b"webm"))
    block = element(b"\xa3", b"\x81\0\0\x80" + b"\x55" * 900)
    cluster = element(b"\x1f\x43\xb6\x75", element(b"\xe7", b"\0") + block * 2, open_end=open_end)
    tracks = element(b"\x16\x54\xae\x6b", b"\xae\x80")
    return head + element(b"\x18\x53\x80\x67", tracks + cluster * clusters, open_end=open_end)


def wav(data: int = 4000) -> bytes:
    body = b"WAVE" + b"fmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8)
    body += b"data" + struct.pack("<I", data) + b"\x80" * data
    return b"RIFF" + struct.pack("<I", len(body)) + body


def mp3(frames: int = 6) -> bytes:
    """Constant rate with the Info header of an encoder, which states the length."""
    head = b"\xff\xfb\x90\x00"  # 128 kbit/s, 44.1 kHz: 417 bytes a frame
    told = frames * 417
    info = b"Info" + struct.pack(">III", 3, frames, told)
    first = (head + b"\0" * 32 + info).ljust(417, b"\0")
    return first + (head + b"\x55" * 413) * (frames - 1)


def amr(frames: int = 20) -> bytes:
    return b"#!AMR\n" + (b"\x3c" + b"\x11" * 31) * frames


def office(folder: str = "word") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>" * 20)
        archive.writestr(f"{folder}/document.xml", "<document/>" * 50)
    return target.getvalue()


def old_office(sectors: int = 40) -> bytes:
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    head[30:32] = struct.pack("<H", 9)
    head[44:48], head[48:52] = struct.pack("<I", 1), struct.pack("<I", sectors - 2)
    head[76:512] = struct.pack("<109I", sectors - 1, *[0xFFFFFFFF] * 108)
    return bytes(head) + b"\1" * 512 * sectors


def picture(form: str = "JPEG", size: tuple[int, int] = (240, 160)) -> bytes:
    """Noisy enough that its data is most of it."""
    target = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(target, form)
    return target.getvalue()


def pdf(body: int = 3000) -> bytes:
    filling = b"% filling\n" * (body // 10)
    return b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n" + filling + b"trailer\n<<>>\nstartxref\n9\n%%EOF\n"
