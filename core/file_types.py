"""Kinds of files people send, told apart by their first bytes, never by their name."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

HEAD = 4096  # bytes that are enough to tell a kind
PICTURES, DOCUMENTS, SOUND, FILM = "picture", "document", "audio", "video"


@dataclass(frozen=True)
class FileType:
    """One kind of content: how it is named to people, its extension when kept, what is sent."""

    label: str
    extension: str
    content_type: str
    pillow: str = ""  # Pillow's name of a picture format
    inline: bool = False  # a browser may show it; everything else is saved
    group: str = DOCUMENTS


_OFFICE = "application/vnd.openxmlformats-officedocument"
JPEG = FileType("JPG", ".jpg", "image/jpeg", "JPEG", inline=True, group=PICTURES)
PNG = FileType("PNG", ".png", "image/png", "PNG", inline=True, group=PICTURES)
WEBP = FileType("WebP", ".webp", "image/webp", "WEBP", inline=True, group=PICTURES)
PDF = FileType("PDF", ".pdf", "application/pdf", inline=True)
DOCX = FileType("Word", ".docx", f"{_OFFICE}.wordprocessingml.document")
XLSX = FileType("Excel", ".xlsx", f"{_OFFICE}.spreadsheetml.sheet")
PPTX = FileType("PPT", ".pptx", f"{_OFFICE}.presentationml.presentation")
OLD_OFFICE = FileType("旧版 Office", ".doc", "application/x-ole-storage")
MP4 = FileType("MP4", ".mp4", "video/mp4", inline=True, group=FILM)
MOV = FileType("MOV", ".mov", "video/quicktime", inline=True, group=FILM)
WEBM = FileType("WebM", ".webm", "video/webm", inline=True, group=FILM)
MP3 = FileType("MP3", ".mp3", "audio/mpeg", inline=True, group=SOUND)
M4A = FileType("M4A", ".m4a", "audio/mp4", inline=True, group=SOUND)
WAV = FileType("WAV", ".wav", "audio/wav", inline=True, group=SOUND)
AMR = FileType("AMR", ".amr", "audio/amr", group=SOUND)

PICTURE = (JPEG, PNG, WEBP)
PAPER = (PDF, *PICTURE)
OFFICE = (DOCX, XLSX, PPTX, OLD_OFFICE)
VIDEO = (MP4, MOV, WEBM)
AUDIO = (MP3, M4A, WAV, AMR)
MATERIAL = (*PAPER, *OFFICE, *VIDEO, *AUDIO)
KNOWN = MATERIAL

_STARTS: tuple[tuple[bytes, FileType], ...] = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"%PDF-", PDF),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLD_OFFICE),
    (b"#!AMR\n", AMR),
    (b"#!AMR-WB\n", AMR),
    (b"ID3", MP3),
)
_ZIP = b"PK\x03\x04"
_OFFICE_FOLDERS = ((b"word/", DOCX), (b"xl/", XLSX), (b"ppt/", PPTX))
_STILL_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"avif")


def recognise(head: bytes, office: FileType | None = None) -> FileType | None:
    """The kind of a file that begins with `head` (`HEAD` bytes); None for one not known here.

    `office`: which document a zip container holds where `head` alone does not say it.
    """
    for start, found in _STARTS:
        if head.startswith(start):
            return found
    if head[:4] == b"RIFF":
        return {b"WAVE": WAV, b"WEBP": WEBP}.get(head[8:12])
    if head[:4] == b"\x1aE\xdf\xa3":
        return WEBM if b"webm" in head[:64] else None
    if head[:4] == _ZIP:
        return office or _office(head)
    return _film(head) or (MP3 if _is_sound_frame(head) else None)


def is_zip(head: bytes) -> bool:
    return head[:4] == _ZIP


def office_of(names: Collection[str]) -> FileType | None:
    """The document that a zip with these entries is."""
    if "[Content_Types].xml" not in names:
        return None
    for folder, kind in _OFFICE_FOLDERS:
        if any(name.startswith(folder.decode()) for name in names):
            return kind
    return None


def _office(head: bytes) -> FileType | None:
    if b"[Content_Types].xml" not in head and b"_rels/" not in head:
        return None
    return next((kind for folder, kind in _OFFICE_FOLDERS if folder in head), DOCX)


def _film(head: bytes) -> FileType | None:
    """ISO base media: the brand tells film from sound; QuickTime's older files name none."""
    box = head[4:8]
    if box in (b"moov", b"mdat", b"wide", b"free", b"skip"):
        return MOV
    if box != b"ftyp" or head[8:12] in _STILL_BRANDS:
        return None
    brand = head[8:12]
    if brand == b"qt  ":
        return MOV
    return M4A if brand in (b"M4A ", b"M4B ") else MP4


def _is_sound_frame(head: bytes) -> bool:
    """An MPEG audio layer III frame: sync, no reserved version, layer, rate or frequency."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    return version != 1 and layer == 1 and head[2] >> 4 not in (0, 15) and head[2] >> 2 & 3 != 3
