"""法制审核及审核意见。"""

from legal_review.models.review import Opinion, Review

__all__ = ["Opinion", "Review"]
