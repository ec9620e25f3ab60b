"""Business actions of legal review, one module a subject."""
