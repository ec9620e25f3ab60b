"""Check a case bundle with Python's standard library alone: python3 verify.py

Checks that every file is as SHA256SUMS says, that no entry of the trail is missing or changed,
and that each issued paper's text has the hash it was issued under. Exit code 1 on a fault.
"""

from __future__ import annotations

import hashlib
import json
import sys
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
FIELDS = ("seq", "actor_id", "actor_name", "verb", "payload", "previous_hash")


def check_files() -> list[str]:
    faults, named = [], {"SHA256SUMS"}
    for line in (HERE / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        wanted, name = line.split("  ", 1)
        named.add(name)
        path = HERE / name
        if not path.is_file():
            faults.append(f"缺少文件：{name}")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != wanted:
            faults.append(f"文件已被改动：{name}")
    for path in HERE.rglob("*"):
        if path.is_file() and path.relative_to(HERE).as_posix() not in named:
            faults.append(f"多出文件：{path.relative_to(HERE).as_posix()}")
    return faults


def hash_of(subject: str, entry: dict[str, Any]) -> str:
    at = datetime.fromisoformat(entry["at"].replace("Z", "+00:00")).astimezone(timezone.utc)  # noqa: UP017
    content = {name: entry[name] for name in FIELDS}
    content.update(subject=subject, at=at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"))
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def check_trail(trail: dict[str, Any]) -> list[str]:
    faults, previous = [], "0" * 64
    for place, entry in enumerate(trail["entries"], 1):
        if entry["seq"] != place or entry["previous_hash"] != previous:
            faults.append(f"留痕第 {place} 条缺失或者衔接被破坏")
        if hash_of(trail["subject"], entry) != entry["entry_hash"]:
            faults.append(f"留痕第 {place} 条已被改动")
        previous = entry["entry_hash"]
    if len(trail["entries"]) != trail["length"]:
        faults.append("留痕条数与案件修订号不符，末尾可能被截去")
    return faults


def check_papers(trail: dict[str, Any]) -> list[str]:
    texts = {hashlib.sha256(p.read_bytes()).hexdigest() for p in HERE.glob("papers/*.txt")}
    return [
        f"文书正文与制发时不符：{paper['title']}{paper['number']}"
        for paper in trail["papers"]
        if paper["text_hash"] not in texts
    ]


def main() -> int:
    trail = json.loads((HERE / "trail.json").read_text(encoding="utf-8"))
    faults = check_files() + check_trail(trail) + check_papers(trail)
    for fault in faults:
        print(fault)  # noqa: T201
    if not faults:
        counts = (len(trail["entries"]), len(trail["papers"]))
        print("校验通过：留痕 {} 条、文书 {} 份，均与记载一致".format(*counts))  # noqa: T201
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
