"""How long a WebM file says it is (EBML: elements with an id, a length, and what they hold)."""

from __future__ import annotations

from typing import BinaryIO

_SEGMENT, _CLUSTER = 0x18538067, 0x1F43B675
_OPEN = (_SEGMENT, _CLUSTER)  # may be of unknown length: a recorder writes as it goes
_LONGEST_ID, _LONGEST_SIZE = 4, 8


def measure(file: BinaryIO, size: int) -> tuple[int, bool]:
    """Bytes the file needs by what its elements say, and whether it holds a cluster of frames.

    Elements of unknown length are walked through; raises ValueError where it is no EBML.
    """
    place, has_data = 0, False
    while place < size:
        file.seek(place)
        head = file.read(_LONGEST_ID + _LONGEST_SIZE)
        found = _element(head)
        if found is None:
            return place + len(head) + 1, has_data  # cut off within an element's head
        name, head_length, length = found
        has_data = has_data or name == _CLUSTER
        if length is None:
            if name not in _OPEN:
                raise ValueError("an element of unknown length that may have none")
            place += head_length
            continue
        end = place + head_length + length
        if end > size:
            return end, has_data
        place += head_length if name == _SEGMENT else head_length + length
    return size, has_data


def _element(head: bytes) -> tuple[int, int, int | None] | None:
    """Id, bytes of the head, length of the body (None: unknown); None where the head is cut."""
    id_length = _width(head, 0, _LONGEST_ID)
    if id_length is None or id_length >= len(head):
        return None
    size_length = _width(head, id_length, _LONGEST_SIZE)
    if size_length is None or id_length + size_length > len(head):
        return None
    raw = int.from_bytes(head[id_length : id_length + size_length])
    most = (1 << 7 * size_length) - 1
    length = raw & most
    name = int.from_bytes(head[:id_length])
    return name, id_length + size_length, None if length == most else length


def _width(head: bytes, place: int, most: int) -> int | None:
    if place >= len(head):
        return None
    width = 9 - head[place].bit_length()
    if width > most:
        raise ValueError("not EBML")
    return width
