"""The verifiable bundle: originals, papers, trail, and how to check them with standard tools."""

from __future__ import annotations

import hashlib
import json
import zipfile
from io import BytesIO
from pathlib import Path, PurePath
from typing import Any

from cases.documents.sheet import kept_pdf
from cases.models import Case, Paper
from cases.selectors.casefile import Item
from core import audit

_FIXED = (1980, 1, 1, 0, 0, 0)  # the same case gives the same bytes
_HERE = Path(__file__).parent


def trail_rows(case: Case) -> list[dict[str, object]]:
    """The trail as the API gives it (docs/TRAIL.md)."""
    return [
        {
            "seq": row.seq,
            "at": row.at.isoformat(),
            "actor_id": row.actor_id,
            "actor_name": row.actor_name,
            "verb": row.verb,
            "payload": row.payload,
            "previous_hash": row.previous_hash,
            "entry_hash": row.entry_hash,
        }
        for row in audit.trail_of(case)
    ]


def pack(case: Case, items: list[Item], volumes: dict[str, bytes]) -> bytes:
    """A zip whose SHA256SUMS names every other file in it."""
    files: dict[str, bytes] = {f"{name}.pdf": content for name, content in volumes.items()}
    for place, item in enumerate(items, 1):
        files.update(_files_of(case, item, place))
    trail: dict[str, Any] = {
        "subject": f"cases.case:{case.pk}",
        "case": case.number,
        "length": case.version,
        "entries": trail_rows(case),
        "papers": [_paper_line(item.paper) for item in items if item.paper is not None],
    }
    files["trail.json"] = json.dumps(trail, ensure_ascii=False, indent=1).encode()
    files["verify.py"] = (_HERE / "verify_bundle.py").read_bytes()
    files["校验说明.txt"] = (_HERE / "verify_bundle.txt").read_bytes()
    sums = "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items()
    )
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [*files.items(), ("SHA256SUMS", sums.encode())]:
            archive.writestr(zipfile.ZipInfo(name, _FIXED), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _files_of(case: Case, item: Item, place: int) -> dict[str, bytes]:
    if item.paper is not None:
        stem = f"papers/{place:03d}-{_safe(item.title)}"
        return {
            f"{stem}.pdf": kept_pdf(item.paper, case),
            f"{stem}.txt": item.paper.body.encode(),
        }
    row = item.evidence
    if row is None or not row.file:
        return {}
    suffix = PurePath(str(row.file.name)).suffix
    with row.file.open("rb") as file:
        return {f"files/{place:03d}-{_safe(row.title)}{suffix}": file.read()}


def _paper_line(row: Paper) -> dict[str, str]:
    return {"title": row.title, "number": row.number or "", "text_hash": row.text_hash}


def _safe(name: str) -> str:
    return "".join(sign if sign.isalnum() or sign in "（）、" else "_" for sign in name)[:60]
