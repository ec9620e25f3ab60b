"""To-dos of legal review; one module a subject."""

from legal_review.todo import reviews


def register() -> None:
    reviews.register()
