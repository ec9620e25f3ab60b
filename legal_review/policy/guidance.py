"""Who may ask, answer, forward and curate. Guidance gives no right that the office does not."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from cases import policy as case_policy
from cases.models import Case
from core import access
from core.models import User
from legal_review.models import Question


def asks(user: User) -> bool:
    """Whoever works on cases in a town or bureau may ask the reviewer who guides it."""
    grants = access.grants_of(user)
    return any(grants.any(name) for name in ("handle_cases", "register_cases", "approve_cases"))


def guides(user: User) -> bool:
    """Reviewers of towns and zones, and the justice admin for what nobody else can answer."""
    grants = access.grants_of(user)
    return grants.any("review_cases") or grants.any("assign_reviews")


def uses_guidance(user: User) -> bool:
    return asks(user) or guides(user)


def oversees(user: User) -> bool:
    """The justice admin sees every question, answers and forwards for the whole district."""
    return access.grants_of(user).any("assign_reviews")


def require_asking(user: User) -> None:
    if not asks(user):
        raise PermissionDenied("法制咨询由办理案件的执法人员提出")


def may_ask_about(user: User, case: Case) -> bool:
    """The handlers and the competent unit's officers, and the town that registered the case."""
    town = access.grants_of(user).has("register_cases", "township", case.township_id)
    return asks(user) and (town or case_policy.may_write_papers(user, case))


def require_asking_about(user: User, case: Case) -> None:
    if not may_ask_about(user, case):
        raise PermissionDenied(f"本案由办案人或者{case.unit}、{case.township}的执法人员咨询")


def may_answer(user: User, question: Question) -> bool:
    """The reviewer asked, while in office; the justice admin, but nobody their own question."""
    if question.asker_id == user.pk:
        return False
    asked = question.guide is not None and question.guide.user_id == user.pk
    return (asked and guides(user)) or oversees(user)


def require_answering(user: User, question: Question) -> None:
    if not may_answer(user, question):
        name = str(question.guide) if question.guide else "区司法局"
        raise PermissionDenied(f"这件咨询由{name}答复")


def is_asker(user: User, question: Question) -> bool:
    return question.asker_id == user.pk


def require_asker(user: User, question: Question) -> None:
    if not is_asker(user, question):
        raise PermissionDenied(f"这件咨询由提问人{question.asker}继续办理")


def curates(user: User) -> bool:
    """Reviewers and the justice admin write knowledge and typical errors."""
    return access.grants_of(user).any("curate_knowledge")


def require_curating(user: User) -> None:
    if not curates(user):
        raise PermissionDenied("问答库和常见错误由法制审核员和区司法局管理员整理")


def sees_figures(user: User) -> bool:
    """Statistics of reviews and questions: reviewers, 司法局, and who looks at a board."""
    return guides(user) or access.grants_of(user).any("view_board")


def require_figures(user: User) -> None:
    if not sees_figures(user):
        raise PermissionDenied("统计供法制审核人员、片长和区直管理部门查看")
