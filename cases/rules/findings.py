"""The report at the end of an investigation (调查终结报告): its heads and its text."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Findings:
    """What the report says under each head, in the order of the report."""

    origin: str
    party: str
    facts: str
    evidence: str
    qualification: str
    discretion: str
    proposal: str


HEADS = {
    "origin": "案件来源和调查经过",
    "party": "当事人基本情况",
    "facts": "违法事实",
    "evidence": "证据",
    "qualification": "定性和依据",
    "discretion": "裁量情节",
    "proposal": "处理建议",
}
_NUMBERS = "一二三四五六七"


def report_text(findings: Findings) -> str:
    """The whole report: numbered heads, each with what stands under it."""
    parts = [
        f"{_NUMBERS[index]}、{HEADS[field.name]}\n{getattr(findings, field.name).strip()}"
        for index, field in enumerate(fields(findings))
    ]
    return "\n".join(parts)
