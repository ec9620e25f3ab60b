"""The runner that puts a case's file together in the worker."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from cases import selectors
from cases.documents.bundle import pack
from cases.documents.volumes import bind
from cases.rules.papers import Volume
from cases.selectors.casefile import items_of
from core.jobs import Progress
from core.models import Job


def run(job: Job, progress: Progress) -> Mapping[str, object]:
    """Both volumes and the bundle of the case named in `params`; repeatable.

    The result has the storage names (`main`, `inner`, `bundle`), `pages_main`, `pages_inner` and
    the SHA-256 of each.
    """
    case = selectors.get_visible_case(user=job.created_by, pk=int(str(job.params["case"])))
    items = items_of(case)
    total, done = len(items) + 2, 0

    def tick() -> None:
        nonlocal done
        done += 1
        progress(done, total, f"已装订 {done} 件")

    result: dict[str, object] = {"url": reverse("case_papers", args=[case.pk])}
    contents: dict[str, bytes] = {}
    for volume in Volume:
        chosen = [item for item in items if item.volume is volume]
        bound = bind(case, volume, chosen, tick)
        contents[volume.label] = bound.content
        result[f"pages_{volume.value}"] = bound.pages
        result.update(_kept(volume.value, bound.content, "pdf"))
    progress(total - 1, total, "正在打包")
    result.update(_kept("bundle", pack(case, items, contents), "zip"))
    progress(total, total, "完成")
    return result


def _kept(name: str, content: bytes, suffix: str) -> dict[str, object]:
    digest = hashlib.sha256(content).hexdigest()
    path = f"casefiles/{digest}.{suffix}"
    if not default_storage.exists(path):
        path = default_storage.save(path, ContentFile(content))
    return {name: path, f"{name}_sha256": digest, f"{name}_size": len(content)}
