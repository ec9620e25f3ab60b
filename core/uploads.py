"""Files people send: judged by their content, kept under random names, served with care.

No address leads to MEDIA_ROOT. A file is reached only through a view that has asked whether its
reader may see what it belongs to, and answers with `served`.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from typing import Any, BinaryIO, cast

from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import UploadedFile
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpResponseNotModified
from django.http.response import HttpResponseBase
from PIL import Image, ImageOps

from core.containers import Gap, gap_in, office_kind
from core.digests import Digests, digests_of
from core.errors import RuleViolation
from core.file_types import (
    AUDIO,
    HEAD,
    JPEG,
    KNOWN,
    MATERIAL,
    OFFICE,
    PAPER,
    PDF,
    PICTURE,
    PNG,
    VIDEO,
    WEBP,
    FileType,
    is_zip,
    recognise,
)

__all__ = [
    "AUDIO",
    "JPEG",
    "KNOWN",
    "MATERIAL",
    "MEGABYTE",
    "OFFICE",
    "PAPER",
    "PDF",
    "PICTURE",
    "PNG",
    "VIDEO",
    "WEBP",
    "Checked",
    "FileType",
    "check",
    "check_whole",
    "display_name",
    "labels",
    "megabytes",
    "portrait",
    "served",
    "small",
    "type_of",
]

MEGABYTE = 1024 * 1024
MOST_PIXELS = 40_000_000  # a decoded picture takes four bytes a pixel
NAME_LENGTH = 120


@dataclass(frozen=True)
class Checked:
    """A file that is what it says: its type, the name it came with, its size in bytes."""

    file: UploadedFile[Any]
    type: FileType
    name: str
    size: int

    def digests(self) -> Digests:
        """Both hashes of the content; the file stands at its beginning again."""
        found = digests_of(self.file.chunks())
        self.file.seek(0)
        return found

    @property
    def stored_name(self) -> str:
        """A new random name to keep it under; says nothing about what is in it."""
        return f"{uuid.uuid4().hex}{self.type.extension}"


def check(
    file: UploadedFile[Any], kinds: Collection[FileType], largest_bytes: int, field: str = "file"
) -> Checked:
    """The file with its true type; RuleViolation when it is empty, too large or not of `kinds`.

    `field` is the form field to which a refusal belongs.
    """
    name, size = display_name(file.name or ""), file.size or 0
    wanted = labels(kinds)
    if not size:
        raise _refused("file_empty", f"“{name}”是空文件，请重新选择{wanted}文件", field)
    if size > largest_bytes:
        text = (
            f"“{name}”有 {megabytes(size)}，超过上限 {megabytes(largest_bytes)}；"
            "请压缩，或者降低拍摄、扫描的清晰度后重新选择"
        )
        raise _refused("file_too_large", text, field)
    found = type_of(file, kinds)
    if found is None:
        text = f"“{name}”的内容不是{wanted}，改扩展名不能改变内容；请另存为{wanted}后重新选择"
        raise _refused("file_kind", text, field)
    if found.pillow:
        _check_picture(file, found, name, field)
    check_whole(file, found, name, size, field)
    file.seek(0)
    return Checked(file=file, type=found, name=name, size=size)


def portrait(checked: Checked, longest_side: int = 800) -> ContentFile[bytes]:
    """The picture drawn anew as JPEG: upright, no larger than needed, without place or device.

    A phone's photo tells where it was taken (EXIF, GPS); none of that is kept.
    """
    return small(checked.file, checked.type, longest_side)


def small(file: Any, kind: FileType, longest_side: int) -> ContentFile[bytes]:
    """A picture as a smaller JPEG, for showing beside its original."""
    file.seek(0)
    with Image.open(file, formats=[kind.pillow]) as opened:
        upright = ImageOps.exif_transpose(opened)
        upright.thumbnail((longest_side, longest_side))
        seen = upright.convert("RGBA")
        drawn = Image.new("RGB", seen.size, "white")
        drawn.paste(seen, mask=seen.getchannel("A"))
    target = BytesIO()
    drawn.save(target, "JPEG", quality=85, optimize=True)
    return ContentFile(target.getvalue(), name=f"{uuid.uuid4().hex}{JPEG.extension}")


def served(kept: FieldFile, name: str, *, unchanged_since: str = "") -> HttpResponseBase:
    """A kept file, to be seen or saved as `name` (without extension); 404 when there is none.

    `unchanged_since` is the request's If-None-Match: a browser that has it is sent nothing.
    """
    if not kept:
        raise Http404("没有文件")
    mark = f'"{PurePath(str(kept.name)).stem}"'
    if unchanged_since == mark:
        return HttpResponseNotModified()
    try:
        content: File[Any] = kept.open("rb")
    except FileNotFoundError:
        raise Http404("文件不在存储中，请联系系统管理员") from None
    suffix = PurePath(str(kept.name)).suffix
    known = next((kind for kind in KNOWN if kind.extension == suffix), None)
    return FileResponse(
        content,
        as_attachment=not (known and known.inline),
        filename=f"{name}{suffix}",
        content_type=known.content_type if known else "application/octet-stream",
        headers={
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-cache",
            "ETag": mark,
        },
    )


def display_name(raw: str) -> str:
    """The name a file came with, for people to read: no folders, no control characters."""
    last = raw.replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(sign for sign in last if sign.isprintable()).strip() or "未命名文件"
    return clean if len(clean) <= NAME_LENGTH else f"{clean[: NAME_LENGTH - 1]}…"


def megabytes(size: int) -> str:
    """12345678 → 11.8 MB."""
    amount = size / MEGABYTE
    return f"{amount:.0f} MB" if amount == round(amount) else f"{max(amount, 0.1):.1f} MB"


def labels(kinds: Collection[FileType]) -> str:
    """JPG / PNG / PDF."""
    return " / ".join(kind.label for kind in kinds)


def type_of(file: Any, kinds: Collection[FileType] = KNOWN) -> FileType | None:
    """The kind of an open file by its content, where it is one of `kinds`."""
    file.seek(0)
    head = file.read(HEAD)
    found = recognise(head, office_kind(cast("BinaryIO", file)) if is_zip(head) else None)
    return found if found in kinds else None


def check_whole(file: Any, kind: FileType, name: str, size: int, field: str = "file") -> None:
    """Refuse a file that is cut off, saying how much of it is there and what to do."""
    gap = gap_in(cast("BinaryIO", file), size, kind)
    if gap is not None:
        raise _refused("file_incomplete", incomplete(name, size, gap), field)


def incomplete(name: str, size: int, gap: Gap) -> str:
    """“现场.mp4”不完整：……"""
    text = f"“{name}”不完整：{gap.text}"
    if gap.expected is not None and gap.expected > size:
        share = size * 100 // gap.expected
        text += f"，应有 {gap.expected:,} 字节，只有 {size:,} 字节（{share}%）"
    return f"{text}。请在拍摄、录制的设备上确认能完整打开后，重新选择完整的文件"


def _check_picture(file: UploadedFile[Any], kind: FileType, name: str, field: str) -> None:
    """Decode it once: a whole picture of a bearable number of pixels, or a refusal."""
    file.seek(0)
    too_many = _refused(
        "picture_too_large",
        f"“{name}”的像素过多，超过 {MOST_PIXELS // 10_000} 万；请缩小尺寸后重新选择",
        field,
    )
    try:
        with Image.open(file, formats=[kind.pillow]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise too_many
            picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise too_many from None
    except (OSError, ValueError, SyntaxError, EOFError):
        text = f"“{name}”已损坏，不能作为图片打开；请重新导出、拍摄后再选择"
        raise _refused("picture_broken", text, field) from None


def _refused(code: str, message: str, field: str) -> RuleViolation:
    return RuleViolation(code, message, field=field)
