"""To-dos of legal review; one module a subject."""

from legal_review.todo import guidance, reviews


def register() -> None:
    reviews.register()
    guidance.register()
