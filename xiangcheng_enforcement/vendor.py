"""Finds the few files of node_modules that pages load, and nothing else."""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# (address under /static/, folder in node_modules, files of it). Source maps belong to
# their files: the manifest storage refuses a reference to a file that is not there.
VENDOR = (
    (
        "vendor/bootstrap",
        "bootstrap/dist",
        ("css/bootstrap.min.css*", "js/bootstrap.bundle.min.js*"),
    ),
    ("vendor/echarts", "echarts/dist", ("echarts.min.js",)),
    (
        "vendor/tom-select",
        "tom-select/dist",
        ("css/tom-select.bootstrap5.min.css*", "js/tom-select.complete.min.js*"),
    ),
)


class VendorFinder(BaseFinder):
    """Static files of the browser libraries installed by npm."""

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    # Django 5.2 renamed `all` to `find_all`; the stubs know both.
    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = [
            str(folder / path.removeprefix(f"{prefix}/"))
            for prefix, folder, patterns in _sources()
            if path.startswith(f"{prefix}/")
            and _wanted(path.removeprefix(f"{prefix}/"), patterns)
            and (folder / path.removeprefix(f"{prefix}/")).is_file()
        ]
        return found if find_all else next(iter(found), [])

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        for prefix, folder, patterns in _sources():
            storage = FileSystemStorage(location=folder)
            storage.prefix = prefix  # type: ignore[attr-defined]
            for pattern in patterns:
                for file in sorted(folder.glob(pattern)):
                    yield file.relative_to(folder).as_posix(), storage


def _sources() -> Iterator[tuple[str, Path, tuple[str, ...]]]:
    for prefix, folder, patterns in VENDOR:
        yield prefix, Path(settings.BASE_DIR) / "node_modules" / folder, patterns


def _wanted(name: str, patterns: tuple[str, ...]) -> bool:
    return ".." not in PurePosixPath(name).parts and any(fnmatch(name, p) for p in patterns)
