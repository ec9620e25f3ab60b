"""The archive (归档): how long a file is kept, and its number.

Retention after 国家档案局令第8号's classes as the district's default (重要 永久、一般 30 年; simple
procedure 10 年), to be confirmed by 司法局. Numbers run per organ and year without gaps.
"""

from collections.abc import Sequence

PERMANENT, THIRTY, TEN = "permanent", "thirty", "ten"


def retention(*, simple: bool, grave: Sequence[str]) -> tuple[str, str]:
    """The class proposed and why. `grave`: what makes the case an important one, in words."""
    if grave:
        return PERMANENT, f"重要案件：{'、'.join(grave)}"
    if simple:
        return TEN, "简易程序案件"
    return THIRTY, "一般案件"


def archive_number(prefix: str, year: int, running: int) -> str:
    """e.g. 漳芗石街档20260001: the organ's mark, the year, four digits of the running number."""
    return f"{prefix}档{year}{running:04d}"
