"""Business actions on the power list; one module a subject."""
