"""Questions about cases. `visible_cases` is the one function that decides who sees what."""

from cases.selectors.facts import facts_of, next_steps
from cases.selectors.visibility import (
    get_visible_case,
    scope_keys,
    sees_everything,
    visible_cases,
)

__all__ = [
    "facts_of",
    "get_visible_case",
    "next_steps",
    "scope_keys",
    "sees_everything",
    "visible_cases",
]
