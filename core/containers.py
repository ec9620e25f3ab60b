"""Is a file whole? Each container says how long it is, or ends with a mark: both are looked at.

Pure: a seekable binary file in, a sentence out. A file without any such statement (a bare MP3 of
constant rate, a PDF cut exactly behind an earlier revision) can't be found out; nothing is guessed.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from core import file_types as kinds
from core import matroska
from core.file_types import FileType

_TAIL = 4096


@dataclass(frozen=True)
class Gap:
    """What is missing. `expected`: how many bytes the file says it has, where it says so."""

    text: str
    expected: int | None = None


def gap_in(file: BinaryIO, size: int, kind: FileType) -> Gap | None:
    """What is missing from a file of `kind` and `size` bytes; None for a whole one."""
    reader = _READERS.get(kind)
    if reader is None:
        return None
    file.seek(0)
    try:
        return reader(file, size)
    except (struct.error, IndexError, ValueError):
        return Gap("内部结构读不通")


def office_kind(file: BinaryIO) -> FileType | None:
    """Which document a zip container is, from its table of contents; None without one."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            return kinds.office_of(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, struct.error):
        return None


def _at(file: BinaryIO, start: int, length: int) -> bytes:
    file.seek(start)
    return file.read(length)


def _film(file: BinaryIO, size: int) -> Gap | None:
    """ISO base media (MP4, MOV, M4A): boxes end to end; an index and what it points into."""
    seen: set[bytes] = set()
    start = 0
    while start < size:
        head = _at(file, start, 16)
        if len(head) < 8:
            return Gap("在一个数据块的开头处中断", start + 8)
        length, box = struct.unpack(">I4s", head[:8])
        if length == 1:
            length = struct.unpack(">Q", head[8:16])[0]
        end = size if length == 0 else start + length
        if end <= start:
            return Gap("内部结构读不通")
        seen.add(box)
        if end > size:
            return Gap("在中途被截断", end)
        start = end
    if b"moov" not in seen:
        return Gap("没有索引（moov），录制没有正常结束或者文件被截断")
    if not seen & {b"mdat", b"moof"}:
        return Gap("只有索引，没有声像数据（mdat）")
    return None


def _webm(file: BinaryIO, size: int) -> Gap | None:
    expected, has_data = matroska.measure(file, size)
    if expected > size:
        return Gap("在中途被截断", expected)
    return None if has_data else Gap("没有声像数据，录制没有正常结束")


def _riff(file: BinaryIO, size: int) -> Gap | None:
    """WAV, WebP: the header gives the length; recorders that never came back leave it open."""
    length = struct.unpack("<I", _at(file, 4, 4))[0]
    if length in (0, 0xFFFFFFFF):
        return Gap("没有写明长度，录制没有正常结束")
    return Gap("在中途被截断", length + 8) if length + 8 > size else None


def _jpeg(file: BinaryIO, size: int) -> Gap | None:
    """Segment by segment to the picture's data, then to its end mark."""
    data = file.read()
    place = 2
    while place + 2 <= len(data):
        if data[place] != 0xFF:
            return Gap("内部结构读不通")
        mark = data[place + 1]
        if mark == 0xFF:
            place += 1
            continue
        if mark == 0xD9:
            return None
        if place + 4 > len(data):
            break
        place += 2 + struct.unpack(">H", data[place + 2 : place + 4])[0]
        if mark == 0xDA:
            place = _after_scan(data, place)
    return Gap("没有结束标记，图片在中途被截断")


def _after_scan(data: bytes, place: int) -> int:
    """The next mark after entropy-coded data (stuffed zeros and restart marks belong to it)."""
    while (place := data.find(b"\xff", place)) >= 0 and place + 1 < len(data):
        if data[place + 1] == 0 or 0xD0 <= data[place + 1] <= 0xD7:
            place += 2
            continue
        return place
    return len(data)


def _png(file: BinaryIO, size: int) -> Gap | None:
    start = 8
    while start + 12 <= size:
        length, name = struct.unpack(">I4s", _at(file, start, 8))
        if name == b"IEND":
            return None
        start += length + 12
    return Gap("没有结束标记，图片在中途被截断", start if start > size else None)


def _pdf(file: BinaryIO, size: int) -> Gap | None:
    if b"%%EOF" in _at(file, max(0, size - _TAIL), _TAIL):
        return None
    return Gap("没有结束标记（%%EOF），文件在中途被截断")


def _zip(file: BinaryIO, size: int) -> Gap | None:
    if office_kind(file) is None:
        return Gap("没有目录（zip central directory），文件在中途被截断")
    return None


def _ole(file: BinaryIO, size: int) -> Gap | None:
    """Older Office: the header counts the sectors of its table; each entry is one sector."""
    head = _at(file, 0, 512)
    shift, tables = struct.unpack("<H", head[30:32])[0], struct.unpack("<I", head[44:48])[0]
    if shift not in (9, 12) or not tables:
        return Gap("内部结构读不通")
    sector = 1 << shift
    places = struct.unpack("<109I", head[76:512])[: min(tables, 109)]
    first = struct.unpack("<I", head[48:52])[0]
    last = max(*places, first, 0)
    expected = (last + 2) * sector
    return Gap("在中途被截断", expected) if expected > size + sector - 1 else None


def _mp3(file: BinaryIO, size: int) -> Gap | None:
    """After the tag a frame must follow; an encoder's Xing header gives the length in bytes."""
    head = _at(file, 0, 10)
    start = 0
    if head[:3] == b"ID3":
        places = zip(head[6:10], (21, 14, 7, 0), strict=True)
        start = 10 + sum((byte & 0x7F) << shift for byte, shift in places)
        if start >= size:
            return Gap("只有标签，没有声音", start)
    frame = _at(file, start, 200)
    for name in (b"Xing", b"Info"):
        place = frame.find(name)
        if place < 0:
            continue
        flags = struct.unpack(">I", frame[place + 4 : place + 8])[0]
        if flags & 2:
            skip = 12 if flags & 1 else 8
            told = struct.unpack(">I", frame[place + skip : place + skip + 4])[0]
            return Gap("在中途被截断", start + told) if start + told > size else None
    return None


_NARROW = {0: 12, 1: 13, 2: 15, 3: 17, 4: 19, 5: 20, 6: 26, 7: 31, 8: 5, 15: 0}
_WIDE = {0: 17, 1: 23, 2: 32, 3: 36, 4: 40, 5: 46, 6: 50, 7: 58, 8: 60, 9: 5, 14: 0, 15: 0}


def _amr(file: BinaryIO, size: int) -> Gap | None:
    """Frame by frame; the first byte of each tells its length."""
    data = file.read()
    wide = data.startswith(b"#!AMR-WB\n")
    lengths, place = (_WIDE, 9) if wide else (_NARROW, 6)
    if place >= size:
        return Gap("只有文件头，没有声音")
    while place < size:
        length = lengths.get(data[place] >> 3 & 15)
        if length is None:
            return Gap("内部结构读不通")
        place += 1 + length
    return Gap("在中途被截断", place) if place > size else None


_READERS: dict[FileType, Callable[[BinaryIO, int], Gap | None]] = {
    kinds.JPEG: _jpeg,
    kinds.PNG: _png,
    kinds.WEBP: _riff,
    kinds.PDF: _pdf,
    kinds.DOCX: _zip,
    kinds.XLSX: _zip,
    kinds.PPTX: _zip,
    kinds.OLD_OFFICE: _ole,
    kinds.MP4: _film,
    kinds.MOV: _film,
    kinds.M4A: _film,
    kinds.WEBM: _webm,
    kinds.MP3: _mp3,
    kinds.WAV: _riff,
    kinds.AMR: _amr,
}
