"""法制审核（轮次、初审、意见、批注、复核、异议 …），挂钩指导的咨询、问答库、常见错误。"""

from legal_review.models.guidance import Question, QuestionEntry, QuestionFile
from legal_review.models.knowledge import KnowledgeEntry, KnowledgeUse, TypicalError
from legal_review.models.opinion import Countersignature, Dissent, FirstLook, Opinion, Remark
from legal_review.models.review import (
    MaterialRequest,
    Review,
    ReviewExtension,
    ReviewRecusal,
)

__all__ = [
    "Countersignature",
    "Dissent",
    "FirstLook",
    "KnowledgeEntry",
    "KnowledgeUse",
    "MaterialRequest",
    "Opinion",
    "Question",
    "QuestionEntry",
    "QuestionFile",
    "Remark",
    "Review",
    "ReviewExtension",
    "ReviewRecusal",
    "TypicalError",
]
