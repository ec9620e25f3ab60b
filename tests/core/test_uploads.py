"""A file is judged by what it is, not by what it is called; and is served with care."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from PIL import Image

from core import uploads
from core.errors import RuleViolation
from core.uploads import MEGABYTE, PAPER, PICTURE

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def picture(form: str = "JPEG", size: tuple[int, int] = (40, 30), **more: object) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, "steelblue").save(target, form, **more)
    return target.getvalue()


def located() -> bytes:
    """A photo that says where it was taken and with what."""
    exif = Image.Exif()
    exif[0x010F] = "PhoneMaker"
    exif[0x0112] = 6  # lies on its side
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (24.0, 30.0, 40.0)
    return picture(size=(60, 20), exif=exif)


def bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """A PNG of a few bytes that claims 900 million pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    signature = b"\x89PNG\r\n\x1a\n"
    return signature + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def sent(content: bytes, name: str = "材料.bin") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


@pytest.mark.parametrize(
    ("content", "extension"),
    [
        (picture("JPEG"), ".jpg"),
        (picture("PNG"), ".png"),
        (picture("WEBP"), ".webp"),
        (PDF, ".pdf"),
    ],
    ids=["jpeg", "png", "webp", "pdf"],
)
def test_a_paper_is_taken_whatever_its_name_says(content, extension):
    found = uploads.check(sent(content, "扫描件.exe"), PAPER, MEGABYTE)
    assert found.type.extension == extension
    assert found.name == "扫描件.exe"
    assert found.stored_name.endswith(extension)
    assert "扫描件" not in found.stored_name
    assert found.file.read() == content


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"MZ\x90\x00" + b"\0" * 400, "file_kind"),
        (b"<html><script>alert(1)</script></html>", "file_kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "file_kind"),
        ("只是文字".encode(), "file_kind"),
        (PDF, "file_kind"),
        (picture()[:400], "picture_broken"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"<script>alert(1)</script>" * 20, "picture_broken"),
        (bomb(), "picture_too_large"),
        (bomb(8000, 6000), "picture_too_large"),
        (b"x" * (MEGABYTE + 1), "file_too_large"),
    ],
    ids=[
        "empty",
        "a program",
        "a page",
        "svg",
        "text",
        "pdf where a picture is wanted",
        "half a picture",
        "only the head of a picture",
        "a bomb",
        "too many pixels",
        "too large",
    ],
)
def test_what_is_not_a_whole_picture_is_refused_with_what_to_do(content, code):
    with pytest.raises(RuleViolation) as refused:
        uploads.check(sent(content, "照片.jpg"), PICTURE, MEGABYTE, field="photo")
    assert (refused.value.code, refused.value.field) == (code, "photo")
    assert "照片.jpg" in refused.value.message
    assert "重新选择" in refused.value.message or "再选择" in refused.value.message


def test_the_refusal_of_a_large_file_says_both_sizes():
    with pytest.raises(RuleViolation, match=r"有 1\.5 MB，超过上限 1 MB"):
        uploads.check(sent(PDF.ljust(3 * MEGABYTE // 2)), PAPER, MEGABYTE)


def test_a_portrait_keeps_nothing_of_where_it_was_taken():
    raw = located()
    assert Image.open(io.BytesIO(raw)).getexif().get_ifd(0x8825)
    kept = uploads.portrait(uploads.check(sent(raw), PICTURE, MEGABYTE), longest_side=30)
    drawn = Image.open(io.BytesIO(kept.read()))
    assert not dict(drawn.getexif())
    assert b"PhoneMaker" not in kept.open().read()
    assert drawn.size == (10, 30)  # set upright and made small


def test_a_transparent_picture_becomes_one_on_white():
    target = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(target, "PNG")
    kept = uploads.portrait(uploads.check(sent(target.getvalue()), PICTURE, MEGABYTE))
    assert Image.open(io.BytesIO(kept.read())).getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("C:\\我的文件\\证件.pdf", "证件.pdf"),
        ("../../etc/passwd", "passwd"),
        ("坏\r\n名字.jpg", "坏名字.jpg"),
        ("", "未命名文件"),
        ("长" * 300, "长" * 119 + "…"),
    ],
)
def test_the_name_shown_has_no_folder_and_no_control_character(raw, shown):
    assert uploads.display_name(raw) == shown


class Kept:
    """As a FieldFile: a name and an open()."""

    def __init__(self, name: str, content: bytes = b"x") -> None:
        self.name, self.content = name, content

    def __bool__(self) -> bool:
        return bool(self.name)

    def open(self, mode: str) -> io.BytesIO:
        if not self.content:
            raise FileNotFoundError(self.name)
        content = io.BytesIO(self.content)
        content.name = f"/var/media/{self.name}"  # as a file on a disk: not the name to be shown
        return content


@pytest.mark.parametrize(
    ("stored", "content_type", "how"),
    [
        ("papers/1f.pdf", "application/pdf", "inline"),
        ("papers/1f.jpg", "image/jpeg", "inline"),
        ("papers/1f.html", "application/octet-stream", "attachment"),
        ("papers/1f.svg", "application/octet-stream", "attachment"),
    ],
)
def test_only_pictures_and_pdf_are_shown_in_the_browser(stored, content_type, how):
    response = uploads.served(Kept(stored), "行政执法证扫描件")
    assert response["Content-Type"] == content_type
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith(f"{how}; filename*=utf-8''%E8%A1%8C")
    assert response["Cache-Control"].startswith("private")


def test_a_browser_that_has_it_is_not_sent_it_again():
    assert uploads.served(Kept("p/1f.pdf"), "证件", unchanged_since='"1f"').status_code == 304


@pytest.mark.parametrize("kept", [Kept(""), Kept("p/gone.pdf", b"")], ids=["none", "gone"])
def test_a_file_that_is_not_there_is_not_found(kept):
    with pytest.raises(Http404):
        uploads.served(kept, "证件")
