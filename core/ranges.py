"""A kept file sent whole or in the part a player asks for (RFC 9110, section 14)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

_ONE = re.compile(r"bytes=(\d*)-(\d*)")
_CHUNK = 256 * 1024


@dataclass(frozen=True)
class Part:
    """First and last byte of what is asked for."""

    first: int
    last: int


def asked(header: str, size: int) -> Part | None:
    """The part a Range header asks for; None for the whole file.

    Raises ValueError where nothing of the file is in it. Several parts are answered as a whole.
    """
    found = _ONE.fullmatch(header.strip())
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:  # the last so many bytes
        part = Part(max(0, size - int(last)), size - 1)
    else:
        part = Part(int(first), min(int(last), size - 1) if last else size - 1)
    if part.first > part.last:
        raise ValueError("nothing of the file")
    return part


def sent(
    file: Any, size: int, *, name: str, content_type: str, inline: bool, header: str = ""
) -> HttpResponseBase:
    """The response; closes `file` when it has been sent."""
    try:
        part = asked(header, size)
    except ValueError:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    here = part or Part(0, size - 1)
    response = StreamingHttpResponse(
        _Pieces(file, here), status=206 if part else 200, content_type=content_type
    )
    response["Content-Length"] = str(here.last - here.first + 1)
    if part:
        response["Content-Range"] = f"bytes {part.first}-{part.last}/{size}"
    response["Accept-Ranges"] = "bytes"
    response["Content-Disposition"] = str(
        content_disposition_header(as_attachment=not inline, filename=name)
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


class _Pieces:
    """The bytes of a part; Django closes it, and so the file, even if nobody read any."""

    def __init__(self, file: Any, part: Part) -> None:
        self._file, self._left = file, part.last - part.first + 1
        file.seek(part.first)

    def __iter__(self) -> Iterator[bytes]:
        while self._left > 0 and (chunk := self._file.read(min(_CHUNK, self._left))):
            self._left -= len(chunk)
            yield chunk

    def close(self) -> None:
        self._file.close()
