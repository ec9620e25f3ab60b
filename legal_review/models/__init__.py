"""法制审核及审核意见、挂钩指导的咨询、问答库、常见错误。"""

from legal_review.models.guidance import Question, QuestionEntry, QuestionFile
from legal_review.models.knowledge import KnowledgeEntry, KnowledgeUse, TypicalError
from legal_review.models.review import Opinion, Review

__all__ = [
    "KnowledgeEntry",
    "KnowledgeUse",
    "Opinion",
    "Question",
    "QuestionEntry",
    "QuestionFile",
    "Review",
    "TypicalError",
]
