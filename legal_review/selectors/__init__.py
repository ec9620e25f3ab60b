"""Questions about reviews: the queue, who may review, what changed between rounds."""

from legal_review.selectors.reviewers import (
    bar_to_review,
    choose_countersigner,
    choose_first_looker,
    choose_reviewer,
    off_duty,
    possible_reviewers,
)
from legal_review.selectors.reviews import (
    due_of,
    get_review_at_hand,
    get_visible_review,
    on_my_desk,
    queue_keepers,
    reviews_of,
    visible_reviews,
)
from legal_review.selectors.rounds import (
    changes_since_previous,
    countersign_reasons,
    last_concluded,
    round_before,
)

__all__ = [
    "bar_to_review",
    "changes_since_previous",
    "choose_countersigner",
    "choose_first_looker",
    "choose_reviewer",
    "countersign_reasons",
    "due_of",
    "get_review_at_hand",
    "get_visible_review",
    "last_concluded",
    "off_duty",
    "on_my_desk",
    "possible_reviewers",
    "queue_keepers",
    "reviews_of",
    "round_before",
    "visible_reviews",
]
