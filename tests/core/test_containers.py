"""A file that was cut off says so: each container by its own statement of its length."""

from __future__ import annotations

import hashlib
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from core import file_types as kinds
from core import uploads
from core.containers import gap_in
from core.digests import chunks_of, digests_of
from core.errors import RuleViolation
from tests.core import films

WHOLE = {
    "mp4, index last": (films.mp4(), kinds.MP4),
    "mp4, index first": (films.mp4(index_first=True), kinds.MP4),
    "mp4 in pieces": (films.fragmented(), kinds.MP4),
    "mov": (films.mp4(brand=b"qt  "), kinds.MOV),
    "m4a": (films.mp4(brand=b"M4A "), kinds.M4A),
    "webm of an encoder": (films.webm(), kinds.WEBM),
    "webm of a browser": (films.webm(open_end=True), kinds.WEBM),
    "wav": (films.wav(), kinds.WAV),
    "mp3": (films.mp3(), kinds.MP3),
    "amr": (films.amr(), kinds.AMR),
    "docx": (films.office("word"), kinds.DOCX),
    "xlsx": (films.office("xl"), kinds.XLSX),
    "old office": (films.old_office(), kinds.OLD_OFFICE),
    "jpeg": (films.picture("JPEG"), kinds.JPEG),
    "png": (films.picture("PNG"), kinds.PNG),
    "webp": (films.picture("WEBP"), kinds.WEBP),
    "pdf": (films.pdf(), kinds.PDF),
}


def gap(content: bytes, kind: kinds.FileType):
    return gap_in(io.BytesIO(content), len(content), kind)


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_file_is_told_by_its_content_and_taken(name):
    content, kind = WHOLE[name]
    assert uploads.type_of(io.BytesIO(content)) == kind
    assert gap(content, kind) is None


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("share", [0.3, 0.7, 0.95])
def test_a_file_cut_off_is_found_out(name, share):
    content, kind = WHOLE[name]
    cut = content[: int(len(content) * share)]
    assert gap(cut, kind) is not None


@given(st.integers(min_value=20, max_value=len(films.mp4()) - 1))
def test_a_film_is_found_out_wherever_it_was_cut(length):
    assert gap(films.mp4()[:length], kinds.MP4) is not None


@given(st.binary(max_size=600))
def test_nothing_that_is_sent_brings_the_reader_down(noise):
    for kind in kinds.KNOWN:
        gap(noise, kind)


def test_the_refusal_of_a_video_cut_at_70_percent_says_how_much_is_there():
    whole = films.mp4(100_000)
    cut = whole[: len(whole) * 7 // 10]
    file = SimpleUploadedFile("现场录像.mp4", cut)
    with pytest.raises(RuleViolation) as refused:
        uploads.check(file, kinds.VIDEO, uploads.MEGABYTE)
    assert refused.value.code == "file_incomplete"
    assert "“现场录像.mp4”不完整：在中途被截断" in refused.value.message
    assert f"只有 {len(cut):,} 字节（70%）" in refused.value.message
    assert "重新选择完整的文件" in refused.value.message


def test_a_recording_whose_index_was_never_written_is_refused():
    whole = films.mp4()
    without = whole[: whole.index(b"moov") - 4]
    found = gap(without, kinds.MP4)
    assert found is not None
    assert "moov" in found.text


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\0" + b"\0" * 400,
        b"\0\0\0\x18ftypheic" + b"\0" * 200,
        b"\x1aE\xdf\xa3\x93\x42\x82\x88matroska" + b"\0" * 100,
        b"<html></html>",
    ],
    ids=["a program", "heic", "mkv", "a page"],
)
def test_other_contents_are_not_on_the_list(content):
    assert uploads.type_of(io.BytesIO(content)) is None


def test_a_picture_that_calls_itself_a_film_is_what_it_is():
    file = SimpleUploadedFile("录像.mp4", films.picture())
    with pytest.raises(RuleViolation, match="内容不是MP4 / MOV / WebM"):
        uploads.check(file, kinds.VIDEO, uploads.MEGABYTE)


def test_both_hashes_are_those_of_their_standards():
    """FIPS 180-4 and GM/T 0004-2012, appendix A: “abc”."""
    found = digests_of([b"a", b"bc"])
    assert found.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert found.sm3 == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert found.size == 3


def test_sm3_of_the_second_vector():
    """GM/T 0004-2012, appendix A: sixteen times “abcd”."""
    expected = "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"
    assert digests_of([b"abcd" * 16]).sm3 == expected


@given(st.binary(max_size=5000), st.integers(min_value=1, max_value=700))
def test_hashes_do_not_depend_on_the_pieces(content, size):
    found = digests_of(chunks_of(io.BytesIO(content), size))
    assert found.sha256 == hashlib.sha256(content).hexdigest()
    assert found.size == len(content)
