"""A solution as JSON values."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from plans.planner.model import Solution


def solution_as_json(solution: Solution) -> dict[str, Any]:
    """The exchange format: visits, unmet, report."""
    return {
        "visits": [
            {
                "target": visit.target,
                "day": visit.day.isoformat(),
                "slot": visit.slot,
                "topics": list(visit.topics),
                "officers": list(visit.officers),
            }
            for visit in solution.visits
        ],
        "unmet": [asdict(row) for row in solution.unmet],
        "report": asdict(solution.report),
    }
